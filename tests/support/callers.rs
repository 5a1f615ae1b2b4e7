//! People who call the server: each signs in once per test, through the form, and keeps the cookie. A caller
//! sends what a browser on our own pages would send.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use invest_crm::accounts::Role;
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use reqwest::{Client, Method, RequestBuilder, redirect};

use super::html::Page;
use super::runtime::wait_for;
use super::{TestApp, app};
use crate::fixtures::agency::PASSWORD;

/// Sessions of this test by address of the person.
#[derive(Default)]
pub struct SignedIn(Mutex<HashMap<String, Client>>);

/// Somebody who calls the server.
#[derive(Clone)]
pub struct Caller {
    client: Client,
    base: Arc<str>,
    headers: HeaderMap,
}

/// What came back.
pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl app::TestApp {
    pub fn as_owner(&self) -> Caller {
        self.as_role(Role::Owner)
    }

    pub fn as_admin(&self) -> Caller {
        self.as_role(Role::Admin)
    }

    pub fn as_manager(&self) -> Caller {
        self.as_role(Role::Manager)
    }

    pub fn as_member(&self) -> Caller {
        self.as_role(Role::Member)
    }

    pub fn as_viewer(&self) -> Caller {
        self.as_role(Role::Viewer)
    }

    pub fn as_role(&self, role: Role) -> Caller {
        self.signed_in(&self.fixture.agency.person(role).email)
    }

    /// A manager of the other organization.
    pub fn as_stranger(&self) -> Caller {
        self.signed_in(&self.fixture.neighbour.person(Role::Manager).email)
    }

    /// Nobody is signed in; cookies that the server sets are kept.
    pub fn as_nobody(&self) -> Caller {
        self.caller(new_client())
    }

    /// Any account of the fixture; all have the same password.
    pub fn signed_in(&self, email: &str) -> Caller {
        let known = self
            .callers
            .0
            .lock()
            .expect("no test panicked here")
            .get(email)
            .cloned();
        let client = known.unwrap_or_else(|| {
            let caller = self.as_nobody();
            let answer = caller.post("/sign-in", &[("email", email), ("password", PASSWORD)]);
            assert_eq!(answer.status, 303, "{email} can sign in");
            let mut all = self.callers.0.lock().expect("no test panicked here");
            all.insert(email.to_owned(), caller.client.clone());
            caller.client
        });
        self.caller(client)
    }

    fn caller(&self, client: Client) -> Caller {
        Caller::new(client, &self.url(""))
    }
}

fn new_client() -> Client {
    Client::builder()
        .cookie_store(true)
        .redirect(redirect::Policy::none())
        .timeout(Duration::from_secs(60))
        .no_proxy()
        .build()
        .expect("a client can be made")
}

async fn try_send(request: RequestBuilder) -> Option<Answer> {
    let response = request.send().await.ok()?;
    Some(Answer {
        status: response.status().as_u16(),
        headers: response.headers().clone(),
        body: response.bytes().await.ok()?.to_vec(),
    })
}

impl Caller {
    fn new(client: Client, base: &str) -> Caller {
        let caller = Caller {
            client,
            base: base.into(),
            headers: HeaderMap::new(),
        };
        caller
            .with_header("sec-fetch-site", "same-origin")
            .with_header("accept-language", "ru")
    }

    /// Nobody, at a server that is no part of this process.
    pub fn at(base: &str) -> Caller {
        Caller::new(new_client(), base)
    }

    /// The answer to a request, or none where nobody answers.
    pub fn try_send(&self, request: RequestBuilder) -> Option<Answer> {
        wait_for(try_send(request))
    }

    /// The answer to a form, or none where nobody answers.
    pub fn try_post(&self, path: &str, fields: &[(&str, &str)]) -> Option<Answer> {
        wait_for(try_send(self.request(Method::POST, path).form(fields)))
    }

    pub fn try_get(&self, path: &str) -> Option<Answer> {
        wait_for(try_send(self.request(Method::GET, path)))
    }

    /// The same person, whose requests carry one more header.
    pub fn with_header(&self, name: &'static str, value: &str) -> Caller {
        let mut caller = self.clone();
        let value = HeaderValue::from_str(value).expect("a header's value");
        caller.headers.insert(HeaderName::from_static(name), value);
        caller
    }

    /// The same person in a named tab of the browser.
    pub fn in_tab(&self, tab: &str) -> Caller {
        self.with_header("x-tab", tab)
    }

    /// The same person, whose script asks for a part of a page.
    pub fn asking_for_fragment(&self) -> Caller {
        self.with_header("hx-request", "true")
    }

    pub fn get(&self, path: &str) -> Answer {
        self.send(self.request(Method::GET, path))
    }

    /// A form; a field may stand several times.
    pub fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        self.send(self.request(Method::POST, path).form(fields))
    }

    /// A file among the fields, as a browser sends an upload.
    pub fn upload(&self, path: &str, form: reqwest::multipart::Form) -> Answer {
        self.send(self.request(Method::POST, path).multipart(form))
    }

    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.client
            .request(method, format!("{}{path}", self.base))
            .headers(self.headers.clone())
    }

    pub fn send(&self, request: RequestBuilder) -> Answer {
        wait_for(try_send(request)).expect("the server answers")
    }

    /// Follows the live stream from now on.
    pub fn follow_live(&self, path: &str) -> LiveStream {
        let request = self
            .request(Method::GET, path)
            .timeout(Duration::from_secs(600));
        let response = wait_for(async { request.send().await }).expect("the server answers");
        assert_eq!(response.status(), 200, "the stream is open");
        let mut stream = LiveStream {
            response,
            text: String::new(),
        };
        stream
            .wait_for_event("presence", Duration::from_secs(5))
            .expect("the stream greets");
        stream
    }
}

/// Server-sent events as they come.
pub struct LiveStream {
    response: reqwest::Response,
    text: String,
}

impl LiveStream {
    /// Data of the next event of this name; none if the time is over.
    pub fn wait_for_event(&mut self, name: &str, time: Duration) -> Option<serde_json::Value> {
        let ends = std::time::Instant::now() + time;
        loop {
            while let Some((event, rest)) = self.text.split_once("\n\n") {
                let found = event
                    .strip_prefix("event: ")
                    .and_then(|e| e.split_once("\ndata: "));
                let data = found
                    .filter(|(n, _)| *n == name)
                    .map(|(_, data)| data.to_owned());
                self.text = rest.to_owned();
                if let Some(data) = data {
                    return Some(serde_json::from_str(&data).expect("events carry JSON"));
                }
            }
            let left = ends.checked_duration_since(std::time::Instant::now())?;
            let chunk = super::runtime::wait_at_most(left, self.response.chunk())?;
            let chunk = chunk.expect("the stream goes on")?;
            self.text.push_str(&String::from_utf8_lossy(&chunk));
        }
    }
}

impl Answer {
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The page or part of one, read as people read it.
    pub fn page(&self) -> Page {
        Page::parse(&self.text())
    }

    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).expect("the answer is JSON")
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .and_then(|v| v.to_str().ok())
            .unwrap_or_default()
    }

    /// Where a redirect leads.
    pub fn location(&self) -> &str {
        self.header("location")
    }

    /// The answer itself, if it has this status; else the test ends with what it says.
    pub fn expect(self, status: u16) -> Answer {
        let shown: String = self.page().text("body").chars().take(600).collect();
        assert_eq!(self.status, status, "{} {shown}", self.location());
        self
    }
}

impl TestApp {
    /// Name and value of the session cookie of a person, for a browser that need not sign in again.
    pub fn session_cookie(&self, email: &str) -> String {
        let caller = self.as_nobody();
        let answer = caller.post("/sign-in", &[("email", email), ("password", PASSWORD)]);
        let cookies = answer.headers.get_all("set-cookie").iter();
        cookies
            .filter_map(|c| c.to_str().ok()?.strip_prefix("session=")?.split(';').next())
            .next()
            .expect("signing in sets the session")
            .to_owned()
    }
}
