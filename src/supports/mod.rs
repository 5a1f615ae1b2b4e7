//! Measures of support of a project and what was decided about them. The project's card shows them;
//! meetings decide about them and move the project.

mod actions;
mod model;
mod pages;
mod queries;
mod reading;
mod rules;
mod views;

use actix_web::web;
use uuid::Uuid;

pub use actions::{
    Outcome as Written, SupportWrite, change_support, follow_decisions, lock_in_force,
    make_support, program_removes_support, remove_support, reopen, restore_support_field,
    support_changed, write_decisions,
};
pub use model::{
    Body, Decision, DecisionOutcome, Level, Support, SupportStatus, SupportType, Unit,
};
pub use queries::{NewDecision, decision, decisions, find, of_project};
pub use reading::{SupportField, SupportValues, Typed};
pub use rules::{Fitting, Misfit, misfits};
pub use views::{Row as SupportRow, Section, Verdict, amount, kind_of, programme_of};

use crate::accounts::{Action, Actor, Subject, permissions::allows};
use crate::db::{DbError, Work};

/// The measures of a project and the decisions about them, as its card shows them. `is_own`: the
/// actor is among the people assigned.
pub fn section(
    work: &mut Work,
    actor: &Actor,
    project: Uuid,
    is_own: bool,
) -> Result<Section, DbError> {
    let supports = queries::of_project(work, project)?;
    let decisions = queries::decisions(work, project)?;
    let subject = Subject { is_own };
    let may = views::May {
        add: allows(actor, Action::Create, Subject::NONE),
        change: allows(actor, Action::ChangeRegister, subject),
        decide: allows(actor, Action::RecordDecision, subject),
    };
    Ok(Section::new(
        actor.locale,
        project,
        &supports,
        &decisions,
        may,
    ))
}

pub fn routes(app: &mut web::ServiceConfig) {
    app.route("/projects/{id}/supports", web::post().to(pages::create))
        .route(
            "/projects/{id}/supports/new",
            web::get().to(pages::new_form),
        )
        .route("/supports/{id}", web::get().to(pages::show))
        .route("/supports/{id}", web::post().to(pages::change))
        .route("/supports/{id}/removal", web::post().to(pages::remove));
}
