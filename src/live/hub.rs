//! The open streams of this process, by organization, and who is where.

use std::collections::{HashMap, VecDeque};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use serde::Serialize;
use tokio::sync::{broadcast, watch};
use uuid::Uuid;

use crate::db::Announcement;

/// Messages that a slow stream may lag behind before it is told to fetch everything again.
const LAG: usize = 256;
/// Announcements of an organization that are kept for pages whose stream is not open yet.
const KEPT: usize = 64;
/// A page whose script has not opened its stream after this time asks for everything again.
const KEPT_FOR: Duration = Duration::from_secs(120);
/// A browser says where it is every 20 s; after this time it is gone.
const PRESENT_FOR: Duration = Duration::from_secs(45);

/// Where one tab of a person is.
#[derive(Debug, Clone, Serialize, PartialEq)]
pub struct Presence {
    pub id: Uuid,
    pub place: String,
    pub row: String,
    pub col: String,
    pub editing: bool,
}

struct Room {
    sender: broadcast::Sender<Announcement>,
    present: HashMap<String, (Presence, Instant)>,
}

impl Room {
    fn new() -> Room {
        Room {
            sender: broadcast::channel(LAG).0,
            present: HashMap::new(),
        }
    }
}

/// What was announced a moment ago in one organization, oldest first, each with its number.
#[derive(Default)]
struct Recent {
    kept: VecDeque<(u64, Instant, Announcement)>,
    /// Up to this number nothing is kept any more.
    forgotten: u64,
}

impl Recent {
    fn add(&mut self, number: u64, what: &Announcement) {
        self.kept.push_back((number, Instant::now(), what.clone()));
        while self
            .kept
            .front()
            .is_some_and(|(_, at, _)| self.kept.len() > KEPT || at.elapsed() > KEPT_FOR)
        {
            if let Some((number, ..)) = self.kept.pop_front() {
                self.forgotten = number;
            }
        }
    }
}

/// Recent announcements of all organizations.
#[derive(Default)]
struct Memory {
    organizations: HashMap<Uuid, Recent>,
    /// Number of the last announcement that was for all.
    for_all: u64,
}

/// One per process.
pub struct Hub {
    rooms: Mutex<HashMap<Uuid, Room>>,
    memory: Mutex<Memory>,
    /// Number of the last announcement.
    last: AtomicU64,
    /// Numbers of another process mean nothing here.
    process: Uuid,
    closing: watch::Sender<bool>,
}

impl Default for Hub {
    fn default() -> Hub {
        Hub {
            rooms: Mutex::default(),
            memory: Mutex::default(),
            last: AtomicU64::new(0),
            process: Uuid::now_v7(),
            closing: watch::channel(false).0,
        }
    }
}

impl Hub {
    /// What is announced in an organization from now on.
    pub fn subscribe(&self, organization: Uuid) -> broadcast::Receiver<Announcement> {
        let mut rooms = self.rooms.lock().unwrap_or_else(|e| e.into_inner());
        rooms
            .entry(organization)
            .or_insert_with(Room::new)
            .sender
            .subscribe()
    }

    /// Where the announcements stand now.
    pub fn mark(&self) -> String {
        format!(
            "{}.{}",
            self.process.simple(),
            self.last.load(Ordering::SeqCst)
        )
    }

    /// What was announced in an organization after a mark; none if that is no longer known. Asked after
    /// [`Hub::subscribe`], so that something may come twice and nothing is missed.
    pub fn since(&self, organization: Uuid, mark: &str) -> Option<Vec<Announcement>> {
        let (process, number) = mark.split_once('.')?;
        let number: u64 = number.parse().ok()?;
        let memory = self.memory.lock().unwrap_or_else(|e| e.into_inner());
        let is_known = process == self.process.simple().to_string() && number >= memory.for_all;
        let recent = match memory.organizations.get(&organization) {
            _ if !is_known => return None,
            None => return Some(Vec::new()),
            Some(recent) => recent,
        };
        let after = recent.kept.iter().filter(|(n, ..)| *n > number);
        (number >= recent.forgotten).then(|| after.map(|(.., what)| what.clone()).collect())
    }

    /// Keeps what changes pages; who is where and who may go on is asked anew by each stream.
    fn remember(&self, organization: Uuid, what: &Announcement) {
        if matches!(
            what,
            Announcement::Presence { .. } | Announcement::AccessEnded { .. }
        ) {
            return;
        }
        let mut memory = self.memory.lock().unwrap_or_else(|e| e.into_inner());
        let number = self.last.fetch_add(1, Ordering::SeqCst) + 1;
        if organization.is_nil() {
            memory.for_all = number;
            return;
        }
        let recent = memory.organizations.entry(organization).or_default();
        recent.add(number, what);
    }

    /// True once the server is stopping: streams end by themselves, so that it ends at once.
    pub fn closing(&self) -> watch::Receiver<bool> {
        self.closing.subscribe()
    }

    pub fn close(&self) {
        self.closing.send_replace(true);
    }

    /// Hands an announcement to the open streams; the nil organization means all of them, and so does the end of
    /// a session, which belongs to no organization.
    pub fn deliver(&self, organization: Uuid, what: &Announcement) {
        self.remember(organization, what);
        let mut rooms = self.rooms.lock().unwrap_or_else(|e| e.into_inner());
        if organization.is_nil() || matches!(what, Announcement::AccessEnded { .. }) {
            for room in rooms.values() {
                let _ = room.sender.send(what.clone());
            }
            return;
        }
        let Some(room) = rooms.get_mut(&organization) else {
            return;
        };
        if let Announcement::Presence {
            user,
            tab,
            place,
            row,
            col,
            editing,
        } = what
        {
            let here = Presence {
                id: *user,
                place: place.clone(),
                row: row.clone(),
                col: col.clone(),
                editing: *editing,
            };
            if place.is_empty() {
                room.present.remove(tab);
            } else {
                room.present.insert(tab.clone(), (here, Instant::now()));
            }
        }
        // No receiver is no failure: nobody of this organization looks at the moment.
        let _ = room.sender.send(what.clone());
    }

    /// Who is present now, one entry per tab except the asking one.
    pub fn present(&self, organization: Uuid, but_tab: &str) -> Vec<Presence> {
        let mut rooms = self.rooms.lock().unwrap_or_else(|e| e.into_inner());
        let Some(room) = rooms.get_mut(&organization) else {
            return Vec::new();
        };
        room.present
            .retain(|_, (_, seen)| seen.elapsed() < PRESENT_FOR);
        room.present
            .iter()
            .filter(|(tab, _)| *tab != but_tab)
            .map(|(_, (presence, _))| presence.clone())
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(user: Uuid, tab: &str, place: &str) -> Announcement {
        Announcement::Presence {
            user,
            tab: tab.to_owned(),
            place: place.to_owned(),
            row: String::new(),
            col: String::new(),
            editing: false,
        }
    }

    #[test]
    fn an_announcement_stays_in_its_organization() {
        let hub = Hub::default();
        let (ours, theirs) = (Uuid::now_v7(), Uuid::now_v7());
        let (mut us, mut them) = (hub.subscribe(ours), hub.subscribe(theirs));
        hub.deliver(ours, &Announcement::ListChanged);
        assert_eq!(us.try_recv(), Ok(Announcement::ListChanged));
        assert!(them.try_recv().is_err());
    }

    #[test]
    fn what_was_announced_between_a_page_and_its_stream_is_told() {
        let hub = Hub::default();
        let (ours, theirs) = (Uuid::now_v7(), Uuid::now_v7());
        hub.deliver(ours, &Announcement::ListChanged);
        let mark = hub.mark();
        assert_eq!(hub.since(ours, &mark), Some(Vec::new()));
        let id = Uuid::now_v7();
        hub.deliver(ours, &Announcement::Import { id });
        hub.deliver(theirs, &Announcement::ListChanged);
        assert_eq!(
            hub.since(ours, &mark),
            Some(vec![Announcement::Import { id }])
        );
        for _ in 0..=KEPT {
            hub.deliver(ours, &Announcement::ListChanged);
        }
        assert_eq!(hub.since(ours, &mark), None, "more than is kept");
    }

    #[test]
    fn a_mark_of_another_process_or_from_before_a_gap_says_nothing() {
        let hub = Hub::default();
        let ours = Uuid::now_v7();
        let mark = hub.mark();
        assert_eq!(hub.since(ours, &Hub::default().mark()), None);
        for forged in ["", ".", "x.1", "1"] {
            assert_eq!(hub.since(ours, forged), None, "{forged}");
        }
        hub.deliver(Uuid::nil(), &Announcement::Resync);
        assert_eq!(hub.since(ours, &mark), None);
    }

    #[test]
    fn others_are_seen_and_oneself_is_not() {
        let hub = Hub::default();
        let (org, ann, bob) = (Uuid::now_v7(), Uuid::now_v7(), Uuid::now_v7());
        let _stream = hub.subscribe(org);
        hub.deliver(org, &at(ann, "a", "register"));
        hub.deliver(org, &at(bob, "b", "register"));
        let seen: Vec<Uuid> = hub.present(org, "a").iter().map(|p| p.id).collect();
        assert_eq!(seen, [bob]);
        hub.deliver(org, &at(bob, "b", ""));
        assert!(hub.present(org, "a").is_empty());
    }
}
