//! What closing a meeting would do, and what stands against it. Pure.

use std::collections::BTreeMap;

use uuid::Uuid;

use super::consequences::{consequence, is_over};
use super::model::{Item, Seat};
use super::quorum::{Fault, Votes, check};
use crate::projects::ProjectState;
use crate::supports::{Body, DecisionOutcome};

/// Why a meeting cannot be closed; `position` is the place on the agenda, from one.
#[derive(Debug, Clone, PartialEq)]
pub enum Trouble {
    /// Nothing stands on the agenda.
    Empty,
    Vote {
        position: usize,
        fault: Fault,
    },
    /// The project is not before the commission, where this would move it.
    Elsewhere {
        position: usize,
        number: String,
        state: ProjectState,
    },
}

/// Where a project goes.
#[derive(Debug, Clone, PartialEq)]
pub struct Follow {
    pub project: Uuid,
    pub number: String,
    pub name: String,
    /// None: it stays where it is.
    pub to: Option<ProjectState>,
    /// Everything was refused or withdrawn: it may be archived at once.
    pub may_archive: bool,
}

/// What closing would do.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// The outcome of each question; undecided ones are postponed.
    pub outcomes: Vec<(Uuid, DecisionOutcome)>,
    /// Places on the agenda of questions that nobody decided.
    pub undecided: Vec<usize>,
    pub follows: Vec<Follow>,
    pub troubles: Vec<Trouble>,
}

/// The votes of a question, if any were written down.
pub fn votes(item: &Item) -> Option<Votes> {
    let given = [item.votes_for, item.votes_against, item.votes_abstained];
    given.iter().any(Option::is_some).then(|| Votes {
        for_: item.votes_for.unwrap_or(0),
        against: item.votes_against.unwrap_or(0),
        abstained: item.votes_abstained.unwrap_or(0),
        chair_for: item.chair_for,
    })
}

/// `before`: what the commission decided earlier about the same projects: project, measure, outcome.
pub fn plan(
    body: Body,
    items: &[Item],
    seats: &[Seat],
    percent: i32,
    before: &[(Uuid, Uuid, DecisionOutcome)],
) -> Plan {
    let mut made = Plan {
        outcomes: Vec::new(),
        undecided: Vec::new(),
        follows: Vec::new(),
        troubles: Vec::new(),
    };
    if items.is_empty() {
        made.troubles.push(Trouble::Empty);
    }
    for (at, item) in items.iter().enumerate() {
        let (position, outcome) = (at + 1, item.outcome());
        if outcome.is_none() {
            made.undecided.push(position);
        }
        let decided = outcome.unwrap_or(DecisionOutcome::Postponed);
        made.outcomes.push((item.id, decided));
        if let Err(fault) = check(seats, &item.recused, percent, outcome, votes(item)) {
            made.troubles.push(Trouble::Vote { position, fault });
        }
        if is_elsewhere(body, item, decided) {
            made.troubles.push(Trouble::Elsewhere {
                position,
                number: item.project_number.clone(),
                state: item.project_state(),
            });
        }
    }
    if body == Body::Commission {
        made.follows = follows(items, &made.outcomes, before);
    }
    made
}

/// A decision that would move the project must find it before the commission; a deleted project is
/// decided about by nobody.
fn is_elsewhere(body: Body, item: &Item, outcome: DecisionOutcome) -> bool {
    use DecisionOutcome::*;
    let moves = body == Body::Commission && !matches!(outcome, Postponed | Withdrawn);
    match item.project_state() {
        ProjectState::Deleted => true,
        ProjectState::InCommission => false,
        _ => moves,
    }
}

fn follows(
    items: &[Item],
    outcomes: &[(Uuid, DecisionOutcome)],
    before: &[(Uuid, Uuid, DecisionOutcome)],
) -> Vec<Follow> {
    let mut by_project: BTreeMap<Uuid, (&Item, BTreeMap<Uuid, DecisionOutcome>)> = BTreeMap::new();
    for (item, (_, outcome)) in items.iter().zip(outcomes) {
        let entry = by_project.entry(item.project_id).or_insert_with(|| {
            let earlier = before.iter().filter(|(p, ..)| *p == item.project_id);
            (
                item,
                earlier.map(|(_, support, o)| (*support, *o)).collect(),
            )
        });
        entry.1.insert(item.support_id, *outcome);
    }
    let mut found: Vec<(i32, Follow)> = by_project
        .into_values()
        .map(|(item, decided)| {
            let decided: Vec<DecisionOutcome> = decided.into_values().collect();
            let is_there = item.project_state() == ProjectState::InCommission;
            let follow = Follow {
                project: item.project_id,
                number: item.project_number.clone(),
                name: item.project_name.clone(),
                to: consequence(&decided).filter(|_| is_there),
                may_archive: is_there && is_over(&decided),
            };
            (item.position, follow)
        })
        .collect();
    found.sort_by_key(|(position, _)| *position);
    found.into_iter().map(|(_, follow)| follow).collect()
}
