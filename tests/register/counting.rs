//! The numbers beside the tabs are counters, not counts: they must come to the same.

use std::sync::Arc;

use invest_crm::accounts::Role;
use invest_crm::projects::{NewProject, make_project};
use uuid::Uuid;

use super::{edit, lines, move_to, number};
use crate::fixtures::agency::{GREENHOUSE, IDEA, actor};
use crate::fixtures::many::add_projects;
use crate::support::TestApp;
use crate::support::soak::rounds;

/// State and number by the counters, and by counting.
fn assert_counters_are_true(app: &TestApp, when: &str) {
    let counted = lines(
        app,
        "SELECT state || ' ' || count(*) AS line FROM projects WHERE organization_id = app_org() \
         AND state <> 'deleted' GROUP BY state ORDER BY 1",
    );
    let kept = lines(
        app,
        "SELECT state || ' ' || sum(n) AS line FROM project_counts WHERE organization_id = app_org() \
         GROUP BY state HAVING sum(n) <> 0 ORDER BY 1",
    );
    assert_eq!(kept, counted, "{when}");
    let sums = "SELECT count(*) AS n FROM (SELECT state, sum(requested) r, sum(jobs) j FROM project_counts \
        WHERE organization_id = app_org() GROUP BY state) k FULL JOIN (SELECT state, sum(coalesce(requested_kopecks, 0)) r, \
        sum(coalesce(jobs, 0)) j FROM projects WHERE organization_id = app_org() AND state <> 'deleted' GROUP BY state) c \
        ON c.state = k.state WHERE coalesce(k.r, 0) <> coalesce(c.r, 0) OR coalesce(k.j, 0) <> coalesce(c.j, 0)";
    assert_eq!(number(app, sums), 0, "sums are true, {when}");
    let copies = "SELECT count(*) AS n FROM project_rows r FULL JOIN projects p \
        ON p.organization_id = r.organization_id AND p.id = r.project_id \
        WHERE coalesce(p.organization_id, r.organization_id) = app_org() \
        AND (coalesce(p.state, 'deleted') <> 'deleted') <> (r.project_id IS NOT NULL)";
    assert_eq!(
        number(app, copies),
        0,
        "each project that is not deleted has its copy, {when}"
    );
    let stale = "SELECT count(*) AS n FROM project_rows r JOIN projects p \
        ON p.organization_id = r.organization_id AND p.id = r.project_id WHERE p.version <> r.version OR p.state <> r.state";
    assert_eq!(
        number(app, stale),
        0,
        "copies are of the last version, {when}"
    );
}

#[test]
fn counters_are_true_after_many_people_made_and_moved_projects() {
    let app = TestApp::start();
    add_projects(&app, 60);
    assert_counters_are_true(&app, "after the making");
    let manager = Arc::new(actor(&app.fixture.agency, Role::Manager));
    std::thread::scope(|scope| {
        for n in 0..4 {
            let (app, manager) = (&app, manager.clone());
            scope.spawn(move || {
                for round in 0..rounds(8, 200) {
                    app.in_agency(|work| {
                        let new = NewProject {
                            id: Uuid::now_v7(),
                            name: format!("Проект {n} {round}"),
                            ..NewProject::default()
                        };
                        make_project(work, &manager, &new).expect("a project can be made");
                    });
                }
            });
        }
        let caller = app.as_manager();
        let deletable = lines(
            &app,
            "SELECT id::text AS line FROM projects WHERE organization_id = app_org() AND state = 'application_short' LIMIT 6",
        );
        scope.spawn(move || {
            for id in deletable {
                move_to(&caller, id.parse().expect("an id"), "deleted");
            }
        });
    });
    assert_counters_are_true(&app, "after all that");
}

#[test]
fn a_move_counts_once_and_the_tabs_show_it() {
    let app = TestApp::start();
    let manager = app.as_manager();
    let tab = |label: &str| {
        let page = manager.get("/register").expect(200).page();
        let tabs = page.texts("nav.tabs a");
        tabs.into_iter()
            .find(|t| t.starts_with(label))
            .expect("the tab is there")
    };
    assert_eq!(tab("Все проекты"), "Все проекты 5");
    assert_eq!(tab("В работе"), "В работе 3");
    edit(&manager, GREENHOUSE, "jobs", "77").expect(200);
    edit(&manager, GREENHOUSE, "requested", "").expect(422);
    edit(&manager, GREENHOUSE, "requested", "51").expect(200);
    move_to(&manager, GREENHOUSE, "frozen").expect(303);
    move_to(&manager, IDEA, "deleted").expect(303);
    assert_eq!(tab("Все проекты"), "Все проекты 4");
    assert_eq!(tab("В работе"), "В работе 1");
    assert_counters_are_true(&app, "after two moves");
}

#[test]
fn a_refused_edit_leaves_no_trace_in_the_counters() {
    let app = TestApp::start();
    edit(&app.as_manager(), IDEA, "state", "application_full").expect(422);
    assert_counters_are_true(&app, "after a refusal");
}
