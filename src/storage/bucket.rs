//! The store in a bucket of S3-compatible storage: the same names, put and read as streams. Requests are signed
//! addresses, so the HTTP client knows nothing of S3.

use std::fs::File;
use std::io::{self, Read};
use std::time::Duration;

use rusty_s3::actions::ListObjectsV2;
use rusty_s3::{Bucket, Credentials, S3Action, UrlStyle};
use ureq::Agent;

use super::{Opened, StoreError};
use crate::config::S3;

/// A signed address is used at once; the clocks may differ by a little.
const VALID: Duration = Duration::from_secs(3600);
const CONNECT: Duration = Duration::from_secs(5);
/// How long the other side may think before it answers; bodies take as long as they take.
const ANSWER: Duration = Duration::from_secs(60);
/// A piece of a body that does not come for so long never will.
const STALLED: Duration = Duration::from_secs(60);

/// A bucket and the way to it.
#[derive(Debug)]
pub struct Remote {
    settings: S3,
    agent: Agent,
}

fn away(error: impl std::fmt::Display) -> StoreError {
    StoreError::Away(error.to_string())
}

impl Remote {
    pub fn new(settings: S3) -> Remote {
        let agent = Agent::config_builder()
            .http_status_as_error(false)
            .timeout_connect(Some(CONNECT))
            .timeout_recv_response(Some(ANSWER))
            .timeout_per_read(Some(STALLED))
            .timeout_per_write(Some(STALLED))
            .max_redirects(0)
            .build();
        Remote {
            settings,
            agent: agent.into(),
        }
    }

    /// Where the bucket is, and who asks.
    fn bucket(&self) -> Result<(Bucket, Credentials), StoreError> {
        let s = &self.settings;
        let endpoint = s
            .endpoint
            .parse()
            .map_err(|_| away("S3_ENDPOINT is no address"))?;
        let bucket = Bucket::new(endpoint, UrlStyle::Path, s.bucket.clone(), s.region.clone());
        let credentials = Credentials::new(s.access_key.clone(), s.secret_key.clone());
        Ok((bucket.map_err(away)?, credentials))
    }

    /// Puts a whole file; it is there when this returns.
    pub fn put(&self, key: &str, file: &File) -> Result<(), StoreError> {
        let (bucket, credentials) = self.bucket()?;
        let address = bucket.put_object(Some(&credentials), key).sign(VALID);
        let answer = self.agent.put(address.as_str()).send(file);
        check(answer.map_err(away)?.status().as_u16())
    }

    /// Begins to read.
    pub fn get(&self, key: &str) -> Result<Opened, StoreError> {
        let (bucket, credentials) = self.bucket()?;
        let address = bucket.get_object(Some(&credentials), key).sign(VALID);
        let answer = self.agent.get(address.as_str()).call().map_err(away)?;
        check(answer.status().as_u16())?;
        let body = answer.into_body();
        let size = body
            .content_length()
            .ok_or_else(|| away("the storage does not say how long a file is"))?;
        let reader = body.into_with_config().limit(u64::MAX).reader();
        Ok(Opened {
            reader: Box::new(reader),
            size,
        })
    }

    /// Removes; what is not there is removed already.
    pub fn remove(&self, key: &str) -> Result<(), StoreError> {
        let (bucket, credentials) = self.bucket()?;
        let address = bucket.delete_object(Some(&credentials), key).sign(VALID);
        let answer = self.agent.delete(address.as_str()).call().map_err(away)?;
        match answer.status().as_u16() {
            404 => Ok(()),
            status => check(status),
        }
    }

    /// Names of everything in the bucket, in their order.
    pub fn names(&self) -> Result<Vec<String>, StoreError> {
        let (bucket, credentials) = self.bucket()?;
        let mut names = Vec::new();
        let mut next: Option<String> = None;
        loop {
            let mut list = bucket.list_objects_v2(Some(&credentials));
            if let Some(next) = next.take() {
                list.with_continuation_token(next);
            }
            let mut answer = self
                .agent
                .get(list.sign(VALID).as_str())
                .call()
                .map_err(away)?;
            check(answer.status().as_u16())?;
            let text = answer.body_mut().read_to_string().map_err(away)?;
            let page = ListObjectsV2::parse_response(&text).map_err(away)?;
            names.extend(page.contents.into_iter().map(|object| object.key));
            next = page.next_continuation_token;
            if next.is_none() {
                return Ok(names);
            }
        }
    }
}

fn check(status: u16) -> Result<(), StoreError> {
    match status {
        200..300 => Ok(()),
        404 => Err(io::Error::from(io::ErrorKind::NotFound).into()),
        // The quota of the bucket is used up.
        507 => Err(io::Error::from(io::ErrorKind::StorageFull).into()),
        status => Err(away(format!("the storage answered {status}"))),
    }
}

/// Copies a stream into a file, for what has to lie here.
pub fn copy_here(mut from: impl Read, to: &File) -> io::Result<u64> {
    let mut to = to;
    io::copy(&mut from, &mut to)
}
