//! HTML handlers: a new contact, a contact changed; the list and the card in a file of their own.

pub mod list;

use actix_web::web;
use uuid::Uuid;

use super::actions::{self, ContactWrite, Outcome as Written};
use super::model::{Contact, ContactField, ContactValues};
use super::queries;
use super::reading::TypedContact;
use super::views::{ConflictLine, FormPage, base_fields, base_name, in_words, label};
use crate::accounts::{
    self, Action, Actor, Person, Subject, in_work, may, permissions::allows, shell,
};
use crate::clients;
use crate::db::Work;
use crate::refusal::{Conflict, Refusal};
use crate::text::formats;
use crate::web::{Answer, AppError, Cx, Fields, FormView, Outcome, Place, Query, path_id};

const FIELDS: [&str; 6] = ["id", "name", "position", "phone", "email", "client"];

fn typed(form: &Fields) -> TypedContact {
    TypedContact {
        name: form.get("name").to_owned(),
        position: form.get("position").to_owned(),
        phone: form.get("phone").to_owned(),
        email: form.get("email").to_owned(),
        notify: form.has("notify"),
    }
}

/// `GET /contacts/new?client=…`
pub async fn new_form(cx: Cx, query: Query) -> Outcome {
    new_page(&cx, query.0, None).await
}

/// `POST /contacts`
pub async fn create(cx: Cx, form: Fields) -> Outcome {
    if form.has("show_form") {
        return new_page(&cx, form, None).await;
    }
    let (contact, client, id) = (
        typed(&form),
        form.id("client"),
        form.id("id").unwrap_or_else(Uuid::now_v7),
    );
    let done = in_work(&cx, move |work, actor| {
        Ok(actions::make_contact(work, actor, id, client, &contact)?)
    })
    .await;
    match done {
        Ok(()) => Ok(after_saving(client, id, "contact-made")),
        Err(AppError::Refusal(refusal @ Refusal::Invalid(_))) => {
            new_page(&cx, form, Some(refusal)).await
        }
        Err(e) => Err(e),
    }
}

/// The client's card, where the contact stands; the contact itself where it has no client.
fn after_saving(client: Option<Uuid>, id: Uuid, done: &str) -> Answer {
    Answer::see_other(&match client {
        Some(client) => format!("/clients/{client}?done={done}"),
        None => format!("/contacts/{id}?done={done}"),
    })
}

fn client_of(work: &mut Work, id: Option<Uuid>) -> Result<Option<(Uuid, String)>, AppError> {
    let Some(id) = id else { return Ok(None) };
    let client = clients::find(work, id)?.ok_or(Refusal::NotFound)?;
    Ok(Some((id, client.label().to_owned())))
}

fn answer(page: &FormPage, refused: Option<&Refusal>) -> Outcome {
    let answer = Answer::html(page)?;
    Ok(match refused {
        Some(refusal) => answer.refused(refusal),
        None => answer,
    })
}

async fn new_page(cx: &Cx, fields: Fields, refused: Option<Refusal>) -> Outcome {
    let shell_cx = cx.clone();
    in_work(cx, move |work, actor| {
        may(actor, Action::Create, Subject::NONE)?;
        let t = actor.locale;
        let mut form = FormView::new(t, &fields, &FIELDS);
        if fields.id("id").is_none() {
            form.set("id", Uuid::now_v7().to_string());
        }
        if let Some(refusal) = &refused {
            form.refuse(t, refusal);
        }
        let page = FormPage {
            shell: shell(&shell_cx, actor, Place::Clients),
            form,
            action: "/contacts".to_owned(),
            is_new: true,
            client: client_of(work, fields.id("client"))?,
            version: 0,
            base: Vec::new(),
            notify: fields.has("notify"),
            conflicts: Vec::new(),
            more: Vec::new(),
            erase: None,
        };
        answer(&page, refused.as_ref())
    })
    .await
}

/// `GET /contacts/{id}/edit`
pub async fn edit_form(cx: Cx, path: web::Path<String>) -> Outcome {
    let id = path_id(&path)?;
    let shell_cx = cx.clone();
    in_work(&cx, move |work, actor| {
        may(actor, Action::See, Subject::NONE)?;
        let contact = queries::find(work, id)?.ok_or(Refusal::NotFound)?;
        may(
            actor,
            Action::ChangePipeline,
            actions::whose(&contact, actor),
        )?;
        Answer::html(&change_page(work, actor, &shell_cx, &contact, None)?)
    })
    .await
}

/// `POST /contacts/{id}`
pub async fn change(cx: Cx, path: web::Path<String>, form: Fields) -> Outcome {
    let id = path_id(&path)?;
    if form.has("show_form") {
        return again(&cx, id, form, None, Vec::new()).await;
    }
    let write = ContactWrite {
        typed: typed(&form),
        base: base(&form),
        version: form.number("version").unwrap_or(0),
    };
    let done = in_work(&cx, move |work, actor| {
        Ok(actions::change_contact(work, actor, id, &write)?)
    })
    .await;
    match done {
        Ok(Written::Saved(contact)) => Ok(after_saving(contact.client_id, id, "contact-saved")),
        Ok(Written::Conflicts(conflicts)) => again(&cx, id, form, None, conflicts).await,
        Err(AppError::Refusal(refusal @ Refusal::Invalid(_))) => {
            again(&cx, id, form, Some(refusal), Vec::new()).await
        }
        Err(e) => Err(e),
    }
}

/// What the fields held when the form was opened, as the form sends it back.
fn base(form: &Fields) -> ContactValues {
    let text = |field| form.get(&base_name(field)).to_owned();
    let given = |field| Some(text(field)).filter(|t| !t.is_empty());
    ContactValues {
        name: text(ContactField::Name),
        position: given(ContactField::Position),
        phone: given(ContactField::Phone),
        email: given(ContactField::Email),
        notify: given(ContactField::Notify).is_some(),
    }
}

/// The form again, with what was typed. After a conflict it is based on what there is now, so that
/// sending it once more is a decision.
async fn again(
    cx: &Cx,
    id: Uuid,
    fields: Fields,
    refused: Option<Refusal>,
    conflicts: Vec<Conflict>,
) -> Outcome {
    let shell_cx = cx.clone();
    in_work(cx, move |work, actor| {
        let contact = queries::find(work, id)?.ok_or(Refusal::NotFound)?;
        may(
            actor,
            Action::ChangePipeline,
            actions::whose(&contact, actor),
        )?;
        let t = actor.locale;
        let mut page = change_page(work, actor, &shell_cx, &contact, Some(&fields))?;
        if let Some(refusal) = &refused {
            page.form.refuse(t, refusal);
        }
        if conflicts.is_empty() {
            page.version = fields.number("version").unwrap_or(0);
            page.base = base_fields(&base(&fields));
        } else {
            let people = accounts::people(work)?;
            page.conflicts = conflicts
                .iter()
                .filter_map(|c| line(actor, &people, c))
                .collect();
            let conflict = conflicts.into_iter().next().map(Box::new);
            return answer(&page, conflict.map(Refusal::Conflict).as_ref());
        }
        answer(&page, refused.as_ref())
    })
    .await
}

fn line(actor: &Actor, people: &[Person], conflict: &Conflict) -> Option<ConflictLine> {
    let t = actor.locale;
    let field = ContactField::ALL
        .into_iter()
        .find(|f| f.word() == conflict.field)?;
    let them = people.iter().find(|p| Some(p.id) == conflict.by);
    let name = them.map_or_else(|| t.text("somebody").into_owned(), Person::short_name);
    Some(ConflictLine {
        label: t.text(label(field)).into_owned(),
        base: in_words(t, field, &conflict.base),
        mine: in_words(t, field, &conflict.mine),
        theirs: in_words(t, field, &conflict.theirs),
        by: format!("{name}, {}", formats::time(conflict.at, actor.zone)),
    })
}

fn change_page(
    work: &mut Work,
    actor: &Actor,
    cx: &Cx,
    contact: &Contact,
    sent: Option<&Fields>,
) -> Result<FormPage, AppError> {
    let t = actor.locale;
    let values = ContactValues::of(contact);
    let mut form = FormView::new(t, sent.unwrap_or(&Fields::default()), &FIELDS);
    if sent.is_none() {
        form.set("name", values.name.clone());
        form.set("position", values.text(ContactField::Position));
        let phone = values.phone.as_deref().map(|p| formats::phone(t, p));
        form.set("phone", phone.unwrap_or_default());
        form.set("email", values.text(ContactField::Email));
    }
    let phones = contact.more_phones.iter().map(|p| formats::phone(t, p));
    Ok(FormPage {
        shell: shell(cx, actor, Place::Clients),
        form,
        action: format!("/contacts/{}", contact.id),
        is_new: false,
        client: client_of(work, contact.client_id)?,
        version: contact.version,
        base: base_fields(&values),
        notify: sent.map_or(values.notify, |f| f.has("notify")),
        conflicts: Vec::new(),
        more: phones.chain(contact.more_emails.iter().cloned()).collect(),
        erase: allows(actor, Action::ManageOrganization, Subject::NONE)
            .then(|| format!("/erasures/contact/{}", contact.id)),
    })
}
