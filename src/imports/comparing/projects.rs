//! Projects of the file beside those of the organization.

use super::{Found, Here, NewValue, PROJECT, Record, Tally};
use crate::imports::draft::{ProjectDraft, ProjectIndex};
use crate::imports::joining::{CustomColumns, project_key};
use crate::projects::{ProjectState, allowed_moves};
use crate::values::money::to_decimal;

/// Compares all projects that were found here.
pub(super) fn compare_all(found: &mut Found<'_>, here: &Here) -> Tally {
    let mut tally = Tally::default();
    let draft = found.draft;
    let columns = draft.custom_columns();
    for (i, project) in draft.projects.iter().enumerate() {
        let record = project
            .existing
            .and_then(|id| Some((id, here.projects.get(&id)?)));
        let Some((id, known)) = record else { continue };
        let record = Record {
            kind: PROJECT,
            id,
            here: known,
            source: project.sources.first().copied(),
        };
        let before = found.differences.len();
        // What lies in the bin stays as it is.
        if known.text("project.state") != ProjectState::Deleted.word() {
            compare(found, &record, project);
            compare_custom(found, &record, &columns, ProjectIndex(i as u32));
        }
        found.tally(&mut tally, before);
    }
    tally
}

fn compare_custom(
    found: &mut Found<'_>,
    record: &Record<'_>,
    columns: &CustomColumns,
    index: ProjectIndex,
) {
    let cells = found.draft.custom_of_project(columns, index);
    found.custom(record, cells);
}

fn compare(found: &mut Found<'_>, record: &Record<'_>, project: &ProjectDraft) {
    let draft = found.draft;
    // Another spelling of the name is no difference.
    let name = draft.text(project.name);
    if project_key(name) != project_key(record.here.text("project.name")) {
        found.text(record, "project.name", name);
    }
    found.word(record, "project.industry", project.industry);
    found.word(record, "project.district", project.address.district);
    found.text(
        record,
        "project.description",
        draft.text(project.description),
    );
    for (field, kopecks) in [
        ("project.own", project.own),
        ("project.requested", project.requested),
        ("project.total", project.total),
        ("project.taxes", project.taxes),
    ] {
        let amount = kopecks.filter(|k| *k >= 0).map(to_decimal);
        found.text(record, field, &amount.unwrap_or_default());
    }
    let jobs = project.jobs.filter(|n| (0..=1_000_000).contains(n));
    let jobs = jobs.map(|n| n.to_string()).unwrap_or_default();
    found.text(record, "project.jobs", &jobs);
    let date = project.application_date.map(|d| d.to_iso());
    found.text(
        record,
        "project.application_date",
        &date.unwrap_or_default(),
    );
    compare_state(found, record, project);
    compare_people(found, record, project);
    if let Some(client) = project.client
        && record.here.text("project.client").is_empty()
    {
        let label = draft.client_label(client);
        found.value(record, "project.client", label, NewValue::Client(client));
    }
}

/// Somebody is assigned where nobody is; who is, stays.
fn compare_people(found: &mut Found<'_>, record: &Record<'_>, project: &ProjectDraft) {
    let draft = found.draft;
    let known: Vec<&str> = record.here.list("people").collect();
    let first = project.people.iter().find(|w| {
        let word = &draft.words[w.at()];
        word.answer != crate::imports::draft::Answer::Unknown
    });
    let Some(first) = first else { return };
    let id = match draft.words[first.at()].answer {
        crate::imports::draft::Answer::Existing(id) => id.to_string(),
        _ => return,
    };
    if !known.contains(&id.as_str()) {
        found.word(record, "project.responsible", Some(*first));
    }
}

/// The state changes by a lawful move only; another one is shown as a conflict.
fn compare_state(found: &mut Found<'_>, record: &Record<'_>, project: &ProjectDraft) {
    let Some(state) = project.state else { return };
    let before = found.differences.len();
    found.text(record, "project.state", state.key());
    let from = ProjectState::from_word(record.here.text("project.state"));
    let to = ProjectState::from_word(state.key());
    let is_lawful = from
        .zip(to)
        .is_some_and(|(from, to)| allowed_moves(from).contains(&to));
    if let Some(difference) = found.differences.get_mut(before)
        && !is_lawful
    {
        difference.outcome = super::Outcome::Keeps;
    }
}
