//! Many cells at once: a paste, a fill, a bulk change, and the taking back of any of them. Rights, versions and
//! rules are judged cell by cell; what may be written is written in a fixed number of statements.

use std::collections::{BTreeMap, HashMap};

use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::actions::check_emptied;
use super::change::{self, FieldValue, ProjectField};
use super::lifecycle::{Decided, check_move, rule_of};
use super::model::{Project, ProjectState};
use super::queries::{self, NewAddress, precision_word};
use crate::accounts::{Action, Actor, Subject, may};
use crate::db::{Announcement, DbError, Work};
use crate::history::{self, Change, Entry, Others, SubjectKind};
use crate::refusal::{Conflict, Refusal, Refused};
use crate::text::Message;
use crate::values::money::to_decimal;

/// What a cell is based on.
#[derive(Debug, Clone)]
pub enum Basis {
    /// The version of the row that was seen, and what the cell showed then, if that is known.
    Seen { version: i64, base: String },
    /// Taking back: the version and the value that the act itself had made.
    Own { version: i64, value: FieldValue },
}

/// One cell as somebody wants it.
#[derive(Debug, Clone)]
pub struct CellWrite {
    pub id: Uuid,
    pub field: ProjectField,
    /// The value, or why the typed text is none.
    pub value: Result<FieldValue, Refusal>,
    /// As typed, for the one who meets a conflict.
    pub text: String,
    pub basis: Basis,
}

/// What became of one cell.
#[derive(Debug, Clone, PartialEq)]
pub enum CellOutcome {
    Changed,
    /// It holds this value already.
    Same,
    Refused(Refusal),
}

/// What became of all of them, in their order, and the versions of the rows that changed.
#[derive(Debug, Default)]
pub struct BatchOutcome {
    pub cells: Vec<CellOutcome>,
    pub rows: Vec<(Uuid, i64)>,
}

/// A row with what is to be written into it.
struct RowChange<'p> {
    project: &'p Project,
    fields: Vec<FieldChange>,
}

/// A field, what it held, and what it shall hold.
type FieldChange = (ProjectField, FieldValue, FieldValue);

/// Judges the cells and, unless it is a trial, writes those that may be written. A refused cell stops no other.
pub fn write_cells(
    work: &mut Work,
    actor: &Actor,
    cells: &[CellWrite],
    is_trial: bool,
) -> Result<BatchOutcome, Refused> {
    let mut by_row: BTreeMap<Uuid, Vec<usize>> = BTreeMap::new();
    for (n, cell) in cells.iter().enumerate() {
        by_row.entry(cell.id).or_default().push(n);
    }
    let ids: Vec<Uuid> = by_row.keys().copied().collect();
    let projects = queries::lock_many(work, &ids)?;
    let judge = Judge {
        actor,
        theirs: changes_of_others(work, actor, cells, &projects)?,
        decided: decided(work, cells, &projects)?,
    };
    let mut outcome = BatchOutcome {
        cells: vec![CellOutcome::Same; cells.len()],
        rows: Vec::new(),
    };
    let mut changes = Vec::new();
    for (id, places) in by_row {
        let Some(project) = projects.get(&id) else {
            for n in places {
                outcome.cells[n] = CellOutcome::Refused(Refusal::NotFound);
            }
            continue;
        };
        let fields = judge.judge_row(project, cells, places, &mut outcome.cells);
        if !fields.is_empty() {
            changes.push(RowChange { project, fields });
        }
    }
    if !is_trial && !changes.is_empty() {
        write(work, &changes)?;
        outcome.rows = changes
            .iter()
            .map(|c| (c.project.id, c.project.version + 1))
            .collect();
        announce(work, &outcome.rows);
    }
    Ok(outcome)
}

/// Entries that somebody else made after what each cell is based on; asked only where a row has gone on.
fn changes_of_others(
    work: &mut Work,
    actor: &Actor,
    cells: &[CellWrite],
    projects: &HashMap<Uuid, Project>,
) -> Result<HashMap<(Uuid, String), Entry>, DbError> {
    let mut seen: BTreeMap<Uuid, i64> = BTreeMap::new();
    let mut is_own = false;
    for cell in cells {
        let version = match &cell.basis {
            Basis::Seen { version, .. } => *version,
            Basis::Own { version, .. } => {
                is_own = true;
                *version
            }
        };
        if projects.get(&cell.id).is_some_and(|p| p.version != version) {
            let earliest = seen.entry(cell.id).or_insert(version);
            *earliest = version.min(*earliest);
        }
    }
    if seen.is_empty() {
        return Ok(HashMap::new());
    }
    let since: Vec<(Uuid, i64)> = seen.into_iter().collect();
    let tab = work.tab.clone();
    let others = match is_own {
        true => Others::People(actor.user),
        false => Others::Tabs(tab.as_deref()),
    };
    history::changes_since(work, SubjectKind::Project, &since, others)
}

fn decided(
    work: &mut Work,
    cells: &[CellWrite],
    projects: &HashMap<Uuid, Project>,
) -> Result<HashMap<Uuid, Decided>, DbError> {
    let moved: Vec<Uuid> = cells
        .iter()
        .filter(|c| c.field == ProjectField::State)
        .filter(|c| {
            projects
                .get(&c.id)
                .is_some_and(|p| p.state() == ProjectState::InCommission)
        })
        .map(|c| c.id)
        .collect();
    match moved.is_empty() {
        true => Ok(HashMap::new()),
        false => queries::decided_many(work, &moved),
    }
}

struct Judge<'a> {
    actor: &'a Actor,
    theirs: HashMap<(Uuid, String), Entry>,
    decided: HashMap<Uuid, Decided>,
}

impl Judge<'_> {
    /// What of these cells is to be written into their row. A move is judged last, by the row as the others leave it.
    fn judge_row(
        &self,
        project: &Project,
        cells: &[CellWrite],
        mut places: Vec<usize>,
        outcomes: &mut [CellOutcome],
    ) -> Vec<FieldChange> {
        places.sort_by_key(|n| (cells[*n].field == ProjectField::State, *n));
        let mut working = project.clone();
        let mut fields: Vec<FieldChange> = Vec::new();
        for n in places {
            let cell = &cells[n];
            match self.judge(&working, project, cell) {
                Ok(Some(value)) => {
                    let before = change::current(project, cell.field);
                    change::put(&mut working, cell.field, &value);
                    fields.retain(|(f, _, _)| *f != cell.field);
                    fields.push((cell.field, before, value));
                    outcomes[n] = CellOutcome::Changed;
                }
                Ok(None) => {}
                Err(refusal) => outcomes[n] = CellOutcome::Refused(refusal),
            }
        }
        fields
    }

    /// The value to write; none where it is there already.
    fn judge(
        &self,
        working: &Project,
        project: &Project,
        cell: &CellWrite,
    ) -> Result<Option<FieldValue>, Refusal> {
        let subject = Subject {
            is_own: project.is_own,
        };
        let action = match cell.field {
            ProjectField::State => Action::MoveProject,
            _ => Action::ChangeRegister,
        };
        may(self.actor, action, subject)?;
        let value = cell.value.clone()?;
        if value == FieldValue::State(ProjectState::Deleted) {
            may(self.actor, Action::Delete, subject)?;
        }
        let now = change::current(working, cell.field);
        if now.is_same(&value) {
            return Ok(None);
        }
        self.check_basis(project, cell, &now)?;
        match &value {
            FieldValue::State(to) => {
                let decided = self.decided.get(&project.id).copied();
                check_move(working, *to, decided.unwrap_or_default())?;
                // A list of cells has no room for the reason that some moves ask for.
                if rule_of(working.state(), *to).is_some_and(|r| r.asks_reason) {
                    let on_card = Message::new("move-reason-on-card");
                    return Err(Refusal::field("reason", "required", on_card));
                }
            }
            // What was empty before may be so again.
            _ if matches!(cell.basis, Basis::Own { .. }) => {}
            _ => check_emptied(working, cell.field, &value)?,
        }
        Ok(Some(value))
    }

    fn check_basis(
        &self,
        project: &Project,
        cell: &CellWrite,
        now: &FieldValue,
    ) -> Result<(), Refusal> {
        let theirs = self.theirs.get(&(cell.id, cell.field.word().to_owned()));
        match &cell.basis {
            Basis::Seen { version, base } => match theirs.filter(|e| e.version > *version) {
                Some(entry) => Err(Refusal::Conflict(Box::new(Conflict {
                    field: cell.field.word(),
                    base: base.clone(),
                    mine: cell.text.clone(),
                    theirs: change::shown(self.actor.locale, now),
                    version: project.version,
                    by: entry.actor,
                    at: entry.at,
                }))),
                None => Ok(()),
            },
            Basis::Own { version, value } => {
                let is_theirs = theirs.is_some_and(|e| e.version > *version);
                if is_theirs {
                    return Err(changed_since("act-changed-by-others"));
                }
                match now.is_same(value) {
                    true => Ok(()),
                    false => Err(changed_since("act-changed-later")),
                }
            }
        }
    }
}

fn changed_since(reason: &'static str) -> Refusal {
    Refusal::NotAllowedNow {
        code: "changed_since",
        reason: Message::new(reason),
        ways_out: Vec::new(),
    }
}

/// Writes what was judged: addresses, people, rows, history.
fn write(work: &mut Work, changes: &[RowChange<'_>]) -> Result<(), Refused> {
    let (mut addresses, mut leads, mut former) = (Vec::new(), Vec::new(), Vec::new());
    let mut documents = Vec::with_capacity(changes.len());
    let mut entries = Vec::new();
    for RowChange { project, fields } in changes {
        let mut document = Map::new();
        for (field, before, value) in fields {
            match (field, value) {
                (ProjectField::District, FieldValue::Named(to)) => {
                    let id = Uuid::now_v7();
                    addresses.push(NewAddress {
                        id,
                        before: project.address_id,
                        district: to.as_ref().map(|(id, _)| *id),
                    });
                    document.insert("address".to_owned(), json!(id));
                }
                (ProjectField::Lead, FieldValue::Named(Some((id, _)))) => {
                    leads.push((project.id, *id));
                }
                (ProjectField::Lead, _) => former.extend(project.lead_id.map(|u| (project.id, u))),
                _ => {}
            }
            put_columns(&mut document, *field, value);
            entries.push(Change {
                kind: SubjectKind::Project,
                id: project.id,
                version: project.version + 1,
                field: field.word(),
                from: before.to_json(),
                to: value.to_json(),
            });
            work.touch_project(project.id, field.aspect());
        }
        documents.push((project.id, Value::Object(document)));
    }
    queries::insert_addresses(work, &addresses)?;
    queries::assign_many(work, &leads)?;
    queries::update_many(work, documents)?;
    queries::unassign_many(work, &former)?;
    history::record(work, &entries)?;
    Ok(())
}

/// A value under the name of its column, as `queries::update_many` takes it.
fn put_columns(document: &mut Map<String, Value>, field: ProjectField, value: &FieldValue) {
    if field == ProjectField::District {
        return;
    }
    let stored = match value {
        FieldValue::Text(text) => json!(text),
        FieldValue::Money(kopecks) => json!(kopecks.map(to_decimal)),
        FieldValue::Whole(n) => json!(n),
        FieldValue::Date(date) => {
            let word = date.map_or("day", |d| precision_word(d.precision));
            document.insert("precision".to_owned(), json!(word));
            json!(date.map(|d| d.date))
        }
        FieldValue::Named(named) => json!(named.as_ref().map(|(id, _)| id)),
        FieldValue::State(state) => json!(state.word()),
    };
    document.insert(field.word().to_owned(), stored);
}

/// In parcels that a notification holds; a screen asks again for those that it shows.
fn announce(work: &mut Work, rows: &[(Uuid, i64)]) {
    let (actor, tab) = (work.user(), work.tab.clone());
    work.announce(Announcement::ProjectRows {
        rows: rows.to_vec(),
        actor,
        tab,
    });
}
