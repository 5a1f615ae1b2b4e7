//! Saved views, and when somebody last had a register open.

use chrono::{DateTime, Duration, Utc};
use diesel::prelude::*;
use diesel::sql_types::{Array, Bool, Nullable, Text, Timestamptz};
use uuid::Uuid;

use crate::db::schema::saved_views;
use crate::db::{DbError, Work, sql};
use crate::register::registers::Register;

type SqlUuid = diesel::sql_types::Uuid;

/// A list that somebody named.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = saved_views)]
pub struct SavedView {
    pub id: Uuid,
    pub name: String,
    pub query: String,
    pub owner_id: Uuid,
    pub is_shared: bool,
    pub default_for: Vec<String>,
    pub deleted_at: Option<DateTime<Utc>>,
}

/// What a page begins with: the views that this person sees, and when they were last here.
#[derive(Debug, Clone, Default)]
pub struct Began {
    pub views: Vec<SavedView>,
    pub seen_at: Option<DateTime<Utc>>,
}

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = Nullable<Timestamptz>)]
    seen_at: Option<DateTime<Utc>>,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    id: Option<Uuid>,
    #[diesel(sql_type = Nullable<Text>)]
    name: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    query: Option<String>,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    owner_id: Option<Uuid>,
    #[diesel(sql_type = Nullable<Bool>)]
    is_shared: Option<bool>,
    #[diesel(sql_type = Nullable<Array<Text>>)]
    default_for: Option<Vec<String>>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    deleted_at: Option<DateTime<Utc>>,
}

impl Line {
    fn view(self) -> Option<SavedView> {
        Some(SavedView {
            id: self.id?,
            name: self.name?,
            query: self.query?,
            owner_id: self.owner_id?,
            is_shared: self.is_shared?,
            default_for: self.default_for?,
            deleted_at: self.deleted_at,
        })
    }
}

/// The views that this person sees in their order, deleted ones of their own too, with the time of their
/// last visit, in one statement.
pub fn began(work: &mut Work, register: Register, user: Uuid) -> Result<Began, DbError> {
    let organization = work.organization();
    let lines: Vec<Line> = sql(
        "SELECT x.seen_at, v.id, v.name, v.query, v.owner_id, v.is_shared, v.default_for, v.deleted_at \
         FROM (SELECT (SELECT r.seen_at FROM register_visits r WHERE r.organization_id = $1 AND r.user_id = $2 \
            AND r.register = $3) AS seen_at) x \
         LEFT JOIN saved_views v ON v.organization_id = $1 AND v.register = $3 \
            AND (v.owner_id = $2 OR (v.is_shared AND v.deleted_at IS NULL)) \
         ORDER BY v.position, v.id",
    )
    .bind::<SqlUuid, _>(organization)
    .bind::<SqlUuid, _>(user)
    .bind::<Text, _>(register.word())
    .load(work.conn())?;
    Ok(Began {
        seen_at: lines.first().and_then(|l| l.seen_at),
        views: lines.into_iter().filter_map(Line::view).collect(),
    })
}

/// Within this time the visit is the same one and need not be written again.
const SAME_MOMENT: Duration = Duration::minutes(5);

/// Notes that the person is here; after half an hour of absence a new visit begins.
pub fn visit(
    work: &mut Work,
    register: Register,
    user: Uuid,
    seen_at: Option<DateTime<Utc>>,
) -> Result<(), DbError> {
    let (organization, now) = (work.organization(), work.now());
    if seen_at.is_some_and(|at| now - at < SAME_MOMENT) {
        return Ok(());
    }
    sql(
        "INSERT INTO register_visits AS v (organization_id, user_id, register, seen_at, since) \
         VALUES ($1, $2, $3, $4, $4) ON CONFLICT (organization_id, user_id, register) DO UPDATE SET \
         since = CASE WHEN v.seen_at < $4 - interval '30 minutes' THEN v.seen_at ELSE v.since END, seen_at = $4",
    )
    .bind::<SqlUuid, _>(organization)
    .bind::<SqlUuid, _>(user)
    .bind::<Text, _>(register.word())
    .bind::<Timestamptz, _>(now)
    .execute(work.conn())?;
    Ok(())
}

#[derive(QueryableByName)]
struct Since {
    #[diesel(sql_type = Timestamptz)]
    since: DateTime<Utc>,
}

/// Until when the person had looked at the register the time before.
pub fn since(
    work: &mut Work,
    register: Register,
    user: Uuid,
) -> Result<Option<DateTime<Utc>>, DbError> {
    let organization = work.organization();
    let found: Option<Since> = sql(
        "SELECT since FROM register_visits WHERE organization_id = $1 AND user_id = $2 AND register = $3",
    )
    .bind::<SqlUuid, _>(organization)
    .bind::<SqlUuid, _>(user)
    .bind::<Text, _>(register.word())
    .get_result(work.conn())
    .optional()?;
    Ok(found.map(|f| f.since))
}

/// A view, locked until the end of this work.
pub fn lock_view(
    work: &mut Work,
    register: Register,
    id: Uuid,
) -> Result<Option<SavedView>, DbError> {
    let organization = work.organization();
    Ok(saved_views::table
        .find((organization, id))
        .filter(saved_views::register.eq(register.word()))
        .select(SavedView::as_select())
        .for_update()
        .first(work.conn())
        .optional()?)
}

/// Adds a view behind all others; false if it is there already: the form was sent twice.
pub fn insert_view(work: &mut Work, register: Register, view: &SavedView) -> Result<bool, DbError> {
    let organization = work.organization();
    let rows = sql(
        "INSERT INTO saved_views (organization_id, id, register, name, query, owner_id, is_shared, position) \
         SELECT $1, $2, $3, $4, $5, $6, $7, coalesce(max(position), 0) + 1 FROM saved_views \
         WHERE organization_id = $1 AND register = $3 ON CONFLICT (organization_id, id) DO NOTHING",
    )
    .bind::<SqlUuid, _>(organization)
    .bind::<SqlUuid, _>(view.id)
    .bind::<Text, _>(register.word())
    .bind::<Text, _>(view.name.clone())
    .bind::<Text, _>(view.query.clone())
    .bind::<SqlUuid, _>(view.owner_id)
    .bind::<Bool, _>(view.is_shared)
    .execute(work.conn())?;
    Ok(rows == 1)
}

/// Writes a view as it is now.
pub fn save_view(work: &mut Work, view: &SavedView) -> Result<(), DbError> {
    let (organization, now) = (work.organization(), work.now());
    diesel::update(saved_views::table.find((organization, view.id)))
        .set((
            saved_views::name.eq(&view.name),
            saved_views::query.eq(&view.query),
            saved_views::is_shared.eq(view.is_shared),
            saved_views::default_for.eq(&view.default_for),
            saved_views::deleted_at.eq(view.deleted_at),
            saved_views::updated_at.eq(now),
            saved_views::version.eq(saved_views::version + 1),
        ))
        .execute(work.conn())?;
    Ok(())
}

/// Puts the views of a register into this order; ids that it does not have are passed over.
pub fn move_view(work: &mut Work, register: Register, order: &[Uuid]) -> Result<(), DbError> {
    let organization = work.organization();
    sql(
        "UPDATE saved_views v SET position = o.place::integer FROM unnest($3) WITH ORDINALITY o (id, place) \
         WHERE v.organization_id = $1 AND v.register = $2 AND v.id = o.id",
    )
    .bind::<SqlUuid, _>(organization)
    .bind::<Text, _>(register.word())
    .bind::<Array<SqlUuid>, _>(order.to_vec())
    .execute(work.conn())?;
    Ok(())
}
