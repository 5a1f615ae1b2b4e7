//! What is told of changes, to which addresses nothing is ever sent, when a delivery is tried again, how it is
//! signed. Pure.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use chrono::Duration;
use hmac::{Hmac, Mac};
use serde_json::{Map, Value, json};
use sha2::Sha256;
use uuid::Uuid;

use super::model::{Event, KINDS};
use crate::db::Recorded;

/// The event of many rows at once.
pub const MANY: &str = "rows.changed";

/// What a change of a row is called.
fn verb(change: &Recorded) -> &'static str {
    let is_false = change.to.as_ref().is_some_and(|v| *v == json!(false));
    match (change.field.as_str(), &change.from, &change.to) {
        ("", None, _) => "created",
        ("", Some(_), None) => "deleted",
        ("deleted", ..) if is_false => "restored",
        ("deleted", ..) => "deleted",
        _ => "changed",
    }
}

/// Of several things that happened to a row in one work, the one that says most.
fn weight(verb: &str) -> usize {
    ["changed", "restored", "created", "deleted"]
        .iter()
        .position(|v| *v == verb)
        .unwrap_or(0)
}

struct OfRow {
    kind: &'static str,
    id: Uuid,
    version: i64,
    verb: &'static str,
    changes: Map<String, Value>,
}

/// What is told of these changes: one event for each row.
pub fn events(recorded: &[Recorded]) -> Vec<Event> {
    let mut rows: Vec<OfRow> = Vec::new();
    for change in recorded {
        let Some(kind) = KINDS.iter().find(|k| **k == change.kind) else {
            continue;
        };
        let at = rows
            .iter()
            .position(|r| r.kind == *kind && r.id == change.id);
        let at = at.unwrap_or_else(|| {
            rows.push(OfRow {
                kind,
                id: change.id,
                version: change.version,
                verb: verb(change),
                changes: Map::new(),
            });
            rows.len() - 1
        });
        let row = &mut rows[at];
        row.version = row.version.max(change.version);
        if weight(verb(change)) > weight(row.verb) {
            row.verb = verb(change);
        }
        if verb(change) == "changed" {
            row.changes.insert(
                change.field.clone(),
                json!({"from": change.from, "to": change.to}),
            );
        }
    }
    rows.into_iter().map(event).collect()
}

fn event(row: OfRow) -> Event {
    Event {
        name: format!("{}.{}", row.kind, row.verb),
        kind: row.kind,
        data: json!({"type": row.kind, "id": row.id, "version": row.version, "changes": row.changes}),
    }
}

/// The pause before the next try, after so many tries; none when it is given up, about a day after the first.
pub fn pause_after(attempts: i32) -> Option<Duration> {
    const SECONDS: [i64; 9] = [10, 60, 300, 900, 3_600, 7_200, 14_400, 28_800, 28_800];
    let n = usize::try_from(attempts).ok()?.checked_sub(1)?;
    SECONDS.get(n).map(|s| Duration::seconds(*s))
}

/// The signature of a body at a moment, as its header has it.
pub fn signature(secret: &str, seconds: i64, body: &str) -> Option<String> {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).ok()?;
    mac.update(format!("{seconds}.{body}").as_bytes());
    let bytes = mac.finalize().into_bytes();
    let hex: String = bytes.iter().map(|b| format!("{b:02x}")).collect();
    Some(format!("t={seconds},v1={hex}"))
}

/// Whether an address belongs to the open network: not to this machine, its neighbours, or nobody.
pub fn is_public(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(v4) => is_public_v4(v4),
        IpAddr::V6(v6) => is_public_v6(v6),
    }
}

fn is_public_v4(ip: Ipv4Addr) -> bool {
    let [a, b, c, _] = ip.octets();
    !(ip.is_private()
        || ip.is_loopback()
        || ip.is_link_local()
        || ip.is_broadcast()
        || ip.is_documentation()
        || ip.is_multicast()
        || a == 0
        || a >= 240
        || (a == 100 && (64..128).contains(&b))
        || (a == 192 && b == 0 && c == 0)
        || (a == 198 && (18..20).contains(&b)))
}

fn is_public_v6(ip: Ipv6Addr) -> bool {
    let parts = ip.segments();
    let last = |at: usize| {
        let [a, b] = parts[at].to_be_bytes();
        let [c, d] = parts[at + 1].to_be_bytes();
        Ipv4Addr::new(a, b, c, d)
    };
    match parts {
        // An old address in new clothes is what it is.
        [0, 0, 0, 0, 0, 0xffff, ..] | [0x64, 0xff9b, 0, 0, 0, 0, ..] => is_public_v4(last(6)),
        [0x2002, ..] => is_public_v4(last(1)),
        [0x2001, 0xdb8, ..] | [0x2001, 0, ..] => false,
        // Only this part of the new addresses is given out.
        [first, ..] => (0x2000..0x4000).contains(&first),
    }
}

/// Why an address cannot be told anything; a key of a message. Names are looked up when something is sent.
pub fn fault_of_url(url: &str, may_be_private: bool) -> Option<&'static str> {
    let rest = url
        .strip_prefix("https://")
        .or_else(|| url.strip_prefix("http://"));
    let Some(rest) = rest.filter(|_| url.len() <= 2000) else {
        return Some("webhook-url-bad");
    };
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let is_clean = url.is_ascii() && !url.bytes().any(|b| b <= b' ' || b == 0x7f);
    if authority.is_empty() || authority.contains('@') || !is_clean {
        return Some("webhook-url-bad");
    }
    let host = match authority.strip_prefix('[') {
        Some(v6) => v6.split(']').next().unwrap_or_default(),
        None => authority.split(':').next().unwrap_or_default(),
    };
    let is_private = match host.parse::<IpAddr>() {
        Ok(ip) => !is_public(ip),
        Err(_) => host.eq_ignore_ascii_case("localhost") || host.ends_with(".localhost"),
    };
    (is_private && !may_be_private).then_some("webhook-url-private")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn change(kind: &'static str, id: Uuid, field: &str, from: Value, to: Value) -> Recorded {
        let some = |v: Value| Some(v).filter(|v| !v.is_null());
        Recorded {
            kind,
            id,
            version: 2,
            field: field.to_owned(),
            from: some(from),
            to: some(to),
        }
    }

    #[test]
    fn a_row_is_told_once_with_what_happened_to_it() {
        let (deal, task) = (Uuid::now_v7(), Uuid::now_v7());
        let told = events(&[
            change("deal", deal, "stage", json!("proposal"), json!("closed")),
            change("deal", deal, "amount", json!("0.00"), json!("5.00")),
            change("member", deal, "role", json!("viewer"), json!("admin")),
            change("task", task, "", Value::Null, json!({"title": "x"})),
        ]);
        assert_eq!(told.len(), 2);
        assert_eq!(told[0].name, "deal.changed");
        assert_eq!(
            told[0].data["changes"]["stage"],
            json!({"from": "proposal", "to": "closed"})
        );
        assert_eq!(told[0].data["changes"]["amount"]["to"], "5.00");
        assert_eq!(
            (told[1].name.as_str(), &told[1].data["changes"]),
            ("task.created", &json!({}))
        );
        for (field, from, to, name) in [
            ("", json!({"title": "x"}), Value::Null, "task.deleted"),
            ("deleted", json!(false), json!(true), "task.deleted"),
            (
                "deleted",
                json!({"title": "x"}),
                Value::Null,
                "task.deleted",
            ),
            ("deleted", json!(true), json!(false), "task.restored"),
        ] {
            assert_eq!(
                events(&[change("task", task, field, from, to)])[0].name,
                name
            );
        }
    }

    #[test]
    fn nothing_is_sent_to_ourselves_or_our_neighbours() {
        for (ip, is) in [
            ("93.184.216.34", true),
            ("127.0.0.1", false),
            ("10.1.2.3", false),
            ("172.16.0.1", false),
            ("172.32.0.1", true),
            ("192.168.1.1", false),
            ("169.254.169.254", false),
            ("100.64.0.1", false),
            ("0.0.0.0", false),
            ("255.255.255.255", false),
            ("::1", false),
            ("::", false),
            ("fe80::1", false),
            ("fd00::1", false),
            ("::ffff:127.0.0.1", false),
            ("::ffff:93.184.216.34", true),
            ("64:ff9b::7f00:1", false),
            ("2002:7f00:1::", false),
            ("2606:2800:220:1:248:1893:25c8:1946", true),
        ] {
            let parsed: IpAddr = ip.parse().expect("an address");
            assert_eq!(is_public(parsed), is, "{ip}");
        }
    }

    #[test]
    fn an_address_is_refused_with_its_reason() {
        for (url, fault) in [
            ("https://example.org/crm?x=1", None),
            ("http://example.org", None),
            ("ftp://example.org", Some("webhook-url-bad")),
            ("https://", Some("webhook-url-bad")),
            ("https://a b", Some("webhook-url-bad")),
            ("https://me:secret@example.org", Some("webhook-url-bad")),
            ("https://127.0.0.1:8080/", Some("webhook-url-private")),
            ("http://[::1]/", Some("webhook-url-private")),
            ("http://localhost/", Some("webhook-url-private")),
        ] {
            assert_eq!(fault_of_url(url, false), fault, "{url}");
        }
        assert_eq!(fault_of_url("http://127.0.0.1:8080/", true), None);
    }

    #[test]
    fn a_delivery_is_tried_again_ever_later_for_about_a_day() {
        let pauses: Vec<Duration> = (1..20).map_while(pause_after).collect();
        assert!(pauses.windows(2).all(|p| p[0] <= p[1]), "{pauses:?}");
        let all: Duration = pauses.iter().fold(Duration::zero(), |sum, p| sum + *p);
        assert!((20..=26).contains(&all.num_hours()), "{all}");
        assert_eq!(pause_after(0), None);
    }

    #[test]
    fn a_signature_is_that_of_the_moment_and_the_body() {
        let signed = signature("secret", 1_700_000_000, "{}").expect("signed");
        assert!(signed.starts_with("t=1700000000,v1="), "{signed}");
        assert_eq!(signed.len(), "t=1700000000,v1=".len() + 64);
        assert_ne!(
            signature("secret", 1_700_000_001, "{}"),
            Some(signed.clone())
        );
        assert_ne!(signature("other", 1_700_000_000, "{}"), Some(signed));
    }
}
