//! What is here already comes again: the same file, the product's own export.

use invest_crm::accounts::in_organization;
use invest_crm::cli::{demo, import};
use invest_crm::db::sql;

use crate::fixtures::agency::EMPTY;
use crate::support::TestApp;

/// Rows of each table that an import may add to.
fn rows(app: &TestApp, organization: uuid::Uuid) -> Vec<(String, i64)> {
    use diesel::prelude::*;
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = diesel::sql_types::Text)]
        name: String,
        #[diesel(sql_type = diesel::sql_types::BigInt)]
        n: i64,
    }
    in_organization(&app.state.db, organization, |work| {
        let rows: Vec<Row> = sql(
            "SELECT 'clients' AS name, count(*) AS n FROM clients UNION ALL SELECT 'projects', count(*) FROM projects \
             UNION ALL SELECT 'supports', count(*) FROM supports \
             UNION ALL SELECT 'granted', count(*) FROM supports WHERE status = 'granted' \
             UNION ALL SELECT 'begun', count(*) FROM supports s JOIN projects p ON p.organization_id = s.organization_id \
                AND p.id = s.project_id WHERE p.state = 'on_support' AND s.date_start IS NOT NULL \
             UNION ALL SELECT 'decisions', count(*) FROM decisions \
             UNION ALL SELECT 'contacts', count(*) FROM contacts UNION ALL SELECT 'activities', count(*) FROM activities \
             UNION ALL SELECT 'directory_entries', count(*) FROM directory_entries \
             UNION ALL SELECT 'custom_fields', count(*) FROM custom_fields \
             UNION ALL SELECT 'changes', count(*) FROM changes ORDER BY 1",
        )
        .load(work.conn())
        .map_err(invest_crm::db::DbError::from)?;
        Ok(rows.into_iter().map(|r| (r.name, r.n)).collect())
    })
    .expect("the tables")
}

#[test]
fn the_same_workbook_again_adds_and_changes_nothing() {
    let app = TestApp::with(&EMPTY, |_| {});
    assert!(demo::make_if_empty(&app.state).expect("the demo is made"));
    let organization = demo::organization(&app.state.db).expect("there it is");
    let before = rows(&app, organization);
    let n = |name: &str| before.iter().find(|r| r.0 == name).map(|r| r.1);
    assert_eq!(n("granted"), n("begun"), "what has begun was granted");
    assert_ne!(n("granted"), Some(0));
    let demo_book = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("demo/register.xlsx");
    let file = std::fs::File::open(demo_book).expect("the workbook");
    let counts = import::bring(&app.state, organization, "register.xlsx", file).expect("written");
    for key in [
        "clients_new",
        "projects_new",
        "supports_new",
        "decisions_new",
        "values_written",
    ] {
        assert_eq!(counts[key], 0, "{key}: {counts}");
    }
    assert_eq!(rows(&app, organization), before);
}

#[test]
fn the_register_as_it_is_exported_comes_back_without_a_change() {
    let app = super::app_with_worker();
    let head = app.as_manager();
    let (address, _) = super::read_file(&head, "register-small.csv");
    head.post(&format!("{address}/write"), &[]).expect(303);
    super::wait_until_done(&head, &address);
    let export = head.get("/register/export.xlsx");
    let answer = super::bring(&head, "Реестр.xlsx", export.body);
    let address = answer.location().to_owned();
    super::wait_until_done(&head, &address);
    let page = head.get(&format!("{address}/matches")).page();
    let text = head
        .get(&format!("{address}/result"))
        .page()
        .texts(".count");
    assert_eq!(page.texts("#differences tbody tr"), Vec::<String>::new());
    let new = text.iter().filter(|c| c.contains("новых"));
    assert!(
        new.clone().all(|c| c.starts_with('0')),
        "nothing new: {text:?}"
    );
}
