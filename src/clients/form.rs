//! The form of a client: which fields it has and how they are read. Pure.

use uuid::Uuid;

use super::actions::NewClient;
use crate::web::Fields;

/// Fields of the form in their order; the names of errors too.
pub const CLIENT_FIELDS: [&str; 14] = [
    "new_client_id",
    "kind",
    "client_name",
    "short_name",
    "last_name",
    "first_name",
    "middle_name",
    "inn",
    "kpp",
    "ogrn",
    "contact_name",
    "contact_phone",
    "accept_warnings",
    "accept_alike",
];

/// The client as the form says it. The id was made with the form, so that sending it twice makes one.
pub fn read_client(form: &Fields) -> NewClient {
    let text = |name: &str| form.get(name).to_owned();
    NewClient {
        id: form.id("new_client_id").unwrap_or_else(Uuid::now_v7),
        kind: text("kind"),
        name: text("client_name"),
        short_name: text("short_name"),
        last_name: text("last_name"),
        first_name: text("first_name"),
        middle_name: text("middle_name"),
        inn: text("inn"),
        kpp: text("kpp").to_uppercase(),
        ogrn: text("ogrn"),
        phone: text("contact_phone"),
        accept_warnings: form.has("accept_warnings"),
        accept_alike: form.has("accept_alike"),
    }
}
