//! Several imports of one organization at the same time, by several processes.

use std::thread;
use std::time::Duration;

use invest_crm::db::jobs;
use invest_crm::imports::worker;

use super::{app_with_worker, bring, text, wait_until_done};
use crate::support::TestApp;
use crate::support::runtime::eventually;

/// Companies with a project each; the same ones whichever file names them.
fn table(projects: &str) -> String {
    let mut csv = String::from("Клиент;ИНН;Проект;Стоимость;Телефон;Почта\n");
    for (name, inn) in [
        ("Кедр", "6599711017"),
        ("Ель", "6599711024"),
        ("Сосна", "6599711031"),
    ] {
        csv += &format!(
            "ООО «{name}»;{inn};{projects} {name};7000000;8 (4242) 00-11-22;office@{inn}.example\n"
        );
    }
    csv
}

/// What waits is done by two processes at once.
fn work_in_two_processes(app: &TestApp) {
    let beside = app.beside();
    let run = |state: &invest_crm::app::State| {
        // The file lies where the first process keeps it.
        while let Some(job) = jobs::take(&state.db, &worker::KINDS).expect("jobs") {
            worker::run(&state.db, &app.state.store, &job);
        }
    };
    thread::scope(|scope| {
        scope.spawn(|| run(&app.state));
        scope.spawn(|| run(&beside.state));
    });
}

#[test]
fn two_imports_at_once_make_each_client_once() {
    let app = TestApp::start();
    let (head, admin) = (app.as_manager(), app.as_admin());
    let addresses = [(&head, "Цех"), (&admin, "Склад")].map(|(who, projects)| {
        let answer = bring(who, "реестр.csv", table(projects).into_bytes()).expect(303);
        answer.location().to_owned()
    });
    work_in_two_processes(&app);
    for address in &addresses {
        head.post(&format!("{address}/write"), &[]).expect(303);
    }
    work_in_two_processes(&app);
    for address in &addresses {
        assert!(head.get(address).text().contains("Загружено"));
    }
    let found = text(
        &app,
        "SELECT concat_ws(' ', count(*), count(DISTINCT inn)) AS text FROM clients WHERE inn LIKE '6599711%'",
    );
    assert_eq!(found, "3 3", "no client is made twice");
    let projects = text(
        &app,
        "SELECT count(*)::text AS text FROM projects p JOIN clients c ON c.id = p.client_id WHERE c.inn LIKE '6599711%'",
    );
    assert_eq!(projects, "6");
}

#[test]
fn one_file_brought_by_two_people_at_once_adds_its_rows_once() {
    let app = TestApp::start();
    let addresses = [app.as_manager(), app.as_admin()].map(|who| {
        let answer = bring(&who, "реестр.csv", table("Цех").into_bytes()).expect(303);
        answer.location().to_owned()
    });
    work_in_two_processes(&app);
    for address in &addresses {
        app.as_manager()
            .post(&format!("{address}/write"), &[])
            .expect(303);
    }
    work_in_two_processes(&app);
    let rows = "SELECT concat_ws(' ', (SELECT count(*) FROM clients WHERE import_id IS NOT NULL), \
        (SELECT count(*) FROM projects WHERE import_id IS NOT NULL), \
        (SELECT count(*) FROM contacts WHERE import_id IS NOT NULL)) AS text";
    assert_eq!(text(&app, rows), "3 3 3");
}

#[test]
fn people_to_talk_to_are_counted_found_and_gone_with_the_undo() {
    let app = app_with_worker();
    let head = app.as_manager();
    let counted = "SELECT concat_ws(' ', (SELECT count(*) FROM contacts), \
        (SELECT coalesce(sum(n), 0) FROM contact_totals)) AS text";
    let before = text(&app, counted);
    let answer = bring(&head, "реестр.csv", table("Цех").into_bytes()).expect(303);
    let address = answer.location().to_owned();
    wait_until_done(&head, &address);
    head.post(&format!("{address}/write"), &[]).expect(303);
    wait_until_done(&head, &address);
    let after = text(&app, counted);
    let (there, said) = after.split_once(' ').expect("two numbers");
    assert_eq!(there, said, "every contact counts");
    assert_ne!(after, before);
    let found =
        "SELECT count(*)::text AS text FROM search_find('contact', ARRAY['%office@6599711024%'])";
    assert_eq!(text(&app, found), "1");
    head.post(&format!("{address}/undo"), &[]).expect(303);
    wait_until_done(&head, &address);
    assert_eq!(text(&app, counted), before);
    assert_eq!(text(&app, found), "0");
}

#[test]
fn what_people_hung_on_a_record_keeps_it_from_the_undo() {
    let app = app_with_worker();
    let head = app.as_manager();
    let answer = bring(&head, "реестр.csv", table("Цех").into_bytes()).expect(303);
    let address = answer.location().to_owned();
    wait_until_done(&head, &address);
    head.post(&format!("{address}/write"), &[]).expect(303);
    wait_until_done(&head, &address);
    app.in_agency(|work| {
        use diesel::prelude::*;
        for statement in [
            "INSERT INTO tasks (organization_id, id, project_id, title, assignee_id) \
             SELECT p.organization_id, gen_random_uuid(), p.id, 'Позвонить', i.made_by \
             FROM projects p JOIN imports i ON i.id = p.import_id WHERE p.name = 'Цех Кедр'",
            "INSERT INTO deals (organization_id, id, contact_id, owner_id, title, amount, currency) \
             SELECT k.organization_id, gen_random_uuid(), k.id, k.owner_id, 'Договор', 1, 'RUB' \
             FROM contacts k JOIN clients c ON c.id = k.client_id WHERE c.inn = '6599711024'",
        ] {
            invest_crm::db::sql(statement)
                .execute(work.conn())
                .expect("the row goes in");
        }
    });
    head.post(&format!("{address}/undo"), &[]).expect(303);
    let page = wait_until_done(&head, &address);
    assert!(page.contains("люди успели это изменить"), "it is said");
    let left = text(
        &app,
        "SELECT inn AS text FROM clients WHERE inn LIKE '6599711%' ORDER BY inn",
    );
    assert_eq!(left, "6599711017|6599711024");
}

#[test]
fn a_writing_that_is_stopped_in_the_middle_ends_soon_and_leaves_nothing() {
    let app = app_with_worker();
    let head = app.as_manager();
    let mut csv = String::from("Клиент;Проект;Стоимость;Почта\n");
    for n in 0..3000 {
        csv += &format!("ООО «Завод {n}»;Цех {n};7000000;office{n}@zavod.example\n");
    }
    let answer = bring(&head, "заводы.csv", csv.into_bytes()).expect(303);
    let address = answer.location().to_owned();
    wait_until_done(&head, &address);
    head.post(&format!("{address}/write"), &[]).expect(303);
    let progress = "SELECT progress::text AS text FROM imports";
    eventually("rows are written", Duration::from_secs(60), || {
        text(&app, progress).parse().unwrap_or(0) >= 5
    });
    head.post(&format!("{address}/stop"), &[]).expect(303);
    let waiting = "SELECT count(*)::text AS text FROM jobs WHERE kind LIKE 'import-%'";
    eventually("the worker is free", Duration::from_secs(5), || {
        text(&app, waiting) == "0"
    });
    let rows = "SELECT count(*)::text AS text FROM clients WHERE import_id IS NOT NULL";
    assert_eq!(text(&app, rows), "0");
    assert!(head.get(&address).text().contains("Принять всё и записать"));
}
