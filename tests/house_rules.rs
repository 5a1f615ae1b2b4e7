//! The habits of the house that can be read off its files: sizes, openings, names, and nothing left undone.

use crate::support::source::{Source, files, rust, text};

const MOST_LINES: usize = 400;
const MOST_LINES_OF_A_FUNCTION: usize = 50;

const ONE_PASS: &str = "one pass over what a row says, in the order in which a person reads it";

/// Files and functions that are longer, and why that is better than two of them.
const LONGER: &[(&str, &str)] = &[
    ("api/description.rs::description", "one document"),
    ("db/schema.rs", "a list of all tables"),
    (
        "imports/joining/",
        "judging which rows are one client weighs many signs at once; to be parted",
    ),
    (
        "imports/understanding/",
        "rules that are tried in their order; to be parted",
    ),
    (
        "accounts/queries.rs::actor",
        "one query that joins what is asked on each request",
    ),
    (
        "accounts/queries/membership.rs::actor_of",
        "the same query for who is not asking just now",
    ),
    (
        "accounts/queries/programs.rs::program_actor",
        "one query that joins what is asked on each request",
    ),
    ("clients/mod.rs::api_routes", "a list of routes"),
    ("directories/mod.rs::api_routes", "a list of routes"),
    ("projects/mod.rs::api_routes", "a list of routes"),
    (
        "bulk/views.rs::new",
        "the panel names every field of its template",
    ),
    (
        "clients/actions.rs::make_client",
        "the row to insert names every column",
    ),
    (
        "imports/reading/ods.rs::read",
        "a reader of events, an arm each",
    ),
    (
        "imports/reading/ods.rs::read_cells",
        "a reader of events, an arm each",
    ),
    (
        "imports/reading/xlsx.rs::read",
        "the parts of a workbook in their order",
    ),
    (
        "imports/reading/xlsx_sheet.rs::read_sheet",
        "a reader of events, an arm each",
    ),
    ("imports/joining/clients.rs", ONE_PASS),
    ("imports/joining/identity.rs", ONE_PASS),
    ("imports/joining/projects.rs", ONE_PASS),
    ("imports/joining/clients.rs::add_inn", ONE_PASS),
    ("imports/joining/clients.rs::take_contacts", ONE_PASS),
    ("imports/joining/identity.rs::identify", ONE_PASS),
    ("imports/joining/identity.rs::pairs_of_same_name", ONE_PASS),
    ("imports/joining/projects.rs::people_of_row", ONE_PASS),
    ("imports/joining/projects.rs::join_project", ONE_PASS),
    ("imports/joining/shifted.rs::makes_sense", ONE_PASS),
    (
        "imports/understanding/closed_words.rs::read_support_type",
        ONE_PASS,
    ),
    ("imports/understanding/columns.rs::plan_columns", ONE_PASS),
    ("imports/understanding/columns.rs::choose", ONE_PASS),
    ("imports/understanding/columns.rs::values_agree", ONE_PASS),
    ("imports/understanding/columns.rs::place_the_rest", ONE_PASS),
    ("imports/understanding/contacts.rs::read_segment", ONE_PASS),
    ("imports/understanding/headers.rs::double_header", ONE_PASS),
    ("imports/understanding/vocabulary.rs", "a list of words"),
    (
        "imports/writer/projects.rs::push_project",
        "a column of the table on each line",
    ),
    (
        "meetings/views/agenda.rs::row",
        "the question names every field of its template",
    ),
    ("register/routes.rs", "a list of routes"),
    ("register/routes.rs::of_projects", "a list of routes"),
    ("register/routes.rs::of_clients", "a list of routes"),
    ("register/routes.rs::of_supports", "a list of routes"),
    (
        "projects/queries.rs::set_field",
        "a table: each field and its column",
    ),
    (
        "values/dates.rs::from_parts",
        "a table: each form of a date",
    ),
    (
        "values/money.rs::push_word",
        "a table: each word of an amount",
    ),
    (
        "values/people.rs::arrange",
        "a table: each order of the names",
    ),
    (
        "values/units.rs::read_unit",
        "a table: each unit and its spellings",
    ),
];

fn may_be_longer(what: &str) -> bool {
    LONGER
        .iter()
        .any(|(name, _)| *name == what || name.ends_with('/') && what.starts_with(name))
}

#[test]
fn every_file_opens_with_what_lives_in_it() {
    let silent: Vec<String> = rust()
        .into_iter()
        .chain(files("tests", ".rs"))
        .filter(|s| !s.text.starts_with("//! "))
        .map(|s| s.path)
        .collect();
    assert!(
        silent.is_empty(),
        "these files begin without //! : {silent:?}"
    );
}

#[test]
fn no_file_is_longer_than_one_idea() {
    let long: Vec<String> = rust()
        .iter()
        .map(|s| (s, s.code().len()))
        .filter(|(s, n)| *n > MOST_LINES && !may_be_longer(&s.path))
        .map(|(s, n)| format!("src/{}: {n} lines of code", s.path))
        .collect();
    assert!(
        long.is_empty(),
        "do two ideas live here?\n{}",
        long.join("\n")
    );
}

/// Name, first line and length of every function of a file.
fn functions(source: &Source) -> Vec<(String, usize, usize)> {
    let mut found = Vec::new();
    let mut open: Option<(String, usize, usize)> = None;
    for (n, line) in source.code() {
        let indent = line.len() - line.trim_start().len();
        match &open {
            None => {
                let words: Vec<&str> = line.split_whitespace().collect();
                let at = words.iter().position(|w| *w == "fn");
                if let Some(name) = at.and_then(|i| words.get(i + 1))
                    && words
                        .iter()
                        .take(at.unwrap_or(0))
                        .all(|w| w.starts_with("pub") || matches!(*w, "async" | "const" | "unsafe"))
                    && !line.trim_end().ends_with([';', '}'])
                {
                    let name: String = name
                        .chars()
                        .take_while(|c| c.is_alphanumeric() || *c == '_')
                        .collect();
                    open = Some((name, n, indent));
                }
            }
            Some((name, from, outer)) if line.trim() == "}" && indent == *outer => {
                found.push((name.clone(), *from, n + 1 - from));
                open = None;
            }
            Some(_) => {}
        }
    }
    found
}

#[test]
fn no_function_is_longer_than_a_screen() {
    let mut long = Vec::new();
    for source in rust() {
        for (name, line, length) in functions(&source) {
            if length > MOST_LINES_OF_A_FUNCTION
                && !may_be_longer(&format!("{}::{name}", source.path))
            {
                long.push(format!(
                    "src/{}:{line}: {name} has {length} lines",
                    source.path
                ));
            }
        }
    }
    assert!(long.is_empty(), "{}", long.join("\n"));
}

#[test]
fn nothing_is_left_undone_and_nothing_may_panic() {
    let mut broken = Vec::new();
    for source in rust() {
        for (n, line) in source.text.lines().enumerate() {
            if ["TODO", "FIXME", "XXX", "HACK"]
                .iter()
                .any(|w| line.contains(w))
            {
                broken.push(format!(
                    "src/{}:{}: an open matter is an issue",
                    source.path,
                    n + 1
                ));
            }
        }
        broken.extend(source.places_of(&["todo!(", "unimplemented!(", "dbg!(", ".unwrap()"]));
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn no_file_has_a_name_that_says_nothing() {
    let says_nothing = [
        "utils", "util", "helpers", "helper", "common", "manager", "service", "misc",
    ];
    for source in rust() {
        for part in source.path.trim_end_matches(".rs").split('/') {
            assert!(!says_nothing.contains(&part), "src/{}", source.path);
        }
    }
}

#[test]
fn every_style_sheet_is_joined_once() {
    let listed: Vec<String> = text("static/css/index.txt")
        .lines()
        .map(str::to_owned)
        .collect();
    let mut there: Vec<String> = files("static/css", ".css")
        .into_iter()
        .map(|s| s.path)
        .collect();
    let mut sorted = listed.clone();
    sorted.sort();
    there.sort();
    assert_eq!(sorted, there, "static/css/index.txt and the folder");
    assert_eq!(
        listed.first().map(String::as_str),
        Some("layers.css"),
        "the order of layers comes first"
    );
}

#[test]
fn style_sheets_and_behaviours_stay_small() {
    for (folder, ending, most) in [
        ("static/css", ".css", 300),
        ("static/js", ".js", 170),
        ("templates", ".html", 80),
    ] {
        for source in files(folder, ending) {
            let lines = source.text.lines().count();
            assert!(
                lines <= most,
                "{folder}/{}: {lines} lines, at most {most}",
                source.path
            );
        }
    }
}

#[test]
fn templates_carry_no_style_and_no_script() {
    for source in files("templates", ".html") {
        let lower = source.text.to_lowercase();
        for forbidden in [
            " style=",
            "<style",
            "javascript:",
            " onclick=",
            " onchange=",
            " onsubmit=",
            " onload=",
            " oninput=",
        ] {
            assert!(
                !lower.contains(forbidden),
                "templates/{}: {forbidden}",
                source.path
            );
        }
        for tag in lower.split("<script").skip(1) {
            let tag = tag.split('>').next().unwrap_or_default();
            assert!(
                tag.contains("src="),
                "templates/{}: a script without a file",
                source.path
            );
        }
    }
}

/// Pages that templates lead to and that are being built; each goes from here with its room.
const NOT_YET: &[&str] = &[
    "/password/forgot",
    "/organizations",
    "/organizations/menu",
    "/settings/profile",
];

#[test]
fn a_link_to_another_page_of_ours_leads_somewhere() {
    let addresses = super::routes::addresses();
    let mut broken = Vec::new();
    for source in files("templates", ".html") {
        for attribute in ["href=\"/", "action=\"/", "hx-get=\"/", "hx-post=\"/"] {
            for rest in source.text.split(attribute).skip(1) {
                let path = rest.split(['"', '?', '#']).next().unwrap_or_default();
                let is_static = !path.contains("{{");
                let address = format!("/{path}");
                if is_static
                    && !addresses.contains(&address)
                    && !NOT_YET.contains(&address.as_str())
                {
                    broken.push(format!("templates/{}: /{path}", source.path));
                }
            }
        }
    }
    assert!(
        broken.is_empty(),
        "links to nowhere:\n{}",
        broken.join("\n")
    );
}

#[test]
fn every_template_is_dressed_by_one_struct_or_built_into_others() {
    let mut code = String::new();
    for source in rust() {
        code.push_str(&source.text);
    }
    let templates = files("templates", ".html");
    let mut all = String::new();
    for template in &templates {
        all.push_str(&template.text);
    }
    for template in &templates {
        let path = &template.path;
        let structs = code.matches(&format!("path = \"{path}\"")).count();
        let is_built_in = all.contains(&format!("extends \"{path}\""))
            || all.contains(&format!("import \"{path}\""));
        if template.file().starts_with('_') {
            assert_eq!(structs, 1, "templates/{path}: a partial has one struct");
        } else {
            assert!(
                structs > 0 || is_built_in,
                "templates/{path} is used by nobody"
            );
        }
    }
}
