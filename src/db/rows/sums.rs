//! Counts and sums of a list by one of its columns, under the same filters.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};

use super::{Filter, Shape};
use crate::db::{DbError, Work, assembled};

type SqlUuid = diesel::sql_types::Uuid;

/// Of one value: how many rows, and the sum as digits.
pub type Sum = (String, i64, String);

impl Shape {
    /// How many rows fit for each value of `by`, and the sum of `of`; both are columns of ours.
    pub fn sums(
        &self,
        work: &mut Work,
        filter: &Filter,
        by: &'static str,
        of: &'static str,
    ) -> Result<Vec<Sum>, DbError> {
        let organization = work.organization();
        let text = format!(
            "SELECT {by}, count(*), coalesce(sum({of}), 0)::text {}{} GROUP BY {by}",
            self.from(),
            filter.text
        );
        Ok(filter
            .bind(assembled(text).bind::<SqlUuid, _>(organization))
            .by_place::<(Text, BigInt, Text)>()
            .load(work.conn())?)
    }
}
