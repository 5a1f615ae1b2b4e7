//! The program and its database are killed while an import is written: nothing is half done, the draft is there
//! and can be written again.

use std::time::Duration;

use diesel::PgConnection;
use invest_crm::db::private_server::Role;

use super::bring;
use crate::fixtures::agency::{self, PASSWORD};
use crate::support::Caller;
use crate::support::program::{Program, free_port};
use crate::support::runtime::eventually;
use crate::support::scratch::Scratch;
use crate::support::sql::{connect, lines, number, run};

/// Rows of the file: long enough at work to be killed in the middle.
const ROWS: i64 = 2500;

fn table() -> Vec<u8> {
    let mut csv = String::from("Клиент;Проект;Стоимость;Рабочие места;Дата заявки;Почта\n");
    for n in 0..ROWS {
        csv += &format!(
            "ООО «Завод {n}»;Цех {n};{}00000;{};12.03.2024;office{n}@zavod.example\n",
            n + 3,
            n % 90
        );
    }
    csv.into_bytes()
}

/// A place with the agency, the program that serves it, the manager and the file, read and ready to be written.
struct Scene {
    place: Scratch,
    program: Program,
    head: Caller,
    address: String,
}

impl Scene {
    fn begin(name: &str) -> Scene {
        let place = Scratch::new(name);
        let server = place.open();
        agency::fill_at(&server.owner_url(), &server.app_url());
        let program = Program::start(&place, free_port());
        let head = Caller::at(&program.base());
        let fields = [("email", "p.gromov@agency.example"), ("password", PASSWORD)];
        head.post("/sign-in", &fields).expect(303);
        let answer = bring(&head, "заводы.csv", table()).expect(303);
        let scene = Scene {
            address: answer.location().to_owned(),
            place,
            program,
            head,
        };
        scene.wait_for("Принять всё и записать");
        scene
    }

    /// What the page says; nothing while nobody answers.
    fn said(&self) -> String {
        let answer = self.head.try_get(&self.address);
        answer.map(|a| a.text()).unwrap_or_default()
    }

    fn wait_for(&self, words: &str) {
        eventually(words, Duration::from_secs(90), || {
            self.said().contains(words)
        });
    }

    fn write(&self) {
        self.head
            .post(&format!("{}/write", self.address), &[])
            .expect(303);
    }

    /// Waits until rows are going in: the progress is past what comes before them.
    fn wait_for_rows(&self) {
        eventually("rows are written", Duration::from_secs(60), || {
            let page = self.said();
            let percent = page
                .split("<progress max=\"100\" value=\"")
                .nth(1)
                .and_then(|rest| rest.split('"').next()?.parse().ok());
            percent.is_some_and(|n: u32| n >= 5) || page.contains("Загружено")
        });
    }

    /// Clients, projects, contacts and history entries of the import.
    fn rows(&self) -> [i64; 4] {
        let mut conn = self.connection();
        ["clients", "projects", "contacts", "changes"].map(|table| {
            number(
                &mut conn,
                &format!("SELECT count(*) AS n FROM {table} WHERE import_id IS NOT NULL"),
            )
        })
    }

    /// What search finds, the register shows and the counters say of the file's projects.
    fn copies(&self) -> [i64; 3] {
        let mut conn = self.connection();
        [
            "SELECT count(*) AS n FROM search_find('project', ARRAY['%цех %'])",
            "SELECT count(*) AS n FROM project_rows WHERE name LIKE 'Цех %'",
            "SELECT sum(n)::bigint - (SELECT count(*) FROM projects WHERE import_id IS NULL) AS n FROM project_counts",
        ]
        .map(|query| number(&mut conn, query))
    }

    fn connection(&self) -> PgConnection {
        let mut conn = connect(&self.place.open().url(Role::App, "crm"));
        run(&mut conn, "SET app.operator = 'on'");
        let name = "SELECT id::text AS line FROM organizations WHERE name = 'Агентство инвестиций'";
        let organization = lines(&mut conn, name).remove(0);
        run(
            &mut conn,
            &format!("SET app.organization_id = '{organization}'"),
        );
        conn
    }
}

#[test]
fn a_program_killed_while_it_writes_leaves_nothing_and_the_draft_is_written_again() {
    let mut scene = Scene::begin("import-killed");
    scene.write();
    scene.wait_for_rows();
    scene.program.kill();
    let rows = scene.rows();
    assert!(
        rows == [0; 4] || rows == [ROWS; 4],
        "all or nothing: {rows:?}"
    );
    scene.program = Program::start(&scene.place, scene.program.port);
    // Another process takes the job up by itself when the dead one's time is over; a person need not wait.
    if rows == [0; 4] {
        scene
            .head
            .post(&format!("{}/stop", scene.address), &[])
            .expect(303);
        assert!(
            scene.said().contains("Принять всё и записать"),
            "the draft is there"
        );
        scene.write();
    }
    scene.wait_for("Загружено");
    let [clients, projects, contacts, _] = scene.rows();
    assert_eq!([clients, projects, contacts], [ROWS; 3]);
    assert_eq!(scene.copies(), [ROWS; 3]);
}

#[test]
fn a_database_killed_while_it_writes_loses_nothing_and_the_import_ends_by_itself() {
    let scene = Scene::begin("import-database");
    scene.write();
    scene.wait_for_rows();
    scene.place.kill_everything();
    let [clients, projects, contacts, _] = scene.rows();
    assert!(
        [clients, projects, contacts] == [0; 3] || clients == ROWS,
        "all or nothing: {clients} {projects} {contacts}"
    );
    scene.wait_for("Загружено");
    let [clients, projects, contacts, _] = scene.rows();
    assert_eq!([clients, projects, contacts], [ROWS; 3]);
    assert_eq!(scene.copies(), [ROWS; 3]);
}
