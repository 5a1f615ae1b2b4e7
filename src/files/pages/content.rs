//! What files hold, for those who may see it: one version, or all files of a record in one archive. Nothing that
//! people brought is ever run in a page of ours.

use actix_web::http::header::IF_NONE_MATCH;
use actix_web::{HttpRequest, HttpResponse, web};

use super::record_of;
use crate::accounts::{Action, Subject, in_work, may};
use crate::files::{archive, content, queries};
use crate::refusal::Refusal;
use crate::storage::Store;
use crate::web::{AppError, Cx, Download, Query, Shown, path_id};

/// `GET /files/{id}/content`: the newest version, or with `version` another; with `download` it is never shown.
pub async fn show(
    cx: Cx,
    store: web::Data<Store>,
    path: web::Path<String>,
    query: Query,
    req: HttpRequest,
) -> Result<HttpResponse, AppError> {
    let id = path_id(&path)?;
    let wanted = query.0.number("version");
    let (organization, version) = in_work(&cx, move |work, actor| {
        may(actor, Action::See, Subject::NONE)?;
        let mut versions = queries::versions(work, id)?.into_iter();
        let version = match wanted {
            Some(n) => versions.find(|v| i64::from(v.number) == n),
            None => versions.next(),
        };
        Ok((actor.organization, version.ok_or(Refusal::NotFound)?))
    })
    .await?;
    let tag: String = version.sha256.iter().map(|b| format!("{b:02x}")).collect();
    let known = req.headers().get(IF_NONE_MATCH);
    if known.is_some_and(|known| known.as_bytes() == format!("\"{tag}\"").as_bytes()) {
        return Ok(Download::unchanged(&tag));
    }
    let shown = match version.media_type.as_str() {
        _ if query.0.has("download") => Shown::Not,
        media_type if content::is_picture(media_type) => Shown::Picture,
        media_type if content::is_pdf(media_type) => Shown::Document,
        _ => Shown::Not,
    };
    let shelf = store.get_ref().clone();
    let opened = web::block(move || shelf.open(organization, version.stored_id))
        .await
        .map_err(AppError::broken)?
        .map_err(AppError::broken)?;
    Ok(Download {
        name: version.name,
        media_type: version.media_type,
        shown,
        tag,
    }
    .response(opened.size, opened.reader))
}

/// `GET /files/of/{kind}/{id}/all.zip`: newest versions of all files, packed while they are sent.
pub async fn archive(
    cx: Cx,
    store: web::Data<Store>,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse, AppError> {
    let of = record_of(&path)?;
    let (organization, name, entries) = in_work(&cx, move |work, actor| {
        let owner = queries::owner(work, of, actor.user)?.ok_or(Refusal::NotFound)?;
        may(actor, Action::See, Subject::NONE)?;
        let packed = queries::to_pack(work, of)?;
        let entries = archive::entries(actor.locale, actor.zone, packed);
        Ok((actor.organization, owner.name, entries))
    })
    .await?;
    let name = format!("{name}.zip");
    let pieces = archive::pack(store.get_ref().clone(), organization, entries);
    Ok(Download::packed(&name, pieces))
}
