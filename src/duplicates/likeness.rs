//! How likely two clients are one, and why. Pure. Numbers of the state decide (DOMAIN.md: an equal INN is the same
//! client, a different one is another, however the names agree); a name alone is only a question.

use super::model::{Marks, Reason};

/// From this certainty on a pair is shown.
const LEAST: i16 = 40;
/// Only an equal number is certain.
const MOST_WITHOUT_NUMBER: i16 = 95;

/// Certainty in per cent with its reasons; none where they are two or nothing speaks for one.
pub fn judge(a: &Marks, b: &Marks) -> Option<(i16, Vec<Reason>)> {
    if differ(&a.inn, &b.inn) {
        return None;
    }
    if equal(&a.inn, &b.inn) {
        return Some(if differ(&a.kpp, &b.kpp) {
            (70, vec![Reason::SameInn, Reason::OtherKpp])
        } else {
            (99, vec![Reason::SameInn])
        });
    }
    if differ(&a.ogrn, &b.ogrn) {
        return None;
    }
    if equal(&a.ogrn, &b.ogrn) {
        return Some((97, vec![Reason::SameOgrn]));
    }
    let (mut score, mut reasons) = by_name(a, b)?;
    let shares = |x: &[String], y: &[String]| x.iter().any(|v| y.contains(v));
    for (is_shared, weight, reason) in [
        (shares(&a.phones, &b.phones), 25, Reason::SamePhone),
        (shares(&a.emails, &b.emails), 20, Reason::SameEmail),
        (equal(&a.district, &b.district), 15, Reason::SameDistrict),
    ] {
        if is_shared {
            score += weight;
            reasons.push(reason);
        }
    }
    (score >= LEAST).then_some((score.min(MOST_WITHOUT_NUMBER), reasons))
}

fn by_name(a: &Marks, b: &Marks) -> Option<(i16, Vec<Reason>)> {
    if !a.name_key.is_empty() && a.name_key == b.name_key {
        return Some((55, vec![Reason::SameName]));
    }
    shared_word(&a.name_key, &b.name_key).then(|| (25, vec![Reason::SimilarName]))
}

/// A word long enough to be a name and not a preposition.
fn shared_word(a: &str, b: &str) -> bool {
    a.split(' ')
        .filter(|w| w.chars().count() >= 4)
        .any(|w| b.split(' ').any(|v| v == w))
}

fn given(text: &Option<String>) -> Option<&str> {
    text.as_deref().filter(|t| !t.is_empty())
}

fn equal(a: &Option<String>, b: &Option<String>) -> bool {
    given(a).is_some() && given(a) == given(b)
}

fn differ(a: &Option<String>, b: &Option<String>) -> bool {
    matches!((given(a), given(b)), (Some(a), Some(b)) if a != b)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marks(name: &str, inn: &str, kpp: &str, phone: &str, district: &str) -> Marks {
        let text = |t: &str| (!t.is_empty()).then(|| t.to_owned());
        Marks {
            id: uuid::Uuid::nil(),
            name_key: name.to_owned(),
            inn: text(inn),
            kpp: text(kpp),
            ogrn: None,
            district: text(district),
            phones: text(phone).into_iter().collect(),
            emails: Vec::new(),
        }
    }

    #[test]
    fn numbers_decide_and_names_ask() {
        use Reason::*;
        for (a, b, expected) in [
            (
                ("НЕРПА", "6501000000", "", "", ""),
                ("ДРУГОЕ", "6501000000", "", "", ""),
                Some((99, vec![SameInn])),
            ),
            (
                ("НЕРПА", "6501000000", "650101001", "", ""),
                ("НЕРПА", "6501000000", "650102001", "", ""),
                Some((70, vec![SameInn, OtherKpp])),
            ),
            (
                ("НЕРПА", "6501000000", "", "+7", "Невельский"),
                ("НЕРПА", "6502000000", "", "+7", "Невельский"),
                None,
            ),
            (
                ("НЕРПА", "6501000000", "", "", ""),
                ("НЕРПА", "", "", "", ""),
                Some((55, vec![SameName])),
            ),
            (
                ("НЕРПА", "", "", "+7", "Невельский"),
                ("НЕРПА", "", "", "+7", "Невельский"),
                Some((95, vec![SameName, SamePhone, SameDistrict])),
            ),
            (
                ("НЕРПА СЕВЕР", "", "", "+7", ""),
                ("НЕРПА", "", "", "+7", ""),
                Some((50, vec![SimilarName, SamePhone])),
            ),
            (
                ("СОПКА", "", "", "+7", "Невельский"),
                ("НЕРПА", "", "", "+7", "Невельский"),
                None,
            ),
            (
                ("НЕРПА СЕВЕР", "", "", "", ""),
                ("НЕРПА", "", "", "", ""),
                None,
            ),
        ] {
            let m = |(n, i, k, p, d)| marks(n, i, k, p, d);
            assert_eq!(judge(&m(a), &m(b)), expected, "{a:?} {b:?}");
            assert_eq!(
                judge(&m(b), &m(a)),
                expected,
                "the same the other way round"
            );
        }
    }
}
