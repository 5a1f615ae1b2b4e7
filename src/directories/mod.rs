//! Districts, cities, industries, support programmes, granting bodies: lists that an admin keeps. One
//! generic room, since they differ in their name only.

mod actions;
pub mod api;
mod custom;
mod custom_cells;
mod custom_values;
mod pages;
mod queries;
mod views;

pub use custom::{CustomText, custom_texts};
pub use custom_cells::{CustomBasis, CustomWrite, change_custom};
pub use custom_values::merge_custom;
pub use queries::{
    CustomField, Entry, Kind, custom_fields, entries, entry, find, find_or_retired, insert, key,
};
pub use views::CustomValues;

use actix_web::web;

use crate::db::Work;
use crate::refusal::Refused;

/// Industries that any region has; districts, cities and programmes are the organization's own.
const INDUSTRIES: [&str; 11] = [
    "Сельское хозяйство",
    "Рыболовство и рыбопереработка",
    "Добыча полезных ископаемых",
    "Лесопереработка",
    "Производство",
    "Строительство",
    "Туризм",
    "Торговля и общепит",
    "Транспорт и логистика",
    "ЖКХ и экология",
    "Энергетика",
];

/// What a new organization begins with.
pub fn start(work: &mut Work) -> Result<(), Refused> {
    for name in INDUSTRIES {
        insert(work, Kind::Industry, name, None)?;
    }
    Ok(())
}

pub fn routes(app: &mut web::ServiceConfig) {
    api_routes(app);
    app.route("/settings/directories", web::get().to(pages::first))
        .route("/settings/directories/{kind}", web::get().to(pages::index))
        .route("/settings/directories/{kind}", web::post().to(pages::add))
        .route(
            "/settings/directories/{kind}/{id}",
            web::get().to(pages::show),
        )
        .route(
            "/settings/directories/{kind}/{id}",
            web::post().to(pages::change),
        )
        .route(
            "/settings/directories/{kind}/{id}/merge",
            web::post().to(pages::merge),
        );
}

fn api_routes(app: &mut web::ServiceConfig) {
    use crate::rest;
    app.route(
        "/api/v1/districts",
        web::get().to(rest::list::<api::Districts>),
    )
    .route(
        "/api/v1/districts",
        web::post().to(rest::create::<api::Districts>),
    )
    .route(
        "/api/v1/districts/{id}",
        web::get().to(rest::show::<api::Districts>),
    )
    .route(
        "/api/v1/districts/{id}",
        web::put().to(rest::put::<api::Districts>),
    )
    .route(
        "/api/v1/districts/{id}",
        web::patch().to(rest::patch::<api::Districts>),
    )
    .route(
        "/api/v1/districts/{id}",
        web::delete().to(rest::remove::<api::Districts>),
    )
    .route("/api/v1/cities", web::get().to(rest::list::<api::Cities>))
    .route(
        "/api/v1/cities",
        web::post().to(rest::create::<api::Cities>),
    )
    .route(
        "/api/v1/cities/{id}",
        web::get().to(rest::show::<api::Cities>),
    )
    .route(
        "/api/v1/cities/{id}",
        web::put().to(rest::put::<api::Cities>),
    )
    .route(
        "/api/v1/cities/{id}",
        web::patch().to(rest::patch::<api::Cities>),
    )
    .route(
        "/api/v1/cities/{id}",
        web::delete().to(rest::remove::<api::Cities>),
    )
    .route(
        "/api/v1/industries",
        web::get().to(rest::list::<api::Industries>),
    )
    .route(
        "/api/v1/industries",
        web::post().to(rest::create::<api::Industries>),
    )
    .route(
        "/api/v1/industries/{id}",
        web::get().to(rest::show::<api::Industries>),
    )
    .route(
        "/api/v1/industries/{id}",
        web::put().to(rest::put::<api::Industries>),
    )
    .route(
        "/api/v1/industries/{id}",
        web::patch().to(rest::patch::<api::Industries>),
    )
    .route(
        "/api/v1/industries/{id}",
        web::delete().to(rest::remove::<api::Industries>),
    )
    .route(
        "/api/v1/granting-bodies",
        web::get().to(rest::list::<api::Bodies>),
    )
    .route(
        "/api/v1/granting-bodies",
        web::post().to(rest::create::<api::Bodies>),
    )
    .route(
        "/api/v1/granting-bodies/{id}",
        web::get().to(rest::show::<api::Bodies>),
    )
    .route(
        "/api/v1/granting-bodies/{id}",
        web::put().to(rest::put::<api::Bodies>),
    )
    .route(
        "/api/v1/granting-bodies/{id}",
        web::patch().to(rest::patch::<api::Bodies>),
    )
    .route(
        "/api/v1/granting-bodies/{id}",
        web::delete().to(rest::remove::<api::Bodies>),
    )
    .route(
        "/api/v1/support-programs",
        web::get().to(rest::list::<api::Programmes>),
    )
    .route(
        "/api/v1/support-programs",
        web::post().to(rest::create::<api::Programmes>),
    )
    .route(
        "/api/v1/support-programs/{id}",
        web::get().to(rest::show::<api::Programmes>),
    )
    .route(
        "/api/v1/support-programs/{id}",
        web::put().to(rest::put::<api::Programmes>),
    )
    .route(
        "/api/v1/support-programs/{id}",
        web::patch().to(rest::patch::<api::Programmes>),
    )
    .route(
        "/api/v1/support-programs/{id}",
        web::delete().to(rest::remove::<api::Programmes>),
    )
    .route(
        "/api/v1/custom-fields",
        web::get().to(rest::list::<api::CustomFieldRows>),
    )
    .route(
        "/api/v1/custom-fields",
        web::post().to(rest::create::<api::CustomFieldRows>),
    )
    .route(
        "/api/v1/custom-fields/{id}",
        web::get().to(rest::show::<api::CustomFieldRows>),
    )
    .route(
        "/api/v1/custom-fields/{id}",
        web::patch().to(rest::patch::<api::CustomFieldRows>),
    )
    .route(
        "/api/v1/custom-fields/{id}",
        web::delete().to(rest::remove::<api::CustomFieldRows>),
    );
}
