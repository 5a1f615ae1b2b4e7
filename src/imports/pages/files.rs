//! The file as it stood: one row of it, and the workbook of what is to be mended.

use actix_web::web;

use super::super::model::Import;
use super::super::views::FileRowPage;
use super::super::{problem_book, queries};
use crate::accounts::{Action, Subject, in_work, may, shell};
use crate::db::Work;
use crate::refusal::Refusal;
use crate::text::Locale;
use crate::web::{Answer, AppError, Cx, Outcome, Place, path_id};

/// `GET /imports/{id}/rows/{sheet}/{row}`: where a record came from, for everybody who may see it.
pub async fn row(cx: Cx, path: web::Path<(String, i32, i32)>) -> Outcome {
    let (id, sheet, row) = path.into_inner();
    let id = path_id(&id)?;
    let shell_cx = cx.clone();
    in_work(&cx, move |work, actor| {
        may(actor, Action::See, Subject::NONE)?;
        let import = queries::find(work, id)?.ok_or(Refusal::NotFound)?;
        let found = queries::file_row(work, id, sheet, row)?.ok_or(Refusal::NotFound)?;
        let shell = shell(&shell_cx, actor, Place::Elsewhere);
        Answer::html(&FileRowPage::new(
            shell,
            &import,
            sheet.max(0) as usize,
            &found,
        ))
    })
    .await
}

/// `GET /imports/{id}/problems.xlsx`: the rows with problems, to be mended and brought again.
pub async fn problems(cx: Cx, path: web::Path<String>) -> Outcome {
    let id = path_id(&path)?;
    in_work(&cx, move |work, actor| {
        may(actor, Action::Import, Subject::NONE)?;
        let import = queries::find(work, id)?.ok_or(Refusal::NotFound)?;
        book_of_problems(work, actor.locale, &import)
    })
    .await
}

/// The rows with problems as a file.
pub fn book_of_problems(work: &mut Work, t: Locale, import: &Import) -> Result<Answer, AppError> {
    let sheets = problem_book::load(work, import)?;
    let body = problem_book::write(t, &sheets).map_err(AppError::broken)?;
    let name = format!("{}.xlsx", t.text("imports-problem-file"));
    Ok(Answer::file(problem_book::TYPE, &name, body))
}
