//! How programs sign in: by an address and a password, or by the refresh token of before.

use serde_json::Value;
use uuid::Uuid;

use super::super::model::{Actor, Parts, Role};
use super::super::permissions::{Action, Subject, may};
use super::super::tokens::{self, Purpose, REFRESH_LASTS};
use super::super::{limits, passwords, queries};
use super::{NewPerson, found, join, take_try};
use crate::db::{Door, Work};
use crate::history::{self, Change, SubjectKind};
use crate::refusal::{Refusal, Refused, RequestRefusal};
use crate::text::Locale;
use crate::web::{AppError, Cx};

/// A pair of tokens, ready for the answer.
pub struct Pair {
    pub user: Uuid,
    pub access: String,
    pub refresh: String,
}

/// Counts a try of this network address.
pub fn take_try_of_address(cx: &Cx) -> Result<(), Refusal> {
    limits::ADDRESSES
        .take_of(&cx.peer, cx.config.sign_ins_per_address as usize)
        .map_err(|retry_after_seconds| Refusal::TooMany {
            retry_after_seconds,
        })
}

/// Whose address and password these are; a wrong address and a wrong password are refused alike.
pub async fn check_password(cx: &Cx, email: &str, password: &str) -> Result<Uuid, AppError> {
    take_try(email)?;
    let (db, asked) = (cx.db.clone(), email.to_owned());
    let account = actix_web::web::block(move || {
        let mut work = Work::begin(&db, Uuid::nil())?;
        queries::account(&mut work, &asked)
    })
    .await
    .map_err(AppError::broken)??;
    let stored = account.as_ref().and_then(|a| a.password_hash.clone());
    let right = passwords::verify_in_turn(password.to_owned(), stored).await?;
    match account.filter(|_| right) {
        Some(account) => {
            limits::PASSWORDS.give_back(email);
            Ok(account.id)
        }
        None => Err(Refusal::from(RequestRefusal::WrongPassword).into()),
    }
}

/// New tokens of a person, in the family of a sign-in.
pub fn open_pair(
    work: &mut Work,
    secret: &str,
    user: Uuid,
    family: Option<Uuid>,
) -> Result<Pair, Refused> {
    let issued = |purpose| {
        tokens::issue(secret, user, purpose, chrono::Utc::now())
            .ok_or_else(|| Refused::Broken("a token could not be signed".to_owned()))
    };
    let (access, refresh) = (issued(Purpose::Access)?, issued(Purpose::Refresh)?);
    let family = family.unwrap_or_else(Uuid::now_v7);
    queries::insert_refresh_token(work, &tokens::hash(&refresh), family, user, REFRESH_LASTS)?;
    Ok(Pair {
        user,
        access,
        refresh,
    })
}

/// New tokens for a refresh token, once. A second use ends the family: somebody else has the token.
/// `None` then, which still has to be committed.
pub fn refresh(work: &mut Work, secret: &str, token: &str) -> Result<Option<Pair>, Refused> {
    let refused = || Refused::from(RequestRefusal::NoToken);
    let claims = tokens::read(secret, token, Purpose::Refresh, chrono::Utc::now());
    let claims = claims.ok_or_else(refused)?;
    let hash = tokens::hash(token);
    let Some((family, user, used)) = queries::lock_refresh_token(work, &hash)? else {
        return Err(refused());
    };
    if user != claims.sub {
        return Err(refused());
    }
    if used.is_some() {
        queries::end_family(work, family)?;
        return Ok(None);
    }
    queries::use_refresh_token(work, &hash)?;
    open_pair(work, secret, user, Some(family)).map(Some)
}

/// Makes an account with an organization of its own.
pub fn register(
    work: &mut Work,
    person: &NewPerson<'_>,
    organization: &str,
) -> Result<Uuid, Refused> {
    work.door = Door::Api;
    match found(work, person, organization, "", "Europe/Moscow", Parts::Both) {
        Err(Refused::Because(Refusal::Invalid(fields)))
            if fields.iter().any(|f| f.code == "taken") =>
        {
            Err(RequestRefusal::InConflict("email-taken".into()).into())
        }
        other => other,
    }?;
    work.user()
        .ok_or_else(|| Refused::Broken("nobody registered".to_owned()))
}

/// Makes somebody a member who has an account.
pub fn add_member(work: &mut Work, email: &str, role: Role) -> Result<Uuid, Refused> {
    let account = queries::account(work, email)?.ok_or_else(|| {
        Refused::from(RequestRefusal::NoSuchRow(vec![crate::web::api::wrong(
            "email",
            "not_found",
            "api-no-such-person",
        )]))
    })?;
    if queries::member(work, account.id)?.is_some() {
        return Err(RequestRefusal::InConflict("api-member-already".into()).into());
    }
    join(work, account.id, role, false)?;
    Ok(account.id)
}

/// Gives the organization of the work another name.
pub fn rename_organization(work: &mut Work, name: &str) -> Result<(), Refused> {
    let id = work.organization();
    let mut organization = queries::lock_organization(work)?.ok_or(Refusal::NotFound)?;
    if organization.name == name {
        return Ok(());
    }
    let former = std::mem::replace(&mut organization.name, name.to_owned());
    organization.version += 1;
    queries::set_organization(work, &organization)?;
    history::record(
        work,
        &[Change {
            kind: SubjectKind::Organization,
            id,
            version: organization.version,
            field: "name",
            from: Some(former.into()),
            to: Some(name.into()),
        }],
    )?;
    work.announce(crate::db::Announcement::Resync);
    Ok(())
}

/// Names, address and password of somebody of the staff; what is left out stays.
#[derive(Debug, Clone, Default)]
pub struct Staff {
    pub email: Option<String>,
    pub last_name: Option<String>,
    pub first_name: Option<String>,
    pub middle_name: Option<Option<String>>,
    pub name: Option<String>,
    pub password: Option<String>,
}

impl Staff {
    /// Last, first and middle name with spaces between.
    pub fn full_name(&self) -> String {
        let middle = self.middle_name.clone().flatten();
        [&self.last_name, &self.first_name, &middle]
            .into_iter()
            .filter_map(|part| part.as_deref())
            .collect::<Vec<_>>()
            .join(" ")
            .chars()
            .take(200)
            .collect()
    }
}

/// Makes an account of the organization's own, with this id.
pub fn make_staff(
    work: &mut Work,
    id: Uuid,
    staff: &Staff,
    role: Role,
    may_export: bool,
    locale: Locale,
) -> Result<(), Refused> {
    let hash = staff.password.as_deref().map(passwords::hash).transpose();
    let hash = hash.map_err(Refused::Broken)?;
    let name = staff.name.clone().unwrap_or_else(|| staff.full_name());
    let part = |text: &Option<String>| text.clone().unwrap_or_default();
    let (last, first) = (part(&staff.last_name), part(&staff.first_name));
    let middle = staff.middle_name.clone().flatten();
    let person = NewPerson {
        email: &part(&staff.email),
        name: &name,
        parts: Some((&last, &first, middle.as_deref())),
        password_hash: hash.as_deref(),
        locale,
    };
    let organization = work.organization();
    match super::insert_account(work, id, &person, Some(organization)) {
        Err(Refused::Because(Refusal::Invalid(fields)))
            if fields.iter().any(|f| f.code == "taken") =>
        {
            Err(RequestRefusal::InConflict("email-taken".into()).into())
        }
        other => other,
    }?;
    join(work, id, role, may_export)
}

/// Names, address and password of another person belong to the organization only if it made the account and
/// nobody else has them as a member.
pub fn check_is_ours(work: &mut Work, actor: &Actor, id: Uuid) -> Result<(), Refused> {
    may(actor, Action::ManageMembers, Subject::NONE)?;
    work.show_own_rows(id)?;
    let is_ours = queries::is_made_here_alone(work, id)?;
    work.show_own_rows(actor.user)?;
    if is_ours {
        return Ok(());
    }
    Err(Refusal::MayNot("api-not-our-account".into()).into())
}

/// Writes names, address and password of an account that may be changed.
pub fn change_staff(
    work: &mut Work,
    actor: &Actor,
    id: Uuid,
    stored: &Value,
    staff: &Staff,
) -> Result<(), Refused> {
    work.show_own_rows(id)?;
    queries::set_staff(work, id, staff)?;
    if let Some(password) = &staff.password {
        let hash = passwords::hash(password).map_err(Refused::Broken)?;
        queries::set_password_hash(work, id, &hash)?;
        queries::delete_sessions(work, id, None)?;
    }
    work.show_own_rows(actor.user)?;
    let middle = staff.middle_name.clone();
    let differs: Vec<(&'static str, Value)> = [
        ("email", staff.email.clone().map(Value::from)),
        ("last_name", staff.last_name.clone().map(Value::from)),
        ("first_name", staff.first_name.clone().map(Value::from)),
        (
            "middle_name",
            middle.map(|m| m.map_or(Value::Null, Value::from)),
        ),
        ("name", staff.name.clone().map(Value::from)),
    ]
    .into_iter()
    .filter_map(|(field, to)| Some((field, to?)))
    .filter(|(field, to)| stored[*field] != *to)
    .collect();
    let version = queries::bump_membership(work, id)?;
    let entries: Vec<Change<'_>> = differs
        .into_iter()
        .map(|(field, to)| Change {
            kind: SubjectKind::Member,
            id,
            version,
            field,
            from: Some(stored[field].clone()).filter(|v| !v.is_null()),
            to: Some(to).filter(|v| !v.is_null()),
        })
        .collect();
    history::record(work, &entries)?;
    work.touch_person(id);
    Ok(())
}
