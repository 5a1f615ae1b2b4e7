//! Saved views: named, shared, given to a role, never changed by "save as"; what others changed since one was here.

use invest_crm::accounts::Role;

use super::{edit, every_page, ids, lines};
use crate::fixtures::agency::{COLD_STORE, GREENHOUSE};
use crate::support::{Caller, TestApp};

/// Saves a list and gives the address that it leads to.
fn save(caller: &Caller, name: &str, query: &str, shared: bool) -> String {
    let mut fields = vec![("name", name), ("query", query)];
    if shared {
        fields.push(("shared", "1"));
    }
    caller
        .post("/register/views", &fields)
        .expect(303)
        .location()
        .to_owned()
}

fn tabs(caller: &Caller) -> Vec<String> {
    caller
        .get("/register?all=1")
        .expect(200)
        .page()
        .texts("nav.tabs a")
}

fn stored(app: &TestApp, name: &str) -> String {
    let found = lines(
        app,
        &format!(
            "SELECT id || ' ' || query AS line FROM saved_views WHERE organization_id = app_org() AND name = '{name}'"
        ),
    );
    found.into_iter().next().expect("the view is stored")
}

#[test]
fn a_personal_view_is_a_tab_of_its_owner_alone_and_its_address_says_all_of_it() {
    let app = TestApp::start();
    let to = save(
        &app.as_member(),
        "Замороженные",
        "state=frozen&cols=number.own",
        false,
    );
    assert!(
        to.starts_with("/register?state=frozen&cols=number.own&view="),
        "{to}"
    );
    assert!(
        tabs(&app.as_member())
            .iter()
            .any(|t| t.starts_with("Замороженные"))
    );
    assert!(
        !tabs(&app.as_manager())
            .iter()
            .any(|t| t.starts_with("Замороженные"))
    );
    // A colleague who gets the link sees the same list.
    let page = app.as_manager().get(&to).expect(200).page();
    assert_eq!(ids(&page), [COLD_STORE.to_string()]);
    assert_eq!(page.attributes("thead th", "data-col"), ["number", "own"]);
    let id = stored(&app, "Замороженные");
    let id = id.split(' ').next().expect("an id");
    app.as_manager()
        .post(&format!("/register/views/{id}"), &[("name", "Чужой")])
        .expect(404);
}

#[test]
fn save_as_leaves_the_old_view_and_save_changes_it() {
    let app = TestApp::start();
    let member = app.as_member();
    save(&member, "Первый", "state=frozen", false);
    let first = stored(&app, "Первый");
    let (id, query) = first.split_once(' ').expect("id and query");
    assert_eq!(query, "state=frozen");
    let changed = format!("state=frozen&sort=name&dir=asc&view={id}");
    let page = member
        .get(&format!("/register?{changed}"))
        .expect(200)
        .page();
    assert!(page.text(".bar").contains("Сохранить вид"));
    save(&member, "Второй", &changed, false);
    assert_eq!(stored(&app, "Первый"), first, "the old one is as it was");
    assert!(stored(&app, "Второй").ends_with("sort=name&dir=asc&state=frozen"));
    member
        .post(&format!("/register/views/{id}"), &[("query", &changed)])
        .expect(303);
    assert!(stored(&app, "Первый").ends_with("sort=name&dir=asc&state=frozen"));
    let page = member
        .get(&format!("/register?{changed}"))
        .expect(200)
        .page();
    assert!(
        !page.text(".bar").contains("Сохранить вид"),
        "nothing is left to save"
    );
}

#[test]
fn a_shared_view_is_everybody_s_and_counted_and_a_role_may_begin_with_it() {
    let app = TestApp::start();
    save(&app.as_manager(), "Полные", "state=application_full", true);
    let view = stored(&app, "Полные");
    let id = view.split(' ').next().expect("an id");
    assert!(
        tabs(&app.as_viewer())
            .iter()
            .any(|t| t.starts_with("Полные"))
    );
    let counts = app
        .as_viewer()
        .get("/register/views/counts")
        .expect(200)
        .page();
    assert_eq!(counts.text(&format!("#view_{id}_count")), "1");
    app.as_member()
        .post(&format!("/register/views/{id}"), &[("name", "Иначе")])
        .expect(403);
    // Who begins with it is for an administrator to say.
    let roles = [
        ("name", "Полные"),
        ("may_share", "1"),
        ("shared", "1"),
        ("may_default", "1"),
        ("role", "viewer"),
    ];
    app.as_manager()
        .post(&format!("/register/views/{id}"), &roles)
        .expect(403);
    app.as_admin()
        .post(&format!("/register/views/{id}"), &roles)
        .expect(303);
    let first = app
        .as_viewer()
        .get("/register")
        .expect(303)
        .location()
        .to_owned();
    assert!(
        first.contains("state=application_full") && first.contains(id),
        "{first}"
    );
    app.as_viewer().get("/register?all=1").expect(200);
    app.as_member().get("/register").expect(200);
    app.as_viewer()
        .post(
            "/register/views",
            &[("name", "x"), ("query", ""), ("shared", "1")],
        )
        .expect(403);
}

#[test]
fn a_view_is_renamed_moved_deleted_and_brought_back() {
    let app = TestApp::start();
    let member = app.as_member();
    save(&member, "А", "state=frozen", false);
    save(&member, "Б", "state=ended", false);
    let id = |name: &str| {
        stored(&app, name)
            .split(' ')
            .next()
            .expect("an id")
            .to_owned()
    };
    let saved = |caller: &Caller| -> Vec<String> {
        tabs(caller)
            .into_iter()
            .skip(5)
            .filter(|t| !t.is_empty())
            .collect()
    };
    assert_eq!(saved(&member), ["А", "Б"]);
    member
        .post(&format!("/register/views/{}", id("Б")), &[("do", "left")])
        .expect(303);
    assert_eq!(saved(&member), ["Б", "А"]);
    member
        .post(&format!("/register/views/{}", id("А")), &[("name", "В")])
        .expect(303);
    assert_eq!(saved(&member), ["Б", "В"]);
    member
        .post(
            &format!("/register/views/{}", id("В")),
            &[("name", "В"), ("do", "delete")],
        )
        .expect(303);
    assert_eq!(saved(&member), ["Б"]);
    let page = member.get("/register/views").expect(200).page();
    assert!(page.text("main").contains("Удалённые виды"));
    member
        .post(
            &format!("/register/views/{}", id("В")),
            &[("do", "restore")],
        )
        .expect(303);
    assert_eq!(saved(&member), ["Б", "В"]);
    let nameless = member
        .post("/register/views", &[("name", " "), ("query", "")])
        .expect(422);
    assert!(nameless.text().contains("Введите название"));
}

#[test]
fn a_form_sent_twice_makes_one_view() {
    let app = TestApp::start();
    let member = app.as_member();
    let page = member
        .get("/register/views?state=frozen")
        .expect(200)
        .page();
    let form = page.form("/register/views").with("name", "Один");
    member.post("/register/views", &form.pairs()).expect(303);
    member.post("/register/views", &form.pairs()).expect(303);
    assert_eq!(
        lines(
            &app,
            "SELECT name AS line FROM saved_views WHERE organization_id = app_org()"
        )
        .len(),
        1
    );
}

#[test]
fn others_changes_since_my_last_visit_are_found() {
    let app = TestApp::start();
    let manager = app.as_manager();
    manager.get("/register").expect(200);
    assert!(
        every_page(&manager, "changed.others=1").is_empty(),
        "nothing since now"
    );
    edit(&manager, COLD_STORE, "jobs", "5").expect(200);
    edit(&app.as_member(), GREENHOUSE, "jobs", "25").expect(200);
    assert_eq!(
        every_page(&manager, "changed.others=1"),
        [GREENHOUSE.to_string()]
    );
    let mine = app.fixture.agency.person(Role::Manager).id;
    let seen = lines(
        &app,
        &format!(
            "SELECT register AS line FROM register_visits WHERE organization_id = app_org() AND user_id = '{mine}'"
        ),
    );
    assert_eq!(seen, ["projects"]);
}

#[test]
fn conditions_are_joined_by_a_plain_form() {
    let app = TestApp::start();
    let viewer = app.as_viewer();
    let empty = viewer
        .get("/register/filter?sort=name&dir=asc")
        .expect(200)
        .page();
    assert!(
        empty
            .form("/register/filter")
            .pairs()
            .contains(&("m.0", "all"))
    );
    let lines = "m.0=any&c.0-0=state&o.0-0=in&v.0-0=frozen&m.0-1=all&c.0-1-0=jobs&o.0-1-0=empty&c.0-1-1=state&o.0-1-1=in&v.0-1-1=application_short";
    let more = viewer
        .get(&format!("/register/filter?{lines}&add=0-1"))
        .expect(200)
        .page();
    assert!(
        more.form("/register/filter")
            .pairs()
            .iter()
            .any(|(n, _)| *n == "c.0-1-2")
    );
    let to = viewer
        .get(&format!(
            "/register/filter?{lines}&sort=name&dir=asc&apply=1"
        ))
        .expect(303)
        .location()
        .to_owned();
    let page = viewer.get(&to).expect(200).page();
    assert_eq!(ids(&page).len(), 3, "{to}");
    assert!(page.text(".bar").contains("Условий"));
    let again = page.attribute(".filter a.k-link", "href");
    let again = again.expect("the chip leads to the form");
    let form = viewer.get(&again).expect(200).page();
    assert!(
        form.form("/register/filter")
            .pairs()
            .contains(&("c.0-1-0", "jobs"))
    );
}
