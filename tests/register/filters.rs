//! Filters and search: what they let through, alone and together.

use invest_crm::accounts::Role;

use super::{every_page, ids};
use crate::fixtures::agency::{COLD_STORE, GREENHOUSE, HATCHERY, HOTEL, IDEA};
use crate::fixtures::many::add_projects;
use crate::support::TestApp;

fn found(app: &TestApp, query: &str) -> Vec<String> {
    every_page(&app.as_viewer(), query)
}

#[test]
fn each_filter_lets_through_what_it_names() {
    let app = TestApp::start();
    let agency = &app.fixture.agency;
    let (anivsky, tourism) = (agency.district("Анивский район"), agency.industry("Туризм"));
    let vetrova = agency.person(Role::Member).id;
    for (query, expected) in [
        ("state=frozen".to_owned(), vec![COLD_STORE]),
        (
            "state=frozen&state=ended".to_owned(),
            vec![HOTEL, COLD_STORE],
        ),
        (format!("district={anivsky}"), vec![COLD_STORE, GREENHOUSE]),
        (format!("industry={tourism}"), vec![HOTEL]),
        (format!("lead={vetrova}"), vec![HOTEL, GREENHOUSE]),
        (format!("lead={vetrova}&state=ended"), vec![HOTEL]),
        (
            format!("lead={vetrova}&industry={tourism}&district={anivsky}"),
            vec![],
        ),
        (
            "state=deleted".to_owned(),
            vec![HOTEL, COLD_STORE, HATCHERY, GREENHOUSE, IDEA],
        ),
    ] {
        let expected: Vec<String> = expected.iter().map(ToString::to_string).collect();
        assert_eq!(found(&app, &query), expected, "{query}");
    }
}

#[test]
fn search_finds_parts_of_words_whatever_their_case_and_both_letters_e() {
    let app = TestApp::start();
    for (query, expected) in [
        ("q=тЕПЛИЧ", vec![GREENHOUSE]),
        // In the name of one client and in two projects of it.
        ("q=островные", vec![COLD_STORE, GREENHOUSE]),
        ("q=Петр+рыбовод", vec![HATCHERY]),
        ("q=Пётр+рыбовод", vec![HATCHERY]),
        ("q=7707083893", vec![COLD_STORE, GREENHOUSE]),
        ("q=овощей", vec![HOTEL, COLD_STORE, GREENHOUSE]),
        ("q=нет-такого", vec![]),
        ("q=++", vec![HOTEL, COLD_STORE, HATCHERY, GREENHOUSE, IDEA]),
    ] {
        let expected: Vec<String> = expected.iter().map(ToString::to_string).collect();
        assert_eq!(found(&app, query), expected, "{query}");
    }
}

#[test]
fn percent_and_underscore_are_looked_for_as_they_stand() {
    let app = TestApp::start();
    add_projects(&app, 80);
    let bread = found(&app, "q=100%25_хлеб").len();
    assert!(bread > 0);
    assert_eq!(
        found(&app, "q=%25").len(),
        bread,
        "a percent sign is in the names of these only"
    );
    assert_eq!(found(&app, "q=100_%25").len(), 0);
    assert!(found(&app, "q=%5C").is_empty());
}

#[test]
fn a_filter_that_is_set_can_be_read_and_taken_away() {
    let app = TestApp::start();
    let viewer = app.as_viewer();
    let district = app.fixture.agency.district("Невельский район");
    let page = viewer.get(&format!(
        "/register?district={district}&state=application_short&q=завод"
    ));
    let page = page.expect(200).page();
    assert_eq!(ids(&page), [HATCHERY.to_string()]);
    let chips = page.texts(".filter");
    assert!(
        chips.iter().any(|c| c.contains("Невельский район")),
        "{chips:?}"
    );
    assert!(
        chips.iter().any(|c| c.contains("Неполная заявка")),
        "{chips:?}"
    );
    let without = page
        .link("Убрать фильтр: Район")
        .expect("it can be taken away");
    assert!(without.contains("state=") && without.contains("q=") && !without.contains("district="));
    // The choices themselves keep the other filters when they are sent.
    let choices = viewer
        .asking_for_fragment()
        .get("/register/filters/district?state=frozen&sort=own&dir=desc");
    let form = choices.expect(200).page().form("/register");
    assert!(form.pairs().contains(&("state", "frozen")) && form.pairs().contains(&("sort", "own")));
}

#[test]
fn a_value_of_the_neighbour_is_an_unknown_one() {
    let app = TestApp::start();
    let theirs = app.fixture.neighbour.district("Анивский район");
    let page = app
        .as_viewer()
        .get(&format!("/register?district={theirs}"))
        .expect(200)
        .page();
    assert!(ids(&page).is_empty());
    assert!(page.text(".filter").contains("неизвестное значение"));
    let person = app.fixture.neighbour.person(Role::Manager).id;
    assert!(found(&app, &format!("lead={person}")).is_empty());
}

/// Every kind of question that a column may be asked, on the five projects of the agency.
#[test]
fn each_question_lets_through_what_it_says() {
    let app = TestApp::start();
    let all = vec![HOTEL, COLD_STORE, HATCHERY, GREENHOUSE, IDEA];
    for (query, expected) in [
        ("name.has=ТЕПЛИЧ", vec![GREENHOUSE]),
        ("name.hasnt=теплич", vec![HOTEL, COLD_STORE, HATCHERY, IDEA]),
        ("name.starts=тепличный", vec![GREENHOUSE]),
        ("name.is=Тепличный комплекс", vec![GREENHOUSE]),
        (
            "requested.from=48,5&requested.to=100",
            vec![HOTEL, COLD_STORE, GREENHOUSE],
        ),
        (
            "requested.from=48 500 000&requested.to=48.5&state=frozen",
            vec![COLD_STORE],
        ),
        ("jobs.empty=1&state=application_short", vec![HATCHERY, IDEA]),
        (
            "jobs.filled=1&jobs.from=24&state=application_full",
            vec![GREENHOUSE],
        ),
        (
            "date.from=14.10.2026&date.to=2026-10-14&state=application_full",
            vec![GREENHOUSE],
        ),
        ("date.period=before_365_days&state=frozen", vec![]),
        (
            "state.not=frozen&state.not=ended&state.not=application_short",
            vec![GREENHOUSE],
        ),
        ("district.empty=1", vec![IDEA]),
        ("filled.to=50", vec![IDEA]),
        ("filled.from=100", vec![HOTEL, COLD_STORE, GREENHOUSE]),
        ("changed.period=today", all.clone()),
        ("days.from=1", vec![]),
        ("client_kind=sole_proprietor", vec![HOTEL, HATCHERY]),
        ("lead=me&state=application_full", vec![]),
        (
            "where=any(state.in.frozen,all(state.in.application_short,jobs.empty))",
            vec![COLD_STORE, HATCHERY, IDEA],
        ),
        (
            "where=any(state.in.frozen,name.has.теплич)&requested.from=50",
            vec![],
        ),
    ] {
        let expected: Vec<String> = expected.iter().map(ToString::to_string).collect();
        let query = query.replace(' ', "+");
        assert_eq!(found(&app, &query), expected, "{query}");
    }
}

#[test]
fn mine_is_whoever_looks() {
    let app = TestApp::start();
    let mine = every_page(&app.as_member(), "lead=me");
    assert_eq!(mine, [HOTEL.to_string(), GREENHOUSE.to_string()]);
    assert!(every_page(&app.as_viewer(), "lead=me").is_empty());
}

#[test]
fn the_form_of_a_column_asks_what_its_kind_may_be_asked_and_keeps_the_rest() {
    let app = TestApp::start();
    let viewer = app.as_viewer();
    let query = "own.from=5&state=frozen&sort=name&dir=asc";
    let fragment = viewer.asking_for_fragment();
    let page = fragment
        .get(&format!("/register/filters/own?{query}"))
        .expect(200)
        .page();
    let form = page.form("/register");
    let pairs = form.pairs();
    for pair in [
        ("own.from", "5"),
        ("own.to", ""),
        ("state", "frozen"),
        ("sort", "name"),
    ] {
        assert!(pairs.contains(&pair), "{pair:?} in {pairs:?}");
    }
    let date = viewer.get("/register/filters/date").expect(200).page();
    assert!(date.text("select").contains("этот месяц"));
    let chips = viewer.get(&format!("/register?{query}")).expect(200).page();
    assert!(
        chips.text(".bar").contains("от 5"),
        "{}",
        chips.text(".bar")
    );
    viewer.get("/register/filters/nothing").expect(404);
}

#[test]
fn totals_are_those_of_the_filter() {
    let app = TestApp::start();
    let totals = |query: &str| {
        app.as_viewer()
            .get(&format!("/register/totals?{query}"))
            .expect(200)
            .page()
            .text("body")
    };
    let all = totals("");
    // 4 × 12 million of their own, 3 × 48.5 + 250 million asked for, 3 × 24 jobs.
    for part in ["5 проектов", "395 500 000 ₽", "36 000 000 ₽", "72"] {
        assert!(all.contains(part), "{part} in {all}");
    }
    let some = totals("state=frozen");
    assert!(
        some.contains("1 проект") && some.contains("48 500 000 ₽"),
        "{some}"
    );
    let none = totals("q=нет-такого");
    assert!(none.contains("0 проектов"), "{none}");
}
