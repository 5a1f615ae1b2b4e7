//! The open streams of this process, by organization, and who is where.

use std::collections::HashMap;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use serde::Serialize;
use tokio::sync::{broadcast, watch};
use uuid::Uuid;

use crate::db::Announcement;

/// Messages that a slow stream may lag behind before it is told to fetch everything again.
const LAG: usize = 256;
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

/// One per process.
pub struct Hub {
    rooms: Mutex<HashMap<Uuid, Room>>,
    closing: watch::Sender<bool>,
}

impl Default for Hub {
    fn default() -> Hub {
        Hub {
            rooms: Mutex::default(),
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
