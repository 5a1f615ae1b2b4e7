//! Who each row is about. First every row's marks of a client are collected (INN, OGRN, name), then rows with
//! the same marks become one client: by INN, by OGRN, by the normal form of the name. The same name with
//! another INN is another client; a name that fits two clients is decided by further marks or not at all.

use std::collections::HashMap;

use super::joiner::{Context, Joiner};
use super::shifted::is_shifted;
use super::similar::ProjectNames;
use crate::imports::draft::{
    ClientDraft, ClientIndex, DuplicatePair, DuplicateReason, Entity, Field, NoteKind, ProblemKind,
    SkipReason, Source, Text,
};
use crate::imports::reading::{RowView, Value};
use crate::imports::understanding::grid::{is_empty, shown};
use crate::imports::understanding::rows::RowKind;
use crate::values::names::{HolderKind, HolderName, read_form, read_holder};
use crate::values::registry_numbers::{InnError, read_inn, read_ogrn};
use crate::values::text::{clean, edits, fold};

/// Place of a distinct name in `Identities::names`.
pub type NameIndex = u32;
/// No name.
pub const NO_NAME: NameIndex = u32::MAX;

/// What a row of data says of its client.
#[derive(Clone, Copy, Debug)]
pub struct RowIdentity {
    pub source: Source,
    /// Place of the sheet's context.
    pub context: u16,
    pub name: NameIndex,
    /// Valid numbers; zero = none. Sixteen digits fit.
    pub inn: u64,
    pub inn_digits: u8,
    pub ogrn: u64,
    /// An INN that failed its check: evidence only.
    pub bad_inn: u64,
    pub kind: Option<HolderKind>,
    /// Normal form of the project's name.
    pub project: u32,
    /// The cell says "as above".
    pub ditto: bool,
    pub shifted: bool,
    /// A row of a list of decisions.
    pub decision: bool,
}

/// A distinct spelling of a client's name.
pub struct KnownName {
    pub text: Text,
    pub holder: HolderName,
    /// The key by which short and full names of a person meet; empty for others.
    pub initials: String,
}

/// All rows of data with their marks.
pub struct Identities {
    pub rows: Vec<RowIdentity>,
    pub names: Vec<KnownName>,
    pub projects: ProjectNames,
}

/// Walks over all taken sheets and collects the rows of data; others are noted as skipped.
pub fn collect(joiner: &mut Joiner<'_>, contexts: &[Context<'_>]) -> Identities {
    let mut found = Identities {
        rows: Vec::new(),
        names: Vec::new(),
        projects: ProjectNames::default(),
    };
    let mut by_text: HashMap<(Text, &'static str), NameIndex> = HashMap::new();
    found
        .rows
        .reserve_exact(contexts.iter().map(|c| c.grid.rows().len()).sum());
    for (at, context) in contexts.iter().enumerate() {
        for row in context.grid.rows() {
            let source = Source {
                sheet: context.index,
                row: row.number(),
            };
            if let Some(reason) = not_data(joiner, context, row) {
                joiner.skip(source, reason);
                continue;
            }
            if row.number() <= context.plan.header_end() || row.is_blank() {
                continue;
            }
            joiner.draft.counts.rows_read += 1;
            let identity = identify(joiner, context, at as u16, row, &mut found, &mut by_text);
            found.rows.push(identity);
        }
    }
    found
}

/// Why a row is not data; None for data and blank rows. Texts of such rows are kept.
fn not_data(
    joiner: &mut Joiner<'_>,
    context: &Context<'_>,
    row: RowView<'_>,
) -> Option<SkipReason> {
    let number = row.number();
    if context.plan.header_rows.contains(&number) {
        return Some(SkipReason::Header);
    }
    if number <= context.plan.header_end() {
        if row.is_blank() {
            return None;
        }
        keep_texts(joiner, context, row);
        return Some(SkipReason::Title);
    }
    match context.reader.kind(&context.grid, row) {
        RowKind::Data | RowKind::Blank => None,
        RowKind::RepeatedHeader => Some(SkipReason::RepeatedHeader),
        RowKind::ColumnNumbers => Some(SkipReason::Header),
        RowKind::Subtotal => {
            keep_texts(joiner, context, row);
            Some(SkipReason::Subtotal)
        }
        RowKind::Section => {
            let (col, value) = row.cells().find(|(_, v)| !is_empty(*v))?;
            let raw = joiner.raw_of(value);
            joiner.problem(
                ProblemKind::SectionRow,
                context.cell(number, col),
                None,
                raw,
            );
            keep_texts(joiner, context, row);
            Some(SkipReason::Section)
        }
    }
}

fn keep_texts(joiner: &mut Joiner<'_>, context: &Context<'_>, row: RowView<'_>) {
    for (col, value) in row.cells() {
        if let Value::Text(id, _) = value
            && !is_empty(value)
        {
            let cell = context.cell(row.number(), col);
            joiner.draft.loose_notes.push(super::joiner::note(
                NoteKind::Rest,
                cell,
                None,
                Text::of_workbook(id),
            ));
        }
    }
}

/// "то же", "-//-", a lone quotation mark: the value of the row above.
pub fn is_ditto(text: &str) -> bool {
    if text.len() > 24 {
        return false;
    }
    let folded = fold(text);
    let marks: String = folded.chars().filter(|c| !c.is_whitespace()).collect();
    if !marks.is_empty()
        && marks.chars().all(|c| {
            matches!(
                c,
                '"' | '\''
                    | '«'
                    | '»'
                    | '“'
                    | '”'
                    | '„'
                    | '-'
                    | '–'
                    | '—'
                    | '/'
                    | '″'
                    | '〃'
                    | ','
            )
        })
    {
        return marks.contains(['"', '“', '”', '„', '″', '〃', '/', '\'', '«', '»', ',']);
    }
    matches!(
        folded.trim_matches('.'),
        "то же"
            | "тоже"
            | "тот же"
            | "та же"
            | "так же"
            | "он же"
            | "она же"
            | "ditto"
            | "idem"
            | "same"
            | "as above"
    )
}

fn identify(
    joiner: &mut Joiner<'_>,
    context: &Context<'_>,
    at: u16,
    row: RowView<'_>,
    found: &mut Identities,
    by_text: &mut HashMap<(Text, &'static str), NameIndex>,
) -> RowIdentity {
    let source = Source {
        sheet: context.index,
        row: row.number(),
    };
    let mut identity = RowIdentity {
        source,
        context: at,
        name: NO_NAME,
        inn: 0,
        inn_digits: 0,
        ogrn: 0,
        bad_inn: 0,
        kind: None,
        project: u32::MAX,
        ditto: false,
        shifted: is_shifted(joiner, context, row),
        decision: context.main == Entity::Decision,
    };
    let value = |field: Field| {
        context
            .column(field)
            .map_or(Value::Blank, |c| context.grid.value_in(row, c))
    };
    let name_value = match value(Field::ClientName) {
        v if is_empty(v) || matches!(v, Value::Error(_)) => value(Field::ClientFullName),
        v => v,
    };
    let form = context
        .column(Field::ClientForm)
        .map(|c| shown(context.grid.value_in(row, c), false))
        .and_then(|f| read_form(&f));
    if let Value::Text(..) | Value::Number(_) = name_value {
        let text = joiner.text_of(name_value);
        if is_ditto(joiner.str(text)) {
            identity.ditto = true;
        } else if !is_nothing(joiner.str(text)) {
            identity.name = name_index(joiner, text, form.map_or("", |f| f.0), found, by_text);
            identity.kind = found.names[identity.name as usize].holder.kind;
        }
    }
    identity.kind = form.map(|f| f.1).or(identity.kind);
    if context.plan.fill_down && identity.name == NO_NAME && is_empty(value(Field::Inn)) {
        identity.ditto = true;
    }
    if !identity.shifted {
        read_numbers(&mut identity, value(Field::Inn), value(Field::Ogrn));
    }
    if let Value::Text(_, t) = value(Field::ProjectName) {
        identity.project = found.projects.index(&clean(t));
    }
    identity
}

fn read_numbers(identity: &mut RowIdentity, inn: Value<'_>, ogrn: Value<'_>) {
    match read_inn(&shown(inn, false)) {
        Ok(reading) => {
            identity.inn = reading.inn.parse().unwrap_or(0);
            identity.inn_digits = reading.inn.len() as u8;
        }
        Err(InnError::BadChecksum { digits } | InnError::BadLength { digits }) => {
            identity.bad_inn = digits.parse().unwrap_or(0);
        }
        Err(_) => {}
    }
    if let Ok(ogrn) = read_ogrn(&shown(ogrn, false)) {
        identity.ogrn = ogrn.parse().unwrap_or(0);
    }
}

/// Words that stand where nothing is known.
pub fn is_nothing(text: &str) -> bool {
    // Nearly all texts are something: look away quickly.
    let first = text.chars().find(|c| !c.is_whitespace()).unwrap_or('-');
    let may_be = !first.is_alphanumeric()
        || matches!(
            first,
            'н' | 'Н' | 'у' | 'У' | 'n' | 'N' | 'б' | 'Б' | 'о' | 'О' | 'п' | 'П' | 'H' | 'O'
        );
    if text.len() > 60 || !may_be {
        return false;
    }
    let folded = fold(text);
    let word = folded.trim_matches(|c: char| c == '.' || c == '!' || c.is_whitespace());
    word.chars()
        .all(|c| matches!(c, '-' | '–' | '—' | '?' | '_' | '*' | '/'))
        || matches!(
            word,
            "нет"
                | "н/д"
                | "нет данных"
                | "не указано"
                | "не указан"
                | "неизвестно"
                | "уточнить"
                | "уточняется"
                | "n/a"
                | "na"
                | "none"
                | "null"
                | "б/н"
                | "отсутствует"
                | "пусто"
        )
}

fn name_index(
    joiner: &Joiner<'_>,
    text: Text,
    form: &'static str,
    found: &mut Identities,
    by_text: &mut HashMap<(Text, &'static str), NameIndex>,
) -> NameIndex {
    if let Some(index) = by_text.get(&(text, form)) {
        return *index;
    }
    let mut holder = read_holder(joiner.str(text));
    if holder.form.is_none() && !form.is_empty() {
        holder.form = Some(form);
    }
    // The written form is read again where a name is chosen.
    holder.core = String::new();
    let initials = holder
        .person
        .as_ref()
        .map(|p| p.initials_key())
        .unwrap_or_default();
    let index = found.names.len() as NameIndex;
    found.names.push(KnownName {
        text,
        holder,
        initials,
    });
    by_text.insert((text, form), index);
    index
}

/// A client in the making.
#[derive(Default)]
struct Node {
    inn: u64,
    forms: Vec<&'static str>,
    kinds: Vec<HolderKind>,
    projects: Vec<u32>,
    /// Spellings of a person's name.
    people: Vec<NameIndex>,
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
    c.dittos();
    report(joiner, &mut c);
    // Clients are numbered in the order in which the file brings them.
    let mut order: Vec<Option<ClientIndex>> = vec![None; c.nodes.len()];
    let mut clients = Vec::with_capacity(rows.len());
    for node in &c.of_row {
        clients.push(node.map(|n| {
            *order[n as usize].get_or_insert_with(|| {
                joiner.draft.clients.push(ClientDraft::default());
                ClientIndex(joiner.draft.clients.len() as u32 - 1)
            })
        }));
    }
    pairs_of_same_name(joiner, &c, &order);
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

fn name_cell(joiner: &Joiner<'_>, r: &RowIdentity) -> crate::imports::draft::CellRef {
    let sheet = &joiner.plan.sheets[usize::from(r.source.sheet)];
    let column = sheet
        .column_of(Field::ClientName)
        .or_else(|| sheet.column_of(Field::ClientFullName));
    crate::imports::draft::CellRef {
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
fn pairs_of_same_name(joiner: &mut Joiner<'_>, c: &Cluster<'_>, order: &[Option<ClientIndex>]) {
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
                if !same_form || joiner.draft.duplicates.len() > 10_000 {
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
                });
                reported.extend([*a, *b]);
            }
        }
    }
    joiner.draft.duplicates.sort_by_key(|d| (d.first, d.second));
    // Said once per client, where its name first stands.
    let mut said: std::collections::HashSet<u32> = std::collections::HashSet::new();
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
