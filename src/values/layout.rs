//! Words typed on the wrong keyboard layout: `ghbdtn` is «привет», and the other way round. Pure.

const LATIN: &str = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`";
const CYRILLIC: &str = "йцукенгшщзхъфывапролджэячсмитьбюё";

/// The same keys on the other layout; none where the text holds letters of both or of neither.
pub fn in_other_layout(text: &str) -> Option<String> {
    let lower = text.to_lowercase();
    let has_latin = lower.chars().any(|c| c.is_ascii_lowercase());
    let has_cyrillic = lower.chars().any(|c| ('а'..='я').contains(&c) || c == 'ё');
    let (from, to) = match (has_latin, has_cyrillic) {
        (true, false) => (LATIN, CYRILLIC),
        (false, true) => (CYRILLIC, LATIN),
        _ => return None,
    };
    let other = |c: char| {
        from.chars()
            .zip(to.chars())
            .find(|(a, _)| *a == c)
            .map_or(c, |(_, b)| b)
    };
    Some(lower.chars().map(other).collect())
}

#[cfg(test)]
mod tests {
    use super::in_other_layout;

    #[test]
    fn the_same_keys_give_the_word_that_was_meant() {
        for (typed, meant) in [
            ("ghbdtn", Some("привет")),
            ("NTGKBWF", Some("теплица")),
            ("j,otcndj", Some("общество")),
            ("руддщ", Some("hello")),
            ("2025", None),
            ("ООО Invest", None),
        ] {
            assert_eq!(in_other_layout(typed).as_deref(), meant, "{typed}");
        }
    }
}
