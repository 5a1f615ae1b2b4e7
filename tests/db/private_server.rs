//! The built-in PostgreSQL under the worst treatment: everything is killed, nothing that was committed may
//! be missing. All servers here run with the product's own settings.

use std::{
    fs,
    os::unix::fs::PermissionsExt as _,
    path::Path,
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use diesel::{
    Connection as _, PgConnection, QueryableByName, RunQueryDsl as _,
    connection::SimpleConnection as _, sql_types::BigInt,
};
use invest_crm::db::private_server::{self, PrivateServer, PrivateServerError, Role, Settings};

use crate::support::{
    cluster::cluster,
    scratch::{Scratch, opened},
    soak::rounds,
};

/// Tells a copy of this test program which folder to open; see `another_process_opens`.
const FOLDER_TO_OPEN: &str = "PRIVATE_SERVER_FOLDER_TO_OPEN";

#[test]
fn what_was_committed_outlives_every_kill_of_the_server() {
    let place = Scratch::new("killed");
    let mut server = place.open();
    write(&server, "CREATE TABLE kept (n bigint)");
    for round in 1..=rounds(4, 200) {
        write(&server, &format!("INSERT INTO kept VALUES ({round})"));
        if round % 2 == 0 {
            place.kill_everything();
        } else {
            // Its backends notice by themselves, and hold the shared memory until they do.
            place.kill_postmaster();
        }
        server = place.open();
        assert_eq!(
            number(&server, Role::Owner, "SELECT count(*) AS n FROM kept"),
            i64::from(round)
        );
    }
}

#[test]
fn a_running_program_gets_its_lost_server_back_by_opening_again() {
    let place = Scratch::new("lost");
    let first = place.open();
    assert!(first.was_started());
    assert!(!place.open().was_started(), "a running server is joined");
    let before = Instant::now();
    place.kill_everything();
    let again = place.open();
    assert!(again.was_started() && again.answers());
    assert!(before.elapsed() < Duration::from_secs(30));
    assert_eq!(
        first.app_url(),
        again.app_url(),
        "the pool need not learn a new address"
    );
}

#[test]
fn pid_files_that_name_another_server_do_not_stop_the_start() {
    let place = Scratch::new("pid");
    place.open();
    place.kill_everything();
    let other = fs::read_to_string(cluster().server().cluster_dir().join("postmaster.pid"))
        .expect("the tests' own server runs");
    let other_pid = other.lines().next().expect("it begins with a number");
    for pid_file in ["data/postmaster.pid", "run/.s.PGSQL.5432.lock"] {
        let pid_file = place.folder.join("postgres").join(pid_file);
        let text = fs::read_to_string(&pid_file).expect("a killed server leaves it");
        let rest = text.split_once('\n').expect("it has several lines").1;
        fs::write(&pid_file, format!("{other_pid}\n{rest}")).expect("it can be written");
    }
    assert_eq!(
        number(&place.open(), Role::Owner, "SELECT 1::bigint AS n"),
        1
    );
    assert!(cluster().server().answers(), "the other one is left alone");
}

#[test]
fn initdb_and_its_program_killed_half_way_leave_nothing_that_hinders() {
    for round in 0..rounds(3, 60) {
        let place = Scratch::new("half-way");
        let mut program = another_process_opens(&place.folder);
        place.wait_for_the_first_file();
        // Now here, now there in the half second that it takes.
        thread::sleep(Duration::from_millis(u64::from(round) * 137 % 600));
        if round % 2 == 0 {
            // The order in which the machine's end takes them.
            program.kill().expect("the program can be killed");
            place.kill_everything();
        } else {
            // `initdb` lives on without its program, beside the next one.
            program.kill().expect("the program can be killed");
        }
        let _ = program.wait();
        assert_eq!(number(&place.open(), Role::App, "SELECT 1::bigint AS n"), 1);
    }
}

#[test]
fn starters_at_once_make_one_server_together() {
    for _ in 0..rounds(1, 20) {
        let place = Scratch::new("at-once");
        let mut programs = [(); 2].map(|()| another_process_opens(&place.folder));
        let folder = &place.folder;
        let started: usize = thread::scope(|scope| {
            let threads = [(); 2].map(|()| scope.spawn(move || opened(folder).was_started()));
            threads
                .into_iter()
                .map(|t| usize::from(t.join().expect("it opens")))
                .sum()
        });
        for program in &mut programs {
            assert!(
                program.wait().expect("it ends").success(),
                "the other programs opened it too"
            );
        }
        assert!(started <= 1, "one at most of these two started it");
        assert_eq!(number(&place.open(), Role::App, "SELECT 1::bigint AS n"), 1);
    }
}

#[test]
fn a_long_folder_with_cyrillic_blanks_and_quotes_works_like_any_other() {
    let place = Scratch::new(&format!(
        "Данные агентства 'x\" $HOME `id` %41 {}",
        "очень длинно ".repeat(8)
    ));
    let server = place.open();
    write(
        &server,
        "CREATE TABLE kept (n bigint); INSERT INTO kept VALUES (7)",
    );
    server.stop().expect("it stops");
    assert_eq!(number(&place.open(), Role::Owner, "SELECT n FROM kept"), 7);
}

#[test]
fn the_server_stays_for_those_who_still_use_it() {
    if let Some(folder) = std::env::var_os(FOLDER_TO_OPEN) {
        drop(opened(Path::new(&folder)));
        return;
    }
    let place = Scratch::new("leaving");
    let first = place.open();
    let second = place.open();
    assert!(
        !first.leave().expect("it can be left"),
        "the second still uses it"
    );
    assert!(second.answers());
    let folder = place.folder.clone();
    assert!(
        second.leave().expect("it can be left"),
        "the last one stops it"
    );
    assert!(!folder.join("postgres/data/postmaster.pid").exists());
}

#[test]
fn neither_role_of_the_application_is_a_superuser() {
    let place = Scratch::new("roles");
    let server = place.open();
    let powerful = "SELECT count(*) AS n FROM pg_roles WHERE rolname IN ('crm_owner', 'crm_app')
                    AND (rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb OR rolreplication)";
    assert_eq!(number(&server, Role::App, powerful), 0);
    let owned = "SELECT count(*) AS n FROM pg_database WHERE datname = current_database()
                 AND pg_get_userbyid(datdba) = 'crm_owner'";
    assert_eq!(number(&server, Role::Owner, owned), 1);
    assert_eq!(
        number(
            &server,
            Role::Owner,
            "SELECT count(*) AS n FROM pg_extension WHERE extname = 'pg_trgm'"
        ),
        1
    );
    let russian = "SELECT ('ёлка' COLLATE \"ru-x-icu\" < 'жук')::int::bigint AS n";
    assert_eq!(number(&server, Role::App, russian), 1);
    let network = "SELECT (current_setting('listen_addresses') = '')::int::bigint AS n";
    assert_eq!(number(&server, Role::App, network), 1);
    let mut app = connect(&server, Role::App);
    app.batch_execute("CREATE TABLE forbidden ()")
        .expect_err("the application makes no tables");
}

#[test]
fn passwords_are_for_the_program_alone_and_their_loss_is_said() {
    let place = Scratch::new("passwords");
    place.open().stop().expect("it stops");
    let passwords = place.folder.join("postgres-passwords");
    let mode = fs::metadata(&passwords)
        .expect("they are kept")
        .permissions()
        .mode();
    assert_eq!(mode & 0o777, 0o600);
    fs::remove_file(&passwords).expect("they can be removed");
    let lost = private_server::open(&place.folder, &Settings::Durable).expect_err("nobody gets in");
    assert!(
        matches!(lost, PrivateServerError::PasswordsLost { .. }),
        "{lost}"
    );
}

#[test]
fn a_cluster_of_another_major_version_is_refused_by_name() {
    let place = Scratch::new("major");
    place.open().stop().expect("it stops");
    fs::write(place.folder.join("postgres/data/PG_VERSION"), "9\n").expect("it can be written");
    let refused = private_server::open(&place.folder, &Settings::Durable).expect_err("too old");
    assert!(refused.to_string().contains("postgresql-9"), "{refused}");
}

/// This very program once more, running nothing but the one test that looks at the variable.
fn another_process_opens(folder: &Path) -> Child {
    Command::new(std::env::current_exe().expect("this program has a file"))
        .args([
            "--exact",
            "db::private_server::the_server_stays_for_those_who_still_use_it",
        ])
        .env(FOLDER_TO_OPEN, folder)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("it starts once more")
}

#[derive(QueryableByName)]
struct Number {
    #[diesel(sql_type = BigInt)]
    n: i64,
}

fn connect(server: &PrivateServer, role: Role) -> PgConnection {
    PgConnection::establish(&server.url(role, "crm")).expect("an opened server lets us in")
}

fn write(server: &PrivateServer, statement: &str) {
    connect(server, Role::Owner)
        .batch_execute(statement)
        .expect("the owner may");
}

fn number(server: &PrivateServer, role: Role, query: &str) -> i64 {
    diesel::sql_query(query)
        .get_result::<Number>(&mut connect(server, role))
        .expect("it answers with a number")
        .n
}
