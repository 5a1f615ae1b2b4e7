//! The register's copies of many projects that were just made: their values are at hand, so nothing is read again.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Date, Integer, Nullable, SmallInt, Text};
use uuid::Uuid;

use super::projection::{LEAD_NAME, STATE_RANK, fold};
use crate::db::{Work, sql};
use crate::refusal::Refused;

type SqlUuid = diesel::sql_types::Uuid;
type Ids = Array<Nullable<SqlUuid>>;
type Numbers = Array<Nullable<BigInt>>;

/// Projects as they are about to be written, a list for each value.
#[derive(Debug, Default)]
pub struct MadeRows {
    pub ids: Vec<Uuid>,
    pub number_values: Vec<i64>,
    pub numbers: Vec<String>,
    pub clients: Vec<Option<Uuid>>,
    pub client_names: Vec<String>,
    pub client_inns: Vec<String>,
    pub names: Vec<String>,
    pub states: Vec<&'static str>,
    pub districts: Vec<Option<Uuid>>,
    pub industries: Vec<Option<Uuid>>,
    /// Kopecks, as the three after it.
    pub own: Vec<Option<i64>>,
    pub requested: Vec<Option<i64>>,
    pub total: Vec<Option<i64>>,
    pub tax: Vec<Option<i64>>,
    pub jobs: Vec<Option<i32>>,
    pub dates: Vec<Option<NaiveDate>>,
    pub precisions: Vec<&'static str>,
    pub leads: Vec<Option<Uuid>>,
    pub people_counts: Vec<i32>,
    pub descriptions: Vec<Option<String>>,
    /// Texts that could not be read, as JSON.
    pub unread: Vec<String>,
}

/// Names that copies hold: of districts and industries, and of those who may lead.
#[derive(Debug, Default)]
pub struct Names {
    entries: HashMap<Uuid, String>,
    /// With the hue among the members.
    people: HashMap<Uuid, (String, i16)>,
}

#[derive(QueryableByName)]
struct Named {
    #[diesel(sql_type = SqlUuid)]
    id: Uuid,
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = SmallInt)]
    hue: i16,
}

const ENTRIES: &str = "SELECT id, name, 0::smallint AS hue FROM directory_entries \
    WHERE organization_id = $1 AND kind IN ('district', 'industry')";
const PEOPLE: &str = const_format::concatcp!(
    "SELECT m.user_id AS id, ",
    LEAD_NAME,
    " AS name, m.hue FROM memberships m JOIN users u ON u.id = m.user_id WHERE m.organization_id = $1"
);

impl Names {
    /// Those of the organization, as they are now.
    pub fn read(work: &mut Work) -> Result<Names, Refused> {
        let organization = work.organization();
        let mut of = |text: &'static str| -> Result<Vec<Named>, Refused> {
            Ok(sql(text)
                .bind::<SqlUuid, _>(organization)
                .load(work.conn())?)
        };
        Ok(Names {
            entries: of(ENTRIES)?.into_iter().map(|e| (e.id, e.name)).collect(),
            people: of(PEOPLE)?
                .into_iter()
                .map(|p| (p.id, (p.name, p.hue)))
                .collect(),
        })
    }

    fn entry(&self, id: &Option<Uuid>) -> &str {
        id.and_then(|id| self.entries.get(&id))
            .map_or("", String::as_str)
    }

    /// Name and hue; those of nobody where nobody leads.
    fn lead(&self, id: &Option<Uuid>) -> (&str, i16) {
        id.and_then(|id| self.people.get(&id))
            .map_or(("", 9), |(name, hue)| (name, *hue))
    }
}

const ADD: &str = const_format::concatcp!(
    "INSERT INTO project_rows (organization_id, project_id, version, number_value, number, \
     client_id, client_name, client_inn, name, state, state_rank, state_changed_at, district_id, district, \
     industry_id, industry, own_kopecks, requested_kopecks, total_kopecks, tax_kopecks, jobs, \
     application_date, application_date_precision, lead_id, lead_name, lead_hue, people_count, description, unread, \
     updated_at) \
     SELECT $1, p.id, 1, p.value, p.number, p.client, p.client_name, p.inn, p.name, p.state, ",
    STATE_RANK,
    ", $2, p.district_id, p.district, p.industry_id, p.industry, coalesce(p.own, -1), coalesce(p.requested, -1), \
     coalesce(p.total, -1), coalesce(p.tax, -1), coalesce(p.jobs, -1), coalesce(p.date, DATE '0001-01-01'), \
     p.precision, p.lead, p.lead_name, p.hue, p.people, coalesce(p.description, ''), p.unread::jsonb, now() \
     FROM unnest($3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, \
        $24, $25, $26, $27) AS p (id, value, number, client, client_name, inn, name, state, district_id, district, \
        industry_id, industry, own, requested, total, tax, jobs, date, precision, lead, lead_name, hue, people, \
        description, unread) WHERE p.state <> 'deleted'"
);

/// Copies projects that this work has just made; the register knows nothing of deleted ones.
pub fn add_made(work: &mut Work, names: &Names, rows: &MadeRows) -> Result<(), Refused> {
    let (organization, now) = (work.organization(), work.now());
    let entries = |ids: &'_ [Option<Uuid>]| -> Vec<String> {
        ids.iter().map(|id| names.entry(id).to_owned()).collect()
    };
    let leads = rows.leads.iter().map(|id| names.lead(id));
    let (lead_names, hues): (Vec<&str>, Vec<i16>) = leads.unzip();
    sql(ADD)
        .bind::<SqlUuid, _>(organization)
        .bind::<diesel::sql_types::Timestamptz, _>(now)
        .bind::<Array<SqlUuid>, _>(&rows.ids)
        .bind::<Array<BigInt>, _>(&rows.number_values)
        .bind::<Array<Text>, _>(&rows.numbers)
        .bind::<Ids, _>(&rows.clients)
        .bind::<Array<Text>, _>(&rows.client_names)
        .bind::<Array<Text>, _>(&rows.client_inns)
        .bind::<Array<Text>, _>(&rows.names)
        .bind::<Array<Text>, _>(&rows.states)
        .bind::<Ids, _>(&rows.districts)
        .bind::<Array<Text>, _>(entries(&rows.districts))
        .bind::<Ids, _>(&rows.industries)
        .bind::<Array<Text>, _>(entries(&rows.industries))
        .bind::<Numbers, _>(&rows.own)
        .bind::<Numbers, _>(&rows.requested)
        .bind::<Numbers, _>(&rows.total)
        .bind::<Numbers, _>(&rows.tax)
        .bind::<Array<Nullable<Integer>>, _>(&rows.jobs)
        .bind::<Array<Nullable<Date>>, _>(&rows.dates)
        .bind::<Array<Text>, _>(&rows.precisions)
        .bind::<Ids, _>(&rows.leads)
        .bind::<Array<Text>, _>(lead_names)
        .bind::<Array<SmallInt>, _>(hues)
        .bind::<Array<Integer>, _>(&rows.people_counts)
        .bind::<Array<Nullable<Text>>, _>(&rows.descriptions)
        .bind::<Array<Text>, _>(&rows.unread)
        .execute(work.conn())?;
    Ok(())
}

/// Number of projects, kopecks requested and jobs by state.
pub type Counted = BTreeMap<&'static str, [i64; 3]>;

impl MadeRows {
    /// Adds what these rows come to.
    pub fn count_into(&self, counted: &mut Counted) {
        for (n, state) in self.states.iter().enumerate() {
            let requested = self.requested.get(n).copied().flatten().unwrap_or(0);
            let jobs = self.jobs.get(n).copied().flatten().unwrap_or(0);
            let sums = counted.entry(state).or_default();
            sums[0] += 1;
            sums[1] += requested;
            sums[2] += i64::from(jobs);
        }
    }
}

/// Adds to the counters: so many projects of each state were made, with these sums.
pub fn count_made(work: &mut Work, made: &Counted) -> Result<(), Refused> {
    let organization = work.organization();
    let of = |place: usize| made.values().map(|sums| sums[place]).collect::<Vec<i64>>();
    sql(
        "INSERT INTO project_counts (organization_id, id, state, n, requested, jobs) \
         SELECT $1, gen_random_uuid(), x.state, x.n, x.requested, x.jobs \
         FROM unnest($2, $3, $4, $5) AS x (state, n, requested, jobs) WHERE x.state <> 'deleted'",
    )
    .bind::<SqlUuid, _>(organization)
    .bind::<Array<Text>, _>(made.keys().copied().collect::<Vec<_>>())
    .bind::<Array<BigInt>, _>(of(0))
    .bind::<Array<BigInt>, _>(of(1))
    .bind::<Array<BigInt>, _>(of(2))
    .execute(work.conn())?;
    fold(work)
}
