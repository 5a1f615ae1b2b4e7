//! The pipeline as pages: deals as a board and a list, their card, contacts, figures, the bin.

use invest_crm::accounts::Role;
use uuid::Uuid;

use crate::support::{Caller, TestApp};

fn made_contact(caller: &Caller, name: &str) -> String {
    let id = Uuid::now_v7().to_string();
    caller
        .post("/contacts", &[("id", &id), ("name", name)])
        .expect(303);
    id
}

/// Makes a deal through the form and gives its address.
fn made(caller: &Caller, contact: &str, title: &str, more: &[(&str, &str)]) -> String {
    let form = caller
        .get(&format!("/deals/new?contact={contact}"))
        .expect(200)
        .page()
        .form("/deals");
    let form = more
        .iter()
        .fold(form.with("title", title), |f, (n, v)| f.with(n, v));
    let made = caller.post("/deals", &form.pairs()).expect(303);
    caller.post("/deals", &form.pairs()).expect(303);
    made.location()
        .split('?')
        .next()
        .unwrap_or_default()
        .to_owned()
}

fn titles(caller: &Caller, query: &str) -> Vec<String> {
    let page = caller
        .get(&format!("/deals?view=list&{query}"))
        .expect(200)
        .page();
    page.texts("tbody th")
}

#[test]
fn a_deal_is_made_once_and_stands_on_the_board_and_in_the_list() {
    let app = TestApp::start();
    let manager = app.as_manager();
    let contact = made_contact(&manager, "Валерия Плещеева");
    let address = made(
        &manager,
        &contact,
        "Теплицы",
        &[("amount", "1 500,50"), ("stage", "proposal")],
    );
    let board = manager.get("/deals").expect(200).page();
    assert_eq!(
        board.all(".card").len(),
        1,
        "a form sent twice makes one deal"
    );
    let column = board.text(".col:nth-child(2)");
    assert!(
        column.contains("Предложение") && column.contains("Теплицы"),
        "{column}"
    );
    assert!(column.contains("1 500,50"), "{column}");
    assert_eq!(titles(&manager, ""), ["Теплицы"]);
    let card = manager.get(&address).expect(200).page().text("main");
    assert!(
        card.contains("Валерия Плещеева") && card.contains("1 500,50 ₽"),
        "{card}"
    );
    let own = manager
        .get(&format!("/deals/of/{contact}"))
        .expect(200)
        .text();
    assert!(own.contains("Теплицы"));
    app.as_stranger().get(&address).expect(404);
    let refused = manager.post(
        "/deals",
        &[
            ("title", ""),
            ("contact_id", ""),
            ("amount", "много"),
            ("status", "won"),
        ],
    );
    let page = refused.expect(422).page();
    for label in ["Название", "Контакт", "Сумма"] {
        assert_ne!(page.error(label), "", "{label}");
    }
    let nothing = [
        ("title", "x"),
        ("contact_id", contact.as_str()),
        ("status", "won"),
    ];
    let page = manager.post("/deals", &nothing).expect(422).page();
    assert_ne!(page.error("Сумма"), "", "a deal is won only with an amount");
}

#[test]
fn a_deal_moves_by_the_rules_of_its_stages() {
    let app = TestApp::start();
    let (member, admin) = (app.as_member(), app.as_admin());
    let contact = made_contact(&member, "Анна");
    let address = made(&member, &contact, "Ангар", &[]);
    let moves = format!("{address}/moves");
    member.post(&moves, &[("stage", "negotiation")]).expect(303);
    let card = member.get(&address).expect(200).page();
    let open = card.texts("button.stage");
    assert_eq!(open, ["Завершение"], "a member moves on, not back");
    member.post(&moves, &[("stage", "proposal")]).expect(403);
    app.as_viewer()
        .post(&moves, &[("stage", "closed")])
        .expect(403);
    admin.post(&moves, &[("stage", "proposal")]).expect(303);
    let refused = member.post(&moves, &[("status", "won")]).expect(422).page();
    assert!(refused.text("[role=alert]").contains("больше нуля"));
    member.post(&moves, &[("stage", "nowhere")]).expect(422);
    let others = app.as_manager();
    let theirs = made(&others, &contact, "Чужая", &[]);
    member
        .post(&format!("{theirs}/moves"), &[("stage", "closed")])
        .expect(403);
    member.get(&format!("{theirs}/edit")).expect(403);
    let timeline = member.get(&address).expect(200).page().text("#timeline");
    for words in ["Знакомство → Переговоры", "Переговоры → Предложение"]
    {
        assert!(timeline.contains(words), "{timeline}");
    }
}

#[test]
fn the_list_is_filtered_and_the_figures_open_what_they_count() {
    let app = TestApp::start();
    let manager = app.as_manager();
    let contact = made_contact(&manager, "Анна");
    for (title, amount, status, stage) in [
        ("А", "100", "new", "qualification"),
        ("Б", "200,50", "won", "closed"),
        ("В", "300", "won", "closed"),
        ("Г", "0", "lost", "proposal"),
    ] {
        let more = [("amount", amount), ("status", status), ("stage", stage)];
        made(&manager, &contact, title, &more);
    }
    for (query, expected) in [
        ("order=title&dir=asc", "АБВГ"),
        ("status=won&order=amount", "ВБ"),
        ("status=won&status=lost&order=title&dir=asc", "БВГ"),
        ("stage=closed&min=250", "В"),
        ("max=100&order=title&dir=asc", "АГ"),
        ("currency=USD", ""),
        ("status=nothing&order=title", "ГВБА"),
    ] {
        assert_eq!(titles(&manager, query).concat(), expected, "{query}");
    }
    let page = manager.get("/pipeline?days=7").expect(200).page();
    let figures = page.texts(".headline .big");
    assert_eq!(figures, ["4", "1", "500,50", "250,25", "4"]);
    let mut looked_at = 0;
    for link in page.all("a.figure[data-sum], section:last-of-type a.figure") {
        let shown = crate::support::html::words(link);
        let Ok(n) = shown.parse::<usize>() else {
            continue;
        };
        let href = link.value().attr("href").expect("an address");
        let list = manager.get(href).expect(200).page();
        assert_eq!(list.texts("tbody th").len(), n, "{href}");
        looked_at += 1;
    }
    assert!(looked_at > 20, "{looked_at}");
    for link in page.attributes(".headline a", "href") {
        manager.get(&link).expect(200);
    }
    let new = page
        .attributes(".headline a", "href")
        .pop()
        .expect("the new ones");
    assert_eq!(
        manager.get(&new).expect(200).page().texts("tbody th").len(),
        4
    );
    let conversions = page.texts("section:last-of-type tbody tr td:last-child");
    assert_eq!(conversions, ["—", "75 %", "66,67 %", "100 %"]);
    let other = app.fixture.agency.person(Role::Manager).id;
    app.as_member()
        .get(&format!("/deals?owner={other}"))
        .expect(403);
}

#[test]
fn a_deal_and_its_tasks_go_to_the_bin_and_come_back() {
    let app = TestApp::start();
    let manager = app.as_manager();
    let contact = made_contact(&manager, "Анна");
    let address = made(&manager, &contact, "Теплицы", &[("amount", "100")]);
    let id = address.rsplit('/').next().unwrap_or_default();
    let tasks = format!("/tasks/of/deal/{id}");
    manager.post(&tasks, &[("title", "Позвонить")]).expect(303);
    app.as_member()
        .post(&tasks, &[("title", "Чужое")])
        .expect(403);
    manager
        .post(&format!("{address}/comments"), &[("text", "Договорились")])
        .expect(303);
    let timeline = manager.get(&address).expect(200).page().text("#timeline");
    assert!(
        timeline.contains("Договорились") && timeline.contains("Позвонить"),
        "{timeline}"
    );
    let day = manager.get("/tasks").expect(200).page();
    assert_eq!(
        day.link("Теплицы"),
        Some(address.clone()),
        "the task leads to its deal"
    );
    let total = || {
        manager
            .get("/pipeline")
            .expect(200)
            .page()
            .texts(".headline .big")[0]
            .clone()
    };
    assert_eq!(total(), "1");
    app.as_member()
        .post(&format!("{address}/delete"), &[])
        .expect(403);
    manager.post(&format!("{address}/delete"), &[]).expect(303);
    manager.get(&address).expect(404);
    assert_eq!(total(), "0");
    assert!(
        !manager
            .get("/tasks")
            .expect(200)
            .text()
            .contains("Позвонить")
    );
    let bin = manager.get("/bin").expect(200).page().text("main");
    assert!(
        bin.contains("Теплицы") && !bin.contains("Позвонить"),
        "{bin}"
    );
    manager
        .post(&format!("/bin/deal/{id}/restore"), &[])
        .expect(303);
    assert_eq!(total(), "1");
    let panel = manager.get(&tasks).expect(200).page();
    assert!(
        panel.text("#record-tasks").contains("Позвонить"),
        "it came back with its deal"
    );
    let task = panel.attributes("#record-tasks form", "action");
    let task = task
        .iter()
        .find(|a| a.ends_with("/delete"))
        .expect("it can go to the bin");
    manager.post(task, &[]).expect(303);
    assert!(!manager.get(&tasks).expect(200).text().contains("Позвонить"));
    let back = manager.get("/bin").expect(200).page();
    let back = back
        .attributes("form.restore", "action")
        .pop()
        .expect("it is in the bin");
    manager.post(&back, &[]).expect(303);
    assert!(manager.get(&tasks).expect(200).text().contains("Позвонить"));
}

#[test]
fn two_people_change_a_deal_and_nothing_is_lost() {
    let app = TestApp::start();
    let (manager, admin) = (app.as_manager(), app.as_admin());
    let contact = made_contact(&manager, "Анна");
    let address = made(&manager, &contact, "Теплицы", &[]);
    let edit = format!("{address}/edit");
    let mine = manager.get(&edit).expect(200).page().form(&address);
    let theirs = admin.get(&edit).expect(200).page().form(&address);
    admin
        .post(&address, &theirs.with("amount", "500").pairs())
        .expect(303);
    manager
        .post(&address, &mine.clone().with("title", "Ангар").pairs())
        .expect(303);
    let card = manager.get(&address).expect(200).page().text("main");
    assert!(card.contains("Ангар") && card.contains("500"), "{card}");
    let refused = manager.post(&address, &mine.with("amount", "700").pairs());
    let page = refused.expect(409).page();
    assert!(page.error("Сумма").contains("500"));
    let again = page.form(&address);
    manager.post(&address, &again.pairs()).expect(303);
    assert!(
        manager
            .get(&address)
            .expect(200)
            .page()
            .text("main")
            .contains("700")
    );
}

#[test]
fn contacts_are_found_filtered_and_kept_while_there_are_deals() {
    let app = TestApp::start();
    let manager = app.as_manager();
    let (anna, boris) = (
        made_contact(&manager, "Анна Ли"),
        made_contact(&manager, "Борис"),
    );
    let mine = made_contact(&app.as_member(), "Свой");
    let names = |caller: &Caller, query: &str| {
        let page = caller.get(&format!("/contacts?{query}")).expect(200).page();
        page.texts("tbody th")
    };
    assert_eq!(names(&manager, "q=анна"), ["Анна Ли"]);
    assert_eq!(names(&manager, "")[0], "Свой");
    let member = app.fixture.agency.person(Role::Member).id;
    assert_eq!(
        names(&app.as_member(), &format!("owner={member}")),
        ["Свой"]
    );
    let other = app.fixture.agency.person(Role::Manager).id;
    app.as_member()
        .get(&format!("/contacts?owner={other}"))
        .expect(403);
    made(&manager, &anna, "Теплицы", &[]);
    let refused = manager
        .post(&format!("/contacts/{anna}/delete"), &[])
        .expect(409)
        .page();
    assert!(refused.text("[role=alert]").contains("сделки"));
    manager
        .post(&format!("/contacts/{boris}/delete"), &[])
        .expect(303);
    manager.get(&format!("/contacts/{boris}")).expect(404);
    app.as_viewer()
        .post(&format!("/contacts/{mine}/delete"), &[])
        .expect(403);
    let card = app
        .as_viewer()
        .get(&format!("/contacts/{anna}"))
        .expect(200)
        .page();
    assert!(card.text("h1").contains("Анна Ли") && !card.has("form[action$=delete]"));
}

#[test]
fn the_navigation_shows_what_the_organization_uses() {
    let app = TestApp::start();
    let admin = app.as_admin();
    let rooms = || {
        let page = admin.get("/settings/organization").expect(200).page();
        page.texts(".rail ul:first-of-type a").join(", ")
    };
    let choose = |parts: &str| {
        let page = admin.get("/settings/organization").expect(200).page();
        let form = page.form("/settings/organization").with("parts", parts);
        admin
            .post("/settings/organization", &form.pairs())
            .expect(303);
    };
    assert_eq!(rooms(), "Обзор, Реестр, Доска, Клиенты, Комиссии, Задачи");
    assert_eq!(admin.get("/").location(), "/register");
    choose("both");
    assert!(rooms().contains("Реестр") && rooms().contains("Сделки, Контакты, Воронка"));
    choose("pipeline");
    assert_eq!(rooms(), "Сделки, Контакты, Воронка, Клиенты, Задачи");
    assert_eq!(admin.get("/").location(), "/deals");
}

#[test]
fn an_organization_chooses_its_parts_when_it_is_made() {
    let app = TestApp::with(&crate::fixtures::agency::EMPTY, |config| {
        config.registration = Some(invest_crm::config::Registration::Open)
    });
    let nobody = app.as_nobody();
    let form = nobody.get("/sign-up").expect(200).page().form("/sign-up");
    let form = form
        .with("organization_name", "Мастерская")
        .with("name", "Анна")
        .with("email", "anna@example.org")
        .with("password", "correct horse")
        .with("parts", "pipeline");
    nobody.post("/sign-up", &form.pairs()).expect(303);
    assert_eq!(nobody.get("/").location(), "/deals");
    let page = nobody.get("/deals").expect(200).page();
    assert!(!page.text(".rail").contains("Реестр"));
}
