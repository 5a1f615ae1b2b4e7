//! Who looks at a list, and when: what "mine", "today", "late" and "since my last visit" mean, and which fields the
//! organization added.

use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use diesel::prelude::*;
use uuid::Uuid;

use super::saved::since;
use crate::calendar;
use crate::db::schema::custom_fields;
use crate::db::{DbError, Work};
use crate::register::columns::{Column, Custom};
use crate::register::filter::Op;
use crate::register::registers::Register;
use crate::register::view::View;

/// More fields than anybody adds.
const MOST: i64 = 200;

/// A field that the organization added.
#[derive(Debug, Clone)]
pub struct Added {
    pub custom: Custom,
    pub key: String,
    pub label: String,
    /// Of a choice.
    pub options: Vec<String>,
}

/// What the words of a view mean.
#[derive(Debug, Clone)]
pub struct Frame {
    pub user: Uuid,
    pub today: NaiveDate,
    pub zone: Tz,
    /// Until when this person had looked at the register the time before.
    pub since: Option<DateTime<Utc>>,
    /// Of each state with a norm the last day on which a stay may have begun that is too long today.
    pub late: Vec<(String, NaiveDate)>,
    /// Added fields, where they were asked for.
    pub added: Arc<[Added]>,
}

impl Frame {
    /// For views that ask for nothing of a person or a day.
    pub fn plain(user: Uuid, today: NaiveDate, zone: Tz) -> Frame {
        Frame {
            user,
            today,
            zone,
            since: None,
            late: Vec::new(),
            added: Arc::new([]),
        }
    }

    /// What these views need to be understood, and no more.
    pub fn of(
        work: &mut Work,
        user: Uuid,
        zone: Tz,
        views: &[View],
        wants_added: bool,
    ) -> Result<Frame, DbError> {
        let today = work.now().with_timezone(&zone).date_naive();
        let mut frame = Frame::plain(user, today, zone);
        let asks = |op: Op| {
            let by_op = |view: &&View| view.filter.tests().iter().any(|t| t.op == op);
            views.iter().find(by_op)
        };
        if let Some(view) = asks(Op::Others) {
            frame.since = since(work, view.register, user)?;
        }
        if asks(Op::Late).is_some() {
            frame.late = late(work, today)?;
        }
        let register = views.first().map(|v| v.register);
        let is_wanted = wants_added || views.iter().any(View::mentions_custom);
        if let Some(register) = register.filter(|_| is_wanted) {
            frame.added = added(work, register)?.into();
        }
        Ok(frame)
    }

    pub fn customs(&self) -> Vec<Custom> {
        self.added.iter().map(|a| a.custom).collect()
    }

    /// The added field of a column.
    pub fn added(&self, column: Column) -> Option<&Added> {
        self.added
            .iter()
            .find(|a| Column::Custom(a.custom) == column)
    }
}

fn late(work: &mut Work, today: NaiveDate) -> Result<Vec<(String, NaiveDate)>, DbError> {
    let terms = calendar::terms(work)?;
    let last =
        |(state, norm): (&String, &i64)| (state.clone(), terms.calendar.older_than(today, *norm));
    Ok(terms.norms.iter().map(last).collect())
}

/// The fields that were added to the rows of a register, in the order in which they were.
pub fn added(work: &mut Work, register: Register) -> Result<Vec<Added>, DbError> {
    type Line = (Uuid, String, String, String, serde_json::Value);
    let organization = work.organization();
    let found: Vec<Line> = custom_fields::table
        .filter(custom_fields::organization_id.eq(organization))
        .filter(custom_fields::entity.eq(register.entity()))
        .filter(custom_fields::active.eq(true))
        .order((custom_fields::created_at, custom_fields::id))
        .limit(MOST)
        .select((
            custom_fields::id,
            custom_fields::key,
            custom_fields::label,
            custom_fields::type_,
            custom_fields::options,
        ))
        .load(work.conn())?;
    let field = |(id, key, label, type_, options): Line| {
        Some(Added {
            custom: Custom::of_type(id, &type_)?,
            key,
            label,
            options: serde_json::from_value(options).unwrap_or_default(),
        })
    };
    Ok(found.into_iter().filter_map(field).collect())
}
