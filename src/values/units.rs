//! Units in which support is given: roubles, pieces, metres, areas, volumes. Reads their many spellings,
//! alone ("кв.м") or after an amount ("4 200 кв.м").

use serde::{Deserialize, Serialize};

/// Unit of an amount of support.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    Rub,
    Pieces,
    Metres,
    SquareMetres,
    CubicMetres,
    Hectares,
}

impl Unit {
    /// The stable key, `square_metres`.
    pub fn key(self) -> &'static str {
        match self {
            Unit::Rub => "rub",
            Unit::Pieces => "pieces",
            Unit::Metres => "metres",
            Unit::SquareMetres => "square_metres",
            Unit::CubicMetres => "cubic_metres",
            Unit::Hectares => "hectares",
        }
    }
}

/// Reads a unit standing alone: "га", "кв.м", "м²", "рублей", "ед.".
pub fn read_unit(raw: &str) -> Option<Unit> {
    let folded = super::text::fold(&raw.replace('²', "2").replace('³', "3"));
    let word: String = folded
        .chars()
        .filter(|c| c.is_alphanumeric() || matches!(c, '₽' | '"' | '/'))
        .collect();
    Some(match word.as_str() {
        "р" | "руб" | "рубль" | "рубля" | "рублей" | "рубли" | "₽" | "rub" | "rur" | "rubles"
        | "roubles" => Unit::Rub,
        "шт"
        | "штук"
        | "штука"
        | "штуки"
        | "ед"
        | "единиц"
        | "единица"
        | "единицы"
        | "pcs"
        | "pieces"
        | "компл"
        | "комплект"
        | "комплектов" => Unit::Pieces,
        "м"
        | "метр"
        | "метра"
        | "метров"
        | "метры"
        | "пм"
        | "погм"
        | "погонныйметр"
        | "погонныхметров"
        | "мп"
        | "m"
        | "metres"
        | "meters" => Unit::Metres,
        "квм"
        | "м2"
        | "мкв"
        | "квадратныйметр"
        | "квадратныхметров"
        | "квадратныеметры"
        | "квметр"
        | "квметров"
        | "квметры"
        | "m2"
        | "sqm"
        | "squaremetres" => Unit::SquareMetres,
        "кубм"
        | "м3"
        | "мкуб"
        | "кубометр"
        | "кубометров"
        | "кубометры"
        | "кубическийметр"
        | "кубическихметров"
        | "кубметр"
        | "кубметров"
        | "m3"
        | "cubicmetres" => Unit::CubicMetres,
        "га" | "гектар" | "гектара" | "гектаров" | "гектары" | "ha" | "hectares" => {
            Unit::Hectares
        }
        _ => return None,
    })
}

/// Splits "4 200 кв.м" into the number as written and the unit; None where there is no number in front or
/// the rest is no unit.
pub fn split_amount(raw: &str) -> Option<(&str, Unit)> {
    let text = super::text::trim(raw);
    let end = text.find(|c: char| {
        !(c.is_ascii_digit() || super::text::is_space(c) || matches!(c, ',' | '.' | '\'' | '-'))
    })?;
    let number = text[..end].trim_matches(super::text::is_space);
    let unit = read_unit(&text[end..])?;
    number
        .bytes()
        .any(|b| b.is_ascii_digit())
        .then_some((number, unit))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_units_and_amounts() {
        for (raw, unit) in [
            ("рублей", Unit::Rub),
            ("р.", Unit::Rub),
            ("кв. м", Unit::SquareMetres),
            ("м²", Unit::SquareMetres),
            ("м2", Unit::SquareMetres),
            ("м3", Unit::CubicMetres),
            ("куб.м", Unit::CubicMetres),
            ("м³", Unit::CubicMetres),
            ("п.м.", Unit::Metres),
            ("Га\u{a0}", Unit::Hectares),
            ("ед.", Unit::Pieces),
            ("шт", Unit::Pieces),
        ] {
            assert_eq!(read_unit(raw), Some(unit), "{raw}");
        }
        assert_eq!(read_unit("вёдра"), None);
        assert_eq!(
            split_amount("4 200 кв.м"),
            Some(("4 200", Unit::SquareMetres))
        );
        assert_eq!(split_amount("36,7 га"), Some(("36,7", Unit::Hectares)));
        assert_eq!(split_amount("870 м\u{a0}"), Some(("870", Unit::Metres)));
        assert_eq!(split_amount("га"), None);
        assert_eq!(split_amount("5,2 млн"), None);
    }
}
