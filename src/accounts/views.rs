//! What the templates of the room show. No query, no permission.

use askama::Template;

use crate::refusal::Refusal;
use crate::text::Locale;
use crate::web::{Bare, Fields, FormView};

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
        let own = address.starts_with('/') && !address.starts_with("//");
        own.then(|| KeptForm {
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

#[derive(Template)]
#[template(path = "accounts/first_organization.html")]
pub struct FirstOrganization {
    pub bare: Bare,
    pub form: FormView,
    /// Name of the zone, and whether it is chosen.
    pub zones: Vec<(&'static str, bool)>,
}

/// The zones of Russia, west to east; the list of all is in the settings.
const ZONES: [&str; 11] = [
    "Europe/Kaliningrad",
    "Europe/Moscow",
    "Europe/Samara",
    "Asia/Yekaterinburg",
    "Asia/Omsk",
    "Asia/Krasnoyarsk",
    "Asia/Irkutsk",
    "Asia/Yakutsk",
    "Asia/Vladivostok",
    "Asia/Sakhalin",
    "Asia/Kamchatka",
];

impl FirstOrganization {
    pub fn new(bare: Bare, fields: &Fields) -> FirstOrganization {
        let chosen = fields.given("time_zone").unwrap_or("Europe/Moscow");
        FirstOrganization {
            zones: ZONES.iter().map(|z| (*z, *z == chosen)).collect(),
            form: FormView::new(
                bare.t,
                fields,
                &["organization_name", "region", "name", "email"],
            ),
            bare,
        }
    }
}

/// Words of one locale for one of another, on the language switch.
pub fn other_locale(t: Locale) -> Locale {
    match t {
        Locale::Ru => Locale::En,
        Locale::En => Locale::Ru,
    }
}
