//! The lifecycle: THE table of moves, what a project needs for each, and how a move is taken back. Pure; every
//! door asks here, and the table in the documentation is printed from here.

use chrono::{DateTime, Duration, Utc};
use uuid::Uuid;

use super::model::{Project, ProjectState};
use crate::refusal::{FieldError, Refusal, WayOut};
use crate::text::Message;

/// Who may make a move.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    /// Whoever may change the project.
    Editor,
    /// Those who may delete and restore.
    Manager,
}

/// What must be there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    Nothing,
    /// The facts of [`missing_for_full`].
    FullApplication,
    /// At least one support measure is asked for.
    SupportAsked,
    /// The commission granted at least one.
    Granted,
    /// The commission sent it back, refused, or the measure was withdrawn.
    Returned,
}

/// What a move brings about besides the new state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Follows {
    Nothing,
    /// The project may be given a day on which it is looked at again.
    WakingDay,
    /// It leaves every list but the bin.
    Bin,
}

/// A row of the table of moves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rule {
    pub from: ProjectState,
    pub to: ProjectState,
    pub who: Who,
    pub needs: Need,
    /// People are asked why.
    pub asks_reason: bool,
    pub follows: Follows,
}

const fn rule(from: ProjectState, to: ProjectState, needs: Need) -> Rule {
    Rule {
        from,
        to,
        who: Who::Editor,
        needs,
        asks_reason: false,
        follows: Follows::Nothing,
    }
}

const fn with_reason(rule: Rule) -> Rule {
    Rule {
        asks_reason: true,
        ..rule
    }
}

const fn frozen(from: ProjectState) -> Rule {
    Rule {
        follows: Follows::WakingDay,
        ..with_reason(rule(from, ProjectState::Frozen, Need::Nothing))
    }
}

/// The table: a move that has no row here is not made through any door.
pub const MOVES: [Rule; 11] = {
    use Need::*;
    use ProjectState::*;
    [
        rule(ApplicationShort, ApplicationFull, FullApplication),
        Rule {
            who: Who::Manager,
            follows: Follows::Bin,
            ..with_reason(rule(ApplicationShort, Deleted, Nothing))
        },
        rule(ApplicationFull, InCommission, SupportAsked),
        with_reason(rule(ApplicationFull, Archived, Nothing)),
        with_reason(rule(ApplicationFull, Ended, Nothing)),
        frozen(ApplicationFull),
        with_reason(rule(InCommission, ApplicationFull, Returned)),
        rule(InCommission, OnSupport, Granted),
        with_reason(rule(OnSupport, Archived, Nothing)),
        with_reason(rule(OnSupport, Ended, Nothing)),
        frozen(OnSupport),
    ]
};

/// The row of the table for a move, if there is one.
pub fn rule_of(from: ProjectState, to: ProjectState) -> Option<&'static Rule> {
    MOVES.iter().find(|r| r.from == from && r.to == to)
}

/// Where a project in this state may go by the table of moves.
pub fn allowed_moves(from: ProjectState) -> Vec<ProjectState> {
    let rows = MOVES.iter().filter(|r| r.from == from);
    rows.map(|r| r.to).collect()
}

/// Key of the words for making a move.
pub fn verb(from: ProjectState, to: ProjectState) -> &'static str {
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

/// A fact that a full application needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lack {
    /// Name of the field in forms and in the register.
    pub field: &'static str,
    /// Key of the field's label.
    pub label: &'static str,
}

/// What is missing for a full application, in the order of the form.
pub fn missing_for_full(p: &Project) -> Vec<Lack> {
    let needs = [
        ("client", "field-client", p.client_id.is_some()),
        ("name", "field-name", !p.name.trim().is_empty()),
        ("industry", "field-industry", p.industry_id.is_some()),
        ("district", "field-district", p.district_id.is_some()),
        ("own", "field-own", p.own_kopecks.is_some()),
        (
            "requested",
            "field-requested",
            p.requested_kopecks.is_some(),
        ),
        ("jobs", "field-jobs", p.jobs.is_some()),
        ("tax", "field-tax", p.tax_kopecks.is_some()),
        (
            "description",
            "field-description",
            p.description
                .as_deref()
                .is_some_and(|d| !d.trim().is_empty()),
        ),
    ];
    needs
        .into_iter()
        .filter(|(_, _, there)| !there)
        .map(|(field, label, _)| Lack { field, label })
        .collect()
}

/// Fields that may not be emptied once the application is full.
pub fn is_needed_for_full(field: &str) -> bool {
    matches!(
        field,
        "client"
            | "name"
            | "industry"
            | "district"
            | "own"
            | "requested"
            | "jobs"
            | "tax"
            | "description"
    )
}

/// Whether a decision on one of the project's supports allows the move out of the commission.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Decided {
    pub granted: bool,
    /// Sent back for rework, refused or withdrawn.
    pub returned: bool,
}

/// Ok if the project may go there now; else why not, what is missing, and where it may go instead. Whether
/// the person may is asked elsewhere.
pub fn check_move(p: &Project, to: ProjectState, decided: Decided) -> Result<(), Refusal> {
    let from = p.state();
    let Some(rule) = rule_of(from, to) else {
        let reason = if allowed_moves(from).is_empty() {
            Message::new("move-terminal").key("from", from.label())
        } else {
            Message::new("move-illegal")
                .key("from", from.label())
                .key("to", to.label())
        };
        return Err(not_now(p, "illegal_move", reason));
    };
    match rule.needs {
        Need::FullApplication => {
            let missing = missing_for_full(p);
            if missing.is_empty() {
                return Ok(());
            }
            Err(Refusal::Invalid(
                missing
                    .into_iter()
                    .map(|lack| FieldError {
                        field: lack.field.into(),
                        code: "missing_for_full",
                        message: Message::new("missing-for-full").key("field", lack.label),
                    })
                    .collect(),
            ))
        }
        Need::SupportAsked if !p.has_support => {
            Err(not_now(p, "no_support", "move-no-support".into()))
        }
        Need::Granted if !decided.granted => Err(not_now(p, "no_decision", "move-no-grant".into())),
        Need::Returned if !decided.returned => {
            Err(not_now(p, "no_decision", "move-no-return".into()))
        }
        _ => Ok(()),
    }
}

/// A refusal with the moves that the table has from here.
fn not_now(p: &Project, code: &'static str, reason: Message) -> Refusal {
    let from = p.state();
    let ways_out = allowed_moves(from)
        .into_iter()
        .map(|to| WayOut {
            label: verb(from, to).into(),
            href: format!("/projects/{}#project-state", p.id),
        })
        .collect();
    Refusal::NotAllowedNow {
        code,
        reason,
        ways_out,
    }
}

/// The one who moved may take it back for so long without giving a reason.
pub const UNDO_MINUTES: i64 = 10;

/// A move as the history has it, or the taking back of one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PastMove {
    /// The row version that it produced.
    pub version: i64,
    pub from: ProjectState,
    pub to: ProjectState,
    pub by: Option<Uuid>,
    pub at: DateTime<Utc>,
    pub is_undo: bool,
    /// A meeting's decision made it.
    pub by_decision: bool,
}

/// The moves that are in force, oldest first: one that was taken back is as if it had not been made.
pub fn in_force(history: &[PastMove]) -> Vec<PastMove> {
    let mut stack: Vec<PastMove> = Vec::new();
    for entry in history {
        if entry.is_undo {
            stack.pop();
        } else {
            stack.push(entry.clone());
        }
    }
    stack
}

/// Who asks for a move to be taken back.
#[derive(Debug, Clone, Copy)]
pub struct Undoer<'a> {
    pub user: Option<Uuid>,
    /// May delete and restore.
    pub is_manager: bool,
    pub reason: &'a str,
}

/// Whether the person may take this move back now; the reason may still be missing.
pub fn may_undo(last: &PastMove, who: Undoer<'_>, now: DateTime<Utc>) -> Result<(), Refusal> {
    let refuse = |code, key: &'static str| {
        Err(Refusal::NotAllowedNow {
            code,
            reason: key.into(),
            ways_out: Vec::new(),
        })
    };
    if last.by_decision {
        return refuse("by_decision", "undo-by-decision");
    }
    let needs_manager = matches!(last.to, ProjectState::Deleted | ProjectState::Frozen);
    if needs_manager && !who.is_manager {
        return refuse("needs_manager", "undo-needs-manager");
    }
    if !is_own_slip(last, who, now) && !who.is_manager {
        let is_own = last.by.is_some() && last.by == who.user;
        return match is_own {
            true => refuse("too_late", "undo-too-late"),
            false => refuse("not_own", "undo-not-own"),
        };
    }
    Ok(())
}

/// Made by the same person a moment ago.
fn is_own_slip(last: &PastMove, who: Undoer<'_>, now: DateTime<Utc>) -> bool {
    let is_own = last.by.is_some() && last.by == who.user;
    is_own && now - last.at <= Duration::minutes(UNDO_MINUTES)
}

/// Whether taking this move back asks the person for a reason.
pub fn undo_asks_reason(last: &PastMove, who: Undoer<'_>, now: DateTime<Utc>) -> bool {
    !is_own_slip(last, who, now)
}

/// The move to take back: the last one in force, if it is the one that is meant and the person may.
pub fn check_undo(
    history: &[PastMove],
    version: i64,
    who: Undoer<'_>,
    now: DateTime<Utc>,
) -> Result<PastMove, Refusal> {
    let Some(last) = in_force(history).pop().filter(|m| m.version == version) else {
        return Err(Refusal::NotAllowedNow {
            code: "not_last",
            reason: "undo-not-last".into(),
            ways_out: Vec::new(),
        });
    };
    may_undo(&last, who, now)?;
    if undo_asks_reason(&last, who, now) && who.reason.trim().is_empty() {
        return Err(Refusal::field(
            "reason",
            "required",
            "undo-reason-needed".into(),
        ));
    }
    Ok(last)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn project(state: ProjectState) -> Project {
        Project {
            id: Uuid::nil(),
            version: 1,
            number: "ИП-0001".into(),
            name: "Тепличный комплекс".into(),
            client_id: Some(Uuid::nil()),
            client_name: None,
            industry_id: Some(Uuid::nil()),
            industry: None,
            address_id: Some(Uuid::nil()),
            district_id: Some(Uuid::nil()),
            district: None,
            own_kopecks: Some(1),
            requested_kopecks: Some(1),
            total_kopecks: None,
            tax_kopecks: Some(0),
            jobs: Some(3),
            description: Some("Теплицы".into()),
            application_date: None,
            application_date_precision: "day".into(),
            state: state.word().into(),
            state_changed_at: Utc::now(),
            frozen_until: None,
            lead_id: None,
            lead_name: None,
            is_own: false,
            has_support: true,
            custom: json!({}),
            unread: json!({}),
        }
    }

    const DECIDED: Decided = Decided {
        granted: true,
        returned: true,
    };

    /// The table of moves of the product, state by state.
    #[test]
    fn a_project_goes_only_where_the_table_says() {
        use ProjectState::*;
        let table: [(ProjectState, &[ProjectState]); 8] = [
            (ApplicationShort, &[ApplicationFull, Deleted]),
            (ApplicationFull, &[InCommission, Archived, Ended, Frozen]),
            (InCommission, &[ApplicationFull, OnSupport]),
            (OnSupport, &[Archived, Ended, Frozen]),
            (Frozen, &[]),
            (Ended, &[]),
            (Archived, &[]),
            (Deleted, &[]),
        ];
        for (from, may) in table {
            for to in ProjectState::ALL {
                let goes = check_move(&project(from), to, DECIDED).is_ok();
                assert_eq!(goes, may.contains(&to), "{from:?} → {to:?}");
            }
        }
    }

    #[test]
    fn a_full_application_without_district_and_tax_lists_both() {
        let mut p = project(ProjectState::ApplicationShort);
        p.district_id = None;
        p.tax_kopecks = None;
        let Err(Refusal::Invalid(fields)) = check_move(&p, ProjectState::ApplicationFull, DECIDED)
        else {
            panic!("it went");
        };
        let names: Vec<_> = fields.iter().map(|f| f.field.as_ref()).collect();
        assert_eq!(names, ["district", "tax"]);
    }

    #[test]
    fn without_a_support_measure_nothing_goes_to_the_commission() {
        let mut p = project(ProjectState::ApplicationFull);
        p.has_support = false;
        assert!(check_move(&p, ProjectState::InCommission, DECIDED).is_err());
    }

    #[test]
    fn out_of_the_commission_only_by_a_decision() {
        let p = project(ProjectState::InCommission);
        let none = Decided::default();
        assert!(check_move(&p, ProjectState::OnSupport, none).is_err());
        assert!(check_move(&p, ProjectState::ApplicationFull, none).is_err());
    }

    /// The same table as docs/lifecycle.md prints it.
    #[test]
    fn the_printed_table_of_moves_is_this_one() {
        let mut printed = String::from(
            "| from | to | who | needs | reason | what follows |\n|---|---|---|---|---|---|\n",
        );
        for r in MOVES {
            let who = match r.who {
                Who::Editor => "whoever may change the project",
                Who::Manager => "manager and up",
            };
            let needs = match r.needs {
                Need::Nothing => "",
                Need::FullApplication => {
                    "client, name, industry, district, own amount, requested amount, jobs, taxes, description"
                }
                Need::SupportAsked => "a support measure is asked for",
                Need::Granted => "the commission granted a measure since it came in",
                Need::Returned => {
                    "the commission sent it back, refused, or a measure was withdrawn since it came in"
                }
            };
            let follows = match r.follows {
                Follows::Nothing => "",
                Follows::WakingDay => "a day on which to look at it again, if one is given",
                Follows::Bin => "it is in no list but the bin",
            };
            let reason = if r.asks_reason { "asked" } else { "" };
            let (from, to) = (r.from.word(), r.to.word());
            printed.push_str(&format!(
                "| `{from}` | `{to}` | {who} | {needs} | {reason} | {follows} |\n"
            ));
        }
        let document = include_str!("../../docs/lifecycle.md");
        assert!(
            document.contains(&printed),
            "docs/lifecycle.md should hold:\n{printed}"
        );
    }

    fn moved(version: i64, by: u128, minutes_ago: i64, to: ProjectState) -> PastMove {
        PastMove {
            version,
            from: ProjectState::ApplicationFull,
            to,
            by: Some(Uuid::from_u128(by)),
            at: now() - Duration::minutes(minutes_ago),
            is_undo: false,
            by_decision: false,
        }
    }

    fn now() -> DateTime<Utc> {
        DateTime::from_timestamp(1_790_000_000, 0).expect("a time")
    }

    /// Who made it, how long ago, where to; who asks, whether a manager, with which reason; what comes of it.
    #[test]
    fn a_slip_is_mended_by_its_maker_at_once_and_by_a_manager_later() {
        use ProjectState::*;
        for (by, ago, to, asks, is_manager, reason, expected) in [
            (1, 9, Ended, 1, false, "", "ok"),
            (1, 11, Ended, 1, false, "", "too_late"),
            (1, 1, Ended, 2, false, "", "not_own"),
            (1, 1, Ended, 2, true, "", "required"),
            (1, 9000, Ended, 2, true, "slip", "ok"),
            (1, 1, Frozen, 1, false, "", "needs_manager"),
            (1, 1, Frozen, 1, true, "", "ok"),
            (1, 11, Frozen, 1, true, "", "required"),
            (1, 9000, Deleted, 2, true, "back", "ok"),
        ] {
            let who = Undoer {
                user: Some(Uuid::from_u128(asks)),
                is_manager,
                reason,
            };
            let found = match check_undo(&[moved(3, by, ago, to)], 3, who, now()) {
                Ok(_) => "ok",
                Err(Refusal::NotAllowedNow { code, .. }) => code,
                Err(Refusal::Invalid(fields)) => fields[0].code,
                Err(other) => panic!("{other:?}"),
            };
            assert_eq!(found, expected, "{by} {ago} {to:?} {asks} {is_manager}");
        }
    }

    #[test]
    fn only_the_last_move_in_force_is_taken_back() {
        use ProjectState::*;
        let undo = PastMove {
            is_undo: true,
            ..moved(5, 1, 1, ApplicationFull)
        };
        let history = [
            moved(3, 1, 3, InCommission),
            moved(4, 1, 2, OnSupport),
            undo,
        ];
        let who = Undoer {
            user: Some(Uuid::from_u128(1)),
            is_manager: false,
            reason: "",
        };
        assert!(check_undo(&history, 4, who, now()).is_err());
        assert!(check_undo(&history, 5, who, now()).is_err());
        assert_eq!(
            check_undo(&history, 3, who, now()).map(|m| m.version),
            Ok(3)
        );
    }

    #[test]
    fn a_move_that_a_decision_made_is_undone_with_the_decision_only() {
        let mut by_decision = moved(3, 1, 1, ProjectState::OnSupport);
        by_decision.by_decision = true;
        let who = Undoer {
            user: Some(Uuid::from_u128(1)),
            is_manager: true,
            reason: "slip",
        };
        assert!(check_undo(&[by_decision], 3, who, now()).is_err());
    }
}
