//! SQL of the room that is not the bulk write: imports, their problems, what the organization knows.

use diesel::prelude::*;
use diesel::sql_types::{Array, Nullable, Text};
use serde_json::Value;
use uuid::Uuid;

use super::model::{Import, ImportState, ProblemFilter, StoredProblem};
use super::understanding::{Entry, Knowledge, KnownClient, Person};
use crate::accounts;
use crate::db::schema::{import_problems, imports};
use crate::db::{Announcement, DbError, Work, sql};
use crate::directories::{self, Kind};
use crate::values::people::read_person;

type SqlUuid = diesel::sql_types::Uuid;

/// A new import in the state "reading".
pub fn insert(
    work: &mut Work,
    id: Uuid,
    file_name: &str,
    stored: &crate::storage::Stored,
    made_by: Uuid,
) -> Result<(), DbError> {
    diesel::insert_into(imports::table)
        .values((
            imports::organization_id.eq(work.organization()),
            imports::id.eq(id),
            imports::file_name.eq(file_name),
            imports::file_size.eq(stored.size as i64),
            imports::file_sha256.eq(&stored.sha256),
            imports::state.eq(ImportState::Reading.word()),
            imports::made_by.eq(made_by),
            imports::created_at.eq(work.now()),
        ))
        .execute(work.conn())?;
    Ok(())
}

/// Waits until nobody else brings a file under this id: of a form that was sent twice at the same moment the
/// second finds what the first has made.
pub fn claim(work: &mut Work, id: Uuid) -> Result<(), DbError> {
    sql("SELECT pg_advisory_xact_lock(hashtextextended($1::text, 0))")
        .bind::<SqlUuid, _>(id)
        .execute(work.conn())?;
    Ok(())
}

pub fn find(work: &mut Work, id: Uuid) -> Result<Option<Import>, DbError> {
    let organization = work.organization();
    Ok(imports::table
        .find((organization, id))
        .select(Import::as_select())
        .first(work.conn())
        .optional()?)
}

/// The same, locked until the end of this work.
pub fn lock(work: &mut Work, id: Uuid) -> Result<Option<Import>, DbError> {
    let organization = work.organization();
    Ok(imports::table
        .find((organization, id))
        .select(Import::as_select())
        .for_update()
        .first(work.conn())
        .optional()?)
}

/// The newest imports.
pub fn newest(work: &mut Work, limit: i64) -> Result<Vec<Import>, DbError> {
    let organization = work.organization();
    Ok(imports::table
        .filter(imports::organization_id.eq(organization))
        .order((imports::created_at.desc(), imports::id.desc()))
        .limit(limit)
        .select(Import::as_select())
        .load(work.conn())?)
}

/// What changes about an import; what is none stays.
#[derive(Default, AsChangeset)]
#[diesel(table_name = imports)]
pub struct Change {
    pub state: Option<&'static str>,
    pub progress: Option<i32>,
    pub sheets: Option<Value>,
    pub counts: Option<Value>,
    pub error: Option<Value>,
    pub kept: Option<Value>,
    pub written_at: Option<chrono::DateTime<chrono::Utc>>,
}

pub fn change(work: &mut Work, id: Uuid, change: Change) -> Result<(), DbError> {
    let organization = work.organization();
    diesel::update(imports::table.find((organization, id)))
        .set((
            change,
            imports::version.eq(imports::version + 1),
            imports::updated_at.eq(work.now()),
        ))
        .execute(work.conn())?;
    work.announce(Announcement::Import { id });
    Ok(())
}

/// Problems of an import after a number: of one severity, of one kind, or all.
pub fn problems(
    work: &mut Work,
    id: Uuid,
    shown: &ProblemFilter,
    after: i32,
    limit: i64,
) -> Result<Vec<StoredProblem>, DbError> {
    let organization = work.organization();
    let mut query = import_problems::table
        .filter(import_problems::organization_id.eq(organization))
        .filter(import_problems::import_id.eq(id))
        .filter(import_problems::n.gt(after))
        .order(import_problems::n)
        .limit(limit)
        .select(StoredProblem::as_select())
        .into_boxed();
    if let Some(severity) = &shown.severity {
        query = query.filter(import_problems::severity.eq(severity.clone()));
    }
    if let Some(kind) = &shown.kind {
        query = query.filter(import_problems::kind.eq(kind.clone()));
    }
    Ok(query.load(work.conn())?)
}

/// Number of problems by kind and severity, most frequent first.
pub fn problem_counts(work: &mut Work, id: Uuid) -> Result<Vec<(String, String, i64)>, DbError> {
    let organization = work.organization();
    use diesel::dsl::count_star;
    Ok(import_problems::table
        .filter(import_problems::organization_id.eq(organization))
        .filter(import_problems::import_id.eq(id))
        .group_by((import_problems::kind, import_problems::severity))
        .order(count_star().desc())
        .select((
            import_problems::kind,
            import_problems::severity,
            count_star(),
        ))
        .load(work.conn())?)
}

/// Replaces the problems of a draft.
pub fn clear_problems(work: &mut Work, id: Uuid) -> Result<(), DbError> {
    let organization = work.organization();
    diesel::delete(
        import_problems::table
            .filter(import_problems::organization_id.eq(organization))
            .filter(import_problems::import_id.eq(id)),
    )
    .execute(work.conn())?;
    Ok(())
}

#[derive(QueryableByName)]
struct ClientRow {
    #[diesel(sql_type = SqlUuid)]
    id: Uuid,
    #[diesel(sql_type = Nullable<Text>)]
    inn: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    kpp: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    ogrn: Option<String>,
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = Array<Text>)]
    phones: Vec<String>,
    #[diesel(sql_type = Array<SqlUuid>)]
    project_ids: Vec<Uuid>,
    #[diesel(sql_type = Array<Text>)]
    project_names: Vec<String>,
}

/// Everything that the understanding of a workbook leans on.
pub fn knowledge(work: &mut Work) -> Result<Knowledge, DbError> {
    let mut of = |kind| -> Result<Vec<Entry>, DbError> {
        Ok(directories::entries(work, kind)?
            .into_iter()
            .filter(|e| e.active)
            .map(|e| Entry {
                id: e.id,
                name: e.name,
                level: e.level.as_deref().and_then(super::draft::Level::from_key),
            })
            .collect())
    };
    let (districts, cities, industries) =
        (of(Kind::District)?, of(Kind::City)?, of(Kind::Industry)?);
    let (programmes, bodies) = (of(Kind::Programme)?, of(Kind::Body)?);
    let people = accounts::people(work)?
        .into_iter()
        .filter(|p| p.is_member)
        .map(known_person)
        .collect();
    Ok(Knowledge {
        districts,
        cities,
        industries,
        programmes,
        bodies,
        people,
        clients: known_clients(work)?,
        ..Knowledge::default()
    })
}

/// Somebody who never filled in their profile is known by one name only, which is taken apart here.
fn known_person(person: accounts::Person) -> Person {
    let whole = read_person(&person.name).unwrap_or_default();
    Person {
        id: person.id,
        last: person.last_name.unwrap_or(match whole.last.is_empty() {
            true => person.name,
            false => whole.last,
        }),
        first: person.first_name.unwrap_or(whole.first),
        middle: person.middle_name.unwrap_or(whole.middle),
    }
}

fn known_clients(work: &mut Work) -> Result<Vec<KnownClient>, DbError> {
    let organization = work.organization();
    let rows: Vec<ClientRow> = sql(
        "SELECT c.id, c.inn, c.kpp, c.ogrn, c.name, \
         coalesce((SELECT array_agg(t.phone) FROM contacts t WHERE t.organization_id = c.organization_id \
            AND t.client_id = c.id AND t.phone IS NOT NULL), '{}') AS phones, \
         coalesce(p.ids, '{}') AS project_ids, coalesce(p.names, '{}') AS project_names \
         FROM clients c LEFT JOIN (SELECT client_id, array_agg(id) AS ids, array_agg(name::text) AS names \
            FROM projects WHERE organization_id = $1 AND state <> 'deleted' GROUP BY client_id) p ON p.client_id = c.id \
         WHERE c.organization_id = $1 AND c.deleted_at IS NULL",
    )
    .bind::<SqlUuid, _>(organization)
    .load(work.conn())?;
    Ok(rows
        .into_iter()
        .map(|r| KnownClient {
            id: r.id,
            inn: r.inn,
            kpp: r.kpp,
            ogrn: r.ogrn,
            name: r.name,
            phones: r.phones,
            emails: Vec::new(),
            projects: r.project_ids.into_iter().zip(r.project_names).collect(),
        })
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::accounts::Role;

    #[test]
    fn a_member_with_one_name_only_is_known_by_its_parts() {
        let person = accounts::Person {
            id: Uuid::nil(),
            name: "Ветрова Анастасия".into(),
            email: String::new(),
            last_name: None,
            first_name: None,
            middle_name: None,
            role: Role::Member,
            hue: 1,
            is_member: true,
        };
        let known = known_person(person);
        assert_eq!(
            (known.last.as_str(), known.first.as_str()),
            ("Ветрова", "Анастасия")
        );
    }
}
