//! People to talk to, of a client or alone.

use actix_web::web;

pub fn routes(app: &mut web::ServiceConfig) {
    let _ = app;
}
