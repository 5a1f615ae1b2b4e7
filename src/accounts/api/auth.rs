//! `/api/v1/auth`: an address and a password, or a refresh token, become a pair of tokens.

use serde_json::{Value, json};

use super::super::actions::NewPerson;
use super::super::actions::programs::{self, Pair, take_try_of_address};
use super::super::entry::in_nobody;
use super::super::tokens::{ACCESS_LASTS, hash};
use super::super::{passwords, queries};
use crate::config::Registration;
use crate::db::Work;
use crate::refusal::{Refusal, RequestRefusal};
use crate::web::api::{Call, Endpoint, Field, Kind, Mode, Shown, read_body};
use crate::web::{Answer, AppError, Outcome};

const REGISTER: [Field; 4] = [
    Field::new("email", Kind::Email).required(),
    Field::new("password", Kind::Password).required(),
    Field::new("name", Kind::Text(200)).required(),
    Field::new("organization_name", Kind::Text(200)).required(),
];

/// What was typed is compared, not judged: a wrong address is answered as a wrong password is.
const LOGIN: [Field; 2] = [
    Field::new("email", Kind::LongText(10_000)).required(),
    Field::new("password", Kind::LongText(10_000)).required(),
];

const REFRESH: [Field; 1] = [Field::new("refresh_token", Kind::LongText(10_000)).required()];

/// What signing in gives.
pub const SESSION: [Field; 5] = [
    Field::new("access_token", Kind::Text(0)),
    Field::new("refresh_token", Kind::Text(0)),
    Field::new("token_type", Kind::Word(&["bearer"])),
    Field::new("expires_in", Kind::Whole(1, 1_000_000)),
    Field::new("user", Kind::Object),
];

/// Endpoints of this file.
pub fn endpoints() -> Vec<Endpoint> {
    [
        (
            "register",
            "Make an account with an organization",
            REGISTER.as_slice(),
            201,
        ),
        ("login", "Sign in", LOGIN.as_slice(), 200),
        (
            "token/refresh",
            "New tokens for a refresh token",
            REFRESH.as_slice(),
            200,
        ),
    ]
    .into_iter()
    .map(|(path, summary, fields, status)| {
        Endpoint::new("POST", format!("/api/v1/auth/{path}"), summary)
            .tag("auth")
            .body(fields)
            .answers(status, Shown::Row("Session"))
            .open()
    })
    .chain([Endpoint::new(
        "POST",
        "/api/v1/auth/logout",
        "End the sign-in of a refresh token",
    )
    .tag("auth")
    .body(&REFRESH)
    .answers(204, Shown::Nothing)
    .open()])
    .collect()
}

fn session(work: &mut Work, pair: &Pair, organization: Option<Value>) -> Result<Value, AppError> {
    let user = queries::account_row(work, pair.user)?
        .ok_or_else(|| AppError::from(Refusal::from(RequestRefusal::NoToken)))?;
    let mut session = json!({
        "access_token": pair.access, "refresh_token": pair.refresh, "token_type": "bearer",
        "expires_in": ACCESS_LASTS.num_seconds(), "user": user,
    });
    if let Some(organization) = organization {
        session["organization"] = organization;
    }
    Ok(session)
}

fn secret(call: &Call) -> String {
    call.cx.config.token_secret.clone().unwrap_or_default()
}

/// `POST /api/v1/auth/register`
pub async fn register(call: Call) -> Outcome {
    take_try_of_address(&call.cx)?;
    if call.cx.config.registration == Some(Registration::Invited) {
        return Err(Refusal::MayNot("api-registration-closed".into()).into());
    }
    let body = read_body(call.json()?, &REGISTER, Mode::Create)?.values;
    let password = body.text("password").unwrap_or_default().to_owned();
    let hash = passwords::hash_in_turn(password).await?;
    let text = move |name: &str| body.text(name).unwrap_or_default().to_owned();
    in_nobody(&call.cx.clone(), move |work| {
        let person = NewPerson {
            email: &text("email"),
            name: &text("name"),
            parts: None,
            password_hash: Some(&hash),
            locale: call.cx.locale,
        };
        let user = programs::register(work, &person, &text("organization_name"))?;
        let id = work.organization();
        let pair = programs::open_pair(work, &secret(&call), user, None)?;
        let mut organization = queries::organization_row(work, user, id)?;
        if let Some(row) = organization.as_mut().and_then(Value::as_object_mut) {
            row.retain(|name, _| ["id", "name", "role", "created_at"].contains(&name.as_str()));
        }
        Ok(Answer::json(&session(work, &pair, organization)?)?.made())
    })
    .await
}

/// `POST /api/v1/auth/login`
pub async fn login(call: Call) -> Outcome {
    take_try_of_address(&call.cx)?;
    // A password is taken as it is, and so read past the table, which cuts off spaces.
    let bytes = call.json()?;
    let body = read_body(bytes, &LOGIN, Mode::Create)?.values;
    let sent: Value = serde_json::from_slice(bytes).unwrap_or_default();
    let email = body.text("email").unwrap_or_default().to_lowercase();
    let password = sent["password"].as_str().unwrap_or_default().to_owned();
    let user = programs::check_password(&call.cx, &email, &password).await?;
    in_nobody(&call.cx.clone(), move |work| {
        let pair = programs::open_pair(work, &secret(&call), user, None)?;
        Answer::json(&session(work, &pair, None)?)
    })
    .await
}

/// `POST /api/v1/auth/token/refresh`
pub async fn refresh(call: Call) -> Outcome {
    take_try_of_address(&call.cx)?;
    let body = read_body(call.json()?, &REFRESH, Mode::Create)?.values;
    let token = body.text("refresh_token").unwrap_or_default().to_owned();
    let done = in_nobody(&call.cx.clone(), move |work| {
        match programs::refresh(work, &secret(&call), &token)? {
            Some(pair) => Ok(Some(Answer::json(&session(work, &pair, None)?)?)),
            // Committed all the same: the family has ended.
            None => Ok(None),
        }
    })
    .await?;
    done.ok_or_else(|| Refusal::from(RequestRefusal::NoToken).into())
}

/// `POST /api/v1/auth/logout`: ends the family of a refresh token; one that is not known has ended.
pub async fn logout(call: Call) -> Outcome {
    take_try_of_address(&call.cx)?;
    let body = read_body(call.json()?, &REFRESH, Mode::Create)?.values;
    let token = body.text("refresh_token").unwrap_or_default().to_owned();
    in_nobody(&call.cx.clone(), move |work| {
        if let Some((family, ..)) = queries::lock_refresh_token(work, &hash(&token))? {
            queries::end_family(work, family)?;
        }
        Ok(Answer::no_content())
    })
    .await
}
