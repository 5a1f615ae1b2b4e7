//! Keys of programs: what one looks like, what it may do. Pure. A key names its organization, so that it is
//! looked up there and nowhere else; the database knows its hash.

use chrono::{DateTime, Duration, Utc};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::model::Role;

const BEGINNING: &str = "icrm_";
const SECRET_LENGTH: usize = 64;

/// What a key may do, whatever more its maker may.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// Reads everything, changes nothing.
    Read,
    /// Works with rows as a manager does.
    Write,
    /// Directories, custom fields, members too.
    Manage,
}

impl Scope {
    pub const ALL: [Scope; 3] = [Scope::Read, Scope::Write, Scope::Manage];

    pub fn word(self) -> &'static str {
        match self {
            Scope::Read => "read",
            Scope::Write => "write",
            Scope::Manage => "manage",
        }
    }

    pub fn from_word(word: &str) -> Option<Scope> {
        Scope::ALL.into_iter().find(|s| s.word() == word)
    }

    /// Key of the name that people read.
    pub fn label(self) -> &'static str {
        match self {
            Scope::Read => "key-scope-read",
            Scope::Write => "key-scope-write",
            Scope::Manage => "key-scope-manage",
        }
    }

    /// Key of what it says of itself.
    pub fn hint(self) -> &'static str {
        match self {
            Scope::Read => "key-scope-read-hint",
            Scope::Write => "key-scope-write-hint",
            Scope::Manage => "key-scope-manage-hint",
        }
    }

    /// The role in which a key of this maker acts: never more than either.
    pub fn role(self, maker: Role) -> Role {
        let most = match self {
            Scope::Read => Role::Viewer,
            Scope::Write => Role::Manager,
            Scope::Manage => Role::Admin,
        };
        // The strongest role comes first.
        most.max(maker)
    }
}

/// How long a key may last.
pub const LASTS: [i64; 4] = [30, 90, 365, 1825];

/// A key as it was sent: the organization that it names, and its hash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SentKey {
    pub organization: Uuid,
    pub hash: Vec<u8>,
}

/// The text of a key of this organization.
pub fn write(organization: Uuid, secret: &str) -> String {
    format!("{BEGINNING}{}_{secret}", organization.simple())
}

pub fn hash(key: &str) -> Vec<u8> {
    Sha256::digest(key.as_bytes()).to_vec()
}

/// The last letters, by which people tell keys apart.
pub fn ending(key: &str) -> String {
    key.chars()
        .skip(key.chars().count().saturating_sub(4))
        .collect()
}

/// A key, if the text has the form of one.
pub fn read(text: &str) -> Option<SentKey> {
    let (organization, secret) = text.strip_prefix(BEGINNING)?.split_once('_')?;
    let has_form = organization.len() == 32
        && secret.len() == SECRET_LENGTH
        && secret.bytes().all(|b| b.is_ascii_hexdigit());
    has_form.then(|| {
        Some(SentKey {
            organization: Uuid::try_parse(organization).ok()?,
            hash: hash(text),
        })
    })?
}

/// The last use is noted so often; a write on each request would cost more than it tells.
pub fn is_to_be_noted(last_used: Option<DateTime<Utc>>, now: DateTime<Utc>) -> bool {
    last_used.is_none_or(|at| now - at > Duration::minutes(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_read_as_it_is_written_and_nothing_else_is_one() {
        let organization = Uuid::now_v7();
        let key = write(organization, &"a1".repeat(32));
        let sent = read(&key).expect("a key");
        assert_eq!((sent.organization, sent.hash), (organization, hash(&key)));
        assert_eq!(ending(&key), "a1a1");
        for other in [
            "",
            "icrm_",
            "icrm_x_y",
            &key[1..],
            &key[..key.len() - 1],
            "a.b.c",
        ] {
            assert_eq!(read(other), None, "{other}");
        }
    }

    #[test]
    fn a_key_may_never_more_than_its_maker() {
        use Role::*;
        for (scope, roles) in [
            (Scope::Read, [Viewer, Viewer, Viewer, Viewer, Viewer]),
            (Scope::Write, [Manager, Manager, Manager, Member, Viewer]),
            (Scope::Manage, [Admin, Admin, Manager, Member, Viewer]),
        ] {
            assert_eq!(Role::ALL.map(|maker| scope.role(maker)), roles, "{scope:?}");
        }
    }
}
