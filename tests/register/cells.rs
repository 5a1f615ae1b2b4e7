//! Editing one cell: what is saved, what is refused and why, and what is left behind.

use super::{cell, edit, edit_on, lines, move_to, number, row, version};
use crate::fixtures::agency::{COLD_STORE, GREENHOUSE, HATCHERY, HOTEL, IDEA, THEIR_PROJECT};
use crate::support::TestApp;

#[test]
fn a_value_is_saved_and_the_answer_shows_the_row_as_it_is_now() {
    let app = TestApp::start();
    let member = app.as_member();
    for (column, typed, shown) in [
        (
            "name",
            "  Теплицы второй очереди ",
            "Теплицы второй очереди",
        ),
        ("own", "48,5", "48,5"),
        ("requested", "12 500 000", "12,5"),
        ("total", "500 тыс. руб.", "0,5"),
        ("tax", "0,0031", "0,003"),
        ("jobs", "1 200", "1 200"),
        ("date", "03.2026", "03.2026"),
        ("district", "корсаковский район", "Корсаковский район"),
        ("industry", "ТУРИЗМ", "Туризм"),
        ("lead", "Громов Павел", "Громов П., +1"),
        ("description", "Две очереди", "Две очереди"),
    ] {
        let before = version(&row(&member, GREENHOUSE));
        let page = edit(&member, GREENHOUSE, column, typed).expect(200).page();
        assert_eq!(cell(&page, column), shown, "{column}");
        assert_eq!(version(&page), before + 1, "{column} makes a new version");
        assert_eq!(
            cell(&row(&app.as_viewer(), GREENHOUSE), column),
            shown,
            "{column} for a colleague"
        );
    }
}

#[test]
fn what_cannot_be_read_is_refused_with_its_reason_and_changes_nothing() {
    let app = TestApp::start();
    let member = app.as_member();
    let before = row(&member, GREENHOUSE).text("tr");
    for (column, typed, reason) in [
        ("own", "много", "Нужно число"),
        ("own", "48,5О", "буква «О» вместо нуля"),
        ("own", "-1", "не может быть отрицательной"),
        ("requested", "100 $", "в рублях"),
        ("requested", "99999999999999999", "Слишком большая"),
        ("jobs", "1000001", "От 0 до"),
        ("date", "31.02.2026", "Такой даты нет"),
        ("name", "   ", "Введите название"),
        ("district", "Лунный район", "нет в справочнике"),
        ("lead", "Соседова Вера", "нет среди сотрудников"),
        ("state", "Готово", "Состояния «Готово» нет"),
        ("jobs", "", "нужно полной заявке"),
    ] {
        let answer = edit(&member, GREENHOUSE, column, typed).expect(422);
        let page = answer.page();
        let said = page.text(".cell-error");
        assert!(said.contains(reason), "{column} {typed}: {said}");
        assert_eq!(
            page.attribute(".cell-error", "data-field").as_deref(),
            Some(column)
        );
    }
    assert_eq!(row(&member, GREENHOUSE).text("tr"), before);
    assert_eq!(
        number(
            &app,
            "SELECT count(*) AS n FROM changes WHERE organization_id = app_org() AND door = 'grid'"
        ),
        0
    );
}

#[test]
fn an_empty_value_empties_what_may_be_empty() {
    let app = TestApp::start();
    let manager = app.as_manager();
    for column in ["requested", "date", "district", "industry"] {
        let page = edit(&manager, HATCHERY, column, "").expect(200).page();
        assert_eq!(cell(&page, column), "", "{column}");
    }
    let page = edit(&manager, GREENHOUSE, "lead", "").expect(200).page();
    assert_eq!(cell(&page, "lead"), "");
}

#[test]
fn the_role_and_the_organization_decide_before_anything_is_read() {
    let app = TestApp::start();
    edit_on(&app.as_viewer(), GREENHOUSE, "jobs", "1", "24", 2).expect(403);
    edit_on(&app.as_stranger(), GREENHOUSE, "jobs", "1", "24", 2).expect(404);
    edit_on(&app.as_manager(), THEIR_PROJECT, "jobs", "1", "", 1).expect(404);
    edit_on(&app.as_nobody(), GREENHOUSE, "jobs", "1", "24", 2).expect(401);
    edit_on(&app.as_manager(), GREENHOUSE, "client", "x", "", 2).expect(404);
    assert_eq!(cell(&row(&app.as_manager(), GREENHOUSE), "jobs"), "24");
}

#[test]
fn the_lifecycle_holds_in_the_grid_too() {
    let app = TestApp::start();
    let manager = app.as_manager();
    let refused = |id, to: &str| {
        edit(&manager, id, "state", to)
            .expect(422)
            .page()
            .text(".cell-error")
    };
    assert!(refused(HOTEL, "application_full").contains("конечное"));
    assert!(refused(COLD_STORE, "ended").contains("конечное"));
    assert!(refused(IDEA, "in_commission").contains("нельзя перейти"));
    assert!(refused(GREENHOUSE, "in_commission").contains("меру поддержки"));
    let lacks = refused(IDEA, "application_full");
    for label in [
        "Клиент",
        "Отрасль",
        "Район",
        "Запрошено",
        "Рабочие места",
        "Налоги",
        "Описание",
    ] {
        assert!(lacks.contains(label), "{label} in {lacks}");
    }
    assert!(refused(GREENHOUSE, "Приостановлено").contains("нужна причина"));
    move_to(&manager, GREENHOUSE, "frozen").expect(303);
    let shown = row(&manager, GREENHOUSE);
    assert_eq!(cell(&shown, "state"), "Приостановлено");
}

#[test]
fn what_is_deleted_leaves_the_register_and_only_a_manager_may() {
    let app = TestApp::start();
    edit(&app.as_member(), IDEA, "state", "deleted").expect(403);
    move_to(&app.as_manager(), IDEA, "deleted").expect(303);
    let page = app
        .as_manager()
        .get(&format!("/register/rows/by-id?ids={IDEA}"))
        .expect(200)
        .page();
    assert!(page.has(&format!("tr[data-id=\"{IDEA}\"][data-gone]")));
    assert!(
        !app.as_viewer()
            .get("/register")
            .text()
            .contains(&IDEA.to_string())
    );
}

#[test]
fn a_change_leaves_one_entry_that_says_who_what_and_which_version() {
    let app = TestApp::start();
    edit(&app.as_member().in_tab("ignored"), GREENHOUSE, "jobs", "30").expect(200);
    let entries = lines(
        &app,
        "SELECT concat_ws(' ', c.version, c.field, c.from_value, c.to_value, c.door, u.email) AS line \
         FROM changes c JOIN users u ON u.id = c.actor_id WHERE c.organization_id = app_org() \
         AND c.subject_kind = 'project' AND c.field = 'jobs' AND c.version > 1",
    );
    assert_eq!(entries, ["3 jobs 24 30 grid a.vetrova@agency.example"]);
}

#[test]
fn an_edit_sent_twice_is_made_once() {
    let app = TestApp::start();
    let member = app.as_member();
    let first = edit_on(&member, GREENHOUSE, "jobs", "31", "24", 2)
        .expect(200)
        .page();
    // The answer was lost on the way: the browser sends the same again.
    let again = edit_on(&member, GREENHOUSE, "jobs", "31", "24", 2)
        .expect(200)
        .page();
    assert_eq!(version(&first), version(&again));
    let entries = "SELECT count(*) AS n FROM changes WHERE organization_id = app_org() AND field = 'jobs' AND door = 'grid'";
    assert_eq!(number(&app, entries), 1);
}

#[test]
fn an_edit_that_waited_is_not_written_in_the_name_of_another() {
    let app = TestApp::start();
    let vetrova = app
        .fixture
        .agency
        .person(invest_crm::accounts::Role::Member)
        .id
        .to_string();
    let organization = app.fixture.neighbour.id.to_string();
    let path = format!("/register/cells/{GREENHOUSE}/jobs");
    let edit = [("value", "40"), ("base", "24"), ("version", "2")];
    let as_vetrova = [&edit[..], &[("user", &vetrova)]].concat();
    let refused = app
        .as_manager()
        .asking_for_fragment()
        .post(&path, &as_vetrova)
        .expect(401);
    assert!(
        refused.page().has("[data-other-person]"),
        "the script knows why"
    );
    let elsewhere = [&edit[..], &[("organization", &organization)]].concat();
    app.as_manager().post(&path, &elsewhere).expect(401);
    app.as_member().post(&path, &as_vetrova).expect(200);
}

#[test]
fn a_text_of_any_signs_comes_back_as_it_was_typed() {
    let app = TestApp::start();
    let manager = app.as_manager();
    for text in [
        "<script>alert(1)</script>",
        "\"кавычки\" & 'апостроф'",
        "=1+1",
        "🌱 рассада",
        "а".repeat(2000).as_str(),
    ] {
        let page = edit(&manager, IDEA, "name", text).expect(200).page();
        assert_eq!(cell(&page, "name"), text);
        assert!(!page.has("td script"));
    }
    edit(&manager, IDEA, "name", &"а".repeat(2001)).expect(422);
    edit(&manager, IDEA, "description", &"б".repeat(40_001)).expect(422);
}

#[test]
fn a_long_description_survives_the_register() {
    let app = TestApp::start();
    let manager = app.as_manager();
    let long = "Длинное описание проекта. ".repeat(60).trim().to_owned();
    edit(&manager, IDEA, "description", &long).expect(200);
    let page = row(&manager, IDEA);
    // What the editor begins with must be all of it, or it must not begin at all: else saving cuts it off.
    let editor = page
        .attribute("[data-col=description]", "data-v")
        .unwrap_or_else(|| cell(&page, "description"));
    let is_locked = page.has("[data-col=description][data-readonly]");
    assert!(
        editor == long || is_locked,
        "the editor would begin with {} of {} characters",
        editor.chars().count(),
        long.chars().count()
    );
}

#[test]
fn one_edit_takes_this_many_statements() {
    let app = TestApp::start();
    let member = app.as_member();
    let sent = |column: &str, value: &str| {
        let shown = row(&member, GREENHOUSE);
        app.statements(|| {
            edit_on(&member, GREENHOUSE, column, value, "", version(&shown)).expect(200)
        })
        .1
    };
    sent("jobs", "50");
    // Begin, who is asking, lock, write, record, note the act, copy, who outside is told, read it for the answer, commit.
    assert_eq!(sent("jobs", "51"), 10);
    // The words that search finds, too.
    assert_eq!(sent("name", "Теплицы"), 11);
}
