//! The commands `backup` and `restore`: the database and the files of one installation in one archive.

use std::fs::{self, File};
use std::io::{self, BufReader, BufWriter};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use clap::Args;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use super::{Failure, database};
use crate::config::Config;
use crate::db::{dump, migrations};
use crate::storage::{Store, StoreError};

const DATABASE: &str = "database.dump";
const FILES: &str = "files/";

#[derive(Args)]
pub struct Backup {
    /// The archive to write, such as crm-2026-11-25.zip; must not be there yet.
    archive: PathBuf,
}

#[derive(Args)]
pub struct Restore {
    /// An archive that `backup` wrote.
    archive: PathBuf,
}

/// The command `backup`. The database is one snapshot; the files are read after it, so that each file that a row
/// of it names is there. People may go on working.
pub fn backup(config: &Config, args: &Backup) -> Result<(), Failure> {
    if args.archive.exists() {
        return Err(format!("{} is there already", args.archive.display()).into());
    }
    let database = database::open(config)?;
    let door = database.superuser(config)?;
    let half = args.archive.with_extension("part");
    let written = write_archive(&half, config, &door);
    database.close();
    match written {
        Ok(files) => {
            fs::rename(&half, &args.archive)?;
            println!("{}: the database and {files} files", args.archive.display());
            Ok(())
        }
        Err(e) => {
            drop(fs::remove_file(&half));
            Err(e)
        }
    }
}

fn write_archive(
    half: &Path,
    config: &Config,
    door: &database::Superuser,
) -> Result<usize, Failure> {
    // All that the organization knows: for nobody else to read.
    let file = fs::OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(half)?;
    let mut zip = ZipWriter::new(BufWriter::new(file));
    let stored = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Stored)
        .large_file(true);
    zip.start_file(DATABASE, stored)?;
    dump::write(door.programs.as_deref(), &door.url, &mut zip)?;
    let store = Store::of(config);
    let mut n = 0;
    for name in store.names()? {
        let mut opened = match store.read(&name) {
            // Somebody has just erased it.
            Err(StoreError::Io(e)) if e.kind() == io::ErrorKind::NotFound => continue,
            opened => opened?,
        };
        zip.start_file(format!("{FILES}{name}"), stored)?;
        io::copy(&mut opened.reader, &mut zip)?;
        n += 1;
    }
    zip.finish()?.into_inner()?.sync_all()?;
    Ok(n)
}

/// The command `restore`: into a place where there is nothing yet, so that nothing can be lost.
pub fn restore(config: &Config, args: &Restore) -> Result<(), Failure> {
    let mut zip = ZipArchive::new(BufReader::new(File::open(&args.archive)?))?;
    let store = Store::of(config);
    if !store.names()?.is_empty() {
        return Err(
            "there are files in the store already; restore into a new data folder or bucket".into(),
        );
    }
    let database = database::open(config)?;
    let done = read_archive(&mut zip, &store, &database, config);
    database.close();
    println!("{} files and the database are back", done?);
    Ok(())
}

fn read_archive(
    zip: &mut ZipArchive<BufReader<File>>,
    store: &Store,
    database: &database::Database,
    config: &Config,
) -> Result<usize, Failure> {
    let door = database.superuser(config)?;
    if !dump::is_empty(&door.url)? {
        return Err("the database is not empty; restore into a new data folder".into());
    }
    dump::read(
        door.programs.as_deref(),
        &door.url,
        &mut zip.by_name(DATABASE)?,
    )?;
    let mut n = 0;
    for i in 0..zip.len() {
        let mut entry = zip.by_index(i)?;
        // A name that leads out of the folder is none.
        let Some(name) = entry.enclosed_name() else {
            continue;
        };
        let Ok(name) = name.strip_prefix(FILES) else {
            continue;
        };
        store.write(&name.to_string_lossy(), &mut entry)?;
        n += 1;
    }
    // A backup of an older version is brought up to this one.
    if let Some(owner_url) = &database.owner_url {
        migrations::run(owner_url)?;
    }
    Ok(n)
}
