//! People to talk to: added to a client, changed, found by their phone.

use crate::fixtures::agency::{COMPANY, PROPRIETOR, THEIR_CLIENT};
use crate::support::TestApp;
use crate::support::html::Form;

fn empty_form(app: &TestApp) -> Form {
    let path = format!("/contacts/new?client={COMPANY}");
    let page = app.as_member().get(&path).expect(200).page();
    page.form("/contacts")
}

/// Makes a contact of the member's own and gives its address.
fn made(app: &TestApp) -> String {
    let form = empty_form(app)
        .with("name", "Плещеева Валерия")
        .with("position", "директор")
        .with("phone", "8 (424) 200-11-22 доб. 12");
    let id = form
        .pairs()
        .iter()
        .find(|(n, _)| *n == "id")
        .map(|(_, v)| (*v).to_owned());
    app.as_member().post("/contacts", &form.pairs()).expect(303);
    format!("/contacts/{}", id.expect("the form carries the id"))
}

#[test]
fn a_contact_stands_on_the_card_and_its_client_is_found_by_the_phone() {
    let app = TestApp::start();
    made(&app);
    let card = app
        .as_viewer()
        .get(&format!("/clients/{COMPANY}"))
        .expect(200)
        .page();
    let contacts = card.text(".record-side");
    assert!(
        contacts.contains("Плещеева Валерия · директор"),
        "{contacts}"
    );
    assert!(
        contacts.contains("+7 (424) 200-11-22, доб. 12"),
        "{contacts}"
    );
    for q in ["+7 424 200-11-22", "89424200", "плещеева"] {
        let found = app
            .as_viewer()
            .get(&format!("/clients/look?q={}", q.replace('+', "%2B")));
        let is_found = found.expect(200).text().contains(&COMPANY.to_string());
        assert_eq!(is_found, q != "89424200", "{q}");
    }
}

#[test]
fn a_form_sent_twice_makes_one_contact() {
    let app = TestApp::start();
    let form = empty_form(&app).with("name", "Сопкин Игнат");
    app.as_member().post("/contacts", &form.pairs()).expect(303);
    app.as_member().post("/contacts", &form.pairs()).expect(303);
    let card = app
        .as_member()
        .get(&format!("/clients/{COMPANY}"))
        .expect(200)
        .page();
    assert_eq!(card.all(".contact").len(), 1);
}

#[test]
fn what_is_no_phone_or_address_is_refused_with_the_reason_and_kept() {
    let app = TestApp::start();
    let form = empty_form(&app)
        .with("phone", "позвонить завтра")
        .with("email", "почта")
        .with("notify", "1");
    let page = app
        .as_member()
        .post("/contacts", &form.pairs())
        .expect(422)
        .page();
    assert!(page.error("Телефон").contains("не похоже на телефон"));
    assert!(page.error("Почта").contains("не похоже на адрес"));
    assert_eq!(page.value("Телефон"), "позвонить завтра");
    let page = app
        .as_member()
        .post("/contacts", &[("name", "")])
        .expect(422)
        .page();
    assert!(page.error("Имя").contains("Введите имя, телефон или почту"));
}

#[test]
fn changes_of_two_people_to_different_fields_both_stand() {
    let app = TestApp::start();
    let address = made(&app);
    let mine = app
        .as_member()
        .get(&format!("{address}/edit"))
        .expect(200)
        .page()
        .form(&address);
    let theirs = app
        .as_manager()
        .get(&format!("{address}/edit"))
        .expect(200)
        .page()
        .form(&address);
    let theirs = theirs.with("position", "генеральный директор");
    app.as_manager().post(&address, &theirs.pairs()).expect(303);
    let mine = mine.with("name", "Плещеева Валерия Ильинична");
    app.as_member().post(&address, &mine.pairs()).expect(303);
    let card = app
        .as_member()
        .get(&format!("/clients/{COMPANY}"))
        .expect(200)
        .page();
    assert!(
        card.text(".contact")
            .contains("Плещеева Валерия Ильинична · генеральный директор")
    );
}

#[test]
fn the_same_field_changed_by_two_is_shown_both_and_saved_by_a_decision() {
    let app = TestApp::start();
    let address = made(&app);
    let mine = app
        .as_member()
        .get(&format!("{address}/edit"))
        .expect(200)
        .page()
        .form(&address);
    let theirs = mine.clone().with("position", "бухгалтер");
    app.as_manager().post(&address, &theirs.pairs()).expect(303);
    let mine = mine.with("position", "юрист");
    let page = app
        .as_member()
        .post(&address, &mine.pairs())
        .expect(409)
        .page();
    let versus = page.text(".versus");
    for part in ["директор", "юрист", "бухгалтер", "Громов"] {
        assert!(versus.contains(part), "{versus}");
    }
    let again = page.form(&address);
    app.as_member().post(&address, &again.pairs()).expect(303);
    let card = app
        .as_member()
        .get(&format!("/clients/{COMPANY}"))
        .expect(200)
        .page();
    assert!(card.text(".contact").contains("юрист"));
}

#[test]
fn a_contact_is_changed_by_its_owner_and_by_managers_only() {
    let app = TestApp::start();
    let form = empty_form(&app).with("name", "Сопкин Игнат");
    app.as_manager()
        .post("/contacts", &form.pairs())
        .expect(303);
    let id = form
        .pairs()
        .iter()
        .find(|(n, _)| *n == "id")
        .map(|(_, v)| (*v).to_owned());
    let address = format!("/contacts/{}", id.expect("the form carries the id"));
    app.as_admin().get(&format!("{address}/edit")).expect(200);
    app.as_member().get(&format!("{address}/edit")).expect(403);
    app.as_viewer().post(&address, &[("name", "x")]).expect(403);
    app.as_stranger()
        .get(&format!("{address}/edit"))
        .expect(404);
    app.as_stranger()
        .post(&address, &[("name", "x")])
        .expect(404);
}

#[test]
fn a_contact_of_a_client_of_the_other_organization_cannot_be_made() {
    let app = TestApp::start();
    let client = THEIR_CLIENT.to_string();
    app.as_owner()
        .get(&format!("/contacts/new?client={client}"))
        .expect(404);
    app.as_owner()
        .post("/contacts", &[("name", "x"), ("client", &client)])
        .expect(404);
    let own = PROPRIETOR.to_string();
    app.as_stranger()
        .post("/contacts", &[("name", "x"), ("client", &own)])
        .expect(404);
}

#[test]
fn hostile_texts_of_a_contact_are_shown_as_they_are_or_refused() {
    let app = TestApp::start();
    let form = empty_form(&app).with("name", "<b>Сопкин</b>");
    app.as_member().post("/contacts", &form.pairs()).expect(303);
    let card = app
        .as_member()
        .get(&format!("/clients/{COMPANY}"))
        .expect(200)
        .page();
    assert!(card.text(".contact").contains("<b>Сопкин</b>"));
    let form = empty_form(&app).with("name", &"я".repeat(10_001));
    let page = app
        .as_member()
        .post("/contacts", &form.pairs())
        .expect(422)
        .page();
    assert!(page.error("Имя").contains("Слишком длинный текст"));
    app.as_member()
        .post("/contacts", &[("name", "\0")])
        .expect(400);
}

#[test]
fn contacts_that_an_import_brings_are_counted_and_found() {
    use diesel::RunQueryDsl as _;
    let app = TestApp::start();
    let agency = app.fixture.agency.id;
    let count = |path: &str| -> usize {
        let page = app.as_manager().get(path).expect(200).page();
        let digits: String = page
            .text(".sub")
            .chars()
            .filter(char::is_ascii_digit)
            .collect();
        digits.parse().unwrap_or_default()
    };
    let before = count("/contacts");
    let text = "Клиент;ИНН;Контактное лицо;Телефон;Почта\nООО «Сопка»;7707083893;Ветров Илья;+7 424 200-11-22;vetrov@example.org\n";
    invest_crm::cli::import::bring(&app.state, agency, "clients.csv", text.as_bytes())
        .expect("it is brought");
    let rows = app.in_agency(|work| {
        #[derive(diesel::QueryableByName)]
        struct N {
            #[diesel(sql_type = diesel::sql_types::BigInt)]
            n: i64,
        }
        let all = diesel::sql_query("SELECT count(*) AS n FROM contacts").load::<N>(work.conn());
        all.expect("they are counted")[0].n
    });
    assert_eq!(count("/contacts"), rows as usize);
    assert!(rows as usize > before, "the file brought somebody");
    assert!(count("/contacts?q=vetrov") > 0);
}
