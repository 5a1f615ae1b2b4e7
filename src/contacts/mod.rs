//! People to talk to, of a client or alone.

mod actions;
pub mod api;
mod model;
mod pages;
mod queries;
mod reading;
mod rehome;
mod views;

use actix_web::web;
use uuid::Uuid;

pub use actions::{make_contact, whose};
pub use model::Contact;
pub use queries::{additions_go, brought, choices, count, find, is_there, name_of, of_clients_go};
pub use reading::{TypedContact, read};
pub use rehome::rehome;
pub use views::{Line, List};

use crate::accounts::{Action, Actor, Subject, permissions::allows};
use crate::db::{DbError, Work};

/// The people to talk to of a client, as its card lists them.
pub fn list_of_client(work: &mut Work, actor: &Actor, client: Uuid) -> Result<List, DbError> {
    let lines = queries::of_client(work, client)?
        .into_iter()
        .map(|contact| {
            let may_change = allows(actor, Action::ChangePipeline, whose(&contact, actor));
            Line::new(actor.locale, contact, may_change)
        })
        .collect();
    Ok(List {
        t: actor.locale,
        icons: crate::web::assets().icons(),
        client,
        lines,
        may_create: allows(actor, Action::Create, Subject::NONE),
    })
}

pub fn routes(app: &mut web::ServiceConfig) {
    app.route("/api/v1/contacts", web::get().to(api::list))
        .route("/api/v1/contacts", web::post().to(api::create))
        .route("/api/v1/contacts/{id}", web::get().to(api::show))
        .route("/api/v1/contacts/{id}", web::patch().to(api::change))
        .route("/api/v1/contacts/{id}", web::delete().to(api::remove))
        .route("/contacts", web::get().to(pages::list::index))
        .route("/contacts", web::post().to(pages::create))
        .route("/contacts/new", web::get().to(pages::new_form))
        .route("/contacts/{id}", web::get().to(pages::list::show))
        .route("/contacts/{id}", web::post().to(pages::change))
        .route("/contacts/{id}/edit", web::get().to(pages::edit_form))
        .route("/contacts/{id}/delete", web::post().to(pages::list::remove));
}
