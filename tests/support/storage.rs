//! A server of S3-compatible storage that a test starts for itself: moto, put by `bin/install storage` where
//! cargo builds.

use std::net::TcpListener;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use invest_crm::config::S3;

use super::runtime::{eventually, wait_for};

/// The running server with one empty bucket; ends with the test.
pub struct Storage {
    server: Child,
    pub settings: S3,
}

fn program() -> PathBuf {
    // The test program lies in target/debug/deps.
    let program = std::env::current_exe().expect("this program has a place");
    let target = program
        .ancestors()
        .nth(3)
        .expect("it lies in the target folder");
    target.join("s3-server/bin/moto_server")
}

impl Storage {
    pub fn start() -> Storage {
        let program = program();
        assert!(
            program.exists(),
            "tests of the storage need {}: run bin/install storage",
            program.display()
        );
        let port = TcpListener::bind("127.0.0.1:0")
            .and_then(|listener| listener.local_addr())
            .expect("a free port")
            .port();
        let server = Command::new(program)
            .args(["-H", "127.0.0.1", "-p", &port.to_string()])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("the server starts");
        let storage = Storage {
            server,
            settings: S3 {
                endpoint: format!("http://127.0.0.1:{port}"),
                bucket: "agency-files".to_owned(),
                region: "us-east-1".to_owned(),
                access_key: "key".to_owned(),
                secret_key: "secret".to_owned(),
            },
        };
        let address = format!("{}/{}", storage.settings.endpoint, storage.settings.bucket);
        eventually("the bucket is there", Duration::from_secs(60), || {
            let request = reqwest::Client::new().put(&address).send();
            wait_for(request).is_ok_and(|answer| answer.status().is_success())
        });
        storage
    }

    /// Nobody answers any more.
    pub fn stop(&mut self) {
        self.server.kill().expect("it is ours");
        self.server.wait().expect("it ends");
    }
}

impl Drop for Storage {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}
