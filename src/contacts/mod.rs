//! People to talk to, of a client or alone.

mod actions;
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
pub use reading::TypedContact;
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
    app.route("/contacts", web::post().to(pages::create))
        .route("/contacts/new", web::get().to(pages::new_form))
        .route("/contacts/{id}", web::get().to(pages::show))
        .route("/contacts/{id}", web::post().to(pages::change));
}
