//! Directory entries and custom fields that the draft asks for.

use diesel::prelude::*;
use diesel::sql_types::{Jsonb, Text};
use uuid::Uuid;

use crate::db::{Work, sql};
use crate::directories::{self, Kind};
use crate::imports::draft::{Answer, CustomType, Draft, Entity, WordKind};
use crate::refusal::Refused;
use crate::text::Locale;

type SqlUuid = diesel::sql_types::Uuid;

/// Key of a custom field; letters and digits of any alphabet.
pub fn field_key(label: &str) -> String {
    let mut key: String = label
        .to_lowercase()
        .chars()
        .map(|c| if c.is_alphanumeric() { c } else { '_' })
        .take(100)
        .collect();
    while key.contains("__") {
        key = key.replace("__", "_");
    }
    let key = key.trim_matches('_').to_owned();
    if key.is_empty() {
        "field".to_owned()
    } else {
        key
    }
}

fn directory(kind: WordKind) -> Option<Kind> {
    Some(match kind {
        WordKind::District => Kind::District,
        WordKind::City => Kind::City,
        WordKind::Industry => Kind::Industry,
        WordKind::Programme => Kind::Programme,
        WordKind::Body => Kind::Body,
        WordKind::Person => return None,
    })
}

/// Makes the new entries and gives what each word of the draft stands for.
pub fn write(work: &mut Work, draft: &Draft) -> Result<Vec<Option<Uuid>>, Refused> {
    let mut made = Vec::with_capacity(draft.new_entries.len());
    for entry in &draft.new_entries {
        let name: String = entry.name.chars().take(200).collect();
        made.push(match directory(entry.kind) {
            Some(kind) if !name.trim().is_empty() => Some(directories::insert(
                work,
                kind,
                &name,
                entry.level.map(|l| l.key()),
            )?),
            _ => None,
        });
    }
    Ok(draft
        .words
        .iter()
        .map(|word| match word.answer {
            Answer::Existing(id) => Some(id),
            Answer::New(n) => made.get(n as usize).copied().flatten(),
            Answer::Unknown => None,
        })
        .collect())
}

#[derive(QueryableByName)]
struct Key {
    #[diesel(sql_type = Text)]
    key: String,
}

/// Makes the custom fields that are not there yet and gives the key of each.
pub fn write_fields(work: &mut Work, draft: &Draft) -> Result<Vec<String>, Refused> {
    let organization = work.organization();
    let mut keys = Vec::with_capacity(draft.fields.len());
    for field in &draft.fields {
        let key = field_key(&field.label);
        let label: String = match field.label.trim() {
            "" => Locale::Ru.text("import-column-unnamed").into_owned(),
            label => label.chars().take(200).collect(),
        };
        let entity = match field.entity {
            Entity::Client => "client",
            Entity::Support => "support",
            // A decision's own columns are kept with its row; fields of it are no part of the model.
            Entity::Project | Entity::Decision => "project",
        };
        let found: Key = sql(
            "INSERT INTO custom_fields (organization_id, id, entity, key, label, type, options, import_id) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8) \
             ON CONFLICT (organization_id, entity, key) DO UPDATE SET active = true RETURNING key",
        )
        .bind::<SqlUuid, _>(organization)
        .bind::<SqlUuid, _>(Uuid::now_v7())
        .bind::<Text, _>(entity)
        .bind::<Text, _>(key)
        .bind::<Text, _>(label)
        .bind::<Text, _>(type_word(field.kind))
        .bind::<Jsonb, _>(serde_json::json!(field.options))
        .bind::<diesel::sql_types::Nullable<SqlUuid>, _>(work.import)
        .get_result(work.conn())?;
        keys.push(found.key);
    }
    Ok(keys)
}

fn type_word(kind: CustomType) -> &'static str {
    match kind {
        CustomType::Text | CustomType::YesNo => "text",
        CustomType::Number => "number",
        CustomType::Money => "money",
        CustomType::Date => "date",
        CustomType::Choice => "choice",
        CustomType::Link => "url",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_gets_a_key_from_its_label() {
        for (label, key) in [
            ("Кадастровый №", "кадастровый"),
            ("NPV, млн", "npv_млн"),
            ("  ", "field"),
        ] {
            assert_eq!(field_key(label), key);
        }
    }
}
