//! Section 26: a workbook becomes rows, through the API.

use reqwest::Method;
use serde_json::json;

use super::program::{Program, started};

fn upload(who: &Program, name: &str, bytes: &'static [u8]) -> crate::support::Answer {
    let part = reqwest::multipart::Part::bytes(bytes).file_name(name.to_owned());
    who.upload(
        "/imports",
        reqwest::multipart::Form::new().part("file", part),
    )
}

#[test]
fn a_file_is_taken_from_managers_and_refused_with_its_reason() {
    let app = started();
    let anna = Program::register(&app, "anna");
    let csv = "Наименование проекта;Инициатор;Сумма\nТеплица;ООО «Сопка»;5\n".as_bytes();
    upload(&anna.with_role(&app, "member"), "a.csv", csv).expect(403);
    let taken = upload(&anna, "Реестр.csv", csv).expect(202);
    let import = taken.json();
    assert_eq!(import["file_name"], "Реестр.csv");
    let path = format!("/imports/{}", super::program::id(&import));
    assert_eq!(taken.header("location"), format!("/api/v1{path}"));
    anna.get(&path).expect(200);
    assert_eq!(
        anna.get(&format!("{path}/problems?severity=error&sheet=x"))
            .expect(200)
            .json()["total"],
        0
    );
    anna.get(&format!("{path}/problems?severity=x")).expect(400);
    anna.post(&format!("{path}/undo"), json!({})).expect(409);
    for (bytes, status) in [
        (&b"<html><body>x</body></html>"[..], 415),
        (&b"\x00\x01\x02\x03\xff\xfe binary \x00"[..], 415),
        (&b"PK\x03\x04 damaged"[..], 422),
    ] {
        upload(&anna, "x.xlsx", bytes).expect(status);
    }
    anna.send_raw(
        Method::POST,
        "/imports",
        "multipart/form-data; boundary=x",
        b"--x--\r\n".to_vec(),
    )
    .expect(400);
    Program::register(&app, "boris").get(&path).expect(404);
    anna.get("/imports/0199a000-0000-7000-8000-000000000001")
        .expect(404);
}
