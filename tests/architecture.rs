//! Who may call whom, and what may stand where. The floors are read off `src/lib.rs`, so that the table of
//! contents and the rule are one thing.

use std::collections::BTreeMap;

use crate::support::source::{Source, rust, text};

/// What a sentence below does not hold for, and why.
const EXCEPTIONS: [(&str, &str, &str); 6] = [
    (
        "history/views.rs",
        "accounts",
        "a timeline names people; the recording of changes, which accounts does too, knows nobody",
    ),
    (
        "db/private_server/binaries.rs",
        "env::var",
        "PATH and PG_BINDIR say where the programs of PostgreSQL are, also for tests that have no configuration",
    ),
    (
        "db/private_server/process.rs",
        "env::var",
        "PostgreSQL is started with nothing of our environment that would change its behaviour",
    ),
    (
        "accounts/actions.rs",
        "directories",
        "an organization is made by one form and begins with its directories",
    ),
    (
        "accounts/queries.rs",
        "Actor",
        "this query is what makes the actor out of a session",
    ),
    (
        "accounts/actions.rs",
        "actix_web",
        "hashing takes its turn between two units of work, so that none is open meanwhile",
    ),
];

fn is_excepted(path: &str, what: &str) -> bool {
    EXCEPTIONS
        .iter()
        .any(|(file, word, _)| *file == path && *word == what)
}

/// Rooms in the order of `src/lib.rs`, each with its floor, counted from the ground.
fn floors() -> BTreeMap<String, (usize, usize)> {
    let mut floor = 0;
    let mut rooms = BTreeMap::new();
    for line in text("src/lib.rs").lines() {
        if line.starts_with("// —") {
            floor += 1;
        } else if let Some(room) = line.strip_prefix("pub mod ") {
            rooms.insert(room.trim_end_matches(';').to_owned(), (floor, rooms.len()));
        }
    }
    assert!(
        floor >= 4,
        "lib.rs names ground, first, second floor and roof"
    );
    rooms
}

/// Other rooms that the code names, with the line.
fn named_rooms(source: &Source) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    for (n, line) in source.code() {
        for (at, _) in line.match_indices("crate::") {
            let rest = &line[at + "crate::".len()..];
            let list = rest.strip_prefix('{').unwrap_or(rest);
            let list = list.split('}').next().unwrap_or_default();
            let names: Vec<&str> = if rest.starts_with('{') {
                list.split(',').collect()
            } else {
                vec![list]
            };
            for name in names {
                let name: String = name
                    .trim()
                    .chars()
                    .take_while(|c| c.is_alphanumeric() || *c == '_')
                    .collect();
                if !name.is_empty() && name != source.room() {
                    found.push((n, name));
                }
            }
        }
    }
    found
}

/// `app` and `cli` assemble everything; `config` is read by all.
const OUTSIDE_THE_FLOORS: [&str; 5] = ["app", "cli", "config", "lib", "main"];

#[test]
fn no_room_calls_up_and_sideways_only_leftwards() {
    let floors = floors();
    let mut broken = Vec::new();
    for source in rust() {
        let Some(&(floor, place)) = floors.get(source.room()) else {
            continue;
        };
        if OUTSIDE_THE_FLOORS.contains(&source.room()) {
            continue;
        }
        for (line, named) in named_rooms(&source) {
            let Some(&(other_floor, other_place)) = floors.get(&named) else {
                continue;
            };
            let at = format!("src/{}:{line}", source.path);
            let (room, path) = (source.room(), source.path.as_str());
            if matches!(named.as_str(), "app" | "cli") {
                broken.push(format!(
                    "{at}: {room} names {named}, which assembles the rooms and is above all"
                ));
            } else if named == "config" || is_excepted(path, &named) {
            } else if other_floor > floor {
                broken.push(format!(
                    "{at}: {room} calls up to {named}; a lower room announces, an upper one listens"
                ));
            } else if other_floor == floor && floor > 1 && other_place > place {
                broken.push(format!(
                    "{at}: {room} calls sideways to {named}, which stands to its right in lib.rs"
                ));
            }
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn the_ground_floor_calls_in_no_circle_but_the_known_one() {
    // A refusal may be a failure of the database, and a unit of work may refuse.
    let known = [("db", "refusal"), ("refusal", "db")];
    let floors = floors();
    let mut calls: Vec<(String, String)> = Vec::new();
    for source in rust() {
        for (_, named) in named_rooms(&source) {
            let both_on_the_ground = [source.room(), &named]
                .iter()
                .all(|r| floors.get(*r).is_some_and(|f| f.0 == 1));
            if both_on_the_ground {
                calls.push((source.room().to_owned(), named));
            }
        }
    }
    for (from, to) in &calls {
        let back = calls.iter().any(|(f, t)| f == to && t == from);
        let is_known = known.contains(&(from, to));
        assert!(!back || is_known, "{from} and {to} call each other");
    }
}

/// The sentence, the files it is about, and the words that may not stand there.
type Rule = (&'static str, fn(&Source) -> bool, &'static [&'static str]);

fn is_rules(source: &Source) -> bool {
    let names = [
        "lifecycle.rs",
        "change.rs",
        "columns.rs",
        "view.rs",
        "permissions.rs",
        "model.rs",
    ];
    names.contains(&source.file()) || matches!(source.room(), "values" | "text")
}

fn is_model(source: &Source) -> bool {
    source.file() == "model.rs"
}

const RULES: [Rule; 9] = [
    (
        "rules know no web and no templates",
        is_rules,
        &["actix_web", "askama"],
    ),
    (
        "rules know no clock: time is an argument",
        is_rules,
        &["Utc::now", "Local::now", "SystemTime"],
    ),
    (
        "rules know no database",
        |s| is_rules(s) && !is_model(s),
        &["diesel", "db::Work", "schema"],
    ),
    (
        "a model may derive from Diesel and has no connection",
        is_model,
        &["PgConnection", "Work", "conn()"],
    ),
    (
        "queries know nobody who acts",
        |s| s.file() == "queries.rs",
        &["Actor"],
    ),
    (
        "actions know no request and no page",
        |s| s.file() == "actions.rs",
        &["actix_web", "askama", "HttpRe"],
    ),
    (
        "pages know no tables",
        |s| s.file() == "pages.rs",
        &["diesel", "schema", "sql("],
    ),
    (
        "views ask neither the database nor for permission",
        |s| s.file() == "views.rs",
        &["diesel", "Work", "may(", "allows("],
    ),
    (
        "only the configuration reads the environment",
        |s| s.path != "config.rs",
        &["env::var"],
    ),
];

#[test]
fn every_kind_of_file_holds_only_what_belongs_there() {
    let mut broken = Vec::new();
    for source in rust() {
        for (sentence, is_about, words) in RULES {
            if !is_about(&source) {
                continue;
            }
            for word in words.iter().filter(|w| !is_excepted(&source.path, w)) {
                for place in source.places_of(&[word]) {
                    broken.push(format!("{sentence} — {place}"));
                }
            }
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

/// Files beside `queries.rs` that hold SQL, and why.
const SQL_ELSEWHERE: [(&str, &str); 6] = [
    (
        "register/made.rs",
        "the same copies of many projects that were just made",
    ),
    (
        "register/projection.rs",
        "the copies of the register are kept there, in the writing transaction",
    ),
    (
        "register/projection/",
        "the same for clients and for the values of added fields",
    ),
    ("history/mod.rs", "the room is one table with one way in"),
    (
        "imports/writer/",
        "the bulk write of an import is the other half of its queries",
    ),
    (
        "imports/dump.rs",
        "one reading of everything, for people who compare",
    ),
];

#[test]
fn sql_stands_in_queries_only() {
    let mut broken = Vec::new();
    for source in rust() {
        let allowed = source.file() == "queries.rs"
            || source.path.contains("/queries/")
            || matches!(source.room(), "db")
            || source.path == "live/wire.rs"
            || SQL_ELSEWHERE
                .iter()
                .any(|(path, _)| source.path.starts_with(path));
        if !allowed {
            broken.extend(source.places_of(&[
                "db::sql",
                " sql(",
                "diesel::insert_into",
                "diesel::update",
                "diesel::delete",
                "sql_query",
            ]));
        }
    }
    assert!(
        broken.is_empty(),
        "SQL outside queries.rs:\n{}",
        broken.join("\n")
    );
}

#[test]
fn roles_are_compared_in_the_table_of_permissions_only() {
    let mut broken = Vec::new();
    // The roles of the database are another matter.
    let asked = |s: &&Source| s.path != "accounts/permissions.rs" && s.room() != "db";
    for source in rust().iter().filter(asked) {
        for (n, line) in source.code() {
            let compares = [
                "role ==",
                "role !=",
                "role <",
                "role >",
                "== Role::",
                "!= Role::",
                "<= Role::",
            ];
            if compares.iter().any(|c| line.contains(c)) {
                broken.push(format!("src/{}:{n}: {}", source.path, line.trim()));
            }
        }
    }
    assert!(
        broken.is_empty(),
        "ask accounts::permissions instead:\n{}",
        broken.join("\n")
    );
}

#[test]
fn statuses_are_chosen_in_one_place() {
    let mut broken = Vec::new();
    for source in rust().iter().filter(|s| s.room() != "web") {
        for (n, line) in source.code() {
            // A form that is shown again with its errors says so itself.
            let chosen = line.split("StatusCode::").skip(1);
            for status in chosen.filter(|s| !s.starts_with("UNPROCESSABLE_ENTITY")) {
                let at = format!("src/{}:{n}: {status}", source.path);
                if !STATUS_ELSEWHERE
                    .iter()
                    .any(|(path, _)| *path == source.path)
                {
                    broken.push(at);
                }
            }
        }
    }
    assert!(
        broken.is_empty(),
        "statuses belong into web/error.rs:\n{}",
        broken.join("\n")
    );
}

/// Files that choose a status themselves, and why.
const STATUS_ELSEWHERE: [(&str, &str); 2] = [
    (
        "accounts/pages.rs",
        "sign-in shows its own page for a refusal, and the page of a lost session keeps the form",
    ),
    (
        "register/cells.rs",
        "the answer to a refused cell is the cell's own fragment",
    ),
];
