//! A private server that a test may kill: a data folder of its own, with the product's own settings.

use std::{
    fs,
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
    thread,
    time::{Duration, Instant},
};

use invest_crm::db::private_server::{self, PrivateServer, Settings};
use rustix::fs::{StatVfs, statvfs};
use rustix::process::{Pid, Signal, kill_process};

use super::cluster::test_folder;
use super::soak::rounds;

/// A data folder of its own; whatever still runs in it is killed at the end.
pub struct Scratch {
    root: tempfile::TempDir,
    pub folder: PathBuf,
}

impl Scratch {
    pub fn new(name: &str) -> Self {
        let base = scratch_folder();
        fs::create_dir_all(&base).expect("the folder of the tests can be made");
        let root = tempfile::Builder::new()
            .prefix("invest-crm-kill-")
            .tempdir_in(base)
            .expect("a folder");
        // The user that runs the server must be able to pass.
        fs::set_permissions(root.path(), fs::Permissions::from_mode(0o711)).expect("its rights");
        let folder = root.path().join(name);
        Self { root, folder }
    }

    pub fn open(&self) -> PrivateServer {
        opened(&self.folder)
    }

    /// The running one's, for sure: a number in a file alone may be anybody's.
    pub fn postmaster(&self) -> Option<Pid> {
        let cluster = self.folder.join("postgres/data");
        let text = fs::read_to_string(cluster.join("postmaster.pid")).ok()?;
        let pid: i32 = text.lines().next()?.parse().ok()?;
        let works_in = fs::read_link(format!("/proc/{pid}/cwd")).ok()?;
        Pid::from_raw(pid).filter(|_| works_in == cluster)
    }

    pub fn kill_postmaster(&self) {
        let postmaster = self.postmaster().expect("a server runs here");
        kill_process(postmaster, Signal::KILL).expect("it is ours");
    }

    /// Servers and `initdb` alike work in folders inside ours.
    pub fn kill_everything(&self) {
        let processes = fs::read_dir("/proc")
            .expect("Linux shows its processes")
            .flatten();
        for process in processes {
            let pid = process
                .file_name()
                .to_string_lossy()
                .parse()
                .ok()
                .and_then(Pid::from_raw);
            let (Some(pid), Ok(cwd)) = (pid, fs::read_link(process.path().join("cwd"))) else {
                continue;
            };
            if cwd.starts_with(self.root.path()) {
                // It may have ended by itself meanwhile.
                let _ = kill_process(pid, Signal::KILL);
            }
        }
    }

    pub fn wait_for_the_first_file(&self) {
        let deadline = Instant::now() + Duration::from_secs(30);
        let unfinished = |entry: fs::DirEntry| {
            entry.file_name().to_string_lossy().starts_with("new-")
                && fs::read_dir(entry.path()).is_ok_and(|files| files.count() > 0)
        };
        let folder = self.folder.join("postgres");
        while !fs::read_dir(&folder)
            .into_iter()
            .flatten()
            .flatten()
            .any(unfinished)
        {
            assert!(Instant::now() < deadline, "initdb has not begun");
            thread::sleep(Duration::from_millis(2));
        }
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // Told to, a server gives back its shared memory and its files in order.
        if let Some(postmaster) = self.postmaster() {
            let _ = kill_process(postmaster, Signal::QUIT);
            let deadline = Instant::now() + Duration::from_secs(2);
            while self.postmaster().is_some() && Instant::now() < deadline {
                thread::sleep(Duration::from_millis(5));
            }
        }
        self.kill_everything();
    }
}

/// In memory where there is room, in the short form: a kill takes nothing from a disk that was written to,
/// and syncing a new cluster costs seconds while the machine compiles.
fn scratch_folder() -> PathBuf {
    let memory = Path::new("/dev/shm");
    let roomy = |disk: StatVfs| disk.f_bavail.saturating_mul(disk.f_frsize) > 2 << 30;
    if rounds(1, 2) == 1 && statvfs(memory).is_ok_and(roomy) {
        return memory.to_owned();
    }
    test_folder()
}

pub fn opened(folder: &Path) -> PrivateServer {
    private_server::open(folder, &Settings::Durable).expect("the private server opens")
}
