//! Sums of money as people write them, in kopecks. Never floats inside: a decimal text becomes an exact
//! integer. Foreign currency, ranges, two sums and other units are told apart, not guessed.

use super::text::{fold, is_letter, is_space};
use super::units::read_unit;

/// The multiple in which a column or a cell gives its sums.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum MoneyUnit {
    Rub,
    Thousand,
    Million,
    Billion,
}

impl MoneyUnit {
    /// Roubles in one unit.
    pub fn roubles(self) -> i64 {
        match self {
            MoneyUnit::Rub => 1,
            MoneyUnit::Thousand => 1_000,
            MoneyUnit::Million => 1_000_000,
            MoneyUnit::Billion => 1_000_000_000,
        }
    }
}

/// Why a text is not one sum of roubles.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MoneyError {
    #[error("nothing there")]
    Empty,
    #[error("no number")]
    NotANumber,
    /// "about", "up to", "~": not exact.
    #[error("approximate")]
    Approximate,
    #[error("range")]
    Range,
    #[error("two values")]
    TwoValues,
    #[error("foreign currency")]
    Currency,
    /// Hectares, metres, pieces, percent.
    #[error("another unit")]
    OtherUnit,
    /// "1.234" or "1,234": a decimal or thousands; both readings in kopecks.
    #[error("ambiguous")]
    Ambiguous { as_decimal: i64, as_thousands: i64 },
    /// Does not fit `numeric(18,2)`.
    #[error("too large")]
    TooLarge,
}

/// A sum and the unit that the text itself named, if it did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MoneyReading {
    /// May be negative; whether that makes sense is for the caller to say.
    pub kopecks: i64,
    pub unit: Option<MoneyUnit>,
}

/// The largest sum of `numeric(18,2)`, in kopecks.
pub const MAX_KOPECKS: i64 = 999_999_999_999_999_999;

/// Kopecks of a number cell that is given in `unit`; None if it does not fit or is not finite.
pub fn kopecks_of(value: f64, unit: MoneyUnit) -> Option<i64> {
    let kopecks = (value * unit.roubles() as f64 * 100.0).round();
    (kopecks.is_finite() && kopecks.abs() <= MAX_KOPECKS as f64).then_some(kopecks as i64)
}

/// The sum as a plain decimal, "1234.50".
pub fn to_decimal(kopecks: i64) -> String {
    let sign = if kopecks < 0 { "-" } else { "" };
    let abs = kopecks.unsigned_abs();
    format!("{sign}{}.{:02}", abs / 100, abs % 100)
}

/// Reads a sum of roubles. `assumed` is the unit of the column, used where the text names none
/// ("12,5" in a column of millions); "1,5 млн" and "500 руб." say theirs themselves.
pub fn read_money(raw: &str, assumed: MoneyUnit) -> Result<MoneyReading, MoneyError> {
    let text = fold(raw);
    if text.is_empty() || text.chars().all(|c| matches!(c, '-' | '–' | '—')) {
        return Err(MoneyError::Empty);
    }
    let tokens = tokens(&text);
    if !tokens.iter().any(|t| matches!(t, Token::Number(_))) {
        return Err(MoneyError::NotANumber);
    }
    if tokens.contains(&Token::Currency) {
        return Err(MoneyError::Currency);
    }
    if tokens.contains(&Token::OtherUnit) {
        return Err(MoneyError::OtherUnit);
    }
    if tokens.contains(&Token::Word) {
        return Err(MoneyError::NotANumber);
    }
    let numbers = tokens
        .iter()
        .filter(|t| matches!(t, Token::Number(_)))
        .count();
    if numbers > 1 {
        return several(&tokens);
    }
    if tokens.contains(&Token::About) {
        return Err(MoneyError::Approximate);
    }
    one(&tokens, assumed)
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Token {
    Number(String),
    Multiple(MoneyUnit),
    Roubles,
    Kopecks,
    Currency,
    OtherUnit,
    About,
    Dash,
    Plus,
    Open,
    Word,
}

fn tokens(text: &str) -> Vec<Token> {
    let chars: Vec<char> = text.chars().collect();
    let mut out = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        let c = chars[at];
        if c.is_ascii_digit() {
            let end = number_end(&chars, at);
            out.push(Token::Number(chars[at..end].iter().collect()));
            at = end;
        } else if is_letter(c) {
            let end = (at..chars.len())
                .find(|i| !is_letter(chars[*i]))
                .unwrap_or(chars.len());
            let word: String = chars[at..end].iter().collect();
            at = push_word(&mut out, &chars, at, end, &word);
        } else {
            push_sign(&mut out, c);
            at += 1;
        }
    }
    out
}

/// End of a number: digits, decimal marks before a digit, and spaces or apostrophes before a group of three.
fn number_end(chars: &[char], start: usize) -> usize {
    let digit = |i: usize| chars.get(i).is_some_and(char::is_ascii_digit);
    let mut at = start;
    loop {
        while digit(at) {
            at += 1;
        }
        let Some(c) = chars.get(at) else { return at };
        let group = digit(at + 1) && digit(at + 2) && digit(at + 3) && !digit(at + 4);
        let goes_on = match c {
            ',' | '.' => digit(at + 1),
            c if is_space(*c) => group,
            '\'' | '’' | '`' | '_' => group,
            _ => false,
        };
        if !goes_on {
            return at;
        }
        at += 1;
    }
}

fn push_sign(out: &mut Vec<Token>, c: char) {
    match c {
        '$' | '€' | '£' | '¥' => out.push(Token::Currency),
        '₽' => out.push(Token::Roubles),
        '%' | '‰' => out.push(Token::OtherUnit),
        '~' | '≈' | '<' | '>' | '≤' | '≥' => out.push(Token::About),
        '-' | '–' | '—' | '−' | '…' => out.push(Token::Dash),
        '+' | ';' | '/' | '&' => out.push(Token::Plus),
        '(' => out.push(Token::Open),
        '?' => out.push(Token::Word),
        _ => {}
    }
}

/// Pushes what a word means and gives the place after it (an abbreviation such as "т.р" takes two).
fn push_word(out: &mut Vec<Token>, chars: &[char], start: usize, end: usize, word: &str) -> usize {
    let next: String = chars[end..]
        .iter()
        .skip_while(|c| **c == '.' || is_space(**c))
        .take_while(|c| is_letter(**c))
        .collect();
    let token = match word {
        "р" | "руб" | "rub" | "rur" | "рур" => Token::Roubles,
        w if w.starts_with("рубл") => Token::Roubles,
        "коп" => Token::Kopecks,
        w if w.starts_with("копе") => Token::Kopecks,
        "т" if next.starts_with('р') => Token::Multiple(MoneyUnit::Thousand),
        "тр" | "k" | "к" => Token::Multiple(MoneyUnit::Thousand),
        w if w.starts_with("тыс") || w.starts_with("thous") => {
            Token::Multiple(MoneyUnit::Thousand)
        }
        "млн" | "мил" | "mln" | "mio" | "млнр" => Token::Multiple(MoneyUnit::Million),
        w if w.starts_with("миллион") || w.starts_with("million") => {
            Token::Multiple(MoneyUnit::Million)
        }
        "млрд" | "bn" | "mlrd" | "млд" => Token::Multiple(MoneyUnit::Billion),
        w if w.starts_with("миллиард") || w.starts_with("billion") => {
            Token::Multiple(MoneyUnit::Billion)
        }
        "usd" | "eur" | "cny" | "jpy" | "евро" | "euro" | "у" | "kzt" | "gbp" | "тенге" => {
            Token::Currency
        }
        w if w.starts_with("долл")
            || w.starts_with("юан")
            || w.starts_with("иен")
            || w.starts_with("dollar") =>
        {
            Token::Currency
        }
        "около" | "примерно" | "порядка" | "свыше" | "более" | "менее" | "до" | "от" | "ок"
        | "прибл" | "не" | "about" => Token::About,
        "в" | "год" | "ежегодно" | "г" | "итого" | "всего" | "сумма" | "и" =>
        {
            return end;
        }
        "кв" | "куб" => Token::OtherUnit,
        w if read_unit(w).is_some() => Token::OtherUnit,
        "сот" | "соток" | "тонн" | "чел" | "голов" | "т" | "квт" | "мвт" => {
            Token::OtherUnit
        }
        _ => Token::Word,
    };
    debug_assert!(start < end);
    out.push(token);
    end
}

/// Two or more numbers: "5 млн 200 тыс." and "123 руб. 45 коп." are one sum; anything else is not.
fn several(tokens: &[Token]) -> Result<MoneyReading, MoneyError> {
    let first = tokens
        .iter()
        .position(|t| matches!(t, Token::Number(_)))
        .unwrap_or(0);
    let between = &tokens[first + 1..];
    let second = between
        .iter()
        .position(|t| matches!(t, Token::Number(_)))
        .unwrap_or(0);
    if between[..second].contains(&Token::Dash)
        || tokens.iter().filter(|t| **t == Token::About).count() > 1
    {
        return Err(MoneyError::Range);
    }
    if tokens
        .iter()
        .any(|t| matches!(t, Token::Plus | Token::Dash | Token::Open | Token::About))
    {
        return Err(MoneyError::TwoValues);
    }
    sum_of_parts(tokens)
}

fn sum_of_parts(tokens: &[Token]) -> Result<MoneyReading, MoneyError> {
    let mut total: i64 = 0;
    let mut smallest = i64::MAX;
    let mut unit = None;
    let mut at = 0;
    while at < tokens.len() {
        let Token::Number(number) = &tokens[at] else {
            at += 1;
            continue;
        };
        let (multiple, kopecks) = match tokens.get(at + 1) {
            Some(Token::Multiple(m)) => (*m, m.roubles() * 100),
            Some(Token::Roubles) => (MoneyUnit::Rub, 100),
            Some(Token::Kopecks) => (MoneyUnit::Rub, 1),
            _ => return Err(MoneyError::TwoValues),
        };
        if kopecks >= smallest {
            return Err(MoneyError::TwoValues);
        }
        smallest = kopecks;
        unit = unit.or(Some(multiple));
        let part = if kopecks == 1 {
            number.parse::<i64>().map_err(|_| MoneyError::TwoValues)?
        } else {
            decimal(number, multiple, true)?
        };
        total = total
            .checked_add(part)
            .filter(|t| *t <= MAX_KOPECKS)
            .ok_or(MoneyError::TooLarge)?;
        at += 2;
    }
    Ok(MoneyReading {
        kopecks: total,
        unit,
    })
}

fn one(tokens: &[Token], assumed: MoneyUnit) -> Result<MoneyReading, MoneyError> {
    let at = tokens
        .iter()
        .position(|t| matches!(t, Token::Number(_)))
        .ok_or(MoneyError::NotANumber)?;
    let Token::Number(number) = &tokens[at] else {
        return Err(MoneyError::NotANumber);
    };
    let named = tokens.iter().find_map(|t| {
        if let Token::Multiple(m) = t {
            Some(*m)
        } else {
            None
        }
    });
    let unit = named.or_else(|| tokens.contains(&Token::Roubles).then_some(MoneyUnit::Rub));
    let kopecks = decimal(
        number,
        unit.unwrap_or(assumed),
        named.is_some() || assumed != MoneyUnit::Rub,
    )?;
    let negative = tokens[..at]
        .iter()
        .any(|t| matches!(t, Token::Dash | Token::Open));
    Ok(MoneyReading {
        kopecks: if negative { -kopecks } else { kopecks },
        unit,
    })
}

/// Exact kopecks of a number as written. With `decimal_mark` a single mark before three digits is a
/// decimal mark ("1,234 млн"), without it that is ambiguous.
fn decimal(number: &str, unit: MoneyUnit, decimal_mark: bool) -> Result<i64, MoneyError> {
    let spaced = number
        .chars()
        .any(|c| !c.is_ascii_digit() && !matches!(c, ',' | '.'));
    let plain: String = number
        .chars()
        .filter(|c| c.is_ascii_digit() || matches!(c, ',' | '.'))
        .collect();
    let (commas, dots) = (plain.matches(',').count(), plain.matches('.').count());
    let mark = match (commas, dots) {
        (0, 0) => None,
        (1, 0) => plain.find(','),
        (0, 1) => plain.find('.'),
        (_, 0) | (0, _) => {
            return if groups_of_three(&plain) {
                exact(&plain, "", unit)
            } else {
                Err(MoneyError::NotANumber)
            };
        }
        _ => {
            let last = plain.rfind([',', '.']).unwrap_or(0);
            if plain[last + 1..].contains([',', '.'])
                || plain.matches(&plain[last..=last]).count() > 1
            {
                return Err(MoneyError::NotANumber);
            }
            Some(last)
        }
    };
    let Some(mark) = mark else {
        return exact(&plain, "", unit);
    };
    let (whole, fraction) = (&plain[..mark], &plain[mark + 1..]);
    let could_group =
        fraction.len() == 3 && (1..=3).contains(&whole.len()) && !whole.starts_with('0');
    if could_group && !spaced && !decimal_mark && commas + dots == 1 {
        let as_decimal = exact(whole, fraction, unit)?;
        let as_thousands = exact(&format!("{whole}{fraction}"), "", unit)?;
        return Err(MoneyError::Ambiguous {
            as_decimal,
            as_thousands,
        });
    }
    exact(whole, fraction, unit)
}

fn groups_of_three(plain: &str) -> bool {
    let mut groups = plain.split([',', '.']);
    groups.next().is_some_and(|g| (1..=3).contains(&g.len())) && groups.all(|g| g.len() == 3)
}

fn exact(whole: &str, fraction: &str, unit: MoneyUnit) -> Result<i64, MoneyError> {
    let digits: String = whole
        .chars()
        .chain(fraction.chars())
        .filter(char::is_ascii_digit)
        .collect();
    let value: i128 = digits
        .get(..digits.len().min(30))
        .unwrap_or("")
        .parse()
        .map_err(|_| MoneyError::NotANumber)?;
    if digits.len() > 30 {
        return Err(MoneyError::TooLarge);
    }
    let scale = 10i128.pow(fraction.len() as u32);
    let scaled = value
        .checked_mul(i128::from(unit.roubles()) * 100)
        .ok_or(MoneyError::TooLarge)?;
    let kopecks = (scaled * 2 + scale) / (scale * 2);
    i64::try_from(kopecks)
        .ok()
        .filter(|k| *k <= MAX_KOPECKS)
        .ok_or(MoneyError::TooLarge)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn rub(raw: &str) -> Result<i64, MoneyError> {
        read_money(raw, MoneyUnit::Rub).map(|m| m.kopecks)
    }

    #[test]
    fn reads_what_people_write() {
        for (raw, kopecks) in [
            ("1,5 млн руб.", 150_000_000),
            ("12 345 678,90", 1_234_567_890),
            ("62\u{a0}900\u{a0}000руб", 6_290_000_000),
            ("1 234\u{202f}567 ₽", 123_456_700),
            ("1'000'000", 100_000_000),
            ("500 т.р", 50_000_000),
            ("20т.р.", 2_000_000),
            ("890 тыс.р", 89_000_000),
            ("86.5 млн", 8_650_000_000),
            ("4,25 млн.руб", 425_000_000),
            ("2.01млн", 201_000_000),
            ("1,25 миллиона руб.", 125_000_000),
            ("1,2 млрд", 120_000_000_000),
            ("0", 0),
            ("-8 000", -800_000),
            ("5 млн 200 тыс. руб.", 520_000_000),
            ("123 руб. 45 коп.", 12_345),
            ("1.234.567", 123_456_700),
            ("1,234,567.89", 123_456_789),
            ("1.234.567,8", 123_456_780),
            ("0,234", 23),
            ("12.345", -1),
            ("(1 000)", -100_000),
            ("1,234 млн", 123_400_000),
            ("2 600 000 ₽", 260_000_000),
            ("3 рубля", 300),
            ("1500р", 150_000),
        ] {
            if kopecks == -1 {
                assert!(
                    matches!(rub(raw), Err(MoneyError::Ambiguous { .. })),
                    "{raw}"
                );
            } else {
                assert_eq!(rub(raw), Ok(kopecks), "{raw}");
            }
        }
    }

    #[test]
    fn refuses_what_is_not_one_sum() {
        use MoneyError::*;
        for (raw, error) in [
            ("", Empty),
            ("—", Empty),
            ("уточняется", NotANumber),
            ("?", NotANumber),
            ("нет данных", NotANumber),
            ("28-39,2 млн", Range),
            ("от 5 до 10 млн", Range),
            ("1,1 млн + 500 тыс", TwoValues),
            ("5 млн / 3 млн", TwoValues),
            ("$21 600", Currency),
            ("5 тыс. долл.", Currency),
            ("1500 кв.м", OtherUnit),
            ("2,5 га", OtherUnit),
            ("30%", OtherUnit),
            ("~90000", Approximate),
            ("до 5 млн", Approximate),
            ("99999999999999999999", TooLarge),
            ("2,5,3", NotANumber),
            ("+7 перезвонить", NotANumber),
        ] {
            assert_eq!(rub(raw), Err(error), "{raw}");
        }
    }

    #[test]
    fn column_unit_counts_only_where_the_text_names_none() {
        assert_eq!(
            read_money("12,5", MoneyUnit::Million).unwrap().kopecks,
            1_250_000_000
        );
        assert_eq!(
            read_money("12,5 тыс", MoneyUnit::Million).unwrap().kopecks,
            1_250_000
        );
        assert_eq!(
            read_money("500 руб", MoneyUnit::Thousand).unwrap().kopecks,
            50_000
        );
        assert_eq!(
            kopecks_of(41.43232955, MoneyUnit::Million),
            Some(4_143_232_955)
        );
        assert_eq!(kopecks_of(f64::NAN, MoneyUnit::Rub), None);
    }

    proptest! {
        #[test]
        fn decimal_text_round_trips(k in -MAX_KOPECKS..=MAX_KOPECKS) {
            prop_assert_eq!(rub(&to_decimal(k)), Ok(k));
        }

        #[test]
        fn never_panics(s in "\\PC{0,40}") {
            let _ = rub(&s);
        }

        #[test]
        fn money_like_never_panics(s in "[0-9 ,.'+-]{0,30}(млн|тыс|руб|р)?") {
            let _ = rub(&s);
        }
    }
}
