//! An answer that may be made on the blocking pool, next to the query that fills it.

use actix_web::body::BoxBody;
use actix_web::cookie::Cookie;
use actix_web::http::StatusCode;
use actix_web::http::header::{CONTENT_TYPE, HeaderName, HeaderValue, LOCATION, RETRY_AFTER, VARY};
use actix_web::{HttpRequest, HttpResponse, Responder};
use askama::Template;
use serde::Serialize;

use super::AppError;
use crate::refusal::Refusal;

/// Status, headers, body. [`HttpResponse`] itself may not leave its thread.
#[derive(Debug)]
pub struct Answer {
    status: StatusCode,
    content_type: &'static str,
    headers: Vec<(HeaderName, HeaderValue)>,
    cookies: Vec<Cookie<'static>>,
    body: Vec<u8>,
}

impl Answer {
    fn new(status: StatusCode, content_type: &'static str, body: Vec<u8>) -> Answer {
        Answer {
            status,
            content_type,
            headers: Vec::new(),
            cookies: Vec::new(),
            body,
        }
    }

    /// A page or a part of one. The two may share a URL, so caches must tell them apart.
    pub fn html(template: &impl Template) -> Result<Answer, AppError> {
        Answer::long_html(template, 0)
    }

    /// The same for a page of which is known that it is about so many bytes long.
    pub fn long_html<T: Template>(template: &T, bytes: usize) -> Result<Answer, AppError> {
        let mut body = String::with_capacity(bytes.max(T::SIZE_HINT));
        template.render_into(&mut body).map_err(AppError::broken)?;
        Ok(Answer::new(
            StatusCode::OK,
            "text/html; charset=utf-8",
            body.into_bytes(),
        )
        .header(VARY, "HX-Request, X-Fragment, Cookie"))
    }

    pub fn json(value: &impl Serialize) -> Result<Answer, AppError> {
        let body = serde_json::to_vec(value).map_err(AppError::broken)?;
        Ok(Answer::new(StatusCode::OK, "application/json", body))
    }

    /// JSON that was put together as text.
    pub fn json_text(body: String) -> Answer {
        Answer::new(StatusCode::OK, "application/json", body.into_bytes())
    }

    /// Status, headers and body, for keeping them.
    pub fn parts(&self) -> (u16, Vec<(String, String)>, &[u8]) {
        let headers = self.headers.iter().filter_map(|(name, value)| {
            Some((name.as_str().to_owned(), value.to_str().ok()?.to_owned()))
        });
        (self.status.as_u16(), headers.collect(), &self.body)
    }

    /// A JSON answer that was kept.
    pub fn kept(status: u16, headers: &[(String, String)], body: Vec<u8>) -> Answer {
        let status = StatusCode::from_u16(status).unwrap_or(StatusCode::OK);
        let answer = Answer::new(status, "application/json", body);
        headers.iter().fold(answer, |answer, (name, value)| {
            match HeaderName::try_from(name.as_str()) {
                Ok(name) => answer.header(name, value),
                Err(_) => answer,
            }
        })
    }

    pub fn text(body: impl Into<String>) -> Answer {
        Answer::new(
            StatusCode::OK,
            "text/plain; charset=utf-8",
            body.into().into_bytes(),
        )
    }

    /// Rules of a style sheet that is written for one address and never changes there.
    pub fn style_sheet(rules: String) -> Answer {
        let cache = "private, max-age=31536000, immutable";
        Answer::new(
            StatusCode::OK,
            "text/css; charset=utf-8",
            rules.into_bytes(),
        )
        .header(actix_web::http::header::CACHE_CONTROL, cache)
    }

    pub fn file(content_type: &'static str, name: &str, body: Vec<u8>) -> Answer {
        Answer::new(StatusCode::OK, content_type, body).header(
            actix_web::http::header::CONTENT_DISPOSITION,
            &super::download::disposition("attachment", name),
        )
    }

    /// After a form was taken: go and look.
    pub fn see_other(to: &str) -> Answer {
        Answer::new(
            StatusCode::SEE_OTHER,
            "text/plain; charset=utf-8",
            Vec::new(),
        )
        .header(LOCATION, to)
    }

    pub fn no_content() -> Answer {
        Answer::new(
            StatusCode::NO_CONTENT,
            "text/plain; charset=utf-8",
            Vec::new(),
        )
    }

    pub fn with_status(mut self, status: StatusCode) -> Answer {
        self.status = status;
        self
    }

    /// A form or page that is shown again with the reason why it was not taken.
    pub fn refused(self, refusal: &Refusal) -> Answer {
        let answer = self.with_status(super::error::status_of(refusal));
        match refusal {
            Refusal::TooMany {
                retry_after_seconds,
            } => answer.header(RETRY_AFTER, &retry_after_seconds.to_string()),
            _ => answer,
        }
    }

    /// A form that is shown again beside what somebody else stored meanwhile.
    pub fn in_conflict(self) -> Answer {
        self.with_status(StatusCode::CONFLICT)
    }

    /// What the address stood for is over.
    pub fn gone(self) -> Answer {
        self.with_status(StatusCode::GONE)
    }

    /// A header whose value cannot stand in one is left out.
    pub fn header(mut self, name: HeaderName, value: &str) -> Answer {
        if let Ok(value) = HeaderValue::from_str(value) {
            self.headers.push((name, value));
        }
        self
    }

    pub fn cookie(mut self, cookie: Cookie<'static>) -> Answer {
        self.cookies.push(cookie);
        self
    }

    pub fn into_response(self) -> HttpResponse {
        let mut builder = HttpResponse::build(self.status);
        if self.status != StatusCode::NO_CONTENT {
            builder.insert_header((CONTENT_TYPE, self.content_type));
        }
        for header in self.headers {
            builder.append_header(header);
        }
        for cookie in self.cookies {
            builder.cookie(cookie);
        }
        builder.body(self.body)
    }
}

impl Responder for Answer {
    type Body = BoxBody;

    fn respond_to(self, _: &HttpRequest) -> HttpResponse {
        self.into_response()
    }
}
