//! Rows of the file with what is said of their cells, as the second step of the wizard and the problem workbook
//! show them.

use std::collections::{BTreeSet, HashSet};

use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Integer, Nullable, Text};
use serde_json::Value;
use uuid::Uuid;

use super::SqlUuid;
use crate::db::{DbError, Work, sql};
use crate::imports::writer;

/// Which rows of a sheet are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    All,
    /// Nothing is said of them but what was understood.
    Ready,
    Warned,
    Bad,
}

impl Shown {
    /// Every choice.
    pub const ALL: [Shown; 4] = [Shown::All, Shown::Ready, Shown::Warned, Shown::Bad];

    /// The word in addresses.
    pub fn word(self) -> &'static str {
        match self {
            Shown::All => "all",
            Shown::Ready => "ready",
            Shown::Warned => "warned",
            Shown::Bad => "bad",
        }
    }

    /// The choice of this word.
    pub fn from_word(word: &str) -> Option<Shown> {
        Shown::ALL.into_iter().find(|s| s.word() == word)
    }
}

/// A row as it stood in the file.
#[derive(Debug, Clone)]
pub struct FileRow {
    pub number: i32,
    /// Texts by the letters of their columns.
    pub cells: Value,
}

impl From<writer::FileRow> for FileRow {
    fn from((number, cells): writer::FileRow) -> FileRow {
        FileRow { number, cells }
    }
}

/// What a list of rows is asked for.
pub struct RowFilter<'q> {
    pub sheet: i32,
    pub shown: Shown,
    /// Only rows with a problem of this kind.
    pub kind: Option<&'q str>,
    /// Rows after this one.
    pub after: i32,
    pub limit: i64,
}

#[derive(QueryableByName)]
struct Number {
    #[diesel(sql_type = Integer)]
    n: i32,
}

/// Numbers of the rows with problems: of a kind, or as bad as is asked for.
fn rows_with_problems(
    work: &mut Work,
    import: Uuid,
    filter: &RowFilter<'_>,
) -> Result<Vec<i32>, DbError> {
    let organization = work.organization();
    let rows: Vec<Number> = sql(
        "SELECT p.row AS n FROM import_problems p WHERE p.organization_id = $1 \
         AND p.import_id = $2 AND p.sheet = $3 AND p.row > $4 \
         AND CASE WHEN $5::text IS NOT NULL THEN p.kind = $5 ELSE p.severity <> 'note' END \
         GROUP BY p.row HAVING $5::text IS NOT NULL OR $6 = 'all' \
            OR bool_or(p.severity = 'error') = ($6 = 'bad') ORDER BY p.row LIMIT $7",
    )
    .bind::<SqlUuid, _>(organization)
    .bind::<SqlUuid, _>(import)
    .bind::<Integer, _>(filter.sheet)
    .bind::<Integer, _>(filter.after)
    .bind::<Nullable<Text>, _>(filter.kind.map(str::to_owned))
    .bind::<Text, _>(filter.shown.word().to_owned())
    .bind::<BigInt, _>(filter.limit)
    .load(work.conn())?;
    Ok(rows.into_iter().map(|r| r.n).collect())
}

/// These rows of a sheet, in their order.
fn rows_numbered(
    work: &mut Work,
    import: Uuid,
    sheet: i32,
    numbers: &[i32],
) -> Result<Vec<FileRow>, DbError> {
    let numbers: BTreeSet<i32> = numbers.iter().copied().collect();
    let rows = writer::rows_of(work, import, sheet, &numbers)?;
    Ok(rows.into_iter().map(FileRow::from).collect())
}

/// Rows of a sheet in their order.
pub fn file_rows(
    work: &mut Work,
    import: Uuid,
    filter: &RowFilter<'_>,
) -> Result<Vec<FileRow>, DbError> {
    if filter.kind.is_some() || matches!(filter.shown, Shown::Bad | Shown::Warned) {
        let numbers = rows_with_problems(work, import, filter)?;
        return rows_numbered(work, import, filter.sheet, &numbers);
    }
    let mut passed_over = HashSet::new();
    if filter.shown == Shown::Ready {
        let all = RowFilter {
            shown: Shown::All,
            limit: i64::from(i32::MAX),
            ..*filter
        };
        passed_over.extend(rows_with_problems(work, import, &all)?);
    }
    let place = (filter.sheet, filter.after);
    let wanted = |number: i32| !passed_over.contains(&number);
    let rows = writer::rows_after(work, import, place, filter.limit as usize, &wanted)?;
    Ok(rows.into_iter().map(FileRow::from).collect())
}

/// What is said of a cell, or with no column of its row.
#[derive(Debug, Clone, QueryableByName)]
pub struct CellProblem {
    #[diesel(sql_type = Integer, column_name = row)]
    pub number: i32,
    #[diesel(sql_type = Nullable<Integer>)]
    pub col: Option<i32>,
    #[diesel(sql_type = Text)]
    pub kind: String,
    #[diesel(sql_type = Text)]
    pub severity: String,
    #[diesel(sql_type = Nullable<Text>)]
    pub value: Option<String>,
}

/// What is said of these rows, what is worst first.
pub fn problems_of_rows(
    work: &mut Work,
    import: Uuid,
    sheet: i32,
    rows: Vec<i32>,
) -> Result<Vec<CellProblem>, DbError> {
    let organization = work.organization();
    Ok(sql(
        "SELECT row, col, kind, severity, value FROM import_problems WHERE organization_id = $1 \
         AND import_id = $2 AND sheet = $3 AND row = ANY ($4) \
         ORDER BY row, CASE severity WHEN 'error' THEN 0 WHEN 'warning' THEN 1 ELSE 2 END, n",
    )
    .bind::<SqlUuid, _>(organization)
    .bind::<SqlUuid, _>(import)
    .bind::<Integer, _>(sheet)
    .bind::<Array<Integer>, _>(rows)
    .load(work.conn())?)
}

/// Equal texts with one problem.
#[derive(Debug, Clone, QueryableByName)]
pub struct RawGroup {
    #[diesel(sql_type = Text)]
    pub raw: String,
    #[diesel(sql_type = BigInt)]
    pub n: i64,
}

/// The most frequent texts with a problem of this kind.
pub fn raw_groups(work: &mut Work, import: Uuid, kind: &str) -> Result<Vec<RawGroup>, DbError> {
    let organization = work.organization();
    Ok(sql("SELECT raw, count(*) AS n FROM import_problems WHERE organization_id = $1 AND import_id = $2 \
         AND kind = $3 AND raw <> '' AND col IS NOT NULL GROUP BY raw ORDER BY count(*) DESC, raw LIMIT 20")
    .bind::<SqlUuid, _>(organization)
    .bind::<SqlUuid, _>(import)
    .bind::<Text, _>(kind.to_owned())
    .load(work.conn())?)
}

/// A cell of the file: sheet, row, column.
#[derive(Debug, Clone, Copy, QueryableByName)]
pub struct Place {
    #[diesel(sql_type = Integer)]
    pub sheet: i32,
    #[diesel(sql_type = Integer, column_name = row)]
    pub number: i32,
    #[diesel(sql_type = Integer)]
    pub col: i32,
}

/// The cells that hold this text and have this problem.
pub fn places_of(
    work: &mut Work,
    import: Uuid,
    kind: &str,
    raw: &str,
) -> Result<Vec<Place>, DbError> {
    let organization = work.organization();
    Ok(sql(
        "SELECT sheet, row, col FROM import_problems WHERE organization_id = $1 AND import_id = $2 \
         AND kind = $3 AND raw = $4 AND row IS NOT NULL AND col IS NOT NULL ORDER BY n LIMIT 20000",
    )
    .bind::<SqlUuid, _>(organization)
    .bind::<SqlUuid, _>(import)
    .bind::<Text, _>(kind.to_owned())
    .bind::<Text, _>(raw.to_owned())
    .load(work.conn())?)
}

/// Rows with a problem that is more than a note, of one sheet, and these rows of its header.
pub fn rows_to_mend(
    work: &mut Work,
    import: Uuid,
    sheet: i32,
    header: &[i32],
    limit: i64,
) -> Result<Vec<FileRow>, DbError> {
    let filter = RowFilter {
        sheet,
        shown: Shown::All,
        kind: None,
        after: 0,
        limit,
    };
    let mut numbers = rows_with_problems(work, import, &filter)?;
    numbers.extend(header);
    numbers.sort_unstable();
    numbers.dedup();
    rows_numbered(work, import, sheet, &numbers)
}

/// One row of the file as it stood.
pub fn file_row(
    work: &mut Work,
    import: Uuid,
    sheet: i32,
    row: i32,
) -> Result<Option<FileRow>, DbError> {
    let found = writer::source_row(work, import, sheet, row)?;
    Ok(found.map(FileRow::from))
}
