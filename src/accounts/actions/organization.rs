//! The settings of the organization.

use serde_json::json;

use super::super::edits::{Changed, Edit};
use super::super::model::{Actor, Parts};
use super::super::permissions::{Action, Subject, may};
use super::super::queries;
use super::is_name;
use super::own::Saved;
use crate::db::{Announcement, Work};
use crate::history::{self, Change, SubjectKind};
use crate::refusal::{FieldError, Refusal, Refused};
use crate::text::Message;

/// Fields of the form in its order.
pub const SETTINGS: [&str; 6] = [
    "name",
    "region",
    "time_zone",
    "number_prefix",
    "members_edit",
    "parts",
];
pub const MEMBERS_EDIT: [&str; 2] = ["all", "assigned"];

const LONGEST_REGION: usize = 200;
const LONGEST_PREFIX: usize = 20;

impl queries::Organization {
    /// The settings as the form shows them.
    pub fn values(&self) -> Vec<(&'static str, String)> {
        let values = [
            self.name.clone(),
            self.region.clone(),
            self.time_zone.clone(),
            self.number_prefix.clone(),
            self.members_edit.clone(),
            self.parts().word().to_owned(),
        ];
        SETTINGS.into_iter().zip(values).collect()
    }

    /// What the organization uses of the product.
    pub fn parts(&self) -> Parts {
        Parts::of(self.uses_register, self.uses_pipeline)
    }

    fn set(&mut self, change: &Changed) {
        if change.name == "parts" {
            let parts = Parts::from_word(&change.to).unwrap_or(self.parts());
            self.uses_register = parts.uses_register();
            self.uses_pipeline = parts.uses_pipeline();
            return;
        }
        let field = match change.name {
            "name" => &mut self.name,
            "region" => &mut self.region,
            "time_zone" => &mut self.time_zone,
            "number_prefix" => &mut self.number_prefix,
            _ => &mut self.members_edit,
        };
        field.clone_from(&change.to);
    }
}

/// Changes the settings of the organization that the actor works in.
pub fn change_organization(work: &mut Work, actor: &Actor, edit: &Edit) -> Result<Saved, Refused> {
    may(actor, Action::ManageOrganization, Subject::NONE)?;
    check(edit)?;
    let mut organization = queries::lock_organization(work)?.ok_or(Refusal::NotFound)?;
    let stored = organization.values();
    let changes = match edit.merge(organization.version, &stored) {
        Ok(changes) => changes,
        Err(names) => return Ok(Saved::conflicts(&names, &stored)),
    };
    if changes.is_empty() {
        return Ok(Saved::Done);
    }
    changes.iter().for_each(|change| organization.set(change));
    organization.version += 1;
    queries::set_organization(work, &organization)?;
    let entries: Vec<_> = changes
        .iter()
        .map(|c| Change {
            kind: SubjectKind::Organization,
            id: actor.organization,
            version: organization.version,
            field: c.name,
            from: Some(json!(c.from)),
            to: Some(json!(c.to)),
        })
        .collect();
    history::record(work, &entries)?;
    // Days, rights and names on open pages follow these settings.
    work.announce(Announcement::Resync);
    Ok(Saved::Done)
}

fn check(edit: &Edit) -> Result<(), Refusal> {
    let mut errors = Vec::new();
    let mut refuse = |field: &'static str, code: &'static str, message: Message| {
        errors.push(FieldError {
            field: field.into(),
            code,
            message,
        });
    };
    if !is_name(edit.mine("name")) {
        refuse("name", "required", "organization-name-needed".into());
    }
    for (field, longest) in [
        ("region", LONGEST_REGION),
        ("number_prefix", LONGEST_PREFIX),
    ] {
        if edit.mine(field).chars().count() > longest {
            let message = Message::new("text-too-long").number("n", longest as i64);
            refuse(field, "too_long", message);
        }
    }
    if edit.mine("time_zone").parse::<chrono_tz::Tz>().is_err() {
        refuse("time_zone", "unknown", "time-zone-unknown".into());
    }
    if !MEMBERS_EDIT.contains(&edit.mine("members_edit")) {
        refuse("members_edit", "unknown", "choose-one".into());
    }
    if Parts::from_word(edit.mine("parts")).is_none() {
        refuse("parts", "unknown", "choose-one".into());
    }
    if errors.is_empty() {
        return Ok(());
    }
    Err(Refusal::Invalid(errors))
}
