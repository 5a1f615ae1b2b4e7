//! Where each register and its parts are found. Which register a request is about its handler reads off the path.

use actix_web::web;

use super::pages::{self, builder, columns, filters, neighbours, row, saved, totals};
use super::{batch, cells, export};

pub fn routes(app: &mut web::ServiceConfig) {
    app.route("/register", web::get().to(pages::index))
        .route("/clients", web::get().to(pages::index))
        .route("/supports", web::get().to(pages::index));
    of_projects(app);
    of_clients(app);
    of_supports(app);
}

fn of_projects(app: &mut web::ServiceConfig) {
    app.route("/register/rows", web::get().to(pages::rows))
        .route("/register/row", web::get().to(row::form))
        .route("/register/row", web::post().to(row::save))
        .route("/register/marks", web::get().to(pages::marks))
        .route("/register/rows/by-id", web::get().to(pages::rows_by_id))
        .route(
            "/register/neighbours/{id}",
            web::get().to(neighbours::neighbours),
        )
        .route("/register/totals", web::get().to(totals::totals))
        .route("/register/filters/{name}", web::get().to(filters::filter))
        .route("/register/filter", web::get().to(builder::builder))
        .route("/register/views", web::get().to(saved::index))
        .route("/register/views", web::post().to(saved::create))
        .route("/register/views/counts", web::get().to(saved::counts))
        .route("/register/views/{id}", web::post().to(saved::change))
        .route("/register/columns", web::get().to(columns::columns))
        .route("/register/layout.css", web::get().to(columns::style))
        .route("/register/options/{column}", web::get().to(cells::options))
        .route("/register/cells", web::post().to(batch::write))
        .route(
            "/register/cells/{id}/{column}",
            web::post().to(cells::write),
        )
        .route("/register/export.xlsx", web::get().to(export::xlsx))
        .route("/register/export.csv", web::get().to(export::csv));
}

fn of_clients(app: &mut web::ServiceConfig) {
    app.route("/register/clients/rows", web::get().to(pages::rows))
        .route("/register/clients/row", web::get().to(row::form))
        .route("/register/clients/row", web::post().to(row::save))
        .route("/register/clients/marks", web::get().to(pages::marks))
        .route(
            "/register/clients/rows/by-id",
            web::get().to(pages::rows_by_id),
        )
        .route("/register/clients/totals", web::get().to(totals::totals))
        .route(
            "/register/clients/filters/{name}",
            web::get().to(filters::filter),
        )
        .route("/register/clients/filter", web::get().to(builder::builder))
        .route("/register/clients/views", web::get().to(saved::index))
        .route("/register/clients/views", web::post().to(saved::create))
        .route(
            "/register/clients/views/counts",
            web::get().to(saved::counts),
        )
        .route(
            "/register/clients/views/{id}",
            web::post().to(saved::change),
        )
        .route("/register/clients/columns", web::get().to(columns::columns))
        .route(
            "/register/clients/layout.css",
            web::get().to(columns::style),
        )
        .route(
            "/register/clients/options/{column}",
            web::get().to(cells::options),
        )
        .route("/register/clients/cells", web::post().to(batch::write))
        .route(
            "/register/clients/cells/{id}/{column}",
            web::post().to(cells::write),
        )
        .route("/register/clients/export.xlsx", web::get().to(export::xlsx))
        .route("/register/clients/export.csv", web::get().to(export::csv));
}

fn of_supports(app: &mut web::ServiceConfig) {
    app.route("/register/supports/rows", web::get().to(pages::rows))
        .route("/register/supports/row", web::get().to(row::form))
        .route("/register/supports/row", web::post().to(row::save))
        .route("/register/supports/marks", web::get().to(pages::marks))
        .route(
            "/register/supports/rows/by-id",
            web::get().to(pages::rows_by_id),
        )
        .route("/register/supports/totals", web::get().to(totals::totals))
        .route(
            "/register/supports/filters/{name}",
            web::get().to(filters::filter),
        )
        .route("/register/supports/filter", web::get().to(builder::builder))
        .route("/register/supports/views", web::get().to(saved::index))
        .route("/register/supports/views", web::post().to(saved::create))
        .route(
            "/register/supports/views/counts",
            web::get().to(saved::counts),
        )
        .route(
            "/register/supports/views/{id}",
            web::post().to(saved::change),
        )
        .route(
            "/register/supports/columns",
            web::get().to(columns::columns),
        )
        .route(
            "/register/supports/layout.css",
            web::get().to(columns::style),
        )
        .route(
            "/register/supports/options/{column}",
            web::get().to(cells::options),
        )
        .route("/register/supports/cells", web::post().to(batch::write))
        .route(
            "/register/supports/cells/{id}/{column}",
            web::post().to(cells::write),
        )
        .route(
            "/register/supports/export.xlsx",
            web::get().to(export::xlsx),
        )
        .route("/register/supports/export.csv", web::get().to(export::csv));
}
