//! HTML handlers: signing in and out, and what the other handlers of the room share.

pub mod keys;
pub mod links;
pub mod members;
pub mod organizations;
pub mod own;

use actix_web::cookie::time::Duration as CookieDuration;
use actix_web::cookie::{Cookie, SameSite};
use actix_web::http::StatusCode;

use super::actions::{self, SignedIn};
use super::edits::{Edit, Field};
use super::entry::{in_nobody, in_work};
use super::{queries, views};
use crate::config::Registration;
use crate::refusal::Refusal;
use crate::text::Locale;
use crate::web::{
    Answer, AppError, Bare, Cx, Fields, Outcome, Query, SESSION_COOKIE, SessionCookie,
};

/// Only a path of our own may be gone to after sign-in.
pub fn is_own_path(to: &str) -> bool {
    to.starts_with('/') && !to.starts_with("//") && !to.contains(['\\', '\r', '\n'])
}

fn safe_path(to: &str) -> &str {
    if is_own_path(to) { to } else { "/" }
}

fn cookie(cx: &Cx, name: &'static str, value: String, stays: bool) -> Cookie<'static> {
    let mut cookie = Cookie::build(name, value)
        .path("/")
        .same_site(SameSite::Lax)
        .http_only(true)
        .secure(cx.config.secure_cookies())
        .finish();
    if stays {
        cookie.set_max_age(CookieDuration::days(60));
    }
    cookie
}

fn session_cookie(cx: &Cx, session: &SessionCookie, stays: bool) -> Cookie<'static> {
    cookie(cx, SESSION_COOKIE, session.value(), stays)
}

fn locale_cookie(cx: &Cx, locale: Locale) -> Cookie<'static> {
    cookie(cx, "locale", locale.code().to_owned(), true)
}

/// `GET /`: what the organization uses first.
pub async fn home(cx: Cx) -> Outcome {
    in_work(&cx, |_, actor| {
        let to = if actor.uses_register {
            "/register"
        } else {
            "/deals"
        };
        Ok(Answer::see_other(to))
    })
    .await
}

/// The cookies of a new session on an answer.
fn with_session(cx: &Cx, answer: Answer, signed_in: &SignedIn) -> Answer {
    answer
        .cookie(session_cookie(cx, &signed_in.cookie, signed_in.stays))
        .cookie(locale_cookie(cx, signed_in.locale))
}

fn without_session(cx: &Cx, answer: Answer) -> Answer {
    let mut gone = cookie(cx, SESSION_COOKIE, String::new(), false);
    gone.make_removal();
    answer.cookie(gone)
}

/// A form that comes back after an ended session asks to be shown with its values, not to be taken.
fn is_to_be_shown(form: &Fields) -> bool {
    form.get("show_form") == "1"
}

/// The fields of a form with what each showed when the form was opened.
fn edit(form: &Fields, names: &[&'static str]) -> Edit {
    let base = |name: &str| {
        let base = format!("base.{name}");
        form.has(&base).then(|| form.get(&base).to_owned())
    };
    Edit {
        version: form.number("version"),
        fields: names
            .iter()
            .map(|name| Field {
                name,
                mine: form.get(name).to_owned(),
                base: base(name),
            })
            .collect(),
    }
}

fn may_sign_up(cx: &Cx) -> bool {
    cx.config.registration == Some(Registration::Open)
}

fn sign_in_page(cx: &Cx, to: &str) -> views::SignIn {
    let mut page = views::SignIn::new(Bare::new(cx.locale), to);
    page.may_sign_up = may_sign_up(cx);
    page.done = cx.toast();
    page
}

pub async fn sign_in_form(cx: Cx, query: Query) -> Outcome {
    if in_nobody(&cx, |work| Ok(queries::is_empty(work)?)).await? {
        return Ok(Answer::see_other("/first-organization"));
    }
    let mut cx = cx;
    let chosen = Locale::from_code(query.0.get("lang"));
    if let Some(locale) = chosen {
        cx.locale = locale;
    }
    let answer = Answer::html(&sign_in_page(&cx, safe_path(query.0.get("to"))))?;
    Ok(match chosen {
        Some(locale) => answer.cookie(locale_cookie(&cx, locale)),
        None => answer,
    })
}

pub async fn sign_in(cx: Cx, form: Fields) -> Outcome {
    let to = safe_path(form.get("to"));
    let stays = form.has("stays");
    match actions::sign_in(&cx, form.get("email"), form.exact("password"), stays).await {
        Ok(signed_in) => {
            let answer = after_sign_in(&signed_in, to, &form)?;
            Ok(with_session(&cx, answer, &signed_in))
        }
        Err(AppError::Refusal(refusal @ (Refusal::Invalid(_) | Refusal::TooMany { .. }))) => {
            let mut page = sign_in_page(&cx, to);
            page.done = None;
            page.email = form.get("email").to_owned();
            page.stays = stays;
            page.kept = views::KeptForm::from_sign_in(&form);
            page.refuse(&refusal);
            Ok(Answer::html(&page)?.refused(&refusal))
        }
        Err(e) => Err(e),
    }
}

fn after_sign_in(signed_in: &SignedIn, to: &str, form: &Fields) -> Outcome {
    // Whoever belongs nowhere may be on the way to join.
    if signed_in.is_alone && !to.starts_with("/invitations/") {
        return Ok(Answer::see_other("/organizations"));
    }
    match views::KeptForm::from_sign_in(form) {
        Some(kept) => Answer::html(&views::Continue {
            bare: Bare::new(signed_in.locale),
            kept,
        }),
        None => Ok(Answer::see_other(to)),
    }
}

/// What a request without a session is answered: a page goes to sign-in and comes back; a form
/// that was being filled is kept inside the sign-in page.
pub fn to_sign_in(cx: &Cx, sent: Option<&Fields>) -> Outcome {
    if cx.is_get {
        let to: String = form_urlencoded::byte_serialize(cx.address.as_bytes()).collect();
        return Ok(Answer::see_other(&format!("/sign-in?to={to}")));
    }
    let mut page = sign_in_page(cx, "/");
    page.kept = sent.map(|fields| views::KeptForm::new(&cx.address, fields));
    page.session_ended = true;
    Ok(Answer::html(&page)?.with_status(StatusCode::UNAUTHORIZED))
}

pub async fn sign_out(cx: Cx) -> Outcome {
    if let Some(session) = cx.session.clone() {
        in_nobody(&cx, move |work| {
            Ok(actions::end_session_of(work, &session.token_hash())?)
        })
        .await?;
    }
    Ok(without_session(&cx, Answer::see_other("/sign-in")))
}

#[cfg(test)]
mod tests {
    use super::is_own_path;

    #[test]
    fn only_paths_of_our_own_are_gone_to() {
        for (to, own) in [
            ("/register?q=1", true),
            ("//evil.example", false),
            ("/\\evil.example", false),
            ("https://evil.example", false),
            ("", false),
        ] {
            assert_eq!(is_own_path(to), own, "{to}");
        }
    }
}
