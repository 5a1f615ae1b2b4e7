//! Numbers as people write them in a column of counts ("12 чел.", "около 15", "5+3") and plain decimals.

use super::text::{fold, is_space};

/// Why a text is not one whole number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NumberError {
    #[error("nothing there")]
    Empty,
    #[error("no number")]
    NotANumber,
    /// "about 15", "up to 20".
    #[error("approximate")]
    Approximate,
    #[error("range")]
    Range,
    /// "5+3", "12 permanent, 4 seasonal".
    #[error("several numbers")]
    Several,
    #[error("not whole")]
    Fraction,
}

/// Reads a count: digits with any words after them ("44 раб. мест"). What is not exact is refused.
pub fn read_whole(raw: &str) -> Result<i64, NumberError> {
    let text = fold(raw);
    if text.is_empty() || text.chars().all(|c| matches!(c, '-' | '–' | '—')) {
        return Err(NumberError::Empty);
    }
    let numbers: Vec<&str> = text
        .split(|c: char| !c.is_ascii_digit() && !is_space(c))
        .map(|n| n.trim_matches(is_space))
        .filter(|n| !n.is_empty())
        .collect();
    if numbers.is_empty() {
        return Err(NumberError::NotANumber);
    }
    let first = text.find(|c: char| c.is_ascii_digit()).unwrap_or(0);
    let before = text[..first].trim_matches(is_space);
    if numbers.len() > 1 {
        return several(&text, &numbers);
    }
    if is_about(before) || is_about_after(&text) {
        return Err(NumberError::Approximate);
    }
    if !before.is_empty() && before != "-" && before != "+" {
        return Err(NumberError::NotANumber);
    }
    let digits: String = numbers[0].chars().filter(char::is_ascii_digit).collect();
    if !spaces_group_thousands(numbers[0]) {
        return Err(NumberError::Several);
    }
    let value: i64 = digits.parse().map_err(|_| NumberError::NotANumber)?;
    Ok(if before == "-" { -value } else { value })
}

fn several(text: &str, numbers: &[&str]) -> Result<i64, NumberError> {
    let mark = text
        .find(|c: char| c.is_ascii_digit())
        .map(|at| text[at..].trim_start_matches(|c: char| c.is_ascii_digit() || is_space(c)));
    let mark = mark.and_then(|rest| rest.chars().next());
    match mark {
        Some('-' | '–' | '—' | '…') => Err(NumberError::Range),
        Some(',' | '.') if numbers.len() == 2 => fraction(text, numbers),
        _ if is_about(text) => Err(NumberError::Range),
        _ => Err(NumberError::Several),
    }
}

/// "12.0" and "12,00" are whole; "12,5" is not; "12 пост., 5 врем." are two numbers.
fn fraction(text: &str, numbers: &[&str]) -> Result<i64, NumberError> {
    let joined = [
        format!("{}.{}", numbers[0], numbers[1]),
        format!("{},{}", numbers[0], numbers[1]),
    ];
    if !joined.iter().any(|j| text.starts_with(j.as_str())) {
        return Err(NumberError::Several);
    }
    if numbers[1].chars().all(|c| c == '0') {
        numbers[0].parse().map_err(|_| NumberError::NotANumber)
    } else {
        Err(NumberError::Fraction)
    }
}

fn is_about(text: &str) -> bool {
    text.contains(['~', '≈', '<', '>'])
        || text.split(|c: char| !c.is_alphabetic()).any(|w| {
            matches!(
                w,
                "около"
                    | "до"
                    | "от"
                    | "более"
                    | "менее"
                    | "примерно"
                    | "порядка"
                    | "свыше"
                    | "ок"
                    | "не"
                    | "about"
                    | "прибл"
                    | "почти"
            )
        })
}

fn is_about_after(text: &str) -> bool {
    text.ends_with(['+', '?']) || text.contains("примерно") || text.contains("и более")
}

fn spaces_group_thousands(number: &str) -> bool {
    let mut groups = number.split(is_space);
    groups
        .next()
        .is_some_and(|g| g.len() <= 3 || !number.contains(is_space))
        && groups.all(|g| g.len() == 3)
}

/// Reads a plain decimal ("12 345,6", "-0.5") as exact text with a point and no group marks; None for
/// anything with words, several numbers or an ambiguous mark.
pub fn read_decimal(raw: &str) -> Option<String> {
    let text = super::text::clean(raw);
    let (sign, body) = match text.strip_prefix(['-', '−']) {
        Some(rest) => ("-", rest),
        None => ("", &*text),
    };
    let mut out = String::from(sign);
    let mut mark = false;
    for (i, c) in body.char_indices() {
        match c {
            '0'..='9' => out.push(c),
            ',' | '.' if !mark && i > 0 => {
                mark = true;
                out.push('.');
            }
            ' ' | '\''
                if !mark
                    && !out.is_empty()
                    && body[i + 1..].bytes().take_while(u8::is_ascii_digit).count() == 3 => {}
            _ => return None,
        }
    }
    let digits = out.bytes().filter(u8::is_ascii_digit).count();
    (digits > 0 && digits <= 28 && !out.ends_with('.')).then_some(out)
}

/// Text of a number cell as a person would write it: whole numbers without ".0", never with an exponent.
pub fn format_number(value: f64) -> String {
    if value.fract() == 0.0 && value.abs() < 1e18 {
        return format!("{}", value as i64);
    }
    let hundredths = (value * 100.0).round();
    if hundredths.abs() < 1e15 && hundredths / 100.0 == value {
        return format_hundredths(hundredths as i64);
    }
    // Spreadsheets keep 15 digits; the rest of a binary fraction is noise.
    let mut short = format!("{:.*}", decimals_of(value), value);
    if short.contains('.') {
        short.truncate(short.trim_end_matches('0').trim_end_matches('.').len());
    }
    short
}

/// Two decimals or one: sums and most other fractions, without the search for their shortest form.
fn format_hundredths(hundredths: i64) -> String {
    let (whole, rest) = (
        hundredths.unsigned_abs() / 100,
        hundredths.unsigned_abs() % 100,
    );
    let sign = if hundredths < 0 { "-" } else { "" };
    match rest % 10 {
        0 => format!("{sign}{whole}.{}", rest / 10),
        _ => format!("{sign}{whole}.{rest:02}"),
    }
}

fn decimals_of(value: f64) -> usize {
    let whole = value.abs().log10().floor().max(-10.0) as i32 + 1;
    (15 - whole).clamp(0, 15) as usize
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn reads_counts() {
        for (raw, want) in [
            ("12", 12),
            ("12 чел.", 12),
            ("44 раб. мест", 44),
            ("96 РМ", 96),
            ("1 200", 1200),
            ("12.0", 12),
            ("7,00", 7),
            ("-3", -3),
        ] {
            assert_eq!(read_whole(raw), Ok(want), "{raw}");
        }
        use NumberError::*;
        for (raw, error) in [
            ("", Empty),
            ("-", Empty),
            ("около 15", Approximate),
            ("до 3", Approximate),
            ("5+3", Several),
            ("40-45", Range),
            ("от 5 до 10", Range),
            ("много", NotANumber),
            ("12,5", Fraction),
            ("12 пост., 4 врем.", Several),
            ("15+", Approximate),
        ] {
            assert_eq!(read_whole(raw), Err(error), "{raw}");
        }
    }

    #[test]
    fn reads_decimals_and_formats_numbers() {
        for (raw, want) in [
            ("12 345,6", Some("12345.6")),
            ("-0.5", Some("-0.5")),
            ("1,2,3", None),
            ("6 лет", None),
            ("", None),
            ("12.", None),
        ] {
            assert_eq!(read_decimal(raw).as_deref(), want, "{raw}");
        }
        for (value, want) in [
            (5.0, "5"),
            (0.1 + 0.2, "0.3"),
            (1_027_700_132_195.0, "1027700132195"),
            (92000.5, "92000.5"),
            (1e-7, "0.0000001"),
            (-2.50, "-2.5"),
            (-0.05, "-0.05"),
            (1_234_567.89, "1234567.89"),
            (0.1 + 0.7, "0.8"),
        ] {
            assert_eq!(format_number(value), want);
        }
    }

    proptest! {
        #[test]
        fn whole_numbers_round_trip(n in 0i64..1_000_000_000) {
            prop_assert_eq!(read_whole(&n.to_string()), Ok(n));
            prop_assert_eq!(format_number(n as f64), n.to_string());
        }

        #[test]
        fn never_panics(s in "\\PC{0,30}") {
            let _ = (read_whole(&s), read_decimal(&s));
        }
    }
}
