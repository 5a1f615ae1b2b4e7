//! The ground floor of storage: the pool, the unit of work, the tables. It knows no feature.

mod announcements;
pub mod dump;
pub mod jobs;
pub mod migrations;
mod pool;
pub mod private_server;
pub mod rows;
pub mod schema;
mod statement;
mod work;

pub use announcements::{Announcement, Announcer, Aspect, Recorded, Touched};
pub use pool::{Db, DbError, PoolSettings, Projection, Revive};
pub use statement::{Statement, assembled, sql};
pub use work::{Act, Door, Work};

/// A connection as the queries of a room see it.
pub type Connection = diesel::PgConnection;
