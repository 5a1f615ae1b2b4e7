//! The page of the keys of programs.

use std::collections::HashMap;

use askama::Template;
use uuid::Uuid;

use super::super::entry::{settings_nav, shell};
use super::super::keys::{LASTS, Scope};
use super::super::model::{Actor, Person};
use super::super::queries::Key;
use super::settings::NavItem;
use crate::text::formats;
use crate::values::dates::Precision;
use crate::web::{Cx, Fields, FormView, Place, Shell};

/// A key in words.
pub struct KeyLine {
    pub id: Uuid,
    pub name: String,
    pub ending: String,
    pub scope: String,
    pub by: String,
    pub until: String,
    pub is_over: bool,
    pub used: String,
}

/// A scope with what it may do.
pub struct ScopeChoice {
    pub word: &'static str,
    pub label: String,
    pub hint: String,
    pub is_chosen: bool,
}

#[derive(Template)]
#[template(path = "settings/keys.html")]
pub struct Keys {
    pub shell: Shell,
    pub nav: Vec<NavItem>,
    pub form: FormView,
    pub new_id: Uuid,
    pub scopes: Vec<ScopeChoice>,
    /// Days, in words, whether chosen.
    pub lasts: Vec<(i64, String, bool)>,
    pub list: Vec<KeyLine>,
    /// The key just made; it is shown this once.
    pub made: Option<String>,
}

impl Keys {
    pub fn new(
        cx: &Cx,
        actor: &Actor,
        keys: &[Key],
        names: &HashMap<Uuid, Person>,
        sent: &Fields,
    ) -> Keys {
        let t = actor.locale;
        let scope = sent.given("scope").unwrap_or("read");
        let days = sent.number("days").unwrap_or(365);
        Keys {
            shell: shell(cx, actor, Place::Settings),
            nav: settings_nav(actor, "/settings/api-keys"),
            form: FormView::new(t, sent, &["name", "scope", "days"]),
            new_id: sent.id("id").unwrap_or_else(Uuid::now_v7),
            scopes: Scope::ALL
                .map(|s| ScopeChoice {
                    word: s.word(),
                    label: t.text(s.label()).into_owned(),
                    hint: t.text(s.hint()).into_owned(),
                    is_chosen: s.word() == scope,
                })
                .into(),
            lasts: LASTS.map(|n| (n, t.count("key-days", n), n == days)).into(),
            list: keys.iter().map(|k| line(actor, k, names)).collect(),
            made: None,
        }
    }
}

fn line(actor: &Actor, key: &Key, names: &HashMap<Uuid, Person>) -> KeyLine {
    let t = actor.locale;
    let day = |at: chrono::DateTime<chrono::Utc>| {
        formats::date(
            t,
            at.with_timezone(&actor.zone).date_naive(),
            Precision::Day,
        )
    };
    let scope = Scope::from_word(&key.scope).map_or("", Scope::label);
    KeyLine {
        id: key.id,
        name: key.name.clone(),
        ending: format!("…{}", key.ending),
        scope: t.text(scope).into_owned(),
        by: names
            .get(&key.made_by)
            .map_or_else(|| t.text("somebody").into_owned(), Person::short_name),
        until: day(key.expires_at),
        is_over: key.expires_at <= chrono::Utc::now(),
        used: match key.last_used_at {
            Some(at) => formats::moment(t, at, actor.zone),
            None => t.text("key-never-used").into_owned(),
        },
    }
}
