//! Changing a password, and a new one for somebody who forgot it.

use std::time::Duration;

use invest_crm::{accounts, outbox};

use crate::fixtures::agency::PASSWORD;
use crate::support::runtime::eventually;
use crate::support::{TestApp, sql};

const VETROVA: &str = "a.vetrova@agency.example";
const GROMOV: &str = "p.gromov@agency.example";
const NEW: &str = "quite-another-2026";

fn can_sign_in(app: &TestApp, email: &str, password: &str) -> bool {
    let fields = [("email", email), ("password", password)];
    app.as_nobody().post("/sign-in", &fields).status == 303
}

/// Letters in the folder of the outbox.
fn letters(app: &TestApp) -> Vec<String> {
    let Ok(folder) = std::fs::read_dir(app.files().join("outbox")) else {
        return Vec::new();
    };
    folder
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|e| e == "eml"))
        .filter_map(|path| std::fs::read_to_string(path).ok())
        .collect()
}

/// Asks for a letter and gives the path of its link.
fn reset_link(app: &TestApp, email: &str) -> String {
    let worker = outbox::start(
        app.state.db.clone(),
        app.state.config.clone(),
        accounts::make_reset_link,
    )
    .expect("the outbox works");
    let before = letters(app).len();
    app.as_nobody()
        .post("/password/forgot", &[("email", email)])
        .expect(200);
    eventually("a letter is written", Duration::from_secs(10), || {
        letters(app).len() > before
    });
    worker.stop();
    let letter = letters(app).pop().expect("a letter");
    let (_, rest) = letter.split_once("/password/reset/").expect("a link");
    let token: String = rest.chars().take_while(char::is_ascii_hexdigit).collect();
    format!("/password/reset/{token}")
}

#[test]
fn a_changed_password_needs_the_present_one_and_ends_all_other_sessions() {
    let app = TestApp::start();
    let (here, elsewhere) = (app.as_manager(), app.as_nobody());
    elsewhere
        .post("/sign-in", &[("email", GROMOV), ("password", PASSWORD)])
        .expect(303);
    let path = "/settings/password";
    let wrong = [("present", "not-the-one"), ("password", NEW)];
    let page = here.post(path, &wrong).expect(422).page();
    assert!(page.error("Нынешний пароль").contains("не нынешний"));
    let short = [("present", PASSWORD), ("password", "short")];
    assert!(
        !here
            .post(path, &short)
            .expect(422)
            .page()
            .error("Новый пароль")
            .is_empty()
    );

    here.post(path, &[("present", PASSWORD), ("password", NEW)])
        .expect(303);
    here.get("/register").expect(200);
    elsewhere.get("/register").expect(303);
    assert!(can_sign_in(&app, GROMOV, NEW) && !can_sign_in(&app, GROMOV, PASSWORD));
}

#[test]
fn a_forgotten_password_is_set_anew_by_a_letter_once() {
    let app = TestApp::start();
    let vetrova = app.as_member();
    vetrova.get("/register").expect(200);
    let link = reset_link(&app, VETROVA);
    let letter = letters(&app).pop().expect("a letter");
    assert!(letter.contains(&format!("To: {VETROVA}")), "{letter}");
    let subject = letter
        .lines()
        .find(|l| l.starts_with("Subject:"))
        .unwrap_or_default();
    assert!(!subject.contains("vetrova") && !subject.contains("Ветрова"));

    let nobody = app.as_nobody();
    assert_eq!(
        nobody.get(&link).expect(200).page().value("Рабочая почта"),
        VETROVA
    );
    nobody.post(&link, &[("password", "short")]).expect(422);
    let done = nobody.post(&link, &[("password", NEW)]).expect(303);
    assert!(
        nobody
            .get(done.location())
            .page()
            .text("[role=status]")
            .contains("Пароль сохранён")
    );
    vetrova.get("/register").expect(303);
    assert!(can_sign_in(&app, VETROVA, NEW));

    nobody.get(&link).expect(410);
    nobody
        .post(&link, &[("password", "one-more-2026")])
        .expect(410);
    assert!(can_sign_in(&app, VETROVA, NEW));
}

#[test]
fn a_link_is_valid_for_an_hour() {
    let app = TestApp::start();
    let link = reset_link(&app, GROMOV);
    let mut owner = sql::connect(&app.database.owner_url);
    let left = "SELECT count(*) AS n FROM password_resets \
                WHERE expires_at BETWEEN now() + interval '59 minutes' AND now() + interval '1 hour'";
    assert_eq!(sql::number(&mut owner, left), 1);
    sql::run(
        &mut owner,
        "UPDATE password_resets SET expires_at = now() - interval '1 second'",
    );
    app.as_nobody().get(&link).expect(410);
    app.as_nobody()
        .post(&link, &[("password", NEW)])
        .expect(410);
}

#[test]
fn nobody_learns_whether_there_is_an_account() {
    let app = TestApp::start();
    let ask = |email: &str| {
        let page = app
            .as_nobody()
            .post("/password/forgot", &[("email", email)])
            .expect(200)
            .page();
        page.text("main").replace(email, "…")
    };
    assert_eq!(
        ask("m.li@agency.example"),
        ask("nobody-at-all@agency.example")
    );
    let query = "SELECT count(*) AS n FROM outbox_messages";
    assert_eq!(app.in_agency(|work| sql::number(work.conn(), query)), 1);
    app.as_nobody()
        .post("/password/forgot", &[("email", "no address")])
        .expect(422);
}

#[test]
fn the_outbox_of_an_organization_never_holds_a_link_that_opens_an_account() {
    let app = TestApp::start();
    reset_link(&app, "o.sotnikova@agency.example");
    let letter = "SELECT concat(state, ' ', body) AS line FROM outbox_messages";
    let stored = app.in_agency(|work| sql::lines(work.conn(), letter));
    assert!(stored[0].starts_with("sent "), "{stored:?}");
    assert!(stored[0].contains("{link}") && !stored[0].contains("/password/reset/"));
    let left = "SELECT count(*) AS n FROM jobs WHERE kind = 'send_letter'";
    assert_eq!(app.in_agency(|work| sql::number(work.conn(), left)), 0);
}
