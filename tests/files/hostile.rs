//! What people with bad luck or bad intentions bring.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::Duration;

use uuid::Uuid;

use super::{PDF, PNG, bring, file_named, form, greenhouse, listed, stored};
use crate::fixtures::agency::AGENCY;
use crate::support::TestApp;
use crate::support::runtime::eventually;

#[test]
fn a_name_that_climbs_out_of_its_folder_is_only_a_name() {
    let app = TestApp::start();
    let member = app.as_member();
    bring(
        &member,
        &greenhouse(),
        &[("../../x", b"outside"), ("..\\..\\y.txt", b"too")],
    )
    .expect(303);
    let page = listed(&app);
    let id = file_named(&page, "x");
    assert!(page.link("y.txt").is_some());
    let answer = member.get(&format!("/files/{id}/content")).expect(200);
    assert_eq!(answer.body, b"outside");
    assert!(
        answer
            .header("content-disposition")
            .contains("filename=\"x\"")
    );
    assert!(!app.files().join("x").exists());
    assert!(!app.files().parent().expect("a folder").join("x").exists());
}

#[test]
fn what_lies_about_its_type_is_refused_with_the_reason_and_the_others_stay() {
    let app = TestApp::start();
    let member = app.as_member();
    let page = bring(
        &member,
        &greenhouse(),
        &[
            ("good.png", PNG),
            ("script.png", b"#!/bin/sh\nrm -rf /\n"),
            ("page.jpg", b"<html><script>alert(1)</script></html>"),
            ("empty.txt", b""),
            ("also good.pdf", PDF),
        ],
    )
    .expect(422)
    .page();
    let said = page.text("#record-files [role=alert]");
    for part in [
        "script.png",
        "программы",
        "page.jpg",
        "содержимое",
        "empty.txt",
        "пустой",
    ] {
        assert!(said.contains(part), "{part}: {said}");
    }
    assert_eq!(page.texts("#file-list li").len(), 2);
    assert_eq!(stored(&app), 2);
}

#[test]
fn a_drawing_with_a_script_is_never_run() {
    let app = TestApp::start();
    let svg =
        b"<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(document.cookie)</script></svg>";
    bring(
        &app.as_member(),
        &greenhouse(),
        &[
            ("drawing.svg", svg),
            ("page.html", b"<script>alert(1)</script>"),
        ],
    )
    .expect(303);
    let page = listed(&app);
    for name in ["drawing.svg", "page.html"] {
        let path = format!("/files/{}/content", file_named(&page, name));
        let answer = app.as_member().get(&path).expect(200);
        assert_eq!(answer.header("content-type"), "application/octet-stream");
        assert!(
            answer
                .header("content-disposition")
                .starts_with("attachment")
        );
        assert!(answer.header("content-security-policy").contains("sandbox"));
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        let page = app
            .as_member()
            .get(&format!("/files/{}", file_named(&listed(&app), name)))
            .page();
        assert!(!page.has("main img") && !page.has("main iframe"));
    }
}

#[test]
fn a_bomb_in_an_archive_is_kept_as_it_is_and_never_unpacked() {
    // A gigabyte of zeros, a megabyte small.
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    zip.start_file("zeros", zip::write::SimpleFileOptions::default())
        .expect("begun");
    let zeros = vec![0; 1 << 20];
    for _ in 0..256 {
        zip.write_all(&zeros).expect("packed");
    }
    let bomb = zip.finish().expect("whole").into_inner();
    let app = TestApp::with(&AGENCY, |config| config.file_limit = 1 << 20);
    let begun = std::time::Instant::now();
    bring(
        &app.as_member(),
        &greenhouse(),
        &[("архив.zip", &bomb), ("отчёт.xlsx", &bomb)],
    )
    .expect(303);
    assert!(
        begun.elapsed() < Duration::from_secs(5),
        "nobody looked inside"
    );
    let path = format!("/files/{}/content", file_named(&listed(&app), "архив.zip"));
    assert_eq!(app.as_member().get(&path).expect(200).body, bomb);
}

#[test]
fn what_is_larger_than_the_limit_is_refused_and_the_others_stay() {
    let app = TestApp::with(&AGENCY, |config| config.file_limit = 1 << 20);
    let large = [PDF, &vec![0; 2 << 20]].concat();
    let files: [(&str, &[u8]); 3] = [("a.pdf", PDF), ("large.pdf", &large), ("b.png", PNG)];
    let page = bring(&app.as_member(), &greenhouse(), &files)
        .expect(413)
        .page();
    let said = page.text("#record-files [role=alert]");
    assert!(
        said.contains("large.pdf") && said.contains("1 МБ"),
        "{said}"
    );
    assert_eq!(page.texts("#file-list li").len(), 2);
    // A script sends one at a time and is told plainly.
    let script = app.as_member().asking_for_fragment();
    let answer = bring(&script, &greenhouse(), &[("large.pdf", &large)]).expect(413);
    assert!(answer.text().contains("1 МБ"));
    bring(&script, &greenhouse(), &[("c.pdf", &[PDF, b"c"].concat())]).expect(204);
    let halves = app.files().join("files/incoming");
    assert_eq!(
        std::fs::read_dir(halves).expect("the folder stays").count(),
        0
    );
}

#[test]
fn a_store_that_takes_nothing_says_so_and_nothing_is_half_there() {
    let app = TestApp::start();
    // As root no folder refuses writing; a file in the place of the folder does.
    let folder = app.files().join("files");
    std::fs::write(&folder, b"in the way").expect("a file");
    let page = bring(&app.as_member(), &greenhouse(), &[("a.pdf", PDF)])
        .expect(507)
        .page();
    let said = page.text("#record-files [role=alert]");
    assert!(
        said.contains("a.pdf") && said.contains("Хранилище не принимает"),
        "{said}"
    );
    assert!(page.texts("#file-list li").is_empty());
    std::fs::remove_file(&folder).expect("out of the way");
    bring(&app.as_member(), &greenhouse(), &[("a.pdf", PDF)]).expect(303);
}

/// The head of an upload and the beginning of its body, as raw bytes.
fn begin(app: &TestApp, body: &[u8], length: usize) -> TcpStream {
    let cookie = app.session_cookie("a.vetrova@agency.example");
    let mut stream = TcpStream::connect(("127.0.0.1", app.port)).expect("connected");
    let head = format!(
        "POST {} HTTP/1.1\r\nhost: 127.0.0.1:{}\r\nsec-fetch-site: same-origin\r\ncookie: session={cookie}\r\n\
         content-type: multipart/form-data; boundary=edge\r\ncontent-length: {length}\r\n\r\n",
        greenhouse(),
        app.port
    );
    stream.write_all(head.as_bytes()).expect("sent");
    stream.write_all(body).expect("sent");
    stream
}

#[test]
fn an_upload_that_breaks_off_loses_only_the_file_that_was_on_its_way() {
    let app = TestApp::start();
    let mut body = Vec::new();
    for (name, bytes) in [("first.pdf", PDF), ("second.pdf", &[PDF, b"2"].concat())] {
        let head = format!(
            "--edge\r\ncontent-disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\
             content-type: application/pdf\r\n\r\n"
        );
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(bytes);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(
        b"--edge\r\ncontent-disposition: form-data; name=\"file\"; filename=\"third.pdf\"\r\n\r\n%PDF half",
    );
    let stream = begin(&app, &body, body.len() + 100_000);
    eventually("two are here", Duration::from_secs(10), || {
        listed(&app).texts("#file-list li").len() == 2
    });
    drop(stream);
    let halves = app.files().join("files/incoming");
    eventually("the half one is gone", Duration::from_secs(10), || {
        std::fs::read_dir(&halves).is_ok_and(|all| all.count() == 0)
    });
    let page = listed(&app);
    assert!(page.link("third.pdf").is_none());
    assert_eq!(stored(&app), 2);
}

#[test]
fn whoever_may_not_is_told_before_the_file_is_read() {
    let app = TestApp::start();
    bring(&app.as_viewer(), &greenhouse(), &[("a.pdf", PDF)]).expect(403);
    bring(&app.as_stranger(), &greenhouse(), &[("a.pdf", PDF)]).expect(404);
    bring(&app.as_nobody(), &greenhouse(), &[("a.pdf", PDF)]).expect(401);
    assert_eq!(stored(&app), 0);
    // What is no form at all, and a form without a file.
    app.as_member()
        .post(&greenhouse(), &[("kind", "scan")])
        .expect(400);
    app.as_member()
        .upload(&greenhouse(), form(Uuid::now_v7(), "", &[]))
        .expect(400);
    let mut stream = begin(&app, b"--edge\r\nnonsense", 16);
    let mut text = String::new();
    stream
        .set_read_timeout(Some(Duration::from_secs(10)))
        .expect("a limit");
    let _ = stream.read_to_string(&mut text);
    assert!(text.starts_with("HTTP/1.1 400"), "{text}");
}
