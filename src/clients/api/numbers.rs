//! Registry numbers of a client on the wire: what is wrong with them, as a refusal or as a warning. Pure.

use serde_json::{Map, Value};

use super::super::model::ClientKind;
use crate::text::Message;
use crate::values::registry_numbers::{inn_is_valid, kpp_is_valid, ogrn_is_valid};

/// What is wrong with one number.
pub struct Slip {
    pub field: &'static str,
    pub code: &'static str,
    pub message: Message,
    /// The state itself has issued such numbers: a person may insist.
    pub may_stand: bool,
}

fn text<'a>(row: &'a Map<String, Value>, field: &str) -> Option<&'a str> {
    row.get(field)?.as_str()
}

fn check_inn(inn: &str, is_person: bool) -> Option<(&'static str, Message)> {
    let length = if is_person { 12 } else { 10 };
    let digits = inn.bytes().all(|b| b.is_ascii_digit());
    if !digits || inn.len() != length {
        let message = Message::new("inn-length")
            .number("n", length as i64)
            .number("now", inn.chars().count() as i64);
        return Some(("bad_length", message));
    }
    (!inn_is_valid(inn)).then(|| ("bad_check_digit", "inn-check".into()))
}

fn check_ogrn(ogrn: &str, kind: ClientKind) -> Option<(&'static str, Message)> {
    let length = if kind == ClientKind::SoleProprietor {
        15
    } else {
        13
    };
    let fits = ogrn.len() == length && ogrn.bytes().all(|b| b.is_ascii_digit());
    (!fits || !ogrn_is_valid(ogrn)).then(|| ("bad_check_digit", "ogrn-check".into()))
}

/// Everything that is wrong with the numbers of a client of this kind.
pub fn slips(kind: ClientKind, row: &Map<String, Value>) -> Vec<Slip> {
    let mut found = Vec::new();
    let mut add = |field, slip: Option<(&'static str, Message)>, may_stand| {
        found.extend(slip.map(|(code, message)| Slip {
            field,
            code,
            message,
            may_stand,
        }));
    };
    add(
        "inn",
        text(row, "inn").and_then(|n| check_inn(n, kind.is_person())),
        true,
    );
    add(
        "ogrn",
        text(row, "ogrn").and_then(|n| check_ogrn(n, kind)),
        true,
    );
    let kpp = text(row, "kpp").filter(|k| !kpp_is_valid(k));
    add("kpp", kpp.map(|_| ("bad", "kpp-bad".into())), false);
    found
}
