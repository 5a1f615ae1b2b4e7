//! Pages that everybody can use, by the rules that a program can check, in both themes.

use super::{cell, open_register};
use crate::fixtures::agency::GREENHOUSE;
use crate::support::TestApp;

#[test]
fn the_register_has_no_barriers() {
    let app = TestApp::start();
    let window = app.window_of("p.gromov@agency.example");
    for theme in ["light", "dark"] {
        app.as_manager()
            .post("/settings/appearance", &[("theme", theme)])
            .expect(303);
        open_register(&window);
        assert_eq!(
            window.barriers(),
            Vec::<String>::new(),
            "in the {theme} theme"
        );
        assert_eq!(
            window.complaints(),
            Vec::<String>::new(),
            "in the {theme} theme"
        );
    }
}

#[test]
fn nothing_that_opens_over_the_register_is_a_barrier() {
    let app = TestApp::start();
    let window = app.window_of("p.gromov@agency.example");
    open_register(&window);
    // A list under an editor, a menu of a filter, the panel of a conflict.
    window.click(&cell(GREENHOUSE, "district"));
    window.press("F2");
    window.wait_until(
        "the list",
        "document.querySelector('#cell-list [role=option]')",
    );
    assert_eq!(window.barriers(), Vec::<String>::new(), "with an editor");
    window.press("Escape");
    window.click(".bar details.menu summary");
    window.wait_until("the choices", "document.querySelector('.bar .filter-form')");
    assert_eq!(window.barriers(), Vec::<String>::new(), "with a filter");
    open_register(&window);
    window.click(&cell(GREENHOUSE, "requested"));
    window.press("F2");
    window.value("document.activeElement.select()");
    window.write("47");
    let theirs = [
        ("value", "50"),
        ("base", "48,5"),
        ("version", "2"),
        ("tab", "t"),
    ];
    let path = format!("/register/cells/{GREENHOUSE}/requested");
    app.as_member().post(&path, &theirs).expect(200);
    window.press("Enter");
    window.wait_until("the panel", "document.querySelector('.conflict')");
    assert_eq!(window.barriers(), Vec::<String>::new(), "with a conflict");
    assert_eq!(window.complaints(), Vec::<String>::new());
}

#[test]
fn the_register_on_a_phone_is_a_list_that_fits() {
    let app = TestApp::start();
    let window = app.window_of("p.gromov@agency.example");
    window.be_a_phone();
    window.open("/register");
    window.wait_for_text("main", "Тепличный комплекс");
    let overflow = "document.documentElement.scrollWidth > innerWidth";
    assert!(!window.is(overflow), "nothing sticks out to the side");
    assert_eq!(window.barriers(), Vec::<String>::new());
}

#[test]
fn the_settings_have_no_barriers_and_fit_a_phone() {
    let app = TestApp::start();
    let owner = app.fixture.agency.person(invest_crm::accounts::Role::Owner);
    let admin = app.fixture.agency.person(invest_crm::accounts::Role::Admin);
    let pages = [
        "/settings/profile".to_owned(),
        "/settings/password".to_owned(),
        "/settings/sessions".to_owned(),
        "/settings/members".to_owned(),
        format!("/settings/members/{}", admin.id),
        "/settings/organization".to_owned(),
        "/organizations".to_owned(),
    ];
    let window = app.window_of(&owner.email);
    for theme in ["light", "dark"] {
        let fields = [("theme", theme)];
        app.as_owner()
            .post("/settings/appearance", &fields)
            .expect(303);
        for page in &pages {
            window.open(page);
            assert_eq!(window.barriers(), Vec::<String>::new(), "{page}, {theme}");
        }
    }
    window.be_a_phone();
    for page in &pages {
        window.open(page);
        let overflow = "document.documentElement.scrollWidth > innerWidth";
        assert!(
            !window.is(overflow),
            "{page}: nothing sticks out to the side"
        );
    }
    assert_eq!(window.complaints(), Vec::<String>::new());
}

#[test]
fn signing_in_has_no_barriers() {
    let app = TestApp::start();
    let window = app.window_of("");
    window.open("/sign-in");
    assert_eq!(window.barriers(), Vec::<String>::new());
    assert_eq!(window.complaints(), Vec::<String>::new());
}

#[test]
fn a_person_signs_in_with_the_keyboard_alone() {
    let app = TestApp::start();
    let window = app.window_of("");
    window.open("/register?q=тепл");
    window.click("#email");
    window.write("a.vetrova@agency.example");
    window.press("Tab");
    window.write(crate::fixtures::agency::PASSWORD);
    window.press("Enter");
    window.wait_until(
        "the register that was asked for",
        "location.pathname === '/register' && location.search.includes('q=')",
    );
    window.wait_for_text("tbody", "Тепличный комплекс");
}
