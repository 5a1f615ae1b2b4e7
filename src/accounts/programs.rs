//! The door of programs: token, then organization, as the contract orders them; then the work itself, in
//! one transaction. A request that carries a key is done once and answered the same each time.

use serde_json::json;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::model::Actor;
use super::queries::{self, Known};
use super::tokens::{self, Purpose};
use crate::db::{Door, Work};
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
