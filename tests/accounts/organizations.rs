//! Which organization one works in, and its settings.

use invest_crm::accounts::Role;

use crate::support::{Caller, TestApp};

/// The admin of the agency joins the neighbour by an invitation.
fn join_neighbour(app: &TestApp, caller: &Caller) {
    let neighbour = app.fixture.neighbour.id;
    let their_owner = &app.fixture.neighbour.people[0];
    // The neighbour has a manager only, so the invitation is written into the table.
    let mut owner = crate::support::sql::connect(&app.database.owner_url);
    let hash = "sha256(convert_to('the-token', 'UTF8'))";
    crate::support::sql::run(
        &mut owner,
        &format!(
            "INSERT INTO invitations (id, token_hash, organization_id, role, made_by, expires_at) \
             VALUES (gen_random_uuid(), {hash}, '{neighbour}', 'viewer', '{}', now() + interval '1 day')",
            their_owner.id
        ),
    );
    caller
        .post("/invitations/the-token", &[("as", "me")])
        .expect(303);
}

#[test]
fn the_switcher_shows_only_ones_own_organizations() {
    let app = TestApp::start();
    let menu = app
        .as_member()
        .get("/organizations/menu")
        .expect(200)
        .page();
    let shown = menu.texts("button .grow");
    assert_eq!(shown, ["Агентство инвестиций"]);
    assert!(menu.has("button[aria-current=true]"));
    app.as_nobody().get("/organizations").expect(303);
}

#[test]
fn whoever_belongs_to_two_organizations_works_in_one_at_a_time() {
    let app = TestApp::start();
    let admin = app.as_admin();
    let (ours, theirs) = (app.fixture.agency.id, app.fixture.neighbour.id);
    join_neighbour(&app, &admin);
    let register = admin.get("/register").expect(200).text();
    assert!(register.contains("Тайный завод") && !register.contains("Островные теплицы"));
    assert_eq!(
        admin.get("/organizations").page().texts(".choice b").len(),
        2
    );

    let switch = format!("/organizations/{ours}/current");
    admin.post(&switch, &[]).expect(303);
    let register = admin.get("/register").expect(200).text();
    assert!(register.contains("Островные теплицы") && !register.contains("Тайный завод"));

    // The next sign-in opens the one chosen last.
    let email = app.fixture.agency.person(Role::Admin).email.clone();
    let cookie = app.session_cookie(&email);
    assert!(
        cookie.starts_with(&ours.simple().to_string()),
        "{cookie} of {theirs}"
    );
}

#[test]
fn a_foreign_organization_cannot_be_chosen() {
    let app = TestApp::start();
    let theirs = app.fixture.neighbour.id;
    app.as_owner()
        .post(&format!("/organizations/{theirs}/current"), &[])
        .expect(404);
    // A cookie that only claims to be of it opens nothing.
    let email = app.fixture.agency.person(Role::Owner).email.clone();
    let cookie = app.session_cookie(&email);
    let token = cookie.split_once('.').map_or("", |(_, token)| token);
    let forged = format!("session={}.{token}", theirs.simple());
    app.as_nobody()
        .with_header("cookie", &forged)
        .get("/register")
        .expect(403);
}

#[test]
fn a_colleague_s_change_of_another_field_stands_and_of_the_same_field_is_shown() {
    let app = TestApp::start();
    let path = "/settings/organization";
    let form = app.as_owner().get(path).page().form(path);

    let theirs = form.clone().with("name", "Агентство развития");
    app.as_admin().post(path, &theirs.pairs()).expect(303);

    let other_field = form.clone().with("region", "Сахалин и Курилы");
    app.as_owner().post(path, &other_field.pairs()).expect(303);
    let page = app.as_owner().get(path).page();
    assert_eq!(page.value("Название организации"), "Агентство развития");
    assert_eq!(page.value("Регион"), "Сахалин и Курилы");

    let same_field = form.with("name", "Корпорация развития");
    let page = app
        .as_owner()
        .post(path, &same_field.pairs())
        .expect(409)
        .page();
    assert_eq!(page.value("Название организации"), "Корпорация развития");
    assert!(
        page.error("Название организации")
            .contains("Агентство развития")
    );
    assert_eq!(
        page.value("Регион"),
        "Сахалин и Курилы",
        "what was left alone follows"
    );
    let stored = app
        .as_admin()
        .get(path)
        .page()
        .value("Название организации");
    assert_eq!(stored, "Агентство развития", "nothing is overwritten");

    // Sent again, with theirs in sight, it is a decision.
    app.as_owner()
        .post(path, &page.form(path).pairs())
        .expect(303);
    let stored = app
        .as_admin()
        .get(path)
        .page()
        .value("Название организации");
    assert_eq!(stored, "Корпорация развития");
}

#[test]
fn a_stale_version_that_says_nothing_of_what_it_saw_overwrites_nothing() {
    let app = TestApp::start();
    let path = "/settings/organization";
    let form = app.as_owner().get(path).page().form(path);
    app.as_owner()
        .post(path, &form.clone().with("name", "Второе имя").pairs())
        .expect(303);
    let mut stale = form.with("name", "Третье имя");
    stale.fields.retain(|(name, _)| !name.starts_with("base."));
    app.as_owner().post(path, &stale.pairs()).expect(409);
}

#[test]
fn settings_that_cannot_be_are_refused_beside_their_fields() {
    let app = TestApp::start();
    let path = "/settings/organization";
    let form = app.as_owner().get(path).page().form(path);
    let wrong = form
        .with("name", " ")
        .with("time_zone", "Asia/Atlantis")
        .with("number_prefix", "очень длинное начало номера");
    let page = app.as_owner().post(path, &wrong.pairs()).expect(422).page();
    assert!(
        page.error("Название организации")
            .contains("Введите название")
    );
    assert!(page.error("Часовой пояс").contains("нет"));
    assert!(page.error("Начало номера проекта").contains("20 знаков"));
}
