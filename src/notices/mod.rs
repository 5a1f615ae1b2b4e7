//! What a member is told in the application: somebody named them, gave them a project, handed their work over.
//! Rooms say what happened; the list and the bell are here.

mod actions;
mod model;
mod pages;
mod queries;
mod views;

use actix_web::web;

pub use actions::tell;
pub use model::{Kind, Notice, Of};

pub fn routes(app: &mut web::ServiceConfig) {
    app.route("/notices", web::get().to(pages::index))
        .route("/notices/bell", web::get().to(pages::bell));
}
