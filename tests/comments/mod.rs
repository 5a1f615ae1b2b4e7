//! What people say of a record, and their tasks.

use crate::fixtures::agency::{COMPANY, GREENHOUSE};
use crate::support::TestApp;

fn said(app: &TestApp, kind: &str, text: &str) {
    let path = format!("/comments/project/{GREENHOUSE}");
    app.as_member()
        .post(&path, &[("said", kind), ("text", text)])
        .expect(303);
}

#[test]
fn a_comment_is_shown_as_written_and_can_do_no_harm() {
    let app = TestApp::start();
    said(
        &app,
        "comment",
        "**Участок** на учёте <script>alert(1)</script> @Громов",
    );
    let answer = app
        .as_viewer()
        .get(&format!("/projects/{GREENHOUSE}"))
        .expect(200);
    let page = answer.page();
    assert_eq!(page.text("#comments blockquote strong"), "Участок");
    assert!(!page.has("#comments script"));
    assert!(page.text("#comments").contains("Ветрова"));
    // The client's card has what was said of its projects.
    let page = app.as_viewer().get(&format!("/clients/{COMPANY}")).page();
    assert!(page.text("#comments").contains("Тепличный комплекс"));
}

#[test]
fn calls_are_found_among_other_entries() {
    let app = TestApp::start();
    said(&app, "comment", "Просто заметка");
    said(&app, "call", "Договорились о встрече");
    let path = format!("/projects/{GREENHOUSE}?said=call");
    let page = app.as_member().get(&path).expect(200).page();
    let shown = page.text("#comments .timeline");
    assert!(
        shown.contains("Договорились") && !shown.contains("Просто"),
        "{shown}"
    );
}

#[test]
fn own_words_are_changed_with_a_trace_and_nobody_else_s() {
    let app = TestApp::start();
    said(&app, "comment", "Первое слово");
    let path = format!("/projects/{GREENHOUSE}");
    let page = app.as_member().get(&path).page();
    let change = page
        .attribute(
            &format!("form[action^='/comments/project/{GREENHOUSE}/']"),
            "action",
        )
        .expect("one's own words can be changed");
    app.as_manager()
        .post(&change, &[("text", "Чужое")])
        .expect(403);
    app.as_member()
        .post(&change, &[("text", "Второе слово")])
        .expect(303);
    let shown = app
        .as_member()
        .get(&path)
        .page()
        .text("#comments .timeline");
    assert!(
        shown.contains("Второе слово") && shown.contains("изменено"),
        "{shown}"
    );
    app.as_member()
        .post(&change, &[("remove", "1")])
        .expect(303);
    let shown = app
        .as_member()
        .get(&path)
        .page()
        .text("#comments .timeline");
    assert!(shown.contains("убрана автором"), "{shown}");
}

#[test]
fn a_task_of_a_project_stands_in_the_day_of_whoever_has_it_and_is_ticked_off() {
    let app = TestApp::start();
    let member = app.as_member();
    let path = format!("/tasks/of/project/{GREENHOUSE}");
    member
        .post(&path, &[("title", "Получить справку"), ("in_days", "5")])
        .expect(303);
    let page = member.get("/tasks").expect(200).page();
    assert!(page.text("main").contains("Получить справку"));
    assert!(page.text("main").contains("Тепличный комплекс"));
    let done = page
        .attribute("main form", "action")
        .expect("it can be done");
    member.post(&done, &[]).expect(303);
    let page = member.get("/tasks").expect(200).page();
    assert!(!page.text("main").contains("Получить справку"));
    let page = member.get(&path).expect(200).page();
    assert_eq!(page.text("#record-tasks del"), "Получить справку");
}
