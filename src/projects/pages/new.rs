//! A new project by a form, with its client found or made in the same form.

use uuid::Uuid;

use crate::accounts::{self, Action, Subject, in_work, may, shell};
use crate::clients::{self, Fieldset, Found, read_client};
use crate::contacts::TypedContact;
use crate::db::{DbError, Work};
use crate::directories;
use crate::projects::new::{ClientChoice, TEXTS, TypedProject, make_from_form};
use crate::projects::views::{Lists, NewPage};
use crate::refusal::Refusal;
use crate::web::{Answer, AppError, Cx, Fields, Outcome, Place, Query};

/// `GET /projects/new`
pub async fn new_form(cx: Cx, query: Query) -> Outcome {
    form_page(&cx, query.0, None).await
}

/// `POST /projects`
pub async fn create(cx: Cx, form: Fields) -> Outcome {
    if form.has("show_form") {
        return form_page(&cx, form, None).await;
    }
    let typed = read(&form);
    let (id, again) = (typed.id, form.has("again"));
    let done = in_work(&cx, move |work, actor| {
        Ok(make_from_form(work, actor, &typed)?)
    })
    .await;
    match done {
        // The next project of the same client.
        Ok(Some(client)) if again => Ok(Answer::see_other(&format!(
            "/projects/new?client={client}&done=project-made"
        ))),
        Ok(None) if again => Ok(Answer::see_other("/projects/new?done=project-made")),
        Ok(_) => Ok(Answer::see_other(&format!(
            "/projects/{id}?done=project-made"
        ))),
        Err(AppError::Refusal(refusal @ Refusal::Invalid(_))) => {
            form_page(&cx, form, Some(refusal)).await
        }
        Err(e) => Err(e),
    }
}

fn read(form: &Fields) -> TypedProject {
    let client = match form.get("client") {
        "" => ClientChoice::Nobody,
        "new" => ClientChoice::New(Box::new(read_client(form))),
        // What is no id names no client, and is refused as such.
        id => ClientChoice::Known(Uuid::try_parse(id).unwrap_or_default()),
    };
    TypedProject {
        id: form.id("id").unwrap_or_else(Uuid::now_v7),
        client,
        contact: TypedContact {
            name: form.get("contact_name").to_owned(),
            phone: form.get("contact_phone").to_owned(),
            ..TypedContact::default()
        },
        looked_for: form.given("q").is_some(),
        texts: TEXTS
            .iter()
            .map(|field| (*field, form.get(field.word()).to_owned()))
            .collect(),
        industry: form.get("industry").to_owned(),
        district: form.get("district").to_owned(),
        lead: form.get("lead").to_owned(),
    }
}

fn entries(work: &mut Work, kind: directories::Kind) -> Result<Vec<(String, String)>, DbError> {
    Ok(directories::entries(work, kind)?
        .into_iter()
        .filter(|e| e.active)
        .map(|e| (e.id.to_string(), e.name))
        .collect())
}

fn lists(work: &mut Work) -> Result<Lists, DbError> {
    Ok(Lists {
        industries: entries(work, directories::Kind::Industry)?,
        districts: entries(work, directories::Kind::District)?,
        people: accounts::people(work)?
            .into_iter()
            .filter(|p| p.is_member)
            .map(|p| (p.id.to_string(), p.short_name()))
            .collect(),
    })
}

/// The form with what was typed and, after a refusal, why it was not taken.
async fn form_page(cx: &Cx, fields: Fields, refused: Option<Refusal>) -> Outcome {
    let shell_cx = cx.clone();
    in_work(cx, move |work, actor| {
        may(actor, Action::Create, Subject::NONE)?;
        let t = actor.locale;
        let chosen = fields.id("client");
        let mut found = clients::look(work, fields.get("q"), chosen)?;
        let alike = match fields.get("client") {
            "new" => clients::alike(work, &read_client(&fields))?,
            _ => Vec::new(),
        };
        // Those that look like the new one can be chosen instead of it.
        let more = alike.iter().filter(|a| !found.iter().any(|f| f.id == a.id));
        found.extend(more.cloned().collect::<Vec<_>>());
        let mut page = NewPage::new(
            shell(&shell_cx, actor, Place::Register),
            t,
            &fields,
            actor.user,
            lists(work)?,
            Found::new(t, "client", &found, chosen, fields.get("q")),
            Fieldset::new(t, &fields, &alike),
        );
        if let Some(refusal) = &refused {
            page.refuse(refusal);
        }
        let answer = Answer::html(&page)?;
        Ok(match &refused {
            Some(refusal) => answer.refused(refusal),
            None => answer,
        })
    })
    .await
}
