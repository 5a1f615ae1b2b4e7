//! The verbs of saved views: name a list, save it anew, share, delete, restore, put in order. Saving under
//! another name never changes the view that it began as.

use serde_json::{Value, json};
use uuid::Uuid;

use super::queries::{self, SavedView};
use super::registers::Register;
use super::view::View;
use crate::accounts::{Action, Actor, Role, Subject, may, permissions::allows};
use crate::db::Work;
use crate::history::{self, Change, SubjectKind};
use crate::refusal::{Refusal, Refused};
use crate::web::Fields;

const LONGEST_NAME: usize = 100;
const LONGEST_QUERY: usize = 8000;

/// What of a view somebody wants otherwise; what is not given stays.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    pub name: Option<String>,
    pub query: Option<String>,
    pub is_shared: Option<bool>,
    pub default_for: Option<Vec<String>>,
}

fn name(text: &str) -> Result<String, Refusal> {
    let text = text.trim();
    match text.chars().count() {
        0 => Err(Refusal::field(
            "name",
            "required",
            "views-name-needed".into(),
        )),
        1..=LONGEST_NAME => Ok(text.to_owned()),
        _ => Err(Refusal::field("name", "too_long", "views-name-long".into())),
    }
}

/// The query as this program writes it, without the view that it began as.
pub fn settled(register: Register, query: &str) -> String {
    let pairs = form_urlencoded::parse(query.as_bytes()).into_owned();
    let mut view = View::from_query(register, &Fields::from_pairs(pairs.collect()));
    view.saved = None;
    view.to_query().chars().take(LONGEST_QUERY).collect()
}

/// Whether the person may change the view: their own, or as an administrator a shared one.
pub fn may_change(actor: &Actor, view: &SavedView) -> bool {
    view.owner_id == actor.user
        || view.is_shared && allows(actor, Action::ManageOrganization, Subject::NONE)
}

/// Names the list at this address.
pub fn make_view(
    work: &mut Work,
    actor: &Actor,
    register: Register,
    id: Uuid,
    wanted: &Wanted,
) -> Result<(), Refused> {
    may(actor, Action::See, Subject::NONE)?;
    let is_shared = wanted.is_shared.unwrap_or_default();
    if is_shared {
        may(actor, Action::Create, Subject::NONE)?;
    }
    let view = SavedView {
        id,
        name: name(wanted.name.as_deref().unwrap_or_default())?,
        query: settled(register, wanted.query.as_deref().unwrap_or_default()),
        owner_id: actor.user,
        is_shared,
        default_for: Vec::new(),
        deleted_at: None,
    };
    if queries::insert_view(work, register, &view)? {
        let made = json!({"register": register.word(), "name": view.name, "query": view.query});
        record(work, id, &[("", None, Some(made))])?;
    }
    Ok(())
}

/// One field of a view: its name, what it was, what it is.
type Told<'a> = (&'a str, Option<Value>, Option<Value>);

/// Writes what changed of a view into the history.
fn record(work: &mut Work, id: Uuid, all: &[Told<'_>]) -> Result<(), Refused> {
    if all.is_empty() {
        return Ok(());
    }
    let version = history::next_version(work, SubjectKind::SavedView, id)?;
    let entries: Vec<Change<'_>> = all
        .iter()
        .map(|(field, from, to)| Change {
            kind: SubjectKind::SavedView,
            id,
            version,
            field,
            from: from.clone(),
            to: to.clone(),
        })
        .collect();
    Ok(history::record(work, &entries)?)
}

/// Writes a view as it is now, and what of it is otherwise than before.
fn save(work: &mut Work, before: &SavedView, now: &SavedView) -> Result<(), Refused> {
    let told: [Told<'_>; 5] = [
        ("name", Some(json!(before.name)), Some(json!(now.name))),
        ("query", Some(json!(before.query)), Some(json!(now.query))),
        (
            "is_shared",
            Some(json!(before.is_shared)),
            Some(json!(now.is_shared)),
        ),
        (
            "default_for",
            Some(json!(before.default_for)),
            Some(json!(now.default_for)),
        ),
        (
            "deleted",
            Some(json!(before.deleted_at.is_some())),
            Some(json!(now.deleted_at.is_some())),
        ),
    ];
    let changed: Vec<Told<'_>> = told
        .into_iter()
        .filter(|(_, from, to)| from != to)
        .collect();
    queries::save_view(work, now)?;
    record(work, now.id, &changed)
}

fn own(work: &mut Work, actor: &Actor, register: Register, id: Uuid) -> Result<SavedView, Refused> {
    let is_seen = |v: &SavedView| v.is_shared || v.owner_id == actor.user;
    let view = queries::lock_view(work, register, id)?
        .filter(is_seen)
        .ok_or(Refusal::NotFound)?;
    if !may_change(actor, &view) {
        return Err(Refusal::MayNot("views-not-yours".into()).into());
    }
    Ok(view)
}

/// Changes what is wanted otherwise.
pub fn change_view(
    work: &mut Work,
    actor: &Actor,
    register: Register,
    id: Uuid,
    wanted: &Wanted,
) -> Result<(), Refused> {
    let before = own(work, actor, register, id)?;
    let mut view = before.clone();
    if let Some(text) = &wanted.name {
        view.name = name(text)?;
    }
    if let Some(query) = &wanted.query {
        view.query = settled(register, query);
    }
    if let Some(is_shared) = wanted.is_shared.filter(|s| *s != view.is_shared) {
        may(actor, Action::Create, Subject::NONE)?;
        view.is_shared = is_shared;
    }
    if let Some(roles) = &wanted.default_for
        && *roles != view.default_for
    {
        may(actor, Action::ManageOrganization, Subject::NONE)?;
        let known = |r: &&String| Role::from_word(r).is_some();
        view.default_for = roles.iter().filter(known).cloned().collect();
    }
    if !view.is_shared {
        view.default_for.clear();
    }
    save(work, &before, &view)
}

/// Takes a view away, or brings it back.
pub fn set_deleted(
    work: &mut Work,
    actor: &Actor,
    register: Register,
    id: Uuid,
    is_deleted: bool,
) -> Result<(), Refused> {
    let before = own(work, actor, register, id)?;
    let now = SavedView {
        deleted_at: is_deleted.then(|| work.now()),
        ..before.clone()
    };
    save(work, &before, &now)
}

/// Moves a view one place to the left or to the right among those that the person sees.
pub fn shift_view(
    work: &mut Work,
    actor: &Actor,
    register: Register,
    id: Uuid,
    step: isize,
) -> Result<(), Refused> {
    own(work, actor, register, id)?;
    let mut order: Vec<Uuid> = queries::began(work, register, actor.user)?
        .views
        .into_iter()
        .filter(|v| v.deleted_at.is_none())
        .map(|v| v.id)
        .collect();
    let at = order.iter().position(|o| *o == id);
    let to = at.and_then(|at| at.checked_add_signed(step));
    if let (Some(at), Some(to)) = (at, to.filter(|to| *to < order.len())) {
        order.swap(at, to);
    }
    Ok(queries::move_view(work, register, &order)?)
}
