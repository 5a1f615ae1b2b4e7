//! Numbers, money, dates and phones as people of a locale read them.

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use chrono_tz::Tz;

use super::Locale;
use crate::values::dates::Precision;

const NBSP: char = '\u{a0}';
/// A true minus, as the design asks.
const MINUS: char = '\u{2212}';

fn group(digits: &str, separator: char, out: &mut String) {
    for (i, c) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(separator);
        }
        out.push(c);
    }
}

fn separator(locale: Locale) -> char {
    match locale {
        Locale::Ru => NBSP,
        Locale::En => ',',
    }
}

fn point(locale: Locale) -> char {
    match locale {
        Locale::Ru => ',',
        Locale::En => '.',
    }
}

/// A whole number with its thousands grouped: `15 000`, `15,000`.
pub fn whole(locale: Locale, n: i64) -> String {
    let mut out = String::with_capacity(16);
    if n < 0 {
        out.push(MINUS);
    }
    group(&n.unsigned_abs().to_string(), separator(locale), &mut out);
    out
}

/// A number of tenths with one digit after the point, none where it is whole: `4,2`, `5`.
pub fn tenths(locale: Locale, n: i64) -> String {
    match n % 10 {
        0 => whole(locale, n / 10),
        rest => format!("{}{}{}", whole(locale, n / 10), point(locale), rest.abs()),
    }
}

/// Money in full; kopecks only where there are any: `48 500 000`, `1 234,50`.
pub fn money(locale: Locale, kopecks: i64) -> String {
    let mut out = String::with_capacity(24);
    if kopecks < 0 {
        out.push(MINUS);
    }
    let k = kopecks.unsigned_abs();
    group(&(k / 100).to_string(), separator(locale), &mut out);
    if !k.is_multiple_of(100) {
        out.push(point(locale));
        out.push_str(&format!("{:02}", k % 100));
    }
    out
}

/// A decimal with two places as the wire has it, in full: `1 234,50`, and `1 234` where there are no hundredths.
pub fn decimal(locale: Locale, text: &str) -> String {
    let (whole, places) = text.split_once('.').unwrap_or((text, "00"));
    let mut out = String::with_capacity(32);
    let digits = whole.strip_prefix('-').unwrap_or(whole);
    if digits.len() < whole.len() {
        out.push(MINUS);
    }
    group(digits, separator(locale), &mut out);
    if places.bytes().any(|b| b != b'0') {
        out.push(point(locale));
        out.push_str(places);
    }
    out
}

/// Money in millions with one decimal, rounded half up, as lists show it: `48,5`.
/// An amount that this would show as zero gets as many decimals as it needs to be seen.
pub fn millions(locale: Locale, kopecks: i64) -> String {
    const MILLION: u64 = 100_000_000;
    let k = kopecks.unsigned_abs();
    let mut out = String::with_capacity(16);
    if kopecks < 0 {
        out.push(MINUS);
    }
    let tenths = (k + MILLION / 20) / (MILLION / 10);
    if tenths > 0 || k == 0 {
        group(&(tenths / 10).to_string(), separator(locale), &mut out);
        out.push(point(locale));
        out.push_str(&(tenths % 10).to_string());
        return out;
    }
    let mut scale = MILLION / 100;
    let mut places = 2;
    while scale > 1 && (k + scale / 2) / scale == 0 {
        scale /= 10;
        places += 1;
    }
    let value = (k + scale / 2) / scale;
    out.push('0');
    out.push(point(locale));
    out.push_str(&format!("{value:0places$}"));
    out
}

/// A date of a table: `14.10.2026`, and less where less is known: `10.2026`, `IV кв. 2026`, `2026`.
pub fn date(locale: Locale, date: NaiveDate, precision: Precision) -> String {
    let quarter = (date.month0() / 3) as usize;
    match (precision, locale) {
        (Precision::Day, Locale::Ru) => date.format("%d.%m.%Y").to_string(),
        (Precision::Day, Locale::En) => date.format("%d/%m/%Y").to_string(),
        (Precision::Month, Locale::Ru) => date.format("%m.%Y").to_string(),
        (Precision::Month, Locale::En) => date.format("%m/%Y").to_string(),
        (Precision::Quarter, Locale::Ru) => {
            format!("{}{NBSP}кв.{NBSP}{}", quarter + 1, date.year())
        }
        (Precision::Quarter, Locale::En) => format!("Q{}{NBSP}{}", quarter + 1, date.year()),
        (Precision::Year, _) => date.year().to_string(),
    }
}

/// A moment in the organization's zone: `14.10.2026, 10:38`.
pub fn moment(locale: Locale, at: DateTime<Utc>, zone: Tz) -> String {
    let local = at.with_timezone(&zone);
    format!(
        "{}, {}",
        date(locale, local.date_naive(), Precision::Day),
        local.format("%H:%M")
    )
}

/// Time of day in the organization's zone, `10:38`.
pub fn time(at: DateTime<Utc>, zone: Tz) -> String {
    at.with_timezone(&zone).format("%H:%M").to_string()
}

/// A phone in E.164, with an extension as `;ext=12`, the Russian way: `+7 (424) 200-11-22, доб. 12`.
/// A number of another country stays as it is.
pub fn phone(locale: Locale, e164: &str) -> String {
    let (number, extension) = match e164.split_once(";ext=") {
        Some((n, e)) => (n, Some(e)),
        None => (e164, None),
    };
    let mut out = match number.strip_prefix("+7") {
        Some(d) if d.len() == 10 && d.bytes().all(|b| b.is_ascii_digit()) => format!(
            "+7{NBSP}({}){NBSP}{}-{}-{}",
            &d[..3],
            &d[3..6],
            &d[6..8],
            &d[8..]
        ),
        _ => number.to_owned(),
    };
    if let Some(e) = extension {
        out.push_str(&locale.with("phone-extension", e));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_money_are_grouped_by_locale() {
        assert_eq!(whole(Locale::Ru, 1_208_000), "1\u{a0}208\u{a0}000");
        assert_eq!(whole(Locale::En, -15_000), "\u{2212}15,000");
        assert_eq!(money(Locale::Ru, 4_850_000_000), "48\u{a0}500\u{a0}000");
        assert_eq!(money(Locale::Ru, 123_450), "1\u{a0}234,50");
        assert_eq!(money(Locale::En, 5), "0.05");
    }

    #[test]
    fn millions_are_rounded_half_up_and_never_hide_an_amount() {
        for (kopecks, shown) in [
            (4_850_000_000, "48,5"),
            (0, "0,0"),
            (4_999_999, "0,05"),
            (5_000_000, "0,1"),
            (841_255_000_000, "8\u{a0}412,6"),
            (100, "0,000001"),
        ] {
            assert_eq!(millions(Locale::Ru, kopecks), shown);
        }
    }

    #[test]
    fn a_date_shows_no_more_than_is_known() {
        let d = NaiveDate::from_ymd_opt(2021, 3, 12).expect("a date");
        assert_eq!(date(Locale::Ru, d, Precision::Day), "12.03.2021");
        assert_eq!(date(Locale::Ru, d, Precision::Month), "03.2021");
        assert_eq!(date(Locale::Ru, d, Precision::Year), "2021");
    }
}
