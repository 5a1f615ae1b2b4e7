//! One row of everything that programs can make, and bodies with which another one can be made.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::program::{Program, id};

/// A collection, as the tests of all collections need it.
pub struct Collection {
    pub name: &'static str,
    /// Of the register: PUT, `Content-Location`, 204 where nothing differs.
    pub is_register: bool,
    pub has_put: bool,
    pub has_delete: bool,
    /// A change of one field.
    pub change: Value,
}

fn collection(name: &'static str, change: Value) -> Collection {
    let is_pipeline = matches!(name, "contacts" | "deals" | "tasks");
    Collection {
        name,
        is_register: !is_pipeline,
        has_put: !is_pipeline && name != "custom-fields",
        has_delete: !matches!(name, "deals" | "tasks"),
        change,
    }
}

/// In an order in which each can be removed: what refers comes before what is referred to.
pub fn collections() -> Vec<Collection> {
    vec![
        collection("decisions", json!({"protocol_number": "2"})),
        collection("supports", json!({"description": "Иначе"})),
        collection("tasks", json!({"title": "Иначе"})),
        collection("deals", json!({"title": "Иначе"})),
        collection("contacts", json!({"name": "Иначе"})),
        collection("projects", json!({"name": "Иначе"})),
        collection("clients", json!({"short_name": "Иначе"})),
        collection("addresses", json!({"address": "Иначе"})),
        collection("districts", json!({"name": "Иначе"})),
        collection("cities", json!({"name": "Иначе"})),
        collection("industries", json!({"name": "Иначе"})),
        collection("granting-bodies", json!({"name": "Иначе"})),
        collection("support-programs", json!({"name": "Иначе"})),
        collection("custom-fields", json!({"label": "Иначе"})),
        collection("users", json!({"last_name": "Иначе"})),
    ]
}

/// Rows by collection, each with the body that made it.
pub struct World {
    pub rows: BTreeMap<&'static str, Value>,
    pub bodies: BTreeMap<&'static str, Value>,
}

impl World {
    /// Makes one row of each collection.
    pub fn of(who: &Program) -> World {
        let mut world = World {
            rows: BTreeMap::new(),
            bodies: BTreeMap::new(),
        };
        for name in [
            "districts",
            "cities",
            "industries",
            "granting-bodies",
            "support-programs",
            "addresses",
            "custom-fields",
            "clients",
            "users",
            "contacts",
            "projects",
            "supports",
            "decisions",
            "deals",
            "tasks",
        ] {
            let body = world.body(name);
            let row = who.made(name, body.clone());
            world.rows.insert(name, row);
            world.bodies.insert(name, body);
        }
        world
    }

    pub fn id(&self, name: &str) -> &str {
        id(&self.rows[name])
    }

    /// A body for one more row of a collection.
    pub fn body(&self, name: &str) -> Value {
        let unique = uuid::Uuid::new_v4().simple().to_string();
        match name {
            "support-programs" => json!({"name": unique, "level": "federal"}),
            "addresses" => {
                json!({"post_code": "693000", "address": "ул. Ленина, 1", "district_id": self.id("districts"), "city_id": self.id("cities")})
            }
            "clients" => {
                json!({"kind": "legal_entity", "name": "ООО «Сопка»", "address_id": self.id("addresses")})
            }
            "custom-fields" => json!({"entity": "client", "label": unique, "type": "text"}),
            "users" => {
                json!({"email": format!("{unique}@example.org"), "last_name": "Иванов", "first_name": "Иван", "role": "member"})
            }
            "contacts" => json!({"name": "Валерия", "email": "v@example.org", "phone": "1"}),
            "projects" => {
                json!({"name": "Теплицы", "client_id": self.id("clients"), "industry_id": self.id("industries"), "address_id": self.id("addresses")})
            }
            "supports" => {
                json!({"project_id": self.id("projects"), "type": "finance", "amount": "5.50", "unit": "rub", "date_start": "2026-11-25",
                    "granting_body_id": self.id("granting-bodies"), "support_program_id": self.id("support-programs")})
            }
            "decisions" => {
                json!({"support_id": self.id("supports"), "decision_type": "expert_group", "decision_date": "2026-11-25",
                    "protocol_number": "1", "outcome": "granted", "decision": "Поддержать"})
            }
            "deals" => {
                json!({"contact_id": self.id("contacts"), "title": "Поставка", "amount": "10.00"})
            }
            "tasks" => json!({"deal_id": self.id("deals"), "title": "Позвонить"}),
            _ => json!({"name": unique}),
        }
    }

    /// A path of the description with the ids of this world in it.
    pub fn fill(&self, path: &str, who: &Program) -> String {
        let path = path.strip_prefix("/api/v1").unwrap_or(path);
        let first = path.split('/').nth(1).unwrap_or_default();
        let of_path = self.rows.get(first).map_or("", |row| id(row));
        path.replace("{organization_id}", &who.organization)
            .replace("{user_id}", &who.user)
            .replace("{support_id}", self.id("supports"))
            .replace("{id}", of_path)
    }
}
