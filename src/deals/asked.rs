//! Which deals a page asks for, in which order, as its address says it. What the address says wrongly is as if it
//! were not there. Pure.

use chrono::{DateTime, NaiveDate, Utc};
use serde_json::Value;
use uuid::Uuid;

use super::model::{STAGES, STATUSES};
use crate::db::rows::{Filter, Page};
use crate::web::Fields;
use crate::web::api::{Kind, read_value};

/// Orders of the list: the word of the address and the column behind it.
pub const ORDERS: [(&str, &str); 4] = [
    ("created_at", "t.created_at"),
    ("updated_at", "t.updated_at"),
    ("amount", "t.amount_hundredths"),
    ("title", "t.title"),
];

/// Lines of one page of the list.
pub const PAGE: i64 = 50;
/// Cards of one column of the board.
pub const CARDS: i64 = 30;

/// A page of deals as it is asked for.
#[derive(Debug, Clone, PartialEq)]
pub struct Asked {
    pub is_list: bool,
    pub statuses: Vec<&'static str>,
    pub stages: Vec<&'static str>,
    pub min: Option<String>,
    pub max: Option<String>,
    pub owner: Option<Uuid>,
    pub contact: Option<Uuid>,
    pub currency: Option<String>,
    /// Made at this moment or later.
    pub since: Option<DateTime<Utc>>,
    pub order: &'static str,
    pub descending: bool,
    pub page: i64,
}

fn words(fields: &Fields, name: &str, known: &[&'static str]) -> Vec<&'static str> {
    let chosen = |word: &&&'static str| fields.every(name).any(|v| v == **word);
    known.iter().filter(chosen).copied().collect()
}

/// An amount as people write it: `1 500 000,50`.
pub fn amount(text: &str) -> Option<String> {
    let clean: String = text
        .chars()
        .filter(|c| !c.is_whitespace())
        .map(|c| if c == ',' { '.' } else { c })
        .collect();
    match read_value(Kind::Amount, &Value::String(clean)) {
        Ok(Value::String(amount)) => Some(amount),
        _ => None,
    }
}

fn moment(text: &str) -> Option<DateTime<Utc>> {
    if let Ok(day) = text.parse::<NaiveDate>() {
        return Some(day.and_hms_opt(0, 0, 0)?.and_utc());
    }
    // A plus that was not encoded comes as a space.
    let text = text.replace(' ', "+");
    DateTime::parse_from_rfc3339(&text).ok().map(|m| m.to_utc())
}

impl Asked {
    pub fn of(fields: &Fields) -> Asked {
        let currency = Value::String(fields.get("currency").to_owned());
        let order = ORDERS.iter().find(|(word, _)| *word == fields.get("order"));
        Asked {
            is_list: fields.get("view") == "list",
            statuses: words(fields, "status", STATUSES),
            stages: words(fields, "stage", STAGES),
            min: fields.given("min").and_then(amount),
            max: fields.given("max").and_then(amount),
            owner: fields.id("owner"),
            contact: fields.id("contact"),
            currency: read_value(Kind::Currency, &currency)
                .ok()
                .and_then(|v| v.as_str().map(str::to_owned)),
            since: fields.given("since").and_then(moment),
            order: order.map_or("created_at", |(word, _)| word),
            descending: fields.get("dir") != "asc",
            page: fields.number("page").unwrap_or(1).clamp(1, 1_000_000),
        }
    }

    /// The parameters of the address, without the page.
    pub fn pairs(&self) -> Vec<(&'static str, String)> {
        let mut pairs = Vec::new();
        if self.is_list {
            pairs.push(("view", "list".to_owned()));
        }
        pairs.extend(self.statuses.iter().map(|s| ("status", (*s).to_owned())));
        pairs.extend(self.stages.iter().map(|s| ("stage", (*s).to_owned())));
        let given = [
            ("min", self.min.clone()),
            ("max", self.max.clone()),
            ("owner", self.owner.map(|id| id.to_string())),
            ("contact", self.contact.map(|id| id.to_string())),
            ("currency", self.currency.clone()),
            ("since", self.since.map(|m| m.to_rfc3339())),
            (
                "order",
                Some(self.order.to_owned()).filter(|o| o != "created_at"),
            ),
            ("dir", (!self.descending).then(|| "asc".to_owned())),
        ];
        pairs.extend(given.into_iter().filter_map(|(name, v)| Some((name, v?))));
        pairs
    }

    pub fn address(&self) -> String {
        let query = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(self.pairs())
            .finish();
        format!("/deals?{query}")
    }

    /// The same with another page.
    pub fn address_of_page(&self, page: i64) -> String {
        format!("{}&page={page}", self.address())
    }

    pub fn is_filtered(&self) -> bool {
        *self
            != Asked {
                is_list: self.is_list,
                order: self.order,
                descending: self.descending,
                page: self.page,
                ..Asked::of(&Fields::default())
            }
    }

    /// Whether the counters know how many there are.
    pub fn is_counted(&self) -> bool {
        self.min.is_none()
            && self.max.is_none()
            && self.contact.is_none()
            && self.currency.is_none()
            && self.since.is_none()
    }

    pub fn filter(&self) -> Filter {
        let mut filter = Filter::default();
        filter.and_one_of("t.status", &self.statuses);
        filter.and_one_of("t.stage", &self.stages);
        let hundredths = |amount: &Option<String>| amount.as_ref().map(|a| a.replace('.', ""));
        let given = [
            ("t.amount_hundredths >= {}::bigint", hundredths(&self.min)),
            ("t.amount_hundredths <= {}::bigint", hundredths(&self.max)),
            ("t.owner_id = {}::uuid", self.owner.map(|id| id.to_string())),
            (
                "t.contact_id = {}::uuid",
                self.contact.map(|id| id.to_string()),
            ),
            ("t.currency = {}", self.currency.clone()),
            (
                "t.created_at >= {}::timestamptz",
                self.since.map(|m| m.to_rfc3339()),
            ),
        ];
        for (condition, value) in given {
            if let Some(value) = value {
                filter.and(condition, value);
            }
        }
        filter
    }

    pub fn rows(&self, limit: i64, offset: i64) -> Page {
        let column = ORDERS.iter().find(|(word, _)| *word == self.order);
        Page {
            by: column.map_or("t.created_at", |(_, column)| column),
            may_be_empty: false,
            descending: self.descending,
            limit,
            offset,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(pairs: &[(&str, &str)]) -> Asked {
        let pairs = pairs
            .iter()
            .map(|(n, v)| ((*n).to_owned(), (*v).to_owned()));
        Asked::of(&Fields::from_pairs(pairs.collect()))
    }

    #[test]
    fn an_address_comes_back_as_it_was_and_without_what_it_said_wrongly() {
        let one = asked(&[
            ("view", "list"),
            ("status", "won"),
            ("status", "new"),
            ("stage", "nothing"),
            ("min", "1 500,5"),
            ("max", "much"),
            ("owner", "x"),
            ("order", "amount"),
            ("dir", "asc"),
            ("currency", "rub"),
        ]);
        assert_eq!(
            one.address(),
            "/deals?view=list&status=new&status=won&min=1500.50&order=amount&dir=asc"
        );
        assert!(one.is_filtered() && !one.is_counted());
        assert!(!asked(&[("view", "list"), ("page", "7")]).is_filtered());
        assert!(asked(&[("status", "won")]).is_counted());
    }

    #[test]
    fn amounts_are_read_as_people_write_them() {
        for (text, read) in [
            ("1 500 000,50", Some("1500000.50")),
            ("0", Some("0.00")),
            ("1,555", None),
            ("-1", None),
            ("", None),
        ] {
            assert_eq!(amount(text).as_deref(), read, "{text}");
        }
    }
}
