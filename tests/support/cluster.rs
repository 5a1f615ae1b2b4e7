//! One PostgreSQL for all tests of this checkout, and a database of its own for each test, copied from a
//! template that is made once per state of the migrations. Says nothing of what a template holds.

use std::{
    fs,
    os::unix::fs::MetadataExt as _,
    path::{Path, PathBuf},
    sync::OnceLock,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use diesel::{Connection as _, PgConnection, QueryableByName, RunQueryDsl as _};
use diesel::{connection::SimpleConnection as _, sql_types::Text};
use invest_crm::db::private_server::{self, PrivateServer, Role, Settings};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

/// A database that a failed test left is kept this long for whoever looks into it.
const KEPT_FOR: Duration = Duration::from_secs(2 * 60 * 60);
/// Any number: makers of templates take turns by it.
const TEMPLATE_LOCK: i64 = 4_120_251;

/// What a test's database is a copy of.
pub struct Template {
    /// Lower-case letters only.
    pub name: &'static str,
    /// Changes whenever `fill` would fill in something else, beside the migrations.
    pub version: &'static str,
    /// Runs the migrations as the owner and adds rows. It must close its connections.
    pub fill: fn(owner_url: &str),
}

pub struct TestCluster {
    server: PrivateServer,
}

/// The database of one test. It is dropped with the value, but kept and named if the test fails.
pub struct TestDatabase {
    pub name: String,
    pub owner_url: String,
    pub app_url: String,
}

/// Joins the tests' server or starts it, whoever comes first.
pub fn cluster() -> &'static TestCluster {
    static CLUSTER: OnceLock<TestCluster> = OnceLock::new();
    CLUSTER.get_or_init(|| {
        let folder = test_folder().join("cluster");
        let server = private_server::open(&folder, &Settings::Fast)
            .unwrap_or_else(|error| panic!("tests need a PostgreSQL server: {error}"));
        let cluster = TestCluster { server };
        cluster.drop_forgotten_databases();
        cluster
    })
}

impl TestCluster {
    /// Lets nobody into the database and throws out whoever is in, until `let_in`.
    pub fn shut_out(&self, database: &TestDatabase) {
        let name = &database.name;
        let mut admin = self.admin();
        run(
            &mut admin,
            &format!("ALTER DATABASE {name} ALLOW_CONNECTIONS false"),
        );
        let end = format!(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"
        );
        run(&mut admin, &end);
    }

    pub fn let_in(&self, database: &TestDatabase) {
        let allow = format!("ALTER DATABASE {} ALLOW_CONNECTIONS true", database.name);
        run(&mut self.admin(), &allow);
    }

    pub fn server(&self) -> &PrivateServer {
        &self.server
    }

    pub fn fresh_database(&self, template: &Template) -> TestDatabase {
        let source = format!("tpl_{}_{}", template.name, fingerprint(template));
        let name = format!("t_{}", Uuid::now_v7().simple());
        let mut admin = self.admin();
        // Another build of the same checkout may replace the template at any moment: then it is made again.
        for last_try in [false, false, true] {
            self.ensure_template(&mut admin, template, &source);
            let copy = format!(
                "CREATE DATABASE {name} TEMPLATE {source} OWNER {} STRATEGY FILE_COPY",
                Role::Owner.name()
            );
            match admin.batch_execute(&copy) {
                Ok(()) => break,
                Err(error) if last_try => panic!("cannot copy the template {source}: {error}"),
                Err(_) => {}
            }
        }
        TestDatabase {
            owner_url: self.server.url(Role::Owner, &name),
            app_url: self.server.url(Role::App, &name),
            name,
        }
    }

    /// Filled under another name and renamed, so that a half-made template is never copied.
    fn ensure_template(&self, admin: &mut PgConnection, template: &Template, name: &str) {
        if has_database(admin, name) {
            return;
        }
        // Freed with the connection, also when `fill` panics.
        let mut maker = self.admin();
        run(
            &mut maker,
            &format!("SELECT pg_advisory_lock({TEMPLATE_LOCK})"),
        );
        if has_database(&mut maker, name) {
            return;
        }
        let unfinished = format!("making_{}", template.name);
        let owner = Role::Owner.name();
        run(
            &mut maker,
            &format!("DROP DATABASE IF EXISTS {unfinished} WITH (FORCE)"),
        );
        run(
            &mut maker,
            &format!("CREATE DATABASE {unfinished} OWNER {owner}"),
        );
        let owner_url = self.server.url(Role::Owner, &unfinished);
        run(&mut connect(&owner_url), "CREATE EXTENSION pg_trgm");
        (template.fill)(&owner_url);
        for former in databases_like(&mut maker, &format!("tpl_{}_%", template.name)) {
            // In use by another build that is still running: it goes the next time.
            let _ = maker.batch_execute(&format!("DROP DATABASE IF EXISTS {former}"));
        }
        // PostgreSQL itself waits some seconds for the last connection of `fill` to end.
        run(
            &mut maker,
            &format!("ALTER DATABASE {unfinished} RENAME TO {name}"),
        );
    }

    fn drop_forgotten_databases(&self) {
        let mut admin = self.admin();
        let now = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .unwrap_or_default();
        for name in databases_like(&mut admin, "t\\_%") {
            // The first twelve digits of the name are the milliseconds at which it was made.
            let made = name
                .get(2..14)
                .and_then(|digits| u64::from_str_radix(digits, 16).ok());
            let age = now.saturating_sub(Duration::from_millis(made.unwrap_or_default()));
            if age > KEPT_FOR {
                let _ =
                    admin.batch_execute(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"));
            }
        }
    }

    fn admin(&self) -> PgConnection {
        connect(&self.server.admin_url())
    }
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!(
                "the database is kept for two hours: psql '{}'",
                self.owner_url
            );
            return;
        }
        let drop = format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name);
        if let Err(error) = cluster().admin().batch_execute(&drop) {
            eprintln!("the database {} could not be dropped: {error}", self.name);
        }
    }
}

/// Where the tests of this checkout keep what a server reads. Root's own folders and its checkouts are
/// often closed to the user that runs PostgreSQL, so root's tests go to /var/tmp. `bin/test` knows the rule.
pub fn test_folder() -> PathBuf {
    if !rustix::process::geteuid().is_root() {
        return Path::new(env!("CARGO_TARGET_TMPDIR")).join("postgres");
    }
    let digest = Sha256::digest(env!("CARGO_MANIFEST_DIR"));
    let folder = PathBuf::from(format!("/var/tmp/invest-crm-tests-{}", &hex(&digest)[..8]));
    fs::create_dir_all(&folder).expect("the folder of the tests can be made");
    let made_by = fs::symlink_metadata(&folder)
        .expect("the folder of the tests is there")
        .uid();
    assert_eq!(made_by, 0, "{} belongs to somebody else", folder.display());
    folder
}

/// Of all migrations as they lie on the disk, and of what the template adds.
fn fingerprint(template: &Template) -> String {
    let mut digest = Sha256::new();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations");
    let mut scripts: Vec<PathBuf> = fs::read_dir(folder)
        .expect("there is a folder of migrations")
        .flatten()
        .map(|migration| migration.path().join("up.sql"))
        .filter(|script| script.exists())
        .collect();
    scripts.sort();
    for script in scripts {
        digest.update(script.to_string_lossy().as_bytes());
        digest.update(fs::read(&script).expect("a migration can be read"));
    }
    digest.update(template.version);
    hex(&digest.finalize())[..16].to_owned()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[derive(QueryableByName)]
struct Named {
    #[diesel(sql_type = Text)]
    name: String,
}

fn databases_like(admin: &mut PgConnection, pattern: &str) -> Vec<String> {
    diesel::sql_query("SELECT datname::text AS name FROM pg_database WHERE datname LIKE $1")
        .bind::<Text, _>(pattern)
        .load::<Named>(admin)
        .expect("the databases can be listed")
        .into_iter()
        .map(|found| found.name)
        .collect()
}

fn has_database(admin: &mut PgConnection, name: &str) -> bool {
    !databases_like(admin, &name.replace('_', "\\_")).is_empty()
}

fn connect(url: &str) -> PgConnection {
    PgConnection::establish(url).expect("the tests' server lets us in")
}

fn run(connection: &mut PgConnection, statement: &str) {
    connection
        .batch_execute(statement)
        .unwrap_or_else(|error| panic!("{statement}: {error}"));
}
