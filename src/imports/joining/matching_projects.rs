//! Which projects of the file the organization has already: by number, then by client and name, where several
//! have one name by their sums and dates. Each known project is given to one project of the file.

use std::collections::{HashMap, HashSet};

use uuid::Uuid;

use super::joiner::Joiner;
use super::similar::{keys_alike, project_key};
use crate::imports::understanding::{KnownClient, KnownProject};

impl Joiner<'_> {
    /// Gives projects of the file their known ones.
    pub fn match_projects(&mut self, clients: &HashMap<usize, &KnownClient>) {
        let knowledge = self.knowledge;
        let mut taken: HashSet<Uuid> = HashSet::new();
        self.by_project_numbers(&mut taken);
        let mut of_client: HashMap<Option<usize>, Vec<usize>> = HashMap::new();
        for (p, project) in self.draft.projects.iter().enumerate() {
            if project.existing.is_none() {
                let client = project.client.map(|c| c.0 as usize);
                of_client.entry(client).or_default().push(p);
            }
        }
        for (client, projects) in &of_client {
            let known: &[KnownProject] = match client {
                None => &knowledge.orphans,
                Some(c) => clients.get(c).map_or(&[], |k| &k.projects),
            };
            self.give(projects, known, &mut taken, 1);
        }
        // A project whose client was found, or lost, since: only with the same sums and dates as well.
        let rest: Vec<usize> = (0..self.draft.projects.len())
            .filter(|p| self.draft.projects[*p].existing.is_none())
            .collect();
        let (orphans, owned): (Vec<usize>, Vec<usize>) = rest
            .into_iter()
            .partition(|p| self.draft.projects[*p].client.is_none());
        if !orphans.is_empty() {
            let all: Vec<KnownProject> = knowledge
                .clients
                .iter()
                .flat_map(|c| c.projects.iter().cloned())
                .collect();
            self.give(&orphans, &all, &mut taken, 4);
        }
        self.give(&owned, &knowledge.orphans, &mut taken, 4);
    }

    fn by_project_numbers(&mut self, taken: &mut HashSet<Uuid>) {
        let has_numbers = self.draft.projects.iter().any(|p| !p.number.is_none());
        if !has_numbers {
            return;
        }
        let knowledge = self.knowledge;
        let all = knowledge
            .clients
            .iter()
            .flat_map(|c| &c.projects)
            .chain(&knowledge.orphans);
        let by_number: HashMap<&str, &KnownProject> = all.map(|p| (p.number.as_str(), p)).collect();
        for p in 0..self.draft.projects.len() {
            let number = self.draft.projects[p].number;
            if let Some(known) = by_number.get(self.str(number).trim())
                && taken.insert(known.id)
            {
                self.draft.projects[p].existing = Some(known.id);
            }
        }
    }

    /// Gives each project the known one of its name that shares most with it; `least` points are needed.
    fn give(
        &mut self,
        projects: &[usize],
        known: &[KnownProject],
        taken: &mut HashSet<Uuid>,
        least: u32,
    ) {
        if projects.is_empty() || known.is_empty() {
            return;
        }
        let keys: Vec<String> = known.iter().map(|k| project_key(&k.name)).collect();
        let mut by_key: HashMap<&str, Vec<usize>> = HashMap::new();
        for (k, key) in keys.iter().enumerate() {
            by_key.entry(key).or_default().push(k);
        }
        let mut weighed: Vec<(u32, usize, usize)> = Vec::new();
        for p in projects {
            let key = project_key(self.str(self.draft.projects[*p].name));
            let exact = by_key.get(key.as_str()).cloned().unwrap_or_default();
            // Spellings are compared within a client only: a whole register would take too long.
            let near = (known.len() <= MOST_COMPARED)
                .then(|| (0..known.len()).filter(|k| keys_alike(&keys[*k], &key)));
            let near: Vec<usize> = near.into_iter().flatten().collect();
            for k in exact.into_iter().chain(near) {
                let points = 1 + u32::from(keys[k] == key) + self.values_shared(*p, &known[k]);
                weighed.push((points, *p, k));
            }
        }
        weighed.sort_by_key(|(points, p, _)| (std::cmp::Reverse(*points), *p));
        for (points, p, k) in weighed {
            if points >= least
                && self.draft.projects[p].existing.is_none()
                && !taken.contains(&known[k].id)
            {
                self.draft.projects[p].existing = Some(known[k].id);
                taken.insert(known[k].id);
            }
        }
    }

    fn values_shared(&self, p: usize, known: &KnownProject) -> u32 {
        let project = &self.draft.projects[p];
        let total = project.total.is_some() && project.total == known.total;
        let requested = project.requested.is_some() && project.requested == known.requested;
        let date = project.application_date.map(|d| d.date);
        let dated = date.is_some() && date == known.date;
        2 * u32::from(total) + 2 * u32::from(requested) + 2 * u32::from(dated)
    }
}

/// Known projects of one client whose spellings are compared.
const MOST_COMPARED: usize = 300;
