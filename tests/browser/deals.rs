//! The pipeline in a real browser: a deal is moved on its board, and no page of it has barriers.

use uuid::Uuid;

use crate::support::TestApp;

#[test]
fn a_deal_is_moved_on_the_board_and_no_page_of_the_pipeline_has_barriers() {
    let app = TestApp::start();
    let manager = app.as_manager();
    let (contact, deal) = (Uuid::now_v7().to_string(), Uuid::now_v7().to_string());
    manager
        .post("/contacts", &[("id", &contact), ("name", "Валерия")])
        .expect(303);
    let fields = [
        ("id", deal.as_str()),
        ("contact_id", &contact),
        ("title", "Теплицы"),
        ("amount", "100"),
    ];
    manager.post("/deals", &fields).expect(303);
    let window = app.window_of("p.gromov@agency.example");
    window.open("/deals");
    window.click(".card-menu summary");
    window.wait_until(
        "the stages are offered",
        "document.querySelector('.card-menu[open] button')",
    );
    window.click(".card-menu button[value=negotiation]");
    window.wait_until(
        "it stands in its new column",
        "document.querySelector('.col:nth-child(3) .card')",
    );
    assert_eq!(window.barriers(), Vec::<String>::new());
    for path in [
        "/deals?view=list".to_owned(),
        format!("/deals/{deal}"),
        format!("/deals/{deal}/edit"),
        "/contacts".to_owned(),
        format!("/contacts/{contact}"),
        "/pipeline".to_owned(),
    ] {
        window.open(&path);
        assert_eq!(window.barriers(), Vec::<String>::new(), "{path}");
    }
    assert_eq!(window.complaints(), Vec::<String>::new());
}
