//! The wire between processes: one thread with one connection of its own gathers what was
//! announced for a few milliseconds, sends it as one notification, and listens to all. A notification
//! inside each transaction would take a lock of the whole database.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

use diesel::prelude::*;
use diesel::sql_types::{Array, Text};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::Hub;
use crate::db::{Announcement, Announcer, sql};

/// How long announcements gather: short enough for "at once", long enough to share a commit.
const GATHER: Duration = Duration::from_millis(25);
const LIVENESS: Duration = Duration::from_secs(10);
const RECONNECT: Duration = Duration::from_millis(500);
/// PostgreSQL takes 8,000 bytes; some are left for the wrapping.
const LONGEST_PAYLOAD: usize = 7_600;
/// More rows than this in one go are "the list changed".
const MOST_ROWS: usize = 100;

#[derive(Serialize, Deserialize)]
struct Parcel {
    o: Uuid,
    a: Announcement,
}

/// The sending end; what is announced after the thread has ended is dropped with it.
pub struct Wire {
    sender: Sender<(Uuid, Announcement)>,
    hub: Arc<Hub>,
}

impl Announcer for std::sync::Mutex<Wire> {
    fn announce(&self, organization: Uuid, what: Announcement) {
        let wire = self.lock().unwrap_or_else(|e| e.into_inner());
        let _ = wire.sender.send((organization, what));
    }

    fn mark(&self) -> String {
        let wire = self.lock().unwrap_or_else(|e| e.into_inner());
        wire.hub.mark()
    }
}

/// Starts the thread. It ends when the wire is dropped or the hub closes.
pub fn start(url: String, hub: Arc<Hub>) -> Arc<std::sync::Mutex<Wire>> {
    let (sender, receiver) = channel();
    let wire = Wire {
        sender,
        hub: hub.clone(),
    };
    std::thread::Builder::new()
        .name("live".to_owned())
        .spawn(move || run(&url, &hub, &receiver))
        .expect("a thread can be started");
    Arc::new(std::sync::Mutex::new(wire))
}

fn run(url: &str, hub: &Hub, receiver: &Receiver<(Uuid, Announcement)>) {
    let mut waiting: Vec<Parcel> = Vec::new();
    loop {
        match serve(url, hub, receiver, &mut waiting) {
            Ok(()) => return,
            Err(e) => tracing::warn!(error = %e, "live updates wait for the database"),
        }
        if *hub.closing().borrow() {
            return;
        }
        std::thread::sleep(RECONNECT);
    }
}

fn connect(url: &str) -> Result<PgConnection, String> {
    let mut conn = PgConnection::establish(url).map_err(|e| e.to_string())?;
    sql("LISTEN crm")
        .execute(&mut conn)
        .map_err(|e| e.to_string())?;
    Ok(conn)
}

/// Until the senders are gone; an error means that the connection was lost.
fn serve(
    url: &str,
    hub: &Hub,
    receiver: &Receiver<(Uuid, Announcement)>,
    waiting: &mut Vec<Parcel>,
) -> Result<(), String> {
    let mut conn = connect(url)?;
    // Whatever was announced while nobody listened, here or in a process that died, is healed by this.
    send(
        &mut conn,
        &[Parcel {
            o: Uuid::nil(),
            a: Announcement::Resync,
        }],
    )?;
    let mut alive = Instant::now();
    loop {
        let first = match receiver.recv_timeout(GATHER) {
            Ok(first) => Some(first),
            Err(RecvTimeoutError::Timeout) => None,
            Err(RecvTimeoutError::Disconnected) => return Ok(()),
        };
        if *hub.closing().borrow() {
            return Ok(());
        }
        if let Some(first) = first {
            // The first after a quiet moment goes at once; those behind it gather meanwhile.
            let rest: Vec<_> = receiver.try_iter().collect();
            gather(waiting, std::iter::once(first).chain(rest));
        }
        if !waiting.is_empty() {
            send(&mut conn, waiting)?;
            waiting.clear();
            alive = Instant::now();
        }
        for notification in conn.notifications_iter() {
            let payload = notification.map_err(|e| e.to_string())?.payload;
            match serde_json::from_str::<Parcel>(&payload) {
                Ok(parcel) => hub.deliver(parcel.o, &parcel.a),
                Err(e) => tracing::warn!(error = %e, "a notification of another version"),
            }
        }
        if alive.elapsed() > LIVENESS {
            sql("SELECT 1")
                .execute(&mut conn)
                .map_err(|e| e.to_string())?;
            alive = Instant::now();
        }
    }
}

/// Joins rows of one organization, person and tab into one parcel.
fn gather(waiting: &mut Vec<Parcel>, new: impl Iterator<Item = (Uuid, Announcement)>) {
    for (o, a) in new {
        if let Announcement::ProjectRows { rows, actor, tab } = &a {
            let same = waiting.iter_mut().find_map(|p| match &mut p.a {
                Announcement::ProjectRows {
                    rows: before,
                    actor: by,
                    tab: from,
                } if p.o == o && by == actor && from == tab => Some(before),
                _ => None,
            });
            if let Some(before) = same {
                before.extend_from_slice(rows);
                continue;
            }
        }
        let repeated = waiting.iter().any(|p| p.o == o && p.a == a);
        if !repeated {
            waiting.push(Parcel { o, a });
        }
    }
    for parcel in waiting {
        if let Announcement::ProjectRows { rows, .. } = &parcel.a
            && rows.len() > MOST_ROWS
        {
            parcel.a = Announcement::ListChanged;
        }
    }
}

/// All parcels in one transaction: each of its own would be a commit like an edit's.
fn send(conn: &mut PgConnection, parcels: &[Parcel]) -> Result<(), String> {
    let payloads: Result<Vec<String>, _> = parcels.iter().map(payload).collect();
    sql("SELECT pg_notify('crm', p) FROM unnest($1) AS p")
        .bind::<Array<Text>, _>(payloads.map_err(|e| e.to_string())?)
        .execute(conn)
        .map(|_| ())
        .map_err(|e| e.to_string())
}

fn payload(parcel: &Parcel) -> serde_json::Result<String> {
    let payload = serde_json::to_string(parcel)?;
    if payload.len() <= LONGEST_PAYLOAD {
        return Ok(payload);
    }
    serde_json::to_string(&Parcel {
        o: parcel.o,
        a: Announcement::ListChanged,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(ids: &[u128]) -> Announcement {
        Announcement::ProjectRows {
            rows: ids.iter().map(|i| (Uuid::from_u128(*i), 1)).collect(),
            actor: None,
            tab: None,
        }
    }

    #[test]
    fn rows_of_one_person_travel_together() {
        let org = Uuid::from_u128(9);
        let mut waiting = Vec::new();
        gather(
            &mut waiting,
            [(org, rows(&[1])), (org, rows(&[2]))].into_iter(),
        );
        assert_eq!(waiting.len(), 1);
        assert_eq!(waiting[0].a, rows(&[1, 2]));
    }

    #[test]
    fn more_than_a_hundred_rows_are_a_changed_list() {
        let org = Uuid::from_u128(9);
        let many: Vec<u128> = (0..=MOST_ROWS as u128).collect();
        let mut waiting = Vec::new();
        gather(&mut waiting, [(org, rows(&many))].into_iter());
        assert_eq!(waiting[0].a, Announcement::ListChanged);
    }
}
