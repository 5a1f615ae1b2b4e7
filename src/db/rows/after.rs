//! Lists that are read to their end: the rows after a place, found by an index however far it lies, instead of
//! counted past.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Nullable, Text};
use uuid::Uuid;

use super::{Filter, Page, Shape};
use crate::db::{DbError, Work, assembled};

type SqlUuid = diesel::sql_types::Uuid;

/// Where somebody stopped reading: the value by which the list is ordered, and the row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    pub value: Option<String>,
    pub id: Uuid,
}

/// The type of a column by which lists are ordered.
fn type_of(column: &str) -> &'static str {
    if column.ends_with("_at") {
        "timestamptz"
    } else if column.ends_with("_hundredths") {
        "bigint"
    } else if column.contains("date") {
        "date"
    } else {
        "text"
    }
}

/// Rows that stand after the place, whose value is `$n` and whose id is `$n + 1`. Empty values come last.
fn condition(page: Page, place: &Place, n: usize) -> String {
    let (by, kind, m) = (page.by, type_of(page.by), n + 1);
    let sign = if page.descending { '<' } else { '>' };
    match (&place.value, page.may_be_empty) {
        (Some(_), false) => format!("({by}, t.id) {sign} (${n}::{kind}, ${m}::uuid)"),
        (Some(_), true) => {
            format!("(({by}, t.id) {sign} (${n}::{kind}, ${m}::uuid) OR {by} IS NULL)")
        }
        // The value is bound all the same, so that the places stay where they are.
        (None, _) => format!("{by} IS NULL AND ${n}::text IS NULL AND t.id {sign} ${m}::uuid"),
    }
}

impl Shape {
    /// The rows after a place, each as JSON text, and the place of the last one if more follow.
    pub fn page_after(
        &self,
        work: &mut Work,
        filter: &Filter,
        page: Page,
        after: Option<&Place>,
    ) -> Result<(Vec<String>, Option<Place>), DbError> {
        let organization = work.organization();
        let n = filter.binds.len() + 2;
        let way = if page.descending { "DESC" } else { "ASC" };
        let nulls = if page.may_be_empty { " NULLS LAST" } else { "" };
        let further = after.map_or_else(String::new, |p| format!(" AND {}", condition(page, p, n)));
        let limit = n + if after.is_some() { 2 } else { 0 };
        let text = format!(
            "SELECT {}, t.id, {}::text AS value {}{}{further} ORDER BY {} {way}{nulls}, t.id {way} LIMIT ${limit}",
            self.json(),
            page.by,
            self.from(),
            filter.text,
            page.by,
        );
        let mut query = filter.bind(assembled(text).bind::<SqlUuid, _>(organization));
        if let Some(place) = after {
            query = query
                .bind::<Nullable<Text>, _>(place.value.clone())
                .bind::<Text, _>(place.id.to_string());
        }
        // One more than asked for tells whether anything follows.
        let mut rows: Vec<(String, Uuid, Option<String>)> = query
            .bind::<BigInt, _>(page.limit + 1)
            .by_place::<(Text, SqlUuid, Nullable<Text>)>()
            .load(work.conn())?;
        let follows = rows.len() as i64 > page.limit;
        rows.truncate(usize::try_from(page.limit).unwrap_or(usize::MAX));
        let place = rows.last().filter(|_| follows).map(|r| Place {
            value: r.2.clone(),
            id: r.1,
        });
        Ok((rows.into_iter().map(|r| r.0).collect(), place))
    }
}
