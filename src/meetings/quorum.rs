//! Who may decide, and whether a vote carries. Pure.

use uuid::Uuid;

use super::model::{Duty, Seat};
use crate::supports::DecisionOutcome;

/// Voting members of a meeting, or of one question without those recused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quorum {
    pub voting: usize,
    pub present: usize,
    /// How many must be there.
    pub needed: usize,
}

impl Quorum {
    pub fn is_there(self) -> bool {
        self.voting > 0 && self.present >= self.needed
    }
}

/// More than `percent` of the voting members must be present. Of one question, those recused count
/// neither as members nor as present.
pub fn quorum(seats: &[Seat], recused: &[Uuid], percent: i32) -> Quorum {
    let voting: Vec<&Seat> = seats
        .iter()
        .filter(|s| s.has_vote && !recused.contains(&s.member_id))
        .collect();
    let share = voting.len() * usize::try_from(percent).unwrap_or(0);
    Quorum {
        voting: voting.len(),
        present: voting.iter().filter(|s| s.is_present).count(),
        needed: share / 100 + 1,
    }
}

/// The votes on a question, where they are written down at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Votes {
    pub for_: i32,
    pub against: i32,
    pub abstained: i32,
    /// How the chair voted, where it was said.
    pub chair_for: Option<bool>,
}

/// Why a question cannot be closed as it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    NoQuorum(Quorum),
    /// The votes are not as many as those present and not recused.
    DoNotAddUp {
        given: i32,
        present: usize,
    },
    /// Granted, though no more were for than against.
    NotCarried,
    /// Granted with equal votes, and the chair's is not known or was not there.
    TieNeedsChair,
}

/// Whether a question may be decided so by those who sit there. Postponing and leaving undecided needs
/// no vote.
pub fn check(
    seats: &[Seat],
    recused: &[Uuid],
    percent: i32,
    outcome: Option<DecisionOutcome>,
    votes: Option<Votes>,
) -> Result<(), Fault> {
    let Some(outcome) = outcome.filter(|o| *o != DecisionOutcome::Postponed) else {
        return Ok(());
    };
    let quorum = quorum(seats, recused, percent);
    if !quorum.is_there() {
        return Err(Fault::NoQuorum(quorum));
    }
    let Some(votes) = votes else { return Ok(()) };
    let given = votes.for_ + votes.against + votes.abstained;
    if usize::try_from(given) != Ok(quorum.present) {
        return Err(Fault::DoNotAddUp {
            given,
            present: quorum.present,
        });
    }
    if outcome != DecisionOutcome::Granted || votes.for_ > votes.against {
        return Ok(());
    }
    if votes.for_ < votes.against {
        return Err(Fault::NotCarried);
    }
    let chair_is_there = seats.iter().any(|s| {
        s.duty() == Duty::Chair && s.is_present && s.has_vote && !recused.contains(&s.member_id)
    });
    match votes.chair_for {
        Some(true) if chair_is_there => Ok(()),
        Some(false) => Err(Fault::NotCarried),
        _ => Err(Fault::TieNeedsChair),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seats(voting: usize, present: usize) -> Vec<Seat> {
        (0..voting)
            .map(|i| Seat {
                member_id: Uuid::from_u128(i as u128 + 1),
                name: String::new(),
                position: String::new(),
                email: None,
                duty: if i == 0 { "chair" } else { "member" }.to_owned(),
                has_vote: true,
                is_present: i < present,
            })
            .collect()
    }

    fn member(i: u128) -> Uuid {
        Uuid::from_u128(i)
    }

    #[test]
    fn more_than_the_share_of_the_members_must_be_there() {
        for (voting, present, percent, is_there) in [
            (11, 6, 50, true),
            (11, 5, 50, false),
            (10, 5, 50, false),
            (10, 6, 50, true),
            (9, 6, 66, true),
            (9, 5, 66, false),
            (1, 1, 50, true),
            (0, 0, 50, false),
            (4, 1, 0, true),
        ] {
            let found = quorum(&seats(voting, present), &[], percent);
            assert_eq!(
                found.is_there(),
                is_there,
                "{present} of {voting}, {percent} %"
            );
        }
    }

    #[test]
    fn a_secretary_without_a_vote_does_not_count() {
        let mut all = seats(3, 3);
        all[2].has_vote = false;
        assert_eq!(quorum(&all, &[], 50).voting, 2);
    }

    #[test]
    fn those_recused_count_neither_as_members_nor_as_present() {
        let all = seats(5, 3);
        assert!(quorum(&all, &[], 50).is_there());
        // Two of the three who are there take no part: one of three is left.
        let without = quorum(&all, &[member(1), member(2)], 50);
        assert_eq!((without.voting, without.present, without.needed), (3, 1, 2));
        assert!(!without.is_there());
        // An absent one recused makes it easier.
        assert!(quorum(&seats(4, 2), &[member(4)], 50).is_there());
    }

    #[test]
    fn votes_add_up_and_granting_needs_more_for_than_against() {
        use DecisionOutcome::*;
        let votes = |for_, against, abstained, chair_for| {
            Some(Votes {
                for_,
                against,
                abstained,
                chair_for,
            })
        };
        let all = seats(6, 4);
        let add = |given| Err(Fault::DoNotAddUp { given, present: 4 });
        for (outcome, given, expected) in [
            (Some(Granted), None, Ok(())),
            (None, None, Ok(())),
            (Some(Granted), votes(3, 1, 0, None), Ok(())),
            (Some(Granted), votes(3, 2, 0, None), add(5)),
            (Some(Refused), votes(1, 1, 0, None), add(2)),
            (Some(Granted), votes(1, 3, 0, None), Err(Fault::NotCarried)),
            (
                Some(Granted),
                votes(2, 2, 0, None),
                Err(Fault::TieNeedsChair),
            ),
            (Some(Granted), votes(2, 2, 0, Some(true)), Ok(())),
            (
                Some(Granted),
                votes(2, 2, 0, Some(false)),
                Err(Fault::NotCarried),
            ),
            (Some(Refused), votes(2, 2, 0, None), Ok(())),
            (Some(Rework), votes(1, 3, 0, None), Ok(())),
            // Nobody votes on what was put off.
            (Some(Postponed), votes(9, 9, 9, None), Ok(())),
        ] {
            assert_eq!(check(&all, &[], 50, outcome, given), expected, "{given:?}");
        }
    }

    #[test]
    fn the_vote_of_a_chair_who_is_recused_or_absent_decides_no_tie() {
        let tie = Some(Votes {
            for_: 1,
            against: 1,
            abstained: 1,
            chair_for: Some(true),
        });
        let granted = Some(DecisionOutcome::Granted);
        assert_eq!(
            check(&seats(5, 4), &[member(1)], 50, granted, tie),
            Err(Fault::TieNeedsChair)
        );
        let mut absent = seats(5, 4);
        absent[0].is_present = false;
        assert_eq!(
            check(&absent, &[], 50, granted, tie),
            Err(Fault::TieNeedsChair)
        );
    }

    #[test]
    fn without_a_quorum_only_postponing_is_possible() {
        let few = seats(5, 1);
        for outcome in DecisionOutcome::ALL {
            let may = check(&few, &[], 50, Some(*outcome), None).is_ok();
            assert_eq!(may, *outcome == DecisionOutcome::Postponed);
        }
    }
}
