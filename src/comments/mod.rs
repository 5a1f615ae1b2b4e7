//! What people say of a client or project: comments, calls and letters, with colleagues named by `@`. An entry
//! is never changed: another one that comes after it stands in its place, and leaves a trace.

mod actions;
mod pages;
mod queries;
mod views;

use std::collections::HashMap;

use actix_web::web;
use uuid::Uuid;

pub use views::CommentsPanel;

use crate::accounts::{Action, Actor, Person, Subject, permissions::allows};
use crate::db::{DbError, Work};
use crate::web::Fields;

/// What was said of a record, as its card shows it; the address may ask for one kind or one person.
pub fn panel(
    work: &mut Work,
    actor: &Actor,
    kind: &'static str,
    id: Uuid,
    asked: &Fields,
    people: &HashMap<Uuid, Person>,
) -> Result<CommentsPanel, DbError> {
    let (said, by) = (asked.get("said"), asked.id("by"));
    let found = queries::of_record(work, kind, id, said, by)?;
    let may_write = allows(actor, Action::Create, Subject::NONE);
    let now = work.now();
    Ok(CommentsPanel::new(
        actor,
        now,
        (kind, id),
        found,
        people,
        (said, by),
        may_write,
    ))
}

/// The last words on a record as plain text: when, who, what.
pub fn last(
    work: &mut Work,
    actor: &Actor,
    kind: &'static str,
    id: Uuid,
    people: &HashMap<Uuid, Person>,
    most: usize,
) -> Result<Vec<(String, String, String)>, DbError> {
    let found = queries::of_record(work, kind, id, "", None)?;
    let said = found.into_iter().filter(|c| !c.text.is_empty()).take(most);
    Ok(said.map(|c| views::plain(actor, &c, people)).collect())
}

pub fn routes(app: &mut web::ServiceConfig) {
    app.route("/comments/{kind}/{id}", web::post().to(pages::create))
        .route(
            "/comments/{kind}/{id}/{comment}",
            web::post().to(pages::change),
        );
}
