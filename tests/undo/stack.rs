//! The order of acts, and what others changed meanwhile.

use serde_json::json;
use uuid::Uuid;

use super::{edit, paste, redo, send, undo, value};
use crate::fixtures::agency::{COMPANY, GREENHOUSE, HATCHERY, HOTEL};
use crate::support::TestApp;

#[test]
fn acts_go_back_one_by_one_and_forth_again() {
    let app = TestApp::start();
    let member = app.as_member();
    edit(&member, GREENHOUSE, "jobs", "30", 2);
    edit(&member, GREENHOUSE, "jobs", "31", 2);
    edit(&member, HATCHERY, "name", "Завод", 1);
    assert!(undo(&member)["said"].to_string().contains("Проект, ИП-"));
    assert_eq!(value(&app, HATCHERY, "name"), "Рыбоводный завод");
    undo(&member);
    assert_eq!(value(&app, GREENHOUSE, "jobs"), "30");
    undo(&member);
    assert_eq!(value(&app, GREENHOUSE, "jobs"), "24");
    assert!(
        undo(&member)["said"]
            .to_string()
            .contains("Отменять нечего")
    );
    for jobs in ["30", "31"] {
        redo(&member);
        assert_eq!(value(&app, GREENHOUSE, "jobs"), jobs);
    }
    // And back over what was done again.
    undo(&member);
    assert_eq!(value(&app, GREENHOUSE, "jobs"), "30");
    // Something new ends the way forth.
    edit(&member, GREENHOUSE, "jobs", "50", 2);
    assert!(
        redo(&member)["said"]
            .to_string()
            .contains("Повторять нечего")
    );
}

#[test]
fn a_paste_goes_back_at_one_stroke_with_the_projects_that_it_made() {
    let app = TestApp::start();
    let manager = app.as_manager();
    let made = Uuid::now_v7();
    let mut sent = paste(
        &["name", "jobs", "own", "district", "lead", "date"],
        &[
            (
                GREENHOUSE,
                2,
                &["Теплица", "5", "1,5", "Невельский район", "Ли М.", "2025"],
            ),
            (HATCHERY, 1, &["Завод", "6", "2", "", "", ""]),
        ],
    );
    sent["new_rows"] = json!([{"id": made, "values": ["Новый", "1", "", "", "", ""]}]);
    send(&manager, &sent);
    let before = "12000000.00 24 2026-10-14";
    let shown = |id| {
        let all = ["own_amount", "jobs", "application_date"];
        all.map(|c| value(&app, id, c)).join(" ")
    };
    assert!(
        shown(GREENHOUSE).contains("5 2025-01-01"),
        "{}",
        shown(GREENHOUSE)
    );
    let told = undo(&manager);
    assert_eq!(told["kept"], json!([]), "{told}");
    assert_eq!(
        value(&app, made, "state"),
        "deleted",
        "in the bin, where nothing is lost"
    );
    assert_eq!(shown(GREENHOUSE), before);
    assert_eq!(value(&app, HATCHERY, "name"), "Рыбоводный завод");
    assert_eq!(value(&app, HATCHERY, "application_date_precision"), "month");
    redo(&manager);
    assert_eq!(value(&app, made, "state"), "application_short");
    assert_eq!(value(&app, GREENHOUSE, "jobs"), "5");
    undo(&manager);
    assert_eq!(value(&app, made, "state"), "deleted");
    assert_eq!(value(&app, GREENHOUSE, "jobs"), "24");
}

#[test]
fn what_others_changed_since_stays_and_is_listed() {
    let app = TestApp::start();
    let (member, manager) = (app.as_member(), app.as_manager());
    send(
        &member,
        &paste(
            &["jobs", "own"],
            &[(GREENHOUSE, 2, &["30", "13"]), (HATCHERY, 1, &["31", "14"])],
        ),
    );
    edit(&manager, GREENHOUSE, "jobs", "99", 3);
    // There and back: the value is the same, the person is not.
    edit(&manager, HATCHERY, "own", "15", 2);
    edit(&manager, HATCHERY, "own", "14", 3);
    let told = undo(&member);
    let kept = told["kept"].as_array().expect("a list").len();
    assert_eq!(kept, 2, "{told}");
    assert!(
        told["kept"].to_string().contains("другой сотрудник"),
        "{told}"
    );
    assert_eq!(value(&app, GREENHOUSE, "jobs"), "99");
    assert_eq!(value(&app, GREENHOUSE, "own_amount"), "12000000.00");
    assert_eq!(value(&app, HATCHERY, "own_amount"), "14000000.00");
    assert_eq!(value(&app, HATCHERY, "jobs"), "");
    // Doing it again brings back only what went.
    redo(&member);
    assert_eq!(value(&app, GREENHOUSE, "jobs"), "99");
    assert_eq!(value(&app, GREENHOUSE, "own_amount"), "13000000.00");
    let page = member.get("/undo").expect(200).page();
    assert!(
        page.text("main").contains("Вставка: 4 ячейки"),
        "{}",
        page.text("main")
    );
}

#[test]
fn an_act_of_which_nothing_can_go_back_does_not_stand_in_the_way() {
    let app = TestApp::start();
    let (member, manager) = (app.as_member(), app.as_manager());
    edit(&member, HATCHERY, "jobs", "5", 1);
    edit(&member, GREENHOUSE, "jobs", "30", 2);
    edit(&manager, GREENHOUSE, "jobs", "99", 3);
    assert!(
        undo(&member)["said"]
            .to_string()
            .contains("Ничего не изменилось")
    );
    undo(&member);
    assert_eq!(value(&app, HATCHERY, "jobs"), "");
    assert_eq!(value(&app, GREENHOUSE, "jobs"), "99");
}

#[test]
fn acts_are_one_s_own_and_outlive_the_session() {
    let app = TestApp::start();
    edit(&app.as_member(), GREENHOUSE, "jobs", "30", 2);
    assert!(
        undo(&app.as_admin())["said"]
            .to_string()
            .contains("Отменять нечего")
    );
    app.as_member().post("/sign-out", &[]).expect(303);
    let again = app.as_nobody();
    let fields = [
        ("email", "a.vetrova@agency.example"),
        ("password", crate::fixtures::agency::PASSWORD),
    ];
    again.post("/sign-in", &fields).expect(303);
    undo(&again);
    assert_eq!(value(&app, GREENHOUSE, "jobs"), "24");
}

#[test]
fn a_hundred_acts_are_kept_and_no_more() {
    let app = TestApp::start();
    let member = app.as_member();
    for n in 1..=103 {
        edit(&member, HOTEL, "jobs", &format!("{}", 100 + n), 3);
    }
    let mine = "SELECT count(*) AS n FROM acts a JOIN users u ON u.id = a.user_id WHERE u.email = 'a.vetrova@agency.example'";
    assert_eq!(
        app.in_agency(|work| crate::support::sql::number(work.conn(), mine)),
        100
    );
    for _ in 0..100 {
        undo(&member);
    }
    assert_eq!(value(&app, HOTEL, "jobs"), "103");
    assert!(
        undo(&member)["said"]
            .to_string()
            .contains("Отменять нечего")
    );
}

#[test]
fn an_edit_on_the_card_goes_back_too_and_the_right_is_asked_again() {
    let app = TestApp::start();
    let member = app.as_member();
    let fields = [("value", "3 200,50"), ("version", "2")];
    member
        .post(&format!("/projects/{GREENHOUSE}/fields/tax"), &fields)
        .expect(303);
    app.in_agency(|work| {
        use diesel::connection::SimpleConnection as _;
        work.conn()
            .batch_execute("UPDATE memberships SET role = 'viewer' WHERE user_id = (SELECT id FROM users WHERE email = 'a.vetrova@agency.example')")
            .expect("a role can be changed");
    });
    let told = undo(&member);
    assert!(
        told["kept"].to_string().contains("можете смотреть"),
        "{told}"
    );
    assert_eq!(value(&app, GREENHOUSE, "tax_amount"), "3200.50");
}

#[test]
fn a_fact_of_a_client_goes_back_and_forth_too() {
    let app = TestApp::start();
    let member = app.as_member();
    let path = format!("/clients/{COMPANY}/fields/short_name");
    let name = || {
        let query =
            format!("SELECT coalesce(short_name, '') AS line FROM clients WHERE id = '{COMPANY}'");
        app.in_agency(|work| crate::support::sql::lines(work.conn(), &query))
            .remove(0)
    };
    let before = name();
    member
        .post(&path, &[("value", "Теплицы"), ("version", "1")])
        .expect(303);
    assert_eq!(name(), "Теплицы");
    let told = undo(&member);
    assert!(
        told["said"].to_string().contains("Краткое наименование"),
        "{told}"
    );
    assert_eq!(name(), before);
    redo(&member);
    assert_eq!(name(), "Теплицы");
    // A colleague's word stays.
    app.as_manager()
        .post(&path, &[("value", "Чужое"), ("version", "4")])
        .expect(303);
    let told = undo(&member);
    assert!(
        told["kept"].to_string().contains("другой сотрудник"),
        "{told}"
    );
    assert_eq!(name(), "Чужое");
}

#[test]
fn a_merge_is_an_act_of_the_one_who_made_it() {
    let app = TestApp::start();
    let manager = app.as_manager();
    let (kept, gone) = (COMPANY, crate::fixtures::agency::PROPRIETOR);
    let address = format!("/duplicates/{kept}/{gone}");
    let page = manager.get(&address).expect(200).page();
    let merge = format!("{address}/merge");
    manager.post(&merge, &page.form(&merge).pairs()).expect(303);
    let alias = "SELECT count(*) AS n FROM aliases";
    let aliases = || app.in_agency(|work| crate::support::sql::number(work.conn(), alias));
    assert_eq!(aliases(), 1);
    assert!(
        undo(&app.as_member())["said"]
            .to_string()
            .contains("Отменять нечего")
    );
    let told = undo(&manager);
    assert!(told["said"].to_string().contains("Объединение"), "{told}");
    assert_eq!(told["kept"], json!([]), "{told}");
    assert_eq!(aliases(), 0);
    assert!(
        undo(&manager)["said"]
            .to_string()
            .contains("Отменять нечего")
    );
}

#[test]
fn a_page_from_before_a_merge_writes_into_the_client_that_stays() {
    let app = TestApp::start();
    let manager = app.as_manager();
    let (kept, gone) = (COMPANY, crate::fixtures::agency::PROPRIETOR);
    manager
        .post(
            &format!("/comments/client/{gone}"),
            &[("text", "Звонил утром"), ("said", "call")],
        )
        .expect(303);
    manager
        .post(
            &format!("/tasks/of/client/{gone}"),
            &[("title", "Перезвонить")],
        )
        .expect(303);
    let address = format!("/duplicates/{kept}/{gone}");
    let page = manager.get(&address).expect(200).page();
    let merge = format!("{address}/merge");
    manager.post(&merge, &page.form(&merge).pairs()).expect(303);
    let card = manager.get(&format!("/clients/{kept}")).expect(200).page();
    assert!(card.text("#comments").contains("Звонил утром"));
    let tasks = manager.get(&format!("/tasks/of/client/{kept}")).expect(200);
    assert!(tasks.page().text("main").contains("Перезвонить"));
    let path = format!("/clients/{gone}/fields/street");
    // Both had no street.
    let fields = [("value", "ул. Мира, 1"), ("base", ""), ("version", "1")];
    manager.post(&path, &fields).expect(303);
    let card = manager.get(&format!("/clients/{kept}")).expect(200).page();
    assert!(card.text("#fact-street").contains("ул. Мира, 1"));
    // What the page showed is no longer what there is.
    let fields = [("value", "ул. Ленина, 2"), ("base", ""), ("version", "1")];
    manager.post(&path, &fields).expect(409);
    let bin = manager.get("/bin").expect(200).page().text("main");
    assert!(!bin.contains("Рыбаков"), "{bin}");
    let delete = format!("/clients/{gone}/delete");
    let told = manager.post(&delete, &[("reason", "повтор")]).expect(409);
    assert!(told.page().text("main").contains("объединили"));
    let restore = format!("/bin/client/{gone}/restore");
    manager.post(&restore, &[("reason", "нужен")]).expect(409);
}
