//! Answers with one row or a page of them.

use actix_web::http::StatusCode;
use actix_web::http::header::{CONTENT_LOCATION, ETAG, LOCATION};
use serde_json::{Value, json};

use super::super::{Answer, AppError};

/// The address of a row.
pub fn location(collection: &str, row: &Value) -> String {
    let id = row["id"].as_str().unwrap_or_default();
    format!("/api/v1/{collection}/{id}")
}

/// One row with its version.
pub fn row(row: &Value) -> Result<Answer, AppError> {
    let answer = Answer::json(row)?;
    Ok(match row["version"].as_i64() {
        Some(version) => answer.header(ETAG, &format!("\"{version}\"")),
        None => answer,
    })
}

/// A row that was just made, and where it is.
pub fn created(collection: &str, made: &Value) -> Result<Answer, AppError> {
    Ok(row(made)?
        .with_status(StatusCode::CREATED)
        .header(LOCATION, &location(collection, made)))
}

impl Answer {
    pub fn located(self, address: &str) -> Answer {
        self.header(LOCATION, address)
    }

    pub fn content_location(self, address: &str) -> Answer {
        self.header(CONTENT_LOCATION, address)
    }

    /// Work goes on after the answer.
    pub fn accepted(self) -> Answer {
        self.with_status(StatusCode::ACCEPTED)
    }

    /// Made, and nothing to show of it.
    pub fn made(self) -> Answer {
        self.with_status(StatusCode::CREATED)
    }
}

/// Nothing differs: no body, and the version that the row has.
pub fn unchanged(row: &Value) -> Answer {
    let version = row["version"].as_i64().unwrap_or(1);
    Answer::no_content().header(ETAG, &format!("\"{version}\""))
}

/// A page of rows that are JSON already.
pub fn list_of(rows: &[String], total: i64, page: i64, page_size: i64) -> Answer {
    list_with(
        rows,
        &json!({"total": total, "page": page, "page_size": page_size}),
    )
}

/// Rows after a cursor, and the cursor with which to go on; none at the end.
pub fn list_by_cursor(
    rows: &[String],
    total: i64,
    page_size: i64,
    next_cursor: Option<String>,
) -> Answer {
    list_with(
        rows,
        &json!({"total": total, "page_size": page_size, "next_cursor": next_cursor}),
    )
}

fn list_with(rows: &[String], rest: &Value) -> Answer {
    let rest = rest.to_string();
    let length: usize = rows.iter().map(|r| r.len() + 1).sum();
    let mut body = String::with_capacity(length + rest.len() + 16);
    body.push_str("{\"items\":[");
    for (i, row) in rows.iter().enumerate() {
        if i > 0 {
            body.push(',');
        }
        body.push_str(row);
    }
    body.push_str("],");
    body.push_str(&rest[1..]);
    Answer::json_text(body)
}
