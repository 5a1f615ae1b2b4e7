//! Letters to send. A room enqueues a letter in its own unit of work, so that it leaves if and only if
//! the change was committed; a worker sends it, again and again until it is taken or has failed for good.

mod actions;
mod model;
mod post;
mod queries;
mod worker;

pub use actions::{enqueue, enqueue_with_link};
pub use model::LINK;
pub use worker::{MakeLink, Worker, start};
