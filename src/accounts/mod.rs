//! Organizations and their people: sign-in, sessions, members, roles. `permissions.rs` is the one
//! table of who may do what; every door asks it. This room knows no feature.

mod actions;
pub mod api;
mod devices;
mod edits;
mod entry;
mod keys;
mod limits;
mod model;
mod pages;
mod passwords;
pub mod permissions;
mod programs;
mod queries;
mod tokens;
mod views;

use actix_web::web;

pub use actions::resets::make_reset_link;
pub use actions::{
    NewPerson, make_organization, make_person, new_token as new_secret, set_password,
};
pub use entry::{in_organization, in_work, send_to_sign_in, settings_nav, shell};
pub use model::{Actor, Parts, Person, Role, initials};
pub use pages::home;
pub use passwords::hash as hash_password;
pub use permissions::{Action, Subject, may};
pub use programs::in_api;
pub use queries::{
    actor_of, find_organization, is_empty as no_organization_yet, is_member, names, owner, people,
    user_row,
};
pub use tokens::secret as token_secret;
pub use views::settings::NavItem;

pub fn routes(app: &mut web::ServiceConfig) {
    entrance_routes(app);
    settings_routes(app);
    api_routes(app);
}

/// What can be reached without a session, and what belongs to a person and no organization.
fn entrance_routes(app: &mut web::ServiceConfig) {
    use pages::{links, organizations};
    app.route("/sign-in", web::get().to(pages::sign_in_form))
        .route("/sign-in", web::post().to(pages::sign_in))
        .route("/sign-out", web::post().to(pages::sign_out))
        .route(
            "/first-organization",
            web::get().to(organizations::first_form),
        )
        .route(
            "/first-organization",
            web::post().to(organizations::make_first),
        )
        .route("/sign-up", web::get().to(organizations::sign_up_form))
        .route("/sign-up", web::post().to(organizations::sign_up))
        .route("/organizations", web::get().to(organizations::index))
        .route("/organizations/menu", web::get().to(organizations::menu))
        .route(
            "/organizations/{id}/current",
            web::post().to(organizations::choose),
        )
        .route("/invitations/{token}", web::get().to(links::invitation))
        .route(
            "/invitations/{token}",
            web::post().to(links::accept_invitation),
        )
        .route("/password/forgot", web::get().to(links::forgot_form))
        .route("/password/forgot", web::post().to(links::forgot))
        .route("/password/reset/{token}", web::get().to(links::reset_form))
        .route("/password/reset/{token}", web::post().to(links::reset));
}

fn settings_routes(app: &mut web::ServiceConfig) {
    use pages::{keys, members, organizations, own};
    app.route("/settings", web::get().to(own::settings))
        .route("/settings/appearance", web::post().to(own::set_appearance))
        .route("/settings/profile", web::get().to(own::profile))
        .route("/settings/profile", web::post().to(own::change_profile))
        .route("/settings/password", web::get().to(own::password_form))
        .route("/settings/password", web::post().to(own::change_password))
        .route("/settings/sessions", web::get().to(own::sessions))
        .route(
            "/settings/sessions/end-others",
            web::post().to(own::end_other_sessions),
        )
        .route(
            "/settings/sessions/{id}/end",
            web::post().to(own::end_session),
        )
        .route("/settings/api-keys", web::get().to(keys::index))
        .route("/settings/api-keys", web::post().to(keys::create))
        .route("/settings/api-keys/{id}/end", web::post().to(keys::end))
        .route("/settings/members", web::get().to(members::index))
        .route("/settings/members/{id}", web::get().to(members::show))
        .route(
            "/settings/members/{id}",
            web::post().to(members::change_rights),
        )
        .route("/settings/members/{id}/end", web::post().to(members::end))
        .route("/settings/invitations", web::post().to(members::invite))
        .route(
            "/settings/invitations/{id}/withdraw",
            web::post().to(members::withdraw),
        )
        .route(
            "/settings/organization",
            web::get().to(organizations::settings),
        )
        .route(
            "/settings/organization",
            web::post().to(organizations::change_settings),
        );
}

fn api_routes(app: &mut web::ServiceConfig) {
    use api::{auth, organizations, users};
    app.route("/api/v1/users", web::get().to(users::list))
        .route("/api/v1/users", web::post().to(users::create))
        .route("/api/v1/users/{id}", web::get().to(users::show))
        .route("/api/v1/users/{id}", web::put().to(users::put))
        .route("/api/v1/users/{id}", web::patch().to(users::patch))
        .route("/api/v1/users/{id}", web::delete().to(users::remove))
        .route("/api/v1/auth/register", web::post().to(auth::register))
        .route("/api/v1/auth/login", web::post().to(auth::login))
        .route("/api/v1/auth/token/refresh", web::post().to(auth::refresh))
        .route("/api/v1/auth/logout", web::post().to(auth::logout))
        .route(
            "/api/v1/organizations",
            web::post().to(organizations::create),
        )
        .route(
            "/api/v1/organizations/me",
            web::get().to(organizations::mine),
        )
        .route(
            "/api/v1/organizations/{organization_id}",
            web::get().to(organizations::show),
        )
        .route(
            "/api/v1/organizations/{organization_id}",
            web::patch().to(organizations::change),
        )
        .route(
            "/api/v1/organizations/{organization_id}/members",
            web::get().to(organizations::list_members),
        )
        .route(
            "/api/v1/organizations/{organization_id}/members",
            web::post().to(organizations::add_member),
        )
        .route(
            "/api/v1/organizations/{organization_id}/members/{user_id}",
            web::patch().to(organizations::change_member),
        )
        .route(
            "/api/v1/organizations/{organization_id}/members/{user_id}",
            web::delete().to(organizations::end_member),
        );
}
