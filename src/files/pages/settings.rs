//! The settings page of the room: which files each state requires.

use crate::accounts::{Action, Subject, in_work, may, settings_nav, shell};
use crate::files::model::FileKind;
use crate::files::requirements::STATES;
use crate::files::views::{SettingsPage, box_name};
use crate::files::{actions, queries};
use crate::web::{Answer, Cx, Fields, Outcome, Place};

/// `GET /settings/files`
pub async fn show(cx: Cx) -> Outcome {
    let page_cx = cx.clone();
    in_work(&cx, move |work, actor| {
        may(actor, Action::ManageOrganization, Subject::NONE)?;
        Answer::html(&SettingsPage::new(
            shell(&page_cx, actor, Place::Settings),
            settings_nav(actor, "/settings/files"),
            &queries::departures(work)?,
            page_cx.config.file_limit,
        ))
    })
    .await
}

/// `POST /settings/files`
pub async fn change(cx: Cx, form: Fields) -> Outcome {
    in_work(&cx, move |work, actor| {
        let required: Vec<(String, FileKind)> = STATES
            .into_iter()
            .flat_map(|state| FileKind::ALL.map(|kind| (state.to_owned(), kind)))
            .filter(|(state, kind)| form.has(&box_name(state, *kind)))
            .collect();
        actions::set_requirements(work, actor, &required)?;
        Ok(Answer::see_other("/settings/files?done=saved"))
    })
    .await
}
