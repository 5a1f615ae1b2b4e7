//! The figures of the pipeline, which pages and programs show alike.

use std::collections::BTreeMap;

use chrono::{DateTime, Duration, Utc};

use super::figures::{mean, percent};
use super::queries::{self, Group, Wanted};
use crate::db::{DbError, Work};
use crate::deals::{STAGES, STATUSES};

/// Count and sum in hundredths, by status.
pub type ByStatus = BTreeMap<&'static str, (i64, i128)>;

/// Deals of all stages.
pub struct Summary {
    pub by_status: ByStatus,
    /// Made since then, of any status.
    pub new: i64,
    pub since: DateTime<Utc>,
}

impl Summary {
    pub fn total(&self) -> i64 {
        self.by_status.values().map(|(n, _)| n).sum()
    }

    /// Of a status: how many, and the sum.
    pub fn of(&self, status: &str) -> (i64, i128) {
        self.by_status.get(status).copied().unwrap_or_default()
    }

    /// The mean amount of those that were won.
    pub fn won_average(&self) -> Option<String> {
        let (n, sum) = self.of("won");
        mean(sum, n)
    }
}

fn by_status(groups: &[Group]) -> ByStatus {
    STATUSES
        .iter()
        .map(|status| {
            let of = groups.iter().filter(|g| g.status == *status);
            let sums = of.fold((0, 0), |(n, sum), g| {
                (
                    n + g.n,
                    sum + g.hundredths.parse::<i128>().unwrap_or_default(),
                )
            });
            (*status, sums)
        })
        .collect()
}

/// The summary of these deals, and how many were made in the last days.
pub fn summary_of(work: &mut Work, wanted: &Wanted, days: i64) -> Result<Summary, DbError> {
    let since = work.now() - Duration::days(days);
    let since = wanted.created_after.map_or(since, |after| after.max(since));
    let fresh = Wanted {
        statuses: Vec::new(),
        currency: wanted.currency.clone(),
        created_after: Some(since),
    };
    Ok(Summary {
        by_status: by_status(&queries::by_status(work, wanted)?),
        new: queries::by_status(work, &fresh)?.iter().map(|g| g.n).sum(),
        since,
    })
}

/// Deals of one stage.
pub struct OfStage {
    pub stage: &'static str,
    pub by_status: BTreeMap<&'static str, i64>,
}

impl OfStage {
    pub fn total(&self) -> i64 {
        self.by_status.values().sum()
    }
}

/// Deals by the stage that they are in now.
pub struct Funnel {
    pub stages: Vec<OfStage>,
}

impl Funnel {
    /// How many stand at this stage or beyond.
    pub fn beyond(&self, i: usize) -> i64 {
        self.stages.iter().skip(i).map(OfStage::total).sum()
    }

    /// How many of those at the stage before or beyond came to this one, in percent.
    pub fn conversion(&self, i: usize) -> Option<String> {
        percent(self.beyond(i), self.beyond(i.checked_sub(1)?))
    }
}

/// The funnel of these deals.
pub fn funnel_of(work: &mut Work, wanted: &Wanted) -> Result<Funnel, DbError> {
    let groups = queries::by_stage(work, wanted)?;
    let stages = STAGES
        .iter()
        .map(|stage| {
            let of: Vec<Group> = groups
                .iter()
                .filter(|g| g.stage == *stage)
                .cloned()
                .collect();
            let counts = by_status(&of).into_iter().map(|(s, (n, _))| (s, n));
            OfStage {
                stage,
                by_status: counts.collect(),
            }
        })
        .collect();
    Ok(Funnel { stages })
}
