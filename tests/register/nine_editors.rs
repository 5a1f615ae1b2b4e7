//! Nine people write into the same rows through every door while the program is killed now and then: no change is
//! lost, no conflict is false, the history replays to what is there, and each screen ends equal to it.

use std::collections::HashMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;
use std::time::Duration;

use diesel::PgConnection;
use invest_crm::db::private_server::Role;
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{cell, ids};
use crate::fixtures::agency::{self, PASSWORD};
use crate::support::program::{Program, free_port};
use crate::support::runtime::eventually;
use crate::support::scratch::Scratch;
use crate::support::soak::rounds;
use crate::support::sql::{connect, lines, run};
use crate::support::{Answer, Caller};

const PEOPLE: [&str; 4] = [
    "o.sotnikova@agency.example",
    "m.li@agency.example",
    "p.gromov@agency.example",
    "a.vetrova@agency.example",
];
const FIELDS: [&str; 3] = ["jobs", "own", "name"];

/// A write that was answered: where, on which version, what, and whether it was taken.
#[derive(Debug, Clone)]
struct Told {
    id: String,
    field: &'static str,
    base: i64,
    value: String,
    is_taken: bool,
}

struct Editor {
    caller: Caller,
    tab: String,
    told: Mutex<Vec<Told>>,
    /// What the person sees: the version of each row.
    screen: Mutex<HashMap<String, (i64, String)>>,
}

/// Every value is written once, so that an entry of the history says whose write it was.
static NEXT: AtomicU64 = AtomicU64::new(1);

impl Editor {
    fn new(base: &str, n: usize) -> Editor {
        let caller = Caller::at(base);
        let fields = [("email", PEOPLE[n % PEOPLE.len()]), ("password", PASSWORD)];
        caller.post("/sign-in", &fields).expect(303);
        let tab = format!("tab-{n}");
        Editor {
            caller: caller.in_tab(&tab).with_header("x-fragment", "row"),
            tab,
            told: Mutex::default(),
            screen: Mutex::default(),
        }
    }

    /// Sends until it is answered: the program may be away just now.
    fn send(&self, ask: impl Fn() -> Option<Answer>) -> Answer {
        loop {
            match ask() {
                Some(answer) if !matches!(answer.status, 500 | 502 | 503) => return answer,
                _ => thread::sleep(Duration::from_millis(30)),
            }
        }
    }

    fn look(&self, rows: &[String]) {
        for chunk in rows.chunks(100) {
            let address = format!("/register/rows/by-id?ids={}", chunk.join(","));
            let page = self
                .send(|| self.caller.try_get(&address))
                .expect(200)
                .page();
            let mut screen = self.screen.lock().expect("nobody panicked");
            for (id, version) in ids(&page)
                .into_iter()
                .zip(page.attributes("tr[data-version]", "data-version"))
            {
                let jobs = page.text(&format!("tr[data-id=\"{id}\"] [data-col=jobs]"));
                screen.insert(id, (version.parse().expect("a number"), jobs));
            }
        }
    }

    fn note(&self, id: &str, field: &'static str, base: i64, value: &str, is_taken: bool) {
        let told = Told {
            id: id.to_owned(),
            field,
            base,
            value: value.to_owned(),
            is_taken,
        };
        self.told.lock().expect("nobody panicked").push(told);
    }

    fn version(&self, id: &str) -> i64 {
        self.screen.lock().expect("nobody panicked")[id].0
    }

    /// One write through one of the doors.
    fn write(&self, random: &mut StdRng, rows: &[String]) {
        let id = &rows[random.random_range(0..rows.len())];
        let field = FIELDS[random.random_range(0..FIELDS.len())];
        let value = value(field);
        let base = self.version(id);
        match random.random_range(0..10) {
            0..6 => self.cell(id, field, base, &value),
            6..8 => self.form(id, field, base, &value),
            _ => self.paste(random, rows),
        }
        if random.random_range(0..3) == 0 {
            self.look(std::slice::from_ref(id));
        }
    }

    fn cell(&self, id: &str, field: &'static str, base: i64, value: &str) {
        let (path, version) = (format!("/register/cells/{id}/{field}"), base.to_string());
        let key = Uuid::new_v4().to_string();
        let fields = [
            ("value", value),
            ("base", ""),
            ("version", &version),
            ("tab", &self.tab),
            ("key", &key),
        ];
        let answer = self.send(|| self.caller.try_post(&path, &fields));
        assert!(
            matches!(answer.status, 200 | 409),
            "{}: {}",
            answer.status,
            answer.text()
        );
        self.note(id, field, base, value, answer.status == 200);
        if answer.status == 200 {
            let page = answer.page();
            let version = super::version(&page);
            let mut screen = self.screen.lock().expect("nobody panicked");
            screen.insert(id.to_owned(), (version, cell(&page, "jobs")));
        }
    }

    fn form(&self, id: &str, field: &'static str, base: i64, value: &str) {
        let (path, version) = (format!("/projects/{id}/fields/{field}"), base.to_string());
        // The form of money takes roubles.
        let typed = match field {
            "own" => format!("{value} млн"),
            _ => value.to_owned(),
        };
        let fields = [
            ("value", typed.as_str()),
            ("base", ""),
            ("version", &version),
        ];
        let answer = self.send(|| self.caller.try_post(&path, &fields));
        assert!(
            matches!(answer.status, 200 | 409),
            "{}: {}",
            answer.status,
            answer.text()
        );
        self.note(id, field, base, value, answer.status == 200);
    }

    fn paste(&self, random: &mut StdRng, rows: &[String]) {
        let from = random.random_range(0..rows.len());
        let some: Vec<&String> = rows.iter().cycle().skip(from).take(3).collect();
        let values: Vec<Vec<String>> = some
            .iter()
            .map(|_| FIELDS.iter().map(|f| value(f)).collect())
            .collect();
        let sent: Vec<Value> = some
            .iter()
            .zip(&values)
            .map(|(id, values)| json!({"id": id, "version": self.version(id), "values": values}))
            .collect();
        let body = json!({"key": Uuid::new_v4(), "kind": "paste", "tab": self.tab, "columns": FIELDS, "rows": sent});
        let answer = self.send(|| {
            let request = self
                .caller
                .request(reqwest::Method::POST, "/register/cells");
            self.caller.try_send(request.json(&body))
        });
        let told = answer.expect(200).json();
        if told["repeated"] == true {
            // Done before, unheard: what became of each cell is in the history alone.
            return;
        }
        let left = told["cells"].as_array().expect("a list");
        for ((id, values), row) in some.iter().zip(&values).zip(&sent) {
            for (field, value) in FIELDS.iter().zip(values) {
                let is_left = left
                    .iter()
                    .any(|c| c["id"] == json!(id) && c["col"] == json!(field));
                let base = row["version"].as_i64().expect("a number");
                self.note(id, field, base, value, !is_left);
            }
        }
    }
}

fn value(field: &str) -> String {
    let n = NEXT.fetch_add(1, Ordering::Relaxed);
    match field {
        "name" => format!("Проект {n}"),
        _ => n.to_string(),
    }
}

/// An entry of the history: version, tab, value before and after, as the history keeps them.
struct Entry {
    version: i64,
    tab: String,
    from: String,
    to: String,
}

fn history(conn: &mut PgConnection) -> HashMap<(String, String), Vec<Entry>> {
    let query = "SELECT concat_ws('|', subject_id, field, version, coalesce(tab, ''), from_value #>> '{}', '>', to_value #>> '{}') AS line \
        FROM changes WHERE subject_kind = 'project' AND field IN ('jobs', 'own', 'name') ORDER BY subject_id, field, version";
    let mut found: HashMap<_, Vec<Entry>> = HashMap::new();
    for line in lines(conn, query) {
        let (head, to) = line
            .split_once(">|")
            .map_or((line.trim_end_matches('>'), ""), |(h, t)| (h, t));
        let mut parts = head.trim_end_matches('|').splitn(5, '|');
        let mut next = || parts.next().unwrap_or_default().to_owned();
        let key = (next(), next());
        let entry = Entry {
            version: next().parse().expect("a number"),
            tab: next(),
            from: next(),
            to: to.to_owned(),
        };
        found.entry(key).or_default().push(entry);
    }
    found
}

/// The value as the history writes it.
fn kept(field: &str, value: &str) -> String {
    match field {
        "own" => format!("{value}000000.00"),
        _ => value.to_owned(),
    }
}

fn make_rows(editor: &Editor, n: u32) -> Vec<String> {
    let rows: Vec<String> = (0..n).map(|_| Uuid::now_v7().to_string()).collect();
    let new: Vec<Value> = rows
        .iter()
        .map(|id| json!({"id": id, "values": [value("name")]}))
        .collect();
    let body = json!({"key": Uuid::new_v4(), "kind": "paste", "tab": "make", "columns": ["name"], "new_rows": new});
    let request = editor
        .caller
        .request(reqwest::Method::POST, "/register/cells");
    let told = editor.caller.send(request.json(&body)).expect(200).json();
    assert_eq!(
        told["made"].as_array().map(Vec::len),
        Some(n as usize),
        "{told}"
    );
    rows
}

#[test]
fn nine_editors_lose_nothing_and_meet_no_false_conflict() {
    let place = Scratch::new("nine");
    let server = place.open();
    agency::fill_at(&server.owner_url(), &server.app_url());
    let mut program = Program::start(&place, free_port());
    let editors: Vec<Editor> = (0..9).map(|n| Editor::new(&program.base(), n)).collect();
    let rows = make_rows(&editors[0], rounds(12, 200));
    editors.iter().for_each(|e| e.look(&rows));
    let edits = rounds(360, 10_000) as usize;
    let kills = rounds(1, 3) as usize;
    let (done, over) = (AtomicU64::new(0), AtomicBool::new(false));
    thread::scope(|scope| {
        for (n, editor) in editors.iter().enumerate() {
            let (rows, done, over) = (&rows, &done, &over);
            scope.spawn(move || {
                let mut random = StdRng::seed_from_u64(n as u64);
                while !over.load(Ordering::Relaxed) {
                    editor.write(&mut random, rows);
                    done.fetch_add(1, Ordering::Relaxed);
                }
            });
        }
        for kill in 1..=kills {
            let goal = (edits * kill / (kills + 1)) as u64;
            eventually("they write", Duration::from_secs(600), || {
                done.load(Ordering::Relaxed) >= goal
            });
            program.kill();
            program = Program::start(&place, program.port);
        }
        eventually("they write on", Duration::from_secs(900), || {
            done.load(Ordering::Relaxed) >= edits as u64
        });
        over.store(true, Ordering::Relaxed);
    });
    editors.iter().for_each(|e| e.look(&rows));

    let mut conn = connect(&place.open().url(Role::App, "crm"));
    run(&mut conn, "SET app.operator = 'on'");
    let name = "SELECT id::text AS line FROM organizations WHERE name = 'Агентство инвестиций'";
    let organization = lines(&mut conn, name).remove(0);
    run(
        &mut conn,
        &format!("SET app.organization_id = '{organization}'"),
    );
    let history = history(&mut conn);
    let (taken, conflicts) = check_writes(&editors, &history);
    check_replay(&mut conn, &rows, &history);
    check_screens(&mut conn, &editors, &rows);
    eprintln!("{taken} changes taken, {conflicts} true conflicts, {kills} kills");
    assert!(conflicts > 0, "they met");
}

/// Whatever was taken stands in the history once, over nothing that its writer had not seen; whatever was refused
/// met somebody else's entry.
fn check_writes(
    editors: &[Editor],
    history: &HashMap<(String, String), Vec<Entry>>,
) -> (usize, usize) {
    let (mut taken, mut conflicts) = (0, 0);
    for editor in editors {
        for told in editor.told.lock().expect("nobody panicked").iter() {
            let entries = history.get(&(told.id.clone(), told.field.to_owned()));
            let entries = entries.map_or(&[][..], Vec::as_slice);
            let wanted = kept(told.field, &told.value);
            let mine: Vec<&Entry> = entries.iter().filter(|e| e.to == wanted).collect();
            let theirs = |until: i64| {
                entries
                    .iter()
                    .any(|e| e.version > told.base && e.version < until && e.tab != editor.tab)
            };
            if told.is_taken {
                taken += 1;
                assert_eq!(mine.len(), 1, "lost or written twice: {told:?}");
                assert!(
                    !theirs(mine[0].version),
                    "written over what was not seen: {told:?}"
                );
            } else {
                conflicts += 1;
                assert!(theirs(i64::MAX), "a false conflict: {told:?}");
            }
        }
    }
    (taken, conflicts)
}

fn check_replay(
    conn: &mut PgConnection,
    rows: &[String],
    history: &HashMap<(String, String), Vec<Entry>>,
) {
    let query = "SELECT concat_ws('|', id, coalesce(jobs::text, ''), coalesce(own_amount::text, ''), name) AS line FROM projects";
    for line in lines(conn, query) {
        let parts: Vec<&str> = line.splitn(4, '|').collect();
        if !rows.iter().any(|id| id == parts[0]) {
            continue;
        }
        for (n, field) in FIELDS.iter().enumerate() {
            let entries = history.get(&(parts[0].to_owned(), (*field).to_owned()));
            let entries = entries.map_or(&[][..], Vec::as_slice);
            for pair in entries.windows(2) {
                assert_eq!(pair[0].to, pair[1].from, "{field} of {}: a gap", parts[0]);
            }
            if let Some(last) = entries.last() {
                assert_eq!(last.to, parts[n + 1], "{field} of {}", parts[0]);
            }
        }
    }
}

fn check_screens(conn: &mut PgConnection, editors: &[Editor], rows: &[String]) {
    let query = "SELECT concat_ws('|', p.id, p.version, coalesce(p.jobs::text, ''), r.version) AS line \
        FROM projects p JOIN project_rows r ON r.project_id = p.id";
    let there: HashMap<String, (i64, String)> = lines(conn, query)
        .iter()
        .map(|line| {
            let parts: Vec<&str> = line.split('|').collect();
            assert_eq!(parts[1], parts[3], "the register shows the last version");
            (
                parts[0].to_owned(),
                (parts[1].parse().expect("a number"), parts[2].to_owned()),
            )
        })
        .collect();
    for editor in editors {
        let screen = editor.screen.lock().expect("nobody panicked");
        for id in rows {
            let (version, jobs) = &screen[id];
            let plain: String = jobs.chars().filter(char::is_ascii_digit).collect();
            assert_eq!((*version, plain), there[id], "{} of {}", id, editor.tab);
        }
    }
}
