//! Investment projects: their facts, the people assigned, and the lifecycle from an incomplete
//! application to the archive. The register shows them, imports make them.

mod actions;
pub mod api;
mod batch;
mod change;
mod lifecycle;
mod model;
mod moves;
mod names;
mod new;
mod pages;
mod past;
mod people;
mod queries;
mod rehome;
mod undoing;
mod views;

use std::collections::HashMap;

use actix_web::web;
use uuid::Uuid;

pub use actions::{
    FieldWrite, NewProject, Written, change_field, make_project, make_projects, restore_field,
    take_numbers,
};
pub use batch::{Basis, BatchOutcome, CellOutcome, CellWrite, write_cells};
pub use change::{FieldValue, ProjectField, TypedIn, read as read_field, shown};
pub use lifecycle::{
    Decided, Lack, MOVES, PastMove, Rule, allowed_moves, check_move, in_force as moves_in_force,
    missing_for_full, rule_of, verb,
};
pub use model::{Project, ProjectState};
pub use moves::{MoveRequest, move_project, past_moves, take_back_decided, undo_move};
pub use names::Names;
pub use pages::{move_in_words, move_request};
pub use people::{assign_person, unassign_person};
pub use queries::people as people_of;
pub use queries::{decided, find as find_project, lock as lock_project, numbers};
pub use rehome::{Home, rehome};
pub use undoing::{put_back, redo_move, take_back};
pub use views::ClientProjects;
pub use views::shown_in_full;
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
    api_routes(app);
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
        .route("/projects/{id}/as-of", web::get().to(pages::history::as_of))
        .route(
            "/projects/{id}/fields/{field}/history",
            web::get().to(pages::history::field_history),
        )
        .route(
            "/projects/{id}/fields/{field}/history",
            web::post().to(pages::history::put_back),
        )
        .route("/projects/{id}/fields/{field}", web::get().to(pages::field))
        .route(
            "/projects/{id}/fields/{field}",
            web::post().to(pages::change_field),
        );
}

fn api_routes(app: &mut web::ServiceConfig) {
    use crate::rest;
    use api::{nested, people, timeline};
    app.route(
        "/api/v1/projects",
        web::get().to(rest::list::<api::projects::Projects>),
    )
    .route(
        "/api/v1/projects",
        web::post().to(rest::create::<api::projects::Projects>),
    )
    .route(
        "/api/v1/projects",
        web::put().to(rest::put_all::<api::projects::Projects>),
    )
    .route(
        "/api/v1/projects",
        web::patch().to(rest::patch_all::<api::projects::Projects>),
    )
    .route(
        "/api/v1/projects",
        web::delete().to(rest::delete_all::<api::projects::Projects>),
    )
    .route(
        "/api/v1/projects/{id}",
        web::get().to(rest::show::<api::projects::Projects>),
    )
    .route(
        "/api/v1/projects/{id}",
        web::put().to(rest::put::<api::projects::Projects>),
    )
    .route(
        "/api/v1/projects/{id}",
        web::patch().to(rest::patch::<api::projects::Projects>),
    )
    .route(
        "/api/v1/projects/{id}",
        web::delete().to(rest::remove::<api::projects::Projects>),
    )
    .route(
        "/api/v1/supports",
        web::get().to(rest::list::<api::supports::Supports>),
    )
    .route(
        "/api/v1/supports",
        web::post().to(rest::create::<api::supports::Supports>),
    )
    .route(
        "/api/v1/supports",
        web::put().to(rest::put_all::<api::supports::Supports>),
    )
    .route(
        "/api/v1/supports",
        web::patch().to(rest::patch_all::<api::supports::Supports>),
    )
    .route(
        "/api/v1/supports",
        web::delete().to(rest::delete_all::<api::supports::Supports>),
    )
    .route(
        "/api/v1/supports/{id}",
        web::get().to(rest::show::<api::supports::Supports>),
    )
    .route(
        "/api/v1/supports/{id}",
        web::put().to(rest::put::<api::supports::Supports>),
    )
    .route(
        "/api/v1/supports/{id}",
        web::patch().to(rest::patch::<api::supports::Supports>),
    )
    .route(
        "/api/v1/supports/{id}",
        web::delete().to(rest::remove::<api::supports::Supports>),
    )
    .route(
        "/api/v1/decisions",
        web::get().to(rest::list::<api::decisions::Decisions>),
    )
    .route(
        "/api/v1/decisions",
        web::post().to(rest::create::<api::decisions::Decisions>),
    )
    .route(
        "/api/v1/decisions",
        web::put().to(rest::put_all::<api::decisions::Decisions>),
    )
    .route(
        "/api/v1/decisions",
        web::patch().to(rest::patch_all::<api::decisions::Decisions>),
    )
    .route(
        "/api/v1/decisions",
        web::delete().to(rest::delete_all::<api::decisions::Decisions>),
    )
    .route(
        "/api/v1/decisions/{id}",
        web::get().to(rest::show::<api::decisions::Decisions>),
    )
    .route(
        "/api/v1/decisions/{id}",
        web::put().to(rest::put::<api::decisions::Decisions>),
    )
    .route(
        "/api/v1/decisions/{id}",
        web::patch().to(rest::patch::<api::decisions::Decisions>),
    )
    .route(
        "/api/v1/decisions/{id}",
        web::delete().to(rest::remove::<api::decisions::Decisions>),
    )
    .route("/api/v1/projects/{id}/users", web::get().to(people::list))
    .route(
        "/api/v1/users/{id}/projects",
        web::get().to(people::projects),
    )
    .route(
        "/api/v1/projects/{id}/users/{user_id}",
        web::put().to(people::assign),
    )
    .route(
        "/api/v1/projects/{id}/users/{user_id}",
        web::delete().to(people::unassign),
    )
    .route(
        "/api/v1/projects/{id}/supports",
        web::get().to(nested::supports),
    )
    .route(
        "/api/v1/projects/{id}/supports",
        web::post().to(nested::make_support),
    )
    .route(
        "/api/v1/projects/{id}/supports/{support_id}/decisions",
        web::get().to(nested::decisions),
    )
    .route(
        "/api/v1/projects/{id}/supports/{support_id}/decisions",
        web::post().to(nested::make_decision),
    )
    .route(
        "/api/v1/supports/{id}/decisions",
        web::get().to(nested::decisions),
    )
    .route(
        "/api/v1/supports/{id}/decisions",
        web::post().to(nested::make_decision),
    )
    .route(
        "/api/v1/projects/{id}/activities",
        web::get().to(timeline::list),
    )
    .route(
        "/api/v1/projects/{id}/activities",
        web::post().to(timeline::comment),
    );
}
