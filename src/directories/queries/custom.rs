//! Added fields of single records.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Jsonb, Nullable, Text, Timestamptz};
use serde_json::Value;
use uuid::Uuid;

use crate::db::{DbError, Work, sql};

type SqlUuid = diesel::sql_types::Uuid;

/// A record with its added fields, locked until the end of this work.
#[derive(QueryableByName)]
pub struct LockedCustom {
    #[diesel(sql_type = BigInt)]
    pub version: i64,
    #[diesel(sql_type = Jsonb)]
    pub custom: Value,
    /// The person who acts is assigned to it, or responsible for it.
    #[diesel(sql_type = Bool)]
    pub is_own: bool,
}

/// The added fields of a record that is not in the bin.
pub fn lock_custom(
    work: &mut Work,
    entity: &str,
    id: Uuid,
) -> Result<Option<LockedCustom>, DbError> {
    let (organization, user) = (work.organization(), work.user());
    let text = match entity {
        "client" => {
            "SELECT c.version, c.custom, coalesce(c.responsible_id = $3, false) AS is_own FROM clients c \
             WHERE c.organization_id = $1 AND c.id = $2 AND c.deleted_at IS NULL FOR NO KEY UPDATE"
        }
        "support" => {
            "SELECT s.version, s.custom, EXISTS (SELECT 1 FROM project_people pp WHERE pp.organization_id = $1 \
                AND pp.project_id = s.project_id AND pp.user_id = $3) AS is_own FROM supports s \
             JOIN projects p ON p.organization_id = s.organization_id AND p.id = s.project_id AND p.state <> 'deleted' \
             WHERE s.organization_id = $1 AND s.id = $2 FOR NO KEY UPDATE OF s"
        }
        _ => {
            "SELECT p.version, p.custom, EXISTS (SELECT 1 FROM project_people pp WHERE pp.organization_id = $1 \
                AND pp.project_id = p.id AND pp.user_id = $3) AS is_own FROM projects p \
             WHERE p.organization_id = $1 AND p.id = $2 AND p.state <> 'deleted' FOR NO KEY UPDATE"
        }
    };
    Ok(sql(text)
        .bind::<SqlUuid, _>(organization)
        .bind::<SqlUuid, _>(id)
        .bind::<Nullable<SqlUuid>, _>(user)
        .get_result(work.conn())
        .optional()?)
}

/// Writes one added field, or empties it, and gives the new version of the record.
pub fn set_custom(
    work: &mut Work,
    entity: &str,
    id: Uuid,
    key: &str,
    value: Option<&Value>,
) -> Result<i64, DbError> {
    macro_rules! set {
        ($table:literal) => {
            concat!(
                "UPDATE ",
                $table,
                " SET custom = CASE WHEN $4::jsonb IS NULL THEN custom - $3 \
                 ELSE custom || jsonb_build_object($3, $4::jsonb) END, version = version + 1, updated_at = $5 \
                 WHERE organization_id = $1 AND id = $2 RETURNING version"
            )
        };
    }
    let (organization, now) = (work.organization(), work.now());
    let text = match entity {
        "client" => set!("clients"),
        "support" => set!("supports"),
        _ => set!("projects"),
    };
    Ok(sql(text)
        .bind::<SqlUuid, _>(organization)
        .bind::<SqlUuid, _>(id)
        .bind::<Text, _>(key.to_owned())
        .bind::<Nullable<Jsonb>, _>(value.cloned())
        .bind::<Timestamptz, _>(now)
        .by_place::<BigInt>()
        .get_result(work.conn())?)
}

/// Lets go of the typed copies of a field that is removed.
pub fn forget_typed(work: &mut Work, field: Uuid) -> Result<(), DbError> {
    let organization = work.organization();
    sql("DELETE FROM custom_values WHERE organization_id = $1 AND field_id = $2")
        .bind::<SqlUuid, _>(organization)
        .bind::<SqlUuid, _>(field)
        .execute(work.conn())?;
    Ok(())
}
