//! Time zones as people choose them: those of Russia by the names of their cities, then all.

use chrono::{DateTime, Offset, Utc};
use chrono_tz::{TZ_VARIANTS, Tz};

use crate::text::Locale;

/// One line of the list.
pub struct Zone {
    pub name: &'static str,
    pub label: String,
    pub is_chosen: bool,
}

/// West to east, with the key of each one's name.
const RUSSIAN: [(Tz, &str); 11] = [
    (Tz::Europe__Kaliningrad, "zone-kaliningrad"),
    (Tz::Europe__Moscow, "zone-moscow"),
    (Tz::Europe__Samara, "zone-samara"),
    (Tz::Asia__Yekaterinburg, "zone-yekaterinburg"),
    (Tz::Asia__Omsk, "zone-omsk"),
    (Tz::Asia__Krasnoyarsk, "zone-krasnoyarsk"),
    (Tz::Asia__Irkutsk, "zone-irkutsk"),
    (Tz::Asia__Yakutsk, "zone-yakutsk"),
    (Tz::Asia__Vladivostok, "zone-vladivostok"),
    (Tz::Asia__Sakhalin, "zone-sakhalin"),
    (Tz::Asia__Kamchatka, "zone-kamchatka"),
];

/// `UTC+11`, `UTC−3:30` at a moment.
fn offset(zone: Tz, at: DateTime<Utc>) -> String {
    let minutes = at.with_timezone(&zone).offset().fix().local_minus_utc() / 60;
    let sign = if minutes < 0 { '\u{2212}' } else { '+' };
    match (minutes.abs() / 60, minutes.abs() % 60) {
        (hours, 0) => format!("UTC{sign}{hours}"),
        (hours, rest) => format!("UTC{sign}{hours}:{rest:02}"),
    }
}

/// The name of a zone as the list has it.
pub fn label(t: Locale, zone: Tz) -> String {
    let name = match RUSSIAN.iter().find(|(z, _)| *z == zone) {
        Some((_, key)) => t.text(key).into_owned(),
        None => zone.name().replace('_', " "),
    };
    format!("{name}, {}", offset(zone, Utc::now()))
}

fn line(t: Locale, zone: Tz, chosen: &str) -> Zone {
    Zone {
        name: zone.name(),
        label: label(t, zone),
        is_chosen: zone.name() == chosen,
    }
}

/// The zones of Russia; the chosen one too, if it is another.
pub fn russian(t: Locale, chosen: &str) -> Vec<Zone> {
    let russian = RUSSIAN.iter().map(|(zone, _)| *zone);
    let other = chosen.parse::<Tz>().ok();
    let other = other.filter(|o| RUSSIAN.iter().all(|(z, _)| z != o));
    russian.chain(other).map(|z| line(t, z, chosen)).collect()
}

/// All others, by name.
pub fn others(t: Locale, chosen: &str) -> Vec<Zone> {
    TZ_VARIANTS
        .iter()
        .filter(|zone| RUSSIAN.iter().all(|(russian, _)| russian != *zone))
        // What has no slash is an old name of another one, except UTC.
        .filter(|zone| zone.name().contains('/') || zone.name() == "UTC" || zone.name() == chosen)
        .filter(|zone| !zone.name().starts_with("Etc/"))
        .map(|zone| line(t, *zone, chosen))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_offset_is_written_with_minutes_only_where_it_has_some() {
        let at = DateTime::UNIX_EPOCH;
        for (zone, expected) in [
            (Tz::UTC, "UTC+0"),
            (Tz::Asia__Kolkata, "UTC+5:30"),
            (Tz::America__New_York, "UTC\u{2212}5"),
        ] {
            assert_eq!(offset(zone, at), expected);
        }
    }
}
