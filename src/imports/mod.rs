//! From a workbook to clients, projects, supports and decisions: reading (any file into one compact form),
//! understanding (what sheets, columns and values mean), joining (rows into records) and the draft that
//! comes out. All of that is pure: no page, no SQL.

pub mod reading;

use actix_web::web;

pub fn routes(app: &mut web::ServiceConfig) {
    let _ = app;
}
