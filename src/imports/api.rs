//! `/api/v1/imports`: section 26 of the contract. The same importer as behind the pages.

mod choosing;

use std::io::Seek;

use actix_web::{HttpRequest, web};
use serde_json::{Value, json};
use uuid::Uuid;

use self::choosing::Edits;
use super::draft::column_letters;
use super::model::{Import, ImportState};
use super::queries::{self, AskedProblems, ShownProblem};
use super::{actions, pages, problem_book, reading};
use crate::accounts::{Action, Actor, Subject, in_api, may};
use crate::db::Work;
use crate::refusal::{Refusal, RequestRefusal};
use crate::storage::Store;
use crate::text::Locale;
use crate::web::api::{
    Asked, Call, Endpoint, Field, Kind, ListRules, Mode, Parameter, Shown, list_of, output_schema,
    read_body,
};
use crate::web::{Answer, AppError, Outcome};

const STATES: &[&str] = &["reading", "ready", "writing", "done", "failed", "undone"];
const SEVERITIES: &[&str] = &["error", "warning", "note"];

const IMPORT: [Field; 8] = [
    Field::new("id", Kind::Id).output(),
    Field::new("file_name", Kind::Text(255)).output(),
    Field::new("state", Kind::Word(STATES)).output(),
    Field::new("progress", Kind::Whole(0, 100)).output(),
    Field::new("sheets", Kind::Any).output(),
    Field::new("counts", Kind::Any).output(),
    Field::new("error", Kind::Any).output(),
    Field::new("kept", Kind::Any).output(),
];

const PROBLEM: [Field; 8] = [
    Field::new("sheet", Kind::Text(255)).output(),
    Field::new("cell", Kind::Text(20)).or_null().output(),
    Field::new("kind", Kind::Text(100)).output(),
    Field::new("severity", Kind::Word(SEVERITIES)).output(),
    Field::new("field", Kind::Text(100)).or_null().output(),
    Field::new("raw", Kind::Text(0)).or_null().output(),
    Field::new("value", Kind::Text(0)).or_null().output(),
    Field::new("message", Kind::Text(0)).output(),
];

/// What a program chooses.
const CHOICES: [Field; 2] = [
    Field::new("sheets", Kind::Any),
    Field::new("accept_all", Kind::Flag),
];

const RULES: ListRules = ListRules {
    orders: &[],
    searches: false,
};

/// Endpoints of the room, for the description.
pub fn endpoints() -> Vec<Endpoint> {
    let (one, import) = ("/api/v1/imports/{id}", Shown::Row("Import"));
    [
        Endpoint::new("POST", "/api/v1/imports", "Bring a workbook")
            .file()
            .answers(202, import),
        Endpoint::new("GET", one, "An import").answers(200, import),
        Endpoint::new(
            "PATCH",
            one,
            "Choose sheets, headers and what columns become",
        )
        .body(&CHOICES)
        .answers(200, import),
        Endpoint::new("GET", format!("{one}/problems"), "Problems of an import")
            .parameters(&[
                Parameter::new("kind", Kind::LongText(100)),
                Parameter::new("severity", Kind::Word(SEVERITIES)),
                Parameter::repeated("sheet", Kind::LongText(255)),
            ])
            .answers(200, Shown::List("ImportProblem")),
        Endpoint::new(
            "GET",
            format!("{one}/problems.xlsx"),
            "The rows with problems as a workbook",
        )
        .answers(200, Shown::File(problem_book::TYPE)),
        Endpoint::new("POST", format!("{one}/write"), "Write what was read").answers(202, import),
        Endpoint::new("POST", format!("{one}/undo"), "Take an import back").answers(202, import),
    ]
    .into_iter()
    .map(|e| e.tag("imports"))
    .collect()
}

/// Rows of the room, for the description.
pub fn rows() -> Vec<(&'static str, Value)> {
    vec![
        ("Import", output_schema(&IMPORT)),
        ("ImportProblem", output_schema(&PROBLEM)),
    ]
}

fn row_of(import: &Import) -> Value {
    // A reading that a person stopped gave nothing.
    let state = match import.state() {
        ImportState::Stopped => ImportState::Failed.word(),
        state => state.word(),
    };
    json!({
        "id": import.id, "file_name": import.file_name, "state": state,
        "progress": import.progress, "sheets": sheets_of(import), "counts": import.counts,
        "error": import.error, "kept": import.kept,
    })
}

/// The sheets, each with its number and the row of its header, each column with its letters and what it becomes in
/// one word, as they are chosen.
fn sheets_of(import: &Import) -> Value {
    let mut sheets = import.sheets.clone();
    for (at, sheet) in sheets.as_array_mut().into_iter().flatten().enumerate() {
        sheet["index"] = at.into();
        sheet["header_row"] = sheet["header_rows"][0].clone();
        for column in sheet["columns"].as_array_mut().into_iter().flatten() {
            let index = column["index"].as_u64().unwrap_or(0);
            column["letters"] = column_letters(index as u16).into();
            let to = &column["target"];
            column["field"] = match to["to"].as_str() {
                Some("field") => to["field"].clone(),
                Some("custom") => "custom".into(),
                _ => Value::Null,
            };
        }
    }
    sheets
}

fn shown(work: &mut Work, actor: &Actor, id: Uuid) -> Result<Value, AppError> {
    may(actor, Action::Import, Subject::NONE)?;
    let import = queries::find(work, id)?.ok_or(Refusal::NotFound)?;
    Ok(row_of(&import))
}

/// Why a file is not read, in the words of the pages.
fn refused(t: Locale, why: reading::Refusal) -> AppError {
    use reading::Refusal as Why;
    let why_json = json!(why);
    let reason = why_json["reason"]
        .as_str()
        .unwrap_or("damaged")
        .replace('_', "-");
    let text = t.text(&format!("import-refused-{reason}")).into_owned();
    let message = crate::text::Message::new("api-file-refused").text("x", text);
    match why {
        Why::NotASpreadsheet | Why::Html | Why::Unsupported | Why::NoData => {
            Refusal::from(RequestRefusal::NotAWorkbook(message)).into()
        }
        Why::TooLarge { .. } => Refusal::TooLarge { reason: message }.into(),
        _ => Refusal::from(RequestRefusal::UnreadableWorkbook(message)).into(),
    }
}

/// `POST /api/v1/imports`
pub async fn create(
    head: crate::web::api::Head,
    store: web::Data<Store>,
    req: HttpRequest,
    payload: web::Payload,
) -> Outcome {
    let call = head.0;
    // Who may not import is told so before a single byte of the file is taken.
    in_api(call.clone(), |_, actor, _| {
        may(actor, Action::Import, Subject::NONE)?;
        Ok(Answer::no_content())
    })
    .await?;
    let upload = pages::take_upload(&req, payload).await?;
    let (name, file) = upload.parts();
    let limit = call.cx.config.import_limit;
    let t = call.cx.locale;
    in_api(call, move |work, actor, _| {
        let mut file = file.try_clone().map_err(AppError::broken)?;
        file.rewind().map_err(AppError::broken)?;
        reading::read(std::io::BufReader::new(&file)).map_err(|why| refused(t, why))?;
        file.rewind().map_err(AppError::broken)?;
        let id = Uuid::now_v7();
        actions::bring(work, actor, &store, id, &name, file, limit)?;
        let at = format!("/api/v1/imports/{id}");
        Ok(Answer::json(&shown(work, actor, id)?)?
            .accepted()
            .located(&at))
    })
    .await
}

/// `GET /api/v1/imports/{id}`
pub async fn show(call: Call) -> Outcome {
    in_api(call, |work, actor, call| {
        may(actor, Action::Import, Subject::NONE)?;
        Answer::json(&shown(work, actor, call.id("id")?)?)
    })
    .await
}

/// `PATCH /api/v1/imports/{id}`: after a choice the file is checked again. Every proposal is taken unless something
/// else is chosen, so taking all of them changes nothing.
pub async fn change(call: Call) -> Outcome {
    in_api(call, |work, actor, call| {
        may(actor, Action::Import, Subject::NONE)?;
        let id = call.id("id")?;
        let import = queries::find(work, id)?.ok_or(Refusal::NotFound)?;
        let body = read_body(call.json()?, &CHOICES, Mode::Patch)?;
        let edits = match body.values.get("sheets") {
            Some(sheets) => Some(Edits::read(&import, sheets)?),
            None => None,
        };
        actions::choose(work, actor, id, |choices| {
            if let Some(edits) = edits {
                edits.apply(choices);
            }
        })
        .map_err(conflict)?;
        Answer::json(&shown(work, actor, id)?)
    })
    .await
}

/// `GET /api/v1/imports/{id}/problems.xlsx`
pub async fn problems_as_book(call: Call) -> Outcome {
    in_api(call, |work, actor, call| {
        may(actor, Action::Import, Subject::NONE)?;
        let import = queries::find(work, call.id("id")?)?.ok_or(Refusal::NotFound)?;
        pages::files::book_of_problems(work, actor.locale, &import)
    })
    .await
}

/// `POST /api/v1/imports/{id}/write`
pub async fn write(call: Call) -> Outcome {
    in_api(call, |work, actor, call| {
        may(actor, Action::Import, Subject::NONE)?;
        let id = call.id("id")?;
        actions::start_writing(work, actor, id).map_err(conflict)?;
        Ok(Answer::json(&shown(work, actor, id)?)?.accepted())
    })
    .await
}

/// `POST /api/v1/imports/{id}/undo`
pub async fn undo(call: Call) -> Outcome {
    in_api(call, |work, actor, call| {
        may(actor, Action::Import, Subject::NONE)?;
        let id = call.id("id")?;
        actions::start_undo(work, actor, id).map_err(conflict)?;
        Ok(Answer::json(&shown(work, actor, id)?)?.accepted())
    })
    .await
}

/// Not in the present state of the import: one code for programs.
fn conflict(refused: crate::refusal::Refused) -> AppError {
    match refused {
        crate::refusal::Refused::Because(Refusal::NotAllowedNow { reason, .. }) => {
            Refusal::from(RequestRefusal::InConflict(reason)).into()
        }
        other => other.into(),
    }
}

/// `D17`, from a row and a column counted from zero.
fn cell(row: Option<i32>, col: Option<i32>) -> Option<String> {
    let (row, mut col) = (row?, col?);
    let mut letters = String::new();
    loop {
        let letter = char::from(b'A' + (col % 26) as u8);
        letters.insert(0, letter);
        col = col / 26 - 1;
        if col < 0 {
            break;
        }
    }
    Some(format!("{letters}{}", row + 1))
}

fn problem(t: Locale, p: &ShownProblem) -> String {
    let key = format!("problem-{}", p.kind.replace('_', "-"));
    json!({
        "sheet": p.sheet, "cell": cell(p.at_row, p.at_col), "kind": p.kind, "severity": p.severity,
        "field": p.field, "raw": p.raw, "value": p.value, "message": t.text(&key),
    })
    .to_string()
}

/// `GET /api/v1/imports/{id}/problems`
pub async fn problems(call: Call) -> Outcome {
    in_api(call, |work, actor, call| {
        let id = call.id("id")?;
        shown(work, actor, id)?;
        let mut asked = Asked::of(call, RULES);
        let wanted = AskedProblems {
            kind: asked.text("kind"),
            severity: asked.word("severity", SEVERITIES),
            sheets: asked.texts("sheet"),
        };
        asked.check()?;
        let total = queries::count_problems(work, id, &wanted)?;
        let page = asked.rows();
        let found = queries::shown_problems(work, id, &wanted, page.limit, page.offset)?;
        let rows: Vec<String> = found.iter().map(|p| problem(actor.locale, p)).collect();
        Ok(list_of(&rows, total, asked.page, asked.page_size))
    })
    .await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_named_as_in_the_workbook() {
        for (row, col, name) in [
            (0, 0, "A1"),
            (16, 3, "D17"),
            (0, 25, "Z1"),
            (0, 26, "AA1"),
            (1, 701, "ZZ2"),
            (0, 702, "AAA1"),
        ] {
            assert_eq!(cell(Some(row), Some(col)).as_deref(), Some(name));
        }
        assert_eq!(cell(Some(1), None), None);
    }
}
