//! Which stored columns a row of each register is read from.

use crate::register::columns::{Column, Custom};
use crate::register::registers::Register;

/// A stored column that a page reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stored {
    NumberValue,
    Number,
    ClientId,
    ClientName,
    ClientInn,
    Name,
    State,
    StateRank,
    StateChanged,
    District,
    Industry,
    Own,
    Requested,
    Total,
    Tax,
    Jobs,
    Date,
    DatePrecision,
    LeadName,
    LeadHue,
    People,
    Description,
    DescriptionCut,
    Unread,
    City,
    ClientKind,
    ClientDistrict,
    ClientPhone,
    Measure,
    Programme,
    Filled,
    Updated,
    ProjectId,
    /// The value of a column that has no more to it.
    Of(Column),
    /// An added field, read only where it is shown or sorted: its text, or what it is as a number or a day.
    CustomText(Custom),
    CustomValue(Custom),
    /// The sorted value of an added field.
    Sorted,
}

/// What is read of a project, in this order.
const PROJECT: [(Stored, &str); 32] = [
    (Stored::NumberValue, "r.number_value"),
    (Stored::Number, "r.number"),
    (Stored::ClientId, "r.client_id"),
    (Stored::ClientName, "r.client_name"),
    (Stored::ClientInn, "r.client_inn"),
    (Stored::Name, "r.name"),
    (Stored::State, "r.state"),
    (Stored::StateRank, "r.state_rank"),
    (Stored::StateChanged, "r.state_changed_at"),
    (Stored::District, "r.district"),
    (Stored::Industry, "r.industry"),
    (Stored::Own, "r.own_kopecks"),
    (Stored::Requested, "r.requested_kopecks"),
    (Stored::Total, "r.total_kopecks"),
    (Stored::Tax, "r.tax_kopecks"),
    (Stored::Jobs, "r.jobs"),
    (Stored::Date, "r.application_date"),
    (Stored::DatePrecision, "r.application_date_precision"),
    (Stored::LeadName, "r.lead_name"),
    (Stored::LeadHue, "r.lead_hue"),
    (Stored::People, "r.people_count"),
    (Stored::Description, DESCRIPTION),
    (Stored::DescriptionCut, "char_length(r.description) > 1000"),
    (Stored::Unread, "nullif(r.unread, '{}')"),
    (Stored::City, ""),
    (Stored::ClientKind, ""),
    (Stored::ClientDistrict, ""),
    (Stored::ClientPhone, ""),
    (Stored::Measure, ""),
    (Stored::Programme, ""),
    (Stored::Filled, "r.filled"),
    (Stored::Updated, "r.updated_at"),
];

/// What is read of a client.
const CLIENT: [(Stored, &str); 25] = [
    (Stored::ClientId, "r.client_id"),
    (Stored::ClientName, "r.client_name"),
    (Stored::ClientInn, "r.client_inn"),
    (Stored::ClientKind, "r.client_kind"),
    (Stored::District, "r.district"),
    (Stored::City, "r.city"),
    (Stored::LeadHue, "r.responsible_hue"),
    (Stored::Requested, "r.requested_kopecks"),
    (Stored::Unread, "nullif(r.unread, '{}')"),
    (Stored::Updated, "r.updated_at"),
    (Stored::Of(Column::Responsible), "r.responsible_name"),
    (Stored::Of(Column::FullName), "r.full_name"),
    (Stored::Of(Column::ShortName), "r.short_name"),
    (Stored::Of(Column::LastName), "r.last_name"),
    (Stored::Of(Column::FirstName), "r.first_name"),
    (Stored::Of(Column::MiddleName), "r.middle_name"),
    (Stored::Of(Column::Kpp), "r.kpp"),
    (Stored::Of(Column::Ogrn), "r.ogrn"),
    (Stored::Of(Column::PostCode), "r.post_code"),
    (Stored::Of(Column::Street), "r.street"),
    (Stored::Of(Column::Contact), "r.contact"),
    (Stored::Of(Column::Phone), "r.phone"),
    (Stored::Of(Column::Email), "r.email"),
    (Stored::Of(Column::Projects), "r.projects"),
    (Stored::Of(Column::Created), "r.created_at"),
];

/// What is read of a measure of support.
const SUPPORT: [(Stored, &str); 30] = [
    (Stored::ProjectId, "r.project_id"),
    (Stored::NumberValue, "r.number_value"),
    (Stored::Number, "r.number"),
    (Stored::ClientId, "r.client_id"),
    (Stored::ClientName, "r.client_name"),
    (Stored::ClientInn, "r.client_inn"),
    (Stored::Name, "r.name"),
    (Stored::State, "r.state"),
    (Stored::StateRank, "r.state_rank"),
    (Stored::District, "r.district"),
    (Stored::LeadName, "r.lead_name"),
    (Stored::LeadHue, "r.lead_hue"),
    (Stored::People, "r.people_count"),
    (Stored::Description, DESCRIPTION),
    (Stored::DescriptionCut, "char_length(r.description) > 1000"),
    (Stored::Unread, "nullif(r.unread, '{}')"),
    (Stored::Measure, "r.measure"),
    (Stored::Programme, "r.programme"),
    (Stored::Updated, "r.updated_at"),
    (Stored::Of(Column::Body), "r.body"),
    (Stored::Of(Column::Level), "r.level"),
    (Stored::Of(Column::Status), "r.status"),
    (Stored::Of(Column::Amount), "r.amount_kopecks"),
    (Stored::Of(Column::Granted), "r.granted_kopecks"),
    (Stored::Of(Column::Paid), "r.paid_kopecks"),
    (Stored::Of(Column::Quantity), "r.quantity"),
    (Stored::Of(Column::Unit), "r.unit"),
    (Stored::Of(Column::Start), "r.date_start"),
    (Stored::Of(Column::End), "r.date_end"),
    (Stored::Of(Column::Created), "r.created_at"),
];

/// Pages stay small: of a text longer than this they show the beginning, and do not edit it.
const DESCRIPTION: &str = "CASE WHEN char_length(r.description) <= 1000 THEN r.description ELSE left(r.description, 300) END";

pub fn stored(register: Register) -> &'static [(Stored, &'static str)] {
    match register {
        Register::Projects => &PROJECT,
        Register::Clients => &CLIENT,
        Register::Supports => &SUPPORT,
    }
}

/// Columns that are looked up, only where they are shown or sorted.
pub const RELATED: [(Stored, Column); 6] = [
    (Stored::City, Column::City),
    (Stored::ClientKind, Column::ClientKind),
    (Stored::ClientDistrict, Column::ClientDistrict),
    (Stored::ClientPhone, Column::ClientPhone),
    (Stored::Measure, Column::Measure),
    (Stored::Programme, Column::Programme),
];
