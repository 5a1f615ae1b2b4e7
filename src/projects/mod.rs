//! Investment projects: their facts, the people assigned, and the lifecycle from an incomplete
//! application to the archive. The register shows them, imports make them.

mod actions;
mod batch;
mod change;
mod lifecycle;
mod model;
mod moves;
mod names;
mod new;
mod pages;
mod people;
mod queries;
mod rehome;
mod undoing;
mod views;

use std::collections::HashMap;

use actix_web::web;
use uuid::Uuid;

pub use actions::{
    FieldWrite, NewProject, Written, change_field, make_project, make_projects, take_numbers,
};
pub use batch::{Basis, BatchOutcome, CellOutcome, CellWrite, write_cells};
pub use change::{FieldValue, ProjectField, TypedIn, read as read_field, shown};
pub use lifecycle::{
    Decided, Lack, MOVES, PastMove, Rule, allowed_moves, check_move, in_force as moves_in_force,
    missing_for_full, rule_of, verb,
};
pub use model::{Project, ProjectState};
pub use moves::{MoveRequest, move_project, past_moves, undo_move};
pub use names::Names;
pub use pages::{move_in_words, move_request};
pub use people::{assign_person, unassign_person};
pub use queries::{decided, find as find_project, lock as lock_project, numbers};
pub use rehome::{Home, rehome};
pub use undoing::{put_back, redo_move, take_back};
pub use views::ClientProjects;
pub use views::{Blocked as BlockedMove, Open as OpenMove, targets as move_targets};

use crate::accounts::{Action, Actor, Person, Subject, permissions::allows};
use crate::db::{DbError, Work};

/// The projects of a client, as its card lists them.
pub fn list_of_client(
    work: &mut Work,
    actor: &Actor,
    client: Uuid,
    people: &HashMap<Uuid, Person>,
) -> Result<ClientProjects, DbError> {
    let projects = queries::of_client(work, client)?;
    let may_create = allows(actor, Action::Create, Subject::NONE);
    Ok(ClientProjects::new(
        actor.locale,
        client,
        &projects,
        people,
        may_create,
    ))
}

pub fn routes(app: &mut web::ServiceConfig) {
    app.route("/projects", web::post().to(pages::create))
        .route("/projects/new", web::get().to(pages::new_form))
        .route("/projects/{id}", web::get().to(pages::show))
        .route("/projects/{id}/moves", web::post().to(pages::create_move))
        .route(
            "/projects/{id}/moves/{version}/undo",
            web::post().to(pages::undo_move),
        )
        .route(
            "/projects/{id}/people",
            web::post().to(pages::people::assign),
        )
        .route(
            "/projects/{id}/people/take",
            web::post().to(pages::people::take_over),
        )
        .route(
            "/projects/{id}/people/{user}/remove",
            web::post().to(pages::people::remove),
        )
        .route("/projects/{id}/fields/{field}", web::get().to(pages::field))
        .route(
            "/projects/{id}/fields/{field}",
            web::post().to(pages::change_field),
        );
}
