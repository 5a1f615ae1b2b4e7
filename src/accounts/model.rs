//! The words of the room: roles, people, who is acting.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use uuid::Uuid;

use crate::text::Locale;

/// A person's role in one organization, strongest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    Owner,
    Admin,
    Manager,
    Member,
    Viewer,
}

impl Role {
    pub const ALL: [Role; 5] = [
        Role::Owner,
        Role::Admin,
        Role::Manager,
        Role::Member,
        Role::Viewer,
    ];

    pub fn word(self) -> &'static str {
        match self {
            Role::Owner => "owner",
            Role::Admin => "admin",
            Role::Manager => "manager",
            Role::Member => "member",
            Role::Viewer => "viewer",
        }
    }

    pub fn from_word(word: &str) -> Option<Role> {
        Role::ALL.into_iter().find(|r| r.word() == word)
    }

    /// Key of the role's name.
    pub fn label(self) -> &'static str {
        match self {
            Role::Owner => "role-owner",
            Role::Admin => "role-admin",
            Role::Manager => "role-manager",
            Role::Member => "role-member",
            Role::Viewer => "role-viewer",
        }
    }
}

/// Who is acting, in which organization, with which rights.
#[derive(Debug, Clone)]
pub struct Actor {
    pub user: Uuid,
    pub session: Uuid,
    pub role: Role,
    pub may_export: bool,
    pub organization: Uuid,
    pub organization_name: String,
    pub region: String,
    pub zone: Tz,
    /// Members may change every project and client, not only those assigned to them.
    pub members_edit_all: bool,
    /// Parts of the product that the organization uses.
    pub uses_register: bool,
    pub uses_pipeline: bool,
    /// A key of a program acts in the person's name: not for what is the person's own.
    pub is_key: bool,
    pub name: String,
    pub email: String,
    pub hue: i16,
    pub locale: Locale,
    pub theme: String,
    pub density: String,
}

impl Actor {
    pub fn initials(&self) -> String {
        initials(&self.name)
    }
}

/// Two letters that stand for a person. Names are kept surname first, and colleagues call each other the
/// other way round: Ветрова Анастасия is АВ.
pub fn initials(name: &str) -> String {
    let mut letters: Vec<char> = name
        .split_whitespace()
        .take(2)
        .filter_map(|w| w.chars().next())
        .collect();
    letters.reverse();
    letters.into_iter().flat_map(char::to_uppercase).collect()
}

/// A member as others see them.
#[derive(Debug, Clone)]
pub struct Person {
    pub id: Uuid,
    pub name: String,
    pub email: String,
    pub last_name: Option<String>,
    pub first_name: Option<String>,
    pub middle_name: Option<String>,
    pub role: Role,
    pub hue: i16,
    pub is_member: bool,
}

impl Person {
    /// `Ветрова А.` where the parts of the name are known, else the name.
    pub fn short_name(&self) -> String {
        match (&self.last_name, &self.first_name) {
            (Some(last), Some(first)) => match first.chars().next() {
                Some(c) => format!("{last}\u{a0}{c}."),
                None => last.clone(),
            },
            _ => self.name.clone(),
        }
    }

    pub fn initials(&self) -> String {
        initials(&self.name)
    }
}

/// What an organization uses of the product.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Parts {
    Register,
    Pipeline,
    Both,
}

impl Parts {
    pub const ALL: [Parts; 3] = [Parts::Register, Parts::Pipeline, Parts::Both];

    pub fn word(self) -> &'static str {
        match self {
            Parts::Register => "register",
            Parts::Pipeline => "pipeline",
            Parts::Both => "both",
        }
    }

    pub fn from_word(word: &str) -> Option<Parts> {
        Parts::ALL.into_iter().find(|p| p.word() == word)
    }

    /// The parts that are stored one by one; the table lets no organization be without any.
    pub fn of(uses_register: bool, uses_pipeline: bool) -> Parts {
        match (uses_register, uses_pipeline) {
            (true, true) => Parts::Both,
            (false, true) => Parts::Pipeline,
            _ => Parts::Register,
        }
    }

    pub fn uses_register(self) -> bool {
        self != Parts::Pipeline
    }

    pub fn uses_pipeline(self) -> bool {
        self != Parts::Register
    }
}

/// A member with what an administrator sees of the membership.
#[derive(Debug, Clone)]
pub struct Member {
    pub person: Person,
    pub may_export: bool,
    pub since: DateTime<Utc>,
    pub version: i64,
}

/// A link by which somebody may join, while it can be used.
#[derive(Debug, Clone)]
pub struct Invitation {
    pub id: Uuid,
    pub organization: Uuid,
    pub role: Role,
    pub made_by: Uuid,
    pub expires_at: DateTime<Utc>,
}
