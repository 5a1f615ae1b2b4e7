//! A link makes one person a member, once.

use invest_crm::accounts::Role;
use uuid::Uuid;

use crate::fixtures::agency::PASSWORD;
use crate::support::{Caller, TestApp, sql};

/// Makes an invitation and gives the path of its link.
fn invite(caller: &Caller, role: &str) -> String {
    let id = Uuid::now_v7().to_string();
    let page = caller
        .post("/settings/invitations", &[("id", &id), ("role", role)])
        .expect(200)
        .page();
    let link = page.attribute("#link", "value").expect("the link is shown");
    let (_, path) = link.split_once("/invitations/").expect("it leads to us");
    format!("/invitations/{path}")
}

const ANNA: [(&str, &str); 3] = [
    ("name", "Новикова Анна"),
    ("email", "a.novikova@agency.example"),
    ("password", "eight-or-more"),
];

#[test]
fn somebody_new_joins_by_a_link_and_nobody_after_them() {
    let app = TestApp::start();
    let link = invite(&app.as_admin(), "member");
    let anna = app.as_nobody();
    let page = anna.get(&link).expect(200).page();
    assert_eq!(page.text("h1"), "Агентство инвестиций");
    assert!(page.text(".lead").contains("Ли Марина") && page.text(".lead").contains("Специалист"));
    anna.post(&link, &ANNA).expect(303);
    assert!(
        anna.get("/register")
            .expect(200)
            .text()
            .contains("Тепличный")
    );
    anna.get("/settings/organization").expect(403);

    let late = app.as_nobody();
    let page = late.get(&link).expect(410).page();
    assert!(page.text("h1").contains("больше не действует"));
    late.post(
        &link,
        &[
            ("name", "Х"),
            ("email", "x@y.example"),
            ("password", "eight-or-more"),
        ],
    )
    .expect(410);
}

#[test]
fn somebody_with_an_account_signs_in_and_joins() {
    let app = TestApp::start();
    let link = invite(&app.as_owner(), "viewer");
    let stranger = app.as_nobody();
    let page = stranger.get(&link).page();
    let sign_in = page.link("Войдите и вступите").expect("a way for them");
    let form = stranger.get(&sign_in).expect(200).page().form("/sign-in");
    let email = app.fixture.neighbour.people[0].email.clone();
    let form = form.with("email", &email).with("password", PASSWORD);
    let back = stranger
        .post("/sign-in", &form.pairs())
        .expect(303)
        .location()
        .to_owned();
    assert_eq!(back, link);
    let page = stranger.get(&back).expect(200).page();
    stranger.post(&back, &page.form(&link).pairs()).expect(303);
    assert!(
        stranger
            .get("/register")
            .expect(200)
            .text()
            .contains("Тепличный")
    );
    assert_eq!(
        stranger
            .get("/organizations")
            .page()
            .texts(".choice b")
            .len(),
        2
    );
}

#[test]
fn a_member_who_opens_a_link_does_not_use_it_up() {
    let app = TestApp::start();
    let link = invite(&app.as_owner(), "viewer");
    let manager = app.as_manager();
    assert!(
        manager
            .get(&link)
            .page()
            .text("main")
            .contains("уже состоите")
    );
    manager.post(&link, &[("as", "me")]).expect(303);
    manager.get("/imports").expect(200);
    app.as_nobody().post(&link, &ANNA).expect(303);
}

#[test]
fn an_expired_and_a_withdrawn_link_open_nothing() {
    let app = TestApp::start();
    let expired = invite(&app.as_owner(), "member");
    let mut owner = sql::connect(&app.database.owner_url);
    sql::run(
        &mut owner,
        "UPDATE invitations SET expires_at = now() - interval '1 second'",
    );
    app.as_nobody().get(&expired).expect(410);

    let withdrawn = invite(&app.as_owner(), "member");
    let page = app.as_owner().get("/settings/members").page();
    let actions = page.attributes("form[action$=withdraw]", "action");
    assert_eq!(actions.len(), 1, "an expired one is not listed");
    app.as_owner().post(&actions[0], &[]).expect(303);
    app.as_nobody().get(&withdrawn).expect(410);
    app.as_nobody().post(&withdrawn, &ANNA).expect(410);
    app.as_nobody()
        .get("/invitations/never-was-one")
        .expect(410);
}

#[test]
fn a_form_sent_twice_makes_one_invitation_whose_link_works() {
    let app = TestApp::start();
    let id = Uuid::now_v7().to_string();
    let send = || {
        let answer = app
            .as_admin()
            .post("/settings/invitations", &[("id", &id), ("role", "member")]);
        answer
            .expect(200)
            .page()
            .attribute("#link", "value")
            .expect("a link")
    };
    let (_, second) = (send(), send());
    let page = app.as_admin().get("/settings/members").page();
    assert_eq!(page.all("form[action$=withdraw]").len(), 1);
    let path = second.split_once("/invitations/").map_or("", |(_, p)| p);
    app.as_nobody()
        .get(&format!("/invitations/{path}"))
        .expect(200);
}

#[test]
fn only_administrators_invite_and_only_owners_invite_owners() {
    let app = TestApp::start();
    let invitation = |caller: &Caller, role: &str| {
        let id = Uuid::now_v7().to_string();
        caller
            .post("/settings/invitations", &[("id", &id), ("role", role)])
            .status
    };
    for caller in [app.as_manager(), app.as_member(), app.as_viewer()] {
        assert_eq!(invitation(&caller, "viewer"), 403);
    }
    assert_eq!(invitation(&app.as_admin(), "owner"), 403);
    assert_eq!(invitation(&app.as_owner(), "owner"), 200);
    assert_eq!(invitation(&app.as_owner(), "emperor"), 400);
}

#[test]
fn what_an_administrator_invited_ends_with_their_rights() {
    let app = TestApp::start();
    let link = invite(&app.as_admin(), "manager");
    let path = format!(
        "/settings/members/{}",
        app.fixture.agency.person(Role::Admin).id
    );
    app.as_owner()
        .post(&path, &[("role", "viewer"), ("version", "1")])
        .expect(303);
    app.as_nobody().get(&link).expect(410);
}

#[test]
fn a_taken_address_is_refused_and_the_link_stays() {
    let app = TestApp::start();
    let link = invite(&app.as_owner(), "member");
    let taken = [
        ("name", "Двойник"),
        ("email", "P.Gromov@agency.example"),
        ("password", "eight-or-more"),
    ];
    let page = app.as_nobody().post(&link, &taken).expect(422).page();
    assert!(page.error("Рабочая почта").contains("уже есть"));
    assert_eq!(page.value("Ваше имя"), "Двойник");
    app.as_nobody().get(&link).expect(200);
}
