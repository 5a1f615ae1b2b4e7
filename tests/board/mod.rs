//! The board over HTTP: what stands in which column, where a card may go, the move with its answers.

use diesel::connection::SimpleConnection as _;

use crate::fixtures::agency::{COLD_STORE, GREENHOUSE, HOTEL, IDEA, THEIR_PROJECT};
use crate::fixtures::many::add_projects;
use crate::support::TestApp;
use crate::support::html::Page;

/// Asks for a support measure of the greenhouse, so that it may go to the commission.
pub fn ask_for_support(app: &TestApp) {
    let text = format!(
        "INSERT INTO supports (organization_id, id, project_id, type, amount, unit, date_start) \
         VALUES (app_org(), gen_random_uuid(), '{GREENHOUSE}', 'credit', 1000000, 'rub', DATE '2026-11-01')"
    );
    app.in_agency(|work| {
        work.conn()
            .batch_execute(&text)
            .expect("it can be asked for")
    });
}

fn cards_in(page: &Page, column: &str) -> Vec<String> {
    page.texts(&format!("[data-col={column}] .card h3"))
}

#[test]
fn columns_are_states_with_true_counts_and_ends_are_folded() {
    let app = TestApp::start();
    let page = app.as_member().get("/board").expect(200).page();
    assert_eq!(cards_in(&page, "application_full"), ["Тепличный комплекс"]);
    assert_eq!(cards_in(&page, "application_short").len(), 2);
    let head = page.text("[data-col=application_short] header");
    assert!(head.contains("2") && head.contains("250,0 млн ₽"), "{head}");
    assert!(page.has("[data-col=ended].col-shut") && cards_in(&page, "ended").is_empty());
    let opened = page.attribute("[data-col=ended] header a", "href");
    let page = app
        .as_member()
        .get(&opened.expect("it opens"))
        .expect(200)
        .page();
    assert_eq!(cards_in(&page, "ended"), ["Гостиница у моря"]);
    assert!(!page.has("[data-col=deleted]"));
    let manager = app.as_manager().get("/board").expect(200).page();
    assert!(manager.has("[data-col=deleted] a[href='/bin']"));
}

#[test]
fn the_filters_are_those_of_the_register() {
    let app = TestApp::start();
    let industry = app.fixture.agency.industry("Сельское хозяйство");
    let path = format!("/board?industry={industry}&q=теплич");
    let page = app.as_member().get(&path).expect(200).page();
    assert_eq!(page.texts(".card h3"), ["Тепличный комплекс"]);
    assert!(
        page.text("[data-col=application_full] header")
            .contains("1")
    );
    let table = page.link("Таблицей").expect("the way to the register");
    let register = app.as_member().get(&table).expect(200).page();
    assert_eq!(register.all("tbody tr[data-id]").len(), 1);
}

#[test]
fn other_columns_hold_the_same_cards() {
    let app = TestApp::start();
    ask_for_support(&app);
    for (group, column) in [
        ("lead", "Ветрова"),
        ("district", "Анивский район"),
        ("industry", "Сельское хозяйство"),
        ("support", "Кредитная"),
    ] {
        let path = format!("/board?group={group}");
        let page = app.as_member().get(&path).expect(200).page();
        let heads = page.texts(".col-head h2 span:first-of-type").join(" ");
        assert!(heads.contains(column), "{group}: {heads}");
        assert!(
            page.text(".board").contains("Тепличный комплекс"),
            "{group}"
        );
    }
}

#[test]
fn a_long_column_comes_page_by_page() {
    let app = TestApp::start();
    add_projects(&app, 220);
    let member = app.as_member();
    let page = member.get("/board").expect(200).page();
    let column = "[data-col=application_short]";
    let n: usize = page
        .text(&format!("{column} .badge"))
        .parse()
        .expect("a count");
    let mut seen = page.attributes(&format!("{column} .card"), "data-card");
    assert_eq!(seen.len(), 25);
    let more = page.attribute(&format!("{column} .more"), "data-more");
    let next = member.get(&more.expect("more cards")).expect(200).page();
    seen.extend(next.attributes(".card", "data-card"));
    seen.sort();
    seen.dedup();
    assert_eq!(seen.len(), n.min(50));
}

#[test]
fn where_a_card_may_go_comes_in_words_from_the_server() {
    let app = TestApp::start();
    let path = format!("/board/cards/{GREENHOUSE}/moves");
    let page = app.as_member().get(&path).expect(200).page();
    let open = page.attributes("[data-to]", "data-to");
    assert_eq!(open, ["archived", "ended", "frozen"]);
    let blocked = page.text("[data-blocked=in_commission]");
    assert!(blocked.contains("меру поддержки"), "{blocked}");
    let lacks = app
        .as_member()
        .get(&format!("/board/cards/{IDEA}/moves"))
        .page();
    assert!(
        lacks
            .text("[data-blocked=application_full]")
            .contains("Район")
    );
    let viewer = app.as_viewer().get(&path).expect(200).page();
    assert!(!viewer.has("[data-to]"));
    app.as_member()
        .get(&format!("/board/cards/{THEIR_PROJECT}/moves"))
        .expect(404);
}

#[test]
fn a_move_answers_with_the_card_and_the_heads() {
    let app = TestApp::start();
    ask_for_support(&app);
    let path = format!("/board/cards/{GREENHOUSE}/moves");
    let fields = [("to", "in_commission"), ("version", "2"), ("board", "")];
    let script = app.as_member().asking_for_fragment();
    let page = script.post(&path, &fields).expect(200).page();
    assert!(page.has(&format!(
        ".card[data-card='{GREENHOUSE}'][data-column=in_commission]"
    )));
    assert!(page.text("#head-in_commission").contains("1"));
    assert!(page.text("#head-application_full").contains("0"));
    // The same move again: it stands there already.
    script.post(&path, &fields).expect(200);
    let back = [
        ("to", "application_full"),
        ("version", "3"),
        ("reason", "x"),
    ];
    let page = script.post(&path, &back).expect(409).page();
    assert!(page.text("[data-refused]").contains("решение комиссии"));
}

#[test]
fn without_script_a_card_is_moved_by_a_form_on_a_page_of_its_own() {
    let app = TestApp::start();
    let member = app.as_member();
    let board = member.get("/board?q=теплич").expect(200).page();
    let grip = board.attribute(".grip", "href").expect("a grip");
    let page = member.get(&grip).expect(200).page();
    let form = page.all("details[data-to=frozen] form").len();
    assert_eq!(form, 1);
    let fields = [
        ("to", "frozen"),
        ("version", "2"),
        ("reason", "ждём землю"),
        ("board", "q=теплич"),
    ];
    let answer = member
        .post(&format!("/board/cards/{GREENHOUSE}/moves"), &fields)
        .expect(303);
    assert!(answer.location().starts_with("/board?q="));
    let fields = [("to", "ended"), ("version", "3"), ("reason", "x")];
    let page = member
        .post(&format!("/board/cards/{COLD_STORE}/moves"), &fields)
        .expect(409)
        .page();
    assert!(page.text("[role=alert]").contains("конечное"));
}

#[test]
fn cards_of_members_who_may_change_only_their_own_have_no_grip() {
    let app = TestApp::start();
    app.in_agency(|work| {
        work.conn()
            .batch_execute(
                "UPDATE organizations SET members_edit = 'assigned' WHERE id = app_org()",
            )
            .expect("the setting is changed");
    });
    let page = app.as_member().get("/board?open=frozen").expect(200).page();
    assert!(page.has(&format!("[data-card='{GREENHOUSE}'] .grip")));
    assert!(!page.has(&format!("[data-card='{COLD_STORE}'] .grip")));
}

#[test]
fn a_board_takes_few_statements_however_many_cards_it_has() {
    let app = TestApp::start();
    let member = app.as_member();
    member.get("/board").expect(200);
    let (_, few) = app.statements(|| member.get("/board").expect(200));
    add_projects(&app, 60);
    let (_, many) = app.statements(|| member.get("/board").expect(200));
    assert_eq!(few, many);
    assert!(many <= 8, "{many} statements");
}

#[test]
fn what_was_deleted_comes_back_from_the_bin_by_a_manager_with_a_reason() {
    let app = TestApp::start();
    let fields = [
        ("to", "deleted"),
        ("version", "1"),
        ("reason", "заявлен дважды"),
    ];
    app.as_manager()
        .post(&format!("/projects/{IDEA}/moves"), &fields)
        .expect(303);
    let page = app.as_admin().get("/bin").expect(200).page();
    assert!(page.text("main").contains("Смотровая площадка"));
    assert!(page.text("main").contains("заявлен дважды"));
    app.as_member().get("/bin").expect(403);
    let restore = format!("/bin/project/{IDEA}/restore");
    app.as_member().post(&restore, &[]).expect(403);
    let page = app.as_admin().post(&restore, &[]).expect(422).page();
    assert!(page.has("[role=alert]"));
    app.as_admin()
        .post(&restore, &[("reason", "это другой")])
        .expect(303);
    let page = app.as_member().get("/board").expect(200).page();
    assert!(cards_in(&page, "application_short").contains(&"Смотровая площадка".to_owned()));
}

#[test]
fn a_specialist_asks_for_a_removal_and_a_manager_sees_the_reason() {
    let app = TestApp::start();
    let reason = [("reason", "это не проект")];
    app.as_member()
        .post(&format!("/removals/project/{HOTEL}"), &reason)
        .expect(303);
    let page = app.as_manager().get("/bin").expect(200).page();
    assert!(page.text("main").contains("это не проект"));
    let decline = page
        .attribute("form[action^='/removal-requests/']", "action")
        .expect("it can be declined");
    app.as_manager().post(&decline, &[]).expect(303);
    let page = app.as_manager().get("/bin").expect(200).page();
    assert!(!page.text("main").contains("это не проект"));
}

#[test]
fn a_client_with_projects_is_not_deleted_and_one_without_comes_back() {
    use crate::fixtures::agency::{COMPANY, PROPRIETOR};
    let app = TestApp::start();
    let manager = app.as_manager();
    let reason = [("reason", "введён дважды")];
    manager
        .post(&format!("/clients/{COMPANY}/delete"), &reason)
        .expect(409);
    app.in_agency(|work| {
        let text =
            format!("UPDATE projects SET client_id = '{COMPANY}' WHERE client_id = '{PROPRIETOR}'");
        work.conn().batch_execute(&text).expect("they change hands");
    });
    let path = format!("/clients/{PROPRIETOR}");
    app.as_member()
        .post(&format!("{path}/delete"), &reason)
        .expect(403);
    manager.post(&format!("{path}/delete"), &[]).expect(422);
    manager.post(&format!("{path}/delete"), &reason).expect(303);
    manager.get(&path).expect(404);
    assert!(
        !manager
            .get("/clients?q=рыбаков")
            .page()
            .text("main")
            .contains("Пётр")
    );
    manager
        .post(&format!("/bin/client/{PROPRIETOR}/restore"), &[])
        .expect(303);
    manager.get(&path).expect(200);
    let found = manager.get("/clients?q=рыбаков").page();
    assert!(found.text("tbody").contains("Рыбаков"));
}
