//! Amounts on the wire: exact, never a float. The number of a body is read from its own text. Pure.

use serde_json::Value;

const MOST_BEFORE: usize = 16;
const MOST_AFTER: usize = 2;

/// `"10000.00"` of a decimal text or number; none if it is none, or does not fit.
pub fn read(text: &str) -> Option<String> {
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((m, e)) => (m, e.parse::<i64>().ok().filter(|e| e.abs() < 100)?),
        None => (text, 0),
    };
    let (is_negative, digits) = match mantissa.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, mantissa.strip_prefix('+').unwrap_or(mantissa)),
    };
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let plain = |t: &str| t.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty()
        || !plain(whole)
        || !plain(part)
        || (digits.contains('.') && part.is_empty())
    {
        return None;
    }
    let (whole, part) = shifted(whole, part, exponent);
    let whole = whole.trim_start_matches('0');
    let part = part.trim_end_matches('0');
    if whole.len() > MOST_BEFORE || part.len() > MOST_AFTER {
        return None;
    }
    let whole = if whole.is_empty() { "0" } else { whole };
    let shown = format!("{whole}.{part:0<2}");
    Some(if is_negative && shown != "0.00" {
        format!("-{shown}")
    } else {
        shown
    })
}

/// Moves the point; the exponent is small here.
fn shifted(whole: &str, part: &str, exponent: i64) -> (String, String) {
    let mut digits = format!("{whole}{part}");
    let mut point = whole.len() as i64 + exponent;
    if point < 0 {
        digits.insert_str(0, &"0".repeat(point.unsigned_abs() as usize));
        point = 0;
    }
    let missing = point - digits.len() as i64;
    if missing > 0 {
        digits.push_str(&"0".repeat(missing as usize));
    }
    let (a, b) = digits.split_at(point as usize);
    (a.to_owned(), b.to_owned())
}

/// The text of each number at the top of an object that is known to be JSON: `serde_json` alone would
/// make a float of it.
pub fn numbers_of(text: &str) -> Vec<(String, String)> {
    let bytes = text.as_bytes();
    let (mut found, mut depth, mut i) = (Vec::new(), 0usize, 0usize);
    let mut key: Option<String> = None;
    while i < bytes.len() {
        match bytes[i] {
            b'{' | b'[' => depth += 1,
            b'}' | b']' => depth = depth.saturating_sub(1),
            b'"' => {
                let from = i;
                i += 1;
                while i < bytes.len() && bytes[i] != b'"' {
                    i += if bytes[i] == b'\\' { 2 } else { 1 };
                }
                let literal = text.get(from..=i.min(bytes.len() - 1)).unwrap_or_default();
                let next = bytes[i.min(bytes.len() - 1) + 1..]
                    .iter()
                    .find(|b| !b.is_ascii_whitespace());
                if depth == 1 && next == Some(&b':') {
                    key = serde_json::from_str::<Value>(literal)
                        .ok()
                        .and_then(|v| v.as_str().map(str::to_owned));
                }
            }
            b'-' | b'0'..=b'9' if depth == 1 => {
                let from = i;
                while i < bytes.len()
                    && !matches!(bytes[i], b',' | b'}' | b']')
                    && !bytes[i].is_ascii_whitespace()
                {
                    i += 1;
                }
                if let Some(key) = key.take() {
                    found.push((key, text.get(from..i).unwrap_or_default().to_owned()));
                }
                continue;
            }
            _ => {}
        }
        i += 1;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_amount_is_exact_or_refused() {
        for (text, expected) in [
            ("10000", Some("10000.00")),
            ("10000.5", Some("10000.50")),
            ("9999999999999999.99", Some("9999999999999999.99")),
            ("10000000000000000", None),
            ("0.001", None),
            ("0.10000", Some("0.10")),
            ("1e3", Some("1000.00")),
            ("1.5e-1", Some("0.15")),
            ("1e400", None),
            ("1e-3", None),
            ("-0", Some("0.00")),
            ("-5", Some("-5.00")),
            ("", None),
            (".5", None),
            ("5.", None),
            ("1,5", None),
            ("NaN", None),
            ("０", None),
            ("1 000", None),
        ] {
            assert_eq!(read(text).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn numbers_of_a_body_keep_their_digits() {
        let text =
            r#"{"a": 9999999999999999.99, "b": {"a": 1}, "c": "7, \"d\": 8", "e":-1.10,"f":[2]}"#;
        let found = numbers_of(text);
        let expected = [("a", "9999999999999999.99"), ("e", "-1.10")];
        let expected: Vec<_> = expected.map(|(k, v)| (k.to_owned(), v.to_owned())).to_vec();
        assert_eq!(found, expected);
    }
}
