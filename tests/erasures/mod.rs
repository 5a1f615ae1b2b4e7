//! Who a person was can be erased; what was decided stays, and so does the record of it.

use uuid::Uuid;

use crate::fixtures::agency::{COMPANY, HATCHERY, PROPRIETOR};
use crate::support::TestApp;
use crate::support::sql::{connect, lines, number, run};

/// Every text of every table of the organization.
fn everything(app: &TestApp) -> String {
    let mut conn = connect(&app.database.owner_url);
    let organization = app.fixture.agency.id;
    run(
        &mut conn,
        &format!("SET app.organization_id = '{organization}'"),
    );
    let tables = lines(
        &mut conn,
        "SELECT relname::text AS line FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace \
         AND relname NOT IN ('users', 'sessions', 'organizations')",
    );
    let mut text = String::new();
    for table in tables {
        let rows = lines(
            &mut conn,
            &format!("SELECT to_jsonb(t)::text AS line FROM {table} t"),
        );
        for row in rows {
            text.push_str(&format!("{table} {row}\n"));
        }
    }
    text
}

#[test]
fn nothing_says_any_more_who_a_proprietor_was_and_projects_and_sums_stay() {
    let app = TestApp::start();
    let (admin, member) = (app.as_admin(), app.as_member());
    let contact = Uuid::now_v7().to_string();
    let client = PROPRIETOR.to_string();
    let fields = [
        ("id", contact.as_str()),
        ("client", client.as_str()),
        ("name", "Рыбакова Зоя"),
        ("phone", "+7 924 777-66-55"),
        ("email", "zoya@rybakov.example"),
    ];
    app.as_manager().post("/contacts", &fields).expect(303);
    member
        .post(
            &format!("/clients/{PROPRIETOR}/fields/street"),
            &[("value", "ул. Рыбацкая, 7"), ("version", "1")],
        )
        .expect(303);
    member
        .post(
            &format!("/comments/client/{PROPRIETOR}"),
            &[("text", "Рыбаков просил звонить вечером"), ("said", "call")],
        )
        .expect(303);
    for known in ["Рыбаков", "500100732259", "Рыбацкая", "zoya@", "9247776655"] {
        assert!(everything(&app).contains(known), "{known} was there");
    }
    let address = format!("/erasures/client/{PROPRIETOR}");
    for caller in [app.as_manager(), app.as_member(), app.as_viewer()] {
        caller.get(&address).expect(403);
    }
    app.as_stranger().get(&address).expect(403);
    let page = admin.get(&address).expect(200).page();
    let form = page.form(&address);
    let page = admin.post(&address, &form.pairs()).expect(422).page();
    assert!(page.has("#sure-error"));
    let form = form
        .with("reason", "заявление от 25.11.2026")
        .with("sure", "1");
    admin.post(&address, &form.pairs()).expect(303);
    // Twice is once.
    admin.post(&address, &form.pairs()).expect(303);
    let left = everything(&app);
    for known in [
        "Рыбаков",
        "Пётр",
        "500100732259",
        "Рыбацкая",
        "zoya@",
        "9247776655",
        "Зоя",
        "рыбаков",
    ] {
        let found: Vec<&str> = left.lines().filter(|l| l.contains(known)).collect();
        assert!(found.is_empty(), "{known}: {found:?}");
    }
    let card = member.get(&format!("/clients/{PROPRIETOR}")).expect(200);
    let text = card.page().text("main");
    for stays in [
        "Данные удалены",
        "Рыбоводный завод",
        "Гостиница у моря",
        "заявление от",
    ] {
        assert!(text.contains(stays), "{stays}: {text}");
    }
    let sum = format!("SELECT requested_kopecks AS n FROM projects WHERE id = '{HATCHERY}'");
    assert_eq!(app.in_agency(|w| number(w.conn(), &sum)), 25_000_000_000);
    let list = admin.get("/erasures").expect(200).page().text("main");
    assert!(list.contains("заявление от 25.11.2026"), "{list}");
}

#[test]
fn a_contact_is_erased_alone_and_a_company_is_no_person() {
    let app = TestApp::start();
    let admin = app.as_admin();
    admin
        .get(&format!("/erasures/client/{COMPANY}"))
        .expect(409);
    let contact = Uuid::now_v7().to_string();
    let client = COMPANY.to_string();
    let fields = [
        ("id", contact.as_str()),
        ("client", client.as_str()),
        ("name", "Плещеева Валерия"),
        ("phone", "+7 924 555-44-33"),
    ];
    admin.post("/contacts", &fields).expect(303);
    let address = format!("/erasures/contact/{contact}");
    let form = admin.get(&address).expect(200).page().form(&address);
    let form = form.with("reason", "по просьбе").with("sure", "1");
    admin.post(&address, &form.pairs()).expect(303);
    let left = everything(&app);
    assert!(!left.contains("Плещеева") && !left.contains("9245554433"));
    let card = admin.get(&format!("/clients/{COMPANY}")).expect(200);
    assert!(card.page().text("main").contains("Островные теплицы"));
}

#[test]
fn the_application_empties_no_history_but_that_of_an_erasure() {
    let app = TestApp::start();
    let mut conn = connect(&app.database.app_url);
    let organization = app.fixture.agency.id;
    run(
        &mut conn,
        &format!("SET app.organization_id = '{organization}'"),
    );
    let values =
        "SELECT count(*) AS n FROM changes WHERE from_value IS NOT NULL OR to_value IS NOT NULL";
    let before = number(&mut conn, values);
    run(
        &mut conn,
        &format!("SELECT erase_history('client', ARRAY['{COMPANY}'::uuid])"),
    );
    assert_eq!(number(&mut conn, values), before);
}
