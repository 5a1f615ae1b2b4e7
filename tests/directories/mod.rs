//! The directories as admins keep them: add, rename, retire, replace.

use invest_crm::directories::{self, Kind};
use uuid::Uuid;

use crate::fixtures::agency::GREENHOUSE;
use crate::support::TestApp;

const INDUSTRIES: &str = "/settings/directories/industry";

fn id_of(app: &TestApp, name: &str) -> Uuid {
    app.in_agency(|work| {
        directories::find_or_retired(work, Kind::Industry, name)
            .expect("a query")
            .unwrap_or_else(|| panic!("no {name}"))
            .id
    })
}

fn industry_in_register(app: &TestApp) -> String {
    let page = app.as_admin().get("/register").expect(200).page();
    page.text(&format!("[data-id='{GREENHOUSE}'] [data-col='industry']"))
}

/// The form of an entry with its version.
fn save(app: &TestApp, id: Uuid, name: &str, is_active: bool, status: u16) -> String {
    let address = format!("{INDUSTRIES}/{id}");
    let form = app
        .as_admin()
        .get(&address)
        .expect(200)
        .page()
        .form(&address);
    let version = form
        .pairs()
        .iter()
        .find(|(n, _)| *n == "version")
        .map(|(_, v)| (*v).to_owned())
        .expect("a version");
    let mut fields = vec![("version", version.as_str()), ("name", name)];
    if is_active {
        fields.push(("active", "1"));
    }
    app.as_admin().post(&address, &fields).expect(status).text()
}

#[test]
fn an_entry_is_added_once_and_found_by_name_at_once() {
    let app = TestApp::start();
    app.as_admin()
        .post(INDUSTRIES, &[("name", "  Морская  биотехнология ")])
        .expect(303);
    let again = app
        .as_admin()
        .post(INDUSTRIES, &[("name", "морская БИОТЕХНОЛОГИЯ")])
        .expect(422)
        .page();
    assert!(
        again
            .error("Название")
            .contains("уже есть: Морская биотехнология")
    );
    assert_eq!(again.value("Название"), "морская БИОТЕХНОЛОГИЯ");
    let options = app.as_member().get("/register/options/industry").text();
    assert!(options.contains("Морская биотехнология"));
    app.as_admin()
        .post(INDUSTRIES, &[("name", " ")])
        .expect(422);
}

#[test]
fn a_new_name_stands_on_all_rows_at_once() {
    let app = TestApp::start();
    let before = industry_in_register(&app);
    assert!(!before.is_empty());
    save(&app, id_of(&app, &before), "Агропромышленность", true, 303);
    assert_eq!(industry_in_register(&app), "Агропромышленность");
}

#[test]
fn a_retired_entry_stays_on_its_rows_and_is_offered_no_more() {
    let app = TestApp::start();
    let name = industry_in_register(&app);
    save(&app, id_of(&app, &name), &name, false, 303);
    assert_eq!(industry_in_register(&app), name);
    let options = app.as_member().get("/register/options/industry").text();
    assert!(!options.contains(&name));
    save(&app, id_of(&app, &name), &name, true, 303);
    let options = app.as_member().get("/register/options/industry").text();
    assert!(options.contains(&name));
}

#[test]
fn a_replaced_entry_gives_its_rows_away_and_its_name_is_understood_as_the_other() {
    let app = TestApp::start();
    let name = industry_in_register(&app);
    let (old, new) = (id_of(&app, &name), id_of(&app, "Энергетика"));
    let address = format!("{INDUSTRIES}/{old}/merge");
    let nothing = app.as_admin().post(&address, &[]).expect(422).page();
    assert!(nothing.error("Заменить на").contains("Выберите запись"));
    let into = new.to_string();
    app.as_manager()
        .post(&address, &[("into", &into)])
        .expect(403);
    app.as_admin()
        .post(&address, &[("into", &into)])
        .expect(303);
    assert_eq!(industry_in_register(&app), "Энергетика");
    let found =
        app.in_agency(|work| directories::find(work, Kind::Industry, &name).expect("a query"));
    assert_eq!(found.map(|e| e.id), Some(new));
    let list = app
        .as_admin()
        .get(INDUSTRIES)
        .expect(200)
        .page()
        .text("main");
    assert!(list.contains("заменена на «Энергетика»"));
}

#[test]
fn a_form_from_before_somebody_else_saved_is_shown_again() {
    let app = TestApp::start();
    let id = id_of(&app, "Энергетика");
    let address = format!("{INDUSTRIES}/{id}");
    save(&app, id, "Энергетика и связь", true, 303);
    let stale = [
        ("version", "1"),
        ("name", "Энергетика и тепло"),
        ("active", "1"),
    ];
    let page = app.as_admin().post(&address, &stale).expect(409).page();
    assert!(page.text("[role=alert]").contains("Энергетика и связь"));
    assert_eq!(page.value("Название"), "Энергетика и тепло");
}
