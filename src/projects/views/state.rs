//! The state of a project: the steps with the time in each, the moves that are open now, why the others are
//! not, and the last move, to be taken back.

use askama::Template;
use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use uuid::Uuid;

use crate::calendar::Terms;
use crate::projects::lifecycle::{
    Decided, Follows, PastMove, Undoer, allowed_moves, check_move, in_force, may_undo,
    missing_for_full, rule_of, undo_asks_reason, verb,
};
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
    pub is_late: bool,
    /// Since when, and for how many working days.
    pub note: String,
}

/// A move that is open now.
pub struct Open {
    pub to: &'static str,
    pub label: String,
    pub is_primary: bool,
    pub is_danger: bool,
    /// People are asked why, and perhaps for a day.
    pub asks_reason: bool,
    pub asks_day: bool,
}

/// A move of the table that is not possible yet.
pub struct Blocked {
    pub to: &'static str,
    pub label: String,
    pub reason: String,
    /// Field and label of each thing that is missing.
    pub lacks: Vec<(&'static str, String)>,
}

/// The last move, to be taken back.
pub struct Undo {
    pub version: i64,
    pub label: String,
    pub asks_reason: bool,
}

/// What was sent and not taken.
#[derive(Default)]
pub struct Refused {
    pub text: String,
    /// The move whose form is shown opened, with what was typed.
    pub to: String,
    pub reason: String,
    pub wake_on: String,
    /// Where the project may go instead.
    pub ways: Vec<String>,
}

/// All that the panel is made of.
pub struct StateFacts {
    pub decided: Decided,
    pub history: Vec<PastMove>,
    pub made_at: DateTime<Utc>,
    pub terms: Terms,
    pub now: DateTime<Utc>,
    pub zone: Tz,
    /// Why this person may not move the project.
    pub lock: Option<String>,
    /// They may put it into the bin, and take back others' moves.
    pub may_delete: bool,
    pub user: Uuid,
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
    pub undo: Option<Undo>,
    /// Why this person moves nothing here.
    pub lock: Option<String>,
    /// Why the last try did not work.
    pub refused: Option<Refused>,
    /// The day on which a frozen project is looked at again, in words.
    pub wakes: Option<String>,
    /// What a full application has and this project, further on its way, has not.
    pub missing: Vec<(&'static str, String)>,
    pub is_beside: bool,
}

const WAY: [ProjectState; 5] = [
    ProjectState::ApplicationShort,
    ProjectState::ApplicationFull,
    ProjectState::InCommission,
    ProjectState::OnSupport,
    ProjectState::Ended,
];

/// A state and the days on which it began and ended.
struct Stay {
    state: ProjectState,
    from: NaiveDate,
    to: Option<NaiveDate>,
}

fn stays(project: &Project, facts: &StateFacts) -> Vec<Stay> {
    let day = |at: DateTime<Utc>| at.with_timezone(&facts.zone).date_naive();
    let moves = in_force(&facts.history);
    let mut stays = Vec::new();
    if let Some(first) = moves.first() {
        stays.push(Stay {
            state: first.from,
            from: day(facts.made_at),
            to: Some(day(first.at)),
        });
    }
    for (n, m) in moves.iter().enumerate() {
        stays.push(Stay {
            state: m.to,
            from: day(m.at),
            to: moves.get(n + 1).map(|next| day(next.at)),
        });
    }
    // An import may have put the project where it is; what the row says is true.
    if stays.last().is_none_or(|s| s.state != project.state()) {
        stays.push(Stay {
            state: project.state(),
            from: day(project.state_changed_at),
            to: None,
        });
    }
    stays
}

/// Since when and how long, with the norm where there is one.
fn note(t: Locale, facts: &StateFacts, stay: &Stay) -> (String, bool) {
    let today = facts.now.with_timezone(&facts.zone).date_naive();
    let (days, is_late) = facts
        .terms
        .stay(stay.state.word(), stay.from, stay.to.unwrap_or(today));
    let since = formats::date(t, stay.from, Precision::Day);
    let norm = facts
        .terms
        .norm(stay.state.word())
        .filter(|_| stay.to.is_none());
    let length = match norm {
        Some(norm) => t.message(
            &Message::new("days-of-norm")
                .number("n", days)
                .number("norm", norm),
        ),
        None => t.count("working-days", days),
    };
    let begin = match stay.to {
        Some(_) => since,
        None => t.with("since", &since),
    };
    (format!("{begin} · {length}"), is_late)
}

fn steps(t: Locale, project: &Project, facts: &StateFacts) -> Vec<Step> {
    let state = project.state();
    let stays = stays(project, facts);
    let last_of = |s: ProjectState| stays.iter().rev().find(|stay| stay.state == s);
    let step = |s: ProjectState, is_done: bool, is_now: bool| {
        let (note, is_late) = match last_of(s) {
            Some(stay) if is_done || is_now => note(t, facts, stay),
            _ => (String::new(), false),
        };
        Step {
            icon: if is_done {
                "check".to_owned()
            } else {
                format!("st-{}", s.look())
            },
            label: t.text(s.label()).into_owned(),
            is_done,
            is_now,
            is_late: is_late && is_now,
            note,
        }
    };
    match WAY.iter().position(|s| *s == state) {
        Some(at) if state != ProjectState::Ended => WAY
            .iter()
            .enumerate()
            .map(|(i, s)| step(*s, i < at, i == at))
            .collect(),
        // A project may end from anywhere: it is shown behind the states that it has been in.
        _ => WAY
            .iter()
            .filter(|s| **s != state && last_of(**s).is_some())
            .map(|s| step(*s, true, false))
            .chain([step(state, false, true)])
            .collect(),
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
        _ => (t.text("error-not-now").into_owned(), Vec::new()),
    };
    Blocked {
        to: to.word(),
        label: t.text(verb(from, to)).into_owned(),
        reason,
        lacks,
    }
}

/// The moves of the table from here: open, and not open yet.
pub fn targets(
    t: Locale,
    project: &Project,
    decided: Decided,
    may_delete: bool,
) -> (Vec<Open>, Vec<Blocked>) {
    let from = project.state();
    let (mut open, mut closed) = (Vec::new(), Vec::new());
    for to in allowed_moves(from) {
        let is_danger = to == ProjectState::Deleted;
        if is_danger && !may_delete {
            continue;
        }
        let rule = rule_of(from, to);
        match check_move(project, to, decided) {
            Ok(()) => open.push(Open {
                to: to.word(),
                label: t.text(verb(from, to)).into_owned(),
                is_primary: to > from && to.rank() == from.rank() + 1 && !is_danger,
                is_danger,
                asks_reason: rule.is_some_and(|r| r.asks_reason),
                asks_day: rule.is_some_and(|r| r.follows == Follows::WakingDay),
            }),
            Err(refusal) => closed.push(blocked(t, from, to, &refusal)),
        }
    }
    (open, closed)
}

/// The last move in force, if this person may take it back.
fn undo(t: Locale, facts: &StateFacts) -> Option<Undo> {
    let last = in_force(&facts.history).pop()?;
    let who = Undoer {
        user: Some(facts.user),
        is_manager: facts.may_delete,
        reason: "",
    };
    may_undo(&last, who, facts.now).ok()?;
    let label = match last.to {
        ProjectState::Deleted => t.text("undo-restore").into_owned(),
        ProjectState::Frozen => t.text("undo-wake").into_owned(),
        _ => t.with("undo-move", &t.text(last.from.label())),
    };
    Some(Undo {
        version: last.version,
        label,
        asks_reason: undo_asks_reason(&last, who, facts.now),
    })
}

/// Facts that a program left empty in a project that is past its beginning.
fn missing(t: Locale, project: &Project) -> Vec<(&'static str, String)> {
    if matches!(
        project.state(),
        ProjectState::ApplicationShort
            | ProjectState::Ended
            | ProjectState::Archived
            | ProjectState::Deleted
    ) {
        return Vec::new();
    }
    missing_for_full(project)
        .into_iter()
        .map(|lack| (lack.field, t.text(lack.label).into_owned()))
        .collect()
}

impl StatePanel {
    pub fn new(t: Locale, project: &Project, facts: &StateFacts) -> StatePanel {
        let (mut open, blocked) = targets(t, project, facts.decided, facts.may_delete);
        let mut undo = undo(t, facts);
        if facts.lock.is_some() {
            open.clear();
            undo = None;
        }
        StatePanel {
            t,
            icons: crate::web::assets().icons(),
            project: project.id,
            version: project.version,
            state: project.state().word(),
            steps: steps(t, project, facts),
            open,
            blocked,
            undo,
            lock: facts.lock.clone(),
            refused: None,
            wakes: project
                .frozen_until
                .map(|day| t.with("wakes-on", &formats::date(t, day, Precision::Day))),
            missing: missing(t, project),
            is_beside: false,
        }
    }

    fn refused_to(&self, to: &str) -> bool {
        self.refused.as_ref().is_some_and(|r| r.to == to)
    }

    /// What was typed into the form of a move that was refused.
    fn typed(&self, to: &str) -> (&str, &str) {
        match &self.refused {
            Some(r) if r.to == to => (&r.reason, &r.wake_on),
            _ => ("", ""),
        }
    }
}
