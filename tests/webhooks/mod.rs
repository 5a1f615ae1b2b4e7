//! Other servers are told what changed: a real receiver is started and listens.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use diesel::connection::SimpleConnection as _;
use invest_crm::webhooks::{Post, signature, worker};
use serde_json::Value;

use crate::fixtures::agency::AGENCY;
use crate::support::{Caller, TestApp};

/// A request as the receiver got it.
struct Got {
    path: String,
    headers: Vec<(String, String)>,
    body: String,
}

impl Got {
    fn header(&self, name: &str) -> &str {
        let found = self.headers.iter().find(|(n, _)| n == name);
        found.map_or("", |(_, v)| v)
    }
}

/// Listens, and answers with these statuses in turn, then with 200.
fn receiver(statuses: &'static [u16]) -> (String, Receiver<Got>) {
    let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a free port");
    let url = format!("http://{}/hook", listener.local_addr().expect("an address"));
    let (tell, got) = channel();
    std::thread::spawn(move || {
        for (n, stream) in listener.incoming().enumerate() {
            let mut stream = BufReader::new(stream.expect("somebody came"));
            let (mut first, mut headers) = (String::new(), Vec::new());
            stream.read_line(&mut first).expect("a request");
            loop {
                let mut line = String::new();
                stream.read_line(&mut line).expect("a header");
                match line.trim_end().split_once(": ") {
                    Some((name, value)) => headers.push((name.to_lowercase(), value.to_owned())),
                    None => break,
                }
            }
            let length = headers.iter().find(|(n, _)| n == "content-length");
            let length = length.and_then(|(_, v)| v.parse().ok()).unwrap_or(0);
            let mut body = vec![0; length];
            stream.read_exact(&mut body).expect("a body");
            let status = statuses.get(n).copied().unwrap_or(200);
            let answer =
                format!("HTTP/1.1 {status} x\r\ncontent-length: 0\r\nlocation: /other\r\n\r\n");
            stream
                .get_mut()
                .write_all(answer.as_bytes())
                .expect("it is answered");
            let path = first.split(' ').nth(1).unwrap_or_default().to_owned();
            let body = String::from_utf8(body).expect("a text");
            if tell
                .send(Got {
                    path,
                    headers,
                    body,
                })
                .is_err()
            {
                return;
            }
        }
    });
    (url, got)
}

fn started() -> TestApp {
    TestApp::with(&AGENCY, |config| config.webhooks_to_private = true)
}

/// Adds the address through the form and gives the address of its page.
fn add(admin: &Caller, url: &str) -> String {
    let form = admin.get("/settings/webhooks").expect(200).page();
    let form = form.form("/settings/webhooks").with("url", url);
    let made = admin.post("/settings/webhooks", &form.pairs()).expect(303);
    made.location()
        .split('?')
        .next()
        .unwrap_or_default()
        .to_owned()
}

/// Makes a contact, so that there is something to tell; gives its id.
fn make_contact(app: &TestApp) -> String {
    let id = uuid::Uuid::now_v7().to_string();
    let fields = [("id", id.as_str()), ("name", "Валерия")];
    app.as_manager().post("/contacts", &fields).expect(303);
    id
}

/// What waits is due at once.
fn hurry(app: &TestApp) {
    app.in_agency(|work| {
        let now = "UPDATE jobs SET due_at = now() - interval '1 second'";
        work.conn().batch_execute(now).expect("it is set");
    });
}

fn send(app: &TestApp, post: &Post) -> bool {
    worker::send_next(&app.state.db, post).expect("the database answers")
}

const TIME: Duration = Duration::from_secs(10);

#[test]
fn a_change_is_told_signed_and_stands_in_the_log() {
    let app = started();
    let admin = app.as_admin();
    let (url, got) = receiver(&[]);
    let page = add(&admin, &url);
    let post = Post::new(true);
    assert!(!send(&app, &post), "nothing happened yet");
    let contact = make_contact(&app);
    assert!(send(&app, &post));
    let told = got.recv_timeout(TIME).expect("the receiver is told");
    let body: Value = serde_json::from_str(&told.body).expect("JSON");
    assert_eq!(
        (told.path.as_str(), told.header("content-type")),
        ("/hook", "application/json")
    );
    assert_eq!(body["event"], "contact.created");
    assert_eq!(told.header("x-event"), "contact.created");
    assert_eq!(told.header("x-delivery"), body["id"]);
    assert_eq!(body["organization_id"], app.fixture.agency.id.to_string());
    assert_eq!(body["data"]["id"], contact.as_str());
    assert_eq!(body["data"]["version"], 1);
    let secret = admin.get(&page).expect(200).page().value("Секрет подписи");
    let seconds = told
        .header("x-signature")
        .split(&['=', ','][..])
        .nth(1)
        .expect("a moment");
    let expected = signature(&secret, seconds.parse().expect("seconds"), &told.body);
    assert_eq!(Some(told.header("x-signature").to_owned()), expected);
    let log = admin.get(&page).expect(200).page().text("main");
    assert!(log.contains("доставлено") && log.contains("200"), "{log}");
    assert!(!send(&app, &post), "it is told once");
}

#[test]
fn what_was_not_taken_is_tried_again_and_can_be_sent_again() {
    let app = started();
    let admin = app.as_admin();
    let (url, got) = receiver(&[500, 302]);
    let page = add(&admin, &url);
    let post = Post::new(true);
    make_contact(&app);
    let mut ids = Vec::new();
    for (answer, shown) in [(500, "ждёт"), (302, "ждёт"), (200, "доставлено")] {
        assert!(send(&app, &post));
        let told = got.recv_timeout(TIME).expect("the receiver is told");
        assert_eq!(told.path, "/hook", "a redirect is not followed");
        ids.push(told.header("x-delivery").to_owned());
        let log = admin.get(&page).expect(200).page().text("main");
        assert!(
            log.contains(shown) && log.contains(&answer.to_string()),
            "{log}"
        );
        assert!(!send(&app, &post), "not before its time");
        hurry(&app);
    }
    assert!(ids.windows(2).all(|p| p[0] == p[1]), "one id for all tries");
    let again = admin.get(&page).expect(200).page();
    let again = again.attributes("form", "action");
    let again = again
        .iter()
        .find(|a| a.ends_with("/replay"))
        .expect("it can be sent again");
    app.as_manager().post(again, &[]).expect(403);
    admin.post(again, &[]).expect(303);
    assert!(send(&app, &post));
    assert_eq!(
        got.recv_timeout(TIME).expect("again").header("x-delivery"),
        ids[0]
    );
}

#[test]
fn what_is_refused_for_ever_is_given_up() {
    let app = started();
    let admin = app.as_admin();
    let (url, got) = receiver(&[500; 32]);
    let page = add(&admin, &url);
    let post = Post::new(true);
    make_contact(&app);
    let mut tries = 0;
    while send(&app, &post) {
        got.recv_timeout(TIME).expect("the receiver is told");
        tries += 1;
        hurry(&app);
    }
    assert_eq!(tries, 10);
    let log = admin.get(&page).expect(200).page().text("main");
    assert!(
        log.contains("не доставлено") && log.contains("10 попыток"),
        "{log}"
    );
}

#[test]
fn nothing_is_sent_into_the_private_network_unless_a_setting_allows_it() {
    let app = TestApp::start();
    let admin = app.as_admin();
    let (url, got) = receiver(&[]);
    let form = admin.get("/settings/webhooks").expect(200).page();
    let form = form.form("/settings/webhooks").with("url", &url);
    let refused = admin.post("/settings/webhooks", &form.pairs()).expect(422);
    assert!(refused.page().error("Адрес").contains("внутренней сети"));
    // A name that looks like any other may mean ourselves: it is looked up when something is sent.
    app.in_agency(|work| {
        let port = url.rsplit(':').next().unwrap_or_default();
        let add = format!(
            "INSERT INTO webhooks (organization_id, id, url, kinds, secret, made_by) \
             SELECT organization_id, gen_random_uuid(), 'http://ip6-localhost:{port}', '{{contact}}', repeat('0', 64), user_id \
             FROM memberships LIMIT 1; \
             INSERT INTO webhooks (organization_id, id, url, kinds, secret, made_by) \
             SELECT organization_id, gen_random_uuid(), '{url}', '{{contact}}', repeat('0', 64), user_id FROM memberships LIMIT 1"
        );
        work.conn().batch_execute(&add).expect("they are there");
    });
    make_contact(&app);
    let post = Post::new(false);
    while send(&app, &post) {}
    assert!(
        got.recv_timeout(Duration::from_millis(300)).is_err(),
        "nobody came"
    );
}

#[test]
fn an_address_that_is_off_or_chose_other_rows_is_told_nothing() {
    let app = started();
    let admin = app.as_admin();
    let (url, got) = receiver(&[]);
    let page = add(&admin, &url);
    let post = Post::new(true);
    admin
        .post(&page, &[("url", &url), ("kinds", "deal"), ("active", "1")])
        .expect(303);
    make_contact(&app);
    assert!(!send(&app, &post), "only deals are told");
    admin
        .post(&page, &[("url", &url), ("kinds", "contact")])
        .expect(303);
    make_contact(&app);
    assert!(!send(&app, &post), "it is off");
    admin.post(&format!("{page}/removal"), &[]).expect(303);
    admin.get(&page).expect(404);
    assert!(got.try_recv().is_err());
}
