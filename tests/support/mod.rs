//! What tests stand on: a database of their own, the real server, people who sign in, pages as they are read.

pub mod app;
pub mod browser;
pub mod callers;
pub mod cluster;
pub mod html;
pub mod program;
pub mod runtime;
pub mod scratch;
pub mod soak;
pub mod source;
pub mod sql;
pub mod storage;

pub use app::TestApp;
#[allow(unused_imports)]
pub use callers::{Answer, Caller};
#[allow(unused_imports)]
pub use html::Page;
