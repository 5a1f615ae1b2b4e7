//! One box over everything: what is typed in any way finds the thing that was meant, and nothing of others.

use diesel::connection::SimpleConnection as _;

use crate::fixtures::agency::{COMPANY, GREENHOUSE, HATCHERY, PROPRIETOR};
use crate::support::TestApp;
use invest_crm::db::Aspect;

/// Addresses of what is found, commands left out.
fn found(app: &TestApp, text: &str) -> Vec<String> {
    let address = format!("/search?{}", query(text));
    let page = app.as_viewer().get(&address).expect(200).page();
    page.attributes(".hits a", "href")
        .into_iter()
        .filter(|href| href.len() > 30)
        .collect()
}

fn query(text: &str) -> String {
    form_urlencoded::Serializer::new(String::new())
        .append_pair("q", text)
        .finish()
}

/// A telephone and a protocol beside what the fixture has.
fn with_phone_and_protocol(app: &TestApp) {
    app.in_agency(|work| {
        let person = app.fixture.agency.people[0].id;
        let rows = format!(
            "INSERT INTO contacts (organization_id, id, client_id, owner_id, name, phone) \
                VALUES (app_org(), gen_random_uuid(), '{COMPANY}', '{person}', 'Плещеева Валерия', '+74242001122'); \
             INSERT INTO supports (organization_id, id, project_id, type, amount, unit, date_start) \
                VALUES (app_org(), '{HATCHERY}', '{HATCHERY}', 'finance', 1, 'rub', DATE '2026-11-01'); \
             INSERT INTO decisions (organization_id, id, project_id, support_id, decision_type, decision_date, protocol_number, outcome) \
                VALUES (app_org(), gen_random_uuid(), '{HATCHERY}', '{HATCHERY}', 'interdepartmental_commission', \
                    DATE '2025-12-01', '12/2025-ИК', 'granted')"
        );
        work.conn().batch_execute(&rows).expect("they can be added");
        work.touch_client(COMPANY);
        work.touch_project(HATCHERY, Aspect::Reference);
    });
}

#[test]
fn everything_is_found_however_it_is_typed() {
    let app = TestApp::start();
    with_phone_and_protocol(&app);
    let (company, proprietor) = (
        format!("/clients/{COMPANY}"),
        format!("/clients/{PROPRIETOR}"),
    );
    let hatchery = format!("/projects/{HATCHERY}");
    for (typed, meant) in [
        ("Рыбоводный завод", &hatchery),
        ("рыбоводного завода", &hatchery),
        ("завод рыбоводный", &hatchery),
        ("рыбов", &hatchery),
        ("рыбаводный", &hatchery),
        ("рыбоовдный завд", &hatchery),
        ("hs,jdjlysq", &hatchery),
        ("HS,JDJLYSQ", &hatchery),
        ("12/2025-ИК", &hatchery),
        ("№ 12/2025-ик", &hatchery),
        ("Островные теплицы", &company),
        ("островная теплица", &company),
        ("7707083893", &company),
        ("7707 083 893", &company),
        ("8 (424) 200-11-22", &company),
        ("+7 424 200 11 22", &company),
        ("200-11-22", &company),
        ("Плещеевой", &company),
        ("Пётр Рыбаков", &proprietor),
        ("петр рыбаков", &proprietor),
        ("500100732259", &proprietor),
    ] {
        let hits = found(&app, typed);
        assert!(hits.contains(meant), "{typed}: {hits:?}");
    }
}

#[test]
fn the_very_number_comes_first_and_a_corrected_word_is_named() {
    let app = TestApp::start();
    let page = app.as_viewer().get("/search?q=ghbxfk").expect(200).page();
    assert!(page.text(".hits").contains("Ничего не нашлось"));
    let page = app
        .as_viewer()
        .get(&format!("/search?{}", query("рыбаводный")));
    assert!(page.page().text(".hits-note").contains("рыбоводн"));
}

#[test]
fn the_other_organization_finds_its_own_and_commands_follow_the_role() {
    let app = TestApp::start();
    let page = app.as_stranger().get("/search?q=7707083893").expect(200);
    let text = page.text();
    assert!(
        text.contains("Чужая тайна") && !text.contains("Островные"),
        "{text}"
    );
    assert!(!found(&app, "тайна").iter().any(|h| h.contains("clients")));
    let commands = |caller: crate::support::Caller| {
        caller
            .get("/search?q=")
            .expect(200)
            .page()
            .attributes(".hits a", "href")
    };
    let new = "/projects/new".to_owned();
    assert!(commands(app.as_manager()).contains(&new));
    assert!(!commands(app.as_viewer()).contains(&new));
}

#[test]
fn an_empty_box_shows_what_i_changed_last() {
    let app = TestApp::start();
    let member = app.as_manager();
    let cell = format!("/register/cells/{GREENHOUSE}/jobs");
    let row = member.get(&format!("/register/rows/by-id?ids={GREENHOUSE}"));
    let version = row
        .page()
        .attribute("tr", "data-version")
        .expect("a version");
    member
        .post(
            &cell,
            &[("value", "25"), ("base", "24"), ("version", &version)],
        )
        .expect(200);
    let page = member.get("/search/hits").expect(200).page();
    let first = page.attribute(".hits a", "href");
    assert_eq!(first, Some(format!("/projects/{GREENHOUSE}")));
    let other = app.as_admin().get("/search/hits").expect(200).text();
    assert!(!other.contains(&GREENHOUSE.to_string()));
}
