//! Tax and registration numbers: INN, KPP, OGRN and OGRNIP. Reads what people and spreadsheets make of
//! them and checks the control digits by the public rules of the Federal Tax Service (INN: weighted sum
//! mod 11 mod 10; OGRN: first 12 digits mod 11 mod 10; OGRNIP: first 14 digits mod 13 mod 10).

/// An INN that passed its check, and what stood beside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InnReading {
    /// 10 or 12 digits.
    pub inn: String,
    /// The KPP of an "INN/KPP" cell.
    pub kpp: Option<String>,
    /// A leading zero had been lost (a number cell of regions 01 to 09) and was put back.
    pub restored_zero: bool,
    /// Further valid INN of the same cell; which one is meant is a question.
    pub others: Vec<String>,
}

/// Why a text is not an INN.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InnError {
    #[error("no digits")]
    NoDigits,
    /// 10 or 12 digits whose control digits do not hold.
    #[error("control digits of {digits}")]
    BadChecksum { digits: String },
    #[error("length of {digits}")]
    BadLength { digits: String },
    /// "6,59912E+09": the last digits are gone.
    #[error("scientific notation")]
    Scientific,
}

/// Why a text is not an OGRN or OGRNIP.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OgrnError {
    #[error("no digits")]
    NoDigits,
    #[error("control digit of {digits}")]
    BadChecksum { digits: String },
    #[error("length of {digits}")]
    BadLength { digits: String },
    /// Right length and control digit, but the first digit belongs to another kind of register entry.
    #[error("another register entry: {digits}")]
    AnotherEntry { digits: String },
    #[error("scientific notation")]
    Scientific,
}

/// Digits of a text where only digits, spaces, hyphens, an apostrophe and a leading word are allowed to
/// stand; full-width digits are mapped.
fn digits_of(text: &str) -> String {
    text.chars()
        .filter_map(|c| c.to_digit(10).or_else(|| full_width(c)))
        .filter_map(|d| char::from_digit(d, 10))
        .collect()
}

fn full_width(c: char) -> Option<u32> {
    ('０'..='９').contains(&c).then(|| c as u32 - '０' as u32)
}

/// "6,59912E+09", "5.99623e8": a number whose digits a spreadsheet has dropped.
fn is_scientific(text: &str) -> bool {
    let t = text.trim_matches(super::text::is_space);
    let Some(at) = t.find(['E', 'e', 'Е', 'е']) else {
        return false;
    };
    let (mantissa, exponent) = t.split_at(at);
    let exponent: String = exponent.chars().skip(1).collect();
    let exponent = exponent.trim_start_matches(['+', '-']);
    !mantissa.is_empty()
        && !exponent.is_empty()
        && exponent.chars().all(|c| c.is_ascii_digit())
        && mantissa
            .chars()
            .all(|c| c.is_ascii_digit() || matches!(c, ',' | '.'))
}

/// True if the control digits of a 10- or 12-digit INN hold and it is not all zeros.
pub fn inn_is_valid(digits: &str) -> bool {
    let Some(d) = digit_values(digits) else {
        return false;
    };
    if d.iter().all(|x| *x == 0) {
        return false;
    }
    let control =
        |weights: &[u32]| weights.iter().zip(&d).map(|(w, x)| w * x).sum::<u32>() % 11 % 10;
    match d.len() {
        10 => control(&[2, 4, 10, 3, 5, 9, 4, 6, 8]) == d[9],
        12 => {
            control(&[7, 2, 4, 10, 3, 5, 9, 4, 6, 8]) == d[10]
                && control(&[3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8]) == d[11]
        }
        _ => false,
    }
}

/// True if the control digit of a 13-digit OGRN or a 15-digit OGRNIP holds. Says nothing of the first digit.
pub fn ogrn_is_valid(digits: &str) -> bool {
    let (body, last, modulus) = match digits.len() {
        13 => (&digits[..12], &digits[12..], 11),
        15 => (&digits[..14], &digits[14..], 13),
        _ => return false,
    };
    match (body.parse::<u64>(), last.parse::<u64>()) {
        (Ok(0), _) => false,
        (Ok(body), Ok(last)) => body % modulus % 10 == last,
        _ => false,
    }
}

/// True for a KPP: four digits, two digits or capital Latin letters, three digits.
pub fn kpp_is_valid(text: &str) -> bool {
    let b = text.as_bytes();
    b.len() == 9
        && b.iter()
            .enumerate()
            .all(|(i, c)| c.is_ascii_digit() || (matches!(i, 4 | 5) && c.is_ascii_uppercase()))
}

fn digit_values(digits: &str) -> Option<Vec<u32>> {
    digits.chars().map(|c| c.to_digit(10)).collect()
}

/// Reads an INN cell: spaces, hyphens, "ИНН", apostrophes and trailing ".0" are dropped, "INN/KPP" is
/// split, a lost leading zero is put back where the check then holds, several INN are told.
pub fn read_inn(raw: &str) -> Result<InnReading, InnError> {
    if is_scientific(raw) {
        return Err(InnError::Scientific);
    }
    let text = raw.trim_matches(super::text::is_space);
    let text = text.strip_suffix(".0").unwrap_or(text);
    let whole = digits_of(text);
    if whole.is_empty() {
        return Err(InnError::NoDigits);
    }
    if let Some((inn, restored_zero)) = checked(&whole) {
        return Ok(InnReading {
            inn,
            kpp: None,
            restored_zero,
            others: Vec::new(),
        });
    }
    let pieces: Vec<String> = text
        .split(['/', '\\', ',', ';', '\n', '|'])
        .map(digits_of)
        .filter(|d| !d.is_empty())
        .collect();
    if pieces.len() > 1 {
        return read_inn_pieces(&pieces, &whole);
    }
    let words: Vec<String> = text
        .split(super::text::is_space)
        .map(digits_of)
        .filter(|d| d.len() >= 9)
        .collect();
    if words.len() > 1 {
        return read_inn_pieces(&words, &whole);
    }
    Err(inn_error(whole))
}

fn read_inn_pieces(pieces: &[String], whole: &str) -> Result<InnReading, InnError> {
    let mut found: Vec<(String, bool)> = Vec::new();
    let mut kpp = None;
    for piece in pieces {
        if piece.len() == 9 && !found.is_empty() && kpp.is_none() && kpp_is_valid(piece) {
            kpp = Some(piece.clone());
        } else if let Some(inn) = checked(piece) {
            found.push(inn);
        }
    }
    let mut found = found.into_iter();
    match found.next() {
        Some((inn, restored_zero)) => {
            let others = found.map(|(o, _)| o).filter(|o| *o != inn).collect();
            Ok(InnReading {
                inn,
                kpp,
                restored_zero,
                others,
            })
        }
        None => Err(inn_error(
            pieces.first().cloned().unwrap_or_else(|| whole.to_owned()),
        )),
    }
}

fn checked(digits: &str) -> Option<(String, bool)> {
    if inn_is_valid(digits) {
        return Some((digits.to_owned(), false));
    }
    // A number cell that lost its zero begins with another digit; a zero in front means a text with a slip.
    if matches!(digits.len(), 9 | 11) && !digits.starts_with('0') {
        let padded = format!("0{digits}");
        return inn_is_valid(&padded).then_some((padded, true));
    }
    None
}

fn inn_error(digits: String) -> InnError {
    if matches!(digits.len(), 10 | 12) {
        InnError::BadChecksum { digits }
    } else {
        InnError::BadLength { digits }
    }
}

/// Reads an OGRN (13 digits, begins with 1 or 5) or OGRNIP (15 digits, begins with 3).
pub fn read_ogrn(raw: &str) -> Result<String, OgrnError> {
    if is_scientific(raw) {
        return Err(OgrnError::Scientific);
    }
    let text = raw.trim_matches(super::text::is_space);
    let digits = digits_of(text.strip_suffix(".0").unwrap_or(text));
    if digits.is_empty() {
        return Err(OgrnError::NoDigits);
    }
    if !matches!(digits.len(), 13 | 15) {
        return Err(OgrnError::BadLength { digits });
    }
    if !ogrn_is_valid(&digits) {
        return Err(OgrnError::BadChecksum { digits });
    }
    let first = digits.as_bytes()[0];
    let expected: &[u8] = if digits.len() == 13 { b"15" } else { b"3" };
    if expected.contains(&first) {
        Ok(digits)
    } else {
        Err(OgrnError::AnotherEntry { digits })
    }
}

/// Reads a KPP: nine characters; a number cell that lost its leading zero is padded.
pub fn read_kpp(raw: &str) -> Option<String> {
    let mut text: String = raw
        .chars()
        .filter(|c| !super::text::is_space(*c) && !matches!(c, '-' | '\''))
        .flat_map(char::to_uppercase)
        .collect();
    if let Some(rest) = text.strip_prefix("КПП") {
        text = rest.trim_start_matches([':', '.']).to_owned();
    }
    if text.len() == 8 && text.bytes().all(|b| b.is_ascii_digit()) {
        text.insert(0, '0');
    }
    kpp_is_valid(&text).then_some(text)
}

/// True if the OGRN (13 or 15 digits) fits the INN (10 or 12 digits): organizations have 10 with 13,
/// sole proprietors 12 with 15.
pub fn inn_fits_ogrn(inn: &str, ogrn: &str) -> bool {
    matches!((inn.len(), ogrn.len()), (10, 13) | (12, 15))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn control_digits() {
        for good in ["7830002293", "7707083893", "500100732259", "7707083090"] {
            assert!(inn_is_valid(good), "{good}");
        }
        for bad in [
            "1234567890",
            "7707083894",
            "0000000000",
            "000000000000",
            "770708389",
            "",
        ] {
            assert!(!inn_is_valid(bad), "{bad}");
        }
        for good in [
            "1027700132195",
            "1037739010891",
            "1027700132020",
            "304500116000157",
        ] {
            assert!(ogrn_is_valid(good), "{good}");
        }
        for bad in ["1027700132196", "304500116000158", "0000000000000", "1"] {
            assert!(!ogrn_is_valid(bad), "{bad}");
        }
    }

    #[test]
    fn reads_what_people_write() {
        let plain = |inn: &str| InnReading {
            inn: inn.into(),
            kpp: None,
            restored_zero: false,
            others: vec![],
        };
        assert_eq!(read_inn(" 77 07083893\u{a0}"), Ok(plain("7707083893")));
        assert_eq!(read_inn("ИНН 7707083893"), Ok(plain("7707083893")));
        assert_eq!(read_inn("'7707083893"), Ok(plain("7707083893")));
        assert_eq!(read_inn("7707083893.0"), Ok(plain("7707083893")));
        assert_eq!(read_inn("5001 007 32259"), Ok(plain("500100732259")));
        let both = read_inn("7707083893/773601001").unwrap();
        assert_eq!(both.kpp.as_deref(), Some("773601001"));
        let two = read_inn("500100732259, 7707083893").unwrap();
        assert_eq!((two.inn.as_str(), two.others.len()), ("500100732259", 1));
        assert_eq!(read_inn("уточнить"), Err(InnError::NoDigits));
        assert_eq!(read_inn("6,59912E+09"), Err(InnError::Scientific));
        assert_eq!(
            read_inn("1234567890"),
            Err(InnError::BadChecksum {
                digits: "1234567890".into()
            })
        );
        assert_eq!(
            read_inn("6599397"),
            Err(InnError::BadLength {
                digits: "6599397".into()
            })
        );
    }

    #[test]
    fn restores_a_lost_zero_only_where_the_check_holds() {
        let restored = read_inn("198745836").unwrap();
        assert_eq!(
            (restored.inn.as_str(), restored.restored_zero),
            ("0198745836", true)
        );
        assert!(matches!(
            read_inn("198745837"),
            Err(InnError::BadLength { .. })
        ));
    }

    #[test]
    fn ogrn_and_kpp() {
        assert_eq!(read_ogrn(" 1027700132195 "), Ok("1027700132195".into()));
        assert!(matches!(
            read_ogrn("1027700132196"),
            Err(OgrnError::BadChecksum { .. })
        ));
        assert!(matches!(read_ogrn("12"), Err(OgrnError::BadLength { .. })));
        assert_eq!(read_kpp("19801001"), Some("019801001".into()));
        assert_eq!(read_kpp("7736AB001"), Some("7736AB001".into()));
        assert_eq!(read_kpp("77360100"), Some("077360100".into()));
        assert_eq!(read_kpp("нет"), None);
        assert!(
            inn_fits_ogrn("7707083893", "1027700132195")
                && !inn_fits_ogrn("7707083893", "304500116000157")
        );
    }

    proptest! {
        #[test]
        fn never_panics(s in "\\PC{0,40}") {
            let _ = (read_inn(&s), read_ogrn(&s), read_kpp(&s));
        }

        #[test]
        fn what_is_read_is_valid(s in "[0-9 /,.'-]{0,30}") {
            if let Ok(r) = read_inn(&s) {
                prop_assert!(inn_is_valid(&r.inn));
            }
        }
    }
}
