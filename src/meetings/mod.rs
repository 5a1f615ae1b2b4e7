//! Commissions and their meetings: an agenda from what is ready, who came, what was decided, a numbered
//! protocol; and decisions recorded one by one. Decisions move projects.

mod actions;
mod closing;
mod commission;
mod consequences;
mod model;
mod pages;
mod plan;
mod queries;
mod quorum;
mod single;
mod views;

use actix_web::web;

pub use actions::{
    ItemEdit, MeetingFacts, add_items, make_meeting, send_agenda, set_attendance, write_items,
};
pub use closing::{Closed, close};
pub use commission::{TypedMember, add_member};
pub use consequences::consequence;
pub use model::{Duty, ItemField};
pub use queries::{items, seats};
pub use single::{Wanted, annul, decide};

pub fn routes(app: &mut web::ServiceConfig) {
    meeting_routes(app);
    decision_routes(app);
}

fn meeting_routes(app: &mut web::ServiceConfig) {
    use pages::{closing, draft, meeting, paper};
    app.route("/meetings", web::get().to(meeting::index))
        .route("/meetings", web::post().to(meeting::create))
        .route("/meetings/new", web::get().to(meeting::new_form))
        .route("/meetings/{id}", web::get().to(meeting::show))
        .route(
            "/meetings/{id}/facts",
            web::post().to(meeting::change_facts),
        )
        .route("/meetings/{id}/items", web::post().to(meeting::add_items))
        .route(
            "/meetings/{id}/items/{item}/place",
            web::post().to(meeting::place_item),
        )
        .route(
            "/meetings/{id}/sending",
            web::post().to(meeting::send_agenda),
        )
        .route(
            "/meetings/{id}/attendance",
            web::post().to(meeting::set_attendance),
        )
        .route("/meetings/{id}/draft", web::post().to(draft::write_draft))
        .route("/meetings/{id}/closing", web::get().to(closing::preview))
        .route("/meetings/{id}/closing", web::post().to(closing::close))
        .route("/meetings/{id}/agenda", web::get().to(paper::agenda))
        .route("/meetings/{id}/protocol", web::get().to(paper::protocol))
        .route(
            "/meetings/{id}/extracts/{project}",
            web::get().to(paper::extract),
        );
}

fn decision_routes(app: &mut web::ServiceConfig) {
    use pages::{commission, single};
    app.route("/commissions/{kind}", web::get().to(commission::show))
        .route(
            "/commissions/{kind}/members",
            web::post().to(commission::add_member),
        )
        .route(
            "/commissions/{kind}/members/{id}/end",
            web::post().to(commission::end_member),
        )
        .route(
            "/commissions/{kind}/rules",
            web::post().to(commission::set_rules),
        )
        .route(
            "/supports/{id}/decisions/new",
            web::get().to(single::new_form),
        )
        .route("/supports/{id}/decisions", web::post().to(single::create))
        .route(
            "/decisions/{id}/annulment",
            web::get().to(single::annulment_form),
        )
        .route("/decisions/{id}/annulment", web::post().to(single::annul));
}
