//! The requests that are compared: what the product is asked and what the limit is asked for the same.

use std::cell::RefCell;
use std::io::Write;
use std::rc::Rc;

use uuid::Uuid;

use crate::data::{self, Data};
use crate::load::Requests;

/// Rows that one connection edits in turn.
const ROWS_EDITED: usize = 400;

/// Who is asked.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Side {
    Product,
    Limit,
}

/// What is asked.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Case {
    FirstRows,
    DeepRows,
    Page,
    GzipRows,
    Edit,
    /// The same, beside a limit that does not renew the copy that the register is read from.
    EditBare,
    /// Thirty people at once: rows, now and then the page, one edit in five.
    People,
}

fn get(out: &mut Vec<u8>, path: &str, cookie: &str, more: &str) {
    let _ = write!(
        out,
        "GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {cookie}\r\n{more}\r\n"
    );
}

/// Which version each edited row has; one for each side, kept over all rounds.
pub type Versions = Rc<RefCell<Vec<i64>>>;

/// Makes requests of one connection.
pub struct Maker {
    pub data: Rc<Data>,
    pub versions: Versions,
    pub side: Side,
}

impl Maker {
    pub fn requests(&self, case: Case, connection: usize) -> Requests {
        let cookie = data::cookie(self.data.organization, connection % data::PEOPLE);
        let side = self.side;
        let deep = self.deep(connection);
        match case {
            Case::FirstRows => Box::new(move |out| get(out, rows_path(side), &cookie, "")),
            Case::DeepRows => rows(side, deep, cookie, ""),
            Case::GzipRows => rows(side, deep, cookie, "Accept-Encoding: gzip\r\n"),
            Case::Page => Box::new(move |out| get(out, page_path(side), &cookie, "")),
            Case::Edit => self.edits(connection, cookie, "edit"),
            Case::EditBare => self.edits(connection, cookie, "bare"),
            Case::People => {
                let mut edits = self.edits(connection, cookie.clone(), "edit");
                let mut rows = rows(side, deep, cookie.clone(), "");
                let mut n = connection;
                Box::new(move |out| {
                    n += 1;
                    match n % 10 {
                        0 | 5 => edits(out),
                        3 => get(out, page_path(side), &cookie, ""),
                        _ => rows(out),
                    }
                })
            }
        }
    }

    /// Places all over the list, another order for each connection.
    fn deep(&self, connection: usize) -> impl FnMut() -> String + 'static {
        let data = self.data.clone();
        let mut n = connection * 7919;
        move || {
            n = n.wrapping_add(15_485_863);
            let (id, number) = data.rows[100 + n % (data.rows.len() - 200)];
            format!("{}.{number}", id.simple())
        }
    }

    /// Every edit is a real change, based on the version that the row has; no two connections share a row.
    fn edits(&self, connection: usize, cookie: String, how: &'static str) -> Requests {
        let (data, versions, side) = (self.data.clone(), self.versions.clone(), self.side);
        let mut n = 0;
        Box::new(move |out| {
            let slot = connection * ROWS_EDITED + n % ROWS_EDITED;
            n += 1;
            // The limit edits odd rows and the product even ones, so that neither meets the other's changes.
            let (id, _) = data.rows[2 * slot + usize::from(side == Side::Limit)];
            let mut versions = versions.borrow_mut();
            let version = versions[slot];
            versions[slot] += 1;
            edit(out, side, how, id, version, &cookie);
        })
    }
}

/// Slots that `connections` edit.
pub fn slots(connections: usize) -> usize {
    connections * ROWS_EDITED
}

fn edit(out: &mut Vec<u8>, side: Side, how: &str, id: Uuid, version: i64, cookie: &str) {
    let kopecks = 1_000_000_000 + version * 10_000_000;
    let _ = match side {
        Side::Limit => write!(
            out,
            "POST /{how}/{id}/{kopecks} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 0\r\n\r\n"
        ),
        Side::Product => {
            let body = format!(
                "value={}%2C{}&base=&version={version}&tab=bench",
                kopecks / 100_000_000,
                kopecks % 100_000_000 / 10_000_000
            );
            write!(
                out,
                "POST /register/cells/{id}/own HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {cookie}\r\nSec-Fetch-Site: same-origin\r\n\
                 HX-Request: true\r\nX-Tab: bench\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{body}",
                body.len()
            )
        }
    };
}

fn rows(
    side: Side,
    mut deep: impl FnMut() -> String + 'static,
    cookie: String,
    more: &'static str,
) -> Requests {
    Box::new(move |out| {
        get(
            out,
            &format!("{}?after={}", rows_path(side), deep()),
            &cookie,
            more,
        )
    })
}

fn rows_path(side: Side) -> &'static str {
    match side {
        Side::Product => "/register/rows",
        Side::Limit => "/rows",
    }
}

fn page_path(side: Side) -> &'static str {
    match side {
        Side::Product => "/register",
        Side::Limit => "/page",
    }
}

/// One request of a case, to see how many bytes it sends.
pub fn sample(maker: &Maker, case: Case) -> Vec<u8> {
    let mut out = Vec::new();
    maker.requests(case, 0)(&mut out);
    out
}
