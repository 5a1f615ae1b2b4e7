//! The bin: clients and projects that were deleted, how they come back, and the asking of those who may not
//! delete. Nothing is ever erased here.

mod actions;
mod pages;
mod queries;
mod views;

use actix_web::web;
use uuid::Uuid;

pub use views::RemovalPanel;

use crate::accounts::{Action, Actor, Subject, permissions::allows};
use crate::db::{DbError, Work};

/// What a record's card shows of its removal: the asking, or who has asked.
pub fn panel(
    work: &mut Work,
    actor: &Actor,
    kind: &'static str,
    id: Uuid,
) -> Result<RemovalPanel, DbError> {
    Ok(RemovalPanel {
        t: actor.locale,
        icons: crate::web::assets().icons(),
        kind,
        id,
        asked: queries::asked_about(work, kind, id)?.map(|asked| asked.reason),
        may_ask: allows(actor, Action::Create, Subject::NONE),
        may_delete: allows(actor, Action::Delete, Subject::NONE),
    })
}

pub fn routes(app: &mut web::ServiceConfig) {
    app.route("/bin", web::get().to(pages::index))
        .route("/bin/{kind}/{id}/restore", web::post().to(pages::restore))
        .route("/removals/{kind}/{id}", web::post().to(pages::ask))
        .route(
            "/removal-requests/{id}/decline",
            web::post().to(pages::decline),
        )
        .route("/clients/{id}/delete", web::post().to(pages::delete_client))
        .route("/deals/{id}/delete", web::post().to(pages::delete_deal))
        .route("/tasks/{id}/delete", web::post().to(pages::delete_task));
}
