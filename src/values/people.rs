//! Names of people: telling them from other texts, taking them apart, comparing short and full forms
//! ("Зимина Е.", "Лена", "Елена Зимина"). Initials and pet names are hints only.

use std::collections::HashMap;
use std::sync::OnceLock;

use super::text::{clean, fold, is_letter};

/// A name taken apart. Parts may be an initial ("И.") or missing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PersonName {
    pub last: String,
    pub first: String,
    pub middle: String,
}

/// First names of the country in their full form, with the pet names that colleagues use.
const FIRST_NAMES: &str = "александр саша шура саня|александра саша шура|алексей леша алеша|алена|алина|алиса|алла|альберт|анастасия настя \
анастасья|анатолий толя|андрей|анжела|анна аня анюта|антон|антонина тоня|аркадий|арсений|артем|артур|богдан|борис боря|вадим|валентин валя|\
валентина валя|валерий валера|валерия лера|варвара варя|василий вася|вера|вероника|виктор витя|виктория вика|виталий|виолетта|владимир \
вова володя|владислав влад|владислава|всеволод|вячеслав слава|галина галя|геннадий гена|георгий гоша жора|герман|глеб|григорий гриша|\
данил даня|данила|даниил|дарья даша|денис|диана|дмитрий дима митя|ева|евгений женя|евгения женя|егор|екатерина катя катюша|елена лена \
алена|елизавета лиза|жанна|захар|зинаида зина|зоя|иван ваня|игнат|игорь|илья илюша|инга|инесса|инна|иннокентий кеша|ираида|ирина ира|\
карина|кира|кирилл|клавдия клава|константин костя|ксения ксюша|лариса лара|лев лева|леонид леня|лидия лида|лилия лиля|любовь люба|\
людмила люда мила|магомед|максим макс|маргарита рита|марина мариша маринка|мария маша|марк|мила|милана|михаил миша|надежда надя|наталья \
наталия наташа|никита|николай коля|нина|оксана|олег|олеся|ольга оля|павел паша|петр петя|платон|полина поля|раиса рая|рената|ринат|роберт|\
родион|роза|роман рома|руслан|руслана|рустам|светлана света|семен сема|серафима|сергей сережа|снежана|софия соня|софья соня|станислав стас|\
степан степа|тамара тома|тарас|татьяна таня|тимофей|тимур|ульяна уля|федор федя|фаина|филипп|эдуард эдик|элина|эльвира|эмма|юлия юля|юрий \
юра|яков яша|яна|ярослав|ярослава";

/// Pet names and full names → full names; stems of full names → full names.
struct FirstNames {
    by_name: HashMap<&'static str, Vec<&'static str>>,
    by_stem: HashMap<String, Vec<&'static str>>,
}

fn first_names() -> &'static FirstNames {
    static NAMES: OnceLock<FirstNames> = OnceLock::new();
    NAMES.get_or_init(|| {
        let mut names = FirstNames {
            by_name: HashMap::new(),
            by_stem: HashMap::new(),
        };
        for group in FIRST_NAMES.split('|') {
            let Some(full) = group.split_whitespace().next() else {
                continue;
            };
            for name in group.split_whitespace() {
                names.by_name.entry(name).or_default().push(full);
            }
            let stem: String = full
                .chars()
                .take(full.chars().count().saturating_sub(1))
                .collect();
            if stem.chars().count() >= 3 {
                names.by_stem.entry(stem).or_default().push(full);
            }
        }
        names
    })
}

/// Which first names a word may stand for: itself if it is one, or the full names of a pet name ("Маринка",
/// "Настя").
pub fn full_first_names(word: &str) -> Vec<&'static str> {
    let word = fold(word);
    let names = first_names();
    if let Some(full) = names.by_name.get(word.as_str()) {
        return full.clone();
    }
    let endings = ["ка", "очка", "ечка", "ушка", "ик", "ша"];
    let stems = endings.iter().filter_map(|end| word.strip_suffix(end));
    stems
        .filter_map(|stem| names.by_stem.get(stem))
        .flatten()
        .copied()
        .collect()
}

/// True for a word that ends like a patronymic.
pub fn is_patronymic(word: &str) -> bool {
    let w = fold(word);
    w.chars().count() > 4
        && [
            "ович",
            "евич",
            "ич",
            "овна",
            "евна",
            "ична",
            "инична",
            "оглы",
            "кызы",
            "улы",
        ]
        .iter()
        .any(|end| w.ends_with(end))
}

fn is_initials(word: &str) -> bool {
    let letters: Vec<char> = word.chars().filter(|c| is_letter(*c)).collect();
    (1..=2).contains(&letters.len())
        && word.chars().all(|c| c == '.' || c.is_uppercase())
        && (word.contains('.') || letters.len() == 1)
}

fn is_name_word(word: &str) -> bool {
    let mut chars = word.chars();
    let first = chars.next();
    first.is_some_and(char::is_uppercase)
        && word.chars().all(|c| is_letter(c) || c == '-' || c == '\'')
        && word.chars().count() >= 2
}

/// Takes a name apart: "Иванов Иван Иванович", "Иван Иванов", "Иванов И.И.", "И. И. Иванов", "Иван".
/// None where the text is not a name: words in small letters, digits, more than four words.
pub fn read_person(raw: &str) -> Option<PersonName> {
    let text = clean(raw);
    let spaced = text.replace('.', ". ");
    let words: Vec<String> = spaced.split_whitespace().map(str::to_owned).collect();
    if words.is_empty() || words.len() > 4 || text.chars().count() > 60 {
        return None;
    }
    let mut initials: Vec<&str> = Vec::new();
    let mut names: Vec<&str> = Vec::new();
    for w in &words {
        if is_initials(w) {
            initials.push(w);
        } else if is_name_word(w) || matches!(fold(w).as_str(), "оглы" | "кызы") {
            names.push(w);
        } else {
            return None;
        }
    }
    arrange(&names, &initials)
}

fn arrange(names: &[&str], initials: &[&str]) -> Option<PersonName> {
    let own = |s: &str| s.to_owned();
    match (names, initials) {
        ([last], [i]) => Some(PersonName {
            last: own(last),
            first: own(i),
            middle: String::new(),
        }),
        ([last], [i, m]) => Some(PersonName {
            last: own(last),
            first: own(i),
            middle: own(m),
        }),
        ([only], []) if !full_first_names(only).is_empty() => Some(PersonName {
            first: own(only),
            ..PersonName::default()
        }),
        ([a, b], []) if is_patronymic(b) && !full_first_names(a).is_empty() => Some(PersonName {
            first: own(a),
            middle: own(b),
            last: String::new(),
        }),
        ([a, b], []) if !full_first_names(b).is_empty() => Some(PersonName {
            last: own(a),
            first: own(b),
            middle: String::new(),
        }),
        ([a, b], []) if !full_first_names(a).is_empty() => Some(PersonName {
            first: own(a),
            last: own(b),
            middle: String::new(),
        }),
        ([a, b], [_]) if !full_first_names(a).is_empty() || !full_first_names(b).is_empty() => {
            arrange(&[a, b], &[])
        }
        ([a, b, c], []) | ([a, b, c, _], []) if is_patronymic(c) => {
            let middle = if names.len() == 4 {
                format!("{c} {}", names[3])
            } else {
                own(c)
            };
            Some(PersonName {
                last: own(a),
                first: own(b),
                middle,
            })
        }
        ([a, b, c], []) if is_patronymic(b) => Some(PersonName {
            first: own(a),
            middle: own(b),
            last: own(c),
        }),
        _ => None,
    }
}

/// True where the text is certainly a person's name: a known first name, a patronymic or initials beside
/// a capitalized word.
pub fn is_person(raw: &str) -> bool {
    read_person(raw)
        .is_some_and(|p| !p.last.is_empty() || !p.middle.is_empty() || !p.first.is_empty())
}

fn initial(part: &str) -> Option<char> {
    fold(part).chars().next()
}

fn parts_agree(a: &str, b: &str) -> bool {
    if a.is_empty() || b.is_empty() {
        return true;
    }
    let (fa, fb) = (fold(a), fold(b));
    let short = |s: &str| s.trim_end_matches('.').chars().count() == 1;
    if short(&fa) || short(&fb) {
        return initial(a) == initial(b);
    }
    fa == fb
        || full_first_names(&fa)
            .iter()
            .any(|n| full_first_names(&fb).contains(n))
}

impl PersonName {
    /// True where nothing speaks against both being one person: same last name (if both have one),
    /// first and middle names equal, a pet form or an initial of each other.
    pub fn agrees_with(&self, other: &PersonName) -> bool {
        let last =
            self.last.is_empty() || other.last.is_empty() || fold(&self.last) == fold(&other.last);
        last && parts_agree(&self.first, &other.first) && parts_agree(&self.middle, &other.middle)
    }

    /// How much of the name is known: more letters say more.
    pub fn completeness(&self) -> usize {
        [&self.last, &self.first, &self.middle]
            .iter()
            .map(|p| p.chars().filter(|c| c.is_alphabetic()).count().min(2))
            .sum()
    }

    /// The key by which full names are compared: last, first, middle in small letters.
    pub fn key(&self) -> String {
        let parts = [&self.last, &self.first, &self.middle];
        let parts: Vec<String> = parts
            .iter()
            .filter(|p| !p.is_empty())
            .map(|p| fold(p))
            .collect();
        parts.join(" ")
    }

    /// True if a first name or both others are only initials or missing.
    pub fn is_short(&self) -> bool {
        self.last.is_empty() || self.first.trim_end_matches('.').chars().count() <= 1
    }

    /// "иванов и и": last name and initials, the form that short and full spellings share.
    pub fn initials_key(&self) -> String {
        let mut key = fold(&self.last);
        for part in [&self.first, &self.middle] {
            if let Some(c) = initial(part) {
                key.push(' ');
                key.push(c);
            }
        }
        key
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn name(last: &str, first: &str, middle: &str) -> Option<PersonName> {
        Some(PersonName {
            last: last.into(),
            first: first.into(),
            middle: middle.into(),
        })
    }

    #[test]
    fn takes_names_apart() {
        for (raw, want) in [
            ("Иванов Иван Иванович", name("Иванов", "Иван", "Иванович")),
            ("Иван Иванов", name("Иванов", "Иван", "")),
            ("Иванов И.И.", name("Иванов", "И.", "И.")),
            ("И. И. Иванов", name("Иванов", "И.", "И.")),
            ("Зимина Е.", name("Зимина", "Е.", "")),
            ("Лена", name("", "Лена", "")),
            ("Тамара Ивановна", name("", "Тамара", "Ивановна")),
            (
                "Пак Тимур Александрович",
                name("Пак", "Тимур", "Александрович"),
            ),
            ("Соболь Вадим", name("Соболь", "Вадим", "")),
            ("Ли Д.В.", name("Ли", "Д.", "В.")),
            ("ВКС в 15:00", None),
            ("перезвонить", None),
            ("Отдел экономики", None),
            ("генеральный директор", None),
            ("", None),
            ("Мамедов Ахмед Али оглы", None),
        ] {
            assert_eq!(read_person(raw), want, "{raw}");
        }
    }

    #[test]
    fn short_and_pet_names_agree() {
        let p = |s: &str| read_person(s).unwrap();
        assert!(p("Зимина Елена").agrees_with(&p("Лена")));
        assert!(p("Зимина Елена").agrees_with(&p("Зимина Е.")));
        assert!(p("Серова Марина").agrees_with(&p("Маринка")));
        assert!(!p("Зимина Елена").agrees_with(&p("Рогова Е.")));
        assert!(!p("Панова Юлия").agrees_with(&p("Игорь")));
        assert_eq!(
            p("Ли Дарья Викторовна").initials_key(),
            p("Ли Д.В.").initials_key()
        );
    }

    proptest! {
        #[test]
        fn never_panics(s in "\\PC{0,60}") {
            let _ = (read_person(&s), full_first_names(&s), is_patronymic(&s));
        }
    }
}
