//! Settings of one's own: profile, appearance, password, sessions.

use actix_web::web::Path;

use super::super::actions::own::{self, DENSITIES, PROFILE, Saved, THEMES};
use super::super::entry::in_work;
use super::super::views::settings as views;
use super::super::{passwords, queries};
use super::{edit, is_to_be_shown, locale_cookie, safe_path, without_session};
use crate::refusal::Refusal;
use crate::text::Locale;
use crate::web::{Answer, AppError, Cx, Fields, Outcome, path_id};

/// `GET /settings`
pub async fn settings() -> Answer {
    Answer::see_other("/settings/profile")
}

pub async fn profile(cx: Cx) -> Outcome {
    in_work(&cx.clone(), move |work, actor| {
        let account = queries::own_account(work, actor.user)?.ok_or(Refusal::NotFound)?;
        Answer::html(&views::Profile::new(&cx, actor, &account, None))
    })
    .await
}

pub async fn change_profile(cx: Cx, form: Fields) -> Outcome {
    in_work(&cx.clone(), move |work, actor| {
        let account = queries::own_account(work, actor.user)?.ok_or(Refusal::NotFound)?;
        let mut page = views::Profile::new(&cx, actor, &account, Some(&form));
        if is_to_be_shown(&form) {
            return Answer::html(&page);
        }
        let edit = edit(&form, &PROFILE);
        match own::change_profile(work, actor, &edit).map_err(AppError::from) {
            Ok(Saved::Done) => {
                let locale = Locale::from_code(edit.mine("locale")).unwrap_or(actor.locale);
                Ok(Answer::see_other("/settings/profile?done=profile")
                    .cookie(locale_cookie(&cx, locale)))
            }
            Ok(Saved::Conflicts(theirs)) => {
                page.form
                    .conflict(account.version, &account.values(), &theirs);
                Ok(Answer::html(&page)?.in_conflict())
            }
            Err(AppError::Refusal(refusal @ Refusal::Invalid(_))) => {
                page.form.refuse(&refusal);
                Ok(Answer::html(&page)?.refused(&refusal))
            }
            Err(e) => Err(e),
        }
    })
    .await
}

/// Theme, density and language are a person's own and kept with the account.
pub async fn set_appearance(cx: Cx, form: Fields) -> Outcome {
    let one_of = |name: &str, words: &[&str]| {
        form.given(name)
            .filter(|v| words.contains(v))
            .map(str::to_owned)
    };
    let theme = one_of("theme", &THEMES);
    let density = one_of("density", &DENSITIES);
    let locale = form.given("locale").and_then(Locale::from_code);
    let back = cx.from_page.clone().unwrap_or_else(|| "/".to_owned());
    in_work(&cx, move |work, actor| {
        queries::set_appearance(
            work,
            actor.user,
            theme.as_deref(),
            density.as_deref(),
            locale.map(Locale::code),
        )?;
        Ok(())
    })
    .await?;
    let answer = Answer::see_other(safe_path(&back));
    Ok(match locale {
        Some(locale) => answer.cookie(locale_cookie(&cx, locale)),
        None => answer,
    })
}

pub async fn password_form(cx: Cx) -> Outcome {
    in_work(&cx.clone(), move |_, actor| {
        Answer::html(&views::Password::new(&cx, actor))
    })
    .await
}

pub async fn change_password(cx: Cx, form: Fields) -> Outcome {
    if is_to_be_shown(&form) {
        return password_form(cx).await;
    }
    match set_password(&cx, &form).await {
        Ok(()) => Ok(Answer::see_other("/settings/password?done=password")),
        Err(AppError::Refusal(refusal @ (Refusal::Invalid(_) | Refusal::TooMany { .. }))) => {
            in_work(&cx.clone(), move |_, actor| {
                let mut page = views::Password::new(&cx, actor);
                page.refuse(&refusal);
                Ok(Answer::html(&page)?.refused(&refusal))
            })
            .await
        }
        Err(e) => Err(e),
    }
}

async fn set_password(cx: &Cx, form: &Fields) -> Result<(), AppError> {
    let (email, stored) = in_work(cx, |work, actor| {
        let account = queries::own_account(work, actor.user)?.ok_or(Refusal::NotFound)?;
        Ok((account.email, account.password_hash))
    })
    .await?;
    passwords::check_length("password", form.exact("password"))?;
    let present = form.exact("present").to_owned();
    own::check_present_password(&email, stored, present).await?;
    let hash = passwords::hash_in_turn(form.exact("password").to_owned()).await?;
    in_work(cx, move |work, actor| {
        own::change_password(work, actor, &hash)?;
        Ok(())
    })
    .await
}

pub async fn sessions(cx: Cx) -> Outcome {
    in_work(&cx.clone(), move |work, actor| {
        let open = queries::sessions_of(work, actor.user)?;
        Answer::html(&views::Sessions::new(&cx, actor, &open))
    })
    .await
}

pub async fn end_session(cx: Cx, id: Path<String>, form: Fields) -> Outcome {
    let id = path_id(&id)?;
    if is_to_be_shown(&form) {
        return Ok(Answer::see_other("/settings/sessions"));
    }
    let was_this = in_work(&cx, move |work, actor| {
        own::end_session(work, actor, id)?;
        Ok(actor.session == id)
    })
    .await?;
    if was_this {
        return Ok(without_session(&cx, Answer::see_other("/sign-in")));
    }
    Ok(Answer::see_other("/settings/sessions?done=session"))
}

pub async fn end_other_sessions(cx: Cx, form: Fields) -> Outcome {
    if is_to_be_shown(&form) {
        return Ok(Answer::see_other("/settings/sessions"));
    }
    in_work(&cx, |work, actor| {
        own::end_other_sessions(work, actor)?;
        Ok(())
    })
    .await?;
    Ok(Answer::see_other("/settings/sessions?done=sessions"))
}
