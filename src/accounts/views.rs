//! What the templates of the room show. No query, no permission. Here the pages before and beside
//! an organization; its settings in files of their own.

pub mod keys;
pub mod members;
pub mod settings;
mod zones;

use askama::Template;
use uuid::Uuid;

use super::model::{Parts, Person, Role};
use super::pages::is_own_path;
use super::queries;
use crate::refusal::Refusal;
use crate::text::Message;
use crate::web::{Bare, Cx, Fields, FormView};
use zones::Zone;

/// A form that was sent when the session had ended, on its way through the sign-in page.
pub struct KeptForm {
    pub address: String,
    pub fields: Vec<(String, String)>,
}

const KEPT_ADDRESS: &str = "kept-address";
const KEPT_FIELD: &str = "kept.";

impl KeptForm {
    /// Passwords are never carried along.
    pub fn new(address: &str, fields: &Fields) -> KeptForm {
        KeptForm {
            address: address.to_owned(),
            fields: fields
                .pairs()
                .iter()
                .filter(|(n, _)| !n.contains("password"))
                .cloned()
                .collect(),
        }
    }

    /// The form that the sign-in page carried along; only for an address of our own.
    pub fn from_sign_in(form: &Fields) -> Option<KeptForm> {
        let address = form.given(KEPT_ADDRESS)?;
        is_own_path(address).then(|| KeptForm {
            address: address.to_owned(),
            fields: form
                .pairs()
                .iter()
                .filter_map(|(n, v)| Some((n.strip_prefix(KEPT_FIELD)?.to_owned(), v.clone())))
                .collect(),
        })
    }
}

#[derive(Template)]
#[template(path = "accounts/sign_in.html")]
pub struct SignIn {
    pub bare: Bare,
    pub to: String,
    pub email: String,
    pub stays: bool,
    pub session_ended: bool,
    /// Title and way out of a refusal.
    pub refused: Option<(String, String)>,
    pub kept: Option<KeptForm>,
    pub may_sign_up: bool,
    /// What was done on the page before.
    pub done: Option<String>,
}

impl SignIn {
    pub fn new(bare: Bare, to: &str) -> SignIn {
        SignIn {
            bare,
            to: to.to_owned(),
            email: String::new(),
            stays: false,
            session_ended: false,
            refused: None,
            kept: None,
            may_sign_up: false,
            done: None,
        }
    }

    pub fn refuse(&mut self, refusal: &Refusal) {
        let t = self.bare.t;
        self.refused = Some(match refusal {
            Refusal::TooMany {
                retry_after_seconds,
            } => (
                t.text("error-too-many").into_owned(),
                t.count("error-too-many-way", *retry_after_seconds as i64),
            ),
            _ => (
                t.text("sign-in-wrong").into_owned(),
                t.text("sign-in-wrong-way").into_owned(),
            ),
        });
    }
}

/// After sign-in, the form that had been kept.
#[derive(Template)]
#[template(path = "accounts/continue.html")]
pub struct Continue {
    pub bare: Bare,
    pub kept: KeptForm,
}

/// An organization and its owner in one form: the first of the server, or one of somebody who registers.
#[derive(Template)]
#[template(path = "accounts/new_organization.html")]
pub struct NewOrganization {
    pub bare: Bare,
    pub form: FormView,
    pub zones: Vec<Zone>,
    pub parts: settings::Choices,
    pub is_first: bool,
}

impl NewOrganization {
    fn new(bare: Bare, fields: &Fields, is_first: bool) -> NewOrganization {
        let chosen = fields.given("time_zone").unwrap_or("Europe/Moscow");
        let names = [
            "organization_name",
            "region",
            "time_zone",
            "parts",
            "name",
            "email",
        ];
        let mut form = FormView::new(bare.t, fields, &names);
        if form.value("parts").is_empty() {
            form.set("parts", Parts::Register.word());
        }
        NewOrganization {
            zones: zones::russian(bare.t, chosen),
            parts: settings::parts(bare.t),
            form,
            bare,
            is_first,
        }
    }

    pub fn first(bare: Bare, fields: &Fields) -> NewOrganization {
        NewOrganization::new(bare, fields, true)
    }

    pub fn sign_up(bare: Bare, fields: &Fields) -> NewOrganization {
        NewOrganization::new(bare, fields, false)
    }

    pub fn address(&self) -> &'static str {
        if self.is_first {
            "/first-organization"
        } else {
            "/sign-up"
        }
    }
}

/// One of the person's organizations in a list.
pub struct OwnOrganization {
    pub id: String,
    pub name: String,
    pub role: String,
    pub is_current: bool,
}

fn own_organizations(cx: &Cx, mine: Vec<(Uuid, String, Role)>) -> Vec<OwnOrganization> {
    let current = cx.session.as_ref().map(|s| s.organization);
    mine.into_iter()
        .map(|(id, name, role)| OwnOrganization {
            is_current: Some(id) == current,
            id: id.to_string(),
            name,
            role: cx.locale.text(role.label()).into_owned(),
        })
        .collect()
}

#[derive(Template)]
#[template(path = "accounts/organizations.html")]
pub struct Organizations {
    pub bare: Bare,
    pub list: Vec<OwnOrganization>,
    pub may_sign_up: bool,
}

impl Organizations {
    pub fn new(cx: &Cx, mine: Vec<(Uuid, String, Role)>, may_sign_up: bool) -> Organizations {
        Organizations {
            bare: Bare::new(cx.locale),
            list: own_organizations(cx, mine),
            may_sign_up,
        }
    }
}

#[derive(Template)]
#[template(path = "accounts/_organization_menu.html")]
pub struct OrganizationMenu {
    pub bare: Bare,
    pub list: Vec<OwnOrganization>,
}

impl OrganizationMenu {
    pub fn new(cx: &Cx, mine: Vec<(Uuid, String, Role)>) -> OrganizationMenu {
        OrganizationMenu {
            bare: Bare::new(cx.locale),
            list: own_organizations(cx, mine),
        }
    }
}

/// Somebody who is signed in and opens an invitation.
pub struct Guest {
    pub name: String,
    pub email: String,
    pub is_member: bool,
}

#[derive(Template)]
#[template(path = "accounts/invited.html")]
pub struct Invited {
    pub bare: Bare,
    pub address: String,
    /// The address for coming back after sign-in.
    pub sign_in: String,
    pub organization: String,
    /// Who invites, to what.
    pub words: String,
    pub form: FormView,
    pub guest: Option<Guest>,
}

impl Invited {
    pub fn new(
        cx: &Cx,
        token: &str,
        fields: &Fields,
        of: &queries::Organization,
        role: Role,
        by: Option<Person>,
    ) -> Invited {
        let t = cx.locale;
        let by = by.map_or_else(|| t.text("somebody").into_owned(), |p| p.name);
        let words = Message::new("invited-words")
            .text("who", by)
            .key("role", role.label());
        let address = format!("/invitations/{token}");
        Invited {
            bare: Bare::new(t),
            sign_in: format!("/sign-in?to={address}"),
            address,
            organization: of.name.clone(),
            words: t.message(&words),
            form: FormView::new(t, fields, &["name", "email"]),
            guest: None,
        }
    }

    pub fn greet(&mut self, name: String, email: String, is_member: bool) {
        self.guest = Some(Guest {
            name,
            email,
            is_member,
        });
    }
}

/// A link that is not valid, or not any more, and what to do instead.
#[derive(Template)]
#[template(path = "accounts/ended_link.html")]
pub struct EndedLink {
    pub bare: Bare,
    pub title: &'static str,
    pub text: &'static str,
    pub way: (&'static str, &'static str),
}

impl EndedLink {
    pub fn invitation(bare: Bare) -> EndedLink {
        EndedLink {
            bare,
            title: "invitation-ended",
            text: "invitation-ended-way",
            way: ("sign-in-do", "/sign-in"),
        }
    }

    pub fn reset(bare: Bare) -> EndedLink {
        EndedLink {
            bare,
            title: "reset-ended",
            text: "reset-ended-way",
            way: ("reset-ask-again", "/password/forgot"),
        }
    }
}

#[derive(Template)]
#[template(path = "accounts/forgot.html")]
pub struct Forgot {
    pub bare: Bare,
    pub form: FormView,
    /// The letter has left for this address, if there is such an account.
    pub sent_to: Option<String>,
}

impl Forgot {
    pub fn new(bare: Bare) -> Forgot {
        Forgot {
            form: FormView::new(bare.t, &Fields::default(), &["email"]),
            bare,
            sent_to: None,
        }
    }
}

#[derive(Template)]
#[template(path = "accounts/new_password.html")]
pub struct NewPassword {
    pub bare: Bare,
    pub address: String,
    pub email: String,
    pub form: FormView,
}

impl NewPassword {
    pub fn new(bare: Bare, token: &str, email: String) -> NewPassword {
        NewPassword {
            address: format!("/password/reset/{token}"),
            email,
            form: FormView::new(bare.t, &Fields::default(), &[]),
            bare,
        }
    }
}
