//! Files in S3-compatible storage instead of a folder, against a real server.

use std::io::Read as _;

use invest_crm::db::jobs;
use invest_crm::files::worker;
use invest_crm::storage::{Store, StoreError};

use super::{PDF, bring, file_named, greenhouse, listed, stored};
use crate::fixtures::agency::AGENCY;
use crate::support::TestApp;
use crate::support::storage::Storage;

#[test]
fn files_lie_in_a_bucket_where_the_settings_say_so() {
    let mut storage = Storage::start();
    let settings = storage.settings.clone();
    let app = TestApp::with(&AGENCY, |config| config.s3 = Some(settings.clone()));
    let store = Store::new(app.files(), Some(settings));
    let (member, admin) = (app.as_member(), app.as_admin());
    let large: Vec<u8> = (0..2_000_000_u32).flat_map(u32::to_le_bytes).collect();
    let files: [(&str, &[u8]); 3] = [("a.pdf", PDF), ("b.pdf", PDF), ("large.bin", &large)];
    bring(&member, &greenhouse(), &files).expect(303);
    // The same content lies once, and nothing of it here.
    assert_eq!(store.names().expect("the bucket is listed").len(), 2);
    assert_eq!(stored(&app), 0);
    let page = listed(&app);
    let content = |name: &str| {
        let path = format!("/files/{}/content", file_named(&page, name));
        member.get(&path).expect(200).body
    };
    assert_eq!(content("b.pdf"), PDF);
    assert!(content("large.bin") == large);
    let archive = member.get(&format!("{}/all.zip", greenhouse())).expect(200);
    let zip = zip::ZipArchive::new(std::io::Cursor::new(archive.body)).expect("an archive");
    assert_eq!(zip.len(), 3);

    let id = file_named(&page, "large.bin");
    admin.post(&format!("/files/{id}/delete"), &[]).expect(303);
    admin.post(&format!("/files/{id}/erase"), &[]).expect(303);
    let job = jobs::take(&app.state.db, &[worker::FORGET]).expect("the database answers");
    let job = job.expect("what nobody holds is to go");
    worker::run(&app.state.db, &app.state.store, &job).expect("it goes");
    assert_eq!(store.names().expect("the bucket is listed").len(), 1);

    storage.stop();
    let page = bring(&member, &greenhouse(), &[("c.pdf", &[PDF, b"c"].concat())])
        .expect(507)
        .page();
    let said = page.text("#record-files [role=alert]");
    assert!(said.contains("Хранилище не принимает"), "{said}");
    // What is known already needs no storage.
    bring(&member, &greenhouse(), &[("d.pdf", PDF)]).expect(303);
}

#[test]
fn what_a_backup_copies_goes_from_a_bucket_to_a_folder_and_back() {
    let storage = Storage::start();
    let (here, there) = (
        tempfile::tempdir().expect("a folder"),
        tempfile::tempdir().expect("a folder"),
    );
    let bucket = Store::new(here.path(), Some(storage.settings.clone()));
    let folder = Store::new(there.path(), None);
    let (organization, id) = (uuid::Uuid::now_v7(), uuid::Uuid::now_v7());
    bucket
        .put(organization, id, &b"workbook"[..], 100)
        .expect("stored");
    for n in 0..3 {
        bucket
            .write(&format!("0f/a{n}"), &b"scan"[..])
            .expect("stored");
    }
    let names = bucket.names().expect("listed");
    assert_eq!(names.len(), 4);
    for name in &names {
        folder
            .write(name, bucket.read(name).expect("there").reader)
            .expect("copied");
    }
    assert_eq!(folder.names().expect("listed"), names);
    let mut text = String::new();
    let mut opened = folder.open(organization, id).expect("there");
    opened.reader.read_to_string(&mut text).expect("text");
    assert_eq!(text, "workbook");
    // A workbook is fetched to this machine to be read back and forth.
    std::fs::remove_file(bucket.path(organization, id)).expect("it was kept here too");
    let local = bucket.local(organization, id).expect("fetched");
    assert_eq!(std::fs::read(local).expect("here"), b"workbook");
    assert!(matches!(
        bucket.read("0f/none").map(drop),
        Err(StoreError::Io(e)) if e.kind() == std::io::ErrorKind::NotFound
    ));
}
