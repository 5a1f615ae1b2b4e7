//! Takes a postal address apart: post code, district, town, street line. The region is not kept apart.

use crate::values::text::{clean, fold};

/// An address in parts, as written; missing parts are empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AddressParts {
    pub post_code: String,
    pub district: String,
    pub city: String,
    pub street: String,
}

/// Reads "694500, Сахалинская обл., Южно-Курильский район, с. Малокурильское, ул. Мира, д. 1".
pub fn read_address(raw: &str) -> AddressParts {
    let text = clean(raw);
    let mut parts = AddressParts::default();
    let mut street: Vec<String> = Vec::new();
    let pieces: Vec<&str> = text
        .split([',', ';'])
        .map(str::trim)
        .filter(|p| !p.is_empty())
        .collect();
    for (i, piece) in pieces.iter().copied().enumerate() {
        let folded = fold(piece);
        let rest = match leading_post_code(piece) {
            Some((code, rest)) if parts.post_code.is_empty() => {
                parts.post_code = code.to_owned();
                rest
            }
            _ => piece,
        };
        if rest.is_empty() {
            continue;
        }
        if is_region(&folded) || is_country(&folded) {
            continue;
        }
        if !street.is_empty() {
            street.push(rest.to_owned());
        } else if is_district(&folded) && parts.district.is_empty() {
            parts.district = rest.to_owned();
        } else if is_city(rest) && parts.city.is_empty() {
            parts.city = rest.to_owned();
        } else if is_city(rest)
            && parts.district.is_empty()
            && is_settlement(rest, pieces.get(i + 1))
        {
            // "г. Южно-Сахалинск, с. Дальнее": the city is the district, the village lies in it.
            parts.district = std::mem::replace(&mut parts.city, rest.to_owned());
        } else {
            street.push(rest.to_owned());
        }
    }
    parts.street = street.join(", ");
    parts
}

/// Six digits alone or at the beginning of a piece: "694500" or "694500 г. Оха".
pub fn leading_post_code(piece: &str) -> Option<(&str, &str)> {
    let end = piece
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(piece.len());
    let rest = piece[end..].trim_start();
    (end == 6 && (piece.len() == 6 || piece[6..].starts_with(' '))).then(|| (&piece[..6], rest))
}

fn is_country(folded: &str) -> bool {
    matches!(folded, "россия" | "рф" | "российская федерация" | "russia")
}

fn is_region(folded: &str) -> bool {
    let mut words = folded.split([' ', '.']).filter(|w| !w.is_empty());
    words.any(|w| {
        matches!(
            w,
            "область" | "обл" | "край" | "республика" | "респ" | "ао" | "автономный"
        )
    })
}

fn is_district(folded: &str) -> bool {
    let spaced = folded.replace(['.', '-'], " ");
    spaced.contains("район")
        || spaced.contains("р н")
        || spaced
            .split(' ')
            .any(|w| matches!(w, "округ" | "го" | "мо" | "мр"))
}

const STREET: &[&str] = &[
    "ул",
    "улица",
    "пер",
    "переулок",
    "пр",
    "просп",
    "проспект",
    "бул",
    "бульвар",
    "б",
    "ш",
    "шоссе",
    "наб",
    "набережная",
    "мкр",
    "микрорайон",
    "пл",
    "площадь",
    "тракт",
    "кв",
    "кв-л",
    "квартал",
    "тер",
    "территория",
    "линия",
    "проезд",
    "дом",
    "оф",
    "офис",
    "стр",
    "строение",
    "корп",
    "корпус",
    "пом",
    "помещение",
    "км",
    "а/я",
    "снт",
    "street",
    "st",
    "пр-т",
    "пр-кт",
    "зд",
];

/// True for a piece that is surely a settlement: it says so, or a street follows it.
fn is_settlement(piece: &str, next: Option<&&str>) -> bool {
    let first_word = |text: &str| fold(text).split([' ', '.']).next().unwrap_or("").to_owned();
    let named = matches!(
        first_word(piece).as_str(),
        "г" | "с"
            | "п"
            | "пгт"
            | "пос"
            | "дер"
            | "х"
            | "ст"
            | "село"
            | "город"
            | "поселок"
            | "деревня"
    );
    named || next.is_some_and(|n| STREET.contains(&first_word(n).as_str()))
}

fn is_city(piece: &str) -> bool {
    let folded = fold(piece);
    let first = folded.split([' ', '.']).next().unwrap_or("");
    if STREET.contains(&first) {
        return false;
    }
    // "д. Луговка" is a village, "д. 5" is a house.
    !folded.chars().any(|c| c.is_ascii_digit()) && folded.chars().any(char::is_alphabetic)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_addresses_apart() {
        let a = read_address(
            "694500, Сахалинская обл., Южно-Курильский район, с. Малокурильское, ул. Мира, д. 1, кв. 2",
        );
        assert_eq!(
            (
                a.post_code.as_str(),
                a.district.as_str(),
                a.city.as_str(),
                a.street.as_str()
            ),
            (
                "694500",
                "Южно-Курильский район",
                "с. Малокурильское",
                "ул. Мира, д. 1, кв. 2"
            )
        );
        let b = read_address("Сахалинская область, Холмск, ул. Приморская, д. 78");
        assert_eq!(
            (b.city.as_str(), b.street.as_str()),
            ("Холмск", "ул. Приморская, д. 78")
        );
        let c = read_address("пр-т Мира, д. 46");
        assert_eq!(
            (c.city.as_str(), c.street.as_str()),
            ("", "пр-т Мира, д. 46")
        );
        let d = read_address("693000 г. Южно-Сахалинск, Ленина, 5");
        assert_eq!(
            (d.post_code.as_str(), d.city.as_str(), d.street.as_str()),
            ("693000", "г. Южно-Сахалинск", "Ленина, 5")
        );
        let e = read_address("Сахалинская область, г. Южно-Сахалинск, с. Дальнее, ул. Мира, д. 3");
        assert_eq!(
            (e.district.as_str(), e.city.as_str(), e.street.as_str()),
            ("г. Южно-Сахалинск", "с. Дальнее", "ул. Мира, д. 3")
        );
        assert_eq!(read_address(""), AddressParts::default());
    }
}
