//! The thread that sends. Each letter takes three short units of work: claimed, made ready, settled;
//! no transaction is open while the mail server thinks.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::Duration;

use uuid::Uuid;

use super::model::{LINK, Letter, SEND, Tried, pause_after};
use super::post::{NotSent, Post};
use super::queries;
use crate::config::Config;
use crate::db::jobs::{self, Job};
use crate::db::{Db, Work};
use crate::refusal::Refused;

/// Makes the link that opens a person's account; the room of accounts gives it, as this one knows no accounts.
pub type MakeLink = fn(&mut Work, &Config, Uuid) -> Result<String, Refused>;

/// How often the outbox is looked into.
const PAUSE: Duration = Duration::from_secs(1);
/// How long a stop waits for the letter in hand; the letter stays in the outbox in any case.
const GRACE: Duration = Duration::from_millis(1200);

/// The running worker; [`Worker::stop`] ends it.
pub struct Worker {
    stop: Sender<()>,
    stopped: Receiver<()>,
}

struct Sending {
    db: Db,
    config: Arc<Config>,
    post: Post,
    make_link: MakeLink,
}

/// Starts the thread. Several processes may each have one: a letter is taken by one of them.
pub fn start(db: Db, config: Arc<Config>, make_link: MakeLink) -> Result<Worker, String> {
    let sending = Sending {
        post: Post::of(&config)?,
        db,
        config,
        make_link,
    };
    let (stop, asked_to_stop) = channel();
    let (say_stopped, stopped) = channel::<()>();
    std::thread::Builder::new()
        .name("outbox".to_owned())
        .spawn(move || {
            sending.run(&asked_to_stop);
            // What it holds of the database is let go before anybody hears that it has stopped.
            drop(sending);
            drop(say_stopped);
        })
        .map_err(|e| e.to_string())?;
    Ok(Worker { stop, stopped })
}

impl Worker {
    pub fn stop(self) {
        drop(self.stop);
        // Gone, or still talking to a slow mail server: either way we leave.
        let _ = self.stopped.recv_timeout(GRACE);
    }
}

impl Sending {
    fn run(&self, asked_to_stop: &Receiver<()>) {
        let mut was_up = true;
        loop {
            let pause = match self.send_next() {
                Ok(true) => Duration::ZERO,
                Ok(false) => PAUSE,
                Err(e) => {
                    if was_up {
                        tracing::warn!(error = ?e, "the outbox cannot work now");
                    }
                    was_up = false;
                    PAUSE
                }
            };
            was_up |= pause.is_zero();
            if asked_to_stop.recv_timeout(pause) != Err(RecvTimeoutError::Timeout) {
                return;
            }
        }
    }

    /// Sends one letter that is due; false if there is none.
    fn send_next(&self) -> Result<bool, Refused> {
        let Some(job) = jobs::take(&self.db, &[SEND])? else {
            return Ok(false);
        };
        let result = match self.ready(&job) {
            Ok(Some(letter)) => self.post.send(&letter),
            Ok(None) => return Ok(true),
            // Whatever is wrong with it, it shall not come back for ever.
            Err(e) if pause_after(job.attempts).is_none() => Err(NotSent {
                is_final: true,
                why: format!("{e:?}"),
            }),
            Err(e) => return Err(e),
        };
        let mut work = Work::begin(&self.db, job.organization_id)?;
        let tried = match result {
            Ok(()) => Tried::Sent,
            Err(e) => match pause_after(job.attempts) {
                Some(pause) if !e.is_final => Tried::Again {
                    at: work.now() + pause,
                    why: e.why,
                },
                _ => Tried::Failed { why: e.why },
            },
        };
        settle(&mut work, &job, &tried)?;
        work.commit()?;
        Ok(true)
    }

    /// The letter with its link; none if it is not to be sent any more.
    fn ready(&self, job: &Job) -> Result<Option<Letter>, Refused> {
        let mut work = Work::begin(&self.db, job.organization_id)?;
        let mut letter = queries::waiting(&mut work, job.subject_id)?;
        match &mut letter {
            Some(letter) => {
                if let Some(person) = letter.link_for {
                    let link = (self.make_link)(&mut work, &self.config, person)?;
                    letter.body = letter.body.replace(LINK, &link);
                }
            }
            None => jobs::finish(&mut work, job.id)?,
        }
        work.commit()?;
        Ok(letter)
    }
}

/// The reason may name an address, so the log has none.
fn settle(work: &mut Work, job: &Job, tried: &Tried) -> Result<(), Refused> {
    queries::note(work, job.subject_id, job.attempts, tried)?;
    match tried {
        Tried::Sent => {
            tracing::info!(letter = %job.subject_id, "sent");
            jobs::finish(work, job.id)?;
        }
        Tried::Again { at, .. } => {
            tracing::warn!(letter = %job.subject_id, "not sent yet");
            jobs::put_off(work, job.id, *at)?;
        }
        Tried::Failed { .. } => {
            tracing::error!(letter = %job.subject_id, "given up");
            jobs::finish(work, job.id)?;
        }
    }
    Ok(())
}
