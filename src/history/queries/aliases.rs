//! What became what by a merge. History stays where it was written, and reading follows the alias.

use diesel::prelude::*;
use uuid::Uuid;

use crate::db::schema::aliases;
use crate::db::{DbError, Work};
use crate::history::SubjectKind;

/// What a record became, if it was merged into another.
pub fn alias_of(work: &mut Work, kind: SubjectKind, id: Uuid) -> Result<Option<Uuid>, DbError> {
    let key = (work.organization(), kind.word(), id);
    Ok(aliases::table
        .find(key)
        .select(aliases::new_id)
        .first(work.conn())
        .optional()?)
}

/// Says that a record became another. What had become the old one follows; gives those.
pub fn add_alias(
    work: &mut Work,
    kind: SubjectKind,
    old: Uuid,
    new: Uuid,
) -> Result<Vec<Uuid>, DbError> {
    let organization = work.organization();
    let turned = diesel::update(
        aliases::table
            .filter(aliases::organization_id.eq(organization))
            .filter(aliases::kind.eq(kind.word()))
            .filter(aliases::new_id.eq(old)),
    )
    .set(aliases::new_id.eq(new))
    .returning(aliases::old_id)
    .load(work.conn())?;
    diesel::insert_into(aliases::table)
        .values((
            aliases::organization_id.eq(organization),
            aliases::kind.eq(kind.word()),
            aliases::old_id.eq(old),
            aliases::new_id.eq(new),
        ))
        .execute(work.conn())?;
    Ok(turned)
}

/// Takes an alias back; those that had turned with it turn back.
pub fn remove_alias(
    work: &mut Work,
    kind: SubjectKind,
    old: Uuid,
    turned: &[Uuid],
) -> Result<(), DbError> {
    let organization = work.organization();
    diesel::delete(aliases::table.find((organization, kind.word(), old))).execute(work.conn())?;
    diesel::update(
        aliases::table
            .filter(aliases::organization_id.eq(organization))
            .filter(aliases::kind.eq(kind.word()))
            .filter(aliases::old_id.eq_any(turned)),
    )
    .set(aliases::new_id.eq(old))
    .execute(work.conn())?;
    Ok(())
}
