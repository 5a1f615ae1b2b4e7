//! Pages behind a link that somebody was given: an invitation, a new password.

use std::time::Duration;

use actix_web::web::Path;
use uuid::Uuid;

use super::super::actions::invitations::{self, Joined};
use super::super::actions::{self, NewPerson, SignedIn, resets};
use super::super::entry::{in_nobody, in_person};
use super::super::{passwords, queries, views};
use super::{is_to_be_shown, session_cookie, with_session};
use crate::db::Work;
use crate::refusal::Refusal;
use crate::web::{Answer, AppError, Bare, Cx, Fields, Outcome, SessionCookie};

/// The answer to a question for a letter takes at least so long, so that the time does not tell
/// whether there is such an account.
const STEADY_ANSWER: Duration = Duration::from_millis(300);

/// The page of a link that is not valid, or not any more: nobody can tell which.
fn ended(page: &views::EndedLink) -> Outcome {
    Ok(Answer::html(page)?.gone())
}

/// Who is signed in here, if anybody.
fn signed_in(cx: &Cx, work: &mut Work) -> Result<Option<Uuid>, AppError> {
    Ok(match &cx.session {
        Some(cookie) => queries::session(work, &cookie.token_hash())?.map(|s| s.user_id),
        None => None,
    })
}

fn invitation_page(
    cx: &Cx,
    work: &mut Work,
    token: &str,
    form: &Fields,
) -> Result<Option<views::Invited>, AppError> {
    let Some(invitation) = invitations::open(work, token)? else {
        return Ok(None);
    };
    let of = queries::organization(work)?.ok_or(Refusal::NotFound)?;
    let by = queries::names(work)?.remove(&invitation.made_by);
    let mut page = views::Invited::new(cx, token, form, &of, invitation.role, by);
    if let Some(user) = signed_in(cx, work)? {
        let is_member = queries::member(work, user)?.is_some();
        if let Some(account) = queries::own_account(work, user)? {
            page.greet(account.name, account.email, is_member);
        }
    }
    Ok(Some(page))
}

pub async fn invitation(cx: Cx, token: Path<String>) -> Outcome {
    in_nobody(&cx.clone(), move |work| {
        match invitation_page(&cx, work, &token, &Fields::default())? {
            Some(page) => Answer::html(&page),
            None => ended(&views::EndedLink::invitation(Bare::new(cx.locale))),
        }
    })
    .await
}

/// Joins with the account that is signed in, or with a new one; the form says which.
pub async fn accept_invitation(cx: Cx, token: Path<String>, form: Fields) -> Outcome {
    if is_to_be_shown(&form) {
        return Ok(Answer::see_other(&format!("/invitations/{token}")));
    }
    if form.get("as") == "me" {
        return join(cx, token.into_inner()).await;
    }
    match join_as_new(&cx, &token, &form).await {
        Ok(Some(signed_in)) => Ok(with_session(&cx, Answer::see_other("/"), &signed_in)),
        Ok(None) => ended(&views::EndedLink::invitation(Bare::new(cx.locale))),
        Err(AppError::Refusal(refusal @ Refusal::Invalid(_))) => {
            in_nobody(&cx.clone(), move |work| {
                match invitation_page(&cx, work, &token, &form)? {
                    Some(mut page) => {
                        page.form.refuse(cx.locale, &refusal);
                        Ok(Answer::html(&page)?.refused(&refusal))
                    }
                    None => ended(&views::EndedLink::invitation(Bare::new(cx.locale))),
                }
            })
            .await
        }
        Err(e) => Err(e),
    }
}

async fn join(cx: Cx, token: String) -> Outcome {
    let cx2 = cx.clone();
    in_person(&cx, move |work, session| {
        let organization = match invitations::accept(work, &token, session.user_id)? {
            Joined::Now(id) | Joined::Before(id) => id,
            Joined::Ended => return ended(&views::EndedLink::invitation(Bare::new(cx2.locale))),
        };
        let secret = cx2.session.as_ref().map(|s| s.token.clone());
        let cookie = SessionCookie {
            organization,
            token: secret.ok_or(AppError::NotSignedIn)?,
        };
        let stays = actions::stays(session);
        Ok(Answer::see_other("/").cookie(session_cookie(&cx2, &cookie, stays)))
    })
    .await
}

async fn join_as_new(cx: &Cx, token: &str, form: &Fields) -> Result<Option<SignedIn>, AppError> {
    let password = form.exact("password").to_owned();
    passwords::check_length("password", &password)?;
    let hash = passwords::hash_in_turn(password).await?;
    let (cx2, token, form) = (cx.clone(), token.to_owned(), form.clone());
    in_nobody(cx, move |work| {
        let person = NewPerson {
            email: form.get("email"),
            name: form.get("name"),
            parts: None,
            password_hash: Some(&hash),
            locale: cx2.locale,
        };
        match invitations::accept_as_new(work, &token, &person)? {
            Joined::Ended => Ok(None),
            _ => {
                let email = form.get("email").to_lowercase();
                Ok(Some(actions::sign_in_as(work, &cx2, &email)?))
            }
        }
    })
    .await
}

pub async fn forgot_form(cx: Cx) -> Outcome {
    Answer::html(&views::Forgot::new(Bare::new(cx.locale)))
}

/// The same answer whether there is such an account or not.
pub async fn forgot(cx: Cx, form: Fields) -> Outcome {
    let mut page = views::Forgot::new(Bare::new(cx.locale));
    let email = form.get("email").to_owned();
    if !actions::looks_like_email(&email) {
        let refusal = Refusal::field("email", "bad_email", "email-bad".into());
        page.form.set("email", email);
        page.form.refuse(cx.locale, &refusal);
        return Ok(Answer::html(&page)?.refused(&refusal));
    }
    page.sent_to = Some(email.clone());
    let asked = in_nobody(&cx, move |work| Ok(resets::ask_for_reset(work, &email)?));
    let (asked, ()) = futures_util::future::join(asked, tokio::time::sleep(STEADY_ANSWER)).await;
    asked?;
    Answer::html(&page)
}

pub async fn reset_form(cx: Cx, token: Path<String>) -> Outcome {
    in_nobody(&cx.clone(), move |work| {
        match resets::whose(work, &token)? {
            Some(email) => Answer::html(&views::NewPassword::new(
                Bare::new(cx.locale),
                &token,
                email,
            )),
            None => ended(&views::EndedLink::reset(Bare::new(cx.locale))),
        }
    })
    .await
}

pub async fn reset(cx: Cx, token: Path<String>, form: Fields) -> Outcome {
    let password = form.exact("password").to_owned();
    let (t, token2) = (cx.locale, token.clone());
    // Whoever has no valid link does not make us hash.
    let page = in_nobody(&cx, move |work| {
        let email = resets::whose(work, &token2)?;
        Ok(email.map(|email| views::NewPassword::new(Bare::new(t), &token2, email)))
    })
    .await?;
    let Some(mut page) = page else {
        return ended(&views::EndedLink::reset(Bare::new(t)));
    };
    if let Err(refusal) = passwords::check_length("password", &password) {
        page.form.refuse(t, &refusal);
        return Ok(Answer::html(&page)?.refused(&refusal));
    }
    let hash = passwords::hash_in_turn(password).await?;
    if in_nobody(&cx, move |work| Ok(resets::reset(work, &token, &hash)?)).await? {
        return Ok(Answer::see_other("/sign-in?done=password-reset"));
    }
    ended(&views::EndedLink::reset(Bare::new(t)))
}
