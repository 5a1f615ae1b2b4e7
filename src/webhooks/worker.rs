//! The threads that send. No transaction is open while a receiver thinks; a receiver that does not answer holds
//! up one thread, and others go on.

use std::sync::Arc;
use std::time::Duration;

use super::model::{Delivery, SEND, Tried, Webhook};
use super::post::Post;
use super::queries;
use super::rules::pause_after;
use crate::accounts::in_organization;
use crate::db::jobs::{self, Job};
use crate::db::{Db, Work};
use crate::live::Hub;
use crate::refusal::Refused;

const POLL: Duration = Duration::from_millis(400);
/// How many deliveries are on their way at once.
const THREADS: usize = 2;

/// Starts the threads; they end when the hub closes.
pub fn start(db: &Db, hub: &Arc<Hub>, may_be_private: bool) -> Vec<std::thread::JoinHandle<()>> {
    let begin = |_| {
        let (db, hub) = (db.clone(), hub.clone());
        let post = Post::new(may_be_private);
        std::thread::Builder::new()
            .name("webhooks".to_owned())
            .spawn(move || {
                while !*hub.closing().borrow() {
                    match send_next(&db, &post) {
                        Ok(true) => {}
                        Ok(false) => std::thread::sleep(POLL),
                        Err(error) => {
                            tracing::warn!(?error, "webhooks wait for the database");
                            std::thread::sleep(POLL * 5);
                        }
                    }
                }
            })
            .expect("a thread can be started")
    };
    (0..THREADS).map(begin).collect()
}

/// Sends one delivery that is due; false if there is none.
pub fn send_next(db: &Db, post: &Post) -> Result<bool, Refused> {
    let Some(job) = jobs::take(db, &[SEND])? else {
        return Ok(false);
    };
    let ready = in_organization(db, job.organization_id, |work| ready(work, &job))?;
    if let Some((webhook, delivery)) = ready {
        let tried = post.send(&webhook, &delivery, chrono::Utc::now().timestamp());
        in_organization(db, job.organization_id, |work| {
            settle(work, &job, &delivery, &tried)
        })?;
    }
    Ok(true)
}

/// What is to be sent; none if it is not to be sent any more.
fn ready(work: &mut Work, job: &Job) -> Result<Option<(Webhook, Delivery)>, Refused> {
    let delivery = queries::delivery(work, job.subject_id)?;
    let delivery = delivery.filter(|d| d.state == "waiting");
    let webhook = match &delivery {
        Some(delivery) => queries::find(work, delivery.webhook_id)?,
        None => None,
    };
    match (webhook.filter(|w| w.active), delivery) {
        (Some(webhook), Some(delivery)) => Ok(Some((webhook, delivery))),
        (None, Some(delivery)) => {
            let tried = Tried::Not {
                status: None,
                why: "off".to_owned(),
            };
            queries::note(work, delivery.id, delivery.attempts, &tried, true)?;
            jobs::finish(work, job.id)?;
            Ok(None)
        }
        _ => {
            jobs::finish(work, job.id)?;
            Ok(None)
        }
    }
}

fn settle(work: &mut Work, job: &Job, delivery: &Delivery, tried: &Tried) -> Result<(), Refused> {
    let pause = match tried {
        Tried::Delivered(_) => None,
        Tried::Not { .. } => pause_after(job.attempts),
    };
    let attempts = delivery.attempts + 1;
    queries::note(work, delivery.id, attempts, tried, pause.is_none())?;
    match pause {
        Some(pause) => {
            let at = work.now() + pause;
            jobs::put_off(work, job.id, at)?;
            tracing::info!(delivery = %delivery.id, "not delivered yet");
        }
        None => {
            jobs::finish(work, job.id)?;
            queries::forget_old(work, delivery.webhook_id)?;
        }
    }
    Ok(())
}
