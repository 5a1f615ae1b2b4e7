//! Projects with the people assigned.

use chrono::NaiveDate;
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Date, Integer, Nullable, Text, Timestamptz};
use uuid::Uuid;

use super::clients::{NewAddresses, address};
use super::{CHUNK, Ctx};
use crate::db::{Aspect, Work, sql};
use crate::imports::draft::{ProjectDraft, ProjectIndex, ProjectState};
use crate::projects::take_numbers;
use crate::refusal::Refused;
use crate::values::dates::Precision;

type SqlUuid = diesel::sql_types::Uuid;
type Texts = Array<Nullable<Text>>;
type Ids = Array<Nullable<SqlUuid>>;
type Kopecks = Array<Nullable<BigInt>>;

#[derive(Default)]
struct Rows {
    ids: Vec<Uuid>,
    number_values: Vec<i64>,
    numbers: Vec<Option<String>>,
    clients: Vec<Option<Uuid>>,
    names: Vec<Option<String>>,
    industries: Vec<Option<Uuid>>,
    addresses: Vec<Option<Uuid>>,
    own: Vec<Option<i64>>,
    requested: Vec<Option<i64>>,
    total: Vec<Option<i64>>,
    tax: Vec<Option<i64>>,
    jobs: Vec<Option<i32>>,
    descriptions: Vec<Option<String>>,
    dates: Vec<Option<NaiveDate>>,
    precisions: Vec<Option<String>>,
    states: Vec<Option<String>>,
    leads: Vec<Option<Uuid>>,
    custom: Vec<Option<String>>,
    unread: Vec<Option<String>>,
}

#[derive(Default)]
struct Assigned {
    projects: Vec<Uuid>,
    users: Vec<Uuid>,
    positions: Vec<i32>,
}

/// Writes the projects that are new; the others are only named.
pub fn write(work: &mut Work, ctx: &mut Ctx<'_>) -> Result<(), Refused> {
    let draft = ctx.draft;
    let new = draft
        .projects
        .iter()
        .filter(|p| p.existing.is_none())
        .count();
    let (mut number, prefix) = take_numbers(work, new as i64)?;
    for (at, chunk) in draft.projects.chunks(CHUNK).enumerate() {
        let (mut rows, mut assigned) = (Rows::default(), Assigned::default());
        let mut new_addresses = NewAddresses::default();
        for (i, project) in chunk.iter().enumerate() {
            let index = ProjectIndex((at * CHUNK + i) as u32);
            let id = project.existing.unwrap_or_else(Uuid::now_v7);
            ctx.projects.push(id);
            ctx.project_is_new.push(project.existing.is_none());
            if project.existing.is_some() {
                continue;
            }
            let address = address(ctx, &project.address, &mut new_addresses);
            rows.number_values.push(number);
            rows.numbers.push(Some(format!("{prefix}{number:04}")));
            number += 1;
            push_people(ctx, &mut rows, &mut assigned, project, id);
            push_project(ctx, &mut rows, index, project, id, address);
        }
        new_addresses.write(work)?;
        insert(work, ctx.import, rows)?;
        insert_people(work, assigned)?;
    }
    Ok(())
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

fn push_people(
    ctx: &Ctx<'_>,
    rows: &mut Rows,
    assigned: &mut Assigned,
    project: &ProjectDraft,
    id: Uuid,
) {
    let mut people: Vec<Uuid> = Vec::new();
    for user in project.people.iter().filter_map(|w| ctx.word(Some(*w))) {
        if !people.contains(&user) {
            people.push(user);
        }
    }
    rows.leads.push(people.first().copied());
    for (position, user) in people.into_iter().enumerate() {
        assigned.projects.push(id);
        assigned.users.push(user);
        assigned.positions.push(position as i32 + 1);
    }
}

fn push_project(
    ctx: &Ctx<'_>,
    rows: &mut Rows,
    index: ProjectIndex,
    project: &ProjectDraft,
    id: Uuid,
    address: Option<Uuid>,
) {
    let amount = |k: Option<i64>| k.filter(|k| *k >= 0);
    let name: String = ctx
        .text(project.name)
        .unwrap_or_else(|| "—".to_owned())
        .chars()
        .take(2000)
        .collect();
    rows.ids.push(id);
    rows.clients
        .push(project.client.map(|c| ctx.clients[c.0 as usize]));
    rows.names.push(Some(name));
    rows.industries.push(ctx.word(project.industry));
    rows.addresses.push(address);
    rows.own.push(amount(project.own));
    rows.requested.push(amount(project.requested));
    rows.total.push(amount(project.total));
    rows.tax.push(amount(project.taxes));
    rows.jobs.push(
        project
            .jobs
            .filter(|n| (0..=1_000_000).contains(n))
            .and_then(|n| i32::try_from(n).ok()),
    );
    rows.descriptions.push(ctx.text(project.description));
    rows.dates.push(project.application_date.map(|d| d.date));
    rows.precisions.push(Some(
        match project
            .application_date
            .map_or(Precision::Day, |d| d.precision)
        {
            Precision::Day => "day",
            Precision::Month => "month",
            Precision::Quarter => "quarter",
            Precision::Year => "year",
        }
        .to_owned(),
    ));
    // Without a state the file says nothing, and an application begins incomplete.
    let state = project.state.unwrap_or(ProjectState::ApplicationShort);
    rows.states.push(Some(state.key().to_owned()));
    rows.custom.push(Some(ctx.custom_of_project(index)));
    rows.unread
        .push(Some(ctx.unread(&project.notes, unread_name)));
}

fn insert(work: &mut Work, import: Uuid, rows: Rows) -> Result<(), Refused> {
    if rows.ids.is_empty() {
        return Ok(());
    }
    let (organization, now, ids) = (work.organization(), work.now(), rows.ids.clone());
    sql("INSERT INTO projects (organization_id, import_id, state_changed_at, id, number_value, number, client_id, \
            name, industry_id, address_id, own_amount, requested_amount, total_amount, tax_amount, jobs, \
            description, application_date, application_date_precision, state, lead_id, custom, unread) \
         SELECT $1, $2, $3, x.id, x.value, x.number, x.client, x.name, x.industry, x.address, \
            x.own / 100.0, x.requested / 100.0, x.total / 100.0, x.tax / 100.0, x.jobs, x.description, x.date, \
            x.precision, x.state, x.lead, x.custom::jsonb, x.unread::jsonb \
         FROM unnest($4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22) \
            AS x (id, value, number, client, name, industry, address, own, requested, total, tax, jobs, \
                  description, date, precision, state, lead, custom, unread)")
        .bind::<SqlUuid, _>(organization)
        .bind::<SqlUuid, _>(import)
        .bind::<Timestamptz, _>(now)
        .bind::<Array<SqlUuid>, _>(rows.ids)
        .bind::<Array<BigInt>, _>(rows.number_values)
        .bind::<Texts, _>(rows.numbers)
        .bind::<Ids, _>(rows.clients)
        .bind::<Texts, _>(rows.names)
        .bind::<Ids, _>(rows.industries)
        .bind::<Ids, _>(rows.addresses)
        .bind::<Kopecks, _>(rows.own)
        .bind::<Kopecks, _>(rows.requested)
        .bind::<Kopecks, _>(rows.total)
        .bind::<Kopecks, _>(rows.tax)
        .bind::<Array<Nullable<Integer>>, _>(rows.jobs)
        .bind::<Texts, _>(rows.descriptions)
        .bind::<Array<Nullable<Date>>, _>(rows.dates)
        .bind::<Texts, _>(rows.precisions)
        .bind::<Texts, _>(rows.states)
        .bind::<Ids, _>(rows.leads)
        .bind::<Texts, _>(rows.custom)
        .bind::<Texts, _>(rows.unread)
        .execute(work.conn())?;
    super::kept::made(work, import, "project", &ids)?;
    for id in ids {
        work.touch_project(id, Aspect::Made);
    }
    Ok(())
}

fn insert_people(work: &mut Work, rows: Assigned) -> Result<(), Refused> {
    if rows.projects.is_empty() {
        return Ok(());
    }
    let organization = work.organization();
    sql(
        "INSERT INTO project_people (organization_id, project_id, user_id, position) \
         SELECT $1, x.* FROM unnest($2, $3, $4) AS x",
    )
    .bind::<SqlUuid, _>(organization)
    .bind::<Array<SqlUuid>, _>(rows.projects)
    .bind::<Array<SqlUuid>, _>(rows.users)
    .bind::<Array<Integer>, _>(rows.positions)
    .execute(work.conn())?;
    Ok(())
}
