//! Organizations: the first one, one's own by registering, which one to work in, and its settings.

use actix_web::web::Path;

use super::super::actions::organization::{self, SETTINGS};
use super::super::actions::own::{Saved, choose_organization};
use super::super::actions::{self, NewPerson, SignedIn};
use super::super::entry::{in_nobody, in_person, in_work};
use super::super::model::Parts;
use super::super::permissions::{Action, Subject, may};
use super::super::{passwords, queries, views};
use super::{edit, is_to_be_shown, may_sign_up, session_cookie, with_session};
use crate::refusal::Refusal;
use crate::web::{Answer, AppError, Bare, Cx, Fields, Outcome, SessionCookie, path_id};

pub async fn first_form(cx: Cx) -> Outcome {
    if !in_nobody(&cx, |work| Ok(queries::is_empty(work)?)).await? {
        return Ok(Answer::see_other("/sign-in"));
    }
    Answer::html(&views::NewOrganization::first(
        Bare::new(cx.locale),
        &Fields::default(),
    ))
}

/// Makes the organization and its owner while there is none yet; afterwards people come by invitation.
pub async fn make_first(cx: Cx, form: Fields) -> Outcome {
    let page = views::NewOrganization::first(Bare::new(cx.locale), &form);
    make(cx, form, page, true).await
}

fn check_open(cx: &Cx) -> Result<(), AppError> {
    if may_sign_up(cx) {
        return Ok(());
    }
    Err(Refusal::NotFound.into())
}

/// A page that does not exist where people come by invitation only.
pub async fn sign_up_form(cx: Cx) -> Outcome {
    check_open(&cx)?;
    Answer::html(&views::NewOrganization::sign_up(
        Bare::new(cx.locale),
        &Fields::default(),
    ))
}

pub async fn sign_up(cx: Cx, form: Fields) -> Outcome {
    check_open(&cx)?;
    let page = views::NewOrganization::sign_up(Bare::new(cx.locale), &form);
    make(cx, form, page, false).await
}

async fn make(
    cx: Cx,
    form: Fields,
    mut page: views::NewOrganization,
    must_be_first: bool,
) -> Outcome {
    match found(&cx, form, must_be_first).await {
        Ok(signed_in) => Ok(with_session(&cx, Answer::see_other("/"), &signed_in)),
        Err(AppError::Refusal(refusal @ Refusal::Invalid(_))) => {
            page.form.refuse(cx.locale, &refusal);
            Ok(Answer::html(&page)?.refused(&refusal))
        }
        Err(e) => Err(e),
    }
}

async fn found(cx: &Cx, form: Fields, must_be_first: bool) -> Result<SignedIn, AppError> {
    let password = form.exact("password").to_owned();
    passwords::check_length("password", &password)?;
    let hash = passwords::hash_in_turn(password).await?;
    let cx = cx.clone();
    in_nobody(&cx.clone(), move |work| {
        if must_be_first && !queries::is_empty(work)? {
            return Err(Refusal::NotAllowedNow {
                code: "not_first",
                reason: "first-organization-exists".into(),
                ways_out: vec![],
            }
            .into());
        }
        let person = NewPerson {
            email: form.get("email"),
            name: form.get("name"),
            parts: None,
            password_hash: Some(&hash),
            locale: cx.locale,
        };
        let zone = form.given("time_zone").unwrap_or("Europe/Moscow");
        let (name, region) = (form.get("organization_name"), form.get("region"));
        let parts = Parts::from_word(form.get("parts")).unwrap_or(Parts::Register);
        actions::found(work, &person, name, region, zone, parts)?;
        Ok(actions::sign_in_as(
            work,
            &cx,
            &form.get("email").to_lowercase(),
        )?)
    })
    .await
}

/// `GET /organizations`: for those who have several, and for those who have none.
pub async fn index(cx: Cx) -> Outcome {
    in_person(&cx.clone(), move |work, session| {
        let mine = queries::organizations_of(work, session.user_id)?;
        Answer::html(&views::Organizations::new(&cx, mine, may_sign_up(&cx)))
    })
    .await
}

/// `GET /organizations/menu`: the list that drops from the top bar.
pub async fn menu(cx: Cx) -> Outcome {
    in_person(&cx.clone(), move |work, session| {
        let mine = queries::organizations_of(work, session.user_id)?;
        Answer::html(&views::OrganizationMenu::new(&cx, mine))
    })
    .await
}

pub async fn choose(cx: Cx, id: Path<String>) -> Outcome {
    let id = path_id(&id)?;
    let cx2 = cx.clone();
    in_person(&cx, move |work, session| {
        choose_organization(work, session.user_id, id)?;
        let token = cx2.session.as_ref().map(|s| s.token.clone());
        let cookie = SessionCookie {
            organization: id,
            token: token.ok_or(AppError::NotSignedIn)?,
        };
        let stays = actions::stays(session);
        Ok(Answer::see_other("/").cookie(session_cookie(&cx2, &cookie, stays)))
    })
    .await
}

pub async fn settings(cx: Cx) -> Outcome {
    in_work(&cx.clone(), move |work, actor| {
        may(actor, Action::ManageOrganization, Subject::NONE)?;
        let stored = queries::organization(work)?.ok_or(Refusal::NotFound)?;
        Answer::html(&views::settings::Organization::new(
            &cx, actor, &stored, None,
        ))
    })
    .await
}

pub async fn change_settings(cx: Cx, form: Fields) -> Outcome {
    in_work(&cx.clone(), move |work, actor| {
        may(actor, Action::ManageOrganization, Subject::NONE)?;
        let stored = queries::organization(work)?.ok_or(Refusal::NotFound)?;
        let mut page = views::settings::Organization::new(&cx, actor, &stored, Some(&form));
        if is_to_be_shown(&form) {
            return Answer::html(&page);
        }
        let changed = organization::change_organization(work, actor, &edit(&form, &SETTINGS));
        match changed.map_err(AppError::from) {
            Ok(Saved::Done) => Ok(Answer::see_other(
                "/settings/organization?done=organization",
            )),
            Ok(Saved::Conflicts(theirs)) => {
                page.form
                    .conflict(stored.version, &stored.values(), &theirs);
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
