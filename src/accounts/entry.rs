//! The door through which a signed-in request comes to its unit of work: session, membership and
//! organization are checked in one query inside the transaction that does the work.

use crate::db::{Db, Work};
use crate::refusal::Refused;
use crate::web::{AppError, Cx, Fields, Place, Shell, SignInNeeded};
use actix_web::HttpMessage;
use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::middleware::Next;
use std::time::Duration;
use uuid::Uuid;

use super::model::Actor;
use super::pages;
use super::permissions::{Action, Subject, allows};
use super::queries::{self, Session};
use super::views::settings::NavItem;

/// Runs `f` on the blocking pool in one transaction, in the name of the signed-in person, and
/// commits. Whatever `f` refuses leaves nothing behind.
pub async fn in_work<T, F>(cx: &Cx, f: F) -> Result<T, AppError>
where
    T: Send + 'static,
    F: FnOnce(&mut Work, &Actor) -> Result<T, AppError> + Send + 'static,
{
    let cx = cx.clone();
    within_patience(move || {
        let session = cx.session.as_ref().ok_or(AppError::NotSignedIn)?;
        let mut work = Work::begin(&cx.db, session.organization)?;
        let Some(actor) = queries::actor(&mut work, &session.token_hash())? else {
            return Err(why_no_actor(&mut work, &session.token_hash())?);
        };
        work.acts_for(actor.user);
        work.tab.clone_from(&cx.tab);
        let done = f(&mut work, &actor)?;
        work.commit()?;
        Ok(done)
    })
    .await
}

/// How long a person is kept waiting for a database that accepts a question and never answers: longer than
/// any statement may take there, shorter than a proxy's own patience.
const PATIENCE: Duration = Duration::from_secs(25);

/// Runs `f` on the blocking pool. What is given up here may still be committed when the database wakes: the
/// person is told that it does not answer, and the version in the form keeps a second try from writing twice.
async fn within_patience<T: Send + 'static>(
    f: impl FnOnce() -> Result<T, AppError> + Send + 'static,
) -> Result<T, AppError> {
    match actix_web::rt::time::timeout(PATIENCE, actix_web::web::block(f)).await {
        Ok(done) => done.map_err(AppError::broken)?,
        Err(_) => {
            tracing::warn!("the database does not answer");
            Err(AppError::DatabaseAway)
        }
    }
}

/// The same for what is a person's own and of no organization: choosing one, accepting an invitation.
pub async fn in_person<T, F>(cx: &Cx, f: F) -> Result<T, AppError>
where
    T: Send + 'static,
    F: FnOnce(&mut Work, &Session) -> Result<T, AppError> + Send + 'static,
{
    let token_hash = match &cx.session {
        Some(session) => session.token_hash(),
        None => return Err(AppError::NotSignedIn),
    };
    in_nobody(cx, move |work| {
        let session = queries::session(work, &token_hash)?.ok_or(AppError::NotSignedIn)?;
        work.show_own_rows(session.user_id)?;
        work.acts_for(session.user_id);
        f(work, &session)
    })
    .await
}

/// The same for somebody who is not signed in, or need not be: no organization and nobody's rights.
pub async fn in_nobody<T, F>(cx: &Cx, f: F) -> Result<T, AppError>
where
    T: Send + 'static,
    F: FnOnce(&mut Work) -> Result<T, AppError> + Send + 'static,
{
    let db = cx.db.clone();
    within_patience(move || {
        let mut work = Work::begin(&db, Uuid::nil())?;
        let done = f(&mut work)?;
        work.commit()?;
        Ok(done)
    })
    .await
}

/// The session has ended, or the person is no longer a member of this organization.
fn why_no_actor(work: &mut Work, token_hash: &[u8]) -> Result<AppError, AppError> {
    Ok(match queries::session(work, token_hash)? {
        Some(_) => AppError::NoOrganization,
        None => AppError::NotSignedIn,
    })
}

/// Middleware: a page that needs a session leads to sign-in and comes back; a form that was sent
/// without one is kept inside the sign-in page. Scripts and the API get their plain 401.
pub async fn send_to_sign_in(
    req: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let is_page = !req.headers().contains_key("hx-request")
        && !req.headers().contains_key("x-fragment")
        && !req.path().starts_with("/api/")
        && !req.path().starts_with("/live");
    let response = next.call(req).await?.map_into_boxed_body();
    let needs_session = response
        .response()
        .extensions()
        .get::<SignInNeeded>()
        .is_some();
    if !(is_page && needs_session) {
        return Ok(response);
    }
    let cx = Cx::of(response.request())?;
    let sent = response.request().extensions().get::<Fields>().cloned();
    let answer = pages::to_sign_in(&cx, sent.as_ref())?;
    Ok(response.into_response(answer.into_response()))
}

/// For commands and jobs: a transaction in an organization with nobody's session. `f` gets no actor
/// and so asks no permission.
pub fn in_organization<T>(
    db: &Db,
    organization: Uuid,
    f: impl FnOnce(&mut Work) -> Result<T, Refused>,
) -> Result<T, Refused> {
    let mut work = Work::begin(db, organization)?;
    let done = f(&mut work)?;
    work.commit()?;
    Ok(done)
}

fn register_href(cx: &Cx, actor: &Actor) -> String {
    let own = cx.last_list.as_ref().filter(|list| {
        list.organization == actor.organization && list.user == actor.user && !list.query.is_empty()
    });
    own.map_or_else(
        || "/register".to_owned(),
        |list| format!("/register?{}", list.query),
    )
}

/// The page frame for this person.
pub fn shell(cx: &Cx, actor: &Actor, place: Place) -> Shell {
    let assets = crate::web::assets();
    Shell {
        t: actor.locale,
        assets: assets.base(),
        icons: assets.icons(),
        place,
        time_zone: actor.zone.name().to_owned(),
        organization_id: actor.organization.to_string(),
        organization: actor.organization_name.clone(),
        region: actor.region.clone(),
        user_id: actor.user.to_string(),
        person: actor.name.clone(),
        initials: actor.initials(),
        hue: actor.hue,
        theme: actor.theme.clone(),
        density: actor.density.clone(),
        may_import: allows(actor, Action::Import, Subject::NONE),
        uses_register: actor.uses_register,
        uses_pipeline: actor.uses_pipeline,
        register_href: register_href(cx, actor),
        mark: cx.mark.clone(),
        address: cx.address.clone(),
        toast: cx.toast(),
    }
}

/// The settings pages that this person may open.
pub fn settings_nav(actor: &Actor, current: &str) -> Vec<NavItem> {
    let may_manage = allows(actor, Action::ManageOrganization, Subject::NONE);
    let may_keep = allows(actor, Action::ManageDirectories, Subject::NONE);
    [
        ("/settings/profile", "i-person", "settings-profile", true),
        ("/settings/password", "i-key", "settings-password", true),
        ("/settings/sessions", "i-laptop", "settings-sessions", true),
        ("/settings/members", "i-assign", "settings-members", true),
        (
            "/settings/directories",
            "i-note",
            "settings-directories",
            may_keep,
        ),
        (
            "/settings/organization",
            "i-building",
            "settings-organization",
            may_manage,
        ),
        ("/settings/api-keys", "i-key", "settings-keys", may_manage),
        (
            "/settings/webhooks",
            "i-bell",
            "settings-webhooks",
            may_manage,
        ),
        (
            "/settings/calendar",
            "i-calendar",
            "settings-calendar",
            may_manage,
        ),
        ("/settings/files", "i-file", "settings-files", may_manage),
    ]
    .into_iter()
    .filter(|(.., is_open)| *is_open)
    .map(|(href, icon, label, _)| NavItem {
        href,
        icon,
        label,
        is_current: href == current,
    })
    .collect()
}
