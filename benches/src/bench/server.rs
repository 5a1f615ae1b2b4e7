//! The programs under measurement: started, asked how much memory and processor they took, ended.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::Failure;

/// A server of ours that ends with the value.
pub struct Server {
    child: Child,
    pub port: u16,
}

impl Server {
    /// Starts a program and waits until it listens.
    pub fn start(
        program: &Path,
        args: &[&str],
        settings: &[(&str, String)],
        log: &Path,
    ) -> Result<Server, Failure> {
        // A port that is free now: several benches may run at once.
        let port = std::net::TcpListener::bind(("127.0.0.1", 0))?
            .local_addr()?
            .port();
        let log = std::fs::File::create(log)?;
        let child = Command::new(program)
            .args(args)
            .envs(settings.iter().map(|(name, value)| (name, value)))
            .env("PORT", port.to_string())
            .stdin(Stdio::null())
            .stdout(log.try_clone()?)
            .stderr(log)
            .spawn()?;
        let mut server = Server { child, port };
        let begun = Instant::now();
        while std::net::TcpStream::connect(("127.0.0.1", port)).is_err() {
            if begun.elapsed() > Duration::from_secs(60) || server.child.try_wait()?.is_some() {
                return Err(format!("{} does not listen on {port}", program.display()).into());
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        Ok(server)
    }

    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Memory in MB: resident now, and the most since `forget_peak`.
    pub fn memory(&self) -> Result<(f64, f64), Failure> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.pid()))?;
        let of = |name: &str| -> f64 {
            let line = status
                .lines()
                .find_map(|l| l.strip_prefix(name))
                .unwrap_or("0");
            line.trim_start_matches(':')
                .split_whitespace()
                .next()
                .and_then(|n| n.parse().ok())
                .unwrap_or(0.0)
                / 1024.0
        };
        Ok((of("VmRSS"), of("VmHWM")))
    }

    pub fn forget_peak(&self) -> Result<(), Failure> {
        Ok(std::fs::write(
            format!("/proc/{}/clear_refs", self.pid()),
            "5",
        )?)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // SIGTERM, so that the product ends its database too.
        let _ = Command::new("kill").arg(self.pid().to_string()).status();
        let begun = Instant::now();
        while matches!(self.child.try_wait(), Ok(None)) {
            if begun.elapsed() > Duration::from_secs(20) {
                let _ = self.child.kill();
            }
            std::thread::sleep(Duration::from_millis(50));
        }
    }
}

/// Seconds of processor that a process has taken, with its children that ended.
fn seconds_of(pid: u32) -> Option<(u32, f64)> {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
    let ticks: f64 = fields
        .get(11..15)?
        .iter()
        .filter_map(|t| t.parse::<f64>().ok())
        .sum();
    Some((fields.get(1)?.parse().ok()?, ticks / 100.0))
}

/// Seconds of processor taken by a server and by the database together.
pub fn seconds(server: &Server, database: u32) -> f64 {
    let processes = std::fs::read_dir("/proc").into_iter().flatten().flatten();
    let of_database: f64 = processes
        .filter_map(|e| e.file_name().to_str()?.parse().ok())
        .filter_map(|pid: u32| seconds_of(pid).map(|(parent, seconds)| (pid, parent, seconds)))
        .filter(|(pid, parent, _)| *pid == database || *parent == database)
        .map(|(_, _, seconds)| seconds)
        .sum();
    of_database + seconds_of(server.pid()).map_or(0.0, |(_, seconds)| seconds)
}

/// The private database of a data folder.
pub struct Database {
    folder: PathBuf,
}

impl Database {
    pub fn of(data: &Path) -> Database {
        Database {
            folder: data.to_owned(),
        }
    }

    /// Address for the owner of the tables.
    pub fn owner_url(&self) -> Result<String, Failure> {
        let passwords = std::fs::read_to_string(self.folder.join("postgres-passwords"))?;
        let password = passwords
            .lines()
            .find_map(|l| l.strip_prefix("owner "))
            .ok_or("no password of the owner")?;
        let socket = self
            .folder
            .join("postgres/run")
            .display()
            .to_string()
            .replace('/', "%2F");
        Ok(format!(
            "postgres://crm_owner:{}@{socket}:5432/crm",
            password.trim()
        ))
    }

    pub fn pid(&self) -> Result<u32, Failure> {
        let file = std::fs::read_to_string(self.folder.join("postgres/data/postmaster.pid"))?;
        Ok(file.lines().next().unwrap_or_default().trim().parse()?)
    }
}
