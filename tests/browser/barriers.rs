//! Pages that everybody can use, by the rules that a program can check, in both themes.

use super::open_register;
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
