//! Names of organizations and sole proprietors: the legal form split off, the kind of client that it
//! shows, and the normal form by which two spellings are found to be one.

use super::people::{PersonName, read_person};
use super::text::{clean, fold, is_letter_or_digit};

/// The kind of holder of a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum HolderKind {
    LegalEntity,
    SoleProprietor,
    Person,
    Nonprofit,
}

/// A name taken apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HolderName {
    /// Short legal form ("ООО", "ИП", "АНО"), if one was seen.
    pub form: Option<&'static str>,
    /// What the form or the words beside it show; None where nothing does.
    pub kind: Option<HolderKind>,
    /// The name without form and outer quotes, as written.
    pub core: String,
    /// Normal form for comparison: small letters, no quotes, look-alikes folded, no form.
    pub key: String,
    /// The name of a person, where the core is one.
    pub person: Option<PersonName>,
}

/// Legal forms: the long or rare spelling (folded), the short form, the kind. Longer ones first.
const FORMS: &[(&str, &str, HolderKind)] = &[
    (
        "общество с ограниченной ответственностью",
        "ООО",
        HolderKind::LegalEntity,
    ),
    (
        "непубличное акционерное общество",
        "НАО",
        HolderKind::LegalEntity,
    ),
    (
        "публичное акционерное общество",
        "ПАО",
        HolderKind::LegalEntity,
    ),
    (
        "закрытое акционерное общество",
        "ЗАО",
        HolderKind::LegalEntity,
    ),
    (
        "открытое акционерное общество",
        "ОАО",
        HolderKind::LegalEntity,
    ),
    ("акционерное общество", "АО", HolderKind::LegalEntity),
    (
        "автономная некоммерческая организация",
        "АНО",
        HolderKind::Nonprofit,
    ),
    ("некоммерческое партнерство", "НП", HolderKind::Nonprofit),
    ("некоммерческая организация", "НКО", HolderKind::Nonprofit),
    ("благотворительный фонд", "БФ", HolderKind::Nonprofit),
    ("общественная организация", "ОО", HolderKind::Nonprofit),
    (
        "сельскохозяйственный производственный кооператив",
        "СПК",
        HolderKind::LegalEntity,
    ),
    (
        "сельскохозяйственный потребительский кооператив",
        "СПоК",
        HolderKind::LegalEntity,
    ),
    ("производственный кооператив", "ПК", HolderKind::LegalEntity),
    ("потребительский кооператив", "ПК", HolderKind::LegalEntity),
    (
        "государственное унитарное предприятие",
        "ГУП",
        HolderKind::LegalEntity,
    ),
    (
        "муниципальное унитарное предприятие",
        "МУП",
        HolderKind::LegalEntity,
    ),
    (
        "муниципальное казенное предприятие",
        "МКП",
        HolderKind::LegalEntity,
    ),
    (
        "индивидуальный предприниматель глава кфх",
        "ИП",
        HolderKind::SoleProprietor,
    ),
    (
        "индивидуальный предприниматель",
        "ИП",
        HolderKind::SoleProprietor,
    ),
    ("инд предприниматель", "ИП", HolderKind::SoleProprietor),
    (
        "крестьянское фермерское хозяйство",
        "КФХ",
        HolderKind::SoleProprietor,
    ),
    (
        "глава крестьянского фермерского хозяйства",
        "КФХ",
        HolderKind::SoleProprietor,
    ),
    ("ип глава кфх", "ИП", HolderKind::SoleProprietor),
    ("ип гкфх", "ИП", HolderKind::SoleProprietor),
    ("глава кфх", "КФХ", HolderKind::SoleProprietor),
    ("ип кфх", "ИП", HolderKind::SoleProprietor),
    ("гражданин", "", HolderKind::Person),
    ("гражданка", "", HolderKind::Person),
    ("физическое лицо", "", HolderKind::Person),
    ("физ лицо", "", HolderKind::Person),
    ("физлицо", "", HolderKind::Person),
    ("самозанятый", "", HolderKind::Person),
    ("самозанятая", "", HolderKind::Person),
    ("гр", "", HolderKind::Person),
    ("спок", "СПоК", HolderKind::LegalEntity),
    ("сппк", "СППК", HolderKind::LegalEntity),
    ("сспк", "ССПК", HolderKind::LegalEntity),
    ("спк", "СПК", HolderKind::LegalEntity),
    ("ооо", "ООО", HolderKind::LegalEntity),
    ("пао", "ПАО", HolderKind::LegalEntity),
    ("зао", "ЗАО", HolderKind::LegalEntity),
    ("оао", "ОАО", HolderKind::LegalEntity),
    ("нао", "НАО", HolderKind::LegalEntity),
    ("ано", "АНО", HolderKind::Nonprofit),
    ("нко", "НКО", HolderKind::Nonprofit),
    ("фонд", "Фонд", HolderKind::Nonprofit),
    ("тос", "ТОС", HolderKind::Nonprofit),
    ("снт", "СНТ", HolderKind::Nonprofit),
    ("тсж", "ТСЖ", HolderKind::Nonprofit),
    ("гуп", "ГУП", HolderKind::LegalEntity),
    ("муп", "МУП", HolderKind::LegalEntity),
    ("фгуп", "ФГУП", HolderKind::LegalEntity),
    ("мкп", "МКП", HolderKind::LegalEntity),
    ("кфх", "КФХ", HolderKind::SoleProprietor),
    ("ао", "АО", HolderKind::LegalEntity),
    ("ип", "ИП", HolderKind::SoleProprietor),
    ("и п", "ИП", HolderKind::SoleProprietor),
    ("llc", "LLC", HolderKind::LegalEntity),
    ("ltd", "Ltd", HolderKind::LegalEntity),
    ("jsc", "JSC", HolderKind::LegalEntity),
];

/// Splits a name into form and core and gives its normal form.
pub fn read_holder(raw: &str) -> HolderName {
    let text = clean(raw);
    let words = Words::of(&text);
    let (form, kind, from, to) = find_form(&words);
    let core = words.slice(&text, from, to);
    let key_words: Vec<&str> = words.folded[from..to].iter().map(String::as_str).collect();
    let person = person_of(&core);
    let key = match &person {
        Some(p) => p.key(),
        None => key_words.join(" "),
    };
    HolderName {
        form,
        kind,
        core,
        key,
        person,
    }
}

/// Reads a legal form standing alone in its own column ("ООО", "юр. лицо", "инд. предприниматель").
pub fn read_form(raw: &str) -> Option<(&'static str, HolderKind)> {
    let words = super::text::fold_words(raw);
    if let Some((_, form, kind)) = FORMS.iter().find(|(long, _, _)| *long == words) {
        return Some((form, *kind));
    }
    match words.as_str() {
        "юл"
        | "юр лицо"
        | "юридическое лицо"
        | "юрлицо"
        | "организация"
        | "legal entity"
        | "company" => Some(("", HolderKind::LegalEntity)),
        "фл" | "физ" | "individual" | "person" | "физ лица" | "гражданин рф" => {
            Some(("", HolderKind::Person))
        }
        "некоммерческая"
        | "нпо"
        | "nonprofit"
        | "non profit"
        | "ngo"
        | "социально ориентированная нко" => {
            Some(("", HolderKind::Nonprofit))
        }
        "предприниматель" | "sole proprietor" | "sole trader" | "инд предпр" | "чп" => {
            Some(("ИП", HolderKind::SoleProprietor))
        }
        _ => None,
    }
}

/// The legal form written out: "ООО" → "Общество с ограниченной ответственностью".
pub fn long_form(form: &str) -> Option<String> {
    let (long, _, _) = FORMS.iter().find(|(long, short, _)| {
        *short == form && long.contains(' ') && !matches!(form, "ИП" | "КФХ")
    })?;
    let mut letters = long.chars();
    let first = letters.next()?;
    Some(first.to_uppercase().chain(letters).collect())
}

/// The words of a name with their places in it.
struct Words {
    folded: Vec<String>,
    spans: Vec<(usize, usize)>,
}

impl Words {
    fn of(text: &str) -> Words {
        let mut words = Words {
            folded: Vec::new(),
            spans: Vec::new(),
        };
        let mut start = None;
        for (i, c) in text.char_indices().chain([(text.len(), ' ')]) {
            match (is_letter_or_digit(c), start) {
                (true, None) => start = Some(i),
                (false, Some(s)) => {
                    words.folded.push(fold_form(&text[s..i]));
                    words.spans.push((s, i));
                    start = None;
                }
                _ => {}
            }
        }
        words
    }

    /// The text of these words with outer quotes and punctuation taken off.
    fn slice(&self, text: &str, from: usize, to: usize) -> String {
        if from >= to {
            return String::new();
        }
        let (start, mut end) = (self.spans[from].0, self.spans[to - 1].1);
        // A full stop after initials belongs to the name.
        if self.folded[to - 1].chars().count() == 1 && text[end..].starts_with('.') {
            end += 1;
        }
        let core = &text[start..end];
        let open = core.matches('«').count();
        let close = core.matches('»').count();
        if close < open {
            format!("{core}»")
        } else {
            core.to_owned()
        }
    }
}

/// A word in small letters; a legal form typed wholly in Latin look-alikes ("OOO") becomes the Cyrillic one.
fn fold_form(word: &str) -> String {
    let folded = fold(word);
    match folded.as_str() {
        "ooo" => "ооо".to_owned(),
        "ao" => "ао".to_owned(),
        "oao" => "оао".to_owned(),
        "hao" => "нао".to_owned(),
        _ => folded,
    }
}

/// The form at the beginning or the end of the words, and which words remain.
fn find_form(words: &Words) -> (Option<&'static str>, Option<HolderKind>, usize, usize) {
    let n = words.folded.len();
    for (long, form, kind) in FORMS {
        let parts: Vec<&str> = long.split(' ').collect();
        if parts.len() >= n {
            continue;
        }
        let at_start = parts.iter().zip(&words.folded).all(|(p, w)| p == w);
        let tail = &words.folded[n - parts.len()..];
        let at_end = parts.iter().zip(tail).all(|(p, w)| p == w);
        let form = (!form.is_empty()).then_some(*form);
        if at_start {
            let from = parts.len();
            return (form, Some(*kind), from, n);
        }
        if at_end {
            return (form, Some(*kind), 0, n - parts.len());
        }
    }
    (None, None, 0, n)
}

fn person_of(core: &str) -> Option<PersonName> {
    let person = read_person(core)?;
    let full = !person.last.is_empty() && (!person.middle.is_empty() || person.first.contains('.'));
    full.then_some(person)
}

impl HolderName {
    /// The kind, from the form or from being a person's name.
    pub fn kind_or_guess(&self) -> Option<HolderKind> {
        self.kind
            .or_else(|| self.person.as_ref().map(|_| HolderKind::Person))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn spellings_of_one_organization_have_one_key() {
        let key = read_holder("ООО «Прибой Плюс»").key;
        for raw in [
            "«Прибой Плюс», ООО",
            "ООО \"Прибой Плюс\"",
            "ооо \"ПРИБОЙ ПЛЮС\"",
            "Прибой Плюс ООО",
            "Прибой Плюс",
            "\"ООО Прибой Плюс\"",
            "OOO “Прибoй Плюс”",
            "Общество с ограниченной ответственностью «Прибой Плюс»",
            "ООО  «Прибой Плюс",
            "ООО“Прибой Плюс”",
            "Прибой-Плюс",
        ] {
            assert_eq!(read_holder(raw).key, key, "{raw}");
        }
        assert_ne!(read_holder("ООО «Прибой»").key, key);
    }

    #[test]
    fn tells_the_kind() {
        for (raw, form, kind) in [
            ("АНО «Экоруса»", Some("АНО"), Some(HolderKind::Nonprofit)),
            (
                "Фонд \"Таёжвил ДВ\"",
                Some("Фонд"),
                Some(HolderKind::Nonprofit),
            ),
            (
                "ИП глава КФХ Цыбин Максим Тимофеевич",
                Some("ИП"),
                Some(HolderKind::SoleProprietor),
            ),
            (
                "Чагина Л.Н., ИП",
                Some("ИП"),
                Some(HolderKind::SoleProprietor),
            ),
            (
                "гр. Игнашов Денис Борисович",
                None,
                Some(HolderKind::Person),
            ),
            (
                "Харлампова Ксения Тимофеевна (физ.лицо)",
                None,
                Some(HolderKind::Person),
            ),
            (
                "Акционерное общество \"Вест\"",
                Some("АО"),
                Some(HolderKind::LegalEntity),
            ),
            ("Крутых И.А.", None, None),
        ] {
            let name = read_holder(raw);
            assert_eq!((name.form, name.kind), (form, kind), "{raw}");
        }
        assert_eq!(
            read_holder("ИП Чагина Лариса Николаевна")
                .person
                .unwrap()
                .last,
            "Чагина"
        );
        assert_eq!(
            read_holder("Крутых И.А.").kind_or_guess(),
            Some(HolderKind::Person)
        );
        assert_eq!(read_holder("Бухта и К ООО").core, "Бухта и К");
        assert_eq!(
            read_form(" ИП").map(|f| f.1),
            Some(HolderKind::SoleProprietor)
        );
        assert_eq!(
            read_form("юр. лицо").map(|f| f.1),
            Some(HolderKind::LegalEntity)
        );
        assert_eq!(read_form("Ромашка"), None);
    }

    proptest! {
        #[test]
        fn never_panics(s in "\\PC{0,60}") {
            let _ = (read_holder(&s), read_form(&s));
        }
    }
}
