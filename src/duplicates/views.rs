//! What the templates of the room show. No query, no permission.

use askama::Template;
use uuid::Uuid;

use super::actions::CHOICES;
use super::model::Reason;
use super::queries::{Queued, RecentMerge};
use crate::clients::Record;
use crate::text::Locale;
use crate::web::Shell;

/// A client in the queue.
pub struct Member {
    pub id: Uuid,
    pub name: String,
    pub details: String,
}

/// A pair in the queue.
pub struct Line {
    pub first: Member,
    pub second: Member,
    pub score: i16,
    pub reasons: Vec<String>,
}

impl Line {
    pub fn new(t: Locale, pair: Queued) -> Line {
        let details = |inn: Option<String>, projects: i64| {
            let inn = inn.filter(|n| !n.is_empty());
            [
                inn.map(|n| t.with("client-inn", &n)),
                Some(t.count("duplicates-projects", projects)),
            ]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join(" · ")
        };
        Line {
            score: pair.score,
            reasons: words(t, pair.reasons.iter().filter_map(|r| Reason::from_word(r))),
            first: Member {
                id: pair.first_id,
                name: pair.first_name,
                details: details(pair.first_inn, pair.first_projects),
            },
            second: Member {
                id: pair.second_id,
                name: pair.second_name,
                details: details(pair.second_inn, pair.second_projects),
            },
        }
    }
}

fn words(t: Locale, reasons: impl Iterator<Item = Reason>) -> Vec<String> {
    reasons.map(|r| t.text(r.label()).into_owned()).collect()
}

/// A merge that can be taken back.
pub struct Recent {
    pub id: Uuid,
    pub kept_id: Uuid,
    pub kept: String,
    pub gone: String,
}

impl Recent {
    pub fn new(merge: RecentMerge) -> Recent {
        Recent {
            id: merge.id,
            kept_id: merge.kept_id,
            kept: merge.kept_name,
            gone: merge.gone_name,
        }
    }
}

#[derive(Template)]
#[template(path = "duplicates/index.html")]
pub struct Index {
    pub shell: Shell,
    pub lines: Vec<Line>,
    pub recent: Vec<Recent>,
    pub next: Option<String>,
    pub may_decide: bool,
}

/// One of two clients side by side.
pub struct Side {
    pub id: Uuid,
    pub version: i64,
    pub label: String,
    pub projects: i64,
    pub contacts: i64,
    /// Texts in the order of [`CHOICES`].
    values: Vec<String>,
}

impl Side {
    pub fn new(
        t: Locale,
        client: Record,
        (projects, contacts): (i64, i64),
        responsible: Option<String>,
    ) -> Side {
        let address = [
            &client.post_code,
            &client.district,
            &client.city,
            &client.street,
        ]
        .into_iter()
        .flatten()
        .cloned()
        .collect::<Vec<_>>()
        .join(", ");
        let kind = t.text(client.kind().label()).into_owned();
        Side {
            id: client.id,
            version: client.version,
            label: client.label().to_owned(),
            projects,
            contacts,
            values: vec![
                format!("{} ({kind})", client.name),
                client.short_name.unwrap_or_default(),
                client.inn.unwrap_or_default(),
                client.kpp.unwrap_or_default(),
                client.ogrn.unwrap_or_default(),
                address,
                responsible.unwrap_or_default(),
            ],
        }
    }
}

/// A field of both.
pub struct Choice {
    pub name: &'static str,
    pub label: String,
    pub kept: String,
    pub gone: String,
    /// Both have it and they differ: somebody has to choose.
    pub is_question: bool,
    /// Only the one that goes has it: it is taken.
    pub is_filled: bool,
}

#[derive(Template)]
#[template(path = "duplicates/compare.html")]
pub struct Compare {
    pub shell: Shell,
    /// Made with the form, so that a form sent twice merges once.
    pub form_id: Uuid,
    pub kept: Side,
    pub gone: Side,
    pub choices: Vec<Choice>,
    pub score: String,
    pub reasons: Vec<String>,
    pub may_decide: bool,
    /// One of them changed since the preview that was sent.
    pub is_changed: bool,
    /// What moves, in words.
    pub moves: String,
}

const LABELS: [&str; CHOICES.len()] = [
    "client-name",
    "client-short-name",
    "inn",
    "kpp",
    "ogrn",
    "client-address",
    "client-responsible",
];

impl Compare {
    /// `kept` stays, `gone` is merged into it.
    pub fn new(
        shell: Shell,
        kept: Side,
        gone: Side,
        (score, reasons): (i16, Vec<Reason>),
        may_decide: bool,
        is_changed: bool,
    ) -> Compare {
        let t = shell.t;
        let choices = CHOICES
            .iter()
            .zip(LABELS)
            .zip(kept.values.iter().zip(&gone.values))
            .filter(|(_, (kept, gone))| !(kept.is_empty() && gone.is_empty()))
            .map(|(((name, _), label), (kept, gone))| Choice {
                name,
                label: t.text(label).into_owned(),
                is_question: !kept.is_empty() && !gone.is_empty() && kept != gone,
                is_filled: kept.is_empty() && !gone.is_empty(),
                kept: kept.clone(),
                gone: gone.clone(),
            })
            .collect();
        let moves = format!(
            "{}, {}",
            t.count("duplicates-projects", gone.projects),
            t.count("duplicates-contacts", gone.contacts)
        );
        Compare {
            shell,
            form_id: Uuid::now_v7(),
            choices,
            score: score.to_string(),
            reasons: words(t, reasons.into_iter()),
            may_decide,
            is_changed,
            moves,
            kept,
            gone,
        }
    }
}
