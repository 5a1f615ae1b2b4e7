//! A large act goes back in the background.

use std::time::Duration;

use invest_crm::accounts::Role;
use invest_crm::db::{Act, Door};
use invest_crm::projects::{self, Basis, CellWrite, FieldValue, ProjectField};

use super::{redo, undo};
use crate::fixtures::agency::actor;
use crate::fixtures::many::add_projects;
use crate::support::TestApp;
use crate::support::runtime::eventually;
use crate::support::sql::{lines, number};

#[test]
fn an_act_of_many_thousand_cells_goes_back_and_forth_in_the_background() {
    let app = TestApp::start();
    invest_crm::undo::worker::start(app.state.db.clone(), app.state.hub.clone());
    add_projects(&app, 1700);
    let manager = actor(&app.fixture.agency, Role::Manager);
    let fields = [
        (
            ProjectField::Name,
            FieldValue::Text(Some("одно имя".to_owned())),
        ),
        (
            ProjectField::Description,
            FieldValue::Text(Some("один текст".to_owned())),
        ),
        (ProjectField::Own, FieldValue::Money(Some(1))),
        (ProjectField::Requested, FieldValue::Money(Some(2))),
        (ProjectField::Total, FieldValue::Money(Some(3))),
        (ProjectField::Tax, FieldValue::Money(Some(4))),
        (ProjectField::Jobs, FieldValue::Whole(Some(5))),
        (ProjectField::Lead, FieldValue::Named(None)),
        (ProjectField::District, FieldValue::Named(None)),
    ];
    let before = sum(&app);
    app.in_agency(|work| {
        work.acts_for(manager.user);
        work.door = Door::Grid;
        work.act = Some(Act::new(None, "bulk"));
        let rows = "SELECT id::text AS line FROM projects WHERE organization_id = app_org() AND number_value >= 1000";
        let mut writes = Vec::new();
        for id in lines(work.conn(), rows) {
            for (field, value) in &fields {
                writes.push(CellWrite {
                    id: id.parse().expect("an id"),
                    field: *field,
                    value: Ok(value.clone()),
                    text: String::new(),
                    basis: Basis::Seen { version: i64::MAX, base: String::new() },
                });
            }
        }
        projects::write_cells(work, &manager, &writes, false).expect("they can be written");
    });
    let cells = "SELECT cells::bigint AS n FROM acts WHERE kind = 'bulk'";
    let n = app.in_agency(|work| number(work.conn(), cells));
    eprintln!("{n} cells");
    let after = sum(&app);
    assert_ne!(before, after);
    let caller = app.as_manager();
    undo(&caller);
    eventually("it is all back", Duration::from_secs(60), || {
        state(&app) == "undone"
    });
    assert_eq!(sum(&app), before);
    redo(&caller);
    eventually("it is all there again", Duration::from_secs(60), || {
        state(&app) == "done"
    });
    assert_eq!(sum(&app), after);
}

fn state(app: &TestApp) -> String {
    let query = "SELECT state AS line FROM acts WHERE kind = 'bulk'";
    app.in_agency(|work| lines(work.conn(), query)).remove(0)
}

/// What all of the projects come to.
fn sum(app: &TestApp) -> String {
    let query = "SELECT md5(string_agg(concat_ws('|', p.id, p.name, p.description, p.own_amount, p.requested_amount, \
        p.total_amount, p.tax_amount, p.jobs, p.application_date, p.lead_id, a.district_id), ';' ORDER BY p.id)) AS line \
        FROM projects p LEFT JOIN addresses a ON a.id = p.address_id WHERE p.organization_id = app_org()";
    app.in_agency(|work| lines(work.conn(), query)).remove(0)
}
