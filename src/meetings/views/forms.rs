//! The other pages of the room: lists, forms, the look ahead before closing.

use askama::Template;
use uuid::Uuid;

use super::agenda::{Choice, Way, choices};
use crate::meetings::model::Ready;
use crate::supports;
use crate::text::Locale;
use crate::web::{FormView, Shell};

/// A meeting in the list.
pub struct MeetingLine {
    pub id: Uuid,
    pub title: String,
    pub date: String,
    pub place: String,
    pub chip: (&'static str, &'static str, String),
    pub items: i64,
    pub decided: i64,
    pub protocol: String,
}

#[derive(Template)]
#[template(path = "meetings/index.html")]
pub struct IndexPage {
    pub shell: Shell,
    pub lines: Vec<MeetingLine>,
    pub may_record: bool,
    /// Of each commission: its word, name and how many measures are ready.
    pub commissions: Vec<(&'static str, String, String)>,
}

/// A measure that may go onto the agenda.
pub struct Pick {
    pub support: Uuid,
    pub label: String,
    pub sub: String,
    pub amount: String,
    pub was_postponed: bool,
}

pub fn picks(t: Locale, ready: &[Ready]) -> Vec<Pick> {
    ready
        .iter()
        .map(|r| {
            let kind = r.kind.as_deref().and_then(supports::SupportType::from_word);
            let unit = r.unit.as_deref().and_then(supports::Unit::from_word);
            let kind = t
                .text(kind.map_or("support-unknown", |k| k.label()))
                .into_owned();
            let sub = [r.client.clone(), Some(r.project_number.clone()), Some(kind)];
            Pick {
                support: r.support_id,
                label: r.project_name.clone(),
                sub: sub.into_iter().flatten().collect::<Vec<_>>().join(" · "),
                amount: supports::amount(t, r.amount_hundredths, unit),
                was_postponed: r.was_postponed,
            }
        })
        .collect()
}

#[derive(Template)]
#[template(path = "meetings/new.html")]
pub struct NewPage {
    pub shell: Shell,
    pub form: FormView,
    pub kind: &'static str,
    /// Both commissions: word and name.
    pub kinds: Vec<(&'static str, String)>,
    pub picks: Vec<Pick>,
    /// Members on the day are known.
    pub members: usize,
}

/// A project and where it would go.
pub struct FollowLine {
    pub project: Uuid,
    /// Number and name.
    pub name: String,
    /// Look and name of the state; none: it stays.
    pub to: Option<(&'static str, String)>,
    pub may_archive: bool,
}

#[derive(Template)]
#[template(path = "meetings/closing.html")]
pub struct ClosingPage {
    pub shell: Shell,
    pub form: FormView,
    pub id: Uuid,
    pub title: String,
    pub all: i64,
    pub ways: Vec<Way>,
    /// Questions that will be put off, by their places.
    pub undecided: String,
    pub follows: Vec<FollowLine>,
    pub troubles: Vec<String>,
}

/// A member of a commission.
pub struct MemberLine {
    pub id: Uuid,
    pub name: String,
    pub position: String,
    pub duty: String,
    pub has_vote: bool,
    pub term: String,
    pub is_active: bool,
}

#[derive(Template)]
#[template(path = "meetings/commission.html")]
pub struct CommissionPage {
    pub shell: Shell,
    pub form: FormView,
    pub kind: &'static str,
    pub title: String,
    pub members: Vec<MemberLine>,
    pub duties: Vec<(String, String)>,
    pub has_vote: bool,
    pub may_record: bool,
    pub may_rule: bool,
    pub percent: String,
    pub format: String,
}

#[derive(Template)]
#[template(path = "meetings/decision.html")]
pub struct DecisionPage {
    pub shell: Shell,
    pub form: FormView,
    pub action: String,
    pub project: Uuid,
    pub project_name: String,
    pub project_number: String,
    pub measure: String,
    pub bodies: Vec<(String, String)>,
    pub choices: Vec<Choice>,
    /// The decision that is annulled, in words.
    pub old: Option<String>,
    /// What recording it would do; empty: not looked ahead yet.
    pub ahead: Option<String>,
}

impl DecisionPage {
    pub fn title(&self) -> String {
        let key = if self.old.is_some() {
            "decision-annul"
        } else {
            "decision-new"
        };
        self.shell.t.text(key).into_owned()
    }

    /// The outcomes by the keys 1 to 5.
    pub fn outcomes(t: Locale) -> Vec<Choice> {
        choices(t)
    }
}
