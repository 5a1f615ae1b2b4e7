//! HTML handlers: signing in and out, the first organization, appearance.

use actix_web::cookie::time::Duration as CookieDuration;
use actix_web::cookie::{Cookie, SameSite};
use actix_web::http::StatusCode;
use uuid::Uuid;

use super::actions::{self, SignedIn};
use super::entry::in_work;
use super::model::Role;
use super::{passwords, queries, views};
use crate::db::Work;
use crate::refusal::Refusal;
use crate::text::Locale;
use crate::web::{Answer, AppError, Bare, Cx, Fields, Outcome, Query, SESSION_COOKIE};

/// Only a path of our own may be gone to after sign-in.
fn safe_path(to: &str) -> &str {
    let own = to.starts_with('/') && !to.starts_with("//") && !to.contains(['\\', '\r', '\n']);
    if own { to } else { "/" }
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

/// The cookies of a new session on an answer.
pub fn with_session(cx: &Cx, answer: Answer, signed_in: &SignedIn) -> Answer {
    answer
        .cookie(cookie(
            cx,
            SESSION_COOKIE,
            signed_in.cookie.value(),
            signed_in.stays,
        ))
        .cookie(cookie(
            cx,
            "locale",
            signed_in.locale.code().to_owned(),
            true,
        ))
}

pub async fn sign_in_form(cx: Cx, query: Query) -> Outcome {
    let db = cx.db.clone();
    let is_first =
        actix_web::web::block(move || queries::is_empty(&mut Work::begin(&db, Uuid::nil())?))
            .await
            .map_err(AppError::broken)??;
    if is_first {
        return Ok(Answer::see_other("/first-organization"));
    }
    let mut cx = cx;
    let chosen = Locale::from_code(query.0.get("lang"));
    if let Some(locale) = chosen {
        cx.locale = locale;
    }
    let page = views::SignIn::new(Bare::new(cx.locale), safe_path(query.0.get("to")));
    let answer = Answer::html(&page)?;
    Ok(match chosen {
        Some(locale) => answer.cookie(cookie(&cx, "locale", locale.code().to_owned(), true)),
        None => answer,
    })
}

pub async fn sign_in(cx: Cx, form: Fields) -> Outcome {
    let to = safe_path(form.get("to"));
    let stays = form.has("stays");
    match actions::sign_in(&cx, form.get("email"), form.exact("password"), stays).await {
        Ok(signed_in) => {
            let kept = views::KeptForm::from_sign_in(&form);
            let answer = if signed_in.is_alone {
                Answer::see_other("/organizations")
            } else if let Some(kept) = kept {
                Answer::html(&views::Continue {
                    bare: Bare::new(signed_in.locale),
                    kept,
                })?
            } else {
                Answer::see_other(to)
            };
            Ok(with_session(&cx, answer, &signed_in))
        }
        Err(AppError::Refusal(refusal @ (Refusal::Invalid(_) | Refusal::TooMany { .. }))) => {
            let mut page = views::SignIn::new(Bare::new(cx.locale), to);
            page.email = form.get("email").to_owned();
            page.stays = stays;
            page.kept = views::KeptForm::from_sign_in(&form);
            page.refuse(&refusal);
            let status = match refusal {
                Refusal::TooMany { .. } => StatusCode::TOO_MANY_REQUESTS,
                _ => StatusCode::UNPROCESSABLE_ENTITY,
            };
            Ok(Answer::html(&page)?.with_status(status))
        }
        Err(e) => Err(e),
    }
}

/// What a request without a session is answered: a page goes to sign-in and comes back; a form
/// that was being filled is kept inside the sign-in page.
pub fn to_sign_in(cx: &Cx, sent: Option<&Fields>) -> Outcome {
    if cx.is_get {
        let to: String = form_urlencoded::byte_serialize(cx.address.as_bytes()).collect();
        return Ok(Answer::see_other(&format!("/sign-in?to={to}")));
    }
    let mut page = views::SignIn::new(Bare::new(cx.locale), "/");
    page.kept = sent.map(|fields| views::KeptForm::new(&cx.address, fields));
    page.session_ended = true;
    Ok(Answer::html(&page)?.with_status(StatusCode::UNAUTHORIZED))
}

pub async fn sign_out(cx: Cx) -> Outcome {
    if let Some(session) = cx.session.clone() {
        let db = cx.db.clone();
        actix_web::web::block(move || {
            let mut work = Work::begin(&db, Uuid::nil())?;
            queries::delete_session(&mut work, &session.token_hash())?;
            work.commit()
        })
        .await
        .map_err(AppError::broken)??;
    }
    let mut gone = cookie(&cx, SESSION_COOKIE, String::new(), false);
    gone.make_removal();
    Ok(Answer::see_other("/sign-in").cookie(gone))
}

pub async fn first_organization_form(cx: Cx) -> Outcome {
    let db = cx.db.clone();
    let is_first =
        actix_web::web::block(move || queries::is_empty(&mut Work::begin(&db, Uuid::nil())?))
            .await
            .map_err(AppError::broken)??;
    if !is_first {
        return Ok(Answer::see_other("/sign-in"));
    }
    Answer::html(&views::FirstOrganization::new(
        Bare::new(cx.locale),
        &Fields::default(),
    ))
}

/// Makes the organization and its owner while there is none yet; afterwards people come by invitation.
pub async fn make_first_organization(cx: Cx, form: Fields) -> Outcome {
    let refused = |refusal: &Refusal| -> Outcome {
        let mut page = views::FirstOrganization::new(Bare::new(cx.locale), &form);
        page.form.refuse(cx.locale, refusal);
        Ok(Answer::html(&page)?.with_status(StatusCode::UNPROCESSABLE_ENTITY))
    };
    let password = form.exact("password").to_owned();
    if let Err(refusal) = passwords::check_length("password", &password) {
        return refused(&refusal);
    }
    let hash = passwords::hash_in_turn(password).await?;
    let (cx2, form2) = (cx.clone(), form.clone());
    let made = actix_web::web::block(move || {
        let mut work = Work::begin(&cx2.db, Uuid::nil())?;
        if !queries::is_empty(&mut work)? {
            return Err(Refusal::NotAllowedNow {
                code: "not_first",
                reason: "first-organization-exists".into(),
                ways_out: vec![],
            }
            .into());
        }
        let id = actions::make_organization(
            &mut work,
            form2.get("organization_name"),
            form2.get("region"),
            form2.given("time_zone").unwrap_or("Europe/Moscow"),
        )?;
        crate::directories::start(&mut work)?;
        let person = actions::NewPerson {
            email: form2.get("email"),
            name: form2.get("name"),
            parts: None,
            password_hash: Some(&hash),
            locale: cx2.locale,
        };
        let user = actions::make_person(&mut work, &person, Role::Owner, true)?;
        work.show_own_rows(user)?;
        queries::remember_organization(&mut work, user, id)?;
        let email = form2.get("email").to_lowercase();
        let signed_in = actions::sign_in_as(&mut work, &cx2, &email)?;
        work.commit()?;
        Ok::<_, AppError>(signed_in)
    })
    .await
    .map_err(AppError::broken)?;
    match made {
        Ok(signed_in) => Ok(with_session(&cx, Answer::see_other("/"), &signed_in)),
        Err(AppError::Refusal(refusal @ Refusal::Invalid(_))) => refused(&refusal),
        Err(e) => Err(e),
    }
}

/// Theme, density and language are a person's own and kept with the account.
pub async fn set_appearance(cx: Cx, form: Fields) -> Outcome {
    let one_of = |name: &str, words: &[&str]| {
        form.given(name)
            .filter(|v| words.contains(v))
            .map(str::to_owned)
    };
    let theme = one_of("theme", &["system", "light", "dark"]);
    let density = one_of("density", &["compact", "regular", "comfortable"]);
    let locale = one_of("locale", &["ru", "en"]);
    let back = cx.from_page.clone().unwrap_or_else(|| "/".to_owned());
    let locale_cookie = locale.clone().map(|code| cookie(&cx, "locale", code, true));
    in_work(&cx, move |work, actor| {
        queries::set_appearance(
            work,
            actor.user,
            theme.as_deref(),
            density.as_deref(),
            locale.as_deref(),
        )?;
        Ok(())
    })
    .await?;
    let answer = Answer::see_other(safe_path(&back));
    Ok(match locale_cookie {
        Some(cookie) => answer.cookie(cookie),
        None => answer,
    })
}
