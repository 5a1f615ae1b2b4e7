//! Decisions about projects that the file itself has not, but the organization has: by the name of the project and,
//! where the file names it, of the client. What several projects fit is nobody's.

use std::collections::HashMap;

use uuid::Uuid;

use super::joiner::Joiner;
use super::similar::project_key;
use crate::imports::draft::{ProblemKind, ProjectDraft, ProjectIndex};
use crate::imports::understanding::{KnownClient, KnownProject};
use crate::values::names::read_holder;

impl Joiner<'_> {
    /// Gives the decisions without a project those of the organization that they name.
    pub fn place_decisions(&mut self) {
        let waiting: Vec<usize> = (0..self.draft.decisions.len())
            .filter(|d| self.draft.decisions[*d].project.is_none())
            .collect();
        if waiting.is_empty() {
            return;
        }
        let knowledge = self.knowledge;
        let of_clients = knowledge
            .clients
            .iter()
            .flat_map(|c| c.projects.iter().map(move |p| (Some(c), p)));
        let orphans = knowledge.orphans.iter().map(|p| (None, p));
        let mut by_key: HashMap<String, Vec<(Option<&KnownClient>, &KnownProject)>> =
            HashMap::new();
        for (client, project) in of_clients.chain(orphans) {
            let key = project_key(&project.name);
            by_key.entry(key).or_default().push((client, project));
        }
        let mut places: HashMap<Uuid, ProjectIndex> = HashMap::new();
        for (at, project) in self.draft.projects.iter().enumerate() {
            if let Some(id) = project.existing {
                places.insert(id, ProjectIndex(at as u32));
            }
        }
        for at in waiting {
            let key = project_key(self.str(self.draft.decisions[at].project_text));
            let named = by_key.get(&key).filter(|_| !key.is_empty());
            let mut fitting = named
                .into_iter()
                .flatten()
                .filter(|(client, _)| self.is_of(at, *client));
            if let (Some((_, project)), None) = (fitting.next(), fitting.next()) {
                let id = project.id;
                self.give_project(at, id, &mut places);
            }
        }
    }

    /// The client of a decision is this one, or the file does not say whose it is.
    fn is_of(&self, decision: usize, client: Option<&KnownClient>) -> bool {
        let text = self.str(self.draft.decisions[decision].client_text);
        let key = read_holder(text).key;
        if key.is_empty() {
            return true;
        }
        client.is_some_and(|c| {
            let mut names = std::iter::once(&c.name).chain(&c.other_names);
            names.any(|n| read_holder(n).key == key)
        })
    }

    fn give_project(
        &mut self,
        decision: usize,
        id: Uuid,
        places: &mut HashMap<Uuid, ProjectIndex>,
    ) {
        let source = self.draft.decisions[decision].sources.first().copied();
        let project = *places.entry(id).or_insert_with(|| {
            self.draft.projects.push(ProjectDraft {
                existing: Some(id),
                sources: source.into_iter().collect(),
                ..ProjectDraft::default()
            });
            ProjectIndex(self.draft.projects.len() as u32 - 1)
        });
        self.draft.decisions[decision].project = Some(project);
        if let Some(source) = source {
            self.draft.problems.retain(|p| {
                p.kind != ProblemKind::DecisionUnmatched
                    || (p.cell.sheet, p.cell.row) != (source.sheet, source.row)
            });
        }
    }
}
