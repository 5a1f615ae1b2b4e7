//! The stream of a browser, and where it says it is.

use std::time::Duration;

use actix_web::http::header::{CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE};
use actix_web::web::{Bytes, Data};
use actix_web::{HttpResponse, web};
use futures_util::stream::unfold;
use serde_json::json;
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::{broadcast, watch};
use tokio::time::Instant;
use uuid::Uuid;

use super::Hub;
use crate::accounts::{self, Action, Subject, in_work, may};
use crate::db::Announcement;
use crate::web::{Answer, AppError, Cx, Fields, Outcome, Query};

const KEEP_ALIVE: Duration = Duration::from_secs(15);
/// A stream ends after this time and the browser opens it anew: so a session that ran out is noticed.
const LONGEST_STREAM: Duration = Duration::from_secs(600);

/// Fetch again what is shown.
const RESYNC: &str = "event: resync\ndata: {}\n\n";

struct Stream {
    cx: Cx,
    receiver: broadcast::Receiver<Announcement>,
    closing: watch::Receiver<bool>,
    hub: Data<Hub>,
    organization: Uuid,
    user: Uuid,
    tab: String,
    /// Names, initials and hues of the members, as they were when the stream began.
    people: Vec<(Uuid, String, String, i16)>,
    ends: Instant,
    greeted: bool,
    /// What the page was rendered with.
    since: Option<String>,
}

/// `GET /live`: one connection feeds every part of a page. With `since` it begins where the page was rendered.
pub async fn stream(cx: Cx, query: Query, hub: web::Data<Hub>) -> Result<HttpResponse, AppError> {
    let (organization, user, people) = in_work(&cx, |work, actor| {
        may(actor, Action::See, Subject::NONE)?;
        let people = accounts::people(work)?
            .into_iter()
            .map(|p| (p.id, p.short_name(), p.initials(), p.hue))
            .collect();
        Ok((actor.organization, actor.user, people))
    })
    .await?;
    let state = Stream {
        cx,
        receiver: hub.subscribe(organization),
        closing: hub.closing(),
        organization,
        user,
        tab: query.0.get("tab").chars().take(64).collect(),
        people,
        ends: Instant::now() + LONGEST_STREAM,
        greeted: false,
        since: query.0.given("since").map(str::to_owned),
        hub,
    };
    Ok(HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, "text/event-stream"))
        .insert_header((CACHE_CONTROL, "no-store"))
        .insert_header((CONTENT_ENCODING, "identity"))
        .insert_header(("x-accel-buffering", "no"))
        .streaming(unfold(state, next)))
}

impl Drop for Stream {
    /// Whoever closes the page is gone at once, not after a while.
    fn drop(&mut self) {
        if self.tab.is_empty() {
            return;
        }
        self.cx.db.announce(
            self.organization,
            Announcement::Presence {
                user: self.user,
                tab: std::mem::take(&mut self.tab),
                place: String::new(),
                row: String::new(),
                col: String::new(),
                editing: false,
            },
        );
    }
}

async fn next(mut stream: Stream) -> Option<(Result<Bytes, actix_web::Error>, Stream)> {
    if !stream.greeted {
        stream.greeted = true;
        let missed = missed(&stream);
        let greeting = format!("retry: 1000\n\n{}{missed}", presence(&stream));
        return Some((Ok(Bytes::from(greeting)), stream));
    }
    if *stream.closing.borrow() {
        return None;
    }
    let text = tokio::select! {
        _ = stream.closing.changed() => return None,
        () = tokio::time::sleep_until(stream.ends) => return None,
        () = tokio::time::sleep(KEEP_ALIVE) => ": here\n\n".to_owned(),
        message = stream.receiver.recv() => match message {
            Ok(Announcement::AccessEnded { user }) => {
                if user == stream.user && !may_go_on(&stream.cx).await {
                    stream.ends = Instant::now();
                    "event: signed_out\ndata: {}\n\n".to_owned()
                } else {
                    ": here\n\n".to_owned()
                }
            }
            Ok(what) => event(&stream, &what),
            Err(RecvError::Lagged(_)) => RESYNC.to_owned(),
            Err(RecvError::Closed) => return None,
        },
    };
    Some((Ok(Bytes::from(text)), stream))
}

/// What was announced while the page had no stream yet.
fn missed(stream: &Stream) -> String {
    let Some(mark) = &stream.since else {
        return String::new();
    };
    match stream.hub.since(stream.organization, mark) {
        Some(all) => all.iter().map(|what| event(stream, what)).collect(),
        None => RESYNC.to_owned(),
    }
}

/// Whether the session is still that of a member. A database that is away for a moment ends nobody's stream.
async fn may_go_on(cx: &Cx) -> bool {
    let asked = in_work(cx, |_, actor| Ok(may(actor, Action::See, Subject::NONE)?)).await;
    !matches!(
        asked,
        Err(AppError::NotSignedIn | AppError::NoOrganization | AppError::Refusal(_))
    )
}

fn event(stream: &Stream, what: &Announcement) -> String {
    match what {
        Announcement::ProjectRows { rows, actor, tab } => format!(
            "event: project_rows\ndata: {}\n\n",
            json!({"rows": rows, "actor": actor, "tab": tab})
        ),
        Announcement::Record {
            kind,
            id,
            actor,
            tab,
        } => format!(
            "event: record\ndata: {}\n\n",
            json!({"kind": kind, "id": id, "actor": actor, "tab": tab})
        ),
        Announcement::ListChanged => "event: list_changed\ndata: {}\n\n".to_owned(),
        Announcement::Import { id } => {
            format!("event: import_{}\ndata: {{}}\n\n", id.simple())
        }
        Announcement::Presence { .. } => presence(stream),
        Announcement::AccessEnded { .. } => ": here\n\n".to_owned(),
        Announcement::Resync => RESYNC.to_owned(),
    }
}

fn presence(stream: &Stream) -> String {
    let people: Vec<_> = stream
        .hub
        .present(stream.organization, &stream.tab)
        .into_iter()
        .filter(|p| p.id != stream.user)
        .filter_map(|p| {
            let (_, name, initials, hue) = stream.people.iter().find(|(id, ..)| *id == p.id)?;
            Some(json!({
                "id": p.id, "name": name, "initials": initials, "hue": hue,
                "place": p.place, "row": p.row, "col": p.col, "editing": p.editing,
            }))
        })
        .collect();
    format!("event: presence\ndata: {}\n\n", json!({"people": people}))
}

/// `POST /live/presence`: a cell, or nothing when the page is left.
pub async fn set_presence(cx: Cx, form: Fields) -> Outcome {
    let short = |name: &str| form.get(name).chars().take(64).collect::<String>();
    let (tab, place, row, col) = (short("tab"), short("place"), short("row"), short("col"));
    let editing = form.get("editing") == "1";
    in_work(&cx, move |work, actor| {
        may(actor, Action::See, Subject::NONE)?;
        work.announce(Announcement::Presence {
            user: actor.user,
            tab,
            place,
            row,
            col,
            editing,
        });
        Ok(Answer::no_content())
    })
    .await
}
