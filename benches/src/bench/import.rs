//! A workbook of forty columns: brought to the product over HTTP like anybody's file, and beside it streamed into a
//! bare table by COPY.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use diesel::prelude::*;
use diesel::sql_types::{Text, Uuid as SqlUuid};
use uuid::Uuid;

use crate::Failure;
use crate::data;
use crate::server::Server;

/// Seconds of one import and megabytes above what the server held before.
pub struct Imported {
    pub reading: f64,
    pub writing: f64,
    pub memory: f64,
}

/// Runs the program beside and gives its seconds.
pub fn sheet(program: &Path, args: &[&str], owner_url: &str) -> Result<f64, Failure> {
    let done = Command::new(program)
        .args(args)
        .env("DATABASE_URL", owner_url)
        .output()?;
    let said = String::from_utf8_lossy(&done.stdout).into_owned();
    let seconds = said.split_whitespace().nth(1).and_then(|s| s.parse().ok());
    seconds
        .ok_or_else(|| format!("{args:?}: {said}{}", String::from_utf8_lossy(&done.stderr)).into())
}

#[derive(QueryableByName)]
struct State {
    #[diesel(sql_type = Text)]
    state: String,
}

/// An organization that is empty but for its owner: person 0.
pub fn empty_organization(owner_url: &str) -> Result<Uuid, Failure> {
    let mut conn = PgConnection::establish(owner_url)?;
    let id = Uuid::now_v7();
    diesel::sql_query("INSERT INTO organizations (id, name) VALUES ($1, $2)")
        .bind::<SqlUuid, _>(id)
        .bind::<Text, _>(format!("Пустая {id}"))
        .execute(&mut conn)?;
    diesel::sql_query(
        "INSERT INTO memberships (organization_id, user_id, role) SELECT $1, id, 'owner' FROM users WHERE email = 'person0@bench.example'",
    )
    .bind::<SqlUuid, _>(id)
    .execute(&mut conn)?;
    Ok(id)
}

/// Brings the file and writes it as soon as it is understood.
pub fn bring(server: &Server, owner_url: &str, file: &Path) -> Result<Imported, Failure> {
    let organization = empty_organization(owner_url)?;
    let cookie = data::cookie(organization, 0);
    let id = Uuid::now_v7();
    let (before, _) = server.memory()?;
    server.forget_peak()?;
    let begun = Instant::now();
    upload(server.port, &cookie, id, &std::fs::read(file)?)?;
    wait(owner_url, organization, id, "ready")?;
    let reading = begun.elapsed().as_secs_f64();
    let begun = Instant::now();
    post(
        server.port,
        &format!("/imports/{id}/write"),
        &cookie,
        "application/x-www-form-urlencoded",
        b"",
    )?;
    wait(owner_url, organization, id, "done")?;
    Ok(Imported {
        reading,
        writing: begun.elapsed().as_secs_f64(),
        memory: server.memory()?.1 - before,
    })
}

fn upload(port: u16, cookie: &str, id: Uuid, file: &[u8]) -> Result<(), Failure> {
    let mut body = Vec::with_capacity(file.len() + 500);
    write!(
        body,
        "--limit\r\nContent-Disposition: form-data; name=\"id\"\r\n\r\n{id}\r\n"
    )?;
    write!(
        body,
        "--limit\r\nContent-Disposition: form-data; name=\"file\"; filename=\"register.xlsx\"\r\n\
        Content-Type: application/octet-stream\r\n\r\n"
    )?;
    body.extend_from_slice(file);
    body.extend_from_slice(b"\r\n--limit--\r\n");
    post(
        port,
        "/imports",
        cookie,
        "multipart/form-data; boundary=limit",
        &body,
    )
}

fn post(port: u16, path: &str, cookie: &str, kind: &str, body: &[u8]) -> Result<(), Failure> {
    let mut stream = TcpStream::connect(("127.0.0.1", port))?;
    write!(
        stream,
        "POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nCookie: {cookie}\r\nSec-Fetch-Site: same-origin\r\n\
        Content-Type: {kind}\r\nContent-Length: {}\r\n\r\n",
        body.len()
    )?;
    stream.write_all(body)?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    if answer.starts_with("HTTP/1.1 303") {
        return Ok(());
    }
    Err(format!("POST {path}: {}", answer.lines().next().unwrap_or_default()).into())
}

fn wait(owner_url: &str, organization: Uuid, id: Uuid, wanted: &str) -> Result<(), Failure> {
    let mut conn = PgConnection::establish(owner_url)?;
    diesel::sql_query(format!("SET app.organization_id = '{organization}'")).execute(&mut conn)?;
    let begun = Instant::now();
    loop {
        let found: State =
            diesel::sql_query("SELECT state FROM imports WHERE organization_id = $1 AND id = $2")
                .bind::<SqlUuid, _>(organization)
                .bind::<SqlUuid, _>(id)
                .get_result(&mut conn)?;
        if found.state == wanted {
            return Ok(());
        }
        if found.state == "failed" || begun.elapsed() > Duration::from_secs(600) {
            return Err(format!("the import is {} and not {wanted}", found.state).into());
        }
        std::thread::sleep(Duration::from_millis(20));
    }
}
