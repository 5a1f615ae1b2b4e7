//! Tokens of programs: signed, good for one purpose, and for a short time. A refresh token is kept as a
//! hash, so that it works once and the family of a stolen one can be ended.

use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, Duration, Utc};
use hmac::{Hmac, Mac};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::config::Config;

pub const ACCESS_LASTS: Duration = Duration::minutes(15);
pub const REFRESH_LASTS: Duration = Duration::days(60);

/// The only head that is accepted: no other algorithm, and not none.
const HEAD: &str = r#"{"alg":"HS256","typ":"JWT"}"#;

/// What a token is good for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    Access,
    Refresh,
}

/// What a token says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Claims {
    pub sub: Uuid,
    pub purpose: Purpose,
    /// Tokens of one moment differ by it.
    pub jti: Uuid,
    pub iat: i64,
    pub exp: i64,
}

fn mac(secret: &str, text: &str) -> Option<Hmac<Sha256>> {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).ok()?;
    mac.update(text.as_bytes());
    Some(mac)
}

/// A new token of this person.
pub fn issue(secret: &str, user: Uuid, purpose: Purpose, now: DateTime<Utc>) -> Option<String> {
    let lasts = match purpose {
        Purpose::Access => ACCESS_LASTS,
        Purpose::Refresh => REFRESH_LASTS,
    };
    let claims = Claims {
        sub: user,
        purpose,
        jti: Uuid::new_v4(),
        iat: now.timestamp(),
        exp: (now + lasts).timestamp(),
    };
    let text = format!(
        "{}.{}",
        URL_SAFE_NO_PAD.encode(HEAD),
        URL_SAFE_NO_PAD.encode(serde_json::to_vec(&claims).ok()?)
    );
    let signature = mac(secret, &text)?.finalize().into_bytes();
    Some(format!("{text}.{}", URL_SAFE_NO_PAD.encode(signature)))
}

/// What a token says, if it is ours, in time and for this purpose.
pub fn read(secret: &str, token: &str, purpose: Purpose, now: DateTime<Utc>) -> Option<Claims> {
    let (text, signature) = token.rsplit_once('.')?;
    let (head, claims) = text.split_once('.')?;
    if head != URL_SAFE_NO_PAD.encode(HEAD) {
        return None;
    }
    let signature = URL_SAFE_NO_PAD.decode(signature).ok()?;
    mac(secret, text)?.verify_slice(&signature).ok()?;
    let claims: Claims = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(claims).ok()?).ok()?;
    (claims.purpose == purpose && claims.exp > now.timestamp()).then_some(claims)
}

/// What the database knows of a token.
pub fn hash(token: &str) -> Vec<u8> {
    Sha256::digest(token.as_bytes()).to_vec()
}

/// The secret of the settings, or the one kept in the data folder, made on the first start.
pub fn secret(config: &Config) -> String {
    if let Some(secret) = &config.token_secret {
        return secret.clone();
    }
    let path = config.data_dir.join("token.key");
    if let Ok(kept) = std::fs::read_to_string(&path)
        && kept.trim().len() >= 32
    {
        return kept.trim().to_owned();
    }
    let made = super::actions::new_token();
    let written = std::fs::create_dir_all(&config.data_dir).and_then(|()| {
        let mut file = std::fs::OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(true)
            .mode(0o600)
            .open(&path)?;
        file.write_all(made.as_bytes())
    });
    if let Err(error) = written {
        tracing::warn!(%error, "the secret of tokens could not be kept; they end with this process");
    }
    made
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &str = "a secret of more than thirty-two characters";

    #[test]
    fn a_token_is_good_for_its_purpose_its_time_and_its_signature() {
        let (user, now) = (Uuid::new_v4(), Utc::now());
        let token = issue(SECRET, user, Purpose::Access, now).expect("a token");
        let read_at = |token: &str, purpose, at| read(SECRET, token, purpose, at).map(|c| c.sub);
        assert_eq!(read_at(&token, Purpose::Access, now), Some(user));
        assert_eq!(read_at(&token, Purpose::Refresh, now), None);
        assert_eq!(read_at(&token, Purpose::Access, now + ACCESS_LASTS), None);
        assert_eq!(read("another", &token, Purpose::Access, now), None);
        let (text, signature) = token.rsplit_once('.').expect("three parts");
        let claims = text.split_once('.').expect("three parts").1;
        let unsigned = URL_SAFE_NO_PAD.encode(r#"{"alg":"none","typ":"JWT"}"#);
        for forged in [
            format!("{unsigned}.{claims}."),
            format!("{unsigned}.{claims}.{signature}"),
            format!("{text}."),
            format!("{text}.{}", URL_SAFE_NO_PAD.encode("x")),
            text.to_owned(),
            String::new(),
            "a.b.c".to_owned(),
        ] {
            assert_eq!(read_at(&forged, Purpose::Access, now), None, "{forged}");
        }
    }
}
