//! The choice of columns, and the style sheet of a choice.

use super::{layout_href, opened};
use crate::accounts::{Action, Subject, in_work, may, shell};
use crate::register::columns::Column;
use crate::register::registers::Register;
use crate::register::view::{MOST_FROZEN, View};
use crate::register::views::{ColumnLine, ColumnsPage, Labels, address, layout, usual_frozen};
use crate::web::{Answer, Cx, Fields, Outcome, Query};

/// `GET /register/columns`: the form, or with `apply` the way back to the list as it was chosen.
pub async fn columns(cx: Cx, register: Register, query: Query) -> Outcome {
    let shell_cx = cx.clone();
    in_work(&cx, move |work, actor| {
        may(actor, Action::See, Subject::NONE)?;
        let (view, frame) = opened(work, actor, register, &query.0, true)?;
        let labels = Labels::new(actor.locale, &frame);
        let chosen = match query.0.has("col") {
            true => taken(&view, &query.0),
            false => view.clone(),
        };
        if query.0.has("apply") {
            return Ok(Answer::see_other(&address(register.page(), &chosen)));
        }
        Answer::html(&ColumnsPage {
            shell: shell(&shell_cx, actor, register.place()),
            back: address(register.page(), &view),
            action: format!("{}/columns", register.base()),
            lines: lines(&labels, &chosen),
            frozen: frozen(&chosen),
            kept: kept(&view),
            usual_href: address(register.page(), &usual(&view)),
        })
    })
    .await
}

fn usual(view: &View) -> View {
    View {
        chosen: Vec::new(),
        frozen: None,
        widths: Vec::new(),
        ..view.clone()
    }
}

/// The state of the list beside its columns.
fn kept(view: &View) -> Vec<(String, String)> {
    usual(view).pairs()
}

fn lines(labels: &Labels<'_>, view: &View) -> Vec<ColumnLine> {
    let shown = view.columns();
    let all = labels.columns(view.register);
    let hidden = all.iter().filter(|c| !shown.contains(c));
    let all: Vec<Column> = shown.iter().chain(hidden).copied().collect();
    all.into_iter()
        .enumerate()
        .map(|(n, column)| {
            let own = view.widths.iter().find(|(c, _)| *c == column);
            ColumnLine {
                word: column.word().to_string(),
                label: labels.of(column),
                is_shown: shown.contains(&column),
                is_title: column == view.register.title(),
                width: own.map_or(column.pixels(), |(_, width)| *width),
                place: n + 1,
            }
        })
        .collect()
}

fn frozen(view: &View) -> Vec<(u8, bool)> {
    let now = view.frozen.unwrap_or_else(|| usual_frozen(&view.columns()));
    (0..=MOST_FROZEN).map(|n| (n, n == now)).collect()
}

/// The view with what the form says: ticked columns by their places, widths, how many stay; a button moves a
/// column up or down.
fn taken(view: &View, form: &Fields) -> View {
    let known = |word: &str| Column::from_word(word).filter(|c| view.register.has(*c));
    let mut placed: Vec<(i64, Column)> = form
        .every("col")
        .filter_map(known)
        .map(|column| {
            let place = form.number(&format!("place.{}", column.word()));
            (place.unwrap_or(i64::MAX), column)
        })
        .collect();
    placed.sort_by_key(|(place, _)| *place);
    let mut chosen: Vec<Column> = placed.into_iter().map(|(_, column)| column).collect();
    for (name, step) in [("up", -1_isize), ("down", 1)] {
        let at = known(form.get(name)).and_then(|c| chosen.iter().position(|x| *x == c));
        let to = at.and_then(|at| at.checked_add_signed(step));
        if let (Some(at), Some(to)) = (at, to.filter(|to| *to < chosen.len())) {
            chosen.swap(at, to);
        }
    }
    let width = |column: &Column| {
        let width = form.number(&format!("width.{}", column.word()))?;
        let width = u16::try_from(width).ok()?.clamp(40, 900);
        (width != column.pixels()).then_some((*column, width))
    };
    let widths = chosen.iter().filter_map(width).collect();
    let frozen = form.number("stay").and_then(|n| u8::try_from(n).ok());
    let is_usual = frozen.is_none_or(|n| n == usual_frozen(&chosen) || n > MOST_FROZEN);
    View {
        chosen: if chosen == view.register.usual() {
            Vec::new()
        } else {
            chosen
        },
        widths,
        frozen: frozen.filter(|_| !is_usual),
        ..view.clone()
    }
}

/// `GET /register/layout.css`: widths and frozen columns of a view. The address says all of it, so it may be kept
/// for good.
pub async fn style(cx: Cx, register: Register, query: Query) -> Outcome {
    in_work(&cx, move |_, actor| {
        may(actor, Action::See, Subject::NONE)?;
        let view = View::from_query(register, &query.0);
        let css = if layout_href(&view).is_some() {
            layout(&view)
        } else {
            String::new()
        };
        Ok(Answer::style_sheet(css))
    })
    .await
}
