//! What was: the page that missed nothing, each field's history, a value put back, the project as of a day.

use std::time::Duration;

use invest_crm::db::Announcement;

use crate::fixtures::agency::{
    COLD_STORE, COMPANY, GREENHOUSE, HATCHERY, HOTEL, IDEA, THEIR_PROJECT,
};
use crate::support::sql::{connect, run};
use crate::support::{Caller, TestApp};

fn set(caller: &Caller, field: &str, value: &str) {
    let page = caller
        .get(&format!("/projects/{GREENHOUSE}?edit={field}"))
        .expect(200)
        .page();
    let path = format!("/projects/{GREENHOUSE}/fields/{field}");
    let form = page.form(&path).with("value", value);
    caller.post(&path, &form.pairs()).expect(303);
}

#[test]
fn what_changes_between_the_rendering_of_a_card_and_its_stream_is_not_missed() {
    let app = TestApp::start();
    let viewer = app.as_viewer();
    for card in [
        format!("/projects/{GREENHOUSE}"),
        format!("/clients/{COMPANY}"),
    ] {
        let page = viewer.get(&card).expect(200).page();
        let mark = page
            .attribute("body", "data-live-since")
            .expect("the page says what it was rendered from");
        // A stream of before the change would be told; this one is opened after it.
        let mut other = app.as_admin().follow_live("/live?tab=x");
        set(&app.as_member(), "jobs", &format!("3{}", card.len() % 7));
        other
            .wait_for_event("project_rows", Duration::from_secs(5))
            .expect("it is announced");
        let mut stream = viewer.follow_live(&format!("/live?tab=y&since={mark}"));
        let told = stream.wait_for_event("project_rows", Duration::from_secs(2));
        let told = told.expect("the stream begins where the page was rendered");
        assert_eq!(told["rows"][0][0], GREENHOUSE.to_string());
    }
}

#[test]
fn a_page_of_which_nothing_is_known_any_more_is_asked_to_fetch_itself_again() {
    let app = TestApp::start();
    let mut stream = app
        .as_viewer()
        .follow_live("/live?tab=y&since=0199.1&topics=register");
    assert!(
        stream
            .wait_for_event("resync", Duration::from_secs(2))
            .is_some()
    );
    // And a page that has missed nothing is left alone.
    let page = app.as_viewer().get("/register").expect(200).page();
    let mark = page
        .attribute("body", "data-live-since")
        .expect("it stands in every page");
    let mut quiet = app
        .as_viewer()
        .follow_live(&format!("/live?tab=z&since={mark}"));
    assert!(
        quiet
            .wait_for_event("resync", Duration::from_millis(300))
            .is_none()
    );
    let id = app.fixture.agency.id;
    app.state.db.announce(id, Announcement::ListChanged);
    assert!(
        quiet
            .wait_for_event("list_changed", Duration::from_secs(2))
            .is_some()
    );
}

#[test]
fn a_field_says_who_changed_it_when_from_what_and_by_which_door_and_takes_a_value_back() {
    let app = TestApp::start();
    let (member, manager) = (app.as_member(), app.as_manager());
    set(&member, "jobs", "30");
    let cell = [
        ("value", "45"),
        ("base", "30"),
        ("version", "3"),
        ("tab", "m"),
    ];
    manager
        .post(&format!("/register/cells/{GREENHOUSE}/jobs"), &cell)
        .expect(200);
    let address = format!("/projects/{GREENHOUSE}/fields/jobs/history");
    let card = member.get(&format!("/projects/{GREENHOUSE}")).page();
    assert!(
        card.attributes("#fact-jobs a", "href").contains(&address),
        "the fact leads to its history"
    );
    let page = member.get(&address).expect(200).page();
    let text = page.text(".timeline");
    for part in [
        "24 30",
        "30 45",
        "в форме",
        "в реестре",
        "Ветрова",
        "Сейчас:45",
    ] {
        let whole = page.text("main");
        assert!(
            whole.contains(part) || text.contains(part),
            "{part}: {whole}"
        );
    }
    // The first value that is known, under the newest that the person saw.
    let entry = page
        .all(".timeline form")
        .into_iter()
        .last()
        .map(crate::support::html::words);
    assert_eq!(entry.as_deref(), Some("Вернуть это значение"));
    let fields = last_form(&page);
    let fields: Vec<(&str, &str)> = fields
        .iter()
        .map(|(n, v)| (n.as_str(), v.as_str()))
        .collect();
    app.as_viewer().post(&address, &fields).expect(403);
    app.as_stranger().post(&address, &fields).expect(404);
    member.post(&address, &fields).expect(303);
    let card = member.get(&format!("/projects/{GREENHOUSE}")).page();
    assert!(card.text("#fact-jobs").contains("24"));
    // The page was of before: now it is a conflict, said on the page as it is.
    let again = member.post(&address, &fields);
    assert_eq!(again.status, 303, "the value is there already");
    manager
        .post(
            &format!("/register/cells/{GREENHOUSE}/jobs"),
            &[("value", "50"), ("base", "24"), ("version", "5")],
        )
        .expect(200);
    member.post(&address, &fields).expect(409);
}

/// Fields of the last form of the list of values.
fn last_form(page: &crate::support::Page) -> Vec<(String, String)> {
    let form = page.all(".timeline form").into_iter().last();
    let form = form.expect("a value can be put back");
    let css = scraper::Selector::parse("input, button[name]").expect("a selector");
    form.select(&css)
        .filter_map(|e| Some((e.attr("name")?.to_owned(), e.attr("value")?.to_owned())))
        .collect()
}

#[test]
fn a_fact_of_a_client_has_its_history_too() {
    let app = TestApp::start();
    let member = app.as_member();
    let path = format!("/clients/{COMPANY}/fields/short_name");
    for name in ["Теплицы-1", "Теплицы-2"] {
        let page = member
            .get(&format!("/clients/{COMPANY}?edit=short_name"))
            .expect(200)
            .page();
        let form = page.form(&path).with("value", name);
        member.post(&path, &form.pairs()).expect(303);
    }
    let address = format!("{path}/history");
    let page = member.get(&address).expect(200).page();
    assert!(page.text(".timeline").contains("Теплицы-1 Теплицы-2"));
    let fields = last_form(&page);
    let fields: Vec<(&str, &str)> = fields
        .iter()
        .map(|(n, v)| (n.as_str(), v.as_str()))
        .collect();
    member.post(&address, &fields).expect(303);
    let card = member.get(&format!("/clients/{COMPANY}")).page();
    let name = card.text("#fact-short_name");
    assert!(!name.contains("Теплицы-"), "{name}");
}

#[test]
fn a_project_is_shown_as_it_was_at_the_end_of_a_day() {
    let app = TestApp::start();
    let member = app.as_member();
    set(&member, "jobs", "30");
    // The change was made today; the project three days ago.
    let mut owner = connect(&app.database.owner_url);
    let organization = app.fixture.agency.id;
    run(
        &mut owner,
        &format!(
            "SET app.organization_id = '{organization}'; \
             UPDATE projects SET created_at = now() - interval '3 days' WHERE id = '{GREENHOUSE}'; \
             UPDATE changes SET at = now() - interval '3 days' WHERE subject_id = '{GREENHOUSE}' AND version < 3"
        ),
    );
    let today = chrono::Utc::now()
        .with_timezone(&chrono_tz::Asia::Sakhalin)
        .date_naive();
    let on = |days: u64| {
        let day = today - chrono::Days::new(days);
        let path = format!("/projects/{GREENHOUSE}/as-of?on={day}");
        member.get(&path).expect(200).page().text("main")
    };
    assert!(on(1).contains("Рабочие места24Сейчас: 30"), "{}", on(1));
    assert!(on(0).contains("Рабочие места30"), "{}", on(0));
    assert!(!on(0).contains("Сейчас"), "{}", on(0));
    assert!(on(30).contains("проекта ещё не было"), "{}", on(30));
    let path = format!("/projects/{GREENHOUSE}/as-of");
    member.get(&format!("{path}?on=31.02.2026")).expect(422);
    member
        .get(&format!("/projects/{THEIR_PROJECT}/as-of"))
        .expect(404);
}

#[test]
fn the_application_can_neither_change_nor_remove_what_was_recorded() {
    let app = TestApp::start();
    set(&app.as_member(), "jobs", "30");
    let mut conn = connect(&app.database.app_url);
    let organization = app.fixture.agency.id;
    run(
        &mut conn,
        &format!("SET app.organization_id = '{organization}'"),
    );
    use diesel::connection::SimpleConnection as _;
    for table in ["changes", "activities"] {
        for text in [
            format!("UPDATE {table} SET subject_id = subject_id"),
            format!("DELETE FROM {table}"),
            format!("TRUNCATE {table}"),
            format!("ALTER TABLE {table} DISABLE ROW LEVEL SECURITY"),
            format!("DROP TABLE {table}"),
        ] {
            let told = conn.batch_execute(&text).expect_err("it is refused");
            let told = told.to_string();
            assert!(
                told.contains("permission denied") || told.contains("must be owner"),
                "{text}: {told}"
            );
        }
    }
    let path = format!("/projects/{IDEA}");
    app.as_member().get(&path).expect(200);
}

#[test]
fn from_a_card_one_goes_to_the_one_before_and_after_in_the_list_that_one_came_from() {
    let app = TestApp::start();
    let member = app.as_member();
    let all = [IDEA, GREENHOUSE, HATCHERY, COLD_STORE, HOTEL];
    // Jobs are empty in two of them, and empty ones come last whichever way the list is sorted.
    for query in [
        "sort=number",
        "sort=number&dir=desc",
        "sort=jobs",
        "sort=jobs&dir=desc",
        "sort=name&dir=desc",
        "sort=own&state=application_full",
    ] {
        let list = member.get(&format!("/register?{query}")).expect(200).page();
        let ids = list.attributes("tbody tr[data-id]", "data-id");
        assert!(!ids.is_empty(), "{query}");
        for (n, id) in ids.iter().enumerate() {
            let page = member
                .asking_for_fragment()
                .get(&format!("/register/neighbours/{id}"))
                .expect(200)
                .page();
            let link = |key: &str| page.attribute(&format!("a[data-hotkey={key}]"), "href");
            let at = |n: usize| ids.get(n).map(|id| format!("/projects/{id}"));
            let before = n.checked_sub(1).and_then(at);
            assert_eq!(link("KeyK"), before, "{query}: before {n}");
            assert_eq!(link("KeyJ"), at(n + 1), "{query}: after {n}");
        }
        assert!(all.len() >= ids.len());
    }
}

#[test]
fn the_cards_go_to_paper() {
    let app = TestApp::start();
    let viewer = app.as_viewer();
    let page = viewer
        .get(&format!("/projects/{GREENHOUSE}/print"))
        .expect(200)
        .page();
    for part in [
        "Тепличный комплекс",
        "48 500 000 ₽",
        "Ветрова",
        "Полная заявка",
    ] {
        let text = page.text(".paper").replace('\u{a0}', " ");
        assert!(text.contains(part), "{part}: {text}");
    }
    let page = viewer
        .get(&format!("/clients/{COMPANY}/print"))
        .expect(200)
        .page();
    for part in ["Островные теплицы", "7707083893", "Склад-холодильник"]
    {
        assert!(page.text(".paper").contains(part), "{part}");
    }
}

#[test]
fn what_a_program_changed_is_the_same_field_to_those_who_work_with_pages() {
    let app = TestApp::start();
    let owner = app.as_owner();
    let login = serde_json::json!({
        "email": app.fixture.agency.person(invest_crm::accounts::Role::Owner).email,
        "password": crate::fixtures::agency::PASSWORD,
    });
    let request = owner.request(reqwest::Method::POST, "/api/v1/auth/login");
    let session = owner.send(request.json(&login)).expect(200).json();
    let token = session["access_token"].as_str().expect("a token");
    let industry = app.fixture.agency.industry("Туризм");
    let body = serde_json::json!({
        "application_own_amount": "13000000.50", "work_place_count": 25, "industry_id": industry,
        "client_id": crate::fixtures::agency::PROPRIETOR, "version": 2,
    });
    let request = owner
        .request(
            reqwest::Method::PATCH,
            &format!("/api/v1/projects/{GREENHOUSE}"),
        )
        .bearer_auth(token)
        .header("x-organization-id", app.fixture.agency.id.to_string())
        .json(&body);
    owner.send(request).expect(200);
    // A cell that was opened before is a conflict and overwrites nothing.
    let cell = [("value", "14"), ("base", "12"), ("version", "2")];
    let path = format!("/register/cells/{GREENHOUSE}/own");
    app.as_member().post(&path, &cell).expect(409);
    let member = app.as_member();
    for (field, parts) in [
        ("own", ["12 000 000 ₽", "13 000 000,50 ₽"]),
        ("jobs", ["24", "25"]),
        ("industry", ["Сельское хозяйство", "Туризм"]),
        ("client", ["Островные теплицы", "Рыбаков"]),
    ] {
        let path = format!("/projects/{GREENHOUSE}/fields/{field}/history");
        let text = member.get(&path).expect(200).page().text(".timeline");
        let text = text.replace('\u{a0}', " ");
        for part in parts {
            assert!(
                text.contains(part) && text.contains("через API"),
                "{field}: {text}"
            );
        }
    }
}
