//! HTML handlers: bring a file, look at what it gives, write it.

pub mod choosing;
pub mod files;
mod steps;

use std::io::Seek;

use actix_multipart::form::tempfile::TempFile;
use actix_multipart::form::text::Text;
use actix_multipart::form::{MultipartForm, MultipartFormConfig};
use actix_web::{FromRequest, HttpRequest, web};
use uuid::Uuid;

use super::model::{ImportState, Step};
use super::views::{ImportPage, Index, Panel, Progress};
use super::{actions, queries};
use crate::accounts::{self, Action, Subject, in_work, may, shell};
use crate::refusal::Refusal;
use crate::storage::Store;
use crate::web::{Answer, AppError, Cx, Outcome, Place, Query, path_id};

const NEWEST: i64 = 30;

/// A file and the id that its form was made with.
#[derive(MultipartForm)]
pub struct Upload {
    file: TempFile,
    id: Option<Text<String>>,
}

impl Upload {
    /// Name and content of the file.
    pub(super) fn parts(self) -> (String, std::fs::File) {
        let name = self.file.file_name.unwrap_or_default();
        (name, self.file.file.into_file())
    }
}

/// Limits of an upload, and its errors in our words.
pub fn upload_config(limit: u64) -> MultipartFormConfig {
    MultipartFormConfig::default()
        .total_limit(limit as usize + (1 << 16))
        .memory_limit(1 << 16)
        .error_handler(|error, _| {
            use actix_multipart::MultipartError;
            match error {
                MultipartError::Payload(actix_web::error::PayloadError::Overflow) => {
                    AppError::from(Refusal::TooLarge {
                        reason: "error-too-large".into(),
                    })
                    .into()
                }
                _ => AppError::from(Refusal::BadRequest("import-no-file".into())).into(),
            }
        })
}

/// `GET /imports`
pub async fn index(cx: Cx) -> Outcome {
    let shell_cx = cx.clone();
    in_work(&cx, move |work, actor| {
        may(actor, Action::Import, Subject::NONE)?;
        let people = accounts::people(work)?;
        Answer::html(&Index {
            shell: shell(&shell_cx, actor, Place::Imports),
            id: Uuid::now_v7(),
            limit_mb: (shell_cx.config.import_limit >> 20) as i64,
            imports: queries::newest(work, NEWEST)?
                .iter()
                .map(|i| Progress::new(actor.locale, actor.zone, i, &people))
                .collect(),
        })
    })
    .await
}

/// `POST /imports`: keeps the file and shows how far it is.
pub async fn create(
    cx: Cx,
    store: web::Data<Store>,
    req: HttpRequest,
    payload: web::Payload,
) -> Outcome {
    // Who may not import is told so before a single byte of the file is taken.
    in_work(&cx, |_, actor| {
        Ok(may(actor, Action::Import, Subject::NONE)?)
    })
    .await?;
    let upload = take_upload(&req, payload).await?;
    let id = upload
        .id
        .and_then(|t| Uuid::try_parse(t.0.trim()).ok())
        .unwrap_or_else(Uuid::now_v7);
    let limit = cx.config.import_limit;
    in_work(&cx, move |work, actor| {
        if upload.file.size == 0 && upload.file.file_name.as_deref().unwrap_or("").is_empty() {
            return Err(Refusal::BadRequest("import-no-file".into()).into());
        }
        let name = upload.file.file_name.unwrap_or_default();
        let mut file = upload.file.file.into_file();
        file.rewind().map_err(AppError::broken)?;
        actions::bring(work, actor, &store, id, &name, file, limit)?;
        Ok(Answer::see_other(&format!("/imports/{id}")))
    })
    .await
}

pub(super) async fn take_upload(
    req: &HttpRequest,
    payload: web::Payload,
) -> Result<Upload, AppError> {
    match MultipartForm::<Upload>::from_request(req, &mut payload.into_inner()).await {
        Ok(form) => Ok(form.into_inner()),
        Err(error) => Err(match error.as_error::<AppError>() {
            Some(ours) => ours.clone(),
            None => AppError::broken(error),
        }),
    }
}

/// `GET /imports/{id}`: the step at which the import is; for a script that looks again only what may have
/// changed.
pub async fn show(cx: Cx, path: web::Path<String>, query: Query, req: HttpRequest) -> Outcome {
    step(cx, path, query, req, None).await
}

/// `GET /imports/{id}/file`
pub async fn show_file(cx: Cx, path: web::Path<String>, query: Query, req: HttpRequest) -> Outcome {
    step(cx, path, query, req, Some(Step::File)).await
}

/// `GET /imports/{id}/columns`
pub async fn show_columns(
    cx: Cx,
    path: web::Path<String>,
    query: Query,
    req: HttpRequest,
) -> Outcome {
    step(cx, path, query, req, Some(Step::Columns)).await
}

/// `GET /imports/{id}/matches`
pub async fn show_matches(
    cx: Cx,
    path: web::Path<String>,
    query: Query,
    req: HttpRequest,
) -> Outcome {
    step(cx, path, query, req, Some(Step::Matches)).await
}

/// `GET /imports/{id}/result`
pub async fn show_result(
    cx: Cx,
    path: web::Path<String>,
    query: Query,
    req: HttpRequest,
) -> Outcome {
    step(cx, path, query, req, Some(Step::Result)).await
}

async fn step(
    cx: Cx,
    path: web::Path<String>,
    query: Query,
    req: HttpRequest,
    wanted: Option<Step>,
) -> Outcome {
    let id = path_id(&path)?;
    let is_fragment = req.headers().contains_key("hx-request");
    let shell_cx = cx.clone();
    in_work(&cx, move |work, actor| {
        may(actor, Action::Import, Subject::NONE)?;
        let import = queries::find(work, id)?.ok_or(Refusal::NotFound)?;
        let step = wanted.unwrap_or(Step::of(import.state()));
        let mut panel = Panel::new(actor.locale, &import, step);
        panel.body = steps::body(work, actor, &import, step, &query.0)?;
        if is_fragment {
            return Answer::html(&panel);
        }
        let shell = shell(&shell_cx, actor, Place::Imports);
        Answer::html(&ImportPage::new(shell, &import, panel))
    })
    .await
}

/// `POST /imports/{id}/undo`
pub async fn undo(cx: Cx, path: web::Path<String>) -> Outcome {
    let id = path_id(&path)?;
    in_work(&cx, move |work, actor| {
        actions::start_undo(work, actor, id)?;
        Ok(Answer::see_other(&Step::Result.address(id)))
    })
    .await
}

/// `POST /imports/{id}/write`: from the last step, or earlier with every proposal accepted.
pub async fn write(cx: Cx, path: web::Path<String>) -> Outcome {
    let id = path_id(&path)?;
    in_work(&cx, move |work, actor| {
        // A second click finds it under way.
        match queries::find(work, id)?.map(|i| i.state()) {
            Some(ImportState::Writing | ImportState::Done) => {
                may(actor, Action::Import, Subject::NONE)?;
            }
            _ => actions::start_writing(work, actor, id)?,
        }
        Ok(Answer::see_other(&Step::Result.address(id)))
    })
    .await
}

/// `POST /imports/{id}/stop`
pub async fn stop(cx: Cx, path: web::Path<String>) -> Outcome {
    let id = path_id(&path)?;
    in_work(&cx, move |work, actor| {
        actions::stop(work, actor, id)?;
        Ok(Answer::see_other(&format!("/imports/{id}")))
    })
    .await
}

/// `POST /imports/{id}/read`: once more after it was stopped or failed.
pub async fn read(cx: Cx, path: web::Path<String>) -> Outcome {
    let id = path_id(&path)?;
    in_work(&cx, move |work, actor| {
        actions::read_again(work, actor, id)?;
        Ok(Answer::see_other(&format!("/imports/{id}")))
    })
    .await
}
