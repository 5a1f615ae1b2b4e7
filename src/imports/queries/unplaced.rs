//! Decisions of a file about projects that are nowhere: kept with the import until a person says whose they are.

use chrono::NaiveDate;
use diesel::prelude::*;
use diesel::sql_types::{Array, Date, Integer, Jsonb, Nullable};
use serde_json::{Value, json};
use uuid::Uuid;

use super::SqlUuid;
use crate::db::{DbError, Work, sql};
use crate::imports::draft::{DecisionDraft, Draft, NoteKind, Text};
use crate::imports::joining::CustomColumns;
use crate::text::Locale;

type SqlText = diesel::sql_types::Text;
type Texts = Array<Nullable<SqlText>>;

/// A decision that waits for its project.
#[derive(Debug, Clone, QueryableByName)]
pub struct Unplaced {
    #[diesel(sql_type = Integer)]
    pub sheet: i32,
    #[diesel(sql_type = Integer)]
    pub at_row: i32,
    #[diesel(sql_type = SqlText)]
    pub client_text: String,
    #[diesel(sql_type = SqlText)]
    pub project_text: String,
    #[diesel(sql_type = Nullable<SqlText>)]
    pub decision_type: Option<String>,
    #[diesel(sql_type = Nullable<Date>)]
    pub decision_date: Option<NaiveDate>,
    #[diesel(sql_type = Nullable<SqlText>)]
    pub protocol_number: Option<String>,
    #[diesel(sql_type = Nullable<SqlText>)]
    pub decision: Option<String>,
}

/// Decisions that go in with one statement.
const CHUNK: usize = 1000;

/// Keeps the decisions of a draft that found no project.
pub fn put_unplaced(work: &mut Work, import: Uuid, draft: &Draft) -> Result<(), DbError> {
    let organization = work.organization();
    let columns = draft.custom_columns();
    let all = draft.decisions.iter().filter(|d| d.project.is_none());
    let all: Vec<&DecisionDraft> = all.collect();
    let text = |t| draft.some_text(t).map(|t| t.replace('\0', ""));
    let word = |w: Option<&'static str>| w.map(str::to_owned);
    for chunk in all.chunks(CHUNK) {
        let texts = |pick: fn(&DecisionDraft) -> Text| -> Vec<Option<String>> {
            chunk.iter().map(|d| text(pick(d))).collect()
        };
        let places = chunk.iter().filter_map(|d| d.sources.first());
        let (sheets, rows): (Vec<i32>, Vec<i32>) =
            places.map(|s| (i32::from(s.sheet), s.row as i32)).unzip();
        let custom: Vec<Value> = chunk.iter().map(|d| custom(draft, &columns, d)).collect();
        let unread: Vec<Value> = chunk.iter().map(|d| unread(draft, d)).collect();
        sql(
            "INSERT INTO unplaced_decisions (organization_id, import_id, sheet, row, client_text, project_text, \
                decision_type, decision_date, protocol_number, outcome, decision, custom, unread) \
             SELECT $1, $2, x.sheet, x.row, coalesce(x.client, ''), coalesce(x.project, ''), x.kind, x.date, x.protocol, \
                x.outcome, x.text, x.custom, x.unread FROM unnest($3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) \
                AS x (sheet, row, client, project, kind, date, protocol, outcome, text, custom, unread) \
             ON CONFLICT DO NOTHING",
        )
        .bind::<SqlUuid, _>(organization)
        .bind::<SqlUuid, _>(import)
        .bind::<Array<Integer>, _>(sheets)
        .bind::<Array<Integer>, _>(rows)
        .bind::<Texts, _>(texts(|d| d.client_text))
        .bind::<Texts, _>(texts(|d| d.project_text))
        .bind::<Texts, _>(chunk.iter().map(|d| word(d.kind.map(|k| k.key()))).collect::<Vec<_>>())
        .bind::<Array<Nullable<Date>>, _>(chunk.iter().map(|d| d.date.map(|d| d.date)).collect::<Vec<_>>())
        .bind::<Texts, _>(texts(|d| d.protocol))
        .bind::<Texts, _>(chunk.iter().map(|d| word(d.outcome.map(|o| o.key()))).collect::<Vec<_>>())
        .bind::<Texts, _>(texts(|d| d.outcome_text))
        .bind::<Array<Jsonb>, _>(custom)
        .bind::<Array<Jsonb>, _>(unread)
        .execute(work.conn())?;
    }
    Ok(())
}

/// Values of further columns by their labels.
fn custom(draft: &Draft, columns: &CustomColumns, decision: &DecisionDraft) -> Value {
    let mut values = json!({});
    for (field, cell) in draft.custom_of_decision(columns, decision) {
        let label = match draft.fields[usize::from(field.0)].label.trim() {
            "" => Locale::Ru.text("import-column-unnamed").into_owned(),
            label => label.to_owned(),
        };
        values[label] = draft.cell_text(cell).replace('\0', "").into();
    }
    values
}

/// Texts that could not be read, by the names of the decision's own fields.
fn unread(draft: &Draft, decision: &DecisionDraft) -> Value {
    let mut values = json!({});
    for note in decision.notes.iter().filter(|n| n.kind == NoteKind::Unread) {
        if let (Some(field), Some(text)) = (note.field, draft.some_text(note.text)) {
            let key = field.key().split_once('.').map_or("", |(_, f)| f);
            values[key] = text.replace('\0', "").into();
        }
    }
    values
}

/// The decisions that still wait for their projects, in the order of the file.
pub fn unplaced(work: &mut Work, import: Uuid) -> Result<Vec<Unplaced>, DbError> {
    let organization = work.organization();
    Ok(sql("SELECT sheet, row AS at_row, client_text, project_text, decision_type, decision_date, protocol_number, decision \
         FROM unplaced_decisions WHERE organization_id = $1 AND import_id = $2 AND decision_id IS NULL \
         ORDER BY sheet, row LIMIT 500")
    .bind::<SqlUuid, _>(organization)
    .bind::<SqlUuid, _>(import)
    .load(work.conn())?)
}

/// Makes the decision of its project, once. False if it was placed already or there is none.
pub fn place(
    work: &mut Work,
    import: Uuid,
    (sheet, row): (i32, i32),
    project: Uuid,
    decision: Uuid,
) -> Result<bool, DbError> {
    let organization = work.organization();
    let made = sql(
        "WITH it AS (UPDATE unplaced_decisions SET decision_id = $6 WHERE organization_id = $1 AND import_id = $2 \
            AND sheet = $3 AND row = $4 AND decision_id IS NULL RETURNING *) \
         INSERT INTO decisions (organization_id, import_id, id, project_id, decision_type, decision_date, \
            protocol_number, outcome, decision, unread, source_rows) \
         SELECT $1, $2, $6, $5, decision_type, decision_date, protocol_number, outcome, decision, unread, \
            ARRAY[(sheet::bigint << 32) + row] FROM it",
    )
    .bind::<SqlUuid, _>(organization)
    .bind::<SqlUuid, _>(import)
    .bind::<Integer, _>(sheet)
    .bind::<Integer, _>(row)
    .bind::<SqlUuid, _>(project)
    .bind::<SqlUuid, _>(decision)
    .execute(work.conn())?;
    Ok(made > 0)
}

/// The living project with this number, written as the register shows it or by its digits alone.
pub fn project_numbered(work: &mut Work, number: &str) -> Result<Option<Uuid>, DbError> {
    let organization = work.organization();
    let digits: String = number.chars().filter(char::is_ascii_digit).collect();
    let value: i64 = digits.parse().unwrap_or(-1);
    Ok(sql(
        "SELECT id FROM projects WHERE organization_id = $1 AND state <> 'deleted' \
         AND (number = $2 OR number_value = $3) ORDER BY number = $2 DESC LIMIT 1",
    )
    .bind::<SqlUuid, _>(organization)
    .bind::<SqlText, _>(number.trim().to_owned())
    .bind::<diesel::sql_types::BigInt, _>(value)
    .by_place::<SqlUuid>()
    .get_result(work.conn())
    .optional()?)
}

/// What waits goes with the import that brought it.
pub fn drop_unplaced(work: &mut Work, import: Uuid) -> Result<(), DbError> {
    let organization = work.organization();
    sql("DELETE FROM unplaced_decisions WHERE organization_id = $1 AND import_id = $2")
        .bind::<SqlUuid, _>(organization)
        .bind::<SqlUuid, _>(import)
        .execute(work.conn())?;
    Ok(())
}

/// A decision that waits, with its further columns, as a dump has decisions.
pub fn unplaced_json(work: &mut Work) -> Result<Vec<Value>, DbError> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = Jsonb)]
        json: Value,
    }
    let organization = work.organization();
    let rows: Vec<Row> = sql("SELECT jsonb_build_object('ref', u.import_id || '/' || u.sheet || '/' || u.row, \
         'project', NULL, 'client_text', u.client_text, 'project_text', u.project_text, 'kind', u.decision_type, \
         'date', u.decision_date, 'protocol', u.protocol_number, 'outcome', coalesce(u.decision, u.outcome), \
         'unread', u.unread, 'custom', u.custom, 'sources', jsonb_build_array(jsonb_build_array(\
            i.sheets -> u.sheet ->> 'name', u.row))) AS json FROM unplaced_decisions u \
         JOIN imports i ON i.organization_id = u.organization_id AND i.id = u.import_id \
         WHERE u.organization_id = $1 AND u.decision_id IS NULL ORDER BY u.import_id, u.sheet, u.row")
    .bind::<SqlUuid, _>(organization)
    .load(work.conn())?;
    Ok(rows.into_iter().map(|r| r.json).collect())
}
