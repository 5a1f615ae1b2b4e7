//! What a request says of itself before anybody has looked into the database.

use std::future::{Ready, ready};
use std::sync::Arc;

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::{AppError, LIST_COOKIE, LastList};
use crate::config::Config;
use crate::db::Db;
use crate::text::Locale;

pub const SESSION_COOKIE: &str = "session";

/// The session cookie: the organization that the browser works in, and a secret of which the
/// database knows the hash. The organization is a claim; the membership is looked up with it.
#[derive(Clone)]
pub struct SessionCookie {
    pub organization: Uuid,
    pub token: String,
}

impl SessionCookie {
    pub fn parse(value: &str) -> Option<SessionCookie> {
        let (organization, token) = value.split_once('.')?;
        let plausible = token.len() == 64 && token.bytes().all(|b| b.is_ascii_hexdigit());
        Some(SessionCookie {
            organization: Uuid::try_parse(organization).ok()?,
            token: plausible.then(|| token.to_owned())?,
        })
    }

    pub fn value(&self) -> String {
        format!("{}.{}", self.organization.simple(), self.token)
    }

    pub fn token_hash(&self) -> Vec<u8> {
        Sha256::digest(self.token.as_bytes()).to_vec()
    }
}

/// The context of one request.
#[derive(Clone)]
pub struct Cx {
    pub db: Db,
    pub config: Arc<Config>,
    pub session: Option<SessionCookie>,
    /// From the cookie that sign-in sets, else from the browser's own languages.
    pub locale: Locale,
    /// Where the announcements stood when the request came in.
    pub mark: String,
    /// The list that this browser last showed in the register.
    pub last_list: Option<LastList>,
    /// The browser tab, as its script names itself.
    pub tab: Option<String>,
    /// Path and query, as the address bar has it.
    pub address: String,
    /// The page from which a form was sent, if it is one of ours.
    pub from_page: Option<String>,
    pub is_get: bool,
    /// A script asks for a part of a page, not for the page.
    pub is_fragment: bool,
    pub user_agent: String,
    /// Address of the network peer; for limits only, never logged.
    pub peer: String,
}

fn header<'a>(req: &'a HttpRequest, name: &str) -> Option<&'a str> {
    req.headers().get(name)?.to_str().ok()
}

/// The path and query of our own address in a Referer; another site's gives none.
fn own_page(req: &HttpRequest) -> Option<String> {
    let host = header(req, "host")?;
    let rest = header(req, "referer")?.split_once("://")?.1;
    let page = rest.strip_prefix(host)?;
    page.starts_with('/').then(|| page.to_owned())
}

impl Cx {
    pub fn of(req: &HttpRequest) -> Result<Cx, AppError> {
        let db = req
            .app_data::<actix_web::web::Data<Db>>()
            .ok_or_else(|| AppError::broken("no database in the app data"))?;
        let config = req
            .app_data::<actix_web::web::Data<Config>>()
            .ok_or_else(|| AppError::broken("no configuration in the app data"))?;
        Ok(Cx {
            mark: db.mark(),
            db: db.get_ref().clone(),
            config: config.clone().into_inner(),
            session: req
                .cookie(SESSION_COOKIE)
                .and_then(|c| SessionCookie::parse(c.value())),
            locale: Cx::locale_of(req),
            last_list: req
                .cookie(LIST_COOKIE)
                .and_then(|c| LastList::parse(c.value())),
            tab: header(req, "x-tab").map(|t| t.chars().take(64).collect()),
            address: req
                .uri()
                .path_and_query()
                .map_or_else(|| "/".to_owned(), ToString::to_string),
            from_page: own_page(req),
            is_fragment: req.headers().contains_key("hx-request")
                || req.headers().contains_key("x-fragment"),
            is_get: req.method() == actix_web::http::Method::GET,
            user_agent: header(req, "user-agent")
                .unwrap_or_default()
                .chars()
                .take(300)
                .collect(),
            peer: req
                .peer_addr()
                .map(|a| a.ip().to_string())
                .unwrap_or_default(),
        })
    }

    /// One line for the bottom of the page: a redirect after a form names what was done.
    pub fn toast(&self) -> Option<String> {
        let query = self.address.split_once('?')?.1;
        let done = form_urlencoded::parse(query.as_bytes())
            .find(|(name, _)| name == "done")?
            .1;
        let key = format!("done-{done}");
        let text = self.locale.text(&key);
        (text != key).then(|| text.into_owned())
    }

    pub fn locale_of(req: &HttpRequest) -> Locale {
        req.cookie("locale")
            .and_then(|c| Locale::from_code(c.value()))
            .unwrap_or_else(|| {
                Locale::from_accept_language(header(req, "accept-language").unwrap_or_default())
            })
    }
}

impl FromRequest for Cx {
    type Error = AppError;
    type Future = Ready<Result<Cx, AppError>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Cx::of(req))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_cookie_survives_the_way_there_and_back() {
        let cookie = SessionCookie {
            organization: Uuid::now_v7(),
            token: "a1".repeat(32),
        };
        let read = SessionCookie::parse(&cookie.value()).expect("readable");
        assert_eq!(read.organization, cookie.organization);
        assert_eq!(read.token, cookie.token);
    }

    #[test]
    fn a_forged_session_cookie_is_none() {
        for forged in ["", ".", "x.y", "00000000000000000000000000000000.short"] {
            assert!(SessionCookie::parse(forged).is_none(), "{forged}");
        }
    }
}
