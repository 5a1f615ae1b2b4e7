//! Taking back what an act did to clients, to measures of support, to tasks that changed hands, and to added
//! fields: one value at a time, by the rooms that they belong to.

use crate::accounts::Actor;
use crate::clients::{self, ClientField};
use crate::db::Work;
use crate::directories::{self, CustomBasis, CustomWrite};
use crate::history::SubjectKind;
use crate::history::acts::Part;
use crate::refusal::{Refusal, Refused};
use crate::supports::{self, SupportField};
use crate::tasks;
use crate::text::Message;

/// Whether a part of an act is reversed here, and not with the cells of projects.
pub fn is_of_others(part: &Part) -> bool {
    part.subject_kind != SubjectKind::Project.word() || part.field.starts_with("custom.")
}

/// Reverses it; gives the version that the record has then.
pub fn reverse(work: &mut Work, actor: &Actor, part: &Part) -> Result<i64, Refused> {
    let (id, value, held) = (
        part.subject_id,
        part.from_value.as_ref(),
        part.to_value.as_ref(),
    );
    if let Some(key) = part.field.strip_prefix("custom.") {
        let write = CustomWrite {
            entity: &part.subject_kind,
            id,
            key,
            type_: "text",
            value: value.filter(|v| !v.is_null()).cloned(),
            text: "",
            basis: CustomBasis::Holds(held.filter(|v| !v.is_null()).cloned()),
        };
        let version = directories::change_custom(work, actor, &write)?;
        return Ok(version.unwrap_or(part.version));
    }
    if part.subject_kind == SubjectKind::Client.word() {
        // A client that was made stays: removing one needs its own reason.
        let field = ClientField::from_word(&part.field).ok_or_else(stays)?;
        return clients::reverse_field(work, actor, id, field, part.version, (value, held));
    }
    if part.subject_kind == SubjectKind::Task.word() && part.field == "assignee_id" {
        let today = work.now().with_timezone(&actor.zone).date_naive();
        tasks::give_back(work, actor, id, (value, held), today)?;
        return Ok(part.version + 1);
    }
    let field = SupportField::from_word(&part.field).ok_or_else(stays)?;
    supports::restore_support_field(work, actor, (id, field), value, held)
}

fn stays() -> Refusal {
    Refusal::NotAllowedNow {
        code: "made",
        reason: Message::new("act-made-stays"),
        ways_out: Vec::new(),
    }
}
