//! The second walk over the rows of data: fills the records whose clients are known by now.

use super::identity::{Identities, RowIdentity};
use super::joiner::{Context, Joiner, note};
use super::projects::ProjectBook;
use crate::imports::draft::{
    ClientIndex, CustomType, CustomValue, Entity, Field, NoteDraft, NoteKind, ProblemKind,
    ProjectIndex, Text,
};
use crate::imports::reading::{RowView, Value};
use crate::imports::understanding::Target;
use crate::imports::understanding::grid::is_empty;

/// A row of data with everything that is known of it.
#[derive(Clone, Copy)]
pub struct DataRow<'r, 'a> {
    pub context: &'r Context<'a>,
    pub row: RowView<'a>,
    pub identity: &'r RowIdentity,
    pub client: Option<ClientIndex>,
}

impl<'a> DataRow<'_, 'a> {
    /// The value of the first column of a field; merged down from above where it is so.
    pub fn value(&self, field: Field) -> Value<'a> {
        self.context.value(self.row, field)
    }

    /// The reference of the first column of a field.
    pub fn cell(&self, field: Field) -> crate::imports::draft::CellRef {
        self.context
            .cell(self.row.number(), self.context.column(field).unwrap_or(0))
    }

    /// The cell by which a person finds the record of the row: the client's name, else the project's.
    pub fn record_cell(&self) -> crate::imports::draft::CellRef {
        let field = if self.context.column(Field::ClientName).is_some() {
            Field::ClientName
        } else {
            Field::ProjectName
        };
        self.cell(field)
    }

    /// A cell ready to be read into its field. Money stays in its own row even if merged.
    pub fn read(&self, field: Field) -> super::cells::Cell<'a> {
        let value = if field.is_money() {
            self.context
                .column(field)
                .map_or(Value::Blank, |c| self.row.value(c))
        } else {
            self.value(field)
        };
        super::cells::Cell {
            at: self.cell(field),
            field,
            value,
        }
    }

    /// True if the value of the field stands in this very row.
    pub fn own_value(&self, field: Field) -> bool {
        self.context
            .column(field)
            .is_some_and(|c| self.context.grid.origin(self.row.number(), c).0 == self.row.number())
    }
}

/// Makes the records: first all rows of registers and contacts, then supports and decisions, which look for
/// their projects.
pub fn fill(
    joiner: &mut Joiner<'_>,
    contexts: &[Context<'_>],
    identities: &Identities,
    clients: &[Option<ClientIndex>],
) {
    let mut book = ProjectBook::default();
    let projects = identities
        .rows
        .iter()
        .filter(|r| contexts[usize::from(r.context)].main == Entity::Project)
        .count();
    joiner.draft.projects.reserve_exact(projects);
    for second in [false, true] {
        for (identity, client) in identities.rows.iter().zip(clients) {
            let context = &contexts[usize::from(identity.context)];
            let late = matches!(context.main, Entity::Support | Entity::Decision);
            if late != second {
                continue;
            }
            if let Some(row) = context
                .grid
                .workbook
                .row(usize::from(context.index), identity.source.row)
            {
                let data = DataRow {
                    context,
                    row,
                    identity,
                    client: *client,
                };
                fill_row(joiner, data, identities, &mut book);
            }
        }
    }
}

fn fill_row(
    joiner: &mut Joiner<'_>,
    data: DataRow<'_, '_>,
    identities: &Identities,
    book: &mut ProjectBook,
) {
    report_errors(joiner, data);
    let misfits = misfits(joiner, data);
    if data.identity.shifted {
        let cell = data.context.cell(data.row.number(), 0);
        joiner.problem(ProblemKind::ShiftedRow, cell, None, Text::NONE);
    }
    joiner.client_of_row(data, identities);
    let project = joiner.project_of_row(data, identities, book);
    match data.context.main {
        Entity::Support => joiner.support_of_row(data, project),
        Entity::Decision => joiner.decision_of_row(data, project),
        _ => {}
    }
    let mut notes = comments(data);
    notes.extend(notes_of_columns(joiner, data));
    notes.extend(misfits);
    keep_notes(joiner, data, project, notes);
}

/// Error values are said wherever a column is taken.
fn report_errors(joiner: &mut Joiner<'_>, data: DataRow<'_, '_>) {
    for (col, value) in data.row.cells() {
        let Value::Error(_) = value else { continue };
        let Some(plan) = data.context.plan_of(col) else {
            continue;
        };
        if plan.target != Target::Skip {
            let raw = joiner.text_of(value);
            joiner.problem(
                ProblemKind::ErrorCell,
                data.context.cell(data.row.number(), col),
                plan.field(),
                raw,
            );
        }
    }
}

fn comments(data: DataRow<'_, '_>) -> Vec<NoteDraft> {
    let comments = data.context.grid.sheet().comments_of_row(data.row.number());
    comments
        .iter()
        .map(|c| {
            note(
                NoteKind::Comment,
                data.context.cell(c.row, c.col),
                None,
                Text::of_workbook(c.text),
            )
        })
        .collect()
}

/// Columns that a person sends to the timeline.
fn notes_of_columns(joiner: &mut Joiner<'_>, data: DataRow<'_, '_>) -> Vec<NoteDraft> {
    let mut notes = Vec::new();
    for col in data.context.columns(Field::Note) {
        let text = joiner.long_text(data.row.value(*col));
        if !text.is_none() {
            let at = data.context.cell(data.row.number(), *col);
            notes.push(note(NoteKind::Rest, at, Some(Field::Note), text));
        }
    }
    notes
}

/// Values of custom fields that do not fit the type of their field.
fn misfits(joiner: &mut Joiner<'_>, data: DataRow<'_, '_>) -> Vec<NoteDraft> {
    let mut notes = Vec::new();
    for (col, field) in &data.context.custom {
        let value = data.row.value(*col);
        let easy = match (joiner.draft.fields[usize::from(field.0)].kind, value) {
            (CustomType::Text | CustomType::Choice | CustomType::Link, _) => true,
            (_, Value::Blank | Value::Error(_)) => true,
            (CustomType::Number | CustomType::Money, Value::Number(_))
            | (CustomType::Date, Value::Date(_)) => true,
            (_, value) => is_empty(value),
        };
        let at = data.context.cell(data.row.number(), *col);
        if !easy && matches!(joiner.draft.custom_value(*field, at), CustomValue::Text(_)) {
            let raw = joiner.raw_of(value);
            joiner.problem(ProblemKind::CustomValueUnread, at, None, raw);
            notes.push(note(NoteKind::Unread, at, None, raw));
        }
    }
    notes
}

fn keep_notes(
    joiner: &mut Joiner<'_>,
    data: DataRow<'_, '_>,
    project: Option<ProjectIndex>,
    notes: Vec<NoteDraft>,
) {
    if notes.is_empty() {
        return;
    }
    let kept = match (project, data.client) {
        (Some(p), _) => &mut joiner.draft.projects[p.0 as usize].notes,
        (None, Some(c)) => &mut joiner.draft.clients[c.0 as usize].notes,
        (None, None) => &mut joiner.draft.loose_notes,
    };
    kept.extend(notes);
}
