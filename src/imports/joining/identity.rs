//! Who each row is about: the marks of a client that every row of data has (INN, OGRN, name). Which rows are
//! one client is decided in `cluster`.

use std::collections::HashMap;

use super::joiner::{Context, Joiner};
use super::similar::ProjectNames;
use crate::imports::draft::{Entity, Field, NoteKind, ProblemKind, SkipReason, Source, Text};
use crate::imports::reading::{RowView, Value};
use crate::imports::understanding::grid::{is_empty, shown};
use crate::imports::understanding::rows::RowKind;
use crate::values::names::{HolderKind, HolderName, read_form, read_holder};
use crate::values::registry_numbers::{InnError, read_inn, read_ogrn};
use crate::values::text::{clean, fold};

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
    /// Its values stood beside their columns and were put back.
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
    if context.plan.left_rows.contains(&number) {
        return Some(SkipReason::LeftOut);
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
        shifted: joiner.workbook.slip(context.index, row.number()).is_some(),
        decision: context.main == Entity::Decision,
    };
    let value = |field: Field| context.value(row, field);
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
    if context.plan.fill_down.contains(&Field::ClientName)
        && identity.name == NO_NAME
        && is_empty(value(Field::Inn))
    {
        identity.ditto = true;
    }
    read_numbers(&mut identity, value(Field::Inn), value(Field::Ogrn));
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
