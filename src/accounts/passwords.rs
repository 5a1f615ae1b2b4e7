//! Passwords are hashed with argon2id; never more at once than there are cores, since each takes 19 MB.

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use std::sync::LazyLock;
use tokio::sync::Semaphore;

use crate::refusal::{FieldError, Refusal};
use crate::text::Message;
use crate::web::AppError;

const SHORTEST: usize = 8;
const LONGEST: usize = 200;

static AT_ONCE: LazyLock<Semaphore> =
    LazyLock::new(|| Semaphore::new(std::thread::available_parallelism().map_or(2, usize::from)));

/// A hash that no password has: checked for an unknown address, so that it takes as long as a known one.
static NOBODY: LazyLock<String> = LazyLock::new(|| hash("nobody's password").unwrap_or_default());

/// 8 to 200 characters.
pub fn check_length(field: &'static str, password: &str) -> Result<(), Refusal> {
    if (SHORTEST..=LONGEST).contains(&password.chars().count()) {
        return Ok(());
    }
    Err(Refusal::Invalid(vec![FieldError {
        field: field.into(),
        code: "bad_length",
        message: Message::new("password-length"),
    }]))
}

/// Hashes on this thread; for commands and jobs.
pub fn hash(password: &str) -> Result<String, String> {
    Argon2::default()
        .hash_password(password.as_bytes())
        .map(|h| h.to_string())
        .map_err(|e| e.to_string())
}

/// Hashes on the blocking pool, in turn with others.
pub async fn hash_in_turn(password: String) -> Result<String, AppError> {
    let _turn = AT_ONCE.acquire().await.map_err(AppError::broken)?;
    actix_web::web::block(move || hash(&password))
        .await
        .map_err(AppError::broken)?
        .map_err(AppError::broken)
}

/// Whether the password is the one of this hash; without a hash it takes as long and is false.
pub async fn verify_in_turn(password: String, stored: Option<String>) -> Result<bool, AppError> {
    let _turn = AT_ONCE.acquire().await.map_err(AppError::broken)?;
    actix_web::web::block(move || {
        let known = stored.is_some();
        let text = stored.unwrap_or_else(|| NOBODY.clone());
        let right = PasswordHash::new(&text).is_ok_and(|parsed| {
            Argon2::default()
                .verify_password(password.as_bytes(), &parsed)
                .is_ok()
        });
        right && known
    })
    .await
    .map_err(AppError::broken)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_has_8_to_200_characters() {
        for (length, fits) in [(7, false), (8, true), (200, true), (201, false)] {
            assert_eq!(
                check_length("password", &"ы".repeat(length)).is_ok(),
                fits,
                "{length}"
            );
        }
    }
}
