//! Contacts change hands when their clients turn out to be one.

use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Nullable, Timestamptz};
use uuid::Uuid;

use crate::db::{DbError, Work, sql};

type SqlUuid = diesel::sql_types::Uuid;

/// A contact and its new version.
#[derive(QueryableByName)]
pub struct Rehomed {
    #[diesel(sql_type = SqlUuid)]
    pub id: Uuid,
    #[diesel(sql_type = BigInt)]
    pub version: i64,
}

/// Gives the contacts of one client to another: all, or those of a list.
pub fn rehome(
    work: &mut Work,
    from: Uuid,
    to: Uuid,
    only: Option<&[Uuid]>,
) -> Result<Vec<Rehomed>, DbError> {
    let (organization, now) = (work.organization(), work.now());
    Ok(sql(
        "UPDATE contacts SET client_id = $3, version = version + 1, updated_at = $4 \
         WHERE organization_id = $1 AND client_id = $2 AND ($5::uuid[] IS NULL OR id = ANY ($5)) RETURNING id, version",
    )
    .bind::<SqlUuid, _>(organization)
    .bind::<SqlUuid, _>(from)
    .bind::<SqlUuid, _>(to)
    .bind::<Timestamptz, _>(now)
    .bind::<Nullable<Array<SqlUuid>>, _>(only.map(<[Uuid]>::to_vec))
    .load(work.conn())?)
}
