//! Bringing files. Each one is there as soon as it has come whole; those that are not taken are named with the
//! reason, and none of the others is lost with them.

use actix_web::{HttpRequest, web};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use super::{back, record_of, show};
use crate::accounts::{Actor, in_work};
use crate::db::Work;
use crate::files::actions::{self, Came};
use crate::files::content;
use crate::files::intake::{Intake, Part};
use crate::files::model::{Brought, Content, FileKind, FileOf};
use crate::refusal::{Refusal, Refused};
use crate::storage::{Received, Store};
use crate::values::file_names::plain_name;
use crate::web::{Answer, AppError, Cx, Outcome, path_id};

/// What the form says beside its files.
#[derive(Default, Clone)]
struct Said {
    id: Option<Uuid>,
    kind: Option<FileKind>,
    /// Files so far.
    n: u32,
}

impl Said {
    fn hear(&mut self, name: &str, value: &str) {
        match name {
            "id" => self.id = Uuid::try_parse(value).ok(),
            "kind" => self.kind = FileKind::from_word(value),
            _ => {}
        }
    }

    /// The id of the next file: the form's for the first, for each other one made of it, so that a form sent twice
    /// brings each file once.
    fn next_id(&mut self) -> Uuid {
        self.n += 1;
        match self.id {
            Some(id) if self.n == 1 => id,
            Some(id) => {
                let hash = Sha256::new()
                    .chain_update(id.as_bytes())
                    .chain_update(self.n.to_be_bytes());
                let mut bytes = [0; 16];
                bytes.copy_from_slice(&hash.finalize()[..16]);
                uuid::Builder::from_custom_bytes(bytes).into_uuid()
            }
            None => Uuid::now_v7(),
        }
    }
}

/// What is brought where.
#[derive(Clone, Copy)]
enum Way {
    To(FileOf),
    VersionOf(Uuid),
}

impl Way {
    fn check(self, work: &mut Work, actor: &Actor) -> Result<(), Refused> {
        match self {
            Way::To(of) => actions::check_bring(work, actor, of).map(drop),
            Way::VersionOf(id) => actions::lock_to_change(work, actor, id).map(drop),
        }
    }

    fn bring(
        self,
        work: &mut Work,
        actor: &Actor,
        brought: &Brought,
        is_put: bool,
    ) -> Result<Came, Refused> {
        match self {
            Way::To(of) => actions::bring(work, actor, of, brought, is_put),
            Way::VersionOf(id) => actions::bring_version(work, actor, id, brought, is_put),
        }
    }
}

/// What the form brought.
struct Taken {
    kept: usize,
    refused: Vec<(String, Refusal)>,
}

/// `POST /files/of/{kind}/{id}`: any number of files.
pub async fn create(
    cx: Cx,
    store: web::Data<Store>,
    path: web::Path<(String, String)>,
    req: HttpRequest,
    payload: web::Payload,
) -> Outcome {
    let of = record_of(&path)?;
    let taken = take(&cx, &store, Way::To(of), &req, payload).await?;
    match (taken.refused.is_empty(), cx.is_fragment) {
        (true, true) => return Ok(Answer::no_content()),
        (true, false) => return Ok(back(of, "files-brought")),
        (false, true) => return Err(first(taken.refused).into()),
        (false, false) => {}
    }
    show(&cx, of, taken.refused).await
}

/// `POST /files/{id}/versions`: one file, in the place of the newest version.
pub async fn create_version(
    cx: Cx,
    store: web::Data<Store>,
    path: web::Path<String>,
    req: HttpRequest,
    payload: web::Payload,
) -> Outcome {
    let id = path_id(&path)?;
    let taken = take(&cx, &store, Way::VersionOf(id), &req, payload).await?;
    if taken.refused.is_empty() {
        return Ok(Answer::see_other(&format!("/files/{id}?done=file-version")));
    }
    super::one(&cx, id, None, Some(first(taken.refused))).await
}

fn first(mut refused: Vec<(String, Refusal)>) -> Refusal {
    refused.swap_remove(0).1
}

/// Reads the form to its end. Who may not is told so before a single byte is taken.
async fn take(
    cx: &Cx,
    store: &Store,
    way: Way,
    req: &HttpRequest,
    payload: web::Payload,
) -> Result<Taken, AppError> {
    in_work(cx, move |work, actor| Ok(way.check(work, actor)?)).await?;
    let mut taken = Taken {
        kept: 0,
        refused: Vec::new(),
    };
    let mut form = Intake::new(req, payload, store.clone(), cx.config.file_limit);
    let mut said = Said::default();
    while let Some(part) = form.next().await? {
        let (name, came) = match part {
            Part::Field(name, value) => {
                said.hear(&name, &value);
                continue;
            }
            // A browser sends an empty part where nothing was chosen.
            Part::File(name, _) if name.is_empty() => continue,
            Part::File(name, came) => (plain_name(&name), came),
        };
        let id = said.next_id();
        let brought = match came {
            Ok(received) => bring(cx, store, way, (id, &name, said.kind), received).await,
            Err(error) => Err(actions::not_stored(error).into()),
        };
        match brought {
            Ok(()) => taken.kept += 1,
            Err(AppError::Refusal(refusal)) => taken.refused.push((name, refusal)),
            Err(other) => return Err(other),
        }
    }
    if taken.kept == 0 && taken.refused.is_empty() {
        return Err(Refusal::BadRequest("file-none".into()).into());
    }
    Ok(taken)
}

/// Looks into what has come, puts it into the store unless the same lies there, and makes the file.
async fn bring(
    cx: &Cx,
    store: &Store,
    way: Way,
    (id, name, kind): (Uuid, &str, Option<FileKind>),
    received: Received,
) -> Result<(), AppError> {
    let media_type = content::check(name, &received.head)?;
    let stored_id = Uuid::now_v7();
    let brought = Brought {
        id,
        name: name.to_owned(),
        kind: kind.unwrap_or_else(|| content::guess_kind(name, media_type)),
        content: Content {
            sha256: received.stored.sha256.clone(),
            size: received.stored.size,
            media_type: media_type.to_owned(),
            stored_id,
        },
    };
    let made = brought.clone();
    let came = in_work(cx, move |work, actor| {
        Ok(way.bring(work, actor, &made, false)?)
    })
    .await?;
    if came != Came::NotStored {
        return Ok(());
    }
    let (shelf, organization) = (store.clone(), organization(cx)?);
    web::block(move || shelf.keep(organization, stored_id, received))
        .await
        .map_err(AppError::broken)?
        .map_err(actions::not_stored)?;
    let came = in_work(cx, move |work, actor| {
        Ok(way.bring(work, actor, &brought, true)?)
    })
    .await;
    // Somebody was quicker with the same, or it was refused: ours is one too many. Where nobody knows what came of
    // it, it stays: a row may name it.
    let is_ours = match &came {
        Ok(Came::Here(lies)) => *lies == stored_id,
        Ok(Came::Before | Came::NotStored) | Err(AppError::Refusal(_)) => false,
        Err(_) => true,
    };
    if !is_ours {
        take_back(store, organization, stored_id).await;
    }
    came.map(|_| ())
}

async fn take_back(store: &Store, organization: Uuid, stored_id: Uuid) {
    let shelf = store.clone();
    let removed = web::block(move || shelf.remove(organization, stored_id)).await;
    if let Ok(Err(error)) = removed {
        tracing::warn!(%error, %stored_id, "a stored file that nobody holds stays");
    }
}

/// The organization that the session names; the works before have found the person to be a member of it.
fn organization(cx: &Cx) -> Result<Uuid, AppError> {
    let session = cx.session.as_ref().ok_or(AppError::NotSignedIn)?;
    Ok(session.organization)
}
