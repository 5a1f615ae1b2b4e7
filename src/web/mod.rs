//! Requests and answers. It knows no feature: rooms call it from their pages and API only.

mod answer;
pub mod api;
mod assets;
mod cx;
mod download;
pub mod error;
mod fact;
mod fields;
mod form_view;
mod guard;
mod json_body;
mod last_list;
mod metrics;
mod pages;
mod shell;

pub use answer::Answer;
pub use assets::{assets, serve as serve_asset, serve_worker};
pub use cx::{Cx, SESSION_COOKIE, SessionCookie};
pub use download::{Download, Shown};
pub use error::{AppError, SignInNeeded};
pub use fact::{Clash, Editor, Fact, Kind as FieldKind};
pub use fields::{Fields, Query, path_id};
pub use form_view::FormView;
pub use guard::{guard, render_errors};
pub use json_body::JsonBody;
pub use last_list::{LIST_COOKIE, LastList};
pub use metrics::show as show_metrics;
pub use pages::{healthy, nowhere, ready};
pub use shell::{Bare, Place, Shell};

/// What a handler gives.
pub type Outcome = Result<Answer, AppError>;
