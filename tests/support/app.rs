//! The real server on a free port, in this process, with a database of the test's own.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::mpsc::channel;
use std::thread::JoinHandle;

use actix_web::dev::ServerHandle;
use invest_crm::app::{self, State};
use invest_crm::config::{Config, Registration};
use invest_crm::db::Work;
use uuid::Uuid;

use super::cluster::{Template, TestDatabase, cluster};
use super::runtime::eventually;
use crate::fixtures::agency::{AGENCY, Fixture, fixture};

/// A running server. Dropped, it stops, and its database goes with it unless the test failed.
pub struct TestApp {
    pub state: State,
    pub port: u16,
    /// Whom and what the fixture made.
    pub fixture: Fixture,
    pub(super) callers: super::callers::SignedIn,
    server: Option<Running>,
    files: tempfile::TempDir,
    // Dropped last: everything above still talks to it.
    pub database: Arc<TestDatabase>,
}

struct Running {
    handle: ServerHandle,
    thread: JoinHandle<()>,
}

/// What `Config` is in a test: one worker, few connections, statements counted.
fn config(files: &std::path::Path) -> Config {
    let values = BTreeMap::from([
        ("DATA_DIR".to_owned(), files.display().to_string()),
        ("WORKERS".to_owned(), "1".to_owned()),
        ("POOL_SIZE".to_owned(), "4".to_owned()),
    ]);
    let mut config = Config::from_values(&values).expect("these settings can be used");
    config.port = 0;
    config.registration = Some(Registration::Invited);
    config.count_statements = true;
    config
}

impl TestApp {
    /// With the agency of the fixture and its neighbour.
    pub fn start() -> TestApp {
        TestApp::with(&AGENCY, |_| {})
    }

    /// With another template, or other settings.
    pub fn with(template: &Template, settings: impl FnOnce(&mut Config)) -> TestApp {
        let database = Arc::new(cluster().fresh_database(template));
        TestApp::on(database, settings)
    }

    /// Another process of the same installation, as far as one can tell: only the database is shared.
    pub fn beside(&self) -> TestApp {
        TestApp::on(self.database.clone(), |_| {})
    }

    fn on(database: Arc<TestDatabase>, settings: impl FnOnce(&mut Config)) -> TestApp {
        let files = tempfile::tempdir().expect("a folder for letters and uploads");
        let mut config = config(files.path());
        settings(&mut config);
        let state = State::open(config, &database.app_url, None);
        let (running, port) = serve(state.clone());
        TestApp {
            fixture: fixture(&state.db),
            callers: super::callers::SignedIn::default(),
            server: Some(running),
            state,
            port,
            files,
            database,
        }
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    /// Where the server keeps letters and uploads.
    pub fn files(&self) -> &std::path::Path {
        self.files.path()
    }

    /// A unit of work in the agency, for what has no page yet and for looking at rows. Commits.
    pub fn in_agency<T>(&self, act: impl FnOnce(&mut Work) -> T) -> T {
        self.in_organization(self.fixture.agency.id, act)
    }

    pub fn in_organization<T>(&self, id: Uuid, act: impl FnOnce(&mut Work) -> T) -> T {
        let mut work = Work::begin(&self.state.db, id).expect("the database answers");
        let done = act(&mut work);
        work.commit().expect("what was done can stay");
        done
    }

    /// How many statements the server sent meanwhile, beginning and end of the transaction among them.
    pub fn statements<T>(&self, act: impl FnOnce() -> T) -> (T, u64) {
        let before = self.state.db.statements();
        let done = act();
        (done, self.state.db.statements() - before)
    }

    /// Takes the server away; the port stays known for `start_again`.
    pub fn stop(&mut self) {
        if let Some(running) = self.server.take() {
            drop(running.handle.stop(false));
            running.thread.join().expect("the server ends in peace");
        }
    }

    /// The server at the same port again, as after a restart.
    pub fn start_again(&mut self) {
        self.stop();
        let mut config = (*self.state.config).clone();
        config.port = self.port;
        self.state = State::open(config, &self.database.app_url, None);
        let state = self.state.clone();
        // The port may be held by the kernel for a moment yet.
        let mut served = None;
        eventually(
            "the port is free again",
            std::time::Duration::from_secs(5),
            || {
                served = try_serve(state.clone()).ok();
                served.is_some()
            },
        );
        self.server = served.map(|(running, _)| running);
    }
}

impl Drop for TestApp {
    fn drop(&mut self) {
        self.state.hub.close();
        if let Some(running) = self.server.take() {
            drop(running.handle.stop(false));
            // A test that failed must not fail twice.
            let _ = running.thread.join();
        }
    }
}

fn serve(state: State) -> (Running, u16) {
    try_serve(state).expect("a free port is found")
}

/// The server has a thread of its own, as in `serve`.
fn try_serve(state: State) -> std::io::Result<(Running, u16)> {
    let (told, tell) = channel();
    let thread = std::thread::Builder::new()
        .name("test server".to_owned())
        .spawn(move || {
            actix_web::rt::System::new().block_on(async move {
                match app::server(state) {
                    Ok((server, port)) => {
                        let _ = told.send(Ok((server.handle(), port)));
                        server.await.expect("the server ends in peace");
                    }
                    Err(error) => drop(told.send(Err(error))),
                }
            });
        })?;
    let (handle, port) = tell.recv().expect("the server says where it is")?;
    Ok((Running { handle, thread }, port))
}
