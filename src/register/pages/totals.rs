//! What a list comes to, as a whole and by groups.

use actix_web::HttpRequest;

use super::{is_fragment, opened, rows_view};
use crate::accounts::{Action, Actor, Subject, in_work, may, shell};
use crate::db::{DbError, Work};
use crate::projects::ProjectState;
use crate::register::columns::{Column, Kind};
use crate::register::filter::{Op, Test};
use crate::register::queries::{self, Frame, Group, Row, Totals};
use crate::register::registers::Register;
use crate::register::view::{Aggregate, View};
use crate::register::views::{
    GroupRow, Labels, Rows, TotalsLine, TotalsPage, TotalsRow, TotalsView, address, word_label,
};
use crate::text::{Locale, formats};
use crate::web::{Answer, Cx, Outcome, Query};

/// Rows of a group that a page shows; the group alone has them all.
const ROWS_OF_A_GROUP: i64 = 20;
/// Groups whose rows are read at once; the others begin closed.
const MOST_OPEN: usize = 25;

/// `GET /register/totals`: exact counts, sums and means of a filter, asked after the rows are there.
pub async fn totals(cx: Cx, register: Register, query: Query, req: HttpRequest) -> Outcome {
    let is_fragment = is_fragment(&req);
    let shell_cx = cx.clone();
    in_work(&cx, move |work, actor| {
        may(actor, Action::See, Subject::NONE)?;
        let t = actor.locale;
        let (view, frame) = opened(work, actor, register, &query.0, false)?;
        let labels = Labels::new(t, &frame);
        let totals = queries::totals(work, &view, &frame, &view.columns())?;
        let count = t.count(register.texts().rows, totals.rows);
        if is_fragment {
            return Answer::html(&row(&labels, &view, &totals, count));
        }
        Answer::html(&TotalsPage {
            shell: shell(&shell_cx, actor, register.place()),
            back: address(register.page(), &view),
            totals: TotalsView {
                count,
                lines: lines(&labels, &totals),
            },
        })
    })
    .await
}

fn lines(labels: &Labels<'_>, totals: &Totals) -> Vec<TotalsLine> {
    let each = totals.columns.iter();
    each.map(|c| TotalsLine::new(labels.t, labels.of(c.column), totals.rows, c))
        .collect()
}

fn row(labels: &Labels<'_>, view: &View, totals: &Totals, count: String) -> TotalsRow {
    let t = labels.t;
    let page = view.register.page();
    TotalsRow {
        t,
        icons: crate::web::assets().icons(),
        lines: lines(labels, totals),
        aggregate: view.aggregate,
        aggregates: Aggregate::ALL
            .into_iter()
            .map(|aggregate| {
                let other = View {
                    aggregate,
                    ..view.clone()
                };
                (
                    t.text(aggregate.label()).into_owned(),
                    address(page, &other),
                    view.aggregate == aggregate,
                )
            })
            .collect(),
        count,
        page_href: address(&format!("{}/totals", view.register.base()), view),
    }
}

/// What people read of a group.
fn name(t: Locale, by: Column, value: &str, name: &str) -> String {
    match by.kind() {
        _ if value.is_empty() => t.text("group-without").into_owned(),
        Kind::State => ProjectState::from_word(value)
            .map_or_else(String::new, |s| t.text(s.label()).into_owned()),
        Kind::Word => {
            word_label(by, value).map_or_else(|| value.to_owned(), |key| t.text(key).into_owned())
        }
        _ => name.to_owned(),
    }
}

/// The test that lets through one group.
fn only_this(by: Column, value: &str) -> Option<Test> {
    let op = if value.is_empty() { Op::Empty } else { Op::Is };
    Test::new(by, op, vec![value.to_owned()])
}

fn toggled(view: &View, value: &str) -> View {
    let mut other = view.clone();
    match other.folded.iter().position(|f| f == value) {
        Some(at) => {
            other.folded.remove(at);
        }
        None => other.folded.push(value.to_owned()),
    }
    other
}

/// How the address names a closed group; the one without a value too.
fn folded_word(value: &str) -> &str {
    if value.is_empty() { "-" } else { value }
}

/// The list by groups: one statement for what they come to, one for the first rows of those that are open.
pub fn group_rows(
    work: &mut Work,
    actor: &Actor,
    view: &View,
    frame: &Frame,
    by: Column,
) -> Result<Vec<GroupRow>, DbError> {
    let columns = view.columns();
    let groups = queries::groups(work, view, frame, by, &columns)?;
    let is_open = |n: usize, value: &str| {
        n < MOST_OPEN && !view.folded.iter().any(|f| f == folded_word(value))
    };
    let open: Vec<String> = groups
        .iter()
        .enumerate()
        .filter(|(n, g)| is_open(*n, &g.key.value))
        .map(|(_, g)| g.key.value.clone())
        .collect();
    let mut found = queries::rows_of_groups(work, view, frame, by, &open, ROWS_OF_A_GROUP)?;
    let labels = Labels::new(actor.locale, frame);
    let mut rows = Vec::new();
    for group in groups {
        let of_group = match open.contains(&group.key.value) {
            true => {
                let is_of = |(value, _): &mut (String, Row)| *value == group.key.value;
                let of_group = found.extract_if(.., is_of).map(|(_, row)| row).collect();
                Some(rows_view(work, actor, (view, frame), of_group)?)
            }
            false => None,
        };
        rows.push(group_row(&labels, view, by, group, of_group));
    }
    Ok(rows)
}

/// The head of a group, and its rows where it is open.
fn group_row(
    labels: &Labels<'_>,
    view: &View,
    by: Column,
    group: Group,
    rows: Option<Rows>,
) -> GroupRow {
    let (t, page, value) = (labels.t, view.register.page(), group.key.value);
    let alone = View {
        group: None,
        folded: Vec::new(),
        ..view.and(only_this(by, &value))
    };
    let count = formats::whole(t, group.totals.rows);
    let has_more = rows.is_none() || group.totals.rows > ROWS_OF_A_GROUP;
    GroupRow {
        name: name(t, by, &value, &group.key.name),
        cells: cells(labels, view.aggregate, &group.totals),
        is_folded: rows.is_none(),
        href: address(page, &toggled(view, folded_word(&value))),
        rows,
        more: has_more.then(|| (address(page, &alone), t.with("group-all", &count))),
        count,
    }
}

/// What a group comes to under each column behind the title's.
fn cells(
    labels: &Labels<'_>,
    aggregate: Aggregate,
    totals: &Totals,
) -> Vec<(&'static str, String)> {
    let of = |line: TotalsLine| (line.class, line.says(aggregate).to_owned());
    lines(labels, totals).into_iter().map(of).skip(1).collect()
}
