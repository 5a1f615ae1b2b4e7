//! The pool of connections and what every unit of work shares.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use diesel::connection::{Connection as _, InstrumentationEvent, SimpleConnection};
use diesel::pg::PgConnection;
use diesel::r2d2::{ManageConnection, Pool, PooledConnection};
use thiserror::Error;
use uuid::Uuid;

use super::{Announcement, Announcer, Touched, Work};
use crate::refusal::Refused;

/// Refreshes the copies that an upper room keeps; runs before commit with the rows touched.
pub type Projection = fn(&mut Work, &Touched) -> Result<(), Refused>;

/// The door to the database; cheap to clone.
#[derive(Clone)]
pub struct Db {
    inner: Arc<Inner>,
}

struct Inner {
    id: Uuid,
    pool: Pool<Manager>,
    projections: Vec<Projection>,
    announcer: Arc<dyn Announcer>,
    statements: Arc<AtomicU64>,
}

/// The database cannot be reached or answered in a way nobody expected.
#[derive(Debug, Error)]
pub enum DbError {
    #[error("no connection to the database: {0}")]
    Away(String),
    #[error(transparent)]
    Query(#[from] diesel::result::Error),
}

/// A pooled connection that remembers that it died.
pub(super) struct Pooled {
    pub(super) conn: PgConnection,
    pub(super) dead: bool,
}

/// Called when no connection can be made, before one more try: wakes the private server.
pub type Revive = Arc<dyn Fn() + Send + Sync>;

struct Manager {
    url: String,
    counter: Option<Arc<AtomicU64>>,
    slow: Duration,
    revive: Option<Revive>,
}

/// Counts statements where that is asked for, and logs those that take long: their text, never their values.
fn watch(
    counter: Option<Arc<AtomicU64>>,
    slow: Duration,
) -> impl FnMut(InstrumentationEvent<'_>) + Send + 'static {
    let mut begun = None;
    move |event| match event {
        InstrumentationEvent::StartQuery { .. } => {
            if let Some(counter) = &counter {
                counter.fetch_add(1, Ordering::Relaxed);
            }
            begun = Some(Instant::now());
        }
        InstrumentationEvent::FinishQuery { query, .. } => {
            let took = begun.take().map(|b: Instant| b.elapsed());
            if let Some(took) = took.filter(|t| *t >= slow) {
                let shown = query.to_string();
                let text = shown.split(" -- binds:").next().unwrap_or_default();
                let ms = took.as_millis() as u64;
                tracing::warn!(ms, text, "slow statement");
            }
        }
        _ => {}
    }
}

impl ManageConnection for Manager {
    type Connection = Pooled;
    type Error = diesel::r2d2::Error;

    fn connect(&self) -> Result<Pooled, Self::Error> {
        let mut conn = PgConnection::establish(&self.url)
            .or_else(|first| match &self.revive {
                Some(revive) => {
                    revive();
                    PgConnection::establish(&self.url)
                }
                None => Err(first),
            })
            .map_err(diesel::r2d2::Error::ConnectionError)?;
        conn.set_instrumentation(watch(self.counter.clone(), self.slow));
        Ok(Pooled { conn, dead: false })
    }

    fn is_valid(&self, pooled: &mut Pooled) -> Result<(), Self::Error> {
        pooled
            .conn
            .batch_execute("SELECT 1")
            .map_err(diesel::r2d2::Error::QueryError)
    }

    fn has_broken(&self, pooled: &mut Pooled) -> bool {
        pooled.dead || std::thread::panicking()
    }
}

/// A connection lent by the pool.
pub(super) struct Lent(PooledConnection<Manager>);

impl Lent {
    pub(super) fn conn(&mut self) -> &mut PgConnection {
        &mut self.0.conn
    }

    /// The pool throws it away instead of lending it again.
    pub(super) fn is_dead(&mut self) {
        self.0.dead = true;
    }
}

/// How a pool is made.
pub struct PoolSettings {
    pub url: String,
    pub size: u32,
    /// Tests ask how many statements a page needs.
    pub count_statements: bool,
    /// A statement that takes longer is logged.
    pub slow: Duration,
    pub revive: Option<Revive>,
}

impl Db {
    /// Opens the pool without waiting for the database: a server that starts before its database
    /// says so on its pages and recovers by itself.
    pub fn open(
        settings: &PoolSettings,
        projections: Vec<Projection>,
        announcer: Arc<dyn Announcer>,
    ) -> Db {
        let statements = Arc::new(AtomicU64::new(0));
        let counter = settings.count_statements.then(|| statements.clone());
        let pool = Pool::builder()
            .max_size(settings.size)
            .min_idle(Some(1))
            .connection_timeout(Duration::from_secs(3))
            .test_on_check_out(false)
            .build_unchecked(Manager {
                url: settings.url.clone(),
                counter,
                slow: settings.slow,
                revive: settings.revive.clone(),
            });
        Db {
            inner: Arc::new(Inner {
                id: Uuid::now_v7(),
                pool,
                projections,
                announcer,
                statements,
            }),
        }
    }

    /// Another one for each database that this process has opened: what is kept in memory belongs to one of them.
    pub fn id(&self) -> Uuid {
        self.inner.id
    }

    pub(super) fn connection(&self) -> Result<Lent, DbError> {
        self.inner
            .pool
            .get()
            .map(Lent)
            .map_err(|e| DbError::Away(e.to_string()))
    }

    pub(super) fn projections(&self) -> &[Projection] {
        &self.inner.projections
    }

    /// Tells the other browsers; for what is not part of a transaction, such as presence.
    pub fn announce(&self, organization: Uuid, what: Announcement) {
        self.inner.announcer.announce(organization, what);
    }

    /// Where the announcements stand now; taken before a page is rendered, so that nothing falls between it and
    /// its stream.
    pub fn mark(&self) -> String {
        self.inner.announcer.mark()
    }

    /// Connections that are open, and those of them that nobody uses.
    pub fn connections(&self) -> (u32, u32) {
        let state = self.inner.pool.state();
        (state.connections, state.idle_connections)
    }

    /// Statements sent so far, where counting is on.
    pub fn statements(&self) -> u64 {
        self.inner.statements.load(Ordering::Relaxed)
    }

    /// Whether the database answers now.
    pub fn is_up(&self) -> bool {
        Work::begin(self, Uuid::nil()).is_ok()
    }
}
