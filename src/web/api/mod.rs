//! What every resource of `/api/v1` shares on its way in and out: the request as it came, fields of a
//! body, parameters of a list, answers, and the words that describe them all. It knows no resource.

mod answers;
mod call;
mod comment;
mod cursor;
mod decimal;
mod describe;
mod fields;
mod list;
mod values;

pub use answers::{created, list_by_cursor, list_of, location, row, unchanged};
pub use call::{Call, Head};
pub use comment::read_comment;
pub use describe::{Endpoint, Parameter, Shown, openapi, output_schema};
pub use fields::{Body, Field, Kind, Mode, Values, read as read_value, read_body, read_body_with};
pub use list::{Asked, ListRules, Order, Rows};
pub use values::{id_of, looks_like_email};

use crate::refusal::FieldError;
use crate::text::Message;

/// One field that is to blame.
pub fn wrong(
    field: impl Into<std::borrow::Cow<'static, str>>,
    code: &'static str,
    message: impl Into<Message>,
) -> FieldError {
    FieldError {
        field: field.into(),
        code,
        message: message.into(),
    }
}
