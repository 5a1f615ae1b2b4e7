//! The second step: what each column becomes, the rows with what is said of their cells, what is to be mended
//! and which words are to be answered.

use std::collections::{BTreeMap, BTreeSet};

use askama::Template;
use serde_json::Value;
use uuid::Uuid;

use super::columns::{Choice, Column, FillRow, Window, columns, fills, window};
use super::{Count, kind_name, severity_look, text};
use crate::imports::choices::{STATES, cell_key, word_key};
use crate::imports::model::Import;
use crate::imports::queries::{CellProblem, FileRow, RawGroup, Shown};
use crate::imports::questions::{Questions, WordQuestion};
use crate::projects::ProjectState;
use crate::text::{Locale, formats};

/// A cell of the preview.
pub struct Cell {
    pub text: String,
    /// Name of the cell in forms; empty where nothing is said of it.
    pub key: String,
    pub look: &'static str,
    pub icon: &'static str,
    pub said: Vec<String>,
    pub becomes: String,
}

/// A row of the preview.
pub struct Row {
    pub number: i32,
    pub left_out: bool,
    /// Whether its values are read as they stand; none where they look as if they stood right anyway.
    pub stays: Option<bool>,
    pub said: String,
    pub cells: Vec<Cell>,
}

/// One kind of problem with the way to its cells.
pub struct Group {
    pub look: &'static str,
    pub icon: &'static str,
    pub label: String,
    pub n: String,
    pub href: String,
    pub is_current: bool,
}

/// Equal texts that are mended in one act.
pub struct Equal {
    pub raw: String,
    pub words: String,
}

/// A sheet to look at.
pub struct Tab {
    pub name: String,
    pub href: String,
    pub is_current: bool,
}

/// What the page shows of the file, as the address asks for it.
pub struct Preview {
    pub sheet: usize,
    pub shown: Shown,
    pub kind: Option<String>,
    /// Place of the first column that is shown.
    pub from: usize,
    pub rows: Vec<FileRow>,
    pub problems: Vec<CellProblem>,
    pub equal: Vec<RawGroup>,
    /// Kind, severity, number: over the whole file.
    pub kinds: Vec<(String, String, i64)>,
    pub has_more: bool,
}

#[derive(Template)]
#[template(path = "imports/_columns.html")]
pub struct ColumnsStep {
    pub t: Locale,
    pub icons: &'static str,
    pub id: Uuid,
    pub is_open: bool,
    pub is_empty: bool,
    pub counts: Vec<Count>,
    pub tabs: Vec<Tab>,
    pub sheet: usize,
    /// Backgrounds of rows and what they mean.
    pub fills: Vec<FillRow>,
    pub columns: Vec<Column>,
    /// Which of very many columns are shown, and the ways to those before and after.
    pub window: Option<Window>,
    pub rows: Vec<Row>,
    pub next: Option<String>,
    pub groups: Vec<Group>,
    pub kind: String,
    pub kind_label: String,
    pub equal: Vec<Equal>,
    /// The questions about words, already rendered.
    pub words: String,
    pub ready_rows: String,
}

/// Address of the step with what it shows.
pub(super) fn href(
    id: Uuid,
    sheet: usize,
    shown: Shown,
    kind: Option<&str>,
    after: Option<i32>,
) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.append_pair("sheet", &sheet.to_string());
    query.append_pair("show", shown.word());
    if let Some(kind) = kind {
        query.append_pair("kind", kind);
    }
    if let Some(after) = after {
        query.append_pair("after", &after.to_string());
    }
    format!("/imports/{id}/columns?{}", query.finish())
}

impl ColumnsStep {
    pub fn new(
        t: Locale,
        import: &Import,
        is_open: bool,
        preview: &Preview,
        words: String,
    ) -> ColumnsStep {
        let plan = &import.sheets[preview.sheet];
        let (sheet, shown, kind) = (preview.sheet, preview.shown, preview.kind.as_deref());
        let all = plan["columns"].as_array().map_or(0, Vec::len);
        let mut columns = columns(t, plan, preview.from);
        put_forward(&mut columns, preview);
        let rows = rows(t, preview, plan, &columns);
        let last = preview.rows.last().map(|r| r.number);
        let next = preview
            .has_more
            .then(|| href(import.id, sheet, shown, kind, last));
        let ready = import.counts["rows"]["all"].as_i64().unwrap_or(0);
        ColumnsStep {
            t,
            icons: crate::web::assets().icons(),
            id: import.id,
            is_open,
            is_empty: is_empty(&import.counts),
            counts: counts(t, import, preview),
            tabs: tabs(import, preview),
            sheet,
            fills: fills(t, plan),
            window: window(t, import.id, preview, all),
            columns,
            rows,
            next,
            groups: groups(t, import.id, preview),
            kind: preview.kind.clone().unwrap_or_default(),
            kind_label: kind.map(|k| kind_name(t, k)).unwrap_or_default(),
            equal: preview
                .equal
                .iter()
                .map(|g| Equal {
                    raw: g.raw.clone(),
                    words: t.count("imports-replace-in", g.n),
                })
                .collect(),
            words,
            ready_rows: t.count("imports-next-rows", ready),
        }
    }
}

/// Whoever mends one kind of problem sees its columns without scrolling.
fn put_forward(columns: &mut [Column], preview: &Preview) {
    let of_kind = |p: &&CellProblem| preview.kind.as_ref() == Some(&p.kind);
    let said = preview.problems.iter().filter(of_kind);
    let said: BTreeSet<i32> = said.filter_map(|p| p.col).collect();
    columns.sort_by_key(|c| !said.contains(&i32::from(c.index)));
}

/// Neither a client nor a project was found.
pub fn is_empty(counts: &Value) -> bool {
    [
        "clients_new",
        "clients_matched",
        "projects_new",
        "projects_matched",
    ]
    .iter()
    .all(|key| counts[*key].as_i64().unwrap_or(0) == 0)
}

fn counts(t: Locale, import: &Import, preview: &Preview) -> Vec<Count> {
    let n = |key: &str| import.counts["rows"][key].as_i64().unwrap_or(0);
    let of = |shown: Shown, label: &str, n: i64, look: &'static str, icon: &'static str| Count {
        href: Some(href(import.id, preview.sheet, shown, None, None)),
        is_current: preview.kind.is_none() && preview.shown == shown,
        look,
        icon,
        ..Count::plain(t, label, n)
    };
    let mut counts = vec![
        of(Shown::All, "imports-rows-all", n("all"), "", ""),
        of(
            Shown::Ready,
            "imports-rows-ready",
            n("ready"),
            "ok",
            "check",
        ),
        of(
            Shown::Warned,
            "imports-rows-warned",
            n("warned"),
            "warn",
            "warn",
        ),
        of(Shown::Bad, "imports-rows-bad", n("bad"), "bad", "error"),
    ];
    if n("here") > 0 {
        counts.push(Count {
            href: Some(format!("/imports/{}/matches", import.id)),
            ..Count::plain(t, "imports-rows-here", n("here"))
        });
    }
    counts
}

fn tabs(import: &Import, preview: &Preview) -> Vec<Tab> {
    let sheets = import.sheets.as_array().into_iter().flatten().enumerate();
    sheets
        .filter(|(i, s)| s["taken"].as_bool().unwrap_or(false) || *i == preview.sheet)
        .map(|(i, s)| Tab {
            name: text(&s["name"]),
            href: href(import.id, i, preview.shown, preview.kind.as_deref(), None),
            is_current: i == preview.sheet,
        })
        .collect()
}

fn rows(t: Locale, preview: &Preview, plan: &Value, columns: &[Column]) -> Vec<Row> {
    let mut said: BTreeMap<i32, Vec<&CellProblem>> = BTreeMap::new();
    for problem in &preview.problems {
        said.entry(problem.number).or_default().push(problem);
    }
    let left = plan["left_rows"].as_array();
    let stay = plan["stay_rows"].as_array();
    preview
        .rows
        .iter()
        .map(|row| {
            let said = said.get(&row.number).map_or(&[][..], Vec::as_slice);
            let of_row = said.iter().filter(|p| p.col.is_none());
            let of_row: Vec<String> = of_row.map(|p| kind_name(t, &p.kind)).collect();
            Row {
                number: row.number,
                stays: if stay.is_some_and(|s| s.contains(&row.number.into())) {
                    Some(true)
                } else {
                    let slipped = said.iter().any(|p| p.kind == "shifted_row");
                    slipped.then_some(false)
                },
                left_out: left.is_some_and(|l| l.contains(&row.number.into())),
                said: of_row.join("; "),
                cells: columns
                    .iter()
                    .map(|c| cell(t, preview.sheet, row, c, said))
                    .collect(),
            }
        })
        .collect()
}

fn cell(t: Locale, sheet: usize, row: &FileRow, column: &Column, said: &[&CellProblem]) -> Cell {
    let own: Vec<&&CellProblem> = said
        .iter()
        .filter(|p| p.col == Some(i32::from(column.index)))
        .collect();
    let (look, icon) = own.first().map_or(("", ""), |p| severity_look(&p.severity));
    let mut kinds: Vec<String> = own.iter().map(|p| kind_name(t, &p.kind)).collect();
    kinds.dedup();
    Cell {
        text: text(&row.cells[&column.letters]),
        key: if own.is_empty() {
            String::new()
        } else {
            cell_key(sheet as u16, row.number as u32, column.index)
        },
        look,
        icon,
        said: kinds,
        becomes: own.iter().find_map(|p| p.value.clone()).unwrap_or_default(),
    }
}

fn groups(t: Locale, id: Uuid, preview: &Preview) -> Vec<Group> {
    let rank = |severity: &str| match severity {
        "error" => 0,
        "warning" => 1,
        _ => 2,
    };
    let mut sorted: Vec<_> = preview.kinds.iter().collect();
    sorted.sort_by_key(|(_, severity, n)| (rank(severity), -n));
    sorted
        .into_iter()
        .map(|(kind, severity, n)| {
            let (look, icon) = severity_look(severity);
            Group {
                look,
                icon,
                label: kind_name(t, kind),
                n: formats::whole(t, *n),
                href: format!("/imports/{id}/columns?kind={kind}"),
                is_current: preview.kind.as_ref() == Some(kind),
            }
        })
        .collect()
}

/// A word to be answered.
pub struct WordItem {
    pub key: String,
    pub list: String,
    pub list_name: String,
    pub word: String,
    pub uses: String,
    /// What is proposed.
    pub answer: String,
    /// For states: each with its name.
    pub states: Vec<Choice>,
}

/// The words that are asked about.
#[derive(Template)]
#[template(path = "imports/_words.html")]
pub struct WordsPart {
    pub t: Locale,
    pub id: Uuid,
    pub items: Vec<WordItem>,
    /// Entries of each list, for the fields' suggestions.
    pub lists: Vec<(String, Vec<String>)>,
}

impl WordsPart {
    pub fn new(
        t: Locale,
        id: Uuid,
        questions: &Questions,
        lists: Vec<(String, Vec<String>)>,
    ) -> WordsPart {
        let items = questions.words.iter().map(|q| word(t, q)).collect();
        WordsPart {
            t,
            id,
            items,
            lists,
        }
    }
}

fn word(t: Locale, question: &WordQuestion) -> WordItem {
    let states = if question.list == STATES {
        ProjectState::ALL
            .into_iter()
            .map(|s| Choice {
                value: s.word().to_owned(),
                label: t.text(s.label()).into_owned(),
                is_chosen: false,
            })
            .collect()
    } else {
        Vec::new()
    };
    WordItem {
        key: word_key(&question.list, &question.word),
        list: question.list.clone(),
        list_name: t.text(&format!("word-list-{}", question.list)).into_owned(),
        word: question.word.clone(),
        uses: t.count("imports-word-uses", i64::from(question.uses)),
        answer: question
            .proposal
            .as_ref()
            .map(|_| question.name.clone())
            .unwrap_or_default(),
        states,
    }
}
