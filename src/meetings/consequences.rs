//! What decisions do with a project. Pure.

use crate::projects::ProjectState;
use crate::supports::DecisionOutcome;

/// Where a project goes by the commission's decisions in force since it came before the commission,
/// the last one of each measure; none: it stays and is proposed for the next agenda.
pub fn consequence(outcomes: &[DecisionOutcome]) -> Option<ProjectState> {
    use DecisionOutcome::*;
    let any = |outcome| outcomes.contains(&outcome);
    if any(Granted) {
        Some(ProjectState::OnSupport)
    } else if any(Rework) {
        Some(ProjectState::ApplicationFull)
    } else if any(Postponed) || outcomes.is_empty() {
        None
    } else {
        Some(ProjectState::ApplicationFull)
    }
}

/// Whether everything was refused or withdrawn, so that the project may be archived at once.
pub fn is_over(outcomes: &[DecisionOutcome]) -> bool {
    use DecisionOutcome::*;
    !outcomes.is_empty() && outcomes.iter().all(|o| matches!(o, Refused | Withdrawn))
}

#[cfg(test)]
mod tests {
    use super::*;
    use DecisionOutcome::*;

    /// The sentence of the product, case by case.
    #[test]
    fn decisions_move_a_project_once() {
        let support = Some(ProjectState::OnSupport);
        let back = Some(ProjectState::ApplicationFull);
        let cases: [(&[DecisionOutcome], Option<ProjectState>); 10] = [
            (&[], None),
            (&[Granted], support),
            (&[Refused, Granted, Rework], support),
            (&[Postponed, Granted], support),
            (&[Rework], back),
            (&[Rework, Postponed], back),
            (&[Refused], back),
            (&[Refused, Withdrawn], back),
            (&[Postponed], None),
            (&[Refused, Postponed], None),
        ];
        for (outcomes, to) in cases {
            assert_eq!(consequence(outcomes), to, "{outcomes:?}");
        }
    }

    #[test]
    fn a_project_is_over_only_if_nothing_of_it_is_left_open() {
        assert!(is_over(&[Refused, Withdrawn]));
        assert!(!is_over(&[Refused, Rework]));
        assert!(!is_over(&[]));
    }

    proptest::proptest! {
        /// Order does not matter, and whatever was granted is never sent back.
        #[test]
        fn the_order_of_the_agenda_changes_nothing(picks in proptest::collection::vec(0usize..5, 0..8)) {
            let outcomes: Vec<DecisionOutcome> = picks.iter().map(|i| DecisionOutcome::ALL[*i]).collect();
            let mut turned = outcomes.clone();
            turned.reverse();
            proptest::prop_assert_eq!(consequence(&outcomes), consequence(&turned));
            let granted = outcomes.contains(&Granted);
            proptest::prop_assert_eq!(granted, consequence(&outcomes) == Some(ProjectState::OnSupport));
        }
    }
}
