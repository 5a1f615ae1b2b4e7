//! Makes the draft of an import: the file as it was mended, what the organization knows, what the person chose,
//! and how all that compares with what is here. Made again whenever a choice changes and once more for writing.

use std::collections::HashSet;
use std::path::Path;
use std::sync::Arc;

use serde_json::{Value, json};
use uuid::Uuid;

use super::comparing::{Comparison, compare};
use super::draft::{CellRef, Draft, Severity};
use super::understanding::{SheetPlan, is_hidden};
use super::{joining, queries, questions, reading, understanding};
use crate::db::Work;
use crate::refusal::Refused;

/// A draft and what it would change.
pub struct Drafted {
    pub draft: Draft,
    pub comparison: Comparison,
}

/// The draft that the file gives now, or why it cannot be read. Between its steps it asks whether to go on.
pub fn make(
    work: &mut Work,
    file: &Path,
    import: Uuid,
    go_on: &dyn Fn() -> Result<(), Refused>,
) -> Result<Result<Drafted, reading::Refusal>, Refused> {
    let mut book = match reading::read_path(file) {
        Ok(book) => book,
        Err(refusal) => return Ok(Err(refusal)),
    };
    go_on()?;
    let choices = queries::choices(work, import)?;
    understanding::part_tables(&mut book);
    choices.mend(&mut book);
    let mut knowledge = queries::knowledge(work)?;
    queries::remembered(work, &mut knowledge)?;
    choices.teach(&mut knowledge);
    let mut plan = understanding::understand_with(&book, &knowledge, &choices.sheets);
    if joining::straighten(&mut book, &plan, &knowledge) {
        plan = understanding::understand_with(&book, &knowledge, &choices.sheets);
    }
    let book = Arc::new(book);
    go_on()?;
    let mut draft = joining::draft(&book, &plan, &knowledge);
    drop(knowledge);
    go_on()?;
    let here = queries::here(work, &draft)?;
    let comparison = compare(&mut draft, &here, &choices);
    Ok(Ok(Drafted { draft, comparison }))
}

impl Drafted {
    /// Sheets with their plans, as pages and the API show them.
    pub fn sheets(&self) -> Value {
        let of_plan = |sheet: &SheetPlan| {
            let mut json = json!(sheet);
            json["hidden"] = is_hidden(sheet).into();
            json
        };
        let sheets = self.draft.plan.sheets.iter().map(of_plan);
        sheets.collect::<Vec<_>>().into()
    }

    /// How much there is of everything.
    pub fn counts(&self) -> Value {
        let (draft, comparison) = (&self.draft, &self.comparison);
        let mut counts = json!(draft.counts);
        let new_supports = draft
            .supports
            .iter()
            .filter(|s| s.existing.is_none() && s.project.is_some());
        let new_decisions = draft
            .decisions
            .iter()
            .filter(|d| d.existing.is_none() && d.project.is_some());
        counts["supports_new"] = new_supports.count().into();
        counts["decisions_new"] = new_decisions.count().into();
        counts["supports_matched"] = comparison.supports_matched.into();
        counts["decisions_matched"] = comparison.decisions_matched.into();
        counts["projects_changed"] = comparison.projects.changed.into();
        counts["clients"] = json!(comparison.clients);
        counts["projects"] = json!(comparison.projects);
        counts["supports"] = json!(comparison.supports);
        let written = comparison.differences.iter();
        let written = written.filter(|d| d.outcome.is_written()).count();
        counts["values_written"] = written.into();
        counts["values_kept"] = (comparison.differences.len() - written).into();
        counts["rows"] = self.rows();
        counts
    }

    /// Rows of data by how they were read.
    fn rows(&self) -> Value {
        let all = self.draft.counts.rows_read as usize;
        let of = |severity: Severity| -> HashSet<(u16, u32)> {
            let problems = self.draft.problems.iter();
            problems
                .filter(|p| p.severity() == severity && p.cell.row > 0)
                .map(|p| place(p.cell))
                .collect()
        };
        let bad = of(Severity::Error);
        let warned = of(Severity::Warning);
        let warned = warned.difference(&bad).count();
        let projects = self.draft.projects.iter();
        let here: HashSet<(u16, u32)> = projects
            .filter(|p| p.existing.is_some())
            .flat_map(|p| p.sources.iter().map(|s| (s.sheet, s.row)))
            .collect();
        json!({
            "all": all, "bad": bad.len(), "warned": warned, "here": here.len(),
            "ready": all.saturating_sub(bad.len() + warned),
        })
    }

    /// What a person should answer.
    pub fn questions(&self) -> Value {
        questions::of(&self.draft)
    }
}

fn place(cell: CellRef) -> (u16, u32) {
    (cell.sheet, cell.row)
}
