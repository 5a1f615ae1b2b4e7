//! The guide for programs is run as it stands.

use std::process::Command;

use super::program::started;
use crate::support::source::text;

#[test]
fn the_lines_of_the_guide_do_what_it_says() {
    let guide = text("docs/api.md");
    let lines: Vec<&str> = guide
        .split("```sh\n")
        .skip(1)
        .filter_map(|rest| rest.split("\n```").next())
        .collect();
    assert!(lines.len() > 8, "the guide has its lines");
    let app = started();
    let run = Command::new("bash")
        .args(["-euo", "pipefail", "-c", &lines.join("\n")])
        .env("CRM", app.url(""))
        .env("NO_PROXY", "*")
        .output()
        .expect("bash can be started");
    assert!(
        run.status.success(),
        "{}\n{}",
        String::from_utf8_lossy(&run.stdout),
        String::from_utf8_lossy(&run.stderr)
    );
}
