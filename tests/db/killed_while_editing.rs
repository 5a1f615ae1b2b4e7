//! People edit the register while the program and its PostgreSQL are killed, again and again: whatever was
//! answered with "saved" is there, once, and whatever was not can be sent again.

use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::thread;
use std::time::Duration;

use invest_crm::db::private_server::Role;
use uuid::Uuid;

use crate::fixtures::agency::{self, COLD_STORE, GREENHOUSE, HATCHERY, PASSWORD};
use crate::support::Caller;
use crate::support::program::{Program, free_port};
use crate::support::runtime::eventually;
use crate::support::scratch::Scratch;
use crate::support::soak::rounds;
use crate::support::sql::{connect, number, run};

/// One person at one cell, who writes 1, 2, 3 … and sends each until it is answered.
struct Editor {
    id: Uuid,
    caller: Caller,
    sent: AtomicU32,
    saved: AtomicU32,
}

impl Editor {
    fn new(base: &str, email: &str, id: Uuid) -> Editor {
        let caller = Caller::at(base);
        let fields = [("email", email), ("password", PASSWORD)];
        caller.post("/sign-in", &fields).expect(303);
        Editor {
            id,
            caller,
            sent: AtomicU32::new(0),
            saved: AtomicU32::new(0),
        }
    }

    fn edit_until(&self, over: &AtomicBool) {
        let path = format!("/register/cells/{}/jobs", self.id);
        while !over.load(Ordering::Relaxed) {
            let value = (self.saved.load(Ordering::Relaxed) + 1).to_string();
            self.sent
                .fetch_max(self.saved.load(Ordering::Relaxed) + 1, Ordering::Relaxed);
            // Always the same tab: one's own edit that was saved unheard is no conflict.
            let fields = [
                ("value", value.as_str()),
                ("base", ""),
                ("version", "1"),
                ("tab", "editor"),
            ];
            match self.caller.try_post(&path, &fields) {
                Some(answer) if answer.status == 200 => {
                    self.saved.fetch_add(1, Ordering::Relaxed);
                }
                Some(answer) => {
                    let is_away = matches!(answer.status, 500 | 503);
                    assert!(is_away, "{}: {}", answer.status, answer.text());
                    thread::sleep(Duration::from_millis(20));
                }
                None => thread::sleep(Duration::from_millis(20)),
            }
        }
    }
}

#[test]
fn nothing_that_was_saved_is_lost_when_the_program_and_its_database_are_killed() {
    let place = Scratch::new("edited");
    let server = place.open();
    agency::fill_at(&server.owner_url(), &server.app_url());
    let mut program = Program::start(&place, free_port());
    let people = [
        "p.gromov@agency.example",
        "m.li@agency.example",
        "a.vetrova@agency.example",
    ];
    let editors: Vec<Editor> = people
        .into_iter()
        .zip([GREENHOUSE, HATCHERY, COLD_STORE])
        .map(|(email, id)| Editor::new(&program.base(), email, id))
        .collect();
    let over = AtomicBool::new(false);
    thread::scope(|scope| {
        for editor in &editors {
            scope.spawn(|| editor.edit_until(&over));
        }
        for round in 1..=rounds(3, 60) {
            let before: Vec<u32> = saved(&editors);
            match round % 3 {
                0 => place.kill_postmaster(),
                1 => place.kill_everything(),
                _ => {
                    program.kill();
                    program = Program::start(&place, program.port);
                }
            }
            eventually("everybody saves again", Duration::from_secs(60), || {
                saved(&editors)
                    .iter()
                    .zip(&before)
                    .all(|(now, before)| *now > before + 3)
            });
        }
        over.store(true, Ordering::Relaxed);
    });
    let mut conn = connect(&place.open().url(Role::App, "crm"));
    run(&mut conn, "SET app.operator = 'on'");
    let name = "SELECT id::text AS line FROM organizations WHERE name = 'Агентство инвестиций'";
    let organization = crate::support::sql::lines(&mut conn, name).remove(0);
    run(
        &mut conn,
        &format!("SET app.organization_id = '{organization}'"),
    );
    for editor in &editors {
        let (saved, sent) = (
            editor.saved.load(Ordering::Relaxed),
            editor.sent.load(Ordering::Relaxed),
        );
        let id = editor.id;
        let there = number(
            &mut conn,
            &format!("SELECT jobs::bigint AS n FROM projects WHERE id = '{id}'"),
        );
        assert!(
            (saved..=sent).contains(&(there as u32)),
            "{there} is there, {saved} was saved and {sent} sent"
        );
        let copy = number(
            &mut conn,
            &format!("SELECT jobs::bigint AS n FROM project_rows WHERE project_id = '{id}'"),
        );
        assert_eq!(copy, there, "the register shows what is there");
        let entries = |what: &str| {
            format!(
                "SELECT {what} AS n FROM changes WHERE subject_id = '{id}' AND field = 'jobs' AND door = 'grid'"
            )
        };
        let all = number(&mut conn, &entries("count(*)"));
        assert_eq!(
            all, there,
            "one entry for each value, none lost and none twice"
        );
        assert_eq!(all, number(&mut conn, &entries("count(DISTINCT to_value)")));
    }
}

fn saved(editors: &[Editor]) -> Vec<u32> {
    editors
        .iter()
        .map(|e| e.saved.load(Ordering::Relaxed))
        .collect()
}
