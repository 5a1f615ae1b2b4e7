//! Groups of industries by the beginnings of their words, so that "С-Х", "АПК" and "сельхоз" lead to
//! whatever the organization calls its agriculture.

use crate::values::text::fold_words;

/// Beginnings of words (a space marks a whole word) of each group.
const GROUPS: &[(&str, &[&str])] = &[
    (
        "Сельское хозяйство",
        &[
            "сельск",
            "сельхоз",
            "с х ",
            "сх ",
            "апк ",
            "агро",
            "фермер",
            "растениевод",
            "животновод",
            "птицевод",
            "овощевод",
            "agri",
            "farm",
        ],
    ),
    (
        "Рыболовство и рыбопереработка",
        &["рыб", "рхк ", "марикульт", "аквакульт", "fish"],
    ),
    (
        "Туризм",
        &[
            "тур ",
            "турист",
            "туризм",
            "гостин",
            "гостеприим",
            "рекреац",
            "санатор",
            "touri",
            "hospitality",
        ],
    ),
    (
        "Строительство",
        &[
            "строит",
            "стройка ",
            "строй ",
            "стройиндустр",
            "девелоп",
            "constr",
            "жилищн строит",
        ],
    ),
    (
        "Торговля и общепит",
        &[
            "торг",
            "общепит",
            "общественное питание",
            "ритейл",
            "розни",
            "рестора",
            "кафе ",
            "trade",
            "retail",
            "catering",
        ],
    ),
    (
        "Добыча полезных ископаемых",
        &[
            "добыч",
            "недропольз",
            "дпи ",
            "горн",
            "ископаем",
            "карьер",
            "уголь",
            "нефт",
            "газ ",
            "mining",
        ],
    ),
    (
        "Лесопереработка",
        &[
            "лес ",
            "лесн",
            "лесопер",
            "лпк ",
            "деревообраб",
            "древес",
            "лесозаг",
            "timber",
            "forest",
        ],
    ),
    (
        "Транспорт и логистика",
        &[
            "транспорт",
            "логист",
            "перевоз",
            "склад",
            "transport",
            "logist",
        ],
    ),
    (
        "ЖКХ и экология",
        &[
            "жкх ",
            "коммунальн",
            "эколог",
            "отход",
            "тко ",
            "мусор",
            "utilit",
            "ecolog",
            "waste",
        ],
    ),
    ("Энергетика", &["энерг", "электр", "тэк ", "energ"]),
    (
        "Информационные технологии",
        &["ит ", "it ", "информац", "цифров", "software"],
    ),
    (
        "Здравоохранение",
        &["здравоохр", "медиц", "фарм", "health", "medic"],
    ),
    ("Образование", &["образован", "обучен", "educat"]),
    (
        "Производство",
        &[
            "произв",
            "пром ",
            "промышл",
            "обрабат",
            "обрабатывающ",
            "завод",
            "manufact",
            "industr",
            "пищев",
        ],
    ),
    ("Услуги", &["услуг", "сервис", "бытов", "service"]),
];

/// The groups that a name of an industry touches, in the order of their words in it.
pub fn groups_of(name: &str) -> Vec<usize> {
    let words = fold_words(&name.replace(['-', '/'], " "));
    let glued = format!(" {words} ");
    let mut found: Vec<(usize, usize)> = Vec::new();
    for (group, (_, starts)) in GROUPS.iter().enumerate() {
        let at = starts
            .iter()
            .filter_map(|s| glued.find(&format!(" {s}")))
            .min();
        if let Some(at) = at {
            found.push((at, group));
        }
    }
    found.sort_unstable();
    found.into_iter().map(|(_, g)| g).collect()
}

/// The usual name of the group that a word stands for, if it is one only.
pub fn usual_name(name: &str) -> Option<&'static str> {
    match groups_of(name).as_slice() {
        [one] => Some(GROUPS[*one].0),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_one_industry_meet() {
        for (word, name) in [
            ("С-Х", "Сельское хозяйство"),
            ("с/х", "Сельское хозяйство"),
            ("АПК", "Сельское хозяйство"),
            ("Строителство", "Строительство"),
            ("строит-во", "Строительство"),
            ("тур.", "Туризм"),
            ("ТУРИЗМ и гостеприимство", "Туризм"),
            ("РХК", "Рыболовство и рыбопереработка"),
            ("произв-во", "Производство"),
            ("ДПИ", "Добыча полезных ископаемых"),
            ("Лесной комплекс", "Лесопереработка"),
            ("Торговля/общепит", "Торговля и общепит"),
            ("ЖКХ", "ЖКХ и экология"),
            ("пром.", "Производство"),
            ("логистика", "Транспорт и логистика"),
        ] {
            assert_eq!(usual_name(word), Some(name), "{word}");
        }
        assert_eq!(usual_name("прочее"), None);
    }
}
