//! Rows as programs see them: a table described once gives its reading, listing, making, changing and
//! removing. Each value travels as JSON and is cast by its column, so that amounts stay exact and the
//! same value serves the wire, the comparison and the history.

mod after;
mod sums;

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Nullable, Text, Timestamptz};
use serde_json::{Map, Value};
use uuid::Uuid;

use super::{DbError, Statement, Work, assembled};

pub use after::Place;

type SqlUuid = diesel::sql_types::Uuid;

/// The SQL type of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cast {
    Text,
    Uuid,
    /// An exact amount; text on the wire.
    Numeric,
    Date,
    Boolean,
    Integer,
    Jsonb,
    /// A list of texts.
    Texts,
    /// A moment; RFC 3339 in UTC on the wire.
    Time,
}

impl Cast {
    fn read(self, column: &str) -> String {
        match self {
            Cast::Numeric => format!("{column}::text"),
            Cast::Time => moment(column),
            _ => column.to_owned(),
        }
    }

    fn bound(self, n: usize) -> String {
        match self {
            Cast::Text => format!("${n}"),
            Cast::Uuid => format!("${n}::uuid"),
            Cast::Numeric => format!("${n}::numeric"),
            Cast::Date => format!("${n}::date"),
            Cast::Boolean => format!("${n}::boolean"),
            Cast::Integer => format!("${n}::integer"),
            Cast::Jsonb => format!("${n}::jsonb"),
            Cast::Texts => format!("ARRAY(SELECT jsonb_array_elements_text(${n}::jsonb))"),
            Cast::Time => format!("${n}::timestamptz"),
        }
    }
}

/// A moment as the wire has it.
pub fn moment(column: &str) -> String {
    format!("to_char({column} AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')")
}

/// A column that programs read and write: its name on the wire, in the table, its type.
pub type Column = (&'static str, &'static str, Cast);

/// A table as programs see it. `t` is its alias.
pub struct Shape {
    pub table: &'static str,
    pub columns: &'static [Column],
    /// Columns that are written and not shown.
    pub written: &'static [Column],
    /// Values on output only: name on the wire, expression, type.
    pub computed: &'static [Column],
    /// Joins that the expressions need.
    pub joins: &'static str,
    /// Which rows there are at all, with a leading AND.
    pub only: &'static str,
}

/// Conditions of a list; values are bound, never written into the text.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    text: String,
    binds: Vec<String>,
}

/// The organization stands first.
const BOUND_BEFORE_FILTERS: usize = 1;

impl Filter {
    /// ` AND …` where `{}` is the place of the value, with its cast.
    pub fn and(&mut self, condition: &str, value: impl Into<String>) {
        self.binds.push(value.into());
        let n = self.binds.len() + BOUND_BEFORE_FILTERS;
        self.text.push_str(" AND ");
        self.text
            .push_str(&condition.replace("{}", &format!("${n}")));
    }

    /// A condition without a value; a literal.
    pub fn and_also(&mut self, condition: &'static str) {
        self.text.push_str(" AND ");
        self.text.push_str(condition);
    }

    /// One of these words, which are of the product and never typed.
    pub fn and_one_of(&mut self, column: &'static str, words: &[&'static str]) {
        if !words.is_empty() {
            let list: Vec<String> = words.iter().map(|w| format!("'{w}'")).collect();
            self.text
                .push_str(&format!(" AND {column} IN ({})", list.join(", ")));
        }
    }

    /// Nothing fits.
    pub fn and_nothing(&mut self) {
        self.text.push_str(" AND false");
    }

    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    fn bind<'a>(&self, mut query: Statement<'a>) -> Statement<'a> {
        for value in &self.binds {
            query = query.bind::<Text, _>(value.clone());
        }
        query
    }
}

/// Which part of a list, in which order. `by` is a column of ours, never typed.
#[derive(Debug, Clone, Copy)]
pub struct Page {
    pub by: &'static str,
    pub may_be_empty: bool,
    pub descending: bool,
    pub limit: i64,
    pub offset: i64,
}

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = Text)]
    row: String,
}

fn parsed(row: Row) -> Result<Value, DbError> {
    serde_json::from_str(&row.row)
        .map_err(|e| DbError::Query(diesel::result::Error::DeserializationError(Box::new(e))))
}

/// A JSON value as the text that its column casts.
fn bound_text(value: &Value) -> Option<String> {
    match value {
        Value::Null => None,
        Value::String(text) => Some(text.clone()),
        other => Some(other.to_string()),
    }
}

impl Shape {
    fn json(&self) -> String {
        let mut pairs = String::from("'id', t.id, 'organization_id', t.organization_id");
        for (name, column, cast) in self.columns {
            pairs.push_str(&format!(
                ", '{name}', {}",
                cast.read(&format!("t.{column}"))
            ));
        }
        for (name, expression, cast) in self.computed {
            pairs.push_str(&format!(", '{name}', {}", cast.read(expression)));
        }
        let (made, changed) = (moment("t.created_at"), moment("t.updated_at"));
        format!(
            "json_build_object({pairs}, 'created_at', {made}, 'updated_at', {changed}, 'version', t.version)::text AS row"
        )
    }

    fn from(&self) -> String {
        format!(
            "FROM {} t {} WHERE t.organization_id = $1{}",
            self.table, self.joins, self.only
        )
    }

    fn one(&self, work: &mut Work, id: Uuid, lock: &str) -> Result<Option<Value>, DbError> {
        let organization = work.organization();
        let text = format!("SELECT {} {} AND t.id = $2{lock}", self.json(), self.from());
        let row: Option<Row> = assembled(text)
            .bind::<SqlUuid, _>(organization)
            .bind::<SqlUuid, _>(id)
            .get_result(work.conn())
            .optional()?;
        row.map(parsed).transpose()
    }

    /// The row, if there is one in the organization of the work.
    pub fn find(&self, work: &mut Work, id: Uuid) -> Result<Option<Value>, DbError> {
        self.one(work, id, "")
    }

    /// The same, locked until the end of the work. What it shows is what is stored after the wait.
    pub fn lock(&self, work: &mut Work, id: Uuid) -> Result<Option<Value>, DbError> {
        self.one(work, id, " FOR NO KEY UPDATE OF t")
    }

    /// All rows that fit, locked, in the order of their ids.
    pub fn lock_all(&self, work: &mut Work, filter: &Filter) -> Result<Vec<Value>, DbError> {
        let organization = work.organization();
        let text = format!(
            "SELECT {} {}{} ORDER BY t.id FOR UPDATE OF t",
            self.json(),
            self.from(),
            filter.text
        );
        let rows: Vec<Row> = filter
            .bind(assembled(text).bind::<SqlUuid, _>(organization))
            .load(work.conn())?;
        rows.into_iter().map(parsed).collect()
    }

    /// Rows of one page, each as JSON text.
    pub fn page(
        &self,
        work: &mut Work,
        filter: &Filter,
        page: Page,
    ) -> Result<Vec<String>, DbError> {
        let organization = work.organization();
        let way = if page.descending { "DESC" } else { "ASC" };
        // Empty values come last either way, as in the pages.
        let text = format!(
            "SELECT {} {}{} ORDER BY {} {way}{}, t.id {way} LIMIT {} OFFSET {}",
            self.json(),
            self.from(),
            filter.text,
            page.by,
            if page.may_be_empty { " NULLS LAST" } else { "" },
            format_args!("${}", filter.binds.len() + 2),
            format_args!("${}", filter.binds.len() + 3),
        );
        let rows: Vec<Row> = filter
            .bind(assembled(text).bind::<SqlUuid, _>(organization))
            .bind::<BigInt, _>(page.limit)
            .bind::<BigInt, _>(page.offset)
            .load(work.conn())?;
        Ok(rows.into_iter().map(|r| r.row).collect())
    }

    /// How many rows fit.
    pub fn count(&self, work: &mut Work, filter: &Filter) -> Result<i64, DbError> {
        let organization = work.organization();
        let text = format!("SELECT count(*) {}{}", self.from(), filter.text);
        Ok(filter
            .bind(assembled(text).bind::<SqlUuid, _>(organization))
            .by_place::<BigInt>()
            .get_result(work.conn())?)
    }

    fn column(&self, name: &str) -> Option<&Column> {
        let mut all = self.columns.iter().chain(self.written);
        all.find(|c| c.0 == name)
    }

    /// Adds a row; false if one with this id is there already. Names that are no columns are left out.
    pub fn insert(
        &self,
        work: &mut Work,
        id: Uuid,
        values: &Map<String, Value>,
    ) -> Result<bool, DbError> {
        let (organization, now) = (work.organization(), work.now());
        let mut names = String::from("organization_id, id, created_at, updated_at");
        let mut places = String::from("$1, $2, $3, $3");
        let mut bound = Vec::new();
        for (name, value) in values {
            if let Some((_, column, cast)) = self.column(name) {
                bound.push(bound_text(value));
                names.push_str(&format!(", {column}"));
                places.push_str(&format!(", {}", cast.bound(bound.len() + 3)));
            }
        }
        let text = format!(
            "INSERT INTO {} ({names}) VALUES ({places}) ON CONFLICT (organization_id, id) DO NOTHING",
            self.table
        );
        let mut query = assembled(text)
            .bind::<SqlUuid, _>(organization)
            .bind::<SqlUuid, _>(id)
            .bind::<Timestamptz, _>(now);
        for value in bound {
            query = query.bind::<Nullable<Text>, _>(value);
        }
        Ok(query.execute(work.conn())? == 1)
    }

    /// Writes these values and gives the new version of the row.
    pub fn update(
        &self,
        work: &mut Work,
        id: Uuid,
        values: &[(&str, Value)],
    ) -> Result<i64, DbError> {
        let (organization, now) = (work.organization(), work.now());
        let mut set = String::new();
        let mut bound = Vec::new();
        for (name, value) in values {
            if let Some((_, column, cast)) = self.column(name) {
                bound.push(bound_text(value));
                set.push_str(&format!("{column} = {}, ", cast.bound(bound.len() + 3)));
            }
        }
        let text = format!(
            "UPDATE {} SET {set}version = version + 1, updated_at = $3 \
             WHERE organization_id = $1 AND id = $2 RETURNING version",
            self.table
        );
        let mut query = assembled(text)
            .bind::<SqlUuid, _>(organization)
            .bind::<SqlUuid, _>(id)
            .bind::<Timestamptz, _>(now);
        for value in bound {
            query = query.bind::<Nullable<Text>, _>(value);
        }
        Ok(query.by_place::<BigInt>().get_result(work.conn())?)
    }

    /// Removes a row for good.
    pub fn delete(&self, work: &mut Work, id: Uuid) -> Result<(), DbError> {
        let organization = work.organization();
        assembled(format!(
            "DELETE FROM {} WHERE organization_id = $1 AND id = $2",
            self.table
        ))
        .bind::<SqlUuid, _>(organization)
        .bind::<SqlUuid, _>(id)
        .execute(work.conn())?;
        Ok(())
    }
}

/// Whether a row that is referred to is there and may be referred to; it stays until the end of the work.
/// Everything but the id is a literal of ours.
pub fn refer(
    work: &mut Work,
    table: &'static str,
    which: &'static str,
    usable: &'static str,
    id: Uuid,
) -> Result<Option<bool>, DbError> {
    let organization = work.organization();
    let key = if table == "memberships" {
        "user_id"
    } else {
        "id"
    };
    Ok(assembled(format!(
        "SELECT {usable} FROM {table} WHERE organization_id = $1 AND {key} = $2 AND {which} FOR KEY SHARE"
    ))
    .bind::<SqlUuid, _>(organization)
    .bind::<SqlUuid, _>(id)
    .by_place::<diesel::sql_types::Bool>()
    .get_result(work.conn())
    .optional()?)
}
