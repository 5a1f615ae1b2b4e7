//! The agency's own workbook against the truth behind it.

use std::io::Write;
use std::process::Command;

use invest_crm::accounts::in_organization;
use invest_crm::cli::demo;
use invest_crm::imports;

use super::workbook;
use crate::fixtures::agency::EMPTY;
use crate::support::TestApp;

/// The last line of the comparison: figures over all fields.
fn score(dump: &str) -> serde_json::Value {
    let folder = tempfile::tempdir().expect("a folder");
    let (truth, found) = (
        folder.path().join("truth.json"),
        folder.path().join("dump.json"),
    );
    let packed = std::fs::File::open(workbook("register-expected.json.gz")).expect("the truth");
    let mut plain = flate2::read::GzDecoder::new(packed);
    let mut out = std::fs::File::create(&truth).expect("a file");
    std::io::copy(&mut plain, &mut out).expect("the truth is unpacked");
    std::fs::File::create(&found)
        .and_then(|mut f| f.write_all(dump.as_bytes()))
        .expect("a file");
    let run = Command::new("python3")
        .arg(workbook("score_import.py"))
        .args([&truth, &found])
        .output()
        .expect("python3 is there: bin/test installs it");
    let text = String::from_utf8_lossy(&run.stdout).into_owned();
    println!("{text}");
    let line = text
        .lines()
        .find_map(|l| l.strip_prefix("== overall "))
        .unwrap_or_else(|| panic!("no score: {}", String::from_utf8_lossy(&run.stderr)));
    serde_json::from_str(line).expect("a JSON object")
}

#[test]
fn the_demo_workbook_comes_over_without_losing_or_mixing_clients() {
    let app = TestApp::with(&EMPTY, |_| {});
    assert!(demo::make_if_empty(&app.state).expect("the demo is made"));
    let organization = demo::organization(&app.state.db).expect("there it is");
    let dump = in_organization(&app.state.db, organization, |work| Ok(imports::dump(work)?))
        .expect("a dump");
    let overall = score(&dump.to_string());
    let figure = |name: &str| overall[name].as_f64().expect("a figure");
    assert!(figure("field_recall") >= 0.97, "{overall}");
    assert!(figure("field_precision") >= 0.97, "{overall}");
    assert!(figure("problem_recall") >= 0.97, "{overall}");
    assert!(figure("lost_share") < 0.01, "{overall}");
    assert!(figure("wrongly_merged") == 0.0, "{overall}");
}
