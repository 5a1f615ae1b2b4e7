//! The agency's own workbook against the truth behind it.

use std::path::Path;
use std::process::Command;

use invest_crm::accounts::in_organization;
use invest_crm::cli::demo;
use invest_crm::imports;
use invest_crm::imports::reading::{Value, Workbook, read_path};
use serde_json::{Value as Json, json};

use super::workbook;
use crate::fixtures::agency::EMPTY;
use crate::support::TestApp;

/// Compares a dump with a truth; prints the whole comparison and gives its figures.
fn score(folder: &Path, truth: &Json, dump: &Json) -> Json {
    let put = |name: &str, json: &Json| {
        let path = folder.join(name);
        std::fs::write(&path, json.to_string()).expect("a file");
        path
    };
    let (truth, found) = (put("truth.json", truth), put("dump.json", dump));
    let figures = folder.join("figures.json");
    let run = Command::new("python3")
        .arg(workbook("score_import.py"))
        .args([&truth, &found])
        .arg("--json")
        .arg(&figures)
        .args(["--show", "20"])
        .output()
        .expect("python3 is there: bin/test installs it");
    println!("{}", String::from_utf8_lossy(&run.stdout));
    let figures = std::fs::read(figures)
        .unwrap_or_else(|_| panic!("no score: {}", String::from_utf8_lossy(&run.stderr)));
    serde_json::from_slice(&figures).expect("a JSON object")
}

fn truth() -> Json {
    let packed = std::fs::File::open(workbook("register-expected.json.gz")).expect("the truth");
    let plain = flate2::read::GzDecoder::new(packed);
    serde_json::from_reader(plain).expect("a JSON object")
}

/// Row and column of a cell's name.
fn place(cell: &str) -> (u32, u16) {
    let letters: String = cell.chars().take_while(char::is_ascii_uppercase).collect();
    let col = letters
        .bytes()
        .fold(0, |col, b| col * 26 + u16::from(b - b'A') + 1);
    (cell[letters.len()..].parse().expect("a row"), col)
}

/// The sum that a cell holds, if it is the expected one but for the places that the cell has not: a file in thousands
/// with two decimals knows no kopecks.
fn as_written(book: &Workbook, sheet: &str, cell: &str, expected: f64) -> Option<f64> {
    let at = book.sheets.iter().position(|s| s.name == sheet)?;
    let (row, col) = place(cell);
    let Value::Number(n) = book.value(at, row, col) else {
        return None;
    };
    [1_000.0, 1_000_000.0].into_iter().find_map(|unit| {
        let written = (n * unit * 100.0).round() / 100.0;
        let last_place = if unit > 10_000.0 { 1.0 } else { 10.0 };
        let difference = (written - expected).abs();
        (difference > 0.004 && difference < last_place * 0.51).then_some(written)
    })
}

/// The truth as the cells can tell it: sums that the workbook holds rounded are right as it holds them.
fn truth_of_the_cells(book: &Workbook) -> Json {
    let mut truth = truth();
    let mut rounded = Vec::new();
    for cell in truth["cells"].as_array_mut().expect("the ledger") {
        let text = |i: usize| cell[i].as_str().unwrap_or_default().to_owned();
        let field = text(3);
        if ["own", "requested", "total"].contains(&field.as_str())
            && let Some(expected) = cell[4].as_f64()
            && let Some(written) = as_written(book, &text(0), &text(1), expected)
        {
            rounded.push((text(2), field, written));
            cell[4] = json!(written);
        }
    }
    for project in truth["projects"].as_array_mut().expect("projects") {
        for (id, field, written) in &rounded {
            if project["id"] != **id {
                continue;
            }
            let mut accept = project["accept"][field]
                .as_array()
                .cloned()
                .unwrap_or_default();
            accept.extend([project[field].clone(), json!(written)]);
            project["accept"][field] = accept.into();
        }
    }
    let initials = accept_initials(&mut truth);
    println!(
        "== {} sums stand rounded in their cells, {initials} names of people as initials only",
        rounded.len()
    );
    truth
}

/// Of people whom the workbook names by initials alone, the initials are all that can be found.
fn accept_initials(truth: &mut Json) -> usize {
    let mut accepted = 0;
    for client in truth["clients"].as_array_mut().expect("clients") {
        let seen = client["names_seen"].to_string();
        for field in ["first_name", "middle_name"] {
            let Some(name) = client[field].as_str().filter(|n| !seen.contains(n)) else {
                continue;
            };
            let initial: String = name.chars().take(1).chain(['.']).collect();
            client["accept"][field] = json!([name, initial]);
            accepted += 1;
        }
    }
    accepted
}

#[test]
fn the_demo_workbook_comes_over_without_losing_or_mixing_clients() {
    let app = TestApp::with(&EMPTY, |_| {});
    assert!(demo::make_if_empty(&app.state).expect("the demo is made"));
    let organization = demo::organization(&app.state.db).expect("there it is");
    let dump = in_organization(&app.state.db, organization, |work| Ok(imports::dump(work)?))
        .expect("a dump");
    let folder = tempfile::tempdir().expect("a folder");
    println!("== against the truth as it stands");
    let plain = score(folder.path(), &truth(), &dump);
    for figure in ["field_recall", "field_precision"] {
        assert!(
            plain["overall"][figure].as_f64() >= Some(0.98),
            "{}",
            plain["overall"]
        );
    }
    let demo_book = Path::new(env!("CARGO_MANIFEST_DIR")).join("demo/register.xlsx");
    let truth = truth_of_the_cells(&read_path(&demo_book).expect("the workbook"));
    let figures = score(folder.path(), &truth, &dump);
    for (name, field) in figures["fields"].as_object().expect("the fields") {
        for figure in ["precision", "recall"] {
            let reached = field[figure].as_f64().unwrap_or_default();
            let asked = field["expected"].as_i64() > Some(0);
            assert!(!asked || reached >= 0.98, "{figure} of {name}: {field}");
        }
    }
    let (overall, lost) = (&figures["overall"], &figures["lost_cells"]);
    assert_eq!(lost["lost"], 0, "{lost}");
    assert!(
        overall["problem_recall"].as_f64() >= Some(0.97),
        "{overall}"
    );
    assert_eq!(overall["wrongly_merged"], 0, "{overall}");
    let missed = &figures["duplicates"]["missed_merges_extra_records"];
    assert!(
        missed.as_i64() < Some(7),
        "at most one client in a hundred: {missed}"
    );
    let needless = &figures["problems"]["reports_on_unplanted_cells"];
    let rows = 1_900;
    assert!(
        needless.as_i64() <= Some(rows / 100),
        "{needless} needless reports"
    );
}
