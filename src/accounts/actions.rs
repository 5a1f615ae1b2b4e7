//! The verbs of the room: signing in, making organizations and people.

pub mod invitations;
pub mod keys;
pub mod members;
pub mod organization;
pub mod own;
pub mod programs;
pub mod resets;

use chrono::Duration;
use rand::Rng;
use serde_json::json;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::model::{Parts, Role};
use super::{limits, passwords, queries};
use crate::db::{Announcement, Work};
use crate::history::{self, Change, SubjectKind};
use crate::refusal::{Refusal, Refused};
use crate::text::Locale;
use crate::web::{AppError, Cx, SessionCookie};

/// A session ends by itself after this time; longer where the person asked to stay signed in.
const SHORT_SESSION: Duration = Duration::hours(14);
const LONG_SESSION: Duration = Duration::days(60);

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
    take_try(&email)?;
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
        return Err(Refusal::field("email", "wrong", "sign-in-wrong".into()).into());
    };
    limits::PASSWORDS.give_back(&email);
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

/// Lets a try at the password of this account through, if there were not too many.
fn take_try(email: &str) -> Result<(), Refusal> {
    limits::PASSWORDS
        .take(email)
        .map_err(|retry_after_seconds| Refusal::TooMany {
            retry_after_seconds,
        })
}

/// Whether a session that lasts so long was asked to stay when the browser is closed.
pub fn stays(session: &queries::Session) -> bool {
    session.expires_at - session.created_at > SHORT_SESSION
}

fn open_session(
    work: &mut Work,
    cx: &Cx,
    account: &queries::Account,
    stays: bool,
) -> Result<SignedIn, Refused> {
    let mine = queries::organizations_of(work, account.id)?;
    let is_mine = |id: &Uuid| mine.iter().any(|(of, ..)| of == id);
    // The organization that this browser worked in goes before the one of another browser.
    let organization = (cx.session.as_ref().map(|s| s.organization))
        .filter(is_mine)
        .or(account.last_organization.filter(is_mine))
        .or(mine.first().map(|(id, ..)| *id))
        .unwrap_or(Uuid::nil());
    queries::delete_expired_sessions(work, account.id)?;
    // The session that the browser came with ends: a token planted before sign-in is worth nothing.
    if let Some(before) = &cx.session {
        end_session_of(work, &before.token_hash())?;
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

/// Makes an account as a member of the organization of this work, which may then keep it.
pub fn make_person(
    work: &mut Work,
    person: &NewPerson<'_>,
    role: Role,
    may_export: bool,
) -> Result<Uuid, Refused> {
    let id = Uuid::now_v7();
    let organization = work.organization();
    insert_account(work, id, person, Some(organization))?;
    join(work, id, role, may_export)?;
    Ok(id)
}

/// Makes an account that somebody asked for themselves: it is theirs alone, of no organization yet.
/// The work goes on in their name.
pub fn make_own_account(work: &mut Work, person: &NewPerson<'_>) -> Result<Uuid, Refused> {
    let id = Uuid::now_v7();
    work.show_own_rows(id)?;
    insert_account(work, id, person, None)?;
    work.acts_for(id);
    Ok(id)
}

fn insert_account(
    work: &mut Work,
    id: Uuid,
    person: &NewPerson<'_>,
    made_by: Option<Uuid>,
) -> Result<(), Refused> {
    let email = person.email.trim().to_lowercase();
    if !looks_like_email(&email) {
        return Err(Refusal::field("email", "bad_email", "email-bad".into()).into());
    }
    if !is_name(person.name) {
        return Err(Refusal::field("name", "required", "name-needed".into()).into());
    }
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
            made_by_organization_id: made_by,
        },
    )?;
    if made {
        return Ok(());
    }
    Err(Refusal::field("email", "taken", "email-taken".into()).into())
}

/// 1 to 200 characters, of an organization or a person.
fn is_name(text: &str) -> bool {
    (1..=200).contains(&text.trim().chars().count())
}

/// Makes the person a member of the organization of this work, or a member again.
fn join(work: &mut Work, user: Uuid, role: Role, may_export: bool) -> Result<(), Refused> {
    let version = queries::insert_membership(work, user, role, may_export)?;
    history::record(
        work,
        &[Change {
            kind: SubjectKind::Member,
            id: user,
            version,
            field: "",
            from: None,
            to: Some(json!({"role": role.word(), "export": may_export})),
        }],
    )?;
    Ok(())
}

/// What somebody needs to begin on their own: an organization, an account, and the directories of a
/// new organization. They become its owner.
pub fn found(
    work: &mut Work,
    person: &NewPerson<'_>,
    name: &str,
    region: &str,
    zone: &str,
    parts: Parts,
) -> Result<(), Refused> {
    let user = make_own_account(work, person)?;
    let id = make_organization(work, name, region, zone)?;
    queries::set_parts(work, parts)?;
    crate::directories::start(work)?;
    join(work, user, Role::Owner, true)?;
    queries::remember_organization(work, user, id)?;
    Ok(())
}

/// Makes one more organization; its maker becomes the owner.
pub fn make_own_organization(work: &mut Work, user: Uuid, name: &str) -> Result<Uuid, Refused> {
    let id = make_organization(work, name, "", "Europe/Moscow")?;
    // A program uses what it uses.
    queries::set_parts(work, Parts::Both)?;
    crate::directories::start(work)?;
    join(work, user, Role::Owner, true)?;
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
    if !is_name(name) {
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
    history::record(
        work,
        &[Change {
            kind: SubjectKind::Organization,
            id,
            version: 1,
            field: "",
            from: None,
            to: Some(json!({"name": name})),
        }],
    )?;
    Ok(id)
}

/// Sets the password of an account by its address; for the command line.
pub fn set_password(work: &mut Work, email: &str, hash: &str) -> Result<(), Refused> {
    let account = queries::account(work, &email.trim().to_lowercase())?
        .ok_or(Refused::Because(Refusal::NotFound))?;
    queries::set_password_hash(work, account.id, hash)?;
    end_sessions(work, account.id, None)
}

/// Ends all sessions of a person but one, and tells the pages that are open in them.
pub fn end_sessions(work: &mut Work, user: Uuid, keep: Option<Uuid>) -> Result<(), Refused> {
    if queries::delete_sessions(work, user, keep)? > 0 {
        work.announce(Announcement::AccessEnded { user });
    }
    Ok(())
}

/// Ends the session of a token, and tells the pages that are open in it.
pub fn end_session_of(work: &mut Work, token_hash: &[u8]) -> Result<(), Refused> {
    if let Some(user) = queries::delete_session(work, token_hash)? {
        work.announce(Announcement::AccessEnded { user });
    }
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
}
