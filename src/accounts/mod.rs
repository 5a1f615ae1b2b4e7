//! Organizations and their people: sign-in, sessions, members, roles. `permissions.rs` is the one
//! table of who may do what; every door asks it. This room knows no feature.

mod actions;
mod entry;
mod model;
mod pages;
mod passwords;
pub mod permissions;
mod queries;
mod views;

use actix_web::web;

pub use actions::{NewPerson, make_organization, make_person, set_password};
pub use entry::{in_organization, in_work, send_to_sign_in, shell};
pub use model::{Actor, Person, Role, initials};
pub use passwords::hash as hash_password;
pub use permissions::{Action, Subject, may};
pub use queries::{find_organization, is_empty as no_organization_yet, names, owner, people};

pub fn routes(app: &mut web::ServiceConfig) {
    app.route("/sign-in", web::get().to(pages::sign_in_form))
        .route("/sign-in", web::post().to(pages::sign_in))
        .route("/sign-out", web::post().to(pages::sign_out))
        .route(
            "/first-organization",
            web::get().to(pages::first_organization_form),
        )
        .route(
            "/first-organization",
            web::post().to(pages::make_first_organization),
        )
        .route(
            "/settings/appearance",
            web::post().to(pages::set_appearance),
        );
}
