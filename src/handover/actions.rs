//! The verb of the room: hand over.

use uuid::Uuid;

use super::queries;
use crate::accounts::{self, Action, Actor, Person, Subject, may};
use crate::db::{Act, Work};
use crate::notices::{self, Notice};
use crate::projects::{self, Basis, CellOutcome, CellWrite, FieldValue, ProjectField};
use crate::refusal::{Refusal, Refused};
use crate::tasks::{self, TaskChange};
use crate::text::{Locale, Message};

/// What was handed over, and what could not be.
#[derive(Debug, Default)]
pub struct Done {
    pub projects: usize,
    pub tasks: usize,
    /// Projects that stayed, each with the reason.
    pub kept: Vec<(Uuid, Refusal)>,
}

/// How many projects in work a person leads, and how many open tasks they have.
pub fn in_hand(work: &mut Work, person: Uuid) -> Result<(i64, i64), Refused> {
    Ok(queries::in_hand(work, person)?)
}

fn member(people: &[Person], id: Option<Uuid>, field: &'static str) -> Result<Uuid, Refusal> {
    let found = people.iter().find(|p| Some(p.id) == id);
    found.map(|p| p.id).ok_or_else(|| {
        let message = Message::new("handover-who-needed");
        Refusal::field(field, "unknown_person", message)
    })
}

/// Gives the projects that one person leads and their open tasks to another, as one act of whoever does it. The
/// one who led stays assigned, so that they find their projects when they are back.
pub fn hand_over(
    work: &mut Work,
    actor: &Actor,
    act: Uuid,
    from: Option<Uuid>,
    to: Option<Uuid>,
) -> Result<Done, Refused> {
    may(actor, Action::BulkChange, Subject::NONE)?;
    let people = accounts::people(work)?;
    let from = member(&people, from, "from")?;
    let members: Vec<Person> = people.iter().filter(|p| p.is_member).cloned().collect();
    let to = member(&members, to, "to")?;
    if from == to {
        let message = Message::new("handover-same");
        return Err(Refusal::field("to", "same_person", message).into());
    }
    let name = members.iter().find(|p| p.id == to).map(|p| p.name.clone());
    work.act = Some(Act::new(Some(act), "bulk"));
    let mut done = give_projects(work, actor, from, (to, name.unwrap_or_default()))?;
    done.tasks = give_tasks(work, actor, from, to)?;
    work.act = None;
    if done.projects + done.tasks > 0 {
        let told = Notice {
            to,
            kind: notices::Kind::HandedOver,
            of: notices::Of::Nothing,
            excerpt: words(Locale::Ru, done.projects as i64, done.tasks as i64),
        };
        notices::tell(work, &[told])?;
    }
    Ok(done)
}

/// «12 проектов, 5 задач».
pub fn words(t: Locale, projects: i64, tasks: i64) -> String {
    let projects = t.count("handover-projects", projects);
    format!("{projects}, {}", t.count("handover-tasks", tasks))
}

fn give_projects(
    work: &mut Work,
    actor: &Actor,
    from: Uuid,
    (to, name): (Uuid, String),
) -> Result<Done, Refused> {
    let writes: Vec<CellWrite> = queries::led_by(work, from)?
        .into_iter()
        .map(|(id, version)| CellWrite {
            id,
            field: ProjectField::Lead,
            value: Ok(FieldValue::Named(Some((to, name.clone())))),
            text: String::new(),
            basis: Basis::Seen {
                version,
                base: String::new(),
            },
        })
        .collect();
    let outcome = projects::write_cells(work, actor, &writes, false)?;
    let kept = writes.iter().zip(outcome.cells);
    Ok(Done {
        projects: outcome.rows.len(),
        kept: kept
            .filter_map(|(write, came)| match came {
                CellOutcome::Refused(refusal) => Some((write.id, refusal)),
                _ => None,
            })
            .collect(),
        tasks: 0,
    })
}

fn give_tasks(work: &mut Work, actor: &Actor, from: Uuid, to: Uuid) -> Result<usize, Refused> {
    let today = work.now().with_timezone(&actor.zone).date_naive();
    let mut given = 0;
    for task in tasks::lock_open_of(work, from)? {
        let change = TaskChange {
            assignee_id: Some(to),
            ..TaskChange::default()
        };
        given += usize::from(tasks::change_task(work, actor, &task, &change, today)?);
    }
    Ok(given)
}
