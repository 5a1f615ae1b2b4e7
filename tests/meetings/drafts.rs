//! Two secretaries at one agenda.

use super::prepared;
use crate::support::TestApp;

#[test]
fn different_fields_of_a_question_both_stand_and_the_same_one_is_never_overwritten() {
    let app = TestApp::start();
    let p = prepared(&app);
    let (one, two) = (app.as_manager(), app.as_member());
    let address = format!("/meetings/{}", p.meeting);
    let draft = format!("{address}/draft");
    let page = one.get(&address).expect(200).page();
    let item = page
        .attribute("tr[data-item]", "data-item")
        .expect("a question");
    let (mine, theirs) = (page.form(&draft), two.get(&address).page().form(&draft));
    let outcome = format!("outcome_{item}");
    let form = mine.with(&outcome, "granted");
    one.post(&draft, &form.pairs()).expect(303);
    // The second saw no outcome and writes a note: both stand.
    let form = theirs
        .clone()
        .with(&format!("decision_{item}"), "До 1 марта");
    two.post(&draft, &form.pairs()).expect(303);
    let page = one.get(&address).page();
    let now = page.form(&draft);
    assert!(now.pairs().contains(&(outcome.as_str(), "granted")));
    assert!(now.pairs().iter().any(|(_, v)| *v == "До 1 марта"));
    // Still on the first version: another outcome is a clash, and what stands there stays.
    let form = theirs.with(&outcome, "refused");
    let script = two.asking_for_fragment();
    let page = script.post(&draft, &form.pairs()).expect(409).page();
    assert!(page.text("body").contains("вы хотели Отказать"));
    let now = one.get(&address).page().form(&draft);
    assert!(now.pairs().contains(&(outcome.as_str(), "granted")));
}

#[test]
fn a_viewer_reads_the_agenda_and_writes_nothing() {
    let app = TestApp::start();
    let p = prepared(&app);
    let viewer = app.as_viewer();
    let page = viewer
        .get(&format!("/meetings/{}", p.meeting))
        .expect(200)
        .page();
    assert!(page.text(".agenda").contains("Тепличный комплекс"));
    assert!(!page.has("main form button"));
    viewer
        .post(&format!("/meetings/{}/draft", p.meeting), &[])
        .expect(403);
    app.as_stranger()
        .get(&format!("/meetings/{}", p.meeting))
        .expect(404);
}
