//! The description as a page that people read: the same endpoints and fields, in order of their families.

use askama::Template;

use super::description::endpoints;
use crate::text::Locale;
use crate::web::api::{Endpoint, Field, Kind, Shown};
use crate::web::{Answer, Bare, Cx, Outcome};

/// One value: of a body, of the address, of the query.
struct Line {
    name: &'static str,
    kind: String,
    is_required: bool,
    note: String,
}

/// One method of one path.
struct Entry {
    anchor: String,
    method: &'static str,
    path: String,
    summary: String,
    parameters: Vec<Line>,
    body: Vec<Line>,
    takes_file: bool,
    answers: Vec<(u16, String)>,
    needs_token: bool,
    needs_organization: bool,
    has_pages: bool,
    has_cursor: bool,
}

struct Family {
    tag: &'static str,
    entries: Vec<Entry>,
}

#[derive(Template)]
#[template(path = "api/docs.html")]
struct Docs {
    bare: Bare,
    families: Vec<Family>,
}

fn words(list: &[&str]) -> String {
    list.join(" | ")
}

/// What a value holds, as programmers name it.
fn kind_of(kind: Kind) -> String {
    match kind {
        Kind::Text(0) => "string".to_owned(),
        Kind::Text(most) => format!("string, 1–{most}"),
        Kind::LongText(most) => format!("string, 0–{most}"),
        Kind::Email => "string, e-mail".to_owned(),
        Kind::Password => "string, 8–200".to_owned(),
        Kind::Id => "uuid".to_owned(),
        Kind::Amount => "decimal, \"10000.00\"".to_owned(),
        Kind::Date => "date, 2026-01-31".to_owned(),
        Kind::Flag => "boolean".to_owned(),
        Kind::Whole(_, most) if most > 1_000_000_000 => "integer".to_owned(),
        Kind::Whole(least, most) => format!("integer, {least}–{most}"),
        Kind::Word(list) => words(list),
        Kind::Words(list) => format!("[{}]", words(list)),
        Kind::Currency => "currency, RUB".to_owned(),
        Kind::Digits(n) => format!("string, {n} × 0–9"),
        Kind::Object => "object".to_owned(),
        Kind::Texts => "[string]".to_owned(),
        Kind::Time => "date-time".to_owned(),
        Kind::Any => "any".to_owned(),
    }
}

fn field(field: &Field, is_patch: bool) -> Line {
    let mut notes = Vec::new();
    if field.nullable && !field.required {
        notes.push("null".to_owned());
    }
    if let Some(default) = field.default.filter(|_| !is_patch) {
        notes.push(format!("= {default}"));
    }
    Line {
        name: field.name,
        kind: kind_of(field.kind),
        is_required: field.required && !is_patch,
        note: notes.join(", "),
    }
}

fn shown(shown: Shown) -> String {
    match shown {
        Shown::Nothing => String::new(),
        Shown::Row(name) => name.to_owned(),
        Shown::List(name) => format!("[{name}]"),
        Shown::Object => "object".to_owned(),
        Shown::File(kind) => kind.to_owned(),
    }
}

fn entry(endpoint: &Endpoint) -> Entry {
    let parameters = endpoint.parameters.iter().map(|p| Line {
        name: p.name,
        kind: kind_of(p.kind),
        is_required: false,
        note: if p.repeats { "×n" } else { "" }.to_owned(),
    });
    let inputs = endpoint.body.unwrap_or_default().iter();
    Entry {
        anchor: format!("{} {}", endpoint.method, endpoint.path)
            .chars()
            .map(|c| if c.is_ascii_alphanumeric() { c } else { '-' })
            .collect(),
        method: endpoint.method,
        path: endpoint.path.clone(),
        summary: endpoint.summary.clone(),
        parameters: parameters.collect(),
        body: inputs
            .filter(|f| f.is_input)
            .map(|f| field(f, endpoint.is_patch))
            .collect(),
        takes_file: endpoint.takes_file,
        answers: endpoint
            .answers
            .iter()
            .map(|(status, what)| (*status, shown(*what)))
            .collect(),
        needs_token: endpoint.needs_token,
        needs_organization: endpoint.needs_organization,
        has_pages: endpoint
            .answers
            .iter()
            .any(|(_, what)| matches!(what, Shown::List(_))),
        has_cursor: endpoint.has_cursor,
    }
}

fn families() -> Vec<Family> {
    let mut all: Vec<Family> = Vec::new();
    for endpoint in endpoints() {
        match all.iter_mut().find(|f| f.tag == endpoint.tag) {
            Some(family) => family.entries.push(entry(&endpoint)),
            None => all.push(Family {
                tag: endpoint.tag,
                entries: vec![entry(&endpoint)],
            }),
        }
    }
    all
}

fn page(t: Locale) -> Outcome {
    Answer::html(&Docs {
        bare: Bare::new(t),
        families: families(),
    })
}

/// `GET /api/docs`: for everybody, as the description is.
pub async fn docs(cx: Cx) -> Outcome {
    page(cx.locale)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_endpoint_stands_in_a_family_once() {
        let all = families();
        let n: usize = all.iter().map(|f| f.entries.len()).sum();
        assert_eq!(n, endpoints().len());
        assert!(all.iter().all(|f| !f.tag.is_empty()));
    }
}
