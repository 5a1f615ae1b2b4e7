//! Names of files as people and their programs give them.

const LONGEST_NAME: usize = 255;

/// Only the last part of a file's name, without what no name may hold, at most 255 characters. The ending stays.
pub fn plain_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let clean: String = last
        .chars()
        .filter(|c| !c.is_control() && !turns_around(*c))
        .collect();
    let clean = clean.trim().trim_start_matches('.').trim();
    if clean.is_empty() {
        return "file".to_owned();
    }
    let over = clean.chars().count().saturating_sub(LONGEST_NAME);
    match clean.rsplit_once('.') {
        Some((stem, ending)) if over > 0 && ending.chars().count() < 10 => {
            let left = stem.chars().count().saturating_sub(over);
            format!("{}.{ending}", stem.chars().take(left).collect::<String>())
        }
        _ => clean.chars().take(LONGEST_NAME).collect(),
    }
}

/// Turns the direction of writing, so that `exe.gpj` is read as `jpg.exe`.
fn turns_around(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// The ending of a name in small letters.
pub fn ending(name: &str) -> String {
    name.rsplit_once('.')
        .map_or_else(String::new, |(_, ending)| ending.to_lowercase())
}

/// Kinds of files of a project by words in their names; the first that fits.
const KINDS: [(&str, &[&str]); 4] = [
    ("business_plan", &["бизнес", "business"]),
    ("spending_report", &["отчет", "отчёт", "report"]),
    ("application", &["заявк", "заявлен", "application"]),
    ("scan", &["скан", "scan"]),
];

/// The word of the kind that a name speaks of.
pub fn kind_in(name: &str) -> Option<&'static str> {
    let name = name.to_lowercase();
    KINDS
        .iter()
        .find(|(_, words)| words.iter().any(|word| name.contains(word)))
        .map(|(kind, _)| *kind)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_its_last_part_and_nothing_hidden() {
        for (given, expected) in [
            ("../../x", "x"),
            ("C:\\Users\\anna\\plan.pdf", "plan.pdf"),
            ("..", "file"),
            ("/", "file"),
            (".htaccess", "htaccess"),
            ("a\0b\n.png", "ab.png"),
            ("photo\u{202e}gpj.exe", "photogpj.exe"),
            ("  План участка.pdf  ", "План участка.pdf"),
        ] {
            assert_eq!(plain_name(given), expected, "{given:?}");
        }
        let long = plain_name(&format!("{}.docx", "я".repeat(400)));
        assert!(long.ends_with("я.docx") && long.chars().count() == 255);
    }

    #[test]
    fn a_name_speaks_of_its_kind() {
        for (name, expected) in [
            ("Бизнес-план, ред. 3.pdf", Some("business_plan")),
            ("ЗАЯВКА.docx", Some("application")),
            ("Отчёт за 2 кв.xlsx", Some("spending_report")),
            ("скан 001.jpg", Some("scan")),
            ("IMG_0001.jpg", None),
        ] {
            assert_eq!(kind_in(name), expected, "{name}");
        }
    }
}
