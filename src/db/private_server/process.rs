//! Calls PostgreSQL's programs: makes a cluster, starts the server, stops it.
//! All paths handed over are relative to our folder, so blanks, quotes and length do not matter.

use std::{
    fs::{self, File},
    io::{self, Seek as _, Write as _},
    os::unix::{fs::fchown, process::CommandExt as _},
    path::Path,
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use super::{
    PrivateServerError, Role, Settings, binaries,
    place::{self, Place},
};

/// For both kinds of settings.
const COMMON: &[&str] = &[
    "listen_addresses=''",
    "unix_socket_directories=../run",
    "unix_socket_permissions=0700",
    // Segments in /dev/shm are deleted when an ordinary user logs out (RemoveIPC of systemd), and stay when killed.
    "dynamic_shared_memory_type=mmap",
    "timezone=UTC",
    "log_timezone=UTC",
    "jit=off",
    "random_page_cost=1.1",
    "work_mem=8MB",
    "maintenance_work_mem=128MB",
];

/// A small server that shares its machine with the application. Its log tells of the server's own life:
/// failed statements quote personal data, and the application reports them without it.
const DURABLE: &[&str] = &[
    "max_connections=100",
    "shared_buffers=256MB",
    "effective_cache_size=1GB",
    "max_wal_size=2GB",
    "checkpoint_timeout=15min",
    "wal_compression=on",
    "log_min_messages=log",
    "log_error_verbosity=terse",
    "log_min_error_statement=panic",
    "log_checkpoints=off",
];

const FAST: &[&str] = &[
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "wal_level=minimal",
    "max_wal_senders=0",
    "max_connections=200",
    "shared_buffers=128MB",
    "autovacuum=off",
];

const LARGE_LOG: u64 = 8 * 1024 * 1024;

/// What a start says while the rest of a killed or stopping server still ends: waiting helps.
const PASSING: &[&str] = &[
    "pre-existing shared memory block",
    "lock file",
    "already in use",
];

/// Made beside and renamed, so that a half-made cluster is never taken for a whole one. The name is new
/// each time: an `initdb` that outlived its killed parent cleans up by deleting its own folder.
pub fn make_cluster(
    place: &Place,
    admin_password: &str,
    settings: &Settings,
) -> Result<(), PrivateServerError> {
    let programs = binaries::find(&place.cluster(), None)?;
    remove_unfinished(place);
    let name = format!("new-{}", place::hex(&rand::random::<[u8; 4]>()));
    let unfinished = place.folder().join(&name);
    place::make_folder(&unfinished, 0o700, place.server_user())?;

    let mut initdb = program(place, &programs, "initdb")?;
    initdb.args(["--pgdata", &name, "--username", Role::Admin.name()]);
    initdb.args([
        "--auth=scram-sha-256",
        "--pwfile=/dev/stdin",
        "--data-checksums",
    ]);
    initdb.args(["--encoding=UTF8", "--locale=C.UTF-8"]);
    if *settings == Settings::Fast {
        initdb.arg("--no-sync");
    }
    initdb.stdin(password_file(place, admin_password)?);
    run(place, initdb, "initdb")?;

    let cluster = place.cluster();
    fs::rename(&unfinished, &cluster)
        .and_then(|()| File::open(place.folder())?.sync_all())
        .map_err(PrivateServerError::files("cannot put in place", &cluster))
}

/// Returns when the server listens; the first log-in may still have to be repeated.
pub fn start(
    place: &Place,
    settings: &Settings,
    deadline: Instant,
) -> Result<(), PrivateServerError> {
    let programs = binaries::find(&place.cluster(), place.made_by())?;
    remove_unfinished(place);
    loop {
        wait_for_or_forget_the_former(place, deadline);
        if place.answers() {
            return Ok(());
        }
        let log = place.log();
        let said_before = begin_log(&log);
        let mut pg_ctl = program(place, &programs, "pg_ctl")?;
        pg_ctl.args([
            "--pgdata=data",
            "--log=log/server.log",
            "--silent",
            "--wait",
        ]);
        pg_ctl.args([
            "--timeout=60",
            "--options",
            &server_options(settings),
            "start",
        ]);
        let failure = match run(place, pg_ctl, "pg_ctl start") {
            Ok(()) => return Ok(()),
            Err(failure) => failure,
        };
        let output = said_since(&log, said_before).unwrap_or_else(|_| failure.to_string());
        let passes = PASSING.iter().any(|words| output.contains(words));
        if !passes || Instant::now() > deadline {
            return Err(PrivateServerError::NotStarted { log, output });
        }
        thread::sleep(Duration::from_millis(200));
    }
}

/// Where the next start's words begin. A log that has grown large is put aside first.
fn begin_log(log: &Path) -> u64 {
    let length = fs::metadata(log).map_or(0, |log| log.len());
    if length > LARGE_LOG && fs::rename(log, log.with_extension("log.former")).is_ok() {
        return 0;
    }
    length
}

fn said_since(log: &Path, position: u64) -> io::Result<String> {
    let mut log = File::open(log)?;
    log.seek(io::SeekFrom::Start(position))?;
    Ok(place::end_of(&mut log))
}

pub fn stop(place: &Place) -> Result<(), PrivateServerError> {
    // A pid file without a listening server may name a stranger's process: it must not be told to stop.
    if !place.answers() {
        return Ok(());
    }
    let programs = binaries::find(&place.cluster(), place.made_by())?;
    let mut pg_ctl = program(place, &programs, "pg_ctl")?;
    pg_ctl.args([
        "--pgdata=data",
        "--silent",
        "--wait",
        "--timeout=60",
        "--mode=fast",
        "stop",
    ]);
    run(place, pg_ctl, "pg_ctl stop")
}

fn server_options(settings: &Settings) -> String {
    let particular = match settings {
        Settings::Durable => DURABLE,
        Settings::Fast => FAST,
    };
    let mut options = format!("-p {}", place::PORT);
    for setting in COMMON.iter().chain(particular) {
        options.push_str(" -c ");
        options.push_str(setting);
    }
    options
}

/// A server that is starting, recovering or stopping is waited for. The pid files of a dead one are removed,
/// because its number may belong to another process by now, or to one that nobody reaped.
fn wait_for_or_forget_the_former(place: &Place, deadline: Instant) {
    let pid_file = place.cluster().join("postmaster.pid");
    let since = Instant::now();
    while !place.answers() && Instant::now() < deadline {
        if !may_be_alive(place, &pid_file, since.elapsed()) {
            for stale in [pid_file, place.socket_lock()] {
                let _ = fs::remove_file(stale);
            }
            return;
        }
        thread::sleep(Duration::from_millis(20));
    }
}

fn may_be_alive(place: &Place, pid_file: &Path, waited: Duration) -> bool {
    let Ok(text) = fs::read_to_string(pid_file) else {
        return false;
    };
    let pid = text.lines().next().unwrap_or_default().trim();
    if pid.is_empty() {
        // Either just being written, or cut off by a loss of power.
        return waited < Duration::from_secs(1);
    }
    // Somebody may have moved the cluster to another disk and left a link.
    let cluster = fs::canonicalize(place.cluster()).unwrap_or(place.cluster());
    let lives = fs::read_link(format!("/proc/{pid}/cwd")).is_ok_and(|folder| folder == cluster);
    if !lives {
        tracing::warn!(
            pid,
            "the private PostgreSQL was killed; it is started again"
        );
    }
    lives
}

/// What killed starters left. Whatever cannot be removed now is tried again at the next start.
fn remove_unfinished(place: &Place) {
    let entries = fs::read_dir(place.folder()).into_iter().flatten().flatten();
    for entry in entries {
        if entry.file_name().to_string_lossy().starts_with("new-") {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

/// Without a name, so that nothing is left of it; readable by the server's user alone.
fn password_file(place: &Place, password: &str) -> Result<File, PrivateServerError> {
    let make = || -> io::Result<File> {
        let mut file = tempfile::tempfile()?;
        writeln!(file, "{password}")?;
        if let Some((uid, gid)) = place.server_user() {
            fchown(&file, Some(uid), Some(gid))?;
        }
        file.rewind()?;
        Ok(file)
    };
    make().map_err(PrivateServerError::files(
        "cannot write to",
        &std::env::temp_dir(),
    ))
}

fn program(place: &Place, programs: &Path, name: &str) -> Result<Command, PrivateServerError> {
    let mut command = Command::new(programs.join(name));
    command.current_dir(place.folder()).stdin(Stdio::null());
    // Ctrl-C in the terminal is meant for the application, which then stops the server in order.
    command.process_group(0);
    // The log is searched for English words.
    command.env("LC_ALL", "C");
    for (variable, _) in std::env::vars_os() {
        if binaries::is_foreign_setting(&variable) {
            command.env_remove(variable);
        }
    }
    if let Some((uid, gid)) = place.server_user() {
        command.gid(gid).uid(uid);
    }
    Ok(command)
}

/// The output goes to a file and never to a pipe: the server would inherit the pipe and keep it open.
fn run(place: &Place, mut command: Command, name: &str) -> Result<(), PrivateServerError> {
    let temporary = || PrivateServerError::files("cannot write to", &std::env::temp_dir());
    let mut output = tempfile::tempfile().map_err(temporary())?;
    let copy = || output.try_clone().map_err(temporary());
    command.stdout(copy()?).stderr(copy()?);
    let status = match command.status() {
        Ok(status) => status,
        Err(error) => return Err(not_run(place, &command, error)),
    };
    if status.success() {
        return Ok(());
    }
    output.rewind().map_err(temporary())?;
    Err(PrivateServerError::Program {
        program: name.to_owned(),
        output: place::end_of(&mut output),
    })
}

fn not_run(place: &Place, command: &Command, error: io::Error) -> PrivateServerError {
    match place.server_user() {
        Some((uid, _)) if error.kind() == io::ErrorKind::PermissionDenied => {
            PrivateServerError::FolderClosed {
                uid,
                folder: place.folder(),
            }
        }
        _ => PrivateServerError::files("cannot run", Path::new(command.get_program()))(error),
    }
}
