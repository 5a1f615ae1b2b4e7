//! The verbs of the room: signing in, making organizations and people.

use std::collections::{HashMap, VecDeque};
use std::sync::{LazyLock, Mutex};
use std::time::{Duration as StdDuration, Instant};

use chrono::Duration;
use rand::Rng;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::model::Role;
use super::passwords;
use super::queries;
use crate::db::Work;
use crate::refusal::{FieldError, Refusal, Refused};
use crate::text::{Locale, Message};
use crate::web::{AppError, Cx, SessionCookie};

/// Failed sign-ins of one address that are let through in a minute.
const MOST_FAILURES: usize = 10;
const FAILURES_COUNT_FOR: StdDuration = StdDuration::from_secs(60);

/// A session ends by itself after this time; longer where the person asked to stay signed in.
const SHORT_SESSION: Duration = Duration::hours(14);
const LONG_SESSION: Duration = Duration::days(60);

static FAILURES: LazyLock<Mutex<HashMap<String, VecDeque<Instant>>>> =
    LazyLock::new(Mutex::default);

/// Seconds to wait before this address may try again.
fn must_wait(email: &str) -> Option<u64> {
    let mut all = FAILURES.lock().unwrap_or_else(|e| e.into_inner());
    let now = Instant::now();
    all.retain(|_, times| {
        times.retain(|t| now.duration_since(*t) < FAILURES_COUNT_FOR);
        !times.is_empty()
    });
    let times = all.get(email)?;
    let oldest = times.front()?;
    (times.len() >= MOST_FAILURES)
        .then(|| (FAILURES_COUNT_FOR - now.duration_since(*oldest)).as_secs() + 1)
}

fn remember_failure(email: &str) {
    let mut all = FAILURES.lock().unwrap_or_else(|e| e.into_inner());
    all.entry(email.to_owned())
        .or_default()
        .push_back(Instant::now());
}

/// A new session, ready for its cookie.
pub struct SignedIn {
    pub cookie: SessionCookie,
    pub locale: Locale,
    pub stays: bool,
    /// The person belongs to no organization.
    pub is_alone: bool,
}

/// 32 random bytes in hexadecimal.
pub fn new_token() -> String {
    let mut bytes = [0u8; 32];
    rand::rng().fill_bytes(&mut bytes);
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

/// Checks address and password and opens a session; a wrong address and a wrong password are
/// refused alike.
pub async fn sign_in(
    cx: &Cx,
    email: &str,
    password: &str,
    stays: bool,
) -> Result<SignedIn, AppError> {
    let email = email.trim().to_lowercase();
    if let Some(retry_after_seconds) = must_wait(&email) {
        return Err(Refusal::TooMany {
            retry_after_seconds,
        }
        .into());
    }
    let db = cx.db.clone();
    let asked = email.clone();
    let account = actix_web::web::block(move || {
        let mut work = Work::begin(&db, Uuid::nil())?;
        queries::account(&mut work, &asked)
    })
    .await
    .map_err(AppError::broken)??;
    let stored = account.as_ref().and_then(|a| a.password_hash.clone());
    let right = passwords::verify_in_turn(password.to_owned(), stored).await?;
    let Some(account) = account.filter(|_| right) else {
        remember_failure(&email);
        return Err(Refusal::field("email", "wrong", "sign-in-wrong".into()).into());
    };
    let cx = cx.clone();
    actix_web::web::block(move || {
        let mut work = Work::begin(&cx.db, Uuid::nil())?;
        let signed_in = open_session(&mut work, &cx, &account, stays)?;
        work.commit()?;
        Ok(signed_in)
    })
    .await
    .map_err(AppError::broken)?
}

fn open_session(
    work: &mut Work,
    cx: &Cx,
    account: &queries::Account,
    stays: bool,
) -> Result<SignedIn, Refused> {
    let mine = queries::organizations_of(work, account.id)?;
    let organization = mine
        .iter()
        .map(|(id, ..)| *id)
        .find(|id| Some(*id) == account.last_organization)
        .or_else(|| mine.first().map(|(id, ..)| *id))
        .unwrap_or(Uuid::nil());
    // The session that the browser came with ends: a token planted before sign-in is worth nothing.
    if let Some(before) = &cx.session {
        queries::delete_session(work, &before.token_hash())?;
    }
    let token = new_token();
    let lasts = if stays { LONG_SESSION } else { SHORT_SESSION };
    let hash = Sha256::digest(token.as_bytes()).to_vec();
    queries::insert_session(work, account.id, &hash, lasts, &cx.user_agent)?;
    Ok(SignedIn {
        cookie: SessionCookie {
            organization,
            token,
        },
        locale: Locale::from_code(&account.locale).unwrap_or(cx.locale),
        stays,
        is_alone: mine.is_empty(),
    })
}

/// Opens a session for somebody whose account was just made or proven another way.
pub fn sign_in_as(work: &mut Work, cx: &Cx, email: &str) -> Result<SignedIn, Refused> {
    let account = queries::account(work, email)?
        .ok_or_else(|| Refused::Broken("an account vanished".to_owned()))?;
    open_session(work, cx, &account, false)
}

/// A person to be made.
pub struct NewPerson<'a> {
    pub email: &'a str,
    pub name: &'a str,
    /// Last, first, middle, where they are known apart.
    pub parts: Option<(&'a str, &'a str, Option<&'a str>)>,
    pub password_hash: Option<&'a str>,
    pub locale: Locale,
}

/// Looks like an address: something, one @, a dot in what follows; no spaces, at most 254 characters.
pub fn looks_like_email(text: &str) -> bool {
    let Some((name, domain)) = text.split_once('@') else {
        return false;
    };
    !name.is_empty()
        && text.chars().count() <= 254
        && !text.contains(char::is_whitespace)
        && !domain.contains('@')
        && domain
            .split_once('.')
            .is_some_and(|(a, b)| !a.is_empty() && !b.is_empty())
}

/// Makes an account as a member of the organization of this work.
pub fn make_person(
    work: &mut Work,
    person: &NewPerson<'_>,
    role: Role,
    may_export: bool,
) -> Result<Uuid, Refused> {
    let email = person.email.trim().to_lowercase();
    if !looks_like_email(&email) {
        return Err(Refusal::field("email", "bad_email", "email-bad".into()).into());
    }
    if person.name.trim().is_empty() || person.name.chars().count() > 200 {
        return Err(Refusal::field("name", "required", "name-needed".into()).into());
    }
    let id = Uuid::now_v7();
    let organization = work.organization();
    let made = queries::insert_user(
        work,
        &queries::NewUser {
            id,
            email: &email,
            password_hash: person.password_hash,
            name: person.name.trim(),
            last_name: person.parts.map(|p| p.0),
            first_name: person.parts.map(|p| p.1),
            middle_name: person.parts.and_then(|p| p.2),
            locale: person.locale.code(),
            made_by_organization_id: Some(organization),
        },
    )?;
    if !made {
        return Err(Refusal::Invalid(vec![FieldError {
            field: "email".into(),
            code: "taken",
            message: Message::new("email-taken"),
        }])
        .into());
    }
    queries::insert_membership(work, id, role, may_export)?;
    Ok(id)
}

/// Makes an organization and enters it; its directories are the caller's to fill.
pub fn make_organization(
    work: &mut Work,
    name: &str,
    region: &str,
    zone: &str,
) -> Result<Uuid, Refused> {
    let name = name.trim();
    if name.is_empty() || name.chars().count() > 200 {
        return Err(Refusal::field(
            "organization_name",
            "required",
            "organization-name-needed".into(),
        )
        .into());
    }
    if zone.parse::<chrono_tz::Tz>().is_err() {
        return Err(Refusal::field("time_zone", "unknown", "time-zone-unknown".into()).into());
    }
    let id = Uuid::now_v7();
    work.enter(id)?;
    queries::insert_organization(work, name, region, zone)?;
    Ok(id)
}

/// Sets the password of an account by its address; for the command line.
pub fn set_password(work: &mut Work, email: &str, hash: &str) -> Result<(), Refused> {
    let account = queries::account(work, &email.trim().to_lowercase())?
        .ok_or(Refused::Because(Refusal::NotFound))?;
    queries::set_password_hash(work, account.id, hash)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_has_a_name_and_a_domain_with_a_dot() {
        for (text, fits) in [
            ("a.vetrova@agency.example", true),
            ("a@b", false),
            ("a@@b.c", false),
            ("a b@c.d", false),
            ("@c.d", false),
            ("a@.d", false),
            ("", false),
        ] {
            assert_eq!(looks_like_email(text), fits, "{text}");
        }
    }

    #[test]
    fn the_eleventh_failed_sign_in_of_a_minute_has_to_wait() {
        let email = format!("{}@example.org", Uuid::now_v7());
        for _ in 0..MOST_FAILURES {
            assert_eq!(must_wait(&email), None);
            remember_failure(&email);
        }
        assert!(must_wait(&email).is_some_and(|s| (1..=61).contains(&s)));
    }
}
