//! Fields that the organization added are columns like any other: shown, sorted, filtered, edited, exported.

use serde_json::json;
use uuid::Uuid;

use super::{cell, ids, lines, number, row, version};
use crate::fixtures::agency::{COMPANY, GREENHOUSE, HOTEL, IDEA};
use crate::fixtures::many::add_projects;
use crate::support::{Answer, Caller, TestApp};
use invest_crm::accounts::Role;
use invest_crm::register::{self, Register};

/// A field of projects of this type; gives the word of its column.
fn field(app: &TestApp, entity: &str, label: &str, type_: &str, options: &[&str]) -> String {
    let id = Uuid::now_v7();
    let options = json!(options);
    app.in_agency(|work| {
        use diesel::connection::SimpleConnection as _;
        let text = format!(
            "INSERT INTO custom_fields (organization_id, id, entity, key, label, type, options) \
             VALUES (app_org(), '{id}', '{entity}', '{label}', '{label}', '{type_}', '{options}')"
        );
        work.conn()
            .batch_execute(&text)
            .expect("a field can be added");
    });
    let letter = match type_ {
        "number" => 'n',
        "money" => 'm',
        "date" => 'd',
        "boolean" => 'b',
        "choice" => 'c',
        "choices" => 's',
        "user" => 'p',
        "url" => 'u',
        _ => 't',
    };
    format!("x{letter}{}", id.simple())
}

fn write(caller: &Caller, id: Uuid, column: &str, value: &str, seen: i64) -> Answer {
    let fields = [
        ("value", value),
        ("base", ""),
        ("version", &seen.to_string()),
    ];
    caller.post(
        &format!("/register/cells/{id}/{column}?cols=number.{column}"),
        &fields,
    )
}

fn shown(caller: &Caller, id: Uuid, column: &str) -> String {
    let page = caller
        .get(&format!(
            "/register/rows/by-id?ids={id}&cols=number.{column}"
        ))
        .expect(200)
        .page();
    cell(&page, column)
}

#[test]
fn a_value_of_every_type_is_typed_shown_and_kept() {
    let app = TestApp::start();
    let manager = app.as_manager();
    for (type_, typed, reads) in [
        ("text", "первая очередь", "первая очередь"),
        ("number", "1 234,5", "1234,5"),
        ("money", "48,5", "48,5"),
        ("date", "14.10.2026", "14.10.2026"),
        ("boolean", "да", "да"),
        ("choice", "вторая", "Вторая"),
        ("choices", "первая, вторая", "Первая, Вторая"),
        ("url", "https://a.example", "https://a.example"),
    ] {
        let options: &[&str] = if type_.starts_with("choice") {
            &["Первая", "Вторая"]
        } else {
            &[]
        };
        let column = field(&app, "project", &format!("Поле {type_}"), type_, options);
        let seen = version(&row(&manager, GREENHOUSE));
        write(&manager, GREENHOUSE, &column, typed, seen).expect(200);
        assert_eq!(shown(&manager, GREENHOUSE, &column), reads, "{type_}");
        let list = manager
            .get(&format!(
                "/register?cols=number.{column}&sort={column}&dir=asc"
            ))
            .expect(200)
            .page();
        assert_eq!(
            ids(&list).first(),
            Some(&GREENHOUSE.to_string()),
            "{type_}: what is empty comes last"
        );
        assert_eq!(ids(&list).len(), 5, "{type_}");
        let filled = manager
            .get(&format!("/register?{column}.filled=1"))
            .expect(200)
            .page();
        assert_eq!(ids(&filled), [GREENHOUSE.to_string()], "{type_}");
        let empty = manager
            .get(&format!("/register?{column}.empty=1"))
            .expect(200)
            .page();
        assert_eq!(ids(&empty).len(), 4, "{type_}");
        let file = manager
            .get(&format!(
                "/register/export.csv?cols=number.{column}&{column}.filled=1"
            ))
            .expect(200)
            .text();
        assert!(file.contains(&format!("Поле {type_}")), "{file}");
    }
    write(
        &manager,
        GREENHOUSE,
        &field(&app, "project", "Мощность", "number", &[]),
        "много",
        1,
    )
    .expect(422);
}

#[test]
fn numbers_and_days_of_added_fields_are_compared_as_such() {
    let app = TestApp::start();
    let manager = app.as_manager();
    let power = field(&app, "project", "Мощность", "number", &[]);
    let day = field(&app, "project", "Пуск", "date", &[]);
    for (id, n, d) in [
        (GREENHOUSE, "9", "01.02.2026"),
        (HOTEL, "10", "01.01.2027"),
        (IDEA, "-1,5", "03.03.2025"),
    ] {
        let seen = version(&row(&manager, id));
        write(&manager, id, &power, n, seen).expect(200);
        write(&manager, id, &day, d, seen).expect(200);
    }
    let list = |query: &str| {
        ids(&manager
            .get(&format!("/register?{query}"))
            .expect(200)
            .page())
    };
    let of = |all: &[Uuid]| all.iter().map(Uuid::to_string).collect::<Vec<_>>();
    assert_eq!(
        list(&format!("sort={power}&dir=asc"))[..3],
        of(&[IDEA, GREENHOUSE, HOTEL])
    );
    assert_eq!(
        list(&format!("sort={power}&dir=desc"))[..3],
        of(&[HOTEL, GREENHOUSE, IDEA])
    );
    assert_eq!(list(&format!("{power}.from=9,5")), of(&[HOTEL]));
    assert_eq!(
        list(&format!("{day}.to=2026-12-31&sort={day}&dir=asc")),
        of(&[IDEA, GREENHOUSE])
    );
    let totals = manager
        .get(&format!("/register/totals?cols=number.{power}"))
        .expect(200)
        .page();
    let line = totals.texts(&format!("[data-total={power}] td"));
    assert_eq!(line[0], "17,5", "{line:?}");
    // An address that names a field of another organization, or one that is gone, still opens.
    let unknown = format!("xn{}", Uuid::now_v7().simple());
    assert_eq!(
        list(&format!(
            "sort={unknown}&{unknown}.from=1&cols=number.{unknown}"
        ))
        .len(),
        5
    );
}

#[test]
fn an_edit_of_an_added_field_is_recorded_conflicts_and_is_taken_back() {
    let app = TestApp::start();
    let column = field(&app, "project", "Очередь", "text", &[]);
    let (member, manager) = (app.as_member(), app.as_manager());
    let seen = version(&row(&manager, GREENHOUSE));
    write(&member, GREENHOUSE, &column, "первая", seen).expect(200);
    write(&manager, GREENHOUSE, &column, "вторая", seen).expect(409);
    let told = lines(
        &app,
        "SELECT field AS line FROM changes WHERE organization_id = app_org() AND field LIKE 'custom.%'",
    );
    assert_eq!(told, ["custom.Очередь"]);
    member.post("/undo", &[]).expect(303);
    assert_eq!(shown(&member, GREENHOUSE, &column), "");
    assert_eq!(number(&app, "SELECT count(*) AS n FROM custom_values"), 0);
    write(&app.as_viewer(), GREENHOUSE, &column, "x", 1).expect(403);
}

#[test]
fn clients_have_added_fields_too() {
    let app = TestApp::start();
    let column = field(
        &app,
        "client",
        "Отрасль клиента",
        "choice",
        &["Рыба", "Лес"],
    );
    let manager = app.as_manager();
    let fields = [("value", "лес"), ("base", ""), ("version", "1")];
    manager
        .post(
            &format!("/register/clients/cells/{COMPANY}/{column}"),
            &fields,
        )
        .expect(200);
    let page = manager
        .get(&format!("/clients?cols=client.{column}&{column}=Лес"))
        .expect(200)
        .page();
    assert_eq!(ids(&page), [COMPANY.to_string()]);
    assert_eq!(page.text(&format!("tbody [data-col={column}]")), "Лес");
    let form = manager
        .get(&format!("/register/clients/filters/{column}"))
        .expect(200)
        .page();
    assert!(form.text(".filter-page").contains("Рыба"));
}

#[test]
fn the_order_of_an_added_field_is_read_off_an_index() {
    let app = TestApp::start();
    add_projects(&app, 2000);
    let column = field(&app, "project", "Мощность", "number", &[]);
    let id = column[2..].to_owned();
    let manager = crate::fixtures::agency::actor(&app.fixture.agency, Role::Manager);
    app.in_agency(|work| {
        use diesel::connection::SimpleConnection as _;
        let fill = format!(
            "INSERT INTO custom_values (organization_id, row_id, field_id, number_value) \
             SELECT organization_id, project_id, '{id}', jobs FROM project_rows WHERE organization_id = app_org() AND jobs >= 0"
        );
        work.conn().batch_execute(&fill).expect("values can be added");
    });
    let mut owner = crate::support::sql::connect(&app.database.owner_url);
    {
        use diesel::connection::SimpleConnection as _;
        owner.batch_execute("ANALYZE").expect("it can be analyzed");
    }
    let plans = app.in_agency(|work| {
        use diesel::connection::SimpleConnection as _;
        let set = "SET LOCAL random_page_cost = 1.1; SET LOCAL enable_seqscan = off";
        work.conn().batch_execute(set).expect("it can be set");
        register::plans(
            work,
            &manager,
            Register::Projects,
            &format!("sort={column}&dir=desc"),
        )
        .expect("planned")
    });
    assert!(
        plans[0].contains("custom_values_number") && !plans[0].contains("Sort"),
        "{}",
        plans[0]
    );
}
