//! SQL of what an import changes of records that are here, and of taking it back.

use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Jsonb, Nullable, Text};
use serde_json::{Value, json};
use uuid::Uuid;

use super::SqlUuid;
use crate::contacts;
use crate::db::{Aspect, DbError, Work, sql};
use crate::directories;
use crate::history::{self, Change, SubjectKind};
use crate::refusal::Refused;
use crate::values::names::read_holder;
use crate::values::text::fold;

/// A column of a client, or of its address, that an import fills.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClientColumn {
    Name,
    Inn,
    Kpp,
    Ogrn,
    District,
    City,
    PostCode,
    Street,
}

impl ClientColumn {
    const ALL: [ClientColumn; 8] = [
        ClientColumn::Name,
        ClientColumn::Inn,
        ClientColumn::Kpp,
        ClientColumn::Ogrn,
        ClientColumn::District,
        ClientColumn::City,
        ClientColumn::PostCode,
        ClientColumn::Street,
    ];

    /// The word in the history.
    pub fn word(self) -> &'static str {
        match self {
            ClientColumn::Name => "short_name",
            ClientColumn::Inn => "inn",
            ClientColumn::Kpp => "kpp",
            ClientColumn::Ogrn => "ogrn",
            ClientColumn::District => "district",
            ClientColumn::City => "city",
            ClientColumn::PostCode => "post_code",
            ClientColumn::Street => "street",
        }
    }

    /// The column of this word.
    pub fn from_word(word: &str) -> Option<ClientColumn> {
        ClientColumn::ALL.into_iter().find(|c| c.word() == word)
    }

    /// The column that the key of a field names.
    pub fn from_key(key: &str) -> Option<ClientColumn> {
        match key.strip_prefix("client.")? {
            "name" => Some(ClientColumn::Name),
            word => ClientColumn::from_word(word),
        }
    }
}

#[derive(QueryableByName)]
struct Before {
    #[diesel(sql_type = BigInt)]
    version: i64,
    #[diesel(sql_type = Nullable<Jsonb>)]
    before: Option<Value>,
}

/// An address of the client's own with one part changed: addresses are shared by those that have the same.
macro_rules! address_part {
    ($part:literal, $value:literal, $before:literal) => {
        concat!(
            "WITH old AS (SELECT c.address_id, a.district_id, a.city_id, a.post_code, a.street, ", $before, " AS before \
               FROM clients c LEFT JOIN addresses a ON a.organization_id = c.organization_id AND a.id = c.address_id \
               WHERE c.organization_id = $1 AND c.id = $2 FOR UPDATE OF c), \
             new AS (INSERT INTO addresses (organization_id, id, district_id, city_id, post_code, street) \
               SELECT $1, gen_random_uuid(), ",
            $value,
            " FROM old RETURNING id) \
             UPDATE clients c SET address_id = new.id, version = c.version + 1, updated_at = now() FROM old, new \
             WHERE c.organization_id = $1 AND c.id = $2 AND ($3::text IS NULL OR true) AND ($4::uuid IS NULL OR true) \
             RETURNING c.version, old.before"
        )
    };
}

/// A column of the client's own row.
macro_rules! own_column {
    ($column:literal) => {
        concat!(
            "WITH old AS (SELECT to_jsonb(", $column, ") AS before FROM clients WHERE organization_id = $1 AND id = $2 \
             FOR UPDATE) UPDATE clients c SET ", $column, " = $3, version = c.version + 1, updated_at = now() FROM old \
             WHERE c.organization_id = $1 AND c.id = $2 AND ($4::uuid IS NULL OR true) RETURNING c.version, old.before"
        )
    };
}

fn statement(column: ClientColumn) -> &'static str {
    match column {
        ClientColumn::Name => {
            "WITH old AS (SELECT to_jsonb(short_name) AS before, coalesce(short_name, name::text) AS spelt FROM clients \
             WHERE organization_id = $1 AND id = $2 FOR UPDATE) \
             UPDATE clients c SET short_name = $3, other_names = array_append(array_remove(c.other_names, old.spelt), \
             old.spelt), version = c.version + 1, updated_at = now() FROM old \
             WHERE c.organization_id = $1 AND c.id = $2 AND ($4::uuid IS NULL OR true) RETURNING c.version, old.before"
        }
        ClientColumn::Inn => own_column!("inn"),
        ClientColumn::Kpp => own_column!("kpp"),
        ClientColumn::Ogrn => own_column!("ogrn"),
        ClientColumn::District => address_part!(
            "district",
            "$4, city_id, post_code, street",
            "(SELECT jsonb_build_object('id', e.id, 'name', e.name) FROM directory_entries e \
              WHERE e.organization_id = $1 AND e.id = a.district_id)"
        ),
        ClientColumn::City => address_part!(
            "city",
            "district_id, $4, post_code, street",
            "(SELECT jsonb_build_object('id', e.id, 'name', e.name) FROM directory_entries e \
              WHERE e.organization_id = $1 AND e.id = a.city_id)"
        ),
        ClientColumn::PostCode => address_part!(
            "post_code",
            "district_id, city_id, $3, street",
            "to_jsonb(a.post_code)"
        ),
        ClientColumn::Street => {
            address_part!(
                "street",
                "district_id, city_id, post_code, $3",
                "to_jsonb(a.street)"
            )
        }
    }
}

/// Sets one column of a client and writes it into the history. Of an entry the text is its name.
pub fn set_client(
    work: &mut Work,
    id: Uuid,
    column: ClientColumn,
    text: Option<&str>,
    entry: Option<Uuid>,
) -> Result<(), DbError> {
    let organization = work.organization();
    let before: Option<Before> = sql(statement(column))
        .bind::<SqlUuid, _>(organization)
        .bind::<SqlUuid, _>(id)
        .bind::<Nullable<Text>, _>(text.map(str::to_owned))
        .bind::<Nullable<SqlUuid>, _>(entry)
        .get_result(work.conn())
        .optional()?;
    let Some(Before { version, before }) = before else {
        return Ok(());
    };
    if column == ClientColumn::Name {
        set_name_key(work, id, text)?;
    }
    let to = match entry {
        Some(entry) => Some(json!({"id": entry, "name": text.unwrap_or_default()})),
        None => text.map(|t| json!(t)),
    };
    history::record(
        work,
        &[Change {
            kind: SubjectKind::Client,
            id,
            version,
            field: column.word(),
            from: before,
            to,
        }],
    )
}

fn set_name_key(work: &mut Work, id: Uuid, name: Option<&str>) -> Result<(), DbError> {
    let Some(name) = name else { return Ok(()) };
    let organization = work.organization();
    sql("UPDATE clients SET name_key = $3 WHERE organization_id = $1 AND id = $2")
        .bind::<SqlUuid, _>(organization)
        .bind::<SqlUuid, _>(id)
        .bind::<Text, _>(read_holder(name).key)
        .execute(work.conn())?;
    Ok(())
}

/// Sets the value of the custom field with this label.
pub fn set_custom(
    work: &mut Work,
    kind: &str,
    id: Uuid,
    label: &str,
    value: Option<&Value>,
) -> Result<(), Refused> {
    let fields = directories::custom_fields(work, kind)?;
    match fields.into_iter().find(|f| fold(&f.label) == fold(label)) {
        Some(field) => set_custom_by_key(work, kind, id, &field.key, value),
        None => Ok(()),
    }
}

/// Sets the value of a custom field, or removes it, and writes it into the history.
pub fn set_custom_by_key(
    work: &mut Work,
    kind: &str,
    id: Uuid,
    key: &str,
    value: Option<&Value>,
) -> Result<(), Refused> {
    macro_rules! custom {
        ($table:literal) => {
            concat!(
                "WITH old AS (SELECT custom -> $3 AS before FROM ", $table, " WHERE organization_id = $1 AND id = $2 \
                 FOR UPDATE) UPDATE ", $table, " t SET custom = CASE WHEN $4::jsonb IS NULL THEN t.custom - $3 \
                 ELSE t.custom || jsonb_build_object($3, $4::jsonb) END, version = t.version + 1, updated_at = now() \
                 FROM old WHERE t.organization_id = $1 AND t.id = $2 RETURNING t.version, old.before"
            )
        };
    }
    let (text, subject) = if kind == "client" {
        (custom!("clients"), SubjectKind::Client)
    } else {
        (custom!("projects"), SubjectKind::Project)
    };
    let organization = work.organization();
    let before: Option<Before> = sql(text)
        .bind::<SqlUuid, _>(organization)
        .bind::<SqlUuid, _>(id)
        .bind::<Text, _>(key.to_owned())
        .bind::<Nullable<Jsonb>, _>(value.cloned())
        .get_result(work.conn())
        .optional()
        .map_err(DbError::from)?;
    let Some(Before { version, before }) = before else {
        return Ok(());
    };
    history::record(
        work,
        &[Change {
            kind: subject,
            id,
            version,
            field: &format!("custom.{key}"),
            from: before,
            to: value.cloned(),
        }],
    )?;
    touch(work, subject, id);
    Ok(())
}

fn touch(work: &mut Work, subject: SubjectKind, id: Uuid) {
    match subject {
        SubjectKind::Project => work.touch_project(id, Aspect::Custom),
        _ => work.touch_client(id),
    }
}

#[derive(QueryableByName)]
struct Reached {
    #[diesel(sql_type = Text)]
    text: String,
}

/// Telephones and addresses of a client's contacts.
pub fn reached(work: &mut Work, client: Uuid) -> Result<Vec<String>, DbError> {
    let organization = work.organization();
    let rows: Vec<Reached> = sql("SELECT split_part(x, ';', 1) AS text FROM contacts k, \
         unnest(k.phone || k.more_phones || k.email || k.more_emails) x \
         WHERE k.organization_id = $1 AND k.client_id = $2 AND x IS NOT NULL")
    .bind::<SqlUuid, _>(organization)
    .bind::<SqlUuid, _>(client)
    .load(work.conn())?;
    Ok(rows.into_iter().map(|r| r.text).collect())
}

/// A contact that an import adds to a client that was here.
pub struct NewContact {
    pub client: Uuid,
    pub name: String,
    pub position: Option<String>,
    pub phones: Vec<String>,
    pub emails: Vec<String>,
}

/// Adds the contact.
pub fn add_contact(work: &mut Work, contact: &NewContact) -> Result<(), DbError> {
    let (organization, import, owner) = (work.organization(), work.import, work.user());
    let id = Uuid::now_v7();
    sql("INSERT INTO contacts (organization_id, import_id, owner_id, id, client_id, name, position, email, phone, \
            more_emails, more_phones) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, ($8::text[])[1], ($9::text[])[1], ($8::text[])[2:], ($9::text[])[2:])")
    .bind::<SqlUuid, _>(organization)
    .bind::<Nullable<SqlUuid>, _>(import)
    .bind::<Nullable<SqlUuid>, _>(owner)
    .bind::<SqlUuid, _>(id)
    .bind::<SqlUuid, _>(contact.client)
    .bind::<Text, _>(contact.name.clone())
    .bind::<Nullable<Text>, _>(contact.position.clone())
    .bind::<Array<Text>, _>(contact.emails.clone())
    .bind::<Array<Text>, _>(contact.phones.clone())
    .execute(work.conn())?;
    contacts::brought(work, &[id])
}

#[derive(QueryableByName)]
struct Id {
    #[diesel(sql_type = SqlUuid)]
    id: Uuid,
}

/// The newest client with this INN: one that the import has just made.
pub fn client_with_inn(work: &mut Work, inn: &str) -> Result<Option<Uuid>, DbError> {
    if inn.is_empty() {
        return Ok(None);
    }
    let organization = work.organization();
    let row: Option<Id> = sql(
        "SELECT id FROM clients WHERE organization_id = $1 AND inn = $2 \
         AND deleted_at IS NULL ORDER BY created_at DESC, id LIMIT 1",
    )
    .bind::<SqlUuid, _>(organization)
    .bind::<Text, _>(inn.to_owned())
    .get_result(work.conn())
    .optional()?;
    Ok(row.map(|r| r.id))
}

/// A value that an import wrote into a record that was here.
#[derive(Debug, Clone, QueryableByName)]
pub struct Written {
    #[diesel(sql_type = Text)]
    pub subject_kind: String,
    #[diesel(sql_type = SqlUuid)]
    pub subject_id: Uuid,
    #[diesel(sql_type = BigInt)]
    pub version: i64,
    #[diesel(sql_type = Text)]
    pub field: String,
    #[diesel(sql_type = Nullable<Jsonb>)]
    pub from_value: Option<Value>,
    #[diesel(sql_type = Text)]
    pub label: String,
}

/// The values that an import wrote into records of before, the last one first.
pub fn written_by(work: &mut Work, import: Uuid) -> Result<Vec<Written>, DbError> {
    let organization = work.organization();
    Ok(sql("SELECT h.subject_kind, h.subject_id, h.version, h.field, h.from_value, \
         coalesce(p.number, c.short_name, c.name::text, sp.number, '') AS label FROM changes h \
         LEFT JOIN projects p ON p.organization_id = h.organization_id AND h.subject_kind = 'project' AND p.id = h.subject_id \
         LEFT JOIN clients c ON c.organization_id = h.organization_id AND h.subject_kind = 'client' AND c.id = h.subject_id \
         LEFT JOIN supports s ON s.organization_id = h.organization_id AND h.subject_kind = 'support' AND s.id = h.subject_id \
         LEFT JOIN projects sp ON sp.organization_id = s.organization_id AND sp.id = s.project_id \
         WHERE h.organization_id = $1 AND h.import_id = $2 AND h.door = 'import' AND h.field <> '' \
         ORDER BY h.subject_kind, h.subject_id, h.version DESC")
    .bind::<SqlUuid, _>(organization)
    .bind::<SqlUuid, _>(import)
    .load(work.conn())?)
}

/// Removes measures, decisions and contacts that an import added to records of before; what people changed
/// since stays. Gives the projects that lost something.
pub fn remove_additions(work: &mut Work, import: Uuid) -> Result<Vec<Uuid>, DbError> {
    let organization = work.organization();
    let mut projects = Vec::new();
    contacts::additions_go(work, import)?;
    for text in [
        "DELETE FROM decisions d USING projects p WHERE d.organization_id = $1 AND d.import_id = $2 AND d.version = 1 \
         AND p.organization_id = $1 AND p.id = d.project_id AND p.import_id IS DISTINCT FROM $2 RETURNING d.project_id AS id",
        "DELETE FROM supports s USING projects p WHERE s.organization_id = $1 AND s.import_id = $2 AND s.version = 1 \
         AND p.organization_id = $1 AND p.id = s.project_id AND p.import_id IS DISTINCT FROM $2 \
         AND NOT EXISTS (SELECT 1 FROM decisions d WHERE d.organization_id = $1 AND d.support_id = s.id) \
         AND NOT EXISTS (SELECT 1 FROM meeting_items m WHERE m.organization_id = $1 AND m.support_id = s.id) \
         RETURNING s.project_id AS id",
        "DELETE FROM contacts k USING clients c WHERE k.organization_id = $1 AND k.import_id = $2 AND k.version = 1 \
         AND c.organization_id = $1 AND c.id = k.client_id AND c.import_id IS DISTINCT FROM $2 \
         AND NOT EXISTS (SELECT 1 FROM deals d WHERE d.organization_id = $1 AND d.contact_id = k.id) \
         RETURNING k.client_id AS id",
    ] {
        let rows: Vec<Id> = sql(text)
            .bind::<SqlUuid, _>(organization)
            .bind::<SqlUuid, _>(import)
            .load(work.conn())?;
        if text.contains("contacts k") {
            rows.iter().for_each(|r| work.touch_client(r.id));
        } else {
            projects.extend(rows.into_iter().map(|r| r.id));
        }
    }
    Ok(projects)
}
