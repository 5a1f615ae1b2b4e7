//! Accounts, organizations and members as programs see them, each row as JSON.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Nullable, Text};
use serde_json::{Value, json};
use uuid::Uuid;

use super::super::actions::programs::Staff;
use crate::db::rows::Page;
use crate::db::schema::users;
use crate::db::{DbError, Statement, Work, assembled, sql};

type SqlUuid = diesel::sql_types::Uuid;

const TIME: &str = "'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"'";

/// An account as sign-in shows it.
pub fn account_row(work: &mut Work, user: Uuid) -> Result<Option<Value>, DbError> {
    work.show_own_rows(user)?;
    type Row = (String, String, chrono::DateTime<chrono::Utc>);
    let row: Option<Row> = users::table
        .find(user)
        .select((users::email, users::name, users::created_at))
        .first(work.conn())
        .optional()?;
    Ok(row.map(|(email, name, at)| {
        let at = at.to_rfc3339_opts(chrono::SecondsFormat::Micros, true);
        json!({"id": user, "email": email, "name": name, "created_at": at})
    }))
}

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = Text)]
    row: String,
}

fn one(work: &mut Work, query: Statement<'_>) -> Result<Option<Value>, DbError> {
    let row: Option<Row> = query.get_result(work.conn()).optional()?;
    row.map(|r| serde_json::from_str(&r.row))
        .transpose()
        .map_err(|e| DbError::Query(diesel::result::Error::DeserializationError(Box::new(e))))
}

fn many(work: &mut Work, query: Statement<'_>) -> Result<Vec<String>, DbError> {
    let rows: Vec<Row> = query.load(work.conn())?;
    Ok(rows.into_iter().map(|r| r.row).collect())
}

const OF_PERSON: &str = "FROM organizations o JOIN memberships m ON m.organization_id = o.id \
    WHERE m.user_id = $1 AND m.ended_at IS NULL";

fn organization_json() -> String {
    format!(
        "SELECT json_build_object('id', o.id, 'name', o.name, 'role', m.role, \
         'created_at', to_char(o.created_at AT TIME ZONE 'UTC', {TIME}), \
         'updated_at', to_char(o.updated_at AT TIME ZONE 'UTC', {TIME}), 'version', o.version)::text AS row {OF_PERSON}"
    )
}

/// One of the person's organizations.
pub fn organization_row(work: &mut Work, user: Uuid, id: Uuid) -> Result<Option<Value>, DbError> {
    let query = assembled(format!("{} AND o.id = $2", organization_json()))
        .bind::<SqlUuid, _>(user)
        .bind::<SqlUuid, _>(id);
    one(work, query)
}

fn way(page: Page) -> &'static str {
    if page.descending { "DESC" } else { "ASC" }
}

pub fn organization_rows(work: &mut Work, user: Uuid, page: Page) -> Result<Vec<String>, DbError> {
    let text = format!(
        "{} ORDER BY o.created_at {way}, o.id {way} LIMIT $2 OFFSET $3",
        organization_json(),
        way = way(page)
    );
    let query = assembled(text)
        .bind::<SqlUuid, _>(user)
        .bind::<BigInt, _>(page.limit)
        .bind::<BigInt, _>(page.offset);
    many(work, query)
}

pub fn count_organizations_of(work: &mut Work, user: Uuid) -> Result<i64, DbError> {
    Ok(assembled(format!("SELECT count(*) {OF_PERSON}"))
        .bind::<SqlUuid, _>(user)
        .by_place::<BigInt>()
        .get_result(work.conn())?)
}

const MEMBERS: &str = "FROM memberships m JOIN users u ON u.id = m.user_id \
    WHERE m.organization_id = $1 AND m.ended_at IS NULL";

fn member_json() -> String {
    format!(
        "SELECT json_build_object('user_id', u.id, 'email', u.email, 'name', u.name, 'role', m.role, \
         'created_at', to_char(m.created_at AT TIME ZONE 'UTC', {TIME}))::text AS row {MEMBERS}"
    )
}

pub fn member_row(work: &mut Work, user: Uuid) -> Result<Option<Value>, DbError> {
    let organization = work.organization();
    let query = assembled(format!("{} AND u.id = $2", member_json()))
        .bind::<SqlUuid, _>(organization)
        .bind::<SqlUuid, _>(user);
    one(work, query)
}

pub fn member_rows(
    work: &mut Work,
    role: Option<&str>,
    page: Page,
) -> Result<Vec<String>, DbError> {
    let organization = work.organization();
    let text = format!(
        "{} AND ($2::text IS NULL OR m.role = $2) ORDER BY m.created_at {way}, u.id {way} LIMIT $3 OFFSET $4",
        member_json(),
        way = way(page)
    );
    let query = assembled(text)
        .bind::<SqlUuid, _>(organization)
        .bind::<Nullable<Text>, _>(role.map(str::to_owned))
        .bind::<BigInt, _>(page.limit)
        .bind::<BigInt, _>(page.offset);
    many(work, query)
}

pub fn count_members(work: &mut Work, role: Option<&str>) -> Result<i64, DbError> {
    let organization = work.organization();
    Ok(assembled(format!(
        "SELECT count(*) {MEMBERS} AND ($2::text IS NULL OR m.role = $2)"
    ))
    .bind::<SqlUuid, _>(organization)
    .bind::<Nullable<Text>, _>(role.map(str::to_owned))
    .by_place::<BigInt>()
    .get_result(work.conn())?)
}

/// Which of these people are members now.
pub fn is_member(work: &mut Work, user: Uuid) -> Result<bool, DbError> {
    let organization = work.organization();
    let n: i64 = sql(
        "SELECT count(*) FROM memberships WHERE organization_id = $1 AND user_id = $2 AND ended_at IS NULL",
    )
    .bind::<SqlUuid, _>(organization)
    .bind::<SqlUuid, _>(user)
    .by_place::<BigInt>()
    .get_result(work.conn())?;
    Ok(n == 1)
}

const USERS: &str = "FROM memberships m JOIN users u ON u.id = m.user_id \
    WHERE m.organization_id = $1 AND m.ended_at IS NULL";
const FILTERED: &str = " AND ($2::text IS NULL OR strpos(lower(concat_ws(E'\\n', u.name, u.last_name, u.first_name, \
    u.middle_name, u.email)), lower($2)) > 0) AND ($3::text IS NULL OR m.role = $3)";

/// The version of somebody counts the changes of the account and those of the membership.
fn user_json() -> String {
    format!(
        "SELECT json_build_object('id', u.id, 'email', u.email, 'last_name', u.last_name, 'first_name', u.first_name, \
         'middle_name', u.middle_name, 'name', u.name, 'role', m.role, 'permissions', m.permissions, \
         'created_at', to_char(u.created_at AT TIME ZONE 'UTC', {TIME}), \
         'updated_at', to_char(u.updated_at AT TIME ZONE 'UTC', {TIME}), 'version', u.version + m.version - 1)::text AS row {USERS}"
    )
}

/// Somebody of the staff.
pub fn user_row(work: &mut Work, user: Uuid) -> Result<Option<Value>, DbError> {
    let organization = work.organization();
    let query = assembled(format!("{} AND u.id = $2", user_json()))
        .bind::<SqlUuid, _>(organization)
        .bind::<SqlUuid, _>(user);
    one(work, query)
}

pub fn user_rows(
    work: &mut Work,
    search: Option<&str>,
    role: Option<&str>,
    page: Page,
) -> Result<Vec<String>, DbError> {
    let organization = work.organization();
    let text = format!(
        "{}{FILTERED} ORDER BY {by} {way}{nulls}, u.id {way} LIMIT $4 OFFSET $5",
        user_json(),
        by = page.by,
        way = way(page),
        nulls = if page.may_be_empty { " NULLS LAST" } else { "" },
    );
    let query = assembled(text)
        .bind::<SqlUuid, _>(organization)
        .bind::<Nullable<Text>, _>(search.map(str::to_owned))
        .bind::<Nullable<Text>, _>(role.map(str::to_owned))
        .bind::<BigInt, _>(page.limit)
        .bind::<BigInt, _>(page.offset);
    many(work, query)
}

pub fn count_users(
    work: &mut Work,
    search: Option<&str>,
    role: Option<&str>,
) -> Result<i64, DbError> {
    let organization = work.organization();
    Ok(assembled(format!("SELECT count(*) {USERS}{FILTERED}"))
        .bind::<SqlUuid, _>(organization)
        .bind::<Nullable<Text>, _>(search.map(str::to_owned))
        .bind::<Nullable<Text>, _>(role.map(str::to_owned))
        .by_place::<BigInt>()
        .get_result(work.conn())?)
}

/// Whether the organization of the work made this account and is the only one it belongs to. The person's own
/// rows have to be shown.
pub fn is_made_here_alone(work: &mut Work, user: Uuid) -> Result<bool, DbError> {
    let organization = work.organization();
    Ok(sql(
        "SELECT EXISTS (SELECT 1 FROM users WHERE id = $2 AND made_by_organization_id = $1) AND NOT EXISTS ( \
            SELECT 1 FROM memberships WHERE user_id = $2 AND organization_id <> $1 AND ended_at IS NULL)",
    )
    .bind::<SqlUuid, _>(organization)
    .bind::<SqlUuid, _>(user)
    .by_place::<diesel::sql_types::Bool>()
    .get_result(work.conn())?)
}

/// Writes what is given of somebody's names and address.
pub fn set_staff(work: &mut Work, user: Uuid, staff: &Staff) -> Result<(), DbError> {
    let now = work.now();
    diesel::update(users::table.find(user))
        .set((
            staff.email.as_ref().map(|v| users::email.eq(v)),
            staff.last_name.as_ref().map(|v| users::last_name.eq(v)),
            staff.first_name.as_ref().map(|v| users::first_name.eq(v)),
            staff.middle_name.as_ref().map(|v| users::middle_name.eq(v)),
            staff.name.as_ref().map(|v| users::name.eq(v)),
            users::version.eq(users::version + 1),
            users::updated_at.eq(now),
        ))
        .execute(work.conn())?;
    Ok(())
}
