//! Projects with the people assigned.

use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Date, Integer, Nullable, Text, Timestamptz};
use uuid::Uuid;

use super::beside::{Content, Searchable};
use super::clients::{NewAddresses, address};
use super::{CHUNK, Ctx};
use crate::db::{Work, sql};
use crate::imports::draft::{ProjectDraft, ProjectIndex, ProjectState};
use crate::refusal::Refused;
use crate::register::MadeRows;
use crate::values::dates::Precision;

type SqlUuid = diesel::sql_types::Uuid;
type Texts = Array<Nullable<Text>>;
type Ids = Array<Nullable<SqlUuid>>;
type Kopecks = Array<Nullable<BigInt>>;

/// What the register does not show of a project.
#[derive(Default)]
struct Rows {
    addresses: Vec<Option<Uuid>>,
    custom: Vec<Option<String>>,
    sources: Vec<Option<String>>,
}

#[derive(Default)]
struct Assigned {
    projects: Vec<Uuid>,
    users: Vec<Uuid>,
    positions: Vec<i32>,
}

/// Some projects ready to be written, with what hangs on them.
#[derive(Default)]
pub(super) struct Batch {
    addresses: NewAddresses,
    rows: Rows,
    pub shown: MadeRows,
    assigned: Assigned,
    pub search: Searchable,
}

impl Batch {
    /// Projects from `at` on: those that are new, numbered in their order; the others are only named.
    pub fn build(ctx: &mut Ctx<'_>, at: usize) -> Batch {
        let mut batch = Batch::default();
        let draft = ctx.draft;
        for (i, project) in draft.projects.iter().enumerate().skip(at).take(CHUNK) {
            let id = project.existing.unwrap_or_else(Uuid::now_v7);
            ctx.projects.push(id);
            ctx.project_is_new.push(project.existing.is_none());
            if project.existing.is_some() {
                continue;
            }
            let address = address(ctx, &project.address, &mut batch.addresses);
            batch.rows.addresses.push(address);
            let number = ctx.next_number();
            batch.shown.number_values.push(number.0);
            batch.shown.numbers.push(number.1);
            batch.push_people(ctx, project, id);
            batch.push_references(ctx, project);
            batch.push_values(ctx, project, id);
            let index = ProjectIndex(i as u32);
            batch.rows.custom.push(Some(ctx.custom_of_project(index)));
            batch
                .rows
                .sources
                .push(super::kept::source_rows(&project.sources));
            if project.state != Some(ProjectState::Deleted) {
                batch.search.ids.push(id);
                batch.search.contents.push(batch.searched());
            }
        }
        batch
    }

    /// What search finds of the last project, as the register makes it of stored rows.
    fn searched(&self) -> String {
        let (shown, last) = (&self.shown, self.shown.ids.len() - 1);
        let mut content = Content::default();
        content.add(Some(&shown.numbers[last]));
        content.add(Some(&shown.names[last]));
        content.add(Some(&shown.client_names[last]));
        content.add(Some(&shown.client_inns[last]));
        content.add(Some(
            shown.descriptions[last].as_deref().unwrap_or_default(),
        ));
        content.done()
    }

    fn push_people(&mut self, ctx: &Ctx<'_>, project: &ProjectDraft, id: Uuid) {
        let mut people: Vec<Uuid> = Vec::new();
        for user in project.people.iter().filter_map(|w| ctx.word(Some(*w))) {
            if !people.contains(&user) {
                people.push(user);
            }
        }
        self.shown.leads.push(people.first().copied());
        self.shown.people_counts.push(people.len() as i32);
        for (position, user) in people.into_iter().enumerate() {
            self.assigned.projects.push(id);
            self.assigned.users.push(user);
            self.assigned.positions.push(position as i32 + 1);
        }
    }

    fn push_references(&mut self, ctx: &Ctx<'_>, project: &ProjectDraft) {
        let (name, inn) = project
            .client
            .map(|c| ctx.client_shown(c))
            .unwrap_or_default();
        self.shown
            .clients
            .push(project.client.map(|c| ctx.clients[c.0 as usize]));
        self.shown.client_names.push(name);
        self.shown.client_inns.push(inn);
        self.shown.industries.push(ctx.word(project.industry));
        self.shown
            .districts
            .push(ctx.word(project.address.district));
    }

    fn push_values(&mut self, ctx: &Ctx<'_>, project: &ProjectDraft, id: Uuid) {
        let amount = |k: Option<i64>| k.filter(|k| *k >= 0);
        let shown = &mut self.shown;
        shown.ids.push(id);
        shown.names.push(
            ctx.text(project.name)
                .unwrap_or_else(|| "—".to_owned())
                .chars()
                .take(2000)
                .collect(),
        );
        shown.own.push(amount(project.own));
        shown.requested.push(amount(project.requested));
        shown.total.push(amount(project.total));
        shown.tax.push(amount(project.taxes));
        let jobs = project.jobs.filter(|n| (0..=1_000_000).contains(n));
        shown.jobs.push(jobs.map(|n| n as i32));
        shown.descriptions.push(ctx.text(project.description));
        shown.dates.push(project.application_date.map(|d| d.date));
        let precision = project
            .application_date
            .map_or(Precision::Day, |d| d.precision);
        shown.precisions.push(precision_word(precision));
        // Without a state the file says nothing, and an application begins incomplete.
        let state = project.state.unwrap_or(ProjectState::ApplicationShort);
        shown.states.push(state.key());
        shown.unread.push(ctx.unread(&project.notes, unread_name));
    }

    /// Writes them, the register's copies included.
    pub fn write(&self, work: &mut Work, import: Uuid) -> Result<(), Refused> {
        self.addresses.write(work)?;
        if !self.shown.ids.is_empty() {
            insert(work, import, &self.rows, &self.shown)?;
            super::kept::made(work, import, "project", &self.shown.ids)?;
        }
        insert_people(work, &self.assigned)
    }
}

fn precision_word(precision: Precision) -> &'static str {
    match precision {
        Precision::Day => "day",
        Precision::Month => "month",
        Precision::Quarter => "quarter",
        Precision::Year => "year",
    }
}

/// Names of the draft's fields in the register.
fn unread_name(key: &str) -> &str {
    match key {
        "taxes" => "tax",
        "application_date" => "date",
        "responsible" => "lead",
        other => other,
    }
}

fn insert(work: &mut Work, import: Uuid, rows: &Rows, shown: &MadeRows) -> Result<(), Refused> {
    let (organization, now) = (work.organization(), work.now());
    sql("INSERT INTO projects (organization_id, import_id, state_changed_at, id, number_value, number, client_id, \
            name, industry_id, address_id, own_amount, requested_amount, total_amount, tax_amount, jobs, \
            description, application_date, application_date_precision, state, lead_id, custom, unread, source_rows) \
         SELECT $1, $2, $3, x.id, x.value, x.number, x.client, x.name, x.industry, x.address, \
            x.own / 100.0, x.requested / 100.0, x.total / 100.0, x.tax / 100.0, x.jobs, x.description, x.date, \
            x.precision, x.state, x.lead, x.custom::jsonb, x.unread::jsonb, x.sources::bigint[] \
         FROM unnest($4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23) \
            AS x (id, value, number, client, name, industry, address, own, requested, total, tax, jobs, \
                  description, date, precision, state, lead, custom, unread, sources)")
        .bind::<SqlUuid, _>(organization)
        .bind::<SqlUuid, _>(import)
        .bind::<Timestamptz, _>(now)
        .bind::<Array<SqlUuid>, _>(&shown.ids)
        .bind::<Array<BigInt>, _>(&shown.number_values)
        .bind::<Array<Text>, _>(&shown.numbers)
        .bind::<Ids, _>(&shown.clients)
        .bind::<Array<Text>, _>(&shown.names)
        .bind::<Ids, _>(&shown.industries)
        .bind::<Ids, _>(&rows.addresses)
        .bind::<Kopecks, _>(&shown.own)
        .bind::<Kopecks, _>(&shown.requested)
        .bind::<Kopecks, _>(&shown.total)
        .bind::<Kopecks, _>(&shown.tax)
        .bind::<Array<Nullable<Integer>>, _>(&shown.jobs)
        .bind::<Texts, _>(&shown.descriptions)
        .bind::<Array<Nullable<Date>>, _>(&shown.dates)
        .bind::<Array<Text>, _>(&shown.precisions)
        .bind::<Array<Text>, _>(&shown.states)
        .bind::<Ids, _>(&shown.leads)
        .bind::<Texts, _>(&rows.custom)
        .bind::<Array<Text>, _>(&shown.unread)
        .bind::<Texts, _>(&rows.sources)
        .execute(work.conn())?;
    Ok(())
}

fn insert_people(work: &mut Work, rows: &Assigned) -> Result<(), Refused> {
    if rows.projects.is_empty() {
        return Ok(());
    }
    let organization = work.organization();
    sql(
        "INSERT INTO project_people (organization_id, project_id, user_id, position) \
         SELECT $1, x.* FROM unnest($2, $3, $4) AS x",
    )
    .bind::<SqlUuid, _>(organization)
    .bind::<Array<SqlUuid>, _>(&rows.projects)
    .bind::<Array<SqlUuid>, _>(&rows.users)
    .bind::<Array<Integer>, _>(&rows.positions)
    .execute(work.conn())?;
    Ok(())
}
