//! Finds or makes the project of a row and fills it. The same project of one client on several sheets is one
//! project; where its rows disagree, the first stays and the others are said and kept.

use std::collections::HashMap;

use super::identity::Identities;
use super::joiner::{Joiner, note};
use super::records::DataRow;
use crate::imports::draft::{
    ClientIndex, Entity, Field, NoteDraft, NoteKind, ProblemKind, ProjectDraft, ProjectIndex,
    ProjectState, Text, WordKind,
};
use crate::imports::reading::Value;
use crate::imports::understanding::grid::is_empty;
use crate::imports::understanding::legend::row_fill;
use crate::values::text::fold;

/// Projects by client and name.
#[derive(Default)]
pub struct ProjectBook {
    exact: HashMap<(Option<ClientIndex>, u32), ProjectIndex>,
    of_client: HashMap<ClientIndex, Vec<ProjectIndex>>,
    /// Number of each project's name.
    names: Vec<u32>,
    /// Made when a decision without a client first asks: the only project of a name, None for several.
    by_name: Option<HashMap<u32, Option<ProjectIndex>>>,
}

impl ProjectBook {
    fn add(&mut self, client: Option<ClientIndex>, name: u32, project: ProjectIndex) {
        self.names.push(name);
        if name == u32::MAX {
            return;
        }
        self.exact.entry((client, name)).or_insert(project);
        self.by_name = None;
        if let Some(client) = client {
            self.of_client.entry(client).or_default().push(project);
        }
    }

    /// The project of this client and name.
    fn find(
        &self,
        client: Option<ClientIndex>,
        name: u32,
        identities: &Identities,
    ) -> Option<ProjectIndex> {
        if name == u32::MAX {
            return None;
        }
        if let Some(project) = self.exact.get(&(client, name)) {
            return Some(*project);
        }
        let projects = self.of_client.get(&client?)?;
        // A client with very many projects is looked up exactly only.
        let few = projects.iter().take(200);
        few.copied()
            .find(|p| identities.projects.alike(self.names[p.0 as usize], name))
    }

    fn only_of_name(&mut self, name: u32) -> Option<ProjectIndex> {
        let names = &self.names;
        let by_name = self.by_name.get_or_insert_with(|| {
            let mut by_name = HashMap::new();
            for (i, name) in names.iter().enumerate() {
                by_name
                    .entry(*name)
                    .and_modify(|only| *only = None)
                    .or_insert(Some(ProjectIndex(i as u32)));
            }
            by_name
        });
        by_name
            .get(&name)
            .copied()
            .flatten()
            .filter(|_| name != u32::MAX)
    }
}

/// Project values of one row, before they are joined.
struct RowProject {
    draft: ProjectDraft,
    notes: Vec<NoteDraft>,
}

impl Joiner<'_> {
    /// The project that a row is about, made if the row makes one.
    pub fn project_of_row(
        &mut self,
        data: DataRow<'_, '_>,
        identities: &Identities,
        book: &mut ProjectBook,
    ) -> Option<ProjectIndex> {
        let name = data.identity.project;
        let main = data.context.main;
        let found = book.find(data.client, name, identities);
        let found = match main {
            Entity::Client => return None,
            Entity::Project => found,
            Entity::Decision if data.client.is_none() => found.or_else(|| book.only_of_name(name)),
            _ => found.or_else(|| self.only_nameless(data.client)),
        };
        if main == Entity::Decision && found.is_none() {
            return None;
        }
        if name == u32::MAX && !self.has_project_values(data) {
            return None;
        }
        if let Some(project) = found
            && !(main == Entity::Project && self.is_another(project, data))
        {
            self.join_project(project, data);
            return Some(project);
        }
        Some(self.new_project(data, name, book))
    }

    /// The one project of a client whose name was unreadable: a support or decision of the client names it.
    fn only_nameless(&self, client: Option<ClientIndex>) -> Option<ProjectIndex> {
        client?;
        let mut nameless = self
            .draft
            .projects
            .iter()
            .enumerate()
            .filter(|(_, p)| p.client == client && p.name.is_none());
        match (nameless.next(), nameless.next()) {
            (Some((i, _)), None) => Some(ProjectIndex(i as u32)),
            _ => None,
        }
    }

    /// Without a name a row makes a project only if it has a state, a sum or a description.
    fn has_project_values(&self, data: DataRow<'_, '_>) -> bool {
        let fields = [
            Field::Total,
            Field::Own,
            Field::Requested,
            Field::Description,
            Field::State,
            Field::Jobs,
        ];
        data.context.main == Entity::Project && fields.iter().any(|f| !is_empty(data.value(*f)))
    }

    /// Two rows of one sheet with the same client and name are two projects if nothing else is equal.
    fn is_another(&self, project: ProjectIndex, data: DataRow<'_, '_>) -> bool {
        let known = &self.draft.projects[project.0 as usize];
        let same_sheet = known
            .sources
            .iter()
            .any(|s| s.sheet == data.identity.source.sheet && s.row != data.identity.source.row);
        if !same_sheet {
            return false;
        }
        let total = match (data.value(Field::Total), known.total) {
            (Value::Number(n), Some(k)) => {
                let col = data.context.column(Field::Total).unwrap_or(0);
                crate::values::money::kopecks_of(n, data.context.unit(col)).is_some_and(|t| t != k)
            }
            _ => false,
        };
        let date = match (data.value(Field::ApplicationDate), known.application_date) {
            (Value::Date(n), Some(d)) => {
                crate::values::dates::from_serial(n, self.workbook.date1904)
                    .is_some_and(|x| x != d.date)
            }
            _ => false,
        };
        total && date
    }

    fn new_project(
        &mut self,
        data: DataRow<'_, '_>,
        name: u32,
        book: &mut ProjectBook,
    ) -> ProjectIndex {
        let mut read = self.read_project(data);
        read.draft.client = data.client;
        read.draft.name = self.plain(data.value(Field::ProjectName));
        read.draft.sources.push(data.identity.source);
        read.draft.notes.append(&mut read.notes);
        let index = ProjectIndex(self.draft.projects.len() as u32);
        self.draft.projects.push(read.draft);
        book.add(data.client, name, index);
        let cell = data.cell(Field::ProjectName);
        let raw = self.draft.projects[index.0 as usize].name;
        if data.client.is_none() {
            self.problem(
                ProblemKind::OrphanProject,
                data.record_cell(),
                Some(Field::ClientName),
                raw,
            );
        }
        if data.context.main == Entity::Support {
            self.problem(
                ProblemKind::SupportUnmatched,
                cell,
                Some(Field::ProjectName),
                raw,
            );
        }
        index
    }

    fn read_project(&mut self, data: DataRow<'_, '_>) -> RowProject {
        let mut notes = Vec::new();
        let mut draft = ProjectDraft::default();
        let context = data.context;
        draft.number = self.plain(data.value(Field::ProjectNumber));
        draft.description = self.long_text(data.value(Field::Description));
        let industry = self.plain(data.value(Field::Industry));
        draft.industry = (!industry.is_none()).then(|| self.word(WordKind::Industry, industry));
        draft.own = self.money(context, data.read(Field::Own), &mut notes);
        draft.requested = self.money(context, data.read(Field::Requested), &mut notes);
        draft.total = self.money(context, data.read(Field::Total), &mut notes);
        draft.taxes = self.money(context, data.read(Field::Taxes), &mut notes);
        draft.jobs = self.whole(data.read(Field::Jobs), &mut notes);
        draft.application_date = self.date(data.read(Field::ApplicationDate), &mut notes);
        draft.state = self.state_of_row(data, &mut notes);
        draft.people = self.people_of_row(data, &mut notes);
        let mut place_notes = Vec::new();
        draft.address = self.address_of_row(data, &mut place_notes);
        self.check_total(data, &draft);
        RowProject { draft, notes }
    }

    /// A state column decides; without one the background, where a legend says what it means.
    fn state_of_row(
        &mut self,
        data: DataRow<'_, '_>,
        notes: &mut Vec<NoteDraft>,
    ) -> Option<ProjectState> {
        let cell = data.read(Field::State);
        if data.context.column(Field::State).is_none() {
            return data.context.fills.get(&row_fill(data.row.fills())).copied();
        }
        if is_empty(cell.value) || matches!(cell.value, Value::Error(_)) {
            return None;
        }
        let state = self.state_named(&self.shown(cell.value));
        if state.is_none() {
            self.unread(ProblemKind::StateUnknown, cell, notes);
        }
        state
    }

    fn people_of_row(
        &mut self,
        data: DataRow<'_, '_>,
        notes: &mut Vec<NoteDraft>,
    ) -> Vec<crate::imports::draft::WordIndex> {
        let mut people = Vec::new();
        for col in data.context.columns(Field::Responsible) {
            let value = data.context.grid.value_in(data.row, *col);
            if is_empty(value) || matches!(value, Value::Error(_)) {
                continue;
            }
            let shown = self.shown(value).into_owned();
            let mut unknown = false;
            for piece in shown
                .split(['/', '+', ',', ';', '&', '\n'])
                .flat_map(|p| p.split(" и "))
                .map(str::trim)
                .filter(|p| !p.is_empty())
            {
                let known = self.person_named(piece).is_some()
                    || self
                        .knowledge
                        .words
                        .contains_key(&(WordKind::Person, fold(piece)));
                if !known && !super::identity::is_nothing(piece) {
                    unknown = true;
                    // A word to be answered; until then it stands for nobody.
                    let raw = self.own(piece);
                    self.word(WordKind::Person, raw);
                }
                if known || self.knowledge.people.is_empty() {
                    let raw = self.own(piece);
                    let word = self.word(WordKind::Person, raw);
                    if !people.contains(&word) {
                        people.push(word);
                    }
                }
            }
            if unknown {
                let cell = super::cells::Cell {
                    at: data.context.cell(data.row.number(), *col),
                    field: Field::Responsible,
                    value,
                };
                if self.knowledge.people.is_empty() {
                    let raw = self.raw_of(value);
                    notes.push(note(
                        NoteKind::Unread,
                        cell.at,
                        Some(Field::Responsible),
                        raw,
                    ));
                } else {
                    self.unread(ProblemKind::ResponsibleUnknown, cell, notes);
                }
            }
        }
        people
    }

    /// Own and requested that do not make the total, beyond rounding.
    fn check_total(&mut self, data: DataRow<'_, '_>, draft: &ProjectDraft) {
        let (Some(own), Some(requested), Some(total)) = (draft.own, draft.requested, draft.total)
        else {
            return;
        };
        let difference = (own + requested).abs_diff(total);
        let tolerance = (total.unsigned_abs() / 1_000).max(100_000);
        if difference > tolerance {
            let raw = self.raw_of(data.value(Field::Total));
            let sum = self.own(&crate::values::money::to_decimal(own + requested));
            self.problem_with(
                ProblemKind::TotalMismatch,
                data.cell(Field::Total),
                Some(Field::Total),
                raw,
                sum,
            );
        }
    }

    /// Joins a further row into a project that is there: fills blanks, says and keeps what differs.
    fn join_project(&mut self, project: ProjectIndex, data: DataRow<'_, '_>) {
        let RowProject {
            draft: new,
            mut notes,
        } = self.read_project(data);
        let register = data.context.main == Entity::Project;
        let mut conflicts: Vec<Field> = Vec::new();
        let known = &mut self.draft.projects[project.0 as usize];
        if !known.sources.contains(&data.identity.source) {
            known.sources.push(data.identity.source);
        }
        fill(&mut known.own, new.own, Field::Own, &mut conflicts);
        fill(
            &mut known.requested,
            new.requested,
            Field::Requested,
            &mut conflicts,
        );
        fill(&mut known.total, new.total, Field::Total, &mut conflicts);
        fill(&mut known.taxes, new.taxes, Field::Taxes, &mut conflicts);
        fill(&mut known.jobs, new.jobs, Field::Jobs, &mut conflicts);
        fill(
            &mut known.application_date,
            new.application_date,
            Field::ApplicationDate,
            &mut conflicts,
        );
        fill(&mut known.state, new.state, Field::State, &mut conflicts);
        known.industry = known.industry.or(new.industry);
        if known.description.is_none() {
            known.description = new.description;
        }
        if known.number.is_none() {
            known.number = new.number;
        }
        // People of a further row are taken only where nobody is assigned yet: who cares for a support measure
        // is not thereby assigned to the project.
        let other_people = if known.people.is_empty() {
            known.people = new.people;
            false
        } else {
            new.people.iter().any(|p| !known.people.contains(p))
        };
        known.address.district = known.address.district.or(new.address.district);
        known.address.city = known.address.city.or(new.address.city);
        if other_people {
            let cell = data.read(Field::Responsible);
            let raw = self.raw_of(cell.value);
            notes.push(note(NoteKind::Rest, cell.at, Some(Field::Responsible), raw));
        }
        for field in &conflicts {
            let cell = data.read(*field);
            let raw = self.raw_of(cell.value);
            notes.push(note(NoteKind::Rest, cell.at, Some(*field), raw));
        }
        self.keep_other_name(project, data, &mut notes);
        self.draft.projects[project.0 as usize]
            .notes
            .append(&mut notes);
        if register {
            self.report_joined(data, &conflicts);
        }
    }

    fn keep_other_name(
        &mut self,
        project: ProjectIndex,
        data: DataRow<'_, '_>,
        notes: &mut Vec<NoteDraft>,
    ) {
        let name = self.plain(data.value(Field::ProjectName));
        let known = self.draft.projects[project.0 as usize].name;
        if known.is_none() {
            self.draft.projects[project.0 as usize].name = name;
        } else if !name.is_none()
            && super::similar::project_key(self.str(name))
                != super::similar::project_key(self.str(known))
        {
            notes.push(note(
                NoteKind::Rest,
                data.cell(Field::ProjectName),
                Some(Field::ProjectName),
                name,
            ));
        }
    }

    fn report_joined(&mut self, data: DataRow<'_, '_>, conflicts: &[Field]) {
        let raw = self.raw_of(data.value(Field::ProjectName));
        if conflicts.is_empty() {
            self.problem(
                ProblemKind::DuplicateProject,
                data.record_cell(),
                Some(Field::ProjectName),
                raw,
            );
            return;
        }
        for field in conflicts {
            let cell = data.read(*field);
            let raw = self.raw_of(cell.value);
            self.problem(
                ProblemKind::DuplicateProjectConflict,
                cell.at,
                Some(*field),
                raw,
            );
        }
    }

    /// The name of a project for a text that refers to one.
    pub fn project_text(&mut self, data: DataRow<'_, '_>) -> Text {
        self.plain(data.value(Field::ProjectName))
    }
}

fn fill<T: PartialEq>(
    known: &mut Option<T>,
    new: Option<T>,
    field: Field,
    conflicts: &mut Vec<Field>,
) {
    match (&known, &new) {
        (None, _) => *known = new,
        (Some(k), Some(n)) if k != n => conflicts.push(field),
        _ => {}
    }
}
