//! What the organization knows: its directories, its people, its clients with their projects, and what was
//! answered in earlier imports.

use chrono::NaiveDate;
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Date, Jsonb, Nullable, Text};
use serde_json::{Value, json};
use uuid::Uuid;

use super::SqlUuid;
use crate::accounts;
use crate::db::{DbError, Work, sql};
use crate::directories::{self, Kind};
use crate::imports::choices::{Choices, WordAnswer, teach_word};
use crate::imports::draft::Level;
use crate::imports::understanding::{
    Entry, Knowledge, KnownClient, KnownProject, Person, SheetChoice,
};
use crate::values::people::read_person;

/// Everything that the understanding of a workbook leans on.
pub fn knowledge(work: &mut Work) -> Result<Knowledge, DbError> {
    let mut of = |kind| -> Result<Vec<Entry>, DbError> {
        Ok(directories::entries(work, kind)?
            .into_iter()
            .filter(|e| e.active)
            .map(|e| Entry {
                id: e.id,
                name: e.name,
                level: e.level.as_deref().and_then(Level::from_key),
            })
            .collect())
    };
    let (districts, cities, industries) =
        (of(Kind::District)?, of(Kind::City)?, of(Kind::Industry)?);
    let (programmes, bodies) = (of(Kind::Programme)?, of(Kind::Body)?);
    let (clients, orphans) = known_clients(work)?;
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
        clients,
        orphans,
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
    other_names: Vec<String>,
    #[diesel(sql_type = Array<Text>)]
    phones: Vec<String>,
    #[diesel(sql_type = Array<Text>)]
    emails: Vec<String>,
    #[diesel(sql_type = Nullable<Text>)]
    district: Option<String>,
}

const CLIENTS: &str = "SELECT c.id, c.inn, c.kpp, c.ogrn, c.name, \
    array_remove(c.short_name || c.other_names, NULL) AS other_names, \
    coalesce(k.phones, '{}') AS phones, coalesce(k.emails, '{}') AS emails, d.name AS district \
    FROM clients c \
    LEFT JOIN (SELECT t.client_id, array_remove(array_agg(p), NULL) AS phones, array_remove(array_agg(m), NULL) AS emails \
        FROM contacts t LEFT JOIN LATERAL unnest(t.phone || t.more_phones, t.email || t.more_emails) AS u (p, m) ON true \
        WHERE t.organization_id = $1 GROUP BY t.client_id) k ON k.client_id = c.id \
    LEFT JOIN addresses a ON a.organization_id = c.organization_id AND a.id = c.address_id \
    LEFT JOIN directory_entries d ON d.organization_id = c.organization_id AND d.id = a.district_id \
    WHERE c.organization_id = $1 AND c.deleted_at IS NULL ORDER BY c.id";

#[derive(QueryableByName)]
struct ProjectRow {
    #[diesel(sql_type = SqlUuid)]
    id: Uuid,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    client_id: Option<Uuid>,
    #[diesel(sql_type = Text)]
    number: String,
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = Nullable<BigInt>)]
    total: Option<i64>,
    #[diesel(sql_type = Nullable<BigInt>)]
    requested: Option<i64>,
    #[diesel(sql_type = Nullable<Date>)]
    date: Option<NaiveDate>,
}

/// Clients with their projects, and the projects without a client.
fn known_clients(work: &mut Work) -> Result<(Vec<KnownClient>, Vec<KnownProject>), DbError> {
    let organization = work.organization();
    let rows: Vec<ClientRow> = sql(CLIENTS)
        .bind::<SqlUuid, _>(organization)
        .load(work.conn())?;
    let projects: Vec<ProjectRow> = sql(
        "SELECT id, client_id, number, name::text AS name, total_kopecks AS total, \
         requested_kopecks AS requested, application_date AS date FROM projects \
         WHERE organization_id = $1 ORDER BY number_value",
    )
    .bind::<SqlUuid, _>(organization)
    .load(work.conn())?;
    let mut clients: Vec<KnownClient> = rows.into_iter().map(known_client).collect();
    let mut orphans = Vec::new();
    for row in projects {
        let project = KnownProject {
            id: row.id,
            number: row.number,
            name: row.name,
            total: row.total,
            requested: row.requested,
            date: row.date,
        };
        let place = row
            .client_id
            .and_then(|id| clients.binary_search_by_key(&id, |c| c.id).ok());
        match (place, row.client_id) {
            (Some(at), _) => clients[at].projects.push(project),
            (None, None) => orphans.push(project),
            // Of a client in the bin.
            (None, Some(_)) => {}
        }
    }
    Ok((clients, orphans))
}

fn known_client(r: ClientRow) -> KnownClient {
    KnownClient {
        id: r.id,
        inn: r.inn,
        kpp: r.kpp,
        ogrn: r.ogrn,
        name: r.name,
        other_names: r.other_names,
        phones: r.phones,
        emails: r.emails,
        district: r.district,
        projects: Vec::new(),
    }
}

#[derive(QueryableByName)]
struct MemoryRow {
    #[diesel(sql_type = Text)]
    kind: String,
    #[diesel(sql_type = Text)]
    key: String,
    #[diesel(sql_type = Jsonb)]
    value: Value,
}

/// Adds what was answered in earlier imports.
pub fn remembered(work: &mut Work, knowledge: &mut Knowledge) -> Result<(), DbError> {
    let organization = work.organization();
    let rows: Vec<MemoryRow> =
        sql("SELECT kind, key, value FROM import_memory WHERE organization_id = $1")
            .bind::<SqlUuid, _>(organization)
            .load(work.conn())?;
    for row in rows {
        match row.kind.as_str() {
            "layout" => {
                if let Ok(choice) = serde_json::from_value::<SheetChoice>(row.value) {
                    knowledge.layouts.insert(row.key, choice);
                }
            }
            "word" => {
                if let Ok(answer) = serde_json::from_value::<WordAnswer>(row.value) {
                    teach_word(knowledge, &row.key, &answer);
                }
            }
            _ => {
                knowledge
                    .pairs
                    .insert(row.key, row.value.as_bool().unwrap_or(false));
            }
        }
    }
    Ok(())
}

/// Keeps the answers of an import for the next ones; the layouts are those of its sheets.
pub fn remember(
    work: &mut Work,
    choices: &Choices,
    layouts: &[(String, SheetChoice)],
) -> Result<(), DbError> {
    let (mut kinds, mut keys, mut values) = (Vec::new(), Vec::new(), Vec::new());
    let mut add = |kind: &str, key: &str, value: Value| {
        kinds.push(kind.to_owned());
        keys.push(key.to_owned());
        values.push(value);
    };
    for (key, answer) in &choices.words {
        add("word", key, json!(answer));
    }
    for (key, same) in &choices.pairs {
        add("pair", key, json!(same));
    }
    for (layout, choice) in layouts {
        add("layout", layout, json!(choice));
    }
    if keys.is_empty() {
        return Ok(());
    }
    let (organization, user, now) = (work.organization(), work.user(), work.now());
    sql("INSERT INTO import_memory (organization_id, remembered_by, remembered_at, kind, key, value) \
         SELECT DISTINCT ON (x.kind, x.key) $1, $2, $3, x.kind, x.key, x.value \
         FROM unnest($4, $5, $6) AS x (kind, key, value) \
         ON CONFLICT (organization_id, kind, key) DO UPDATE SET value = excluded.value, \
         remembered_by = excluded.remembered_by, remembered_at = excluded.remembered_at")
    .bind::<SqlUuid, _>(organization)
    .bind::<Nullable<SqlUuid>, _>(user)
    .bind::<diesel::sql_types::Timestamptz, _>(now)
    .bind::<Array<Text>, _>(kinds)
    .bind::<Array<Text>, _>(keys)
    .bind::<Array<Jsonb>, _>(values)
    .execute(work.conn())?;
    Ok(())
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
