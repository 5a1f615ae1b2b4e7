//! The verbs of the room: make a project, change a field of it.

use uuid::Uuid;

use super::change::{self, FieldValue, ProjectField, TypedIn};
use super::lifecycle::is_needed_for_full;
use super::model::{Project, ProjectState};
use super::moves::{self, MoveRequest};
use super::names::read_state;
use super::queries::{self, NewAddress};
use crate::accounts::{self, Action, Actor, Subject, may};
use crate::clients;
use crate::db::{Announcement, Aspect, Work};
use crate::directories;
use crate::history::{self, Change, SubjectKind};
use crate::refusal::{Conflict, Refusal, Refused};
use crate::text::Message;

pub use super::queries::take_numbers;

/// One field as somebody wants it.
#[derive(Debug, Clone)]
pub struct FieldWrite<'a> {
    pub field: ProjectField,
    /// As typed.
    pub text: &'a str,
    /// The entry chosen from a list, where one was.
    pub choice: Option<Uuid>,
    /// What the field showed when editing began.
    pub base: &'a str,
    /// The row version that this is based on.
    pub version: i64,
    pub typed_in: TypedIn,
}

/// What a write came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Written {
    Changed {
        version: i64,
    },
    /// The field holds this value already.
    Same {
        version: i64,
    },
}

/// Changes one field of a project: load → may? → read → conflict? → rule → write → record → announce.
/// Two people's changes to different fields both stand; to the same field the later one is shown
/// the earlier.
pub fn change_field(
    work: &mut Work,
    actor: &Actor,
    id: Uuid,
    write: &FieldWrite<'_>,
) -> Result<Written, Refused> {
    let project = queries::lock_for(work, id, write.field)?.ok_or(Refusal::NotFound)?;
    let action = match write.field {
        ProjectField::State => Action::MoveProject,
        _ => Action::ChangeRegister,
    };
    let subject = Subject {
        is_own: project.is_own,
    };
    may(actor, action, subject)?;
    let value = read(work, write)?;
    if let FieldValue::State(to) = value {
        let request = MoveRequest {
            base: write.base,
            ..MoveRequest::plain(to, write.version)
        };
        return moves::make(work, actor, &project, &request);
    }
    let before = change::current(&project, write.field);
    if before.is_same(&value) {
        return Ok(Written::Same {
            version: project.version,
        });
    }
    check_conflict(work, actor, &project, write)?;
    check_emptied(&project, write.field, &value)?;
    work.begin_act("cell");
    let version = queries::set_field(work, &project, write.field, &value)?;
    history::record(
        work,
        &[Change {
            kind: SubjectKind::Project,
            id,
            version,
            field: write.field.word(),
            from: before.to_json(),
            to: value.to_json(),
        }],
    )?;
    work.touch_project(id, write.field.aspect());
    work.announce_project(id, version);
    Ok(Written::Changed { version })
}

/// Gives a field back the value that it had before an import: no rule of the lifecycle is asked, since it
/// stood there. What the value named and is gone meanwhile leaves the field empty.
pub fn restore_field(
    work: &mut Work,
    id: Uuid,
    field: &str,
    from: Option<&serde_json::Value>,
) -> Result<(), Refused> {
    let Some(field) = ProjectField::from_word(field) else {
        return Ok(());
    };
    let Some(project) = queries::lock(work, id)? else {
        return Ok(());
    };
    let before = change::current(&project, field);
    let Some(value) = FieldValue::from_json(field, from).filter(|v| *v != before) else {
        return Ok(());
    };
    let version = queries::set_field(work, &project, field, &value)?;
    history::record(
        work,
        &[Change {
            kind: SubjectKind::Project,
            id,
            version,
            field: field.word(),
            from: before.to_json(),
            to: value.to_json(),
        }],
    )?;
    work.touch_project(id, field.aspect());
    work.announce(Announcement::ProjectRows {
        rows: vec![(id, version)],
        actor: work.user(),
        tab: None,
    });
    Ok(())
}

/// The typed text as a value; names are looked up here.
fn read(work: &mut Work, write: &FieldWrite<'_>) -> Result<FieldValue, Refused> {
    let text = write.text.trim();
    let kind = match write.field {
        ProjectField::State => return Ok(read_state(text)?),
        ProjectField::Client => return read_client(work, write),
        ProjectField::Lead => return read_person(work, write, text),
        ProjectField::District => directories::Kind::District,
        ProjectField::Industry => directories::Kind::Industry,
        field => return Ok(change::read(field, text, write.typed_in)?),
    };
    if text.is_empty() && write.choice.is_none() {
        return Ok(FieldValue::Named(None));
    }
    let entry = match write.choice {
        Some(id) => directories::entry(work, kind, id)?.filter(|e| e.active),
        None => directories::find(work, kind, text)?,
    };
    match entry {
        Some(e) => Ok(FieldValue::Named(Some((e.id, e.name)))),
        None => Err(Refusal::field(
            write.field.word(),
            "unknown_entry",
            Message::new("entry-unknown").text("x", text),
        )
        .into()),
    }
}

/// A client is always chosen from those found: a name alone may be two clients'.
fn read_client(work: &mut Work, write: &FieldWrite<'_>) -> Result<FieldValue, Refused> {
    let Some(id) = write.choice else {
        return match write.text.trim() {
            "" => Ok(FieldValue::Named(None)),
            _ => Err(Refusal::field("client", "unknown_client", "client-unknown".into()).into()),
        };
    };
    match clients::find(work, id)? {
        Some(client) => Ok(FieldValue::Named(Some((id, client.label().to_owned())))),
        None => Err(Refusal::field("client", "unknown_client", "client-unknown".into()).into()),
    }
}

fn read_person(work: &mut Work, write: &FieldWrite<'_>, text: &str) -> Result<FieldValue, Refused> {
    if text.is_empty() && write.choice.is_none() {
        return Ok(FieldValue::Named(None));
    }
    let key = directories::key(text);
    let found = accounts::people(work)?.into_iter().find(|p| {
        p.is_member
            && match write.choice {
                Some(id) => p.id == id,
                None => {
                    directories::key(&p.name) == key
                        || directories::key(&p.short_name().replace('\u{a0}', " ")) == key
                }
            }
    });
    match found {
        Some(p) => Ok(FieldValue::Named(Some((p.id, p.name)))),
        None => Err(Refusal::field(
            write.field.word(),
            "unknown_person",
            Message::new("person-unknown").text("x", text),
        )
        .into()),
    }
}

/// A conflict only if this field changed after the version that the writer saw, and not by the
/// writer's own tab.
fn check_conflict(
    work: &mut Work,
    actor: &Actor,
    project: &Project,
    write: &FieldWrite<'_>,
) -> Result<(), Refused> {
    if write.version == project.version {
        return Ok(());
    }
    let tab = work.tab.clone();
    let since = history::change_since(
        work,
        SubjectKind::Project,
        project.id,
        write.field.word(),
        write.version,
        tab.as_deref(),
    )?;
    let Some(theirs) = since else {
        return Ok(());
    };
    Err(Refusal::Conflict(Box::new(Conflict {
        field: write.field.word(),
        base: write.base.to_owned(),
        mine: write.text.to_owned(),
        theirs: change::shown(actor.locale, &change::current(project, write.field)),
        version: project.version,
        by: theirs.actor,
        at: theirs.at,
    }))
    .into())
}

/// A full application keeps what it needs.
pub fn check_emptied(
    project: &Project,
    field: ProjectField,
    value: &FieldValue,
) -> Result<(), Refusal> {
    let is_past_short = project.state() != ProjectState::ApplicationShort;
    if is_past_short && value.is_empty() && is_needed_for_full(field.word()) {
        return Err(Refusal::field(
            field.word(),
            "needed_for_full",
            Message::new("needed-for-full").key("field", field.label()),
        ));
    }
    Ok(())
}

/// A project as the form "new project" gives it.
#[derive(Debug, Clone, Default)]
pub struct NewProject {
    /// Made with the form, so that a form sent twice makes one project.
    pub id: Uuid,
    pub client: Option<Uuid>,
    pub name: String,
    /// Directory entry.
    pub industry: Option<Uuid>,
    pub district: Option<Uuid>,
    pub own: Option<i64>,
    pub requested: Option<i64>,
    pub total: Option<i64>,
    pub tax: Option<i64>,
    pub jobs: Option<i32>,
    pub description: Option<String>,
    pub date: Option<crate::values::dates::PartialDate>,
    pub lead: Option<Uuid>,
}

impl NewProject {
    /// Takes the value of a field over; a state is none that a new project has a choice of.
    pub fn put(&mut self, field: ProjectField, value: FieldValue) {
        let id = |named: Option<(Uuid, String)>| named.map(|(id, _)| id);
        match (field, value) {
            (ProjectField::Name, FieldValue::Text(text)) => self.name = text.unwrap_or_default(),
            (ProjectField::Description, FieldValue::Text(text)) => self.description = text,
            (ProjectField::Own, FieldValue::Money(k)) => self.own = k,
            (ProjectField::Requested, FieldValue::Money(k)) => self.requested = k,
            (ProjectField::Total, FieldValue::Money(k)) => self.total = k,
            (ProjectField::Tax, FieldValue::Money(k)) => self.tax = k,
            (ProjectField::Jobs, FieldValue::Whole(n)) => self.jobs = n,
            (ProjectField::Date, FieldValue::Date(date)) => self.date = date,
            (ProjectField::District, FieldValue::Named(n)) => self.district = id(n),
            (ProjectField::Industry, FieldValue::Named(n)) => self.industry = id(n),
            (ProjectField::Client, FieldValue::Named(n)) => self.client = id(n),
            (ProjectField::Lead, FieldValue::Named(n)) => self.lead = id(n),
            _ => {}
        }
    }
}

/// Makes a project in the first state of the lifecycle.
pub fn make_project(work: &mut Work, actor: &Actor, new: &NewProject) -> Result<(), Refused> {
    may(actor, Action::Create, Subject::NONE)?;
    if queries::find(work, new.id)?.is_some() {
        return Ok(());
    }
    // Taking a number holds the counter's row, so that a form sent twice at once is seen here.
    let (value, prefix) = queries::take_numbers(work, 1)?;
    if queries::find(work, new.id)?.is_some() {
        return Ok(());
    }
    let number = format!("{prefix}{value:04}");
    let address = match new.district {
        Some(district) => Some(queries::insert_address(work, district)?),
        None => None,
    };
    let row = row_of(work.organization(), new, value, &number, address);
    if !queries::insert(work, &row)? {
        return Ok(());
    }
    if let Some(lead) = new.lead {
        queries::assign(work, new.id, lead)?;
    }
    history::record(work, &[made_entry(new, &number)])?;
    work.touch_project(new.id, Aspect::Made);
    work.announce(Announcement::ListChanged);
    if let Some(client) = new.client {
        work.announce_record("client", client);
    }
    Ok(())
}

/// Makes many projects at once; those that are there already were sent twice. Gives the ids of the new ones.
pub fn make_projects(
    work: &mut Work,
    actor: &Actor,
    new: &[NewProject],
) -> Result<Vec<Uuid>, Refused> {
    may(actor, Action::Create, Subject::NONE)?;
    let ids: Vec<Uuid> = new.iter().map(|p| p.id).collect();
    let (first, prefix) = queries::take_numbers(work, new.len() as i64)?;
    // Taking numbers holds the counter's row, so that a second sending is seen here.
    let known = queries::known_among(work, &ids)?;
    let new: Vec<&NewProject> = new.iter().filter(|p| !known.contains(&p.id)).collect();
    let numbered: Vec<(&NewProject, i64, String)> = new
        .iter()
        .zip(first..)
        .map(|(p, value)| (*p, value, format!("{prefix}{value:04}")))
        .collect();
    insert_rows(work, &numbered)?;
    let leads: Vec<_> = new.iter().filter_map(|p| Some((p.id, p.lead?))).collect();
    queries::assign_many(work, &leads)?;
    let made: Vec<Change<'_>> = numbered
        .iter()
        .map(|(p, _, number)| made_entry(p, number))
        .collect();
    history::record(work, &made)?;
    for project in &new {
        work.touch_project(project.id, Aspect::Made);
        if let Some(client) = project.client {
            work.announce_record("client", client);
        }
    }
    if !new.is_empty() {
        work.announce(Announcement::ListChanged);
    }
    Ok(new.iter().map(|p| p.id).collect())
}

/// The rows with addresses of their own.
fn insert_rows(work: &mut Work, numbered: &[(&NewProject, i64, String)]) -> Result<(), Refused> {
    let addresses: Vec<Option<NewAddress>> = numbered
        .iter()
        .map(|(p, ..)| {
            p.district.map(|district| NewAddress {
                id: Uuid::now_v7(),
                before: None,
                district: Some(district),
            })
        })
        .collect();
    let organization = work.organization();
    let rows: Vec<_> = numbered
        .iter()
        .zip(&addresses)
        .map(|((p, value, number), address)| {
            let address = address.as_ref().map(|a| a.id);
            row_of(organization, p, *value, number, address)
        })
        .collect();
    let addresses: Vec<NewAddress> = addresses.into_iter().flatten().collect();
    queries::insert_addresses(work, &addresses)?;
    queries::insert_many(work, &rows)?;
    Ok(())
}

fn made_entry<'a>(new: &NewProject, number: &str) -> Change<'a> {
    Change {
        kind: SubjectKind::Project,
        id: new.id,
        version: 1,
        field: "",
        from: None,
        to: Some(serde_json::json!({"number": number, "name": new.name})),
    }
}

fn row_of<'a>(
    organization: Uuid,
    new: &'a NewProject,
    number_value: i64,
    number: &'a str,
    address: Option<Uuid>,
) -> queries::Insert<'a> {
    queries::Insert {
        organization_id: organization,
        id: new.id,
        number_value,
        number,
        client_id: new.client,
        name: new.name.trim(),
        industry_id: new.industry,
        address_id: address,
        own_amount: queries::money(new.own),
        requested_amount: queries::money(new.requested),
        total_amount: queries::money(new.total),
        tax_amount: queries::money(new.tax),
        jobs: new.jobs,
        description: new.description.as_deref(),
        application_date: new.date.map(|d| d.date),
        application_date_precision: new
            .date
            .map_or("day", |d| queries::precision_word(d.precision)),
        lead_id: new.lead,
    }
}
