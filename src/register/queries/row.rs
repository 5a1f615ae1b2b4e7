//! A row of a register as it is stored: which columns are read, and their values by name. Empty values are
//! the smallest of their type.

use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use diesel::deserialize::{self, FromSql, QueryableByName};
use diesel::pg::{Pg, PgValue};
use diesel::row::{Field as _, NamedRow};
use diesel::sql_types;
use serde_json::Value as Json;
use uuid::Uuid;

use super::expressions::value_of;
use super::stored::{RELATED, Stored, stored};
use crate::register::columns::{Column, Custom, Kind};
use crate::register::registers::Register;
use crate::register::view::{Cursor, View};

/// How much of a long text is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Texts {
    Beginning,
    Whole,
}

/// The list of a SELECT: id, version, what is stored, and added fields where they are asked for.
pub fn select_list(view: &View, texts: Texts) -> String {
    let register = view.register;
    let shown = view.columns();
    let mut list = format!("r.{}, r.version", register.id());
    for (column, expression) in stored(register) {
        list.push_str(", ");
        let related = RELATED.iter().find(|(s, _)| s == column).map(|(_, c)| *c);
        match (column, texts, related) {
            (_, _, Some(c)) if !expression.is_empty() || shown.contains(&c) || view.sort == c => {
                list.push_str(&value_of(register, c));
            }
            (_, _, Some(_)) => list.push_str("''"),
            (Stored::Description, Texts::Whole, _) => list.push_str("r.description"),
            (Stored::DescriptionCut, Texts::Whole, _) => list.push_str("false"),
            _ => list.push_str(expression),
        }
    }
    for custom in view.customs().iter() {
        let value = match custom.kind {
            Kind::Money | Kind::Decimal | Kind::Flag => "number_value",
            Kind::Date => "date_value",
            // A place of its own, so that every field has two.
            _ => "number_value",
        };
        for column in ["text_value", value] {
            list.push_str(&format!(
                ", (SELECT v.{column} FROM custom_values v WHERE v.organization_id = r.organization_id \
                 AND v.row_id = r.{} AND v.field_id = '{}')",
                register.id(),
                custom.id
            ));
        }
    }
    list
}

/// One stored value.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    None,
    Id(Uuid),
    Number(i64),
    Text(String),
    Date(NaiveDate),
    Time(DateTime<Utc>),
    Flag(bool),
    Json(Json),
}

/// Types of PostgreSQL by their number.
mod oid {
    pub const BOOL: u32 = 16;
    pub const INT8: u32 = 20;
    pub const INT2: u32 = 21;
    pub const INT4: u32 = 23;
    pub const DATE: u32 = 1082;
    pub const TIMESTAMPTZ: u32 = 1184;
    pub const UUID: u32 = 2950;
    pub const JSONB: u32 = 3802;
}

impl Value {
    fn read(value: PgValue<'_>) -> deserialize::Result<Value> {
        Ok(match value.get_oid().get() {
            oid::BOOL => Value::Flag(FromSql::<sql_types::Bool, Pg>::from_sql(value)?),
            oid::INT8 => Value::Number(FromSql::<sql_types::BigInt, Pg>::from_sql(value)?),
            oid::INT4 => {
                let n: i32 = FromSql::<sql_types::Integer, Pg>::from_sql(value)?;
                Value::Number(n.into())
            }
            oid::INT2 => {
                let n: i16 = FromSql::<sql_types::SmallInt, Pg>::from_sql(value)?;
                Value::Number(n.into())
            }
            oid::DATE => Value::Date(FromSql::<sql_types::Date, Pg>::from_sql(value)?),
            oid::TIMESTAMPTZ => {
                Value::Time(FromSql::<sql_types::Timestamptz, Pg>::from_sql(value)?)
            }
            oid::UUID => Value::Id(FromSql::<sql_types::Uuid, Pg>::from_sql(value)?),
            oid::JSONB => Value::Json(FromSql::<sql_types::Jsonb, Pg>::from_sql(value)?),
            _ => Value::Text(FromSql::<sql_types::Text, Pg>::from_sql(value)?),
        })
    }

    pub fn number(&self) -> i64 {
        match self {
            Value::Number(n) => *n,
            _ => 0,
        }
    }

    pub fn text(&self) -> &str {
        match self {
            Value::Text(text) => text,
            _ => "",
        }
    }
}

/// Values in the order in which they were asked for, whatever they are.
#[derive(Debug, Clone)]
pub struct Values(pub Vec<Value>);

impl QueryableByName<Pg> for Values {
    fn build<'a>(row: &impl NamedRow<'a, Pg>) -> deserialize::Result<Values> {
        let mut values = Vec::with_capacity(diesel::row::Row::field_count(row));
        for at in 0..diesel::row::Row::field_count(row) {
            let field = diesel::row::Row::get(row, at).ok_or("a column is missing")?;
            values.push(match field.value() {
                Some(value) => Value::read(value)?,
                None => Value::None,
            });
        }
        Ok(Values(values))
    }
}

/// A sorted value as a cursor carries it.
pub fn cursor_text(value: &Value) -> String {
    match value {
        Value::Number(n) => n.to_string(),
        Value::Text(text) => text.clone(),
        Value::Date(date) => date.to_string(),
        Value::Time(at) => at.timestamp_micros().to_string(),
        _ => String::new(),
    }
}

/// A row of a register.
#[derive(Debug, Clone)]
pub struct Row {
    pub register: Register,
    pub id: Uuid,
    pub version: i64,
    /// Added fields that were read with it, in their order.
    customs: Arc<[Custom]>,
    values: Vec<Value>,
}

/// Before what is stored stand the id and the version.
const HEAD: usize = 2;

impl Row {
    pub fn of(register: Register, customs: &Arc<[Custom]>, values: Values) -> Row {
        let values = values.0;
        Row {
            register,
            customs: customs.clone(),
            id: match values.first() {
                Some(Value::Id(id)) => *id,
                _ => Uuid::nil(),
            },
            version: values.get(1).map_or(0, Value::number),
            values,
        }
    }

    fn value(&self, wanted: Stored) -> &Value {
        const NOTHING: &Value = &Value::None;
        let list = stored(self.register);
        let custom = |wanted: Custom, place: usize| {
            let at = self.customs.iter().position(|c| *c == wanted)?;
            Some(list.len() + 2 * at + place)
        };
        let at = match wanted {
            Stored::CustomText(c) => custom(c, 0),
            Stored::CustomValue(c) => custom(c, 1),
            Stored::Sorted => Some(self.values.len().saturating_sub(HEAD + 1)),
            _ => list.iter().position(|(s, _)| *s == wanted),
        };
        at.and_then(|at| self.values.get(HEAD + at))
            .unwrap_or(NOTHING)
    }

    pub fn text(&self, wanted: Stored) -> &str {
        self.value(wanted).text()
    }

    pub fn number(&self, wanted: Stored) -> i64 {
        self.value(wanted).number()
    }

    pub fn id_of(&self, wanted: Stored) -> Option<Uuid> {
        match self.value(wanted) {
            Value::Id(id) => Some(*id),
            _ => None,
        }
    }

    /// None for an empty date.
    pub fn date(&self, wanted: Stored) -> Option<NaiveDate> {
        match self.value(wanted) {
            Value::Date(date) if *date > NaiveDate::from_ymd_opt(1, 1, 1)? => Some(*date),
            _ => None,
        }
    }

    pub fn time(&self, wanted: Stored) -> Option<DateTime<Utc>> {
        match self.value(wanted) {
            Value::Time(at) => Some(*at),
            _ => None,
        }
    }

    pub fn flag(&self, wanted: Stored) -> bool {
        self.value(wanted) == &Value::Flag(true)
    }

    pub fn json(&self, wanted: Stored) -> Option<&Json> {
        match self.value(wanted) {
            Value::Json(json) => Some(json),
            _ => None,
        }
    }

    /// The stored column that holds the value of a column.
    pub fn stored(column: Column) -> Stored {
        match column {
            Column::Number => Stored::Number,
            Column::Client => Stored::ClientName,
            Column::Name => Stored::Name,
            Column::State => Stored::State,
            Column::Days => Stored::StateChanged,
            Column::Inn => Stored::ClientInn,
            Column::District => Stored::District,
            Column::City => Stored::City,
            Column::Industry => Stored::Industry,
            Column::Own => Stored::Own,
            Column::Requested => Stored::Requested,
            Column::Total => Stored::Total,
            Column::Tax => Stored::Tax,
            Column::Jobs => Stored::Jobs,
            Column::Date => Stored::Date,
            Column::Lead => Stored::LeadName,
            Column::Description => Stored::Description,
            Column::Measure => Stored::Measure,
            Column::Programme => Stored::Programme,
            Column::ClientKind => Stored::ClientKind,
            Column::ClientDistrict => Stored::ClientDistrict,
            Column::ClientPhone => Stored::ClientPhone,
            Column::Filled => Stored::Filled,
            Column::Changed => Stored::Updated,
            Column::Custom(custom) => match custom.kind {
                Kind::Money | Kind::Decimal | Kind::Flag | Kind::Date => {
                    Stored::CustomValue(custom)
                }
                _ => Stored::CustomText(custom),
            },
            other => Stored::Of(other),
        }
    }

    /// What stands where an added field should hold a number or a day.
    pub fn unfit(&self, column: Column) -> &str {
        match column {
            Column::Custom(custom) => self.text(Stored::CustomText(custom)),
            _ => "",
        }
    }

    /// The number that a column of money or counts holds; none where it is empty.
    pub fn amount(&self, column: Column) -> Option<i64> {
        match self.value(Row::stored(column)) {
            Value::Number(n) if *n >= 0 => Some(*n),
            // Of an added field any number may be meant.
            Value::Number(n) if matches!(column, Column::Custom(_)) => Some(*n),
            _ => None,
        }
    }

    /// The sorted value, as a cursor carries it.
    pub fn cursor(&self, sort: Column) -> Cursor {
        let value = match (sort, sort.kind()) {
            (Column::Custom(_), _) => self.value(Stored::Sorted),
            (Column::Number, _) => self.value(Stored::NumberValue),
            (_, Kind::State) => self.value(Stored::StateRank),
            _ => self.value(Row::stored(sort)),
        };
        Cursor {
            id: self.id,
            value: cursor_text(value),
        }
    }
}
