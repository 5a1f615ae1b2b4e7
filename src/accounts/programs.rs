//! The door of programs: token, then organization, as the contract orders them; then the work itself, in
//! one transaction. A request that carries a key is done once and answered the same each time.

use serde_json::json;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::keys::{self, Scope, SentKey};
use super::model::Actor;
use super::queries::{self, Known};
use super::tokens::{self, Purpose};
use crate::db::{Db, Door, Work};
use crate::refusal::{Refusal, RequestRefusal};
use crate::web::api::{Call, wrong};
use crate::web::{Answer, AppError, Outcome};

/// A work that crossed another one is tried again so many times.
const TRIES: usize = 5;
const LONGEST_KEY: usize = 200;

fn no_token() -> AppError {
    Refusal::from(RequestRefusal::NoToken).into()
}

/// The person whom the token names.
pub fn user_of(call: &Call) -> Result<Uuid, AppError> {
    let token = call.bearer().ok_or_else(no_token)?;
    let secret = call.cx.config.token_secret.as_deref().unwrap_or_default();
    tokens::read(secret, token, Purpose::Access, chrono::Utc::now())
        .map(|claims| claims.sub)
        .ok_or_else(no_token)
}

/// Runs `f` on the blocking pool for the member whom the token and the header name, and commits.
pub async fn in_api<F>(call: Call, f: F) -> Outcome
where
    F: Fn(&mut Work, &Actor, &Call) -> Result<Answer, AppError> + Send + 'static,
{
    let organization = call.organization();
    in_the_organization(call, organization, f).await
}

/// The same in the organization that the path names.
pub async fn in_organization_of_path<F>(call: Call, f: F) -> Outcome
where
    F: Fn(&mut Work, &Actor, &Call) -> Result<Answer, AppError> + Send + 'static,
{
    let organization = call.id("organization_id");
    in_the_organization(call, organization, f).await
}

async fn in_the_organization<F>(call: Call, organization: Result<Uuid, AppError>, f: F) -> Outcome
where
    F: Fn(&mut Work, &Actor, &Call) -> Result<Answer, AppError> + Send + 'static,
{
    if let Some(key) = call.bearer().and_then(keys::read) {
        return in_the_organization_of_key(call, key, organization, f).await;
    }
    let user = user_of(&call)?;
    let id = organization.as_ref().copied().unwrap_or(Uuid::nil());
    let db = call.cx.db.clone();
    let work = move || {
        let mut work = Work::begin(&db, id)?;
        work.door = Door::Api;
        let known = queries::program_actor(&mut work, user, call.cx.locale)?;
        if matches!(known, Known::Nobody) {
            return Err(no_token());
        }
        organization.clone()?;
        let Known::Member(actor) = known else {
            return Err(Refusal::NotFound.into());
        };
        work.acts_for(user);
        done_once(&mut work, user, &call, |work| f(work, &actor, &call)).and_then(|answer| {
            work.commit()?;
            Ok(answer)
        })
    };
    again_and_again(work).await
}

/// The same with a key, which is good in its own organization alone.
async fn in_the_organization_of_key<F>(
    call: Call,
    key: SentKey,
    organization: Result<Uuid, AppError>,
    f: F,
) -> Outcome
where
    F: Fn(&mut Work, &Actor, &Call) -> Result<Answer, AppError> + Send + 'static,
{
    let db = call.cx.db.clone();
    let work = move || {
        let (mut work, actor) = open_for_key(&db, &key, &call)?;
        if organization.clone()? != key.organization {
            return Err(Refusal::NotFound.into());
        }
        work.acts_for(actor.user);
        let user = actor.user;
        done_once(&mut work, user, &call, |work| f(work, &actor, &call)).and_then(|answer| {
            work.commit()?;
            Ok(answer)
        })
    };
    again_and_again(work).await
}

/// A work in the organization of the key, for its maker with the rights of its scope.
fn open_for_key(db: &Db, key: &SentKey, call: &Call) -> Result<(Work, Actor), AppError> {
    let mut work = Work::begin(db, key.organization)?;
    let found = queries::good_key(&mut work, &key.hash)?.ok_or_else(no_token)?;
    if keys::is_to_be_noted(found.last_used_at, work.now()) {
        // Of its own, so that a request that is refused is a use too.
        queries::note_use_of_key(&mut work, found.id)?;
        work.commit()?;
        work = Work::begin(db, key.organization)?;
    }
    work.door = Door::Api;
    match queries::program_actor(&mut work, found.made_by, call.cx.locale)? {
        Known::Member(actor) => {
            let scope = Scope::from_word(&found.scope).unwrap_or(Scope::Read);
            let role = scope.role(actor.role);
            let actor = Actor {
                role,
                is_key: true,
                ..*actor
            };
            Ok((work, actor))
        }
        // Whoever made it is no member any more: the key has ended with the membership.
        _ => Err(no_token()),
    }
}

/// The same for what is of no organization yet.
pub async fn in_person_of_token<F>(call: Call, f: F) -> Outcome
where
    F: Fn(&mut Work, Uuid, &Call) -> Result<Answer, AppError> + Send + 'static,
{
    let user = user_of(&call)?;
    let db = call.cx.db.clone();
    let work = move || {
        let mut work = Work::begin(&db, Uuid::nil())?;
        work.door = Door::Api;
        let known = queries::program_actor(&mut work, user, call.cx.locale)?;
        if matches!(known, Known::Nobody) {
            return Err(no_token());
        }
        work.acts_for(user);
        done_once(&mut work, user, &call, |work| f(work, user, &call)).and_then(|answer| {
            work.commit()?;
            Ok(answer)
        })
    };
    again_and_again(work).await
}

/// On the blocking pool; a work that was ended because it crossed another one begins anew.
async fn again_and_again<F>(work: F) -> Outcome
where
    F: Fn() -> Outcome + Send + 'static,
{
    actix_web::web::block(move || {
        for _ in 1..TRIES {
            match work() {
                Err(AppError::Crossed) => {}
                done => return done,
            }
        }
        work()
    })
    .await
    .map_err(AppError::broken)?
}

/// A POST with `Idempotency-Key` is done once; what was answered is answered again.
fn done_once(
    work: &mut Work,
    user: Uuid,
    call: &Call,
    f: impl Fn(&mut Work) -> Outcome,
) -> Outcome {
    let Some(key) = call
        .idempotency_key
        .as_deref()
        .filter(|_| call.method == "POST")
    else {
        return f(work);
    };
    if key.is_empty() || key.chars().count() > LONGEST_KEY {
        let error = wrong("Idempotency-Key", "bad_length", "api-key-length");
        return Err(Refusal::Invalid(vec![error]).into());
    }
    let mut hash = Sha256::new();
    hash.update(call.path.as_bytes());
    hash.update([0]);
    hash.update(call.bytes());
    let hash = hash.finalize().to_vec();
    let organization = work.organization();
    if let Some(kept) = queries::claim_key(work, user, key, &hash)? {
        if kept.request_hash != hash {
            let refusal = RequestRefusal::InConflict("api-key-reused".into());
            return Err(Refusal::from(refusal).into());
        }
        let headers: Vec<(String, String)> =
            serde_json::from_value(kept.headers).unwrap_or_default();
        return Ok(Answer::kept(
            kept.status.unwrap_or(200) as u16,
            &headers,
            kept.body,
        ));
    }
    let answer = f(work)?;
    // Making an organization enters it; the key stays where it was taken.
    let inside = work.organization();
    work.enter(organization)?;
    let (status, headers, body) = answer.parts();
    queries::keep_answer(work, user, key, status, &json!(headers), body)?;
    work.enter(inside)?;
    Ok(answer)
}
