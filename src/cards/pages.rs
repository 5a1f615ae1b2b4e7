//! HTML handlers of the cards.

use actix_web::web;
use uuid::Uuid;

use super::facts::{Opening, client_facts};
use super::views::{ClientCard, Identity, client_words};
use crate::accounts::{
    self, Action, Actor, Person, Subject, in_work, may, permissions::allows, shell,
};
use crate::clients::ClientField;
use crate::db::Work;
use crate::directories::{self, CustomValues};
use crate::history::{self, Sources, SubjectKind, Timeline};
use crate::refusal::Refusal;
use crate::web::{Answer, AppError, Cx, Fields, Outcome, Place, Query, path_id};
use crate::{clients, comments, contacts, projects, removals};

/// `GET /clients/{id}`
pub async fn client(cx: Cx, path: web::Path<String>, query: Query) -> Outcome {
    let id = path_id(&path)?;
    let page_cx = cx.clone();
    in_work(&cx, move |work, actor| {
        may(actor, Action::See, Subject::NONE)?;
        let before = query.0.number("before");
        let opening = ClientField::from_word(query.0.get("edit")).map(Opening::fresh);
        match card(work, actor, &page_cx, id, opening, before) {
            Ok(card) => Answer::html(&card),
            // The link is from before a merge.
            Err(AppError::Refusal(Refusal::NotFound)) => {
                match history::alias_of(work, SubjectKind::Client, id)? {
                    Some(now) => Ok(Answer::see_other(&format!("/clients/{now}"))),
                    None => Err(Refusal::NotFound.into()),
                }
            }
            Err(other) => Err(other),
        }
    })
    .await
}

/// The query of the page: what of the timeline it asks for.
fn asked_of(cx: &Cx) -> Fields {
    let query = cx.address.split_once('?').map_or("", |(_, query)| query);
    let pairs = form_urlencoded::parse(query.as_bytes());
    Fields::from_pairs(pairs.into_owned().collect())
}

/// The whole card, with one field opened if one is to be changed.
pub fn card(
    work: &mut Work,
    actor: &Actor,
    cx: &Cx,
    id: Uuid,
    opening: Option<Opening>,
    before: Option<i64>,
) -> Result<ClientCard, AppError> {
    let t = actor.locale;
    let client = clients::record(work, id)?.ok_or(Refusal::NotFound)?;
    let people = accounts::names(work)?;
    let fields = directories::custom_fields(work, "client")?;
    let custom = directories::custom_texts(t, &fields, &client.custom, |id| {
        people.get(&id).map(Person::short_name)
    });
    let sources = history::sources(work, SubjectKind::Client, id)?;
    let entries = history::of_row(work, SubjectKind::Client, id, before, history::PAGE)?;
    let address = format!("/clients/{id}");
    let may_change = allows(
        actor,
        Action::ChangeRegister,
        clients::whose(&client, actor),
    );
    let seen = may_change.then_some(client.version);
    let facts = client_facts(work, actor, &client, &people, opening)?;
    Ok(ClientCard {
        may_change,
        may_erase: client.kind().is_person()
            && allows(actor, Action::ManageOrganization, Subject::NONE),
        facts,
        removal: removals::panel(work, actor, "client", id)?,
        shell: shell(cx, actor, Place::Clients),
        projects: projects::list_of_client(work, actor, id, &people)?,
        contacts: contacts::list_of_client(work, actor, id)?,
        custom: CustomValues { t, items: custom },
        comments: comments::panel(work, actor, "client", id, &asked_of(cx), &people)?,
        sources: Sources::new(t, sources, allows(actor, Action::Import, Subject::NONE)),
        timeline: Timeline::new(t, actor.zone, &entries, &people, (&address, seen), |e| {
            client_words(t, e)
        }),
        responsible: client
            .responsible_id
            .and_then(|id| people.get(&id))
            .map(|p| (p.short_name(), p.initials(), p.hue)),
        who: Identity::new(t, actor.zone, &client),
    })
}
