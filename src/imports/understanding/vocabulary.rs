//! What headers of columns are called. General words of Russian and English registers; how well a header
//! fits a field is a number, the values below decide with it.

use std::sync::OnceLock;

use crate::imports::draft::Field;
use crate::values::money::MoneyUnit;
use crate::values::text::{edits, fold, fold_words};

/// Field → headers in small letters without punctuation. A trailing `*` matches words that begin so; a
/// phrase matches anywhere in the header, the whole header counts most.
const NAMES: &[(Field, &[&str])] = &[
    (
        Field::ClientName,
        &[
            "заявитель",
            "клиент",
            "инвестор",
            "организация",
            "наименование заявителя",
            "наименование организации",
            "наименование клиента",
            "компания",
            "предприятие",
            "хозяйство",
            "инициатор",
            "инициатор проекта",
            "недропользователь",
            "получатель",
            "получатель поддержки",
            "контрагент",
            "краткое наим*",
            "краткое наименование",
            "фио наименование",
            "фио или наименование",
            "название организации",
            "название компании",
            "юрлицо",
            "субъект",
            "субъект мсп",
            "заказчик",
            "кто",
            "резидент",
            "наименование",
            "сокращенное наименование",
            "имя клиента",
            "предприниматель",
            "client",
            "client name",
            "company",
            "company name",
            "investor",
            "applicant",
            "organization",
            "organisation",
            "customer",
            "short name",
        ],
    ),
    (
        Field::ClientFullName,
        &[
            "полное наим*",
            "полное наименование",
            "полное название",
            "full name",
            "legal name",
            "официальное наименование",
        ],
    ),
    (
        Field::ClientForm,
        &[
            "опф",
            "организационно правовая форма",
            "правовая форма",
            "орг форма",
            "форма собственности",
            "legal form",
        ],
    ),
    (
        Field::ClientKind,
        &[
            "тип клиента",
            "вид клиента",
            "тип заявителя",
            "вид заявителя",
            "тип лица",
            "категория заявителя",
            "client type",
            "client kind",
            "kind of client",
        ],
    ),
    (
        Field::Inn,
        &[
            "инн",
            "инн клиента",
            "инн заявителя",
            "инн организации",
            "инн кпп",
            "tin",
            "inn",
            "tax number",
            "tax id",
        ],
    ),
    (Field::Kpp, &["кпп", "kpp"]),
    (
        Field::Ogrn,
        &[
            "огрн",
            "огрнип",
            "огрн огрнип",
            "ogrn",
            "registration number",
            "reg number",
        ],
    ),
    (
        Field::Address,
        &[
            "адрес",
            "адрес полный",
            "полный адрес",
            "юридический адрес",
            "юр адрес",
            "почтовый адрес",
            "фактический адрес",
            "местонахождение",
            "адрес регистрации",
            "адрес организации",
            "address",
            "full address",
            "legal address",
        ],
    ),
    (
        Field::District,
        &[
            "район",
            "муниципальное образование",
            "мо",
            "муниципалитет",
            "городской округ",
            "округ",
            "муниципальный округ",
            "муниципальный район",
            "территория",
            "район реализации",
            "district",
            "municipality",
        ],
    ),
    (
        Field::City,
        &[
            "город",
            "населенный пункт",
            "нас пункт",
            "нп",
            "населенный пункт город",
            "поселок",
            "село",
            "локация",
            "место",
            "место реализации",
            "city",
            "town",
            "location",
            "settlement",
        ],
    ),
    (
        Field::PostCode,
        &[
            "индекс",
            "почтовый индекс",
            "post code",
            "postcode",
            "zip",
            "postal code",
            "zip code",
        ],
    ),
    (
        Field::Street,
        &[
            "улица",
            "улица дом",
            "ул дом",
            "street",
            "street line",
            "адрес улица дом",
        ],
    ),
    (
        Field::Contact,
        &[
            "контакты",
            "контакт",
            "контактные данные",
            "контактная информация",
            "телефон почта",
            "тел почта",
            "контактное лицо телефон",
            "контактное лицо тел",
            "contacts",
            "contact details",
            "контактное лицо контакты",
            "реквизиты для связи",
        ],
    ),
    (
        Field::ContactName,
        &[
            "контактное лицо",
            "фио",
            "фио контакта",
            "фио контактного лица",
            "контактное лицо должность",
            "фио представителя",
            "представитель",
            "глава директор",
            "руководитель",
            "директор",
            "глава",
            "фио руководителя",
            "contact person",
            "contact name",
            "contact",
        ],
    ),
    (
        Field::ContactPosition,
        &[
            "должность",
            "должность контакта",
            "должность контактного лица",
            "position",
            "job title",
            "title",
        ],
    ),
    (
        Field::Phone,
        &[
            "телефон",
            "тел",
            "тел факс",
            "телефоны",
            "номер телефона",
            "контактный телефон",
            "моб",
            "мобильный",
            "моб тел",
            "сотовый",
            "phone",
            "phones",
            "telephone",
            "mobile",
            "phone number",
        ],
    ),
    (
        Field::Email,
        &[
            "email",
            "e mail",
            "эл почта",
            "электронная почта",
            "почта",
            "адрес электронной почты",
            "емейл",
            "имейл",
            "мейл",
            "эл адрес",
            "mail",
        ],
    ),
    (
        Field::ProjectName,
        &[
            "проект",
            "наименование проекта",
            "название проекта",
            "инвестиционный проект",
            "инвестпроект",
            "наименование инвестиционного проекта",
            "что делаем",
            "название",
            "идея",
            "суть проекта",
            "project",
            "project name",
            "project title",
            "наименование инвестпроекта",
            "проект наименование",
        ],
    ),
    (
        Field::ProjectNumber,
        &[
            "номер проекта",
            "project number",
            "номер ип",
            "рег номер проекта",
            "код проекта",
        ],
    ),
    (
        Field::Industry,
        &[
            "отрасль",
            "сфера",
            "вид деятельности",
            "отрасль экономики",
            "направление",
            "сектор",
            "сфера деятельности",
            "industry",
            "sector",
            "branch",
        ],
    ),
    (
        Field::Description,
        &[
            "описание",
            "описание проекта",
            "суть",
            "краткое описание",
            "содержание проекта",
            "цель проекта",
            "description",
            "details",
            "summary",
        ],
    ),
    (
        Field::Own,
        &[
            "собственные",
            "собственные средства",
            "собств ср ва",
            "в т ч собств",
            "собств",
            "сс",
            "свои",
            "из них свои",
            "своих",
            "собственные вложения",
            "собственные инвестиции",
            "собственные руб",
            "own funds",
            "own",
            "own amount",
            "свои средства",
            "собственный вклад",
            "вклад инвестора",
            "софинансирование",
        ],
    ),
    (
        Field::Requested,
        &[
            "запрашиваемая поддержка",
            "просят",
            "просит",
            "запрос",
            "запрашивают",
            "запрашиваемая сумма",
            "запрашивает",
            "поддержка",
            "господдержка",
            "нужно",
            "денег надо",
            "сумма поддержки",
            "требуемая поддержка",
            "объем поддержки",
            "запрашиваемый объем",
            "необходимо",
            "сумма запроса",
            "запрошено",
            "requested",
            "requested amount",
            "requested support",
            "support requested",
            "надо",
            "требуется",
            "просят поддержки",
            "испрашивает*",
            "запрашиваем*",
        ],
    ),
    (
        Field::Total,
        &[
            "сумма проекта",
            "стоимость",
            "стоимость проекта",
            "бюджет проекта",
            "всего инвестиций",
            "инвестиции всего",
            "общая стоимость",
            "объем инвестиций",
            "сумма",
            "всего",
            "бюджет",
            "инвестиции",
            "сумма инвестиций",
            "общий объем инвестиций",
            "общая сумма",
            "капвложения",
            "капитальные вложения",
            "total",
            "total cost",
            "total amount",
            "investment",
            "investments",
            "cost",
            "budget",
            "amount",
            "цена проекта",
        ],
    ),
    (
        Field::Jobs,
        &[
            "рабочие места",
            "раб места",
            "раб мест",
            "кол во рм",
            "рм",
            "рабочих мест",
            "р мест",
            "мест раб",
            "количество рабочих мест",
            "число рабочих мест",
            "создаваемые рабочие места",
            "новые рабочие места",
            "новых мест",
            "jobs",
            "workplaces",
            "jobs created",
            "численность",
        ],
    ),
    (
        Field::Taxes,
        &[
            "налоги",
            "налоги год",
            "налоги в бюджет",
            "налоговые поступления",
            "налоговые отчисления",
            "сумма налогов",
            "налоги в год",
            "taxes",
            "tax",
            "налоговый эффект",
        ],
    ),
    (
        Field::State,
        &[
            "статус",
            "стадия",
            "состояние",
            "этап",
            "статус проекта",
            "стадия проекта",
            "текущий статус",
            "статус заявки",
            "state",
            "status",
            "stage",
            "phase",
        ],
    ),
    (
        Field::ApplicationDate,
        &[
            "дата",
            "дата заявки",
            "дата обращения",
            "дата подачи",
            "дата поступления",
            "дата регистрации",
            "когда был",
            "когда обратился",
            "дата приема",
            "поступило",
            "application date",
            "date",
            "applied",
            "date of application",
            "submitted",
        ],
    ),
    (
        Field::Responsible,
        &[
            "ответственный",
            "ответств",
            "отв",
            "кто ведет",
            "ведет",
            "спец",
            "специалист",
            "спец т",
            "ответственные",
            "куратор",
            "исполнитель",
            "менеджер",
            "сотрудник",
            "responsible",
            "manager",
            "assignee",
            "owner",
            "specialist",
            "curator",
            "assigned to",
        ],
    ),
    (
        Field::SupportType,
        &[
            "вид поддержки",
            "вид",
            "тип поддержки",
            "форма поддержки",
            "мера поддержки",
            "support type",
            "type of support",
            "type",
        ],
    ),
    (
        Field::Programme,
        &[
            "программа",
            "программа поддержки",
            "наименование программы",
            "программа мера",
            "programme",
            "program",
        ],
    ),
    (
        Field::Level,
        &[
            "уровень",
            "уровень бюджета",
            "уровень программы",
            "бюджет уровень",
            "level",
        ],
    ),
    (
        Field::Body,
        &[
            "кто выдал",
            "орган",
            "выдавший орган",
            "кем выдано",
            "уполномоченный орган",
            "организация выдавшая",
            "granting body",
            "body",
            "granted by",
            "оператор",
            "кем предоставлена",
        ],
    ),
    (
        Field::Amount,
        &[
            "размер",
            "размер поддержки",
            "сумма поддержки",
            "объем",
            "количество",
            "выдано",
            "amount",
            "size",
            "предоставлено",
        ],
    ),
    (
        Field::Unit,
        &[
            "ед изм",
            "единица измерения",
            "ед измерения",
            "единица",
            "unit",
            "units",
        ],
    ),
    (
        Field::Start,
        &[
            "начало",
            "дата начала",
            "дата выдачи",
            "дата предоставления",
            "действует с",
            "start",
            "start date",
            "from",
            "с даты",
        ],
    ),
    (
        Field::End,
        &[
            "окончание",
            "дата окончания",
            "конец",
            "действует до",
            "срок до",
            "end",
            "end date",
            "until",
            "по дату",
        ],
    ),
    (
        Field::DecisionKind,
        &[
            "орган",
            "комиссия",
            "кто рассмотрел",
            "вид решения",
            "decision body",
            "commission",
        ],
    ),
    (
        Field::DecisionDate,
        &[
            "дата заседания",
            "дата протокола",
            "дата решения",
            "дата",
            "decision date",
            "meeting date",
        ],
    ),
    (
        Field::Protocol,
        &[
            "прот",
            "протокол",
            "номер протокола",
            "реквизиты протокола",
            "protocol",
            "protocol number",
            "minutes",
        ],
    ),
    (
        Field::Outcome,
        &[
            "решение",
            "результат",
            "итог",
            "решение комиссии",
            "вердикт",
            "outcome",
            "decision",
            "result",
        ],
    ),
];

/// Words in a header that say nothing about its field.
const NOISE: &[&str] = &[
    "руб",
    "рублей",
    "тыс",
    "млн",
    "млрд",
    "р",
    "т",
    "год",
    "г",
    "чел",
    "гол",
    "га",
    "шт",
    "ед",
    "номер",
    "no",
    "rub",
    "mln",
    "thousand",
    "million",
    "в",
    "тр",
    "лет",
];

/// A name of a field, taken apart once.
struct Name {
    field: Field,
    text: String,
    words: Vec<String>,
    chars: Vec<char>,
    /// Matches headers that begin so.
    stem: bool,
}

fn names() -> &'static [Name] {
    static NAMES_APART: OnceLock<Vec<Name>> = OnceLock::new();
    NAMES_APART.get_or_init(|| {
        let apart = |field: Field, name: &str| {
            let text = name.trim_end_matches('*');
            Name {
                field,
                text: text.to_owned(),
                words: text.split(' ').map(str::to_owned).collect(),
                chars: text.chars().collect(),
                stem: name.ends_with('*'),
            }
        };
        NAMES
            .iter()
            .flat_map(|(field, names)| names.iter().map(move |n| apart(*field, n)))
            .collect()
    })
}

/// A header being compared with names.
struct HeaderWords {
    text: String,
    words: Vec<String>,
    chars: Vec<char>,
    /// Words that say something about the field.
    meaningful: usize,
}

impl HeaderWords {
    fn of(header: &str) -> HeaderWords {
        let text = header_words(header);
        let words: Vec<String> = text.split(' ').map(str::to_owned).collect();
        let meaningful = words
            .iter()
            .filter(|w| !NOISE.contains(&w.as_str()))
            .count()
            .max(1);
        HeaderWords {
            chars: text.chars().collect(),
            words,
            meaningful,
            text,
        }
    }
}

/// How well the header fits the field, 0 to 1.
pub fn fit(header: &str, field: Field) -> f32 {
    let header = HeaderWords::of(header);
    names()
        .iter()
        .filter(|n| n.field == field)
        .map(|n| fit_name(&header, n))
        .fold(0.0, f32::max)
}

fn fit_name(header: &HeaderWords, name: &Name) -> f32 {
    if header.text.is_empty() {
        return 0.0;
    }
    if name.stem {
        return if header.text.starts_with(&name.text) {
            0.95
        } else {
            0.0
        };
    }
    if header.text == name.text {
        return 1.0;
    }
    let (a, b) = (header.chars.len(), name.chars.len());
    // A slip of one letter: the beginning or the end is right.
    let near = a >= 5
        && b >= 5
        && a.abs_diff(b) <= 1
        && (header.chars[0] == name.chars[0] || header.chars[a - 1] == name.chars[b - 1]);
    if near && edits(&header.text, &name.text, 1) <= 1 {
        return 0.9;
    }
    let wanted = name.words.len();
    if wanted < header.words.len()
        && header
            .words
            .windows(wanted)
            .any(|w| w == name.words.as_slice())
    {
        let covered = wanted as f32 / header.meaningful as f32;
        let first = header.words.starts_with(&name.words);
        // A short word inside a long header says little: "дата" in "дата последнего звонка".
        return (if first { 0.62 } else { 0.5 }) * covered.min(1.0).powf(0.7)
            + if covered >= 1.0 { 0.3 } else { 0.0 };
    }
    if abbreviates(&header.words, &name.words) {
        0.8
    } else {
        0.0
    }
}

/// "наим орг" for "наименование организации": each word the beginning of the other's.
fn abbreviates(header: &[String], wanted: &[String]) -> bool {
    header.len() == wanted.len()
        && header.iter().zip(wanted).all(|(h, w)| {
            let (short, long) = if h.len() < w.len() { (h, w) } else { (w, h) };
            long.starts_with(short.as_str()) && short.chars().count() >= 4
        })
}

/// Header in small letters, words only, without units in brackets at its end and without a leading "№".
pub fn header_words(header: &str) -> String {
    let words = fold_words(&header.replace('№', " "));
    let mut list: Vec<&str> = words.split(' ').collect();
    while list.len() > 1 && list.last().is_some_and(|w| NOISE.contains(w)) {
        list.pop();
    }
    list.join(" ")
}

/// True for the column of row numbers.
pub fn is_row_number(header: &str) -> bool {
    let folded = fold(header);
    let folded = folded.trim_matches(|c: char| c == '.' || c == ' ');
    matches!(
        folded,
        "no" | "no п/п"
            | "noп/п"
            | "n"
            | "п/п"
            | "nn"
            | "#"
            | "nono"
            | "n п/п"
            | "пп"
            | "no пп"
            | "номер п/п"
            | "row"
            | "no строки"
            | "порядковый номер"
    )
}

/// The unit of money that a header names: "Стоимость, тыс. руб.", "СС (млн)".
pub fn money_unit(header: &str) -> Option<MoneyUnit> {
    let words = fold_words(header);
    let has = |starts: &[&str]| {
        words
            .split(' ')
            .any(|w| starts.iter().any(|s| w.starts_with(s)))
    };
    if has(&["млрд", "миллиард", "bn", "billion"]) {
        Some(MoneyUnit::Billion)
    } else if has(&["млн", "миллион", "mln", "million"]) {
        Some(MoneyUnit::Million)
    } else if has(&["тыс", "thousand"])
        || words
            .split(' ')
            .zip(words.split(' ').skip(1))
            .any(|pair| pair == ("т", "р"))
    {
        Some(MoneyUnit::Thousand)
    } else if words
        .split(' ')
        .any(|w| matches!(w, "руб" | "рублей" | "рублях" | "р" | "rub"))
    {
        Some(MoneyUnit::Rub)
    } else {
        None
    }
}

/// The fields that a header could be, best first.
pub fn candidates(header: &str) -> Vec<(Field, f32)> {
    let header = HeaderWords::of(header);
    let mut all: Vec<(Field, f32)> = Vec::new();
    for name in names() {
        let fit = fit_name(&header, name);
        if fit <= 0.3 {
            continue;
        }
        match all.iter_mut().find(|(f, _)| *f == name.field) {
            Some((_, best)) => *best = best.max(fit),
            None => all.push((name.field, fit)),
        }
    }
    all.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_lead_to_fields() {
        for (header, field) in [
            ("Наименование заявителя", Field::ClientName),
            ("Инвестор", Field::ClientName),
            ("ИНН клиента", Field::Inn),
            ("Cтатус", Field::State),
            ("Тел.", Field::Phone),
            ("Стоимость, тыс. руб.", Field::Total),
            ("Собств. ср-ва, тыс. руб.", Field::Own),
            ("СС (млн)", Field::Own),
            ("Поддержка (млн)", Field::Requested),
            ("Налоги, тыс. руб./год", Field::Taxes),
            ("Наименование\nпроекта", Field::ProjectName),
            ("№ прот.", Field::Protocol),
            ("Кол-во РМ", Field::Jobs),
            ("Ед. изм.", Field::Unit),
            ("E-mail", Field::Email),
            ("Муниципальное образование", Field::District),
            ("Полное наим.", Field::ClientFullName),
            ("Краткое наим.", Field::ClientName),
            ("ОГРН/ОГРНИП", Field::Ogrn),
            ("Project name", Field::ProjectName),
            ("Инвестиции всего, руб.", Field::Total),
            ("Телефон 2", Field::Phone),
        ] {
            assert_eq!(
                candidates(header).first().map(|c| c.0),
                Some(field),
                "{header}: {:?}",
                candidates(header)
            );
        }
        for header in [
            "Дата посл. звонка",
            "Средняя з/п, руб.",
            "Куратор от ОМСУ",
            "Площадь с/х угодий, га",
            "№ соглашения",
            "Почему в архиве",
            "Срок лицензии",
            "Папка на диске",
        ] {
            assert!(
                candidates(header).first().is_none_or(|c| c.1 < 0.6),
                "{header}: {:?}",
                candidates(header)
            );
        }
        assert!(is_row_number("№ п/п") && !is_row_number("№ прот."));
        assert_eq!(
            money_unit("(суммы в тыс. руб.!!!)"),
            Some(MoneyUnit::Thousand)
        );
        assert_eq!(money_unit("Финансы, руб."), Some(MoneyUnit::Rub));
        assert_eq!(money_unit("в т.ч. собств."), None);
    }
}
