//! The overview against raw rows: every figure is what the rows give, and opens a list of exactly that.

use std::collections::BTreeMap;

use diesel::connection::SimpleConnection as _;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};
use uuid::Uuid;

use crate::fixtures::agency::GREENHOUSE;
use crate::support::TestApp;
use invest_crm::db::{Aspect, Work, sql};

const PERIOD: &str = "from=2025-01-01&to=2025-12-31";

/// Projects of two years in every state, with and without sums, districts and leads, some granted, some moved.
fn random_rows(app: &TestApp) {
    let fixture = &app.fixture.agency;
    let (district, industry) = (
        fixture.district("Анивский район"),
        fixture.industry("Сельское хозяйство"),
    );
    let person = fixture.people[0].id;
    app.in_agency(|work| {
        let rows = format!(
            "SELECT setseed(0.42); \
             INSERT INTO addresses (organization_id, id, district_id) VALUES (app_org(), '{GREENHOUSE}', '{district}') \
                ON CONFLICT DO NOTHING; \
             INSERT INTO projects (organization_id, id, number_value, number, name, requested_amount, tax_amount, jobs, \
                application_date, state, state_changed_at, industry_id, address_id) \
             SELECT app_org(), gen_random_uuid(), 1000 + g, 'Т-' || g, 'Проект ' || g, \
                CASE WHEN random() > 0.2 THEN round((random() * 90000000)::numeric, 2) END, \
                CASE WHEN random() > 0.4 THEN round((random() * 900000)::numeric, 2) END, \
                CASE WHEN random() > 0.3 THEN (random() * 200)::int END, \
                DATE '2024-01-01' + (random() * 730)::int, \
                (ARRAY['application_short', 'application_full', 'in_commission', 'on_support', 'frozen', 'ended', 'archived'])[1 + g % 7], \
                now() - random() * interval '200 days', \
                CASE WHEN random() > 0.5 THEN '{industry}'::uuid END, CASE WHEN random() > 0.5 THEN '{GREENHOUSE}'::uuid END \
             FROM generate_series(1, 150) g; \
             INSERT INTO project_people (organization_id, project_id, user_id, position) \
             SELECT app_org(), id, '{person}', 1 FROM projects WHERE number_value > 1000 AND number_value % 3 = 0; \
             UPDATE projects SET lead_id = '{person}' WHERE number_value > 1000 AND number_value % 3 = 0; \
             INSERT INTO supports (organization_id, id, project_id, type, amount, unit, date_start, status) \
             SELECT app_org(), gen_random_uuid(), id, 'finance', round((random() * 5000000)::numeric, 2), \
                CASE WHEN number_value % 5 = 0 THEN 'hectares' ELSE 'rub' END, DATE '2025-06-01', \
                CASE WHEN number_value % 2 = 0 THEN 'granted' ELSE 'requested' END \
             FROM projects WHERE number_value > 1000; \
             INSERT INTO changes (organization_id, subject_kind, subject_id, version, field, from_value, to_value, door) \
             SELECT app_org(), 'project', id, 2, 'state', '\"application_full\"', '\"in_commission\"', 'form' \
             FROM projects WHERE number_value > 1000 AND number_value % 4 = 0 AND state = 'application_full'; \
             INSERT INTO changes (organization_id, subject_kind, subject_id, version, field, from_value, to_value, door) \
             SELECT app_org(), 'project', id, 2, 'state', '\"on_support\"', '\"ended\"', 'form' \
             FROM projects WHERE number_value > 1000 AND state = 'ended'"
        );
        work.conn().batch_execute(&rows).expect("rows can be added");
        let ids: Vec<Id> = sql("SELECT id FROM projects WHERE organization_id = app_org() AND number_value > 1000")
            .load(work.conn())
            .expect("they are there");
        for id in ids {
            work.touch_project(id.id, Aspect::Made);
        }
    });
}

#[derive(QueryableByName)]
struct Id {
    #[diesel(sql_type = diesel::sql_types::Uuid)]
    id: Uuid,
}

/// What the raw rows say of one project of the period.
#[derive(QueryableByName)]
struct Raw {
    #[diesel(sql_type = Text)]
    state: String,
    #[diesel(sql_type = BigInt)]
    requested: i64,
    #[diesel(sql_type = BigInt)]
    granted: i64,
    #[diesel(sql_type = BigInt)]
    jobs: i64,
    #[diesel(sql_type = Text)]
    district: String,
    #[diesel(sql_type = Text)]
    moved: String,
}

fn raw(work: &mut Work) -> Vec<Raw> {
    sql("SELECT p.state, coalesce(p.requested_kopecks, 0) AS requested, coalesce(p.jobs, 0)::bigint AS jobs, \
            coalesce((SELECT sum((s.amount * 100)::bigint) FROM supports s WHERE s.project_id = p.id \
                AND s.status IN ('granted', 'ended') AND s.unit = 'rub'), 0)::bigint AS granted, \
            coalesce((SELECT d.name FROM addresses a JOIN directory_entries d ON d.id = a.district_id \
                WHERE a.id = p.address_id), '') AS district, \
            coalesce((SELECT string_agg(concat(c.from_value #>> '{}', ' ', c.to_value #>> '{}'), ' ') FROM changes c \
                WHERE c.subject_id = p.id AND c.field = 'state'), '') AS moved \
         FROM projects p WHERE p.application_date BETWEEN DATE '2025-01-01' AND DATE '2025-12-31' AND p.state <> 'deleted'")
    .load(work.conn())
    .expect("raw rows")
}

fn millions(kopecks: i64) -> String {
    invest_crm::text::formats::millions(invest_crm::text::Locale::Ru, kopecks)
}

/// How far a project came, by its state and its moves.
fn reached(row: &Raw) -> usize {
    let seen = format!("{} {}", row.state, row.moved);
    ["application_full", "in_commission", "on_support"]
        .iter()
        .rposition(|s| seen.split(' ').any(|word| word == *s))
        .map_or(0, |place| place + 1)
}

#[test]
fn every_figure_is_what_the_raw_rows_give() {
    let app = TestApp::start();
    random_rows(&app);
    let rows = app.in_agency(raw);
    let page = app
        .as_manager()
        .get(&format!("/overview?{PERIOD}"))
        .expect(200)
        .page();
    let sum = |of: fn(&Raw) -> i64| rows.iter().map(of).sum::<i64>();
    let big = page.texts(".headline .big");
    assert!(rows.len() > 40, "{}", rows.len());
    assert_eq!(
        big[0],
        format!("{} млн ₽", millions(sum(|r| r.requested))).replace('\u{a0}', " ")
    );
    assert_eq!(
        big[1],
        format!("{} млн ₽", millions(sum(|r| r.granted))).replace('\u{a0}', " ")
    );
    assert_eq!(big[2].replace(' ', ""), sum(|r| r.jobs).to_string());

    let funnel: Vec<usize> = page
        .texts("[aria-labelledby=d-funnel] td:nth-child(2)")
        .iter()
        .map(|n| n.parse().expect("a number"))
        .collect();
    let at_least = |n: usize| rows.iter().filter(|r| reached(r) >= n).count();
    let ended = rows
        .iter()
        .filter(|r| r.state == "ended" && reached(r) == 3);
    assert_eq!(
        funnel,
        [
            rows.len(),
            at_least(1),
            at_least(2),
            at_least(3),
            ended.count()
        ]
    );

    let mut districts: BTreeMap<&str, (usize, i64)> = BTreeMap::new();
    for row in &rows {
        let of = districts.entry(row.district.as_str()).or_default();
        of.0 += 1;
        of.1 += row.requested;
    }
    let shown = page.texts("[aria-labelledby=by-district] tbody tr");
    assert_eq!(shown.len(), districts.len());
    for (name, (n, requested)) in districts {
        let name = if name.is_empty() {
            "Не указано"
        } else {
            name
        };
        let line = format!("{name}{n}{}", millions(requested)).replace('\u{a0}', " ");
        assert!(shown.contains(&line), "{line} in {shown:?}");
    }
}

#[test]
fn every_figure_opens_a_list_of_exactly_that() {
    let app = TestApp::start();
    random_rows(&app);
    let manager = app.as_manager();
    let page = manager
        .get(&format!("/overview?{PERIOD}"))
        .expect(200)
        .page();
    let figures = page.all("a.figure");
    assert!(figures.len() > 15, "{}", figures.len());
    for figure in figures {
        let href = figure.value().attr("href").expect("a list");
        let shown: String = figure.text().collect();
        let list = manager.get(href).expect(200).page();
        let n = list.attribute("#list-count", "data-n").expect("a count");
        assert_eq!(n, shown.replace('\u{a0}', ""), "{href}");
        let rows: i64 = n.parse().expect("a number");
        assert_eq!(list.all("tbody tr").len() as i64, rows.min(100), "{href}");
        if let Some(sum) = figure.value().attr("data-sum") {
            let sums = list.text(".list-sums");
            let sum = format!("Запрошено поддержки: {sum}").replace('\u{a0}', " ");
            assert!(
                sums.replace('\u{a0}', " ").contains(&sum),
                "{href}: {sums}, {sum}"
            );
        }
    }
}

#[test]
fn another_organization_counts_its_own() {
    let app = TestApp::start();
    random_rows(&app);
    let page = app.as_stranger().get("/overview?period=year").expect(200);
    assert!(!page.text().contains("Анивский"));
}

/// Before the first application of a year its overview would be all zeros.
#[test]
fn without_applications_this_year_the_last_year_that_has_some_is_shown() {
    let app = TestApp::start();
    random_rows(&app);
    app.in_agency(|work| {
        let rows = "UPDATE projects SET application_date = NULL WHERE application_date >= '2026-01-01'; \
             UPDATE project_rows SET application_date = '0001-01-01' WHERE application_date >= '2026-01-01'";
        work.conn().batch_execute(rows).expect("the tables");
    });
    let manager = app.as_manager();
    let head = |address: &str| {
        manager
            .get(address)
            .expect(200)
            .page()
            .text(".page-head .sub")
    };
    assert_eq!(
        head("/overview").replace('\u{a0}', " "),
        "01.01.2025 – 31.12.2025: последний год с заявками"
    );
    // Who asks for this year gets it.
    assert!(!head("/overview?period=year").contains("последний"));
}
