//! What members are told: who named them, who assigned them. And what wakes a frozen project.

use std::time::Duration;

use invest_crm::accounts::Role;

use crate::fixtures::agency::{COMPANY, GREENHOUSE};
use crate::support::TestApp;

#[test]
fn who_is_named_in_a_comment_is_told_once_and_the_bell_says_how_many() {
    let app = TestApp::start();
    let (member, manager) = (app.as_member(), app.as_manager());
    let mut stream = manager.follow_live("/live?tab=n");
    let path = format!("/comments/client/{COMPANY}");
    let fields = [
        ("said", "comment"),
        ("text", "@Громов, взгляните, пожалуйста"),
    ];
    member.post(&path, &fields).expect(303);
    let told = stream.wait_for_event("record", Duration::from_secs(2));
    assert!(told.is_some(), "the page is told at once");
    let bell = |caller: &crate::support::Caller| {
        let page = caller
            .asking_for_fragment()
            .get("/notices/bell")
            .expect(200)
            .page();
        page.text(".bell-n")
    };
    assert_eq!(bell(&manager), "1");
    assert_eq!(bell(&member), "", "nobody is told what they did themselves");
    // Put differently, it names nobody anew.
    let page = member.get(&format!("/clients/{COMPANY}")).page();
    let change = page
        .attributes("#comments form", "action")
        .into_iter()
        .find(|a| a.matches('/').count() == 4)
        .expect("one's own words can be changed");
    member
        .post(&change, &[("text", "@Громов, взгляните сегодня")])
        .expect(303);
    assert_eq!(bell(&manager), "1");
    let list = manager.get("/notices").expect(200).page();
    let text = list.text(".timeline");
    for part in [
        "Ветрова",
        "упоминает вас",
        "Островные теплицы",
        "взгляните",
        "новое",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    assert_eq!(bell(&manager), "", "looked at is seen");
    let again = manager.get("/notices").expect(200).page();
    assert!(!again.text(".timeline").contains("новое"));
}

#[test]
fn who_is_assigned_is_told() {
    let app = TestApp::start();
    let admin = app.fixture.agency.person(Role::Admin).id.to_string();
    app.as_manager()
        .post(
            &format!("/projects/{GREENHOUSE}/people"),
            &[("user", admin.as_str())],
        )
        .expect(303);
    let text = app.as_admin().get("/notices").expect(200).page();
    let text = text.text(".timeline");
    assert!(
        text.contains("назначает вас на проект Тепличный комплекс"),
        "{text}"
    );
}

#[test]
fn a_frozen_project_that_is_to_be_woken_makes_a_task_and_woken_needs_none() {
    let app = TestApp::start();
    let manager = app.as_manager();
    let day = chrono::Utc::now().date_naive() + chrono::Days::new(40);
    let day = day.to_string();
    let freeze = [
        ("to", "frozen"),
        ("from", "application_full"),
        ("version", "2"),
        ("reason", "ждут финансирования"),
        ("wake_on", day.as_str()),
    ];
    manager
        .post(&format!("/projects/{GREENHOUSE}/moves"), &freeze)
        .expect(303);
    let tasks = || {
        let path = format!("/tasks/of/project/{GREENHOUSE}");
        app.as_member().get(&path).expect(200).page().text("main")
    };
    assert!(
        tasks().contains("Вернуться к приостановленному проекту «Тепличный комплекс»"),
        "{}",
        tasks()
    );
    let mine = app
        .as_member()
        .get("/tasks")
        .expect(200)
        .page()
        .text("main");
    assert!(
        mine.contains("Тепличный комплекс"),
        "the lead has it: {mine}"
    );
    manager
        .asking_for_fragment()
        .post("/undo", &[("tab", "one")])
        .expect(200);
    assert!(!tasks().contains("Вернуться"), "{}", tasks());
    // It sleeps again, and is woken by the button of the card.
    let freeze = freeze.map(|(n, v)| if n == "version" { (n, "4") } else { (n, v) });
    manager
        .post(&format!("/projects/{GREENHOUSE}/moves"), &freeze)
        .expect(303);
    assert!(tasks().contains("Вернуться"));
    manager
        .post(&format!("/projects/{GREENHOUSE}/moves/5/undo"), &[])
        .expect(303);
    assert!(!tasks().contains("Вернуться"));
}
