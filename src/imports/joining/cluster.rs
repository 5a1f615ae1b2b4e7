//! Rows with the same marks become one client: by INN, by OGRN, by the normal form of the name. The same name
//! with another INN is another client; a name that fits two clients is decided by further marks or not at all.

use std::collections::{HashMap, HashSet};

use super::identity::{Identities, KnownName, NO_NAME, NameIndex, RowIdentity};
use super::joiner::Joiner;
use crate::imports::choices::pair_key;
use crate::imports::draft::{
    CellRef, ClientDraft, ClientIndex, DuplicatePair, DuplicateReason, Entity, Field, ProblemKind,
};
use crate::values::names::HolderKind;
use crate::values::text::edits;

/// A client in the making.
#[derive(Default)]
struct Node {
    inn: u64,
    forms: Vec<&'static str>,
    kinds: Vec<HolderKind>,
    projects: Vec<u32>,
    /// Spellings of a person's name.
    people: Vec<NameIndex>,
    /// The first row of the client: what it has no number for, its name tells.
    first_row: Option<usize>,
}

struct Cluster<'i> {
    identities: &'i Identities,
    nodes: Vec<Node>,
    by_inn: HashMap<u64, u32>,
    by_ogrn: HashMap<u64, u32>,
    by_key: HashMap<&'i str, Vec<u32>>,
    by_initials: HashMap<&'i str, Vec<u32>>,
    of_row: Vec<Option<u32>>,
    unsure: Vec<(usize, Vec<u32>)>,
}

/// The client of each row, and empty drafts of the clients in the joiner.
pub fn cluster(joiner: &mut Joiner<'_>, identities: &Identities) -> Vec<Option<ClientIndex>> {
    let rows = &identities.rows;
    let mut c = Cluster {
        identities,
        nodes: Vec::new(),
        by_inn: HashMap::new(),
        by_ogrn: HashMap::new(),
        by_key: HashMap::new(),
        by_initials: HashMap::new(),
        of_row: vec![None; rows.len()],
        unsure: Vec::new(),
    };
    c.by_numbers();
    // Full names before short ones, registers before lists of decisions: what comes first is what later rows
    // are compared with.
    let is_main = |r: &RowIdentity| {
        !matches!(
            joiner.plan.sheets[usize::from(r.source.sheet)].main_entity(),
            Entity::Decision | Entity::Support
        )
    };
    for (short, main) in [(false, true), (true, true), (false, false), (true, false)] {
        c.by_name(short, &|r| is_main(r) == main);
    }
    let marks = c.marks();
    c.join_answered(&marks, &joiner.knowledge.pairs);
    c.dittos();
    report(joiner, &mut c);
    // Clients are numbered in the order in which the file brings them.
    let mut order: Vec<Option<ClientIndex>> = vec![None; c.nodes.len()];
    let mut clients = Vec::with_capacity(rows.len());
    for node in &c.of_row {
        clients.push(node.map(|n| {
            *order[n as usize].get_or_insert_with(|| {
                let mark = joiner.own(&marks[n as usize]);
                joiner.draft.clients.push(ClientDraft {
                    mark,
                    ..ClientDraft::default()
                });
                ClientIndex(joiner.draft.clients.len() as u32 - 1)
            })
        }));
    }
    pairs_of_same_name(joiner, &c, &order, &marks);
    clients
}

impl<'i> Cluster<'i> {
    fn new_node(&mut self) -> u32 {
        self.nodes.push(Node::default());
        self.nodes.len() as u32 - 1
    }

    /// Puts a row into a node; what the row knows, the node knows from then on.
    fn assign(&mut self, row: usize, node: u32) {
        let r = &self.identities.rows[row];
        self.of_row[row] = Some(node);
        let n = &mut self.nodes[node as usize];
        n.first_row.get_or_insert(row);
        if r.project != u32::MAX && !n.projects.contains(&r.project) {
            n.projects.push(r.project);
        }
        if let Some(kind) = r.kind
            && !n.kinds.contains(&kind)
        {
            n.kinds.push(kind);
        }
        if r.name == NO_NAME {
            return;
        }
        let name = &self.identities.names[r.name as usize];
        if let Some(form) = name.holder.form
            && !n.forms.contains(&form)
        {
            n.forms.push(form);
        }
        push_once(self.by_key.entry(&name.holder.key).or_default(), node);
        if !name.initials.is_empty() {
            push_once(&mut n.people, r.name);
            push_once(self.by_initials.entry(&name.initials).or_default(), node);
        }
    }

    fn by_numbers(&mut self) {
        let rows = &self.identities.rows;
        for (i, r) in rows.iter().enumerate().filter(|(_, r)| r.inn != 0) {
            let node = match self.by_inn.get(&r.inn) {
                Some(node) => *node,
                None => {
                    let node = self.new_node();
                    self.nodes[node as usize].inn = r.inn;
                    self.by_inn.insert(r.inn, node);
                    node
                }
            };
            self.assign(i, node);
            if r.ogrn != 0 {
                self.by_ogrn.entry(r.ogrn).or_insert(node);
            }
        }
        for (i, r) in rows
            .iter()
            .enumerate()
            .filter(|(_, r)| r.inn == 0 && r.ogrn != 0)
        {
            let node = match self.by_ogrn.get(&r.ogrn) {
                Some(node) => *node,
                None => {
                    let node = self.node_without_ogrn(r).unwrap_or_else(|| self.new_node());
                    self.by_ogrn.insert(r.ogrn, node);
                    node
                }
            };
            self.assign(i, node);
        }
    }

    /// A row with an OGRN that nobody has yet may be the one client of its name that has no OGRN.
    fn node_without_ogrn(&self, r: &RowIdentity) -> Option<u32> {
        let known: Vec<u32> = self.by_ogrn.values().copied().collect();
        let mut fitting = self.fitting(r).into_iter().filter(|n| !known.contains(n));
        let first = fitting.next()?;
        fitting.next().is_none().then_some(first)
    }

    fn by_name(&mut self, short: bool, which: &dyn Fn(&RowIdentity) -> bool) {
        let rows = &self.identities.rows;
        for (i, r) in rows.iter().enumerate() {
            if self.of_row[i].is_some() || r.name == NO_NAME || r.ditto || !which(r) {
                continue;
            }
            let is_short = self.identities.names[r.name as usize]
                .holder
                .person
                .as_ref()
                .is_some_and(|p| p.is_short());
            if is_short != short {
                continue;
            }
            let fitting = self.fitting(r);
            let node = match fitting.as_slice() {
                // A decision alone makes no client; its names are kept with it.
                [] if r.decision => continue,
                [] => self.new_node(),
                [one] => *one,
                several => match self.decide(r, several) {
                    Some(one) => one,
                    None => {
                        self.unsure.push((i, several.to_vec()));
                        if r.decision {
                            continue;
                        }
                        match several.iter().find(|n| self.nodes[**n as usize].inn == 0) {
                            Some(nameless) => *nameless,
                            None => self.new_node(),
                        }
                    }
                },
            };
            self.assign(i, node);
        }
    }

    /// The nodes whose name is that of the row and whose kind does not speak against it.
    fn fitting(&self, r: &RowIdentity) -> Vec<u32> {
        if r.name == NO_NAME {
            return Vec::new();
        }
        let name = &self.identities.names[r.name as usize];
        let fits = |n: &u32| self.compatible(r, name, *n);
        let mut nodes: Vec<u32> = self
            .by_key
            .get(name.holder.key.as_str())
            .into_iter()
            .flatten()
            .copied()
            .filter(fits)
            .collect();
        if nodes.is_empty() && !name.initials.is_empty() {
            let by_initials = self
                .by_initials
                .get(name.initials.as_str())
                .into_iter()
                .flatten()
                .copied();
            nodes = by_initials
                .filter(fits)
                .filter(|n| self.person_agrees(name, *n))
                .collect();
        }
        nodes
    }

    /// Two full names with the same initials are two people.
    fn person_agrees(&self, name: &KnownName, node: u32) -> bool {
        let Some(person) = &name.holder.person else {
            return false;
        };
        let mut others = self.nodes[node as usize]
            .people
            .iter()
            .filter_map(|n| self.identities.names[*n as usize].holder.person.as_ref());
        others.all(|p| p.agrees_with(person))
    }

    fn compatible(&self, r: &RowIdentity, name: &KnownName, node: u32) -> bool {
        let n = &self.nodes[node as usize];
        let personal =
            |k: &HolderKind| matches!(k, HolderKind::SoleProprietor | HolderKind::Person);
        if let Some(kind) = r.kind
            && !n.kinds.is_empty()
            && !n
                .kinds
                .iter()
                .any(|k| *k == kind || (personal(k) && personal(&kind)))
        {
            return false;
        }
        match name.holder.form {
            Some(form) if !n.forms.is_empty() && !matches!(form, "ИП" | "КФХ") => {
                n.forms.contains(&form)
            }
            _ => true,
        }
    }

    /// Further marks that single out one of several clients of the same name.
    fn decide(&self, r: &RowIdentity, several: &[u32]) -> Option<u32> {
        let only = |fits: &dyn Fn(&Node) -> bool| {
            let mut fitting = several.iter().filter(|n| fits(&self.nodes[**n as usize]));
            let first = fitting.next().copied();
            if fitting.next().is_none() {
                first
            } else {
                None
            }
        };
        if r.bad_inn != 0 {
            let bad = r.bad_inn.to_string();
            let near = only(&|n| {
                n.inn != 0
                    && (edits(&n.inn.to_string(), &bad, 2) <= 2
                        || n.inn.to_string().starts_with(&bad))
            });
            if near.is_some() {
                return near;
            }
        }
        if r.project != u32::MAX {
            let same_project = only(&|n| {
                n.projects
                    .iter()
                    .any(|p| *p == r.project || self.identities.projects.alike(*p, r.project))
            });
            if same_project.is_some() {
                return same_project;
            }
        }
        None
    }

    /// What each client is told from others by.
    fn marks(&self) -> Vec<String> {
        let mut ogrns: HashMap<u32, u64> = HashMap::new();
        for (ogrn, node) in &self.by_ogrn {
            ogrns.insert(*node, *ogrn);
        }
        let mark = |(n, node): (usize, &Node)| {
            let rows = &self.identities.rows;
            let first = node.first_row.map(|r| &rows[r]);
            if node.inn != 0 {
                let digits = first.map_or(10, |r| usize::from(r.inn_digits));
                return format!("inn:{:0digits$}", node.inn);
            }
            if let Some(ogrn) = ogrns.get(&(n as u32)) {
                return format!("ogrn:{ogrn}");
            }
            let name = first
                .filter(|r| r.name != NO_NAME)
                .map(|r| &self.identities.names[r.name as usize].holder);
            let form = node.forms.first().copied().unwrap_or_default();
            format!("name:{form} {}", name.map_or("", |h| h.key.as_str()))
        };
        self.nodes.iter().enumerate().map(mark).collect()
    }

    /// Clients that a person called the same become one: the one that comes first in the file.
    fn join_answered(&mut self, marks: &[String], pairs: &HashMap<String, bool>) {
        if !pairs.values().any(|same| *same) {
            return;
        }
        let by_mark: HashMap<&str, u32> = marks
            .iter()
            .enumerate()
            .map(|(n, m)| (m.as_str(), n as u32))
            .collect();
        let mut into: HashMap<u32, u32> = HashMap::new();
        for key in pairs.iter().filter(|(_, same)| **same).map(|(k, _)| k) {
            let Some((one, other)) = key.split_once('|') else {
                continue;
            };
            let (Some(a), Some(b)) = (by_mark.get(one), by_mark.get(other)) else {
                continue;
            };
            let last = |mut n: u32| {
                while let Some(next) = into.get(&n) {
                    n = *next;
                }
                n
            };
            let (a, b) = (last(*a), last(*b));
            if a != b {
                into.insert(a.max(b), a.min(b));
            }
        }
        for node in self.of_row.iter_mut().flatten() {
            while let Some(next) = into.get(node) {
                *node = *next;
            }
        }
    }

    /// "As above" is the client of the row before, in the same sheet.
    fn dittos(&mut self) {
        for i in 1..self.identities.rows.len() {
            let (before, r) = (&self.identities.rows[i - 1], &self.identities.rows[i]);
            if self.of_row[i].is_none() && r.ditto && before.source.sheet == r.source.sheet {
                self.of_row[i] = self.of_row[i - 1];
            }
        }
    }
}

fn push_once(list: &mut Vec<u32>, node: u32) {
    if !list.contains(&node) {
        list.push(node);
    }
}

fn name_cell(joiner: &Joiner<'_>, r: &RowIdentity) -> CellRef {
    let sheet = &joiner.plan.sheets[usize::from(r.source.sheet)];
    let column = sheet
        .column_of(Field::ClientName)
        .or_else(|| sheet.column_of(Field::ClientFullName));
    CellRef {
        sheet: r.source.sheet,
        row: r.source.row,
        col: column.map_or(0, |c| c.index),
    }
}

/// Says where a name fits several clients, and where one INN came with another name.
fn report(joiner: &mut Joiner<'_>, c: &mut Cluster<'_>) {
    for (i, _) in std::mem::take(&mut c.unsure) {
        let r = &c.identities.rows[i];
        let raw = c.identities.names[r.name as usize].text;
        let cell = name_cell(joiner, r);
        joiner.problem(
            ProblemKind::ClientNameUnsure,
            cell,
            Some(Field::ClientName),
            raw,
        );
    }
    let mut first_name: HashMap<u32, NameIndex> = HashMap::new();
    for (i, r) in c.identities.rows.iter().enumerate() {
        let (Some(node), true) = (c.of_row[i], r.name != NO_NAME) else {
            continue;
        };
        let first = *first_name.entry(node).or_insert(r.name);
        if r.inn != 0
            && is_renamed(
                &c.identities.names[first as usize],
                &c.identities.names[r.name as usize],
            )
        {
            let (raw, known) = (
                c.identities.names[r.name as usize].text,
                c.identities.names[first as usize].text,
            );
            let cell = name_cell(joiner, r);
            joiner.problem_with(
                ProblemKind::RenamedSameInn,
                cell,
                Some(Field::ClientName),
                raw,
                known,
            );
        }
    }
}

fn is_renamed(first: &KnownName, other: &KnownName) -> bool {
    let (a, b) = (&first.holder, &other.holder);
    if a.key == b.key {
        return false;
    }
    match (&a.person, &b.person) {
        (Some(p), Some(q)) => !p.agrees_with(q),
        _ => edits(&a.key, &b.key, 2) > 2 || a.key.chars().count() < 6,
    }
}

/// Clients of one name with different INN: never merged, but shown to a person.
fn pairs_of_same_name(
    joiner: &mut Joiner<'_>,
    c: &Cluster<'_>,
    order: &[Option<ClientIndex>],
    marks: &[String],
) {
    let mut reported: Vec<u32> = Vec::new();
    for nodes in c.by_key.values().filter(|n| n.len() > 1) {
        for (i, a) in nodes.iter().enumerate() {
            for b in &nodes[i + 1..] {
                let (na, nb) = (&c.nodes[*a as usize], &c.nodes[*b as usize]);
                let same_form = na.forms.is_empty()
                    || nb.forms.is_empty()
                    || na.forms.iter().any(|f| nb.forms.contains(f));
                let (Some(first), Some(second)) = (order[*a as usize], order[*b as usize]) else {
                    continue;
                };
                let key = pair_key(&marks[*a as usize], &marks[*b as usize]);
                let answered = first == second || joiner.knowledge.pairs.contains_key(&key);
                if !same_form || answered || joiner.draft.duplicates.len() > 10_000 {
                    continue;
                }
                let both = na.inn != 0 && nb.inn != 0;
                let reason = if both {
                    DuplicateReason::SameNameOtherInn
                } else {
                    DuplicateReason::SameName
                };
                let (first, second) = (first.min(second), first.max(second));
                joiner.draft.duplicates.push(DuplicatePair {
                    first,
                    second,
                    reason,
                    key,
                });
                reported.extend([*a, *b]);
            }
        }
    }
    joiner.draft.duplicates.sort_by_key(|d| (d.first, d.second));
    // Said once per client, where its name first stands.
    let mut said: HashSet<u32> = HashSet::new();
    for (i, r) in c.identities.rows.iter().enumerate() {
        if let Some(node) = c.of_row[i]
            && reported.contains(&node)
            && r.name != NO_NAME
            && said.insert(node)
        {
            let raw = c.identities.names[r.name as usize].text;
            let cell = name_cell(joiner, r);
            joiner.problem(
                ProblemKind::SameNameOtherInn,
                cell,
                Some(Field::ClientName),
                raw,
            );
        }
    }
}
