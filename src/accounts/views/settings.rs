//! The settings pages: their navigation, forms that others may change meanwhile, own settings.

use askama::Template;

use super::super::actions::organization::{MEMBERS_EDIT, SETTINGS};
use super::super::actions::own::{DENSITIES, PROFILE, THEMES};
use super::super::entry::{settings_nav, shell};
use super::super::model::{Actor, Parts};
use super::super::{devices, queries};
use super::zones::{self, Zone};
use crate::refusal::{FieldError, Refusal};
use crate::text::{Locale, Message, formats};
use crate::web::{Cx, Fields, FormView, Place, Shell};

/// One line of the navigation.
pub struct NavItem {
    pub href: &'static str,
    pub icon: &'static str,
    pub label: &'static str,
    pub is_current: bool,
}

/// A form with what each field showed when it was opened.
pub struct EditForm {
    pub form: FormView,
    pub version: i64,
    /// Hidden fields: name and value.
    pub base: Vec<(String, String)>,
    pub is_conflict: bool,
}

type Stored = [(&'static str, String)];

fn bases(stored: &Stored) -> Vec<(String, String)> {
    stored
        .iter()
        .map(|(name, value)| (format!("base.{name}"), value.clone()))
        .collect()
}

impl EditForm {
    /// What is stored, or what was sent; a form that was sent keeps what it was based on.
    pub fn new(
        t: Locale,
        names: &[&'static str],
        version: i64,
        stored: &Stored,
        sent: Option<&Fields>,
    ) -> EditForm {
        let (fields, version, base) = match sent {
            Some(fields) => {
                let is_fresh = fields.number("version") == Some(version);
                let kept = |(name, now): (String, String)| match fields.has(&name) {
                    true => Some((name.clone(), fields.get(&name).to_owned())),
                    false => is_fresh.then_some((name, now)),
                };
                let base = bases(stored).into_iter().filter_map(kept).collect();
                (
                    fields.clone(),
                    fields.number("version").unwrap_or(version),
                    base,
                )
            }
            None => {
                let pairs = stored.iter().map(|(n, v)| ((*n).to_owned(), v.clone()));
                (Fields::from_pairs(pairs.collect()), version, bases(stored))
            }
        };
        EditForm {
            form: FormView::new(t, &fields, names),
            version,
            base,
            is_conflict: false,
        }
    }

    pub fn refuse(&mut self, refusal: &Refusal) {
        self.form.refuse(self.form.t, refusal);
    }

    /// Shows what others stored beside what was typed. Sent again, the form is based on theirs; a
    /// field that was left alone takes their value.
    pub fn conflict(&mut self, version: i64, stored: &Stored, theirs: &[(&'static str, String)]) {
        self.is_conflict = true;
        for (name, now) in stored {
            let base = format!("base.{name}");
            let was_left_alone = self
                .base
                .iter()
                .any(|(n, v)| *n == base && v == self.form.value(name));
            if was_left_alone && !theirs.iter().any(|(n, _)| n == name) {
                self.form.set(name, now.clone());
            }
        }
        self.version = version;
        self.base = bases(stored);
        let errors = theirs
            .iter()
            .map(|(name, value)| FieldError {
                field: (*name).into(),
                code: "conflict",
                message: Message::new("field-conflict").text("x", shown(self.form.t, name, value)),
            })
            .collect();
        self.refuse(&Refusal::Invalid(errors));
    }

    /// Name under which the browser keeps what was typed: a new version begins anew.
    pub fn draft(&self, form: &str) -> String {
        format!("{form}:{}", self.version)
    }

    pub fn is(&self, name: &str, value: &str) -> bool {
        self.form.value(name) == value
    }
}

/// A stored value in words.
fn shown(t: Locale, field: &str, value: &str) -> String {
    let key = match (field, value) {
        (_, "") => return "—".to_owned(),
        ("export", _) => "settings-yes".to_owned(),
        ("role", word) => format!("role-{word}"),
        ("theme", word) => format!("theme-{word}"),
        ("density", word) => format!("density-{word}"),
        ("members_edit", word) => format!("members-edit-{word}"),
        ("parts", word) => format!("parts-{word}"),
        ("time_zone", name) => {
            return name
                .parse()
                .map_or_else(|_| name.to_owned(), |zone| zones::label(t, zone));
        }
        _ => return value.to_owned(),
    };
    t.text(&key).into_owned()
}

/// Value and label of each of a few choices.
pub type Choices = Vec<(&'static str, String)>;

fn choices(t: Locale, prefix: &str, words: &[&'static str]) -> Choices {
    words
        .iter()
        .map(|word| (*word, t.text(&format!("{prefix}-{word}")).into_owned()))
        .collect()
}

#[derive(Template)]
#[template(path = "settings/profile.html")]
pub struct Profile {
    pub shell: Shell,
    pub nav: Vec<NavItem>,
    pub form: EditForm,
    pub email: String,
    pub locales: Choices,
    pub themes: Choices,
    pub densities: Choices,
}

impl Profile {
    pub fn new(
        cx: &Cx,
        actor: &Actor,
        account: &queries::OwnAccount,
        sent: Option<&Fields>,
    ) -> Profile {
        let t = actor.locale;
        Profile {
            shell: shell(cx, actor, Place::Settings),
            nav: settings_nav(actor, "/settings/profile"),
            form: EditForm::new(t, &PROFILE, account.version, &account.values(), sent),
            email: account.email.clone(),
            // Each language in itself: whoever chose the wrong one finds the way back.
            locales: Locale::ALL
                .into_iter()
                .map(|l| (l.code(), l.text("locale-name").into_owned()))
                .collect(),
            themes: choices(t, "theme", &THEMES),
            densities: choices(t, "density", &DENSITIES),
        }
    }
}

#[derive(Template)]
#[template(path = "settings/password.html")]
pub struct Password {
    pub shell: Shell,
    pub nav: Vec<NavItem>,
    pub form: FormView,
    pub email: String,
}

impl Password {
    pub fn new(cx: &Cx, actor: &Actor) -> Password {
        Password {
            shell: shell(cx, actor, Place::Settings),
            nav: settings_nav(actor, "/settings/password"),
            form: FormView::new(actor.locale, &Fields::default(), &[]),
            email: actor.email.clone(),
        }
    }

    pub fn refuse(&mut self, refusal: &Refusal) {
        let t = self.shell.t;
        match refusal {
            Refusal::TooMany {
                retry_after_seconds,
            } => {
                let wait =
                    Message::new("error-too-many-way").number("n", *retry_after_seconds as i64);
                self.form
                    .refuse(t, &Refusal::field("present", "too_many", wait));
            }
            _ => self.form.refuse(t, refusal),
        }
    }
}

/// A session as its owner recognizes it.
pub struct SessionLine {
    pub id: String,
    pub device: String,
    pub signed_in: String,
    pub seen: String,
    pub is_this: bool,
}

#[derive(Template)]
#[template(path = "settings/sessions.html")]
pub struct Sessions {
    pub shell: Shell,
    pub nav: Vec<NavItem>,
    pub list: Vec<SessionLine>,
}

impl Sessions {
    pub fn new(cx: &Cx, actor: &Actor, open: &[queries::Session]) -> Sessions {
        let t = actor.locale;
        let line = |s: &queries::Session| SessionLine {
            id: s.id.to_string(),
            device: devices::in_words(&s.device)
                .unwrap_or_else(|| t.text("session-unknown-device").into_owned()),
            signed_in: formats::moment(t, s.created_at, actor.zone),
            seen: formats::moment(t, s.seen_at, actor.zone),
            is_this: s.id == actor.session,
        };
        let mut list: Vec<_> = open.iter().map(line).collect();
        list.sort_by_key(|l| !l.is_this);
        Sessions {
            shell: shell(cx, actor, Place::Settings),
            nav: settings_nav(actor, "/settings/sessions"),
            list,
        }
    }
}

#[derive(Template)]
#[template(path = "settings/organization.html")]
pub struct Organization {
    pub shell: Shell,
    pub nav: Vec<NavItem>,
    pub form: EditForm,
    pub zones: Vec<Zone>,
    pub other_zones: Vec<Zone>,
    pub members_edit: Choices,
    pub parts: Choices,
}

/// What an organization may use of the product.
pub fn parts(t: Locale) -> Choices {
    choices(t, "parts", &Parts::ALL.map(Parts::word))
}

impl Organization {
    pub fn new(
        cx: &Cx,
        actor: &Actor,
        stored: &queries::Organization,
        sent: Option<&Fields>,
    ) -> Organization {
        let t = actor.locale;
        let form = EditForm::new(t, &SETTINGS, stored.version, &stored.values(), sent);
        let zone = form.form.value("time_zone").to_owned();
        Organization {
            shell: shell(cx, actor, Place::Settings),
            nav: settings_nav(actor, "/settings/organization"),
            zones: zones::russian(t, &zone),
            other_zones: zones::others(t, &zone),
            members_edit: choices(t, "members-edit", &MEMBERS_EDIT),
            parts: parts(t),
            form,
        }
    }
}
