//! The state of a project: the steps, the moves that are open now, and why the others are not.

use askama::Template;
use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use uuid::Uuid;

use crate::projects::lifecycle::{Decided, allowed_moves, check_move};
use crate::projects::{Project, ProjectState};
use crate::refusal::Refusal;
use crate::text::{Locale, Message, formats};
use crate::values::dates::Precision;

/// One state on the way.
pub struct Step {
    pub icon: String,
    pub label: String,
    pub is_done: bool,
    pub is_now: bool,
    /// Since when, and for how many days.
    pub note: String,
}

/// A move that is open now.
pub struct Open {
    pub to: &'static str,
    pub label: String,
    pub is_primary: bool,
    pub is_danger: bool,
}

/// A move of the table that is not possible yet.
pub struct Blocked {
    pub label: String,
    pub reason: String,
    /// Field and label of each thing that is missing.
    pub lacks: Vec<(&'static str, String)>,
}

#[derive(Template)]
#[template(path = "projects/_state_panel.html")]
pub struct StatePanel {
    pub t: Locale,
    pub icons: &'static str,
    pub project: Uuid,
    pub version: i64,
    pub state: &'static str,
    pub steps: Vec<Step>,
    pub open: Vec<Open>,
    pub blocked: Vec<Blocked>,
    /// Why this person moves nothing here.
    pub lock: Option<String>,
    /// Why the last try did not work.
    pub refused: Option<String>,
    pub is_beside: bool,
}

const WAY: [ProjectState; 5] = [
    ProjectState::ApplicationShort,
    ProjectState::ApplicationFull,
    ProjectState::InCommission,
    ProjectState::OnSupport,
    ProjectState::Ended,
];

/// Key of the button's words.
fn verb(from: ProjectState, to: ProjectState) -> &'static str {
    match (from, to) {
        (ProjectState::InCommission, ProjectState::ApplicationFull) => "do-rework",
        (_, ProjectState::ApplicationFull) => "do-application-full",
        (_, ProjectState::InCommission) => "do-in-commission",
        (_, ProjectState::OnSupport) => "do-on-support",
        (_, ProjectState::Frozen) => "do-frozen",
        (_, ProjectState::Ended) => "do-ended",
        (_, ProjectState::Archived) => "do-archived",
        (_, ProjectState::Deleted) => "do-deleted",
        (_, ProjectState::ApplicationShort) => "do-application-short",
    }
}

fn steps(t: Locale, project: &Project, now: DateTime<Utc>, zone: Tz) -> Vec<Step> {
    let state = project.state();
    let days = (now.with_timezone(&zone).date_naive()
        - project.state_changed_at.with_timezone(&zone).date_naive())
    .num_days();
    let since = project.state_changed_at.with_timezone(&zone).date_naive();
    let mut note = t.with("since", &formats::date(t, since, Precision::Day));
    if days > 0 {
        note = format!("{note} · {}", t.count("days", days));
    }
    // A project may end from anywhere, so that its end says nothing of the steps before.
    let place = WAY
        .iter()
        .position(|s| *s == state && state != ProjectState::Ended);
    let step = |s: ProjectState, is_done: bool, is_now: bool| Step {
        icon: if is_done {
            "check".to_owned()
        } else {
            format!("st-{}", s.look())
        },
        label: t.text(s.label()).into_owned(),
        is_done,
        is_now,
        note: if is_now { note.clone() } else { String::new() },
    };
    match place {
        Some(at) => WAY
            .iter()
            .enumerate()
            .map(|(i, s)| step(*s, i < at, i == at))
            .collect(),
        // Off the way: the state stands where the end would.
        None => vec![step(state, false, true)],
    }
}

fn blocked(t: Locale, from: ProjectState, to: ProjectState, refusal: &Refusal) -> Blocked {
    let (reason, lacks) = match refusal {
        Refusal::Invalid(fields) => (
            t.text("move-lacks").into_owned(),
            fields
                .iter()
                .filter_map(|f| {
                    let field = crate::projects::ProjectField::from_word(&f.field)?;
                    Some((field.word(), t.text(field.label()).into_owned()))
                })
                .collect(),
        ),
        Refusal::NotAllowedNow { reason, .. } => (t.message(reason), Vec::new()),
        _ => (t.message(&Message::new("error-not-now")), Vec::new()),
    };
    Blocked {
        label: t.text(verb(from, to)).into_owned(),
        reason,
        lacks,
    }
}

impl StatePanel {
    /// `lock` says why this person may not move the project; `may_delete` that they may put it into
    /// the bin.
    pub fn new(
        t: Locale,
        project: &Project,
        decided: Decided,
        now: DateTime<Utc>,
        zone: Tz,
        lock: Option<String>,
        may_delete: bool,
    ) -> StatePanel {
        let from = project.state();
        let (mut open, mut closed) = (Vec::new(), Vec::new());
        for to in allowed_moves(from) {
            let is_danger = *to == ProjectState::Deleted;
            if is_danger && !may_delete {
                continue;
            }
            match check_move(project, *to, decided) {
                Ok(()) => open.push(Open {
                    to: to.word(),
                    label: t.text(verb(from, *to)).into_owned(),
                    is_primary: *to > from && to.rank() == from.rank() + 1 && !is_danger,
                    is_danger,
                }),
                Err(refusal) => closed.push(blocked(t, from, *to, &refusal)),
            }
        }
        if lock.is_some() {
            open.clear();
        }
        StatePanel {
            t,
            icons: crate::web::assets().icons(),
            project: project.id,
            version: project.version,
            state: from.word(),
            steps: steps(t, project, now, zone),
            open,
            blocked: closed,
            lock,
            refused: None,
            is_beside: false,
        }
    }
}
