//! What somebody types into a box that finds clients and people: words, or a registry number or phone
//! with whatever stands between its digits.

/// Patterns for LIKE that the searched text must all contain: words in lower case, ё as е, `%` and
/// `_` as themselves; a text of digits as one number, a Russian phone without its 8 or 7.
pub fn patterns(typed: &str) -> Vec<String> {
    const LONGEST: usize = 200;
    let typed: String = typed.chars().take(LONGEST).collect();
    if let Some(number) = number(&typed) {
        return vec![format!("%{number}%")];
    }
    typed
        .to_lowercase()
        .replace('ё', "е")
        .split(|c: char| c.is_whitespace() || matches!(c, '«' | '»' | '"' | '“' | '”' | '„'))
        .filter(|word| !word.is_empty())
        .map(|word| format!("%{}%", escaped(word)))
        .collect()
}

fn escaped(word: &str) -> String {
    word.chars()
        .flat_map(|c| {
            let escape = matches!(c, '%' | '_' | '\\').then_some('\\');
            escape.into_iter().chain(std::iter::once(c))
        })
        .collect()
}

fn number(typed: &str) -> Option<String> {
    const FEWEST: usize = 5;
    let is_number = typed.chars().all(|c| {
        c.is_ascii_digit() || c.is_whitespace() || matches!(c, '+' | '(' | ')' | '-' | '–')
    });
    let digits: String = typed.chars().filter(char::is_ascii_digit).collect();
    if !is_number || digits.len() < FEWEST {
        return None;
    }
    let is_phone = digits.len() == 11 && digits.starts_with(['7', '8']);
    Some(if is_phone {
        digits[1..].to_owned()
    } else {
        digits
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_phone_is_found_however_it_is_typed() {
        for typed in ["8 (424) 200-11-22", "+7 424 200 11 22", "4242001122"] {
            assert_eq!(patterns(typed), ["%4242001122%"], "{typed}");
        }
    }

    #[test]
    fn a_registry_number_keeps_all_its_digits() {
        assert_eq!(patterns("7707 083 893"), ["%7707083893%"]);
        assert_eq!(patterns("500100732259"), ["%500100732259%"]);
    }

    #[test]
    fn words_lose_quotes_and_case_and_signs_of_a_pattern_are_themselves() {
        assert_eq!(patterns("ООО «Плёс 100%»"), ["%ооо%", "%плес%", "%100\\%%"]);
        assert!(patterns("  ").is_empty());
    }
}
