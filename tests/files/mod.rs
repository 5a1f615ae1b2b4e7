//! Files of projects and clients: brought, shown, kept in versions, put away; and what must not go wrong with them.

mod bucket;
mod hostile;

use reqwest::multipart::{Form, Part};
use uuid::Uuid;

use crate::fixtures::agency::{COMPANY, GREENHOUSE, IDEA};
use crate::support::html::Page;
use crate::support::sql::{lines, number};
use crate::support::{Answer, Caller, TestApp};

pub const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89\0\0\0\rIDATx\x9cc\xf8\xcf\xc0\xf0\x1f\0\x05\0\x01\xff\x89\x99=\x1d\0\0\0\0IEND\xaeB`\x82";
pub const PDF: &[u8] = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n";

pub fn greenhouse() -> String {
    format!("/files/of/project/{GREENHOUSE}")
}

/// A form as the browser sends it: its own fields first.
pub fn form(id: Uuid, kind: &str, files: &[(&str, &[u8])]) -> Form {
    let form = Form::new()
        .text("id", id.to_string())
        .text("kind", kind.to_owned());
    files.iter().fold(form, |form, (name, bytes)| {
        let part = Part::bytes(bytes.to_vec()).file_name((*name).to_owned());
        form.part("file", part)
    })
}

pub fn bring(caller: &Caller, address: &str, files: &[(&str, &[u8])]) -> Answer {
    caller.upload(address, form(Uuid::now_v7(), "", files))
}

/// Id of the file of this name on a page with files.
pub fn file_named(page: &Page, name: &str) -> String {
    let link = page.link(name).unwrap_or_else(|| panic!("no file {name}"));
    link.trim_start_matches("/files/").to_owned()
}

fn listed(app: &TestApp) -> Page {
    app.as_viewer().get(&greenhouse()).expect(200).page()
}

fn stored(app: &TestApp) -> usize {
    let folder = app
        .files()
        .join("files")
        .join(app.fixture.agency.id.simple().to_string());
    std::fs::read_dir(folder).map_or(0, Iterator::count)
}

#[test]
fn many_files_are_brought_at_once_and_each_finds_its_kind() {
    let app = TestApp::start();
    let answer = bring(
        &app.as_member(),
        &greenhouse(),
        &[
            ("Бизнес-план.pdf", PDF),
            ("IMG_0001.png", PNG),
            ("заметки.txt", b"text"),
        ],
    )
    .expect(303);
    assert!(
        answer
            .location()
            .starts_with(&format!("/projects/{GREENHOUSE}?"))
    );
    let page = listed(&app);
    let rows = page.texts("#file-list li");
    assert_eq!(rows.len(), 3, "{rows:?}");
    for (name, kind) in [
        ("Бизнес-план.pdf", "Бизнес-план ·"),
        ("IMG_0001.png", "Фото"),
        ("заметки.txt", "Прочее"),
    ] {
        let row = rows
            .iter()
            .find(|r| r.contains(name))
            .expect("it is listed");
        assert!(row.contains(kind) && row.contains("Ветрова"), "{row}");
    }
    // The state asks for an application and a business plan; one of them is here.
    assert_eq!(page.text(".file-lack"), "Не хватает: Заявка");
    // The card of the project brings them in, and leads to them without script.
    let card = app
        .as_viewer()
        .get(&format!("/projects/{GREENHOUSE}"))
        .page();
    assert_eq!(
        card.attribute("#record-files", "hx-get"),
        Some(greenhouse())
    );
    // What happened stands on the timeline, for programs too.
    let told = app.in_agency(|work| {
        lines(
            work.conn(),
            "SELECT payload ->> 'name' AS line FROM activities WHERE type = 'file_added' ORDER BY created_at",
        )
    });
    assert_eq!(told, ["Бизнес-план.pdf", "IMG_0001.png", "заметки.txt"]);
}

#[test]
fn what_is_brought_comes_back_as_it_was_and_in_strict_headers() {
    let app = TestApp::start();
    let member = app.as_member();
    bring(
        &member,
        &greenhouse(),
        &[
            ("План.pdf", PDF),
            ("снимок.png", PNG),
            ("данные.csv", b"a;b\n"),
        ],
    )
    .expect(303);
    let page = listed(&app);
    for (name, bytes, shown, media_type) in [
        ("План.pdf", PDF, "inline", "application/pdf"),
        ("снимок.png", PNG, "inline", "image/png"),
        (
            "данные.csv",
            &b"a;b\n"[..],
            "attachment",
            "application/octet-stream",
        ),
    ] {
        let path = format!("/files/{}/content", file_named(&page, name));
        let answer = app.as_viewer().get(&path).expect(200);
        assert_eq!(answer.body, bytes, "{name}");
        assert_eq!(answer.header("content-type"), media_type);
        assert!(answer.header("content-disposition").starts_with(shown));
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        let policy = answer.header("content-security-policy");
        assert!(policy.starts_with("default-src 'none'"), "{policy}");
        assert_eq!(policy.contains("sandbox"), media_type != "application/pdf");
        // Asked to download, nothing is ever shown.
        let answer = app.as_viewer().get(&format!("{path}?download")).expect(200);
        assert_eq!(answer.header("content-type"), "application/octet-stream");
        assert!(
            answer
                .header("content-disposition")
                .starts_with("attachment")
        );
        // A browser that has it is told so.
        let tag = answer.header("etag").to_owned();
        let known = app.as_viewer().with_header("if-none-match", &tag);
        assert!(known.get(&path).expect(304).body.is_empty());
    }
}

#[test]
fn a_file_brought_anew_is_a_version_and_the_one_before_stays() {
    let app = TestApp::start();
    let member = app.as_member();
    bring(&member, &greenhouse(), &[("План.pdf", PDF)]).expect(303);
    let id = file_named(&listed(&app), "План.pdf");
    let newer = [PDF, b"% newer"].concat();
    let path = format!("/files/{id}/versions");
    bring(&member, &path, &[("План 2.pdf", &newer)]).expect(303);
    // The same content again is no new version.
    bring(&member, &path, &[("План 2.pdf", &newer)]).expect(303);
    let page = member.get(&format!("/files/{id}")).expect(200).page();
    assert_eq!(page.text("h1"), "План 2.pdf");
    let versions = page.texts("[aria-labelledby=versions-h] .rows li");
    assert_eq!(versions.len(), 2, "{versions:?}");
    let content = |query: &str| {
        let path = format!("/files/{id}/content{query}");
        member.get(&path).expect(200).body
    };
    assert_eq!(content(""), newer);
    assert_eq!(content("?version=1"), PDF);
    member
        .get(&format!("/files/{id}/content?version=3"))
        .expect(404);
    assert!(listed(&app).text("#file-list").contains("версия 2"));
}

#[test]
fn the_same_content_lies_once_in_the_store_until_nobody_holds_it() {
    let app = TestApp::start();
    let (member, admin) = (app.as_member(), app.as_admin());
    bring(&member, &greenhouse(), &[("a.pdf", PDF), ("b.pdf", PDF)]).expect(303);
    let other = format!("/files/of/client/{COMPANY}");
    bring(&member, &other, &[("c.pdf", PDF)]).expect(303);
    let count = "SELECT sum(reference_count) AS n FROM file_contents";
    assert_eq!(app.in_agency(|work| number(work.conn(), count)), 3);
    assert_eq!(stored(&app), 1);
    let page = app.as_viewer().get(&other).expect(200).page();
    // The client's card shows the files of its projects too.
    for (n, name) in ["a.pdf", "b.pdf", "c.pdf"].into_iter().enumerate() {
        let id = file_named(&page, name);
        admin.post(&format!("/files/{id}/erase"), &[]).expect(409);
        admin.post(&format!("/files/{id}/delete"), &[]).expect(303);
        admin.post(&format!("/files/{id}/erase"), &[]).expect(303);
        member.get(&format!("/files/{id}/content")).expect(404);
        let left =
            app.in_agency(|work| number(work.conn(), "SELECT count(*) AS n FROM file_contents"));
        assert_eq!(left, i64::from(n < 2));
    }
    let job = invest_crm::db::jobs::take(&app.state.db, &[invest_crm::files::worker::FORGET])
        .expect("the database answers")
        .expect("what nobody holds is to go");
    invest_crm::files::worker::run(&app.state.db, &app.state.store, &job).expect("it goes");
    assert_eq!(stored(&app), 0);
}

#[test]
fn two_who_bring_the_same_at_once_both_have_it_and_it_lies_once() {
    let app = TestApp::start();
    let bytes = [PDF, &vec![b'x'; 3 << 20]].concat();
    std::thread::scope(|scope| {
        for (name, caller) in [
            ("one.pdf", app.as_member()),
            ("two.pdf", app.as_manager()),
            ("three.pdf", app.as_owner()),
        ] {
            let bytes = &bytes;
            scope.spawn(move || bring(&caller, &greenhouse(), &[(name, bytes)]).expect(303));
        }
    });
    let page = listed(&app);
    for name in ["one.pdf", "two.pdf", "three.pdf"] {
        let path = format!("/files/{}/content", file_named(&page, name));
        assert_eq!(app.as_viewer().get(&path).expect(200).body, bytes);
    }
    assert_eq!(stored(&app), 1);
}

#[test]
fn a_form_sent_twice_brings_each_file_once() {
    let app = TestApp::start();
    let id = Uuid::now_v7();
    for _ in 0..2 {
        let form = form(id, "scan", &[("a.pdf", PDF), ("b.png", PNG)]);
        app.as_member().upload(&greenhouse(), form).expect(303);
    }
    let rows = listed(&app).texts("#file-list li");
    assert_eq!(rows.len(), 2, "{rows:?}");
    assert!(rows.iter().all(|row| row.contains("Скан")), "{rows:?}");
}

#[test]
fn a_deleted_file_comes_back_from_the_bin() {
    let app = TestApp::start();
    let member = app.as_member();
    bring(&member, &greenhouse(), &[("Заявка.pdf", PDF)]).expect(303);
    let id = file_named(&listed(&app), "Заявка.pdf");
    // One's own slip is mended by oneself, another's file by those who run the register.
    member.post(&format!("/files/{id}/delete"), &[]).expect(303);
    let page = listed(&app);
    assert_eq!(page.text("[data-slot=count]"), "0");
    assert!(page.text(".file-bin").contains("Заявка.pdf"));
    assert!(page.text(".file-lack").contains("Заявка"));
    member
        .post(&format!("/files/{id}/restore"), &[])
        .expect(303);
    app.as_manager()
        .post(&format!("/files/{id}/delete"), &[])
        .expect(303);
    member
        .post(&format!("/files/{id}/restore"), &[])
        .expect(403);
    member
        .post(&format!("/files/{id}"), &[("kind", "scan"), ("name", "x")])
        .expect(409);
    app.as_manager()
        .post(&format!("/files/{id}/restore"), &[])
        .expect(303);
    assert_eq!(listed(&app).text("[data-slot=count]"), "1");
    let past = app.in_agency(|work| {
        lines(
            work.conn(),
            "SELECT field || to_value::text AS line FROM changes WHERE subject_kind = 'file' AND version > 1 ORDER BY version",
        )
    });
    assert_eq!(
        past,
        ["deletedtrue", "deletedfalse", "deletedtrue", "deletedfalse"]
    );
}

#[test]
fn kind_and_name_are_changed_and_an_admin_says_what_states_require() {
    let app = TestApp::start();
    let member = app.as_member();
    bring(&member, &greenhouse(), &[("x.pdf", PDF)]).expect(303);
    let id = file_named(&listed(&app), "x.pdf");
    let path = format!("/files/{id}");
    let page = member
        .post(&path, &[("kind", "scan"), ("name", " ")])
        .expect(422)
        .page();
    assert_eq!(page.error("Название"), "Назовите файл");
    member
        .post(&path, &[("kind", "application"), ("name", "../Заявка.pdf")])
        .expect(303);
    let page = member.get(&path).page();
    assert_eq!(page.text("h1"), "Заявка.pdf");
    assert!(
        page.text("#history").contains("Вид Прочее Заявка"),
        "{}",
        page.text("#history")
    );
    assert_eq!(listed(&app).text(".file-lack"), "Не хватает: Бизнес-план");
    app.as_manager().get("/settings/files").expect(403);
    let admin = app.as_admin();
    let page = admin.get("/settings/files").expect(200).page();
    assert!(page.has("input[name='application_full.business_plan'][checked]"));
    admin
        .post(
            "/settings/files",
            &[
                ("application_full.photo", "1"),
                ("application_full.application", "1"),
            ],
        )
        .expect(303);
    assert_eq!(listed(&app).text(".file-lack"), "Не хватает: Фото");
}

#[test]
fn all_files_of_a_project_come_as_one_archive() {
    let app = TestApp::start();
    let large: Vec<u8> = (0..3_000_000_u32).flat_map(u32::to_le_bytes).collect();
    bring(
        &app.as_member(),
        &greenhouse(),
        &[
            ("Бизнес-план.pdf", PDF),
            ("Бизнес-план.pdf", &[PDF, b"2"].concat()),
            ("данные.bin", &large),
        ],
    )
    .expect(303);
    let path = format!("{}/all.zip", greenhouse());
    let answer = app.as_viewer().get(&path).expect(200);
    assert_eq!(answer.header("content-type"), "application/zip");
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(answer.body)).expect("an archive");
    let names: Vec<String> = zip.file_names().map(str::to_owned).collect();
    assert_eq!(
        names,
        [
            "Бизнес-план/Бизнес-план.pdf",
            "Бизнес-план/Бизнес-план (2).pdf",
            "Прочее/данные.bin"
        ]
    );
    let mut unpacked = Vec::new();
    let mut entry = zip.by_index(2).expect("the last");
    std::io::Read::read_to_end(&mut entry, &mut unpacked).expect("whole");
    assert!(unpacked == large);
}

#[test]
fn a_colleague_who_looks_at_the_project_is_told() {
    let app = TestApp::start();
    let mut stream = app
        .as_manager()
        .follow_live("/live?topics=register&tab=theirs");
    bring(&app.as_member(), &greenhouse(), &[("a.pdf", PDF)]).expect(303);
    let event = stream
        .wait_for_event("record", std::time::Duration::from_secs(5))
        .expect("they are told");
    assert_eq!(event["id"], GREENHOUSE.to_string());
}

#[test]
fn nothing_is_brought_to_what_is_in_the_bin_or_not_there() {
    let app = TestApp::start();
    let manager = app.as_manager();
    for path in [
        format!("/files/of/project/{}", Uuid::now_v7()),
        format!("/files/of/meeting/{GREENHOUSE}"),
        "/files/of/project/x".to_owned(),
    ] {
        bring(&manager, &path, &[("a.pdf", PDF)]).expect(404);
    }
    let page = manager.get(&format!("/projects/{IDEA}")).page();
    let form = page.form(&format!("/projects/{IDEA}/moves"));
    let version = form.pairs().into_iter().find(|(n, _)| *n == "version");
    let (_, version) = version.expect("the form has the version");
    manager
        .post(
            &format!("/projects/{IDEA}/moves"),
            &[
                ("to", "deleted"),
                ("version", version),
                ("reason", "заявлен дважды"),
            ],
        )
        .expect(303);
    let path = format!("/files/of/project/{IDEA}");
    bring(&manager, &path, &[("a.pdf", PDF)]).expect(404);
}
