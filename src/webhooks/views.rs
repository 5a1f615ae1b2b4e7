//! What the templates of the room show.

use askama::Template;
use uuid::Uuid;

use super::model::{Delivery, KINDS, Webhook};
use crate::accounts::{Actor, NavItem, settings_nav, shell};
use crate::text::{Locale, formats};
use crate::web::{Cx, Fields, FormView, Place, Shell};

/// Kind, in words, whether chosen.
type Kinds = Vec<(&'static str, String, bool)>;

fn kinds(t: Locale, chosen: impl Fn(&str) -> bool) -> Kinds {
    KINDS
        .map(|k| {
            let label = t.text(&format!("webhook-kind-{k}")).into_owned();
            (k, label, chosen(k))
        })
        .into()
}

/// An address in the list.
pub struct Line {
    pub id: Uuid,
    pub url: String,
    pub kinds: String,
    pub active: bool,
}

#[derive(Template)]
#[template(path = "webhooks/index.html")]
pub struct Index {
    pub shell: Shell,
    pub nav: Vec<NavItem>,
    pub lines: Vec<Line>,
    pub form: FormView,
    pub new_id: Uuid,
    pub kinds: Kinds,
}

impl Index {
    pub fn new(cx: &Cx, actor: &Actor, all: &[Webhook], sent: &Fields) -> Index {
        let t = actor.locale;
        let line = |w: &Webhook| Line {
            id: w.id,
            url: w.url.clone(),
            kinds: kinds(t, |k| w.kinds.iter().any(|w| w == k))
                .into_iter()
                .filter(|(.., is_chosen)| *is_chosen)
                .map(|(_, label, _)| label)
                .collect::<Vec<_>>()
                .join(", "),
            active: w.active,
        };
        Index {
            shell: shell(cx, actor, Place::Settings),
            nav: settings_nav(actor, "/settings/webhooks"),
            lines: all.iter().map(line).collect(),
            form: FormView::new(t, sent, &["url", "kinds"]),
            new_id: sent.id("id").unwrap_or_else(Uuid::now_v7),
            kinds: kinds(t, |k| {
                sent.every("kinds").any(|s| s == k) || sent.pairs().is_empty()
            }),
        }
    }
}

/// A delivery in words.
pub struct DeliveryLine {
    pub id: Uuid,
    pub event: String,
    pub when: String,
    /// Look of the chip, and its words.
    pub state: (&'static str, String),
    pub answer: String,
    pub attempts: String,
    pub body: String,
    pub may_replay: bool,
}

fn delivery(actor: &Actor, d: &Delivery) -> DeliveryLine {
    let t = actor.locale;
    let look = match d.state.as_str() {
        "delivered" => "chip-ok",
        "failed" => "chip-danger",
        _ => "chip-plain",
    };
    let status = d.status.map(|s| s.to_string());
    let why = d.error.clone().filter(|e| !e.is_empty());
    let answer: Vec<String> = [status, why].into_iter().flatten().collect();
    DeliveryLine {
        id: d.id,
        event: d.event.clone(),
        when: formats::moment(t, d.tried_at.unwrap_or(d.created_at), actor.zone),
        state: (
            look,
            t.text(&format!("webhook-state-{}", d.state)).into_owned(),
        ),
        answer: answer.join(": "),
        attempts: t.count("webhook-attempts", d.attempts.into()),
        body: d.body.clone(),
        may_replay: d.state != "waiting",
    }
}

#[derive(Template)]
#[template(path = "webhooks/show.html")]
pub struct Show {
    pub shell: Shell,
    pub nav: Vec<NavItem>,
    pub id: Uuid,
    pub secret: String,
    pub active: bool,
    pub form: FormView,
    pub kinds: Kinds,
    pub deliveries: Vec<DeliveryLine>,
}

impl Show {
    pub fn new(
        cx: &Cx,
        actor: &Actor,
        webhook: &Webhook,
        deliveries: &[Delivery],
        sent: Option<&Fields>,
    ) -> Show {
        let t = actor.locale;
        let nothing = Fields::default();
        let mut form = FormView::new(t, sent.unwrap_or(&nothing), &["url", "kinds"]);
        if sent.is_none() {
            form.set("url", webhook.url.clone());
        }
        let is_chosen = |k: &str| match sent {
            Some(sent) => sent.every("kinds").any(|s| s == k),
            None => webhook.kinds.iter().any(|w| w == k),
        };
        Show {
            shell: shell(cx, actor, Place::Settings),
            nav: settings_nav(actor, "/settings/webhooks"),
            id: webhook.id,
            secret: webhook.secret.clone(),
            active: sent.map_or(webhook.active, |s| s.has("active")),
            form,
            kinds: kinds(t, is_chosen),
            deliveries: deliveries.iter().map(|d| delivery(actor, d)).collect(),
        }
    }
}
