//! The lifecycle: where a project may go and what it needs for it. Pure.

use super::model::{Project, ProjectState};
use crate::refusal::{FieldError, Refusal};
use crate::text::Message;

/// Where a project in this state may go by the table of moves.
pub fn allowed_moves(from: ProjectState) -> &'static [ProjectState] {
    use ProjectState::*;
    match from {
        ApplicationShort => &[ApplicationFull, Deleted],
        ApplicationFull => &[InCommission, Archived, Ended, Frozen],
        InCommission => &[ApplicationFull, OnSupport],
        OnSupport => &[Archived, Ended, Frozen],
        Frozen | Ended | Archived | Deleted => &[],
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

/// Ok if the project may go there now; else why not, and where it may go instead.
pub fn check_move(p: &Project, to: ProjectState, decided: Decided) -> Result<(), Refusal> {
    use ProjectState::*;
    let from = p.state();
    if !allowed_moves(from).contains(&to) {
        let reason = if allowed_moves(from).is_empty() {
            Message::new("move-terminal").key("from", from.label())
        } else {
            Message::new("move-illegal")
                .key("from", from.label())
                .key("to", to.label())
        };
        return Err(not_now("illegal_move", reason));
    }
    match (from, to) {
        (ApplicationShort, ApplicationFull) => {
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
        (_, InCommission) if !p.has_support => Err(not_now("no_support", "move-no-support".into())),
        (InCommission, OnSupport) if !decided.granted => {
            Err(not_now("no_decision", "move-no-grant".into()))
        }
        (InCommission, ApplicationFull) if !decided.returned => {
            Err(not_now("no_decision", "move-no-return".into()))
        }
        _ => Ok(()),
    }
}

fn not_now(code: &'static str, reason: Message) -> Refusal {
    Refusal::NotAllowedNow {
        code,
        reason,
        ways_out: Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::Utc;
    use serde_json::json;
    use uuid::Uuid;

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
}
