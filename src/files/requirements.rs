//! Which kinds of files a project must have in each state. Pure: the table is the organization's, and here is
//! what holds where it says nothing.

use super::model::FileKind;

/// States that may require files: from the others a project goes nowhere.
pub const STATES: [&str; 4] = [
    "application_short",
    "application_full",
    "in_commission",
    "on_support",
];

/// What is required of a project in a state, where the organization has not said otherwise.
const BY_DEFAULT: [(&str, &[FileKind]); 4] = [
    ("application_short", &[FileKind::Application]),
    (
        "application_full",
        &[FileKind::Application, FileKind::BusinessPlan],
    ),
    (
        "in_commission",
        &[FileKind::Application, FileKind::BusinessPlan],
    ),
    (
        "on_support",
        &[
            FileKind::Application,
            FileKind::BusinessPlan,
            FileKind::SpendingReport,
        ],
    ),
];

/// Where an organization departs from the default: state, kind, whether it is required.
pub type Departure = (String, FileKind, bool);

/// Whether a project in this state must have such a file.
pub fn is_required(departures: &[Departure], state: &str, kind: FileKind) -> bool {
    departures
        .iter()
        .find(|(s, k, _)| s == state && *k == kind)
        .map_or_else(
            || {
                BY_DEFAULT
                    .iter()
                    .any(|(s, kinds)| *s == state && kinds.contains(&kind))
            },
            |(.., required)| *required,
        )
}

/// Kinds that a project in this state must have and has not.
pub fn missing(departures: &[Departure], state: &str, present: &[FileKind]) -> Vec<FileKind> {
    FileKind::ALL
        .into_iter()
        .filter(|kind| is_required(departures, state, *kind) && !present.contains(kind))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::FileKind::{Application, BusinessPlan, Photo, SpendingReport};
    use super::*;

    #[test]
    fn a_state_names_the_kinds_that_are_missing() {
        let own = [
            ("in_commission".to_owned(), Photo, true),
            ("in_commission".to_owned(), BusinessPlan, false),
        ];
        type Row<'a> = (&'a [Departure], &'a str, &'a [FileKind], &'a [FileKind]);
        let table: [Row<'_>; 7] = [
            (&[], "application_short", &[], &[Application]),
            (&[], "application_full", &[Application], &[BusinessPlan]),
            (
                &[],
                "on_support",
                &[Application, BusinessPlan],
                &[SpendingReport],
            ),
            (&[], "frozen", &[], &[]),
            (
                &[],
                "in_commission",
                &[Application, BusinessPlan, Photo],
                &[],
            ),
            (&own, "in_commission", &[], &[Application, Photo]),
            (&own, "application_full", &[Application], &[BusinessPlan]),
        ];
        for (departures, state, present, expected) in table {
            assert_eq!(missing(departures, state, present), expected, "{state}");
        }
    }
}
