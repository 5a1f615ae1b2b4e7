//! The description says what is served, no more and no less.

use std::collections::BTreeSet;

use crate::support::TestApp;

#[test]
fn the_description_names_every_route_of_the_api() {
    let declared: BTreeSet<String> = crate::routes::declared()
        .into_iter()
        .filter(|r| r.contains(" /api/v1/"))
        .collect();
    let described: BTreeSet<String> = invest_crm::api::endpoints()
        .into_iter()
        .map(|e| format!("{} {}", e.method, e.path))
        .collect();
    assert_eq!(declared, described);
}

#[test]
fn the_description_is_served_to_everybody_and_refers_to_what_it_has() {
    let app = TestApp::start();
    let description = app
        .as_nobody()
        .get("/api/v1/openapi.json")
        .expect(200)
        .json();
    assert_eq!(description["openapi"], "3.1.0");
    let text = description.to_string();
    for piece in text.split("\"$ref\":\"#").skip(1) {
        let pointer = piece.split('"').next().unwrap_or_default();
        assert!(description.pointer(pointer).is_some(), "{pointer}");
    }
}
