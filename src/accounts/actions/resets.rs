//! A new password for somebody who forgot the old one, by a letter.

use chrono::Duration;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::super::{limits, queries};
use super::new_token;
use crate::config::Config;
use crate::db::Work;
use crate::outbox::{self, LINK};
use crate::refusal::Refused;
use crate::text::{Locale, Message};

/// How long a link can be used.
const LASTS: Duration = Duration::hours(1);

fn hash(token: &str) -> Vec<u8> {
    Sha256::digest(token.as_bytes()).to_vec()
}

/// Puts the letter into the outbox, if there is such an account. Whoever asks learns nothing.
///
/// The letter belongs to a person, but a letter lies in the outbox of some organization, since every
/// row belongs to one. It goes into the one that the person worked in last, else into any that they
/// are or were a member of (whoever left all of them can still sign in and be invited again; an
/// account of no organization ever cannot exist). So one organization may see that a letter left for
/// an address that it knows anyhow; it never sees the link, which is made when the letter leaves.
pub fn ask_for_reset(work: &mut Work, email: &str) -> Result<(), Refused> {
    let email = email.trim().to_lowercase();
    let Some(account) = queries::account(work, &email)? else {
        return Ok(());
    };
    // Nobody's letter box is filled by somebody else's clicks.
    if limits::RESET_LETTERS.take(&email).is_err() {
        return Ok(());
    }
    let home = queries::home_organization(work, account.id, account.last_organization)?;
    let Some(home) = home else { return Ok(()) };
    work.enter(home)?;
    let t = Locale::from_code(&account.locale).unwrap_or(Locale::Ru);
    let body = t.message(&Message::new("letter-reset-body").text("link", LINK));
    let subject = t.text("letter-reset-subject");
    outbox::enqueue_with_link(work, &email, &subject, &body, account.id)?;
    Ok(())
}

/// Makes the link of such a letter; called by the outbox when the letter leaves.
pub fn make_reset_link(work: &mut Work, config: &Config, person: Uuid) -> Result<String, Refused> {
    let token = new_token();
    queries::insert_reset(work, person, &hash(&token), LASTS)?;
    Ok(format!("{}/password/reset/{token}", config.address()))
}

/// The address of the account that a link opens; none if it cannot be used any more.
pub fn whose(work: &mut Work, token: &str) -> Result<Option<String>, Refused> {
    Ok(queries::lock_reset(work, &hash(token))?.map(|(_, email)| email))
}

/// Sets the password and ends all sessions of the person. False if the link cannot be used any more.
pub fn reset(work: &mut Work, token: &str, password_hash: &str) -> Result<bool, Refused> {
    let Some((user, _)) = queries::lock_reset(work, &hash(token))? else {
        return Ok(false);
    };
    queries::use_resets(work, user)?;
    queries::set_password_hash(work, user, password_hash)?;
    super::end_sessions(work, user, None)?;
    Ok(true)
}
