//! The state of joining: the draft in the making, the texts and words known so far, and what is asked of the
//! plan for each sheet.

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::Arc;

use uuid::Uuid;

use crate::imports::draft::{
    CellRef, Counts, CustomFieldDraft, Draft, Entity, Field, FieldIndex, NoteDraft, NoteKind,
    Problem, ProblemKind, ProjectState, SkipReason, SkippedRow, Source, Text, Word, WordIndex,
    WordKind,
};
use crate::imports::reading::{Fill, RowView, TextArena, Value, Workbook};
use crate::imports::understanding::closed_words::read_state;
use crate::imports::understanding::directory::find_person;
use crate::imports::understanding::grid::{Grid, is_empty, shown};
use crate::imports::understanding::rows::RowReader;
use crate::imports::understanding::{
    ColumnPlan, Knowledge, Plan, SheetPlan, SheetReason, Target, is_hidden, row_reader,
};
use crate::values::money::MoneyUnit;
use crate::values::text::fold;

/// A taken sheet with everything that reading its rows needs.
pub struct Context<'a> {
    pub index: u16,
    pub plan: &'a SheetPlan,
    pub grid: Grid<'a>,
    pub reader: RowReader,
    pub main: Entity,
    /// Plans by column, as they are looked up for every cell.
    by_column: Vec<Option<&'a ColumnPlan>>,
    /// Columns by field, several for telephones and the like.
    by_field: Vec<Vec<u16>>,
    /// Custom columns and their fields.
    pub custom: Vec<(u16, FieldIndex)>,
    /// Median of the absolute numbers in money columns that are given in thousands or more.
    pub medians: HashMap<u16, f64>,
    pub fills: HashMap<Option<Fill>, ProjectState>,
}

impl<'a> Context<'a> {
    /// The first column of a field.
    pub fn column(&self, field: Field) -> Option<u16> {
        self.by_field[field as usize].first().copied()
    }

    /// All columns of a field.
    pub fn columns(&self, field: Field) -> &[u16] {
        &self.by_field[field as usize]
    }

    /// The value of the first column of a field: merged down from above where it is so, and taken from the
    /// rows above where the plan says that an empty cell means that. A client is never taken from above here;
    /// the row then belongs to the client of the row before.
    pub fn value(&self, row: RowView<'a>, field: Field) -> Value<'a> {
        let Some(col) = self.column(field) else {
            return Value::Blank;
        };
        let value = self.grid.value_in(row, col);
        if field == Field::ClientName || !self.plan.fill_down.contains(&field) || !is_empty(value) {
            return value;
        }
        let above = (self.plan.header_end() + 1..row.number())
            .rev()
            .take(FILL_DOWN_ROWS);
        let mut above = above
            .map(|r| self.grid.value(r, col))
            .filter(|v| !is_empty(*v));
        above.next().unwrap_or(Value::Blank)
    }

    /// The plan of a column.
    pub fn plan_of(&self, col: u16) -> Option<&ColumnPlan> {
        self.by_column.get(usize::from(col)).copied().flatten()
    }

    /// The unit of a money column.
    pub fn unit(&self, col: u16) -> MoneyUnit {
        self.plan_of(col).map_or(MoneyUnit::Rub, |c| c.unit)
    }

    /// The reference of a cell of this sheet.
    pub fn cell(&self, row: u32, col: u16) -> CellRef {
        CellRef {
            sheet: self.index,
            row,
            col,
        }
    }
}

/// The draft in the making.
pub struct Joiner<'a> {
    pub workbook: &'a Arc<Workbook>,
    pub plan: &'a Plan,
    pub knowledge: &'a Knowledge,
    pub draft: Draft,
    words: HashMap<(WordKind, String), WordIndex>,
    words_by_text: HashMap<(WordKind, Text), WordIndex>,
    pub fields: HashMap<(Entity, String), FieldIndex>,
    /// What short texts were read as before: states and members repeat in every row.
    states: RefCell<HashMap<String, Option<ProjectState>>>,
    people: RefCell<HashMap<String, Option<Uuid>>>,
}

impl<'a> Joiner<'a> {
    pub fn new(
        workbook: &'a Arc<Workbook>,
        plan: &'a Plan,
        knowledge: &'a Knowledge,
    ) -> Joiner<'a> {
        let draft = Draft {
            workbook: Arc::clone(workbook),
            plan: Arc::new(plan.clone()),
            texts: TextArena::default(),
            clients: Vec::new(),
            projects: Vec::new(),
            supports: Vec::new(),
            decisions: Vec::new(),
            fields: Vec::new(),
            words: Vec::new(),
            new_entries: Vec::new(),
            duplicates: Vec::new(),
            matches: Vec::new(),
            skipped: Vec::new(),
            loose_notes: Vec::new(),
            problems: Vec::new(),
            counts: Counts::default(),
        };
        Joiner {
            workbook,
            plan,
            knowledge,
            draft,
            words: HashMap::new(),
            words_by_text: HashMap::new(),
            fields: HashMap::new(),
            states: RefCell::default(),
            people: RefCell::default(),
        }
    }

    /// Contexts of the sheets that are taken, in the order of the file.
    pub fn sheet_contexts(&mut self) -> Vec<Context<'a>> {
        let plan = self.plan;
        let taken = plan
            .sheets
            .iter()
            .enumerate()
            .filter(|(i, s)| s.taken && *i < self.workbook.sheets.len());
        let mut contexts: Vec<Context<'a>> =
            taken.map(|(i, s)| context(self.workbook, i, s)).collect();
        for c in &mut contexts {
            self.add_custom_fields(c);
        }
        contexts
    }

    fn add_custom_fields(&mut self, context: &mut Context<'_>) {
        for column in &context.plan.columns {
            let Target::Custom { entity, kind } = &column.target else {
                continue;
            };
            let key = (*entity, fold(&column.label));
            if let Some(index) = self.fields.get(&key) {
                context.custom.push((column.index, *index));
                merge_field(
                    &mut self.draft.fields[usize::from(index.0)],
                    *kind,
                    &column.options,
                );
                continue;
            }
            let index = FieldIndex(self.draft.fields.len() as u16);
            context.custom.push((column.index, index));
            self.fields.insert(key, index);
            self.draft.fields.push(CustomFieldDraft {
                label: column.label.clone(),
                entity: *entity,
                kind: *kind,
                options: column.options.clone(),
            });
        }
    }

    /// What is to be said of sheets and columns.
    pub fn report_sheets(&mut self) {
        for (i, sheet) in self.plan.sheets.iter().enumerate() {
            let at = |row: u32, col: u16| CellRef {
                sheet: i as u16,
                row,
                col,
            };
            if !sheet.taken {
                if sheet.reason != SheetReason::Empty {
                    self.problem(ProblemKind::NonDataSheet, at(0, 0), None, Text::NONE);
                }
                continue;
            }
            if is_hidden(sheet) {
                self.problem(ProblemKind::HiddenSheet, at(0, 0), None, Text::NONE);
            }
            if sheet.state_by_fill {
                self.problem(
                    ProblemKind::StateByFill,
                    at(0, 0),
                    Some(Field::State),
                    Text::NONE,
                );
            }
            let header = sheet.header_end();
            if let Some(col) = sheet.crowded_out {
                self.problem(
                    ProblemKind::TooManyColumns,
                    at(header, col),
                    None,
                    Text::NONE,
                );
            }
            for column in &sheet.columns {
                if column.duplicate {
                    let raw = self.own(&column.label);
                    self.problem(
                        ProblemKind::DuplicateHeader,
                        at(header, column.index),
                        None,
                        raw,
                    );
                }
                if column.label.is_empty() && column.target != Target::Skip {
                    self.problem(
                        ProblemKind::UnnamedColumn,
                        at(header, column.index),
                        None,
                        Text::NONE,
                    );
                }
            }
        }
    }

    /// A text of the draft's own.
    pub fn own(&mut self, text: &str) -> Text {
        if text.is_empty() {
            Text::NONE
        } else {
            Text::own(self.draft.texts.intern(text))
        }
    }

    /// The value as text: a text cell keeps its place in the workbook if it is clean already.
    pub fn text_of(&mut self, value: Value<'_>) -> Text {
        let text = shown(value, self.workbook.date1904);
        match value {
            Value::Text(id, whole) if text.len() == whole.len() => {
                if text.is_empty() {
                    Text::NONE
                } else {
                    Text::of_workbook(id)
                }
            }
            _ => self.own(&text),
        }
    }

    /// The text of a cell exactly as it stood.
    pub fn raw_of(&mut self, value: Value<'_>) -> Text {
        match value {
            Value::Text(id, _) => Text::of_workbook(id),
            value => self.text_of(value),
        }
    }

    /// Resolves a text.
    pub fn str(&self, text: Text) -> &str {
        self.draft.text(text)
    }

    /// The state that a text names.
    pub fn state_named(&self, text: &str) -> Option<ProjectState> {
        if let Some(known) = self.states.borrow().get(text) {
            return *known;
        }
        let answered = self.knowledge.states.get(&fold(text)).copied();
        let state = answered.or_else(|| read_state(text));
        remember(&self.states, text, state);
        state
    }

    /// The member that a name in a cell means.
    pub fn person_named(&self, name: &str) -> Option<Uuid> {
        if let Some(known) = self.people.borrow().get(name) {
            return *known;
        }
        let person = find_person(name, &self.knowledge.people);
        remember(&self.people, name, person);
        person
    }

    /// Adds a problem.
    pub fn problem(&mut self, kind: ProblemKind, cell: CellRef, field: Option<Field>, raw: Text) {
        self.draft.problems.push(Problem {
            kind,
            cell,
            field,
            raw,
            value: Text::NONE,
        });
    }

    /// Adds a problem of a cell whose value becomes something.
    pub fn problem_with(
        &mut self,
        kind: ProblemKind,
        cell: CellRef,
        field: Option<Field>,
        raw: Text,
        value: Text,
    ) {
        self.draft.problems.push(Problem {
            kind,
            cell,
            field,
            raw,
            value,
        });
    }

    /// Notes a row that makes no record.
    pub fn skip(&mut self, source: Source, reason: SkipReason) {
        self.draft.skipped.push(SkippedRow { source, reason });
    }

    /// The word of a directory or a member; the same spelling is one word.
    pub fn word(&mut self, kind: WordKind, raw: Text) -> WordIndex {
        if let Some(index) = self.words_by_text.get(&(kind, raw)) {
            self.draft.words[index.at()].uses += 1;
            return *index;
        }
        let key = (kind, fold(self.str(raw)));
        let index = match self.words.get(&key) {
            Some(index) => *index,
            None => {
                let index = WordIndex(self.draft.words.len() as u32);
                let answer = crate::imports::draft::Answer::Unknown;
                self.draft.words.push(Word {
                    kind,
                    raw,
                    answer,
                    name: raw,
                    confidence: 0.0,
                    uses: 0,
                });
                self.words.insert(key, index);
                index
            }
        };
        self.words_by_text.insert((kind, raw), index);
        self.draft.words[index.at()].uses += 1;
        index
    }
}

/// Rows above in which the value of an empty cell is looked for.
const FILL_DOWN_ROWS: usize = 500;

/// Distinct texts remembered at most.
const REMEMBERED: usize = 20_000;

fn remember<T>(known: &RefCell<HashMap<String, T>>, text: &str, value: T) {
    let mut known = known.borrow_mut();
    if known.len() < REMEMBERED {
        known.insert(text.to_owned(), value);
    }
}

/// A kept text.
pub fn note(kind: NoteKind, cell: CellRef, field: Option<Field>, text: Text) -> NoteDraft {
    NoteDraft {
        kind,
        cell,
        field,
        text,
    }
}

/// Two sheets have a column of the same name: texts win over narrower types, options are joined.
fn merge_field(
    field: &mut CustomFieldDraft,
    kind: crate::imports::draft::CustomType,
    options: &[String],
) {
    use crate::imports::draft::CustomType as T;
    if field.kind == kind {
        if kind == T::Choice {
            for o in options {
                if !field.options.contains(o) {
                    field.options.push(o.clone());
                }
            }
        }
        return;
    }
    field.kind = T::Text;
    field.options.clear();
}

fn context<'a>(workbook: &'a Arc<Workbook>, index: usize, sheet: &'a SheetPlan) -> Context<'a> {
    let grid = Grid::new(workbook, index);
    let reader = row_reader(sheet, &grid);
    let mut by_field: Vec<Vec<u16>> = vec![Vec::new(); Field::ALL.len()];
    let last = sheet
        .columns
        .iter()
        .map(|c| usize::from(c.index))
        .max()
        .unwrap_or(0);
    let mut by_column: Vec<Option<&ColumnPlan>> = vec![None; last + 1];
    for column in &sheet.columns {
        by_column[usize::from(column.index)] = Some(column);
        if let Some(field) = column.field() {
            by_field[field as usize].push(column.index);
        }
    }
    let medians = medians(workbook, index, sheet);
    let fills = if sheet.state_by_fill {
        let meant = sheet.fills.iter();
        meant.filter_map(|f| Some((f.fill, f.state?))).collect()
    } else {
        HashMap::new()
    };
    Context {
        index: index as u16,
        plan: sheet,
        grid,
        reader,
        main: sheet.main_entity(),
        by_column,
        custom: Vec::new(),
        by_field,
        medians,
        fills,
    }
}

/// Rows looked at for a median.
const MEDIAN_ROWS: usize = 3_000;

fn medians(workbook: &Workbook, index: usize, sheet: &SheetPlan) -> HashMap<u16, f64> {
    let columns = sheet
        .columns
        .iter()
        .filter(|c| c.field().is_some_and(Field::is_money) && c.unit != MoneyUnit::Rub);
    let mut medians = HashMap::new();
    for column in columns {
        let rows = workbook
            .rows(index)
            .filter(|r| r.number() > sheet.header_end())
            .take(MEDIAN_ROWS);
        let mut numbers: Vec<f64> = rows
            .filter_map(|r| {
                if let Value::Number(n) = r.value(column.index) {
                    Some(n.abs())
                } else {
                    None
                }
            })
            .collect();
        if numbers.len() >= 5 {
            numbers.sort_by(f64::total_cmp);
            medians.insert(column.index, numbers[numbers.len() / 2]);
        }
    }
    medians
}
