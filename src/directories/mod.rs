//! Districts, cities, industries, support programmes, granting bodies: lists that an admin keeps. One
//! generic room, since they differ in their name only.

mod actions;
mod custom;
mod pages;
mod queries;
mod views;

pub use custom::{CustomText, custom_texts};
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
