//! A row by a form, without script; and places far down a list, reached from the marks of the view.

use super::{cell, every_page, ids, row, version};
use crate::fixtures::agency::{COMPANY, GREENHOUSE};
use crate::fixtures::many::add_projects;
use crate::support::TestApp;

#[test]
fn a_row_is_changed_by_a_form_as_one_act() {
    let app = TestApp::start();
    let manager = app.as_manager();
    let list = manager.get("/register?q=теплич").expect(200).text();
    assert!(
        list.contains("action=\"/register/row\""),
        "the list leads to the form"
    );
    let page = manager
        .get(&format!("/register/row?id={GREENHOUSE}&q=теплич"))
        .expect(200)
        .page();
    let form = page
        .form("/register/row")
        .with("v.jobs", "31")
        .with("v.own", "13,5");
    let answer = manager.post("/register/row", &form.pairs()).expect(303);
    assert!(
        answer.location().starts_with("/register?q="),
        "{}",
        answer.location()
    );
    let after = row(&manager, GREENHOUSE);
    assert_eq!(
        (cell(&after, "jobs"), cell(&after, "own")),
        ("31".into(), "13,5".into())
    );
    manager.post("/undo", &[]).expect(303);
    let before = row(&manager, GREENHOUSE);
    assert_eq!(
        (cell(&before, "jobs"), cell(&before, "own")),
        ("24".into(), "12,0".into())
    );
}

#[test]
fn what_a_form_of_a_row_cannot_take_is_said_beside_its_field_and_kept() {
    let app = TestApp::start();
    let manager = app.as_manager();
    let page = manager
        .get(&format!("/register/row?id={GREENHOUSE}"))
        .expect(200)
        .page();
    let form = page
        .form("/register/row")
        .with("v.jobs", "много")
        .with("v.own", "13,5");
    let again = manager
        .post("/register/row", &form.pairs())
        .expect(422)
        .page();
    assert!(again.text("main").contains("Не всё сохранено"));
    assert_eq!(
        again.attribute("[name='v.jobs']", "value").as_deref(),
        Some("много")
    );
    assert_eq!(cell(&row(&manager, GREENHOUSE), "jobs"), "24");
    // Nothing that the form did not touch is written.
    let untouched = page.form("/register/row");
    let seen = version(&row(&manager, GREENHOUSE));
    manager
        .post("/register/row", &untouched.pairs())
        .expect(303);
    assert_eq!(version(&row(&manager, GREENHOUSE)), seen);
    let viewer = app
        .as_viewer()
        .get(&format!("/register/clients/row?id={COMPANY}"))
        .expect(200)
        .page();
    assert!(!viewer.has(".row-form button"));
}

#[test]
fn a_jump_from_a_mark_lands_where_the_list_itself_would() {
    let app = TestApp::start();
    add_projects(&app, 1300);
    let manager = app.as_manager();
    for query in [
        "",
        "sort=own&dir=asc",
        "sort=own&dir=desc",
        "sort=name&dir=asc&jobs.filled=1",
    ] {
        let all = every_page(&manager, query);
        let told = manager
            .get(&format!("/register/marks?{query}"))
            .expect(200)
            .json();
        assert_eq!(told["count"], all.len(), "{query}");
        let marks = told["marks"].as_array().expect("marks").clone();
        let step = told["step"].as_u64().expect("a step") as usize;
        assert_eq!(marks.len(), all.len() / step, "{query}");
        for place in [0, 120, step - 1, step, step + 7, all.len() - 10] {
            let mark = place / step;
            let skip = place - mark * step;
            let after = match mark {
                0 => String::new(),
                n => {
                    let word = marks[n - 1].as_str().expect("a place");
                    let word: String = form_urlencoded::byte_serialize(word.as_bytes()).collect();
                    format!("&after={word}")
                }
            };
            let page = manager
                .get(&format!("/register/rows?{query}&skip={skip}{after}"))
                .expect(200)
                .page();
            let found = ids(&page);
            assert_eq!(
                found[..],
                all[place..(place + 60).min(all.len())],
                "{query} at {place}"
            );
        }
    }
}
