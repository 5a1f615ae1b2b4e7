//! Companies, sole proprietors, persons and non-profits: who they are, by which numbers the state knows
//! them, and how one is found again instead of made twice.

mod actions;
pub mod api;
mod change;
mod edits;
mod form;
mod model;
mod pages;
mod queries;
mod views;

use actix_web::web;

pub use actions::{NewClient, alike, contacts_changed, look, make_client};
pub use change::{ClientField, current};
pub use edits::{ClientWrite, change_client, put_value_back, reverse_field, value_now, whose};
pub use form::{CLIENT_FIELDS, read_client};
pub use model::{Client, ClientKind, Record};
pub use queries::{
    ClientRow, find, labels, lock_buried_row, lock_row, look_alikes, record, set_buried, write_row,
};
pub use views::{Fieldset, Found};

use crate::db::{Touched, Work};
use crate::refusal::Refused;

/// Keeps what search finds of clients true: the projection that `app.rs` registers.
pub fn refresh(work: &mut Work, touched: &Touched) -> Result<(), Refused> {
    let mut ids = touched.new_clients.clone();
    ids.extend(&touched.clients);
    if !ids.is_empty() {
        queries::refresh_search(work, &ids)?;
    }
    Ok(())
}

pub fn routes(app: &mut web::ServiceConfig) {
    api_routes(app);
    app.route("/clients", web::post().to(pages::create))
        .route("/clients/new", web::get().to(pages::new_form))
        .route("/clients/look", web::get().to(pages::look))
        .route("/clients/alike", web::get().to(pages::alike));
}

fn api_routes(app: &mut web::ServiceConfig) {
    use crate::rest;
    use api::timeline;
    app.route(
        "/api/v1/addresses",
        web::get().to(rest::list::<api::addresses::Addresses>),
    )
    .route(
        "/api/v1/addresses",
        web::post().to(rest::create::<api::addresses::Addresses>),
    )
    .route(
        "/api/v1/addresses",
        web::put().to(rest::put_all::<api::addresses::Addresses>),
    )
    .route(
        "/api/v1/addresses",
        web::patch().to(rest::patch_all::<api::addresses::Addresses>),
    )
    .route(
        "/api/v1/addresses",
        web::delete().to(rest::delete_all::<api::addresses::Addresses>),
    )
    .route(
        "/api/v1/addresses/{id}",
        web::get().to(rest::show::<api::addresses::Addresses>),
    )
    .route(
        "/api/v1/addresses/{id}",
        web::put().to(rest::put::<api::addresses::Addresses>),
    )
    .route(
        "/api/v1/addresses/{id}",
        web::patch().to(rest::patch::<api::addresses::Addresses>),
    )
    .route(
        "/api/v1/addresses/{id}",
        web::delete().to(rest::remove::<api::addresses::Addresses>),
    )
    .route(
        "/api/v1/clients",
        web::get().to(rest::list::<api::clients::Clients>),
    )
    .route(
        "/api/v1/clients",
        web::post().to(rest::create::<api::clients::Clients>),
    )
    .route(
        "/api/v1/clients/{id}",
        web::get().to(rest::show::<api::clients::Clients>),
    )
    .route(
        "/api/v1/clients/{id}",
        web::put().to(rest::put::<api::clients::Clients>),
    )
    .route(
        "/api/v1/clients/{id}",
        web::patch().to(rest::patch::<api::clients::Clients>),
    )
    .route(
        "/api/v1/clients/{id}",
        web::delete().to(rest::remove::<api::clients::Clients>),
    )
    .route(
        "/api/v1/clients/{id}/activities",
        web::get().to(timeline::list),
    )
    .route(
        "/api/v1/clients/{id}/activities",
        web::post().to(timeline::comment),
    );
}
