//! The program itself as a process of its own, which can be killed.

use std::process::{Child, Command, Stdio};
use std::time::Duration;

use super::Caller;
use super::runtime::eventually;
use super::scratch::Scratch;

/// The program with the built-in database of a folder.
pub struct Program {
    process: Child,
    pub port: u16,
}

impl Program {
    /// Starts it and waits until it is ready.
    pub fn start(place: &Scratch, port: u16) -> Program {
        let process = Command::new(env!("CARGO_BIN_EXE_invest-crm"))
            .args(["serve", "--no-demo"])
            .env("DATA_DIR", &place.folder)
            .env("PORT", port.to_string())
            .env("LOG", "off")
            .env("WORKERS", "2")
            .env_remove("DATABASE_URL")
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program can be started");
        let program = Program { process, port };
        let nobody = Caller::at(&program.base());
        eventually("the program is ready", Duration::from_secs(60), || {
            nobody.try_get("/readyz").is_some_and(|a| a.status == 200)
        });
        program
    }

    pub fn base(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    pub fn kill(&mut self) {
        // On Linux this is the signal that cannot be caught.
        self.process.kill().expect("it is ours");
        self.process.wait().expect("it is gone");
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// A port that nobody listens at just now.
pub fn free_port() -> u16 {
    let listener = std::net::TcpListener::bind(("127.0.0.1", 0)).expect("a free port");
    listener.local_addr().expect("it has an address").port()
}
