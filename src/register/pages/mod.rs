//! HTML handlers of the grid: the page, the next rows, rows by id.

pub mod builder;
pub mod columns;
pub mod filters;
pub mod neighbours;
pub mod row;
pub mod saved;
pub mod totals;

use std::collections::{HashMap, HashSet};

use actix_web::HttpRequest;
use actix_web::cookie::{Cookie, SameSite, time::Duration as CookieDuration};
use serde_json::json;
use uuid::Uuid;

use super::columns::{Column, Kind};
use super::filter::{Group, Node, Op, Test};
use super::marks;
use super::queries::{self, Ask, Began, Frame, Row};
use super::registers::Register;
use super::view::{Cursor, View};
use super::views::{Cells, GroupRow, Heading, Index, Labels, Rows, address, usual_frozen};
use crate::accounts::{self, Action, Actor, Subject, in_work, may, permissions::allows, shell};
use crate::db::{DbError, Work};
use crate::projects::ProjectState;
use crate::web::{Answer, AppError, Cx, Fields, LIST_COOKIE, LastList, Outcome, Query};

/// Rows of one page: fills a tall screen, and the next come before its end is reached.
const PAGE: i64 = 60;
/// Ids that may be asked for at once.
const MOST_IDS: usize = 200;

/// The view of an address with what its words mean for this person now. Added fields are read where the view
/// names one, or where all of them are wanted.
pub fn opened(
    work: &mut Work,
    actor: &Actor,
    register: Register,
    fields: &Fields,
    wants_added: bool,
) -> Result<(View, Frame), DbError> {
    let view = View::from_query(register, fields);
    let views = std::slice::from_ref(&view);
    let frame = Frame::of(work, actor.user, actor.zone, views, wants_added)?;
    Ok((view.without_unknown(&frame.customs()), frame))
}

/// `GET /register`
pub async fn index(cx: Cx, register: Register, query: Query) -> Outcome {
    let shell_cx = cx.clone();
    in_work(&cx, move |work, actor| {
        may(actor, Action::See, Subject::NONE)?;
        let (view, frame) = opened(work, actor, register, &query.0, true)?;
        let began = queries::began(work, register, actor.user)?;
        if query.0.pairs().is_empty()
            && let Some(first) = saved::default_for(actor.role, register, &began.views)
        {
            return Ok(Answer::see_other(&first));
        }
        let page = page(
            &shell_cx,
            work,
            (actor, &began),
            (&view, &frame),
            query.0.exact("after"),
        )?;
        queries::visit(work, register, actor.user, began.seen_at)?;
        let size = page.rows.size();
        Ok(remembered(
            &shell_cx,
            actor,
            &view,
            Answer::long_html(&page, size)?,
        ))
    })
    .await
}

fn page(
    cx: &Cx,
    work: &mut Work,
    (actor, began): (&Actor, &Began),
    (view, frame): (&View, &Frame),
    after: &str,
) -> Result<Index, AppError> {
    let t = actor.locale;
    let labels = Labels::new(t, frame);
    let (found, groups) = listed(work, actor, (view, frame), after)?;
    let counts = counts_of(work, view.register)?;
    let count = ready_count(view, &counts);
    let page = view.register.page();
    let (filters, more_filters) = filters::offered(&labels, view.register);
    let all = &began.views;
    let has_default = saved::default_for(actor.role, view.register, all).is_some();
    let may_save = |s: &&queries::SavedView| super::saved::may_change(actor, s);
    Ok(Index {
        shell: shell(cx, actor, view.register.place()),
        headings: headings(&labels, view),
        hands: super::hands::Hands {
            t,
            icons: crate::web::assets().icons(),
        },
        tabs: saved::tabs(t, view, &counts, all, has_default),
        save_action: saved::changed(view, all)
            .filter(may_save)
            .map(|s| format!("{}/views/{}", view.register.base(), s.id)),
        chips: filters::chips(work, &labels, frame, view)?,
        filters,
        more_filters,
        groupings: groupings(&labels, view),
        query: view.to_query(),
        kept: without_search(view),
        count,
        count_text: count.map_or_else(String::new, |n| t.count(view.register.texts().rows, n)),
        may_create: allows(actor, Action::Create, Subject::NONE),
        may_bulk: view.register == Register::Projects
            && allows(actor, Action::BulkChange, Subject::NONE),
        may_export: allows(actor, Action::Export, Subject::NONE),
        reset_href: address(page, &view.with_filter(Group::default(), "")),
        is_empty: is_empty(view, &counts, after),
        layout_href: layout_href(view),
        rows: rows_view(work, actor, (view, frame), found)?,
        groups,
        view: view.clone(),
    })
}

/// What the page lists: rows from a place on, or groups with their first rows.
fn listed(
    work: &mut Work,
    actor: &Actor,
    (view, frame): (&View, &Frame),
    after: &str,
) -> Result<(Vec<Row>, Vec<GroupRow>), DbError> {
    if let Some(by) = view.group {
        let groups = totals::group_rows(work, actor, view, frame, by)?;
        return Ok((Vec::new(), groups));
    }
    let after = Cursor::parse(after);
    let ask = Ask::page(after.as_ref(), PAGE);
    Ok((queries::rows(work, view, frame, &ask)?, Vec::new()))
}

/// Numbers of projects by state; other registers keep no counters.
fn counts_of(work: &mut Work, register: Register) -> Result<Vec<(ProjectState, i64)>, DbError> {
    match register {
        Register::Projects => queries::counts(work),
        _ => Ok(Vec::new()),
    }
}

/// Whether a page without rows means that there is no row at all.
fn is_empty(view: &View, counts: &[(ProjectState, i64)], after: &str) -> bool {
    match view.register {
        Register::Projects => counts.iter().all(|(_, n)| *n == 0),
        _ => !view.is_filtered() && after.is_empty(),
    }
}

/// Every field of the address but the search.
fn without_search(view: &View) -> Vec<(String, String)> {
    let all = view.pairs().into_iter();
    all.filter(|(name, _)| name != "q").collect()
}

/// The style sheet of a view whose columns are not those that the common sheet knows.
fn layout_href(view: &View) -> Option<String> {
    let starts_as_usual = view.columns().starts_with(&view.register.usual()[..2]);
    let frozen = view.frozen.map_or(2, |n| n.min(super::view::MOST_FROZEN));
    if view.widths.is_empty() && starts_as_usual && frozen == usual_frozen(&view.columns()) {
        return None;
    }
    let only_looks = View {
        filter: Group::default(),
        search: String::new(),
        folded: Vec::new(),
        saved: None,
        group: None,
        ..view.clone()
    };
    let base = format!("{}/layout.css", view.register.base());
    Some(address(&base, &only_looks))
}

/// The answer with the cookie that leads back to this list, if the browser does not hold it already.
fn remembered(cx: &Cx, actor: &Actor, view: &View, answer: Answer) -> Answer {
    if view.register != Register::Projects {
        return answer;
    }
    let list = LastList {
        organization: actor.organization,
        user: actor.user,
        query: view.to_query(),
    };
    if cx.last_list.as_ref() == Some(&list) || (cx.last_list.is_none() && list.query.is_empty()) {
        return answer;
    }
    let cookie = Cookie::build(LIST_COOKIE, list.value())
        .path("/")
        .same_site(SameSite::Lax)
        .http_only(true)
        .secure(cx.config.secure_cookies())
        .max_age(CookieDuration::days(60))
        .finish();
    answer.cookie(cookie)
}

/// `GET /register/rows`: what comes after the rows on the screen.
pub async fn rows(cx: Cx, register: Register, query: Query) -> Outcome {
    in_work(&cx, move |work, actor| {
        may(actor, Action::See, Subject::NONE)?;
        let (view, frame) = opened(work, actor, register, &query.0, false)?;
        let after = Cursor::parse(query.0.exact("after"));
        let skip = query.0.number("skip").unwrap_or_default();
        let ask = Ask {
            skip: skip.clamp(0, marks::STEP),
            ..Ask::page(after.as_ref(), PAGE)
        };
        let found = queries::rows(work, &view, &frame, &ask)?;
        let rows = rows_view(work, actor, (&view, &frame), found)?;
        Answer::long_html(&rows, rows.size())
    })
    .await
}

/// `GET /register/marks`: how many rows there are, and the places from which a jump goes on.
pub async fn marks(cx: Cx, register: Register, query: Query) -> Outcome {
    in_work(&cx, move |work, actor| {
        may(actor, Action::See, Subject::NONE)?;
        let (view, frame) = opened(work, actor, register, &query.0, false)?;
        let marks = marks::of(work, actor, &view, &frame)?;
        let places: Vec<String> = marks.places.iter().map(Cursor::word).collect();
        let told = json!({"count": marks.count, "step": marks::STEP, "marks": places});
        Answer::json(&told)
    })
    .await
}

/// `GET /register/rows/by-id?ids=…`: rows that changed, as they are now.
pub async fn rows_by_id(cx: Cx, register: Register, query: Query) -> Outcome {
    in_work(&cx, move |work, actor| {
        may(actor, Action::See, Subject::NONE)?;
        let asked = asked_rows(&query);
        let ids: Vec<Uuid> = asked.iter().map(|(id, _)| *id).collect();
        let (wanted, frame) = opened(work, actor, register, &query.0, false)?;
        let mut found = queries::rows_by_id(work, &wanted, &ids)?;
        let there: HashSet<Uuid> = found.iter().map(|r| r.id).collect();
        // What the page shows already is not sent again. What a client's projects come to changes without it.
        if register != Register::Clients {
            found.retain(|r| !asked.contains(&(r.id, Some(r.version))));
        }
        let matching = match wanted.is_filtered() {
            true => Some(queries::matching(work, &wanted, &frame, &ids)?),
            false => None,
        };
        let mut view = rows_view(work, actor, (&wanted, &frame), found)?;
        view.next = None;
        view.next_page = None;
        view.matching = matching;
        view.gone = ids
            .iter()
            .filter(|id| !there.contains(id))
            .map(Uuid::to_string)
            .collect();
        Answer::html(&view)
    })
    .await
}

/// Ids that are asked for, each with the version that the page has.
fn asked_rows(query: &Query) -> Vec<(Uuid, Option<i64>)> {
    let mut versions = query.0.get("versions").split(',');
    query
        .0
        .get("ids")
        .split(',')
        .map(|id| {
            let version = versions.next().and_then(|v| v.parse().ok());
            (Uuid::try_parse(id).ok(), version)
        })
        .filter_map(|(id, version)| Some((id?, version)))
        .take(MOST_IDS)
        .collect()
}

/// The address of what comes after these rows, as a query; none at the end.
fn next_query(view: &View, found: &[Row]) -> Option<String> {
    let last = found.last().filter(|_| found.len() as i64 == PAGE)?;
    let after = last.cursor(view.sort).word();
    let after: String = form_urlencoded::byte_serialize(after.as_bytes()).collect();
    let query = view.to_query();
    let sign = if query.is_empty() { "" } else { "&" };
    Some(format!("{query}{sign}after={after}"))
}

/// Rows as the template takes them, with the way to the next ones.
pub fn rows_view(
    work: &mut Work,
    actor: &Actor,
    (view, frame): (&View, &Frame),
    found: Vec<Row>,
) -> Result<Rows, DbError> {
    let t = actor.locale;
    let shows_people = view.customs().iter().any(|c| c.kind == Kind::Person);
    let next = next_query(view, &found);
    let all = allows(actor, Action::ChangeRegister, Subject::NONE);
    let some = allows(actor, Action::ChangeRegister, Subject { is_own: true });
    let own = if some && !all {
        let ids: Vec<Uuid> = found.iter().map(|r| r.id).collect();
        Some(queries::own_among(work, view.register, actor.user, &ids)?)
    } else {
        None
    };
    let register = view.register;
    Ok(Rows {
        t,
        icons: crate::web::assets().icons(),
        cells: Cells::new(register, &view.columns()),
        next: next
            .as_ref()
            .map(|q| format!("{}/rows?{q}", register.base())),
        next_page: next.map(|q| format!("{}?{q}", register.page())),
        lock: (!some).then(|| t.text("may-not-viewer").into_owned()),
        own,
        lock_of_others: t.text("may-not-others").into_owned(),
        gone: Vec::new(),
        matching: None,
        unmatched_words: t.text("grid-unmatched").into_owned(),
        gone_words: t.text("grid-gone").into_owned(),
        unread_hint: t.text("unread-hint").into_owned(),
        unit: t.text("unit-millions").into_owned(),
        people: match shows_people {
            true => accounts::names(work)?,
            false => HashMap::new(),
        },
        today: frame.today,
        zone: actor.zone,
        rows: found,
    })
}

fn headings(labels: &Labels<'_>, view: &View) -> Vec<Heading> {
    let filtered: Vec<Column> = view.filter.tests().iter().map(|t| t.column).collect();
    view.columns()
        .into_iter()
        .map(|column| Heading {
            column,
            label: labels.heading(column),
            href: column
                .is_sortable()
                .then(|| address(view.register.page(), &view.sorted_by(column))),
            sorted: (view.sort == column && column.is_sortable()).then_some(if view.descending {
                "descending"
            } else {
                "ascending"
            }),
            is_edited: view.register.edits(column),
            is_filtered: filtered.contains(&column),
        })
        .collect()
}

/// What the list can be gathered by: label, address, whether it is.
fn groupings(labels: &Labels<'_>, view: &View) -> Vec<(String, String, bool)> {
    let t = labels.t;
    let page = view.register.page();
    let by = |group: Option<Column>| {
        let other = View {
            group,
            folded: Vec::new(),
            ..view.clone()
        };
        (address(page, &other), view.group == group)
    };
    let (href, is) = by(None);
    let none = (t.text("group-none").into_owned(), href, is);
    let columns = view.register.columns().iter().filter(|c| c.is_grouped());
    std::iter::once(none)
        .chain(columns.map(|column| {
            let (href, is) = by(Some(*column));
            (labels.of(*column), href, is)
        }))
        .collect()
}

/// The number of rows without counting them, where counters hold it.
fn ready_count(view: &View, counts: &[(ProjectState, i64)]) -> Option<i64> {
    let states = view.counted_states()?;
    Some(
        counts
            .iter()
            .filter(|(s, _)| states.is_empty() || states.contains(&s.word()))
            .map(|(_, n)| n)
            .sum(),
    )
}

const IN_WORK: [ProjectState; 4] = [
    ProjectState::ApplicationShort,
    ProjectState::ApplicationFull,
    ProjectState::InCommission,
    ProjectState::OnSupport,
];

/// A view of everything that passes one test.
fn only(register: Register, column: Column, op: Op, values: &[&str]) -> View {
    let values = values.iter().map(|v| (*v).to_owned()).collect();
    let test = Test::new(column, op, values).map(Node::Test);
    let filter = Group {
        any: false,
        nodes: test.into_iter().collect(),
    };
    View::of(register).with_filter(filter, "")
}

/// Whether a script of the page asks, and not the address bar.
fn is_fragment(req: &HttpRequest) -> bool {
    req.headers().contains_key("hx-request") || req.headers().contains_key("x-fragment")
}

/// One row as it is now, for the answer to an edit.
pub fn one_row(work: &mut Work, actor: &Actor, wanted: &View, id: Uuid) -> Result<Rows, AppError> {
    let found: Vec<Row> = queries::row_by_id(work, wanted, id)?.into_iter().collect();
    let is_gone = found.is_empty();
    let views = std::slice::from_ref(wanted);
    let frame = Frame::of(work, actor.user, actor.zone, views, false)?;
    let matching = match wanted.is_filtered() {
        true => Some(queries::matching(work, wanted, &frame, &[id])?),
        false => None,
    };
    let mut view = rows_view(work, actor, (wanted, &frame), found)?;
    view.matching = matching;
    view.next = None;
    view.next_page = None;
    if is_gone {
        view.gone.push(id.to_string());
    }
    Ok(view)
}
