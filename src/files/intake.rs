//! A form with files, read as it comes: each file goes to the disk piece by piece, never into memory as a whole,
//! and is ready before the next begins. So whatever breaks off later, what came before it is there.

use actix_multipart::{Field, Multipart};
use actix_web::web::Bytes;
use actix_web::{HttpRequest, web};
use futures_util::StreamExt as _;
use tokio::sync::mpsc::{Receiver, channel};

use crate::refusal::Refusal;
use crate::storage::{Received, Store, StoreError};
use crate::web::AppError;

/// Pieces that may wait for the disk; a sender that is faster waits.
const WAITING: usize = 8;
/// The longest field that is no file.
const LONGEST_FIELD: usize = 2048;
/// A form may hold so many times what one file may hold.
const MOST_LIMITS: u64 = 50;
/// And so many parts.
const MOST_PARTS: usize = 500;

/// The next part of the form.
pub enum Part {
    Field(String, String),
    /// Under the name that the browser gave, and whether it came.
    File(String, Result<Received, StoreError>),
}

/// The form, as far as it has come.
pub struct Intake {
    form: Multipart,
    store: Store,
    limit: u64,
    parts: usize,
    taken: u64,
}

enum Piece {
    Bytes(Bytes),
    End,
}

fn broken_off() -> AppError {
    Refusal::BadRequest("file-broken-off".into()).into()
}

fn too_many() -> AppError {
    let reason = "file-too-many".into();
    Refusal::TooLarge { reason }.into()
}

impl Intake {
    /// `limit` is the largest size of one file, in bytes.
    pub fn new(req: &HttpRequest, payload: web::Payload, store: Store, limit: u64) -> Intake {
        Intake {
            form: Multipart::new(req.headers(), payload),
            store,
            limit,
            parts: 0,
            taken: 0,
        }
    }

    /// None at the end of the form.
    pub async fn next(&mut self) -> Result<Option<Part>, AppError> {
        let Some(field) = self.form.next().await else {
            return Ok(None);
        };
        let mut field = field.map_err(|_| match self.parts {
            0 => Refusal::BadRequest("file-none".into()).into(),
            _ => broken_off(),
        })?;
        self.parts += 1;
        if self.parts > MOST_PARTS {
            return Err(too_many());
        }
        let said = field.content_disposition();
        let file_name = said.and_then(|d| d.get_filename().map(str::to_owned));
        let name = field.name().unwrap_or_default().to_owned();
        Ok(Some(match file_name {
            Some(file_name) => Part::File(file_name, self.receive(&mut field).await?),
            None => Part::Field(name, text(&mut field).await?),
        }))
    }

    /// The file is written by a thread that may wait for the disk. One that is not taken is read to its end all
    /// the same: the next may be.
    async fn receive(
        &mut self,
        field: &mut Field,
    ) -> Result<Result<Received, StoreError>, AppError> {
        let (pass, pieces) = channel(WAITING);
        let (store, limit) = (self.store.clone(), self.limit);
        let writing = web::block(move || write(&store, limit, pieces));
        while let Some(bytes) = field.next().await {
            let bytes = bytes.map_err(|_| broken_off())?;
            self.taken += bytes.len() as u64;
            if self.taken > self.limit.saturating_mul(MOST_LIMITS) {
                return Err(too_many());
            }
            let _ = pass.send(Piece::Bytes(bytes)).await;
        }
        let _ = pass.send(Piece::End).await;
        writing.await.map_err(AppError::broken)
    }
}

/// What breaks off has no end, and is none.
fn write(store: &Store, limit: u64, mut pieces: Receiver<Piece>) -> Result<Received, StoreError> {
    let mut incoming = store.receive(limit)?;
    while let Some(piece) = pieces.blocking_recv() {
        match piece {
            Piece::Bytes(bytes) => incoming.write(&bytes)?,
            Piece::End => return incoming.finish(),
        }
    }
    Err(std::io::Error::from(std::io::ErrorKind::UnexpectedEof).into())
}

async fn text(field: &mut Field) -> Result<String, AppError> {
    let mut all = Vec::new();
    while let Some(bytes) = field.next().await {
        all.extend_from_slice(&bytes.map_err(|_| broken_off())?);
        if all.len() > LONGEST_FIELD {
            return Err(Refusal::BadRequest("error-bad-request-way".into()).into());
        }
    }
    Ok(String::from_utf8_lossy(&all).trim().to_owned())
}
