//! Values of added fields as a card lists them.

use askama::Template;

use super::CustomText;
use crate::text::Locale;

#[derive(Template)]
#[template(path = "directories/_custom_values.html")]
pub struct CustomValues {
    pub t: Locale,
    pub items: Vec<CustomText>,
}
