//! The status board: columns by state with true counts, cards that are dragged where the lifecycle lets them,
//! the same filters as the register; also by specialist, district, industry and type of support. It only
//! reads; a move is made by the projects room.

mod columns;
mod moves;
mod pages;
mod queries;
mod views;

use actix_web::web;

pub fn routes(app: &mut web::ServiceConfig) {
    app.route("/board", web::get().to(pages::index))
        .route("/board/columns/{key}", web::get().to(pages::column))
        .route("/board/cards", web::get().to(pages::cards))
        .route("/board/filters/{name}", web::get().to(pages::filter))
        .route("/board/cards/{id}/moves", web::get().to(moves::targets))
        .route(
            "/board/cards/{id}/moves",
            web::post().to(moves::create_move),
        );
}
