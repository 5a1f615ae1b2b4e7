//! Companies, sole proprietors, persons and non-profits: who they are, by which numbers the state knows
//! them, and how one is found again instead of made twice.

mod actions;
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
pub use edits::{ClientWrite, change_client, whose};
pub use form::{CLIENT_FIELDS, read_client};
pub use model::{Client, ClientKind, Record};
pub use queries::{
    ClientRow, find, lock_buried_row, lock_row, look_alikes, record, set_buried, write_row,
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
    app.route("/clients", web::get().to(pages::index))
        .route("/clients", web::post().to(pages::create))
        .route("/clients/new", web::get().to(pages::new_form))
        .route("/clients/look", web::get().to(pages::look))
        .route("/clients/alike", web::get().to(pages::alike));
}
