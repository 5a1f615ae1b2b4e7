//! The unit of work: one request, one transaction, one organization. There is no other way for a
//! room to get a connection.

use chrono::{DateTime, Utc};
use diesel::connection::SimpleConnection;
use diesel::pg::PgConnection;
use uuid::Uuid;

use super::pool::Lent;
use super::{Announcement, Aspect, Db, DbError, Recorded, Touched};
use crate::refusal::Refused;

/// Through what a change came in; history says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Door {
    Form,
    Grid,
    Import,
    Api,
    Command,
    System,
}

impl Door {
    pub fn word(self) -> &'static str {
        match self {
            Door::Form => "form",
            Door::Grid => "grid",
            Door::Import => "import",
            Door::Api => "api",
            Door::Command => "command",
            Door::System => "system",
        }
    }
}

/// What a person does at one stroke, and takes back at one stroke.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Act {
    pub id: Uuid,
    /// A word of the table of acts.
    pub kind: &'static str,
    /// How often it was taken back or done again before.
    pub pass: i32,
    /// Its row is there already.
    pub is_stored: bool,
}

impl Act {
    /// A new one; the browser may have named it.
    pub fn new(id: Option<Uuid>, kind: &'static str) -> Act {
        Act {
            id: id.unwrap_or_else(Uuid::now_v7),
            kind,
            pass: 0,
            is_stored: false,
        }
    }
}

/// An open transaction in which the organization is set, so that row-level security guards what a
/// forgotten condition would leak. Dropped without [`Work::commit`], it leaves no trace.
pub struct Work {
    lent: Lent,
    db: Db,
    organization: Uuid,
    user: Option<Uuid>,
    pub door: Door,
    pub tab: Option<String>,
    pub import: Option<Uuid>,
    /// To which act of the person the entries of the history belong.
    pub act: Option<Act>,
    now: DateTime<Utc>,
    touched: Touched,
    announcements: Vec<Announcement>,
    open: bool,
}

impl Work {
    /// BEGIN and the organization in one round trip. The nil organization sees no organization's rows.
    pub fn begin(db: &Db, organization: Uuid) -> Result<Work, DbError> {
        let begin = format!("BEGIN; SET LOCAL app.organization_id = '{organization}'");
        let lent = Self::living_connection(db, &begin)?;
        Ok(Work {
            lent,
            db: db.clone(),
            organization,
            user: None,
            door: Door::Form,
            tab: None,
            import: None,
            act: None,
            now: Utc::now(),
            touched: Touched::default(),
            announcements: Vec::new(),
            open: true,
        })
    }

    /// After a restart of the server every pooled connection may be dead: the pool is asked until it
    /// gives a living one.
    fn living_connection(db: &Db, begin: &str) -> Result<Lent, DbError> {
        const MOST_DEAD: usize = 64;
        let mut last = None;
        for _ in 0..MOST_DEAD {
            let mut lent = db.connection()?;
            match lent.conn().batch_execute(begin) {
                Ok(()) => return Ok(lent),
                Err(e) => {
                    lent.is_dead();
                    last = Some(e);
                }
            }
        }
        Err(DbError::Away(
            last.map(|e| e.to_string()).unwrap_or_default(),
        ))
    }

    pub fn conn(&mut self) -> &mut PgConnection {
        self.lent.conn()
    }

    pub fn db(&self) -> &Db {
        &self.db
    }

    pub fn organization(&self) -> Uuid {
        self.organization
    }

    /// The person who acts; none for jobs of the system.
    pub fn user(&self) -> Option<Uuid> {
        self.user
    }

    pub fn acts_for(&mut self, user: Uuid) {
        self.user = Some(user);
    }

    /// The moment at which this unit of work began; rules get it as an argument.
    pub fn now(&self) -> DateTime<Utc> {
        self.now
    }

    /// Lets the person's own rows outside this organization be seen: memberships, their account.
    pub fn show_own_rows(&mut self, user: Uuid) -> Result<(), DbError> {
        Ok(self
            .conn()
            .batch_execute(&format!("SET LOCAL app.user_id = '{user}'"))?)
    }

    /// Shows the one account with this address, for signing in.
    pub fn show_account(&mut self, email: &str) -> Result<(), DbError> {
        use diesel::RunQueryDsl;
        // An address is typed by a stranger and SET takes no parameter, so set_config. Accounts are a
        // reference table: this setting never has to reach another node.
        super::sql("SELECT set_config('app.email', $1, true)")
            .bind::<diesel::sql_types::Text, _>(email.to_owned())
            .execute(self.conn())?;
        Ok(())
    }

    /// Lets the list of organizations be read, and nothing of what is in them: for the command line
    /// and for the first visit, which belong to no organization.
    pub fn show_organizations(&mut self) -> Result<(), DbError> {
        Ok(self.conn().batch_execute("SET LOCAL app.operator = 'on'")?)
    }

    /// Says which organization this work is in once it is known (accepting an invitation, making the first one).
    pub fn enter(&mut self, organization: Uuid) -> Result<(), DbError> {
        self.organization = organization;
        Ok(self
            .conn()
            .batch_execute(&format!("SET LOCAL app.organization_id = '{organization}'"))?)
    }

    pub fn touch_project(&mut self, id: Uuid, aspect: Aspect) {
        self.touched.project(id, aspect);
    }

    pub fn touch_client(&mut self, id: Uuid) {
        self.touched.clients.insert(id);
    }

    /// Clients that this work made: they have no projects of before.
    pub fn touch_new_clients(&mut self, ids: Vec<Uuid>) {
        self.touched.new_clients.extend(ids);
    }

    /// A client that no list shows any more.
    pub fn touch_gone_client(&mut self, id: Uuid) {
        self.touched.gone_clients.insert(id);
    }

    /// A client of which a contact changed and nothing else.
    pub fn touch_contacts_of(&mut self, client: Uuid) {
        self.touched.contacts_of.insert(client);
    }

    /// A row of which an added field changed.
    pub fn touch_custom(&mut self, id: Uuid) {
        self.touched.custom.insert(id);
    }

    pub fn touch_directory_entry(&mut self, id: Uuid) {
        self.touched.directory_entries.insert(id);
    }

    pub fn touch_person(&mut self, id: Uuid) {
        self.touched.people.insert(id);
    }

    /// Keeps what the history was given for those outside who are told; of an import only that there was one.
    pub fn note_recorded(&mut self, change: Recorded) {
        if self.door == Door::Import {
            self.touched.is_much_recorded = true;
            return;
        }
        self.touched.record(change);
    }

    /// Tells the other browsers after commit, and only then.
    pub fn announce(&mut self, what: Announcement) {
        self.announcements.push(what);
    }

    /// What a person changes by hand is an act of theirs that can be taken back, whatever page it is on. Within
    /// a larger act it is a part of that.
    pub fn begin_act(&mut self, kind: &'static str) {
        if self.act.is_none() && matches!(self.door, Door::Form | Door::Grid) {
            self.act = Some(Act::new(None, kind));
        }
    }

    /// Tells the other browsers that a project has this version now.
    pub fn announce_project(&mut self, id: Uuid, version: i64) {
        let (actor, tab) = (self.user, self.tab.clone());
        self.announce(Announcement::ProjectRows {
            rows: vec![(id, version)],
            actor,
            tab,
        });
    }

    /// Tells those who look at a record that something of it changed.
    pub fn announce_record(&mut self, kind: &str, id: Uuid) {
        let (actor, tab) = (self.user, self.tab.clone());
        self.announce(Announcement::Record {
            kind: kind.to_owned(),
            id,
            actor,
            tab,
        });
    }

    /// Brings the copies of the upper rooms up to date now, for an answer that shows them.
    pub fn project_now(&mut self) -> Result<(), Refused> {
        let touched = std::mem::take(&mut self.touched);
        if !touched.is_empty() {
            for projection in self.db.clone().projections() {
                projection(self, &touched)?;
            }
        }
        Ok(())
    }

    /// Does something and takes it back at once: what came of it is told, and nothing of it stays.
    pub fn try_out<T, E: From<DbError>>(
        &mut self,
        act: impl FnOnce(&mut Work) -> Result<T, E>,
    ) -> Result<T, E> {
        let kept = (self.touched.clone(), self.announcements.clone(), self.act);
        self.conn()
            .batch_execute("SAVEPOINT trial")
            .map_err(DbError::from)?;
        let came = act(self);
        self.conn()
            .batch_execute("ROLLBACK TO SAVEPOINT trial; RELEASE SAVEPOINT trial")
            .map_err(DbError::from)?;
        (self.touched, self.announcements, self.act) = kept;
        came
    }

    /// Commits what touched no room's rows.
    pub(super) fn commit_only(mut self) -> Result<(), DbError> {
        self.conn().batch_execute("COMMIT")?;
        self.open = false;
        Ok(())
    }

    /// Runs the projections, commits, announces.
    pub fn commit(mut self) -> Result<(), Refused> {
        self.project_now()?;
        self.conn()
            .batch_execute("COMMIT")
            .map_err(DbError::from)
            .map_err(Refused::from)?;
        self.open = false;
        for what in std::mem::take(&mut self.announcements) {
            self.db.announce(self.organization, what);
        }
        Ok(())
    }
}

impl Drop for Work {
    fn drop(&mut self) {
        if self.open && self.conn().batch_execute("ROLLBACK").is_err() {
            self.lent.is_dead();
        }
    }
}
