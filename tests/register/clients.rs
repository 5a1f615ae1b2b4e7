//! The register of clients: the same grid over other rows, kept true by whatever changes a client or its projects.

use uuid::Uuid;

use super::{edit, lines, move_to, number};
use crate::fixtures::agency::{COMPANY, GREENHOUSE, IDEA, PROPRIETOR, THEIR_CLIENT};
use crate::support::{Answer, Caller, Page, TestApp};

fn row(caller: &Caller, id: Uuid) -> Page {
    let columns = "client.client_kind.inn.district.city.responsible.projects.requested.full_name.last_name.street";
    caller
        .get(&format!(
            "/register/clients/rows/by-id?ids={id}&cols={columns}"
        ))
        .expect(200)
        .page()
}

fn cell(page: &Page, column: &str) -> String {
    let named = page.text(&format!("[data-col={column}] .person .ell"));
    match named.is_empty() {
        true => page.text(&format!("[data-col={column}]")),
        false => named,
    }
}

fn write(caller: &Caller, id: Uuid, column: &str, value: &str) -> Answer {
    let page = row(caller, id);
    let version = page
        .attribute("tr[data-version]", "data-version")
        .expect("the row is there");
    let base = cell(&page, column);
    let fields = [("value", value), ("base", &base), ("version", &version)];
    caller.post(&format!("/register/clients/cells/{id}/{column}"), &fields)
}

/// Copies and what they are copies of.
fn assert_rows_are_true(app: &TestApp, when: &str) {
    let wrong = "SELECT count(*) AS n FROM clients c FULL JOIN client_rows r \
        ON r.organization_id = c.organization_id AND r.client_id = c.id \
        LEFT JOIN LATERAL (SELECT count(*) AS n, coalesce(sum(p.requested_kopecks), 0) AS requested FROM projects p \
            WHERE p.organization_id = c.organization_id AND p.client_id = c.id AND p.state <> 'deleted') p ON true \
        WHERE coalesce(c.organization_id, r.organization_id) = app_org() \
        AND ((c.id IS NULL OR c.deleted_at IS NOT NULL) <> (r.client_id IS NULL) \
            OR r.client_id IS NOT NULL AND (r.version <> c.version OR r.projects <> p.n OR r.requested_kopecks <> p.requested \
                OR r.full_name <> c.name OR r.client_inn <> coalesce(c.inn, '')))";
    assert_eq!(number(app, wrong), 0, "{when}");
}

#[test]
fn clients_are_a_grid_with_their_own_columns_sorted_filtered_and_exported() {
    let app = TestApp::start();
    let manager = app.as_manager();
    let page = manager.get("/clients").expect(200).page();
    assert_eq!(page.text("h1"), "Клиенты");
    let heads = page.attributes("thead th", "data-col");
    assert_eq!(heads[..3], ["client", "client_kind", "inn"]);
    assert_eq!(page.attributes("tr[data-version]", "data-id").len(), 2);
    let names = |query: &str| {
        let page = manager.get(&format!("/clients?{query}")).expect(200).page();
        page.texts("tr[data-version] [data-col=client]")
    };
    assert_eq!(names("sort=client&dir=desc").len(), 2);
    assert_eq!(names("client_kind=legal_entity").len(), 1);
    assert_eq!(names("q=теплицы"), names("client_kind=legal_entity"));
    assert_eq!(names("inn.is=7707083893"), names("q=теплицы"));
    assert_eq!(names("projects.from=100").len(), 0);
    for column in [
        "client",
        "client_kind",
        "inn",
        "district",
        "city",
        "responsible",
        "projects",
        "requested",
        "created",
        "changed",
    ] {
        for dir in ["asc", "desc"] {
            assert_eq!(
                names(&format!("sort={column}&dir={dir}")).len(),
                2,
                "{column} {dir}"
            );
        }
    }
    let file = manager
        .get("/register/clients/export.csv?cols=client.inn.projects")
        .expect(200)
        .text();
    assert!(file.contains("Клиент;ИНН;Проектов"), "{file}");
    assert!(file.contains("7707083893"), "{file}");
}

#[test]
fn a_cell_of_a_client_is_edited_in_place_and_taken_back() {
    let app = TestApp::start();
    let member = app.as_member();
    write(&member, COMPANY, "street", "ул. Мира, 1").expect(200);
    assert_eq!(cell(&row(&member, COMPANY), "street"), "ул. Мира, 1");
    write(&member, COMPANY, "inn", "7707083894").expect(422);
    write(&member, COMPANY, "last_name", "Иванов").expect(422);
    write(&member, COMPANY, "district", "Анивский район").expect(200);
    assert_eq!(cell(&row(&member, COMPANY), "district"), "Анивский район");
    write(&member, COMPANY, "projects", "7").expect(404);
    write(&app.as_viewer(), COMPANY, "street", "x").expect(403);
    assert_rows_are_true(&app, "after edits");
    member.post("/undo", &[]).expect(303);
    member.post("/undo", &[]).expect(303);
    assert_eq!(cell(&row(&member, COMPANY), "street"), "");
    assert_eq!(cell(&row(&member, COMPANY), "district"), "");
    member.post("/redo", &[]).expect(303);
    assert_eq!(cell(&row(&member, COMPANY), "street"), "ул. Мира, 1");
    assert_rows_are_true(&app, "after taking back");
}

#[test]
fn two_edits_of_one_cell_of_a_client_are_shown_side_by_side() {
    let app = TestApp::start();
    let path = format!("/register/clients/cells/{COMPANY}/street");
    let edit = |value: &'static str| [("value", value), ("base", ""), ("version", "1")];
    app.as_member()
        .post(&path, &edit("ул. Мира, 1"))
        .expect(200);
    let panel = app
        .as_manager()
        .post(&path, &edit("ул. Ленина, 2"))
        .expect(409)
        .text();
    assert!(
        panel.contains("ул. Мира, 1") && panel.contains("ул. Ленина, 2"),
        "{panel}"
    );
}

#[test]
fn what_the_projects_of_a_client_come_to_follows_each_of_them() {
    let app = TestApp::start();
    let manager = app.as_manager();
    assert_rows_are_true(&app, "at first");
    edit(&manager, GREENHOUSE, "requested", "51").expect(200);
    assert_rows_are_true(&app, "after a cell");
    move_to(&manager, IDEA, "deleted").expect(303);
    assert_rows_are_true(&app, "after a project went to the bin");
    let version = "1";
    let form = [("choice", &*PROPRIETOR.to_string()), ("version", version)];
    manager.post(&format!("/projects/{GREENHOUSE}/fields/client"), &form);
    assert_rows_are_true(&app, "after a project went to another client");
    let reason = [("reason", "заявлен дважды")];
    manager.post(&format!("/clients/{PROPRIETOR}/delete"), &reason);
    assert_rows_are_true(&app, "after a client went to the bin");
    let left = lines(
        &app,
        "SELECT client_id::text AS line FROM client_rows WHERE organization_id = app_org()",
    );
    assert!(!left.contains(&THEIR_CLIENT.to_string()));
}

/// Many cells, as the grid sends them.
fn send(caller: &Caller, sent: &serde_json::Value) -> Answer {
    let request = caller.request(reqwest::Method::POST, "/register/clients/cells");
    caller.send(request.header("x-fragment", "row").json(sent))
}

#[test]
fn cells_of_clients_are_pasted_with_new_ones_past_the_end() {
    let app = TestApp::start();
    let manager = app.as_manager();
    let new = Uuid::now_v7();
    let body = |key: Uuid, trial: bool| {
        serde_json::json!({
            "key": key, "kind": "paste", "trial": trial, "columns": ["client", "inn", "street"],
            "rows": [{"id": COMPANY, "version": 1, "values": [null, null, "ул. Мира, 1"]}],
            "new_rows": [{"id": new, "values": ["ИП Орлов Пётр Ильич", null, "ул. Лесная, 3"]}],
        })
    };
    let tried = send(&manager, &body(Uuid::now_v7(), true));
    assert_eq!(tried.expect(200).json()["changed"], 1);
    assert_eq!(
        cell(&row(&manager, COMPANY), "street"),
        "",
        "a trial writes nothing"
    );
    let done = send(&manager, &body(Uuid::now_v7(), false));
    let told = done.expect(200).json();
    assert_eq!(
        (&told["changed"], told["made"].as_array().map(Vec::len)),
        (&1.into(), Some(1)),
        "{told}"
    );
    let made = row(&manager, new);
    assert_eq!(cell(&made, "street"), "ул. Лесная, 3");
    assert_eq!(cell(&made, "last_name"), "Орлов");
    assert_rows_are_true(&app, "after a paste");
}

#[test]
fn measures_of_support_are_a_register_too() {
    let app = TestApp::start();
    app.in_agency(|work| {
        use diesel::connection::SimpleConnection as _;
        let add = format!(
            "INSERT INTO supports (organization_id, id, project_id, type, amount, unit, date_start) \
             VALUES (app_org(), gen_random_uuid(), '{GREENHOUSE}', 'finance', 100, 'rub', '2026-12-01')"
        );
        work.conn().batch_execute(&add).expect("a measure can be added");
    });
    let page = app.as_viewer().get("/supports").expect(200).page();
    assert_eq!(page.text("h1"), "Меры поддержки");
    let heads = page.attributes("thead th", "data-col");
    assert_eq!(heads[..4], ["number", "client", "name", "measure"]);
    let first = page.attributes("tr[data-version]", "data-id");
    assert!(!first.is_empty(), "the greenhouse asks for a measure");
    for column in [
        "number", "client", "measure", "status", "amount", "quantity", "start", "lead", "changed",
    ] {
        for query in [
            format!("sort={column}&dir=asc"),
            format!("sort={column}&dir=desc&status=requested"),
        ] {
            let page = app
                .as_viewer()
                .get(&format!("/supports?{query}"))
                .expect(200)
                .page();
            assert!(page.has("table.grid"), "{query}");
        }
    }
    let id = &first[0];
    let version = page
        .attribute(&format!("tr[data-id=\"{id}\"]"), "data-version")
        .expect("a version");
    let fields = [
        ("value", "Поставка насосов"),
        ("base", ""),
        ("version", &*version),
    ];
    let manager = app.as_manager();
    let answer = manager
        .post(
            &format!("/register/supports/cells/{id}/description"),
            &fields,
        )
        .expect(200);
    assert!(answer.text().contains("Поставка насосов"));
    manager.post("/undo", &[]).expect(303);
    let again = manager
        .get(&format!("/register/supports/rows/by-id?ids={id}"))
        .expect(200)
        .text();
    assert!(!again.contains("Поставка насосов"));
}
