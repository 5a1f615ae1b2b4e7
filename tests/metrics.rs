//! Figures for Prometheus, for those who bring the token.

use crate::fixtures::agency::AGENCY;
use crate::support::TestApp;

#[test]
fn figures_are_shown_to_the_token_and_to_nobody_else() {
    let app = TestApp::with(&AGENCY, |config| {
        config.metrics_token = Some("secret-of-prometheus".to_owned());
    });
    app.as_owner().get("/metrics").expect(404);
    let wrong = app.as_nobody().with_header("authorization", "Bearer x");
    wrong.get("/metrics").expect(404);
    let right = app
        .as_nobody()
        .with_header("authorization", "Bearer secret-of-prometheus");
    let text = right.get("/metrics").expect(200).text();
    for figure in [
        "invest_crm_requests_total{status=\"2xx\"}",
        "invest_crm_request_seconds_bucket{le=\"0.3\"}",
        "invest_crm_database_up 1",
        "process_resident_memory_bytes ",
    ] {
        assert!(text.contains(figure), "{figure} in {text}");
    }
    assert!(!text.contains("Агентство"));
}
