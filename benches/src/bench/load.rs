//! A small generator of load: so many connections kept alive, each sending its next request when the answer is there.
//! One thread serves them all, so that it takes as little of the machine as it can.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// What a run came to; times in milliseconds.
#[derive(Debug, Clone, Default)]
pub struct Stats {
    pub requests: usize,
    pub rate: f64,
    pub p50: f64,
    pub p95: f64,
    pub p99: f64,
    /// Bytes of a body, on average.
    pub bytes: f64,
    /// Answers other than 200.
    pub wrong: usize,
}

#[derive(Default)]
struct Seen {
    times: Vec<Duration>,
    bytes: usize,
    wrong: usize,
}

/// Requests of one connection, one after another.
pub type Requests = Box<dyn FnMut(&mut Vec<u8>)>;

/// Asks for a while from as many connections as there are makers of requests.
pub fn run(port: u16, lasts: Duration, makers: Vec<Requests>) -> std::io::Result<Stats> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let seen = Rc::new(RefCell::new(Seen::default()));
    let begun = Instant::now();
    let until = begun + lasts;
    tokio::task::LocalSet::new().block_on(&runtime, async {
        let all: Vec<_> = makers
            .into_iter()
            .map(|maker| tokio::task::spawn_local(connection(port, until, maker, seen.clone())))
            .collect();
        for one in all {
            one.await.map_err(std::io::Error::other)??;
        }
        Ok::<(), std::io::Error>(())
    })?;
    let took = begun.elapsed();
    let mut seen = seen.take();
    seen.times.sort_unstable();
    let n = seen.times.len();
    let at = |part: f64| {
        let i = ((n as f64 * part) as usize).min(n.saturating_sub(1));
        seen.times.get(i).map_or(0.0, |t| t.as_secs_f64() * 1000.0)
    };
    Ok(Stats {
        requests: n,
        rate: n as f64 / took.as_secs_f64(),
        p50: at(0.5),
        p95: at(0.95),
        p99: at(0.99),
        bytes: seen.bytes as f64 / n.max(1) as f64,
        wrong: seen.wrong,
    })
}

async fn connection(
    port: u16,
    until: Instant,
    mut next: Requests,
    seen: Rc<RefCell<Seen>>,
) -> std::io::Result<()> {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).await?;
    stream.set_nodelay(true)?;
    let (mut request, mut answer) = (Vec::new(), Vec::with_capacity(1 << 18));
    while Instant::now() < until {
        request.clear();
        next(&mut request);
        let begun = Instant::now();
        stream.write_all(&request).await?;
        let (status, bytes) = receive(&mut stream, &mut answer).await?;
        let mut seen = seen.borrow_mut();
        seen.times.push(begun.elapsed());
        seen.bytes += bytes;
        seen.wrong += usize::from(status != 200);
    }
    Ok(())
}

fn broken(what: &str) -> std::io::Error {
    std::io::Error::other(what.to_owned())
}

/// Reads one answer; gives its status and the bytes of its body, which is left at the end of `into`.
async fn receive(stream: &mut TcpStream, into: &mut Vec<u8>) -> std::io::Result<(u16, usize)> {
    into.clear();
    let (head_end, status, length) = loop {
        if stream.read_buf(into).await? == 0 {
            return Err(broken("the server closed the connection"));
        }
        if let Some(at) = into.windows(4).take(4096).position(|w| w == b"\r\n\r\n") {
            let head = std::str::from_utf8(&into[..at]).map_err(|_| broken("no HTTP"))?;
            break (at + 4, status_of(head)?, length_of(head));
        }
    };
    match length {
        Some(length) => {
            while into.len() < head_end + length {
                if stream.read_buf(into).await? == 0 {
                    return Err(broken("the server closed the connection"));
                }
            }
            Ok((status, length))
        }
        // In chunks: the last one is empty.
        None => {
            while !into.ends_with(b"\r\n0\r\n\r\n") {
                if stream.read_buf(into).await? == 0 {
                    return Err(broken("the server closed the connection"));
                }
            }
            Ok((status, into.len() - head_end))
        }
    }
}

fn status_of(head: &str) -> std::io::Result<u16> {
    head.get(9..12)
        .and_then(|s| s.parse().ok())
        .ok_or_else(|| broken("no status"))
}

fn length_of(head: &str) -> Option<usize> {
    head.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("content-length")
            .then(|| value.trim().parse().ok())?
    })
}

/// One request on a connection of its own: status, head and body.
pub fn once(port: u16, request: &[u8]) -> std::io::Result<(u16, String, String)> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let mut stream = TcpStream::connect(("127.0.0.1", port)).await?;
        stream.write_all(request).await?;
        let mut answer = Vec::new();
        let (status, bytes) = receive(&mut stream, &mut answer).await?;
        let head = String::from_utf8_lossy(&answer[..answer.len() - bytes]).into_owned();
        let body = String::from_utf8_lossy(&answer[answer.len() - bytes..]).into_owned();
        Ok((status, head, body))
    })
}
