//! Which clients of the file the organization has already: by INN, by OGRN, then by the normal form of the
//! name. What only the name says is a question to a person; what several records fit is never decided alone.

use std::collections::{HashMap, HashSet};

use uuid::Uuid;

use super::joiner::Joiner;
use crate::imports::choices::pair_key;
use crate::imports::draft::{ClientIndex, Match, MatchReason};
use crate::imports::understanding::KnownClient;
use crate::values::names::{HolderName, read_holder};
use crate::values::text::fold;

/// What is known, by the marks that a client of a file may have.
struct Marks<'k> {
    by_inn: HashMap<&'k str, Vec<&'k KnownClient>>,
    by_ogrn: HashMap<&'k str, &'k KnownClient>,
    by_key: HashMap<String, Vec<&'k KnownClient>>,
}

impl<'k> Marks<'k> {
    fn of(clients: &'k [KnownClient]) -> Marks<'k> {
        let mut marks = Marks {
            by_inn: HashMap::new(),
            by_ogrn: HashMap::new(),
            by_key: HashMap::new(),
        };
        for known in clients {
            if let Some(inn) = known.inn.as_deref().filter(|i| !i.is_empty()) {
                marks.by_inn.entry(inn).or_default().push(known);
            }
            if let Some(ogrn) = known.ogrn.as_deref().filter(|o| !o.is_empty()) {
                marks.by_ogrn.entry(ogrn).or_insert(known);
            }
            let names = std::iter::once(&known.name).chain(&known.other_names);
            let mut keys: Vec<String> = names.map(|n| read_holder(n).key).collect();
            keys.sort();
            keys.dedup();
            for key in keys.into_iter().filter(|k| !k.is_empty()) {
                marks.by_key.entry(key).or_default().push(known);
            }
        }
        marks
    }
}

impl Joiner<'_> {
    /// Finds the clients and then the projects of the file among those of the organization.
    pub fn match_existing(&mut self) {
        let knowledge = self.knowledge;
        if knowledge.clients.is_empty() && knowledge.orphans.is_empty() {
            return;
        }
        let marks = Marks::of(&knowledge.clients);
        let mut found: HashMap<usize, &KnownClient> = HashMap::new();
        for i in 0..self.draft.clients.len() {
            if let Some(known) = self.by_numbers(i, &marks) {
                found.insert(i, known);
            }
        }
        self.by_names(&marks, &mut found);
        for (i, known) in &found {
            self.draft.clients[*i].existing = Some(known.id);
        }
        self.draft.matches.sort_by_key(|m| m.client);
        self.match_projects(&found);
    }

    /// The client with this INN; of several the one with this KPP. Else the one with this OGRN.
    fn by_numbers<'k>(&mut self, i: usize, marks: &Marks<'k>) -> Option<&'k KnownClient> {
        let client = &self.draft.clients[i];
        let (inn, kpp, ogrn) = (
            self.str(client.inn),
            self.str(client.kpp),
            self.str(client.ogrn),
        );
        match marks.by_inn.get(inn).map(Vec::as_slice) {
            Some([one]) => Some(one),
            Some(several) => {
                let same = |k: &&&KnownClient| k.kpp.as_deref().unwrap_or("") == kpp;
                let one = several.iter().find(same).or_else(|| several.first());
                for other in several {
                    self.ask(i, other, MatchReason::DoubledHere);
                }
                one.copied()
            }
            None => marks.by_ogrn.get(ogrn).copied(),
        }
    }

    fn ask(&mut self, i: usize, known: &KnownClient, reason: MatchReason) {
        self.draft.matches.push(Match {
            client: ClientIndex(i as u32),
            known: known.id,
            reason,
        });
    }

    /// Clients without a number of their own that is known: a name that fits. A known client is given to one
    /// client of the file, the one that shares most with it.
    fn by_names<'k>(&mut self, marks: &Marks<'k>, found: &mut HashMap<usize, &'k KnownClient>) {
        let mut weighed: Vec<(u32, usize, &KnownClient)> = Vec::new();
        let projects = self.projects_by_client();
        for i in 0..self.draft.clients.len() {
            if found.contains_key(&i) {
                continue;
            }
            for known in self.of_this_name(i, marks) {
                let points = self.shared(i, known, projects.get(&i).map_or(&[], Vec::as_slice));
                weighed.push((points, i, known));
            }
        }
        // Stable for equal points: the order of the file and of what is known.
        weighed.sort_by_key(|(points, i, _)| (std::cmp::Reverse(*points), *i));
        let mut taken: HashSet<Uuid> = found.values().map(|k| k.id).collect();
        for (points, i, known) in weighed {
            let answered = self.answered(i, known);
            if answered == Some(false) || found.contains_key(&i) || taken.contains(&known.id) {
                continue;
            }
            if answered.is_none() && points == 0 {
                self.ask(i, known, MatchReason::SameName);
            }
            found.insert(i, known);
            taken.insert(known.id);
        }
    }

    /// Names of the projects of each client of the file.
    fn projects_by_client(&self) -> HashMap<usize, Vec<String>> {
        let mut projects: HashMap<usize, Vec<String>> = HashMap::new();
        for project in &self.draft.projects {
            if let Some(client) = project.client {
                projects
                    .entry(client.0 as usize)
                    .or_default()
                    .push(super::similar::project_key(self.str(project.name)));
            }
        }
        projects
    }

    /// Known clients with a spelling of this client's name whose INN and legal form do not speak against it.
    fn of_this_name<'k>(&self, i: usize, marks: &Marks<'k>) -> Vec<&'k KnownClient> {
        let client = &self.draft.clients[i];
        let inn = self.str(client.inn);
        let holders = self.holders(i);
        let mut fitting: Vec<&KnownClient> = Vec::new();
        for holder in &holders {
            for known in marks.by_key.get(&holder.key).into_iter().flatten() {
                let other = known.inn.as_deref().unwrap_or("");
                let agrees = inn.is_empty() || other.is_empty() || inn == other;
                if agrees && form_agrees(holder, known) && !fitting.iter().any(|k| k.id == known.id)
                {
                    fitting.push(known);
                }
            }
        }
        fitting
    }

    /// All spellings of a client's name taken apart.
    fn holders(&self, i: usize) -> Vec<HolderName> {
        let client = &self.draft.clients[i];
        let names = [client.full_name, client.short_name];
        let mut holders: Vec<HolderName> = Vec::new();
        for name in names.iter().chain(&client.other_names) {
            if name.is_none() {
                continue;
            }
            let holder = read_holder(self.str(*name));
            if !holder.key.is_empty() && !holders.iter().any(|h| h.key == holder.key) {
                holders.push(holder);
            }
        }
        holders
    }

    /// What else than the name the two share: projects count most, then telephones and addresses.
    fn shared(&self, i: usize, known: &KnownClient, projects: &[String]) -> u32 {
        let client = &self.draft.clients[i];
        let known_projects: HashSet<String> = known
            .projects
            .iter()
            .map(|p| super::similar::project_key(&p.name))
            .collect();
        let same = projects.iter().filter(|p| known_projects.contains(*p));
        let mut points = 4 * same.count() as u32;
        let phones = client.phones.iter().filter(|p| {
            let number = self.str(p.e164);
            known
                .phones
                .iter()
                .any(|k| k.split(';').next() == Some(number))
        });
        points += 2 * phones.count() as u32;
        let emails = client
            .emails
            .iter()
            .filter(|e| known.emails.iter().any(|k| fold(k) == fold(self.str(**e))));
        points += 2 * emails.count() as u32;
        let district = client.address.district.map(|w| &self.draft.words[w.at()]);
        if let (Some(word), Some(known)) = (district, &known.district) {
            points += u32::from(fold(self.str(word.name)) == fold(known));
        }
        points
    }

    /// The mark by which a client of the file is remembered: its INN, its OGRN, its name.
    pub fn mark_of(&self, client: ClientIndex) -> &str {
        self.str(self.draft.clients[client.0 as usize].mark)
    }

    /// What was answered about these two.
    fn answered(&self, i: usize, known: &KnownClient) -> Option<bool> {
        let key = pair_key(
            self.mark_of(ClientIndex(i as u32)),
            &format!("id:{}", known.id),
        );
        self.knowledge.pairs.get(&key).copied()
    }
}

/// ООО «Заря» is not АО «Заря»; a form that is missing on one side says nothing.
fn form_agrees(holder: &HolderName, known: &KnownClient) -> bool {
    let of_person = |form: &str| matches!(form, "ИП" | "КФХ");
    match (holder.form, read_holder(&known.name).form) {
        (Some(a), Some(b)) => a == b || (of_person(a) && of_person(b)),
        _ => true,
    }
}
