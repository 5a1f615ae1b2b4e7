//! Parameters of a list: which page, in which order, which rows.

use chrono::{DateTime, Utc};
use serde_json::Value;
use uuid::Uuid;

use super::super::{Answer, AppError};
use super::cursor::{self, Reading};
use super::fields::{self, Kind};
use super::values::id_of;
use super::{Call, decimal, list_by_cursor, list_of, wrong};
use crate::db::Work;
use crate::db::rows::{Filter, Page, Place, Shape};
use crate::refusal::{FieldError, Refusal};
use crate::text::Message;

/// A field by which a list may be ordered, and the column behind it.
#[derive(Debug, Clone, Copy)]
pub struct Order {
    pub name: &'static str,
    pub column: &'static str,
    pub may_be_empty: bool,
}

impl Order {
    pub const fn by(name: &'static str, column: &'static str) -> Order {
        Order {
            name,
            column,
            may_be_empty: false,
        }
    }

    pub const fn or_empty(name: &'static str, column: &'static str) -> Order {
        Order {
            name,
            column,
            may_be_empty: true,
        }
    }
}

/// What a list can do.
#[derive(Debug, Clone, Copy)]
pub struct ListRules {
    /// The first one is the default.
    pub orders: &'static [Order],
    pub searches: bool,
}

const NEWEST: Order = Order::by("created_at", "t.created_at");

/// A list as it is asked for. What is wrong with the parameters is collected.
pub struct Asked<'a> {
    call: &'a Call,
    errors: Vec<FieldError>,
    pub page: i64,
    pub page_size: i64,
    order: Order,
    descending: bool,
    pub search: Option<String>,
}

/// Rows of a list as they are answered, before they are dressed.
pub struct Rows {
    pub texts: Vec<String>,
    /// Of a list that is read by cursor: how to go on, none at the end.
    next: Option<Option<String>>,
}

impl<'a> Asked<'a> {
    pub fn of(call: &'a Call, rules: ListRules) -> Asked<'a> {
        let mut asked = Asked {
            call,
            errors: Vec::new(),
            page: 1,
            page_size: 20,
            order: rules.orders.first().copied().unwrap_or(NEWEST),
            descending: true,
            search: None,
        };
        asked.page = asked.whole("page", 1, i64::MAX).unwrap_or(1);
        asked.page_size = asked.whole("page_size", 1, 100).unwrap_or(20);
        if let Some(name) = call.parameter("order_by") {
            match rules.orders.iter().find(|o| o.name == name) {
                Some(order) => asked.order = *order,
                None if rules.orders.is_empty() && name == NEWEST.name => {}
                None => asked.refuse("order_by", "unknown_word", "api-order-by"),
            }
        }
        match call.parameter("order") {
            None | Some("desc") => {}
            Some("asc") => asked.descending = false,
            Some(_) => asked.refuse("order", "unknown_word", "api-order"),
        }
        if rules.searches {
            asked.search = asked.read_search();
        }
        asked
    }

    fn reading(&self) -> Reading<'a> {
        Reading {
            path: &self.call.path,
            order: self.order.name,
            descending: self.descending,
        }
    }

    fn secret(&self) -> &str {
        let secret = self.call.cx.config.token_secret.as_deref();
        secret.unwrap_or_default()
    }

    /// Where a program goes on that reads by cursor; an empty one begins at the beginning.
    fn cursor(&self) -> Result<Option<Option<Place>>, Refusal> {
        let Some(text) = self.call.parameter("cursor") else {
            return Ok(None);
        };
        if text.is_empty() {
            return Ok(Some(None));
        }
        match cursor::read(self.secret(), self.reading(), text) {
            Some(place) => Ok(Some(Some(place))),
            None => Err(Refusal::field(
                "cursor",
                "not_a_cursor",
                "api-cursor".into(),
            )),
        }
    }

    fn read_search(&mut self) -> Option<String> {
        const LONGEST: usize = 200;
        let text = self.call.parameter("search")?;
        if text.contains('\0') {
            self.refuse("search", "nul", "error-nul");
        }
        if text.chars().count() > LONGEST {
            let message = Message::new("api-too-long").number("n", LONGEST as i64);
            self.errors.push(wrong("search", "too_long", message));
        }
        Some(text.to_owned()).filter(|t| !t.is_empty())
    }

    fn refuse(&mut self, name: &'static str, code: &'static str, message: &'static str) {
        self.errors.push(wrong(name, code, message));
    }

    /// A whole number of digits only; one that is longer than any page is the last one.
    pub fn whole(&mut self, name: &'static str, least: i64, most: i64) -> Option<i64> {
        let text = self.call.parameter(name)?;
        let is_number = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        let n = is_number.then(|| text.parse::<i64>().unwrap_or(i64::MAX));
        match n {
            Some(n) if (least..=most).contains(&n) => Some(n),
            _ => {
                let message = Message::new("api-out-of-range")
                    .number("least", least)
                    .number("most", most);
                self.errors.push(wrong(name, "out_of_range", message));
                None
            }
        }
    }

    /// One value of this kind.
    fn value(&mut self, name: &'static str, kind: Kind) -> Option<String> {
        let text = self.call.parameter(name)?;
        match fields::read(kind, &Value::String(text.to_owned())) {
            Ok(Value::String(value)) => Some(value),
            Ok(_) => None,
            Err((code, message)) => {
                self.errors.push(wrong(name, code, message));
                None
            }
        }
    }

    pub fn id(&mut self, name: &'static str) -> Option<Uuid> {
        self.value(name, Kind::Id).as_deref().and_then(id_of)
    }

    /// A text that is compared as a whole.
    pub fn text(&mut self, name: &'static str) -> Option<String> {
        self.value(name, Kind::LongText(200))
    }

    /// Texts that are compared as a whole, any of them.
    pub fn texts(&self, name: &str) -> Vec<String> {
        let given = self
            .call
            .query
            .iter()
            .filter(|(n, v)| n == name && !v.contains('\0'));
        given.map(|(_, v)| v.clone()).collect()
    }

    pub fn currency(&mut self, name: &'static str) -> Option<String> {
        self.value(name, Kind::Currency)
    }

    pub fn date(&mut self, name: &'static str) -> Option<String> {
        self.value(name, Kind::Date)
    }

    /// An amount may be below 0 here: it asks, and stores nothing.
    pub fn amount(&mut self, name: &'static str) -> Option<String> {
        let text = self.call.parameter(name)?;
        let amount = decimal::read(text.trim());
        if amount.is_none() {
            self.refuse(name, "not_a_decimal", "api-decimal");
        }
        amount
    }

    pub fn moment(&mut self, name: &'static str) -> Option<DateTime<Utc>> {
        // A plus of the offset that was not encoded comes as a space.
        let text = self.call.parameter(name)?.replace(' ', "+");
        let moment = super::values::read_moment(&text);
        if moment.is_none() {
            self.refuse(name, "not_a_moment", "api-moment");
        }
        moment
    }

    pub fn flag(&mut self, name: &'static str) -> Option<bool> {
        match self.call.parameter(name)? {
            "true" => Some(true),
            "false" => Some(false),
            _ => {
                self.refuse(name, "wrong_type", "api-boolean");
                None
            }
        }
    }

    /// Any of the words that were given; none means all.
    pub fn words(&mut self, name: &'static str, known: &[&'static str]) -> Vec<&'static str> {
        let given = self.call.query.iter().filter(|(n, _)| n == name);
        let mut found = Vec::new();
        let mut is_unknown = false;
        for (_, text) in given {
            match known.iter().find(|w| *w == text) {
                Some(word) => found.push(*word),
                None => is_unknown = true,
            }
        }
        if is_unknown {
            let message = Message::new("api-unknown-word").text("words", known.join(", "));
            self.errors.push(wrong(name, "unknown_word", message));
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    /// One word.
    pub fn word(&mut self, name: &'static str, known: &'static [&'static str]) -> Option<String> {
        self.value(name, Kind::Word(known))
    }

    /// All parameters are read: what was wrong with them, at once.
    pub fn check(&mut self) -> Result<(), AppError> {
        if self.errors.is_empty() {
            return Ok(());
        }
        Err(Refusal::Invalid(std::mem::take(&mut self.errors)).into())
    }

    pub fn rows(&self) -> Page {
        Page {
            by: self.order.column,
            may_be_empty: self.order.may_be_empty,
            descending: self.descending,
            limit: self.page_size,
            offset: (self.page - 1).saturating_mul(self.page_size),
        }
    }

    /// Whether the page lies beyond the last row.
    fn is_beyond(&self, total: i64) -> bool {
        self.rows().offset >= total
    }

    /// The rows that are asked for, by page or by cursor.
    pub fn load(
        &self,
        work: &mut Work,
        shape: &Shape,
        filter: &Filter,
        total: i64,
    ) -> Result<Rows, AppError> {
        if let Some(after) = self.cursor()? {
            let (texts, next) = shape.page_after(work, filter, self.rows(), after.as_ref())?;
            let next = next.and_then(|p| cursor::write(self.secret(), self.reading(), &p));
            return Ok(Rows {
                texts,
                next: Some(next),
            });
        }
        let texts = if self.is_beyond(total) {
            Vec::new()
        } else {
            shape.page(work, filter, self.rows())?
        };
        Ok(Rows { texts, next: None })
    }

    /// The answer with these rows.
    pub fn answer(&self, rows: Rows, total: i64) -> Answer {
        match rows.next {
            Some(next) => list_by_cursor(&rows.texts, total, self.page_size, next),
            None => list_of(&rows.texts, total, self.page, self.page_size),
        }
    }

    pub fn is_descending(&self) -> bool {
        self.descending
    }
}
