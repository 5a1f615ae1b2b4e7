//! A program that talks to `/api/v1`: who it signs in as, and in which organization.

use invest_crm::config::Registration;
use reqwest::Method;
use serde_json::{Value, json};

use crate::fixtures::agency::EMPTY;
use crate::support::{Answer, Caller, TestApp};

/// A server on which nobody is, and anybody may register.
pub fn started() -> TestApp {
    TestApp::with(&EMPTY, |config| {
        config.registration = Some(Registration::Open)
    })
}

/// Somebody who is signed in.
#[derive(Clone)]
pub struct Program {
    caller: Caller,
    pub token: String,
    pub refresh_token: String,
    pub organization: String,
    pub user: String,
    pub email: String,
}

/// A request without a token.
pub fn ask(app: &TestApp, method: Method, path: &str, body: &Value) -> Answer {
    let caller = app.as_nobody();
    caller.send(caller.request(method, &format!("/api/v1{path}")).json(body))
}

pub fn post(app: &TestApp, path: &str, body: Value) -> Answer {
    ask(app, Method::POST, path, &body)
}

impl Program {
    /// Registers with an organization of their own.
    pub fn register(app: &TestApp, name: &str) -> Program {
        let email = format!("{name}-{}@example.org", uuid::Uuid::new_v4().simple());
        let answer = post(
            app,
            "/auth/register",
            json!({"email": email, "password": "correct horse", "name": name, "organization_name": format!("{name} и Ко")}),
        );
        let session = answer.expect(201).json();
        Program::of(
            app,
            &session,
            session["organization"]["id"]
                .as_str()
                .expect("an organization"),
        )
    }

    fn of(app: &TestApp, session: &Value, organization: &str) -> Program {
        let text = |value: &Value| value.as_str().expect("a text").to_owned();
        Program {
            caller: app.as_nobody(),
            token: text(&session["access_token"]),
            refresh_token: text(&session["refresh_token"]),
            organization: organization.to_owned(),
            user: text(&session["user"]["id"]),
            email: text(&session["user"]["email"]),
        }
    }

    /// Another person, in this one's organization, with this role.
    pub fn with_role(&self, app: &TestApp, role: &str) -> Program {
        let mut other = Program::register(app, role);
        let path = format!("/organizations/{}/members", self.organization);
        self.post(&path, json!({"email": other.email, "role": role}))
            .expect(201);
        other.organization.clone_from(&self.organization);
        other
    }

    pub fn send(&self, method: Method, path: &str, body: Option<&Value>) -> Answer {
        self.send_with(method, path, body, &[])
    }

    pub fn send_with(
        &self,
        method: Method,
        path: &str,
        body: Option<&Value>,
        headers: &[(&str, &str)],
    ) -> Answer {
        let mut request = self
            .caller
            .request(method, &format!("/api/v1{path}"))
            .bearer_auth(&self.token)
            .header("x-organization-id", &self.organization);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        if let Some(body) = body {
            request = request.json(body);
        }
        self.caller.send(request)
    }

    /// A form with a file.
    pub fn upload(&self, path: &str, form: reqwest::multipart::Form) -> Answer {
        let request = self
            .caller
            .request(Method::POST, &format!("/api/v1{path}"))
            .bearer_auth(&self.token)
            .header("x-organization-id", &self.organization)
            .multipart(form);
        self.caller.send(request)
    }

    /// A body that need not be JSON.
    pub fn send_raw(&self, method: Method, path: &str, kind: &str, body: Vec<u8>) -> Answer {
        let request = self
            .caller
            .request(method, &format!("/api/v1{path}"))
            .bearer_auth(&self.token)
            .header("x-organization-id", &self.organization)
            .header("content-type", kind)
            .body(body);
        self.caller.send(request)
    }

    pub fn get(&self, path: &str) -> Answer {
        self.send(Method::GET, path, None)
    }

    pub fn post(&self, path: &str, body: Value) -> Answer {
        self.send(Method::POST, path, Some(&body))
    }

    pub fn patch(&self, path: &str, body: Value) -> Answer {
        self.send(Method::PATCH, path, Some(&body))
    }

    pub fn put(&self, path: &str, body: Value) -> Answer {
        self.send(Method::PUT, path, Some(&body))
    }

    pub fn delete(&self, path: &str) -> Answer {
        self.send(Method::DELETE, path, None)
    }

    /// Makes a row and gives it.
    pub fn made(&self, collection: &str, body: Value) -> Value {
        self.post(&format!("/{collection}"), body)
            .expect(201)
            .json()
    }
}

/// The id of a row.
pub fn id(row: &Value) -> &str {
    row["id"].as_str().expect("a row has an id")
}

/// The code of an error, and the names of the fields that it blames; the shape is checked.
pub fn blame(answer: &Answer) -> (String, Vec<String>) {
    let body = answer.json();
    let error = &body["error"];
    assert!(
        error["message"].as_str().is_some_and(|m| !m.is_empty()),
        "{body}"
    );
    let fields = error["fields"].as_array().cloned().unwrap_or_default();
    for field in &fields {
        assert!(
            field["code"].is_string() && field["message"].is_string(),
            "{body}"
        );
    }
    let names = fields
        .iter()
        .map(|f| f["field"].as_str().unwrap_or_default().to_owned())
        .collect();
    (error["code"].as_str().unwrap_or_default().to_owned(), names)
}
