//! HTML handlers of the grid: the page, the next rows, rows by id, filters, totals.

use std::collections::HashSet;

use actix_web::cookie::{Cookie, SameSite, time::Duration as CookieDuration};
use actix_web::{HttpRequest, web};
use uuid::Uuid;

use super::columns::Column;
use super::hands::Hands;
use super::queries::{self, Row, Texts};
use super::view::{Cursor, View};
use super::views::{
    Chip, Filter, FilterPage, Heading, Index, Rows, Tab, TotalsPage, TotalsView, address,
};
use crate::accounts::{self, Action, Actor, Subject, in_work, may, permissions::allows, shell};
use crate::db::{DbError, Work};
use crate::directories;
use crate::projects::ProjectState;
use crate::refusal::Refusal;
use crate::text::Locale;
use crate::web::{Answer, AppError, Cx, LIST_COOKIE, LastList, Outcome, Place, Query};

/// Rows of one page: fills a tall screen, and the next come before its end is reached.
const PAGE: i64 = 60;
/// Ids that may be asked for at once.
const MOST_IDS: usize = 200;

/// `GET /register`
pub async fn index(cx: Cx, query: Query) -> Outcome {
    let shell_cx = cx.clone();
    in_work(&cx, move |work, actor| {
        may(actor, Action::See, Subject::NONE)?;
        let view = View::from_query(&query.0);
        let after = Cursor::parse(query.0.exact("after"));
        let found = queries::rows(work, &view, after.as_ref(), PAGE, Texts::Beginning)?;
        let counts = queries::counts(work)?;
        let chips = chips(work, actor.locale, &view)?;
        let t = actor.locale;
        let count = ready_count(&view, &counts);
        let page = Index {
            shell: shell(&shell_cx, actor, Place::Register),
            headings: headings(t, &view),
            hands: Hands {
                t,
                icons: crate::web::assets().icons(),
            },
            tabs: tabs(t, &view, &counts, actor),
            chips,
            filters: [
                ("state", "field-state"),
                ("district", "field-district"),
                ("industry", "field-industry"),
                ("lead", "field-people"),
            ]
            .map(|(name, label)| (name, t.text(label).into_owned()))
            .to_vec(),
            query: view.to_query(),
            search: view.search.clone(),
            kept: kept(&view, "q"),
            count,
            count_text: count.map_or_else(String::new, |n| t.count("register-projects", n)),
            may_create: allows(actor, Action::Create, Subject::NONE),
            may_bulk: allows(actor, Action::BulkChange, Subject::NONE),
            may_export: allows(actor, Action::Export, Subject::NONE),
            view_is_filtered: view.is_filtered(),
            reset_href: address("/register", &View::default().in_order_of(&view)),
            is_empty: counts.iter().all(|(_, n)| *n == 0),
            rows: rows_view(work, actor, &view, found)?,
        };
        Ok(remembered(
            &shell_cx,
            actor,
            &view,
            Answer::long_html(&page, page.rows.size())?,
        ))
    })
    .await
}

/// The answer with the cookie that leads back to this list, if the browser does not hold it already.
fn remembered(cx: &Cx, actor: &Actor, view: &View, answer: Answer) -> Answer {
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
pub async fn rows(cx: Cx, query: Query) -> Outcome {
    in_work(&cx, move |work, actor| {
        may(actor, Action::See, Subject::NONE)?;
        let view = View::from_query(&query.0);
        let after = Cursor::parse(query.0.exact("after"));
        let found = queries::rows(work, &view, after.as_ref(), PAGE, Texts::Beginning)?;
        let rows = rows_view(work, actor, &view, found)?;
        Answer::long_html(&rows, rows.size())
    })
    .await
}

/// `GET /register/rows/by-id?ids=…`: rows that changed, as they are now.
pub async fn rows_by_id(cx: Cx, query: Query) -> Outcome {
    in_work(&cx, move |work, actor| {
        may(actor, Action::See, Subject::NONE)?;
        let asked = asked_rows(&query);
        let ids: Vec<Uuid> = asked.iter().map(|(id, _)| *id).collect();
        let mut found = queries::rows_by_id(work, &ids)?;
        let there: HashSet<Uuid> = found.iter().map(|r| r.project_id).collect();
        // What the page shows already is not sent again.
        found.retain(|r| !asked.contains(&(r.project_id, Some(r.version))));
        let wanted = View::from_query(&query.0);
        let matching = match wanted.is_filtered() {
            true => Some(queries::matching(work, &wanted, &ids)?),
            false => None,
        };
        let mut view = rows_view(work, actor, &View::default(), found)?;
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

/// Rows as the template takes them, with the way to the next ones.
pub fn rows_view(
    work: &mut Work,
    actor: &Actor,
    view: &View,
    found: Vec<Row>,
) -> Result<Rows, DbError> {
    let t = actor.locale;
    let next = (found.len() as i64 == PAGE)
        .then(|| found.last().map(|row| row.cursor(view.sort).word()))
        .flatten()
        .map(|after| {
            let mut query = view.to_query();
            if !query.is_empty() {
                query.push('&');
            }
            let after: String = form_urlencoded::byte_serialize(after.as_bytes()).collect();
            format!("{query}after={after}")
        });
    let all = allows(actor, Action::ChangeRegister, Subject::NONE);
    let some = allows(actor, Action::ChangeRegister, Subject { is_own: true });
    let own = if some && !all {
        let ids: Vec<Uuid> = found.iter().map(|r| r.project_id).collect();
        Some(queries::own_among(work, actor.user, &ids)?)
    } else {
        None
    };
    Ok(Rows {
        t,
        icons: crate::web::assets().icons(),
        next: next.as_ref().map(|q| format!("/register/rows?{q}")),
        next_page: next.map(|q| format!("/register?{q}")),
        lock: (!some).then(|| t.text("may-not-viewer").into_owned()),
        own,
        lock_of_others: t.text("may-not-others").into_owned(),
        gone: Vec::new(),
        matching: None,
        unmatched_words: t.text("grid-unmatched").into_owned(),
        gone_words: t.text("grid-gone").into_owned(),
        unread_hint: t.text("unread-hint").into_owned(),
        unit: t.text("unit-millions").into_owned(),
        rows: found,
    })
}

fn headings(t: Locale, view: &View) -> Vec<Heading> {
    Column::ALL
        .iter()
        .map(|column| Heading {
            column: *column,
            label: t.text(column.heading()).into_owned(),
            href: column
                .is_sortable()
                .then(|| address("/register", &view.sorted_by(*column))),
            sorted: (view.sort == *column && column.is_sortable()).then_some(if view.descending {
                "descending"
            } else {
                "ascending"
            }),
        })
        .collect()
}

/// The number of rows without counting them, where counters hold it.
fn ready_count(view: &View, counts: &[(ProjectState, i64)]) -> Option<i64> {
    view.is_counted().then(|| {
        counts
            .iter()
            .filter(|(s, _)| view.states.is_empty() || view.states.contains(s))
            .map(|(_, n)| n)
            .sum()
    })
}

const IN_WORK: [ProjectState; 4] = [
    ProjectState::ApplicationShort,
    ProjectState::ApplicationFull,
    ProjectState::InCommission,
    ProjectState::OnSupport,
];

fn tabs(t: Locale, view: &View, counts: &[(ProjectState, i64)], actor: &Actor) -> Vec<Tab> {
    let ready = [
        ("register-tab-all", View::default()),
        (
            "register-tab-mine",
            View {
                people: vec![actor.user],
                ..View::default()
            },
        ),
        (
            "register-tab-in-work",
            View {
                states: IN_WORK.to_vec(),
                ..View::default()
            },
        ),
        (
            "register-tab-commission",
            View {
                states: vec![ProjectState::InCommission],
                ..View::default()
            },
        ),
    ];
    ready
        .into_iter()
        .map(|(label, ready)| Tab {
            label: t.text(label).into_owned(),
            n: ready_count(&ready, counts).map(|n| crate::text::formats::whole(t, n)),
            href: address("/register", &ready.in_order_of(view)),
            is_current: ready.filters() == view.filters(),
        })
        .collect()
}

/// Filters and order as hidden fields, without one filter.
fn kept(view: &View, but: &str) -> Vec<(&'static str, String)> {
    let mut all: Vec<_> = view
        .filters()
        .into_iter()
        .filter(|(name, _)| *name != but)
        .collect();
    if view.to_query().contains("sort=") {
        all.push(("sort", view.sort.word().to_owned()));
        all.push((
            "dir",
            if view.descending { "desc" } else { "asc" }.to_owned(),
        ));
    }
    all
}

/// Choices of a filter: value, name, whether chosen.
fn options(
    work: &mut Work,
    t: Locale,
    view: &View,
    name: &str,
) -> Result<Vec<(String, String, bool)>, AppError> {
    let mut entries = |kind, chosen: &[Uuid]| -> Result<_, DbError> {
        Ok(directories::entries(work, kind)?
            .into_iter()
            .map(|e| (e.id.to_string(), e.name, chosen.contains(&e.id)))
            .collect())
    };
    Ok(match name {
        "state" => ProjectState::ALL
            .iter()
            .filter(|s| **s != ProjectState::Deleted)
            .map(|s| {
                (
                    s.word().to_owned(),
                    t.text(s.label()).into_owned(),
                    view.states.contains(s),
                )
            })
            .collect(),
        "district" => entries(directories::Kind::District, &view.districts)?,
        "industry" => entries(directories::Kind::Industry, &view.industries)?,
        "lead" => accounts::people(work)?
            .into_iter()
            .map(|p| {
                (
                    p.id.to_string(),
                    p.short_name(),
                    view.people.contains(&p.id),
                )
            })
            .collect(),
        _ => return Err(Refusal::NotFound.into()),
    })
}

fn chips(work: &mut Work, t: Locale, view: &View) -> Result<Vec<Chip>, AppError> {
    let mut chips = Vec::new();
    for (name, label) in [
        ("state", "field-state"),
        ("district", "field-district"),
        ("industry", "field-industry"),
        ("lead", "field-people"),
    ] {
        if !view.filters().iter().any(|(n, _)| *n == name) {
            continue;
        }
        let names: Vec<String> = options(work, t, view, name)?
            .into_iter()
            .filter(|(_, _, chosen)| *chosen)
            .map(|(_, name, _)| name)
            .collect();
        chips.push(Chip {
            name,
            label: t.text(label).into_owned(),
            value: match names.as_slice() {
                [] => t.text("filter-nothing-known").into_owned(),
                [one] => one.clone(),
                [first, rest @ ..] => format!("{first} +{}", rest.len()),
            },
            without: address("/register", &view.without(name)),
        });
    }
    Ok(chips)
}

/// Whether a script of the page asks, and not the address bar.
fn is_fragment(req: &HttpRequest) -> bool {
    req.headers().contains_key("hx-request") || req.headers().contains_key("x-fragment")
}

/// `GET /register/filters/{name}`: the choices, as a fragment or as a page of its own.
pub async fn filter(cx: Cx, query: Query, path: web::Path<String>, req: HttpRequest) -> Outcome {
    let is_fragment = is_fragment(&req);
    let shell_cx = cx.clone();
    in_work(&cx, move |work, actor| {
        may(actor, Action::See, Subject::NONE)?;
        let view = View::from_query(&query.0);
        let t = actor.locale;
        let (name, label) = match path.as_str() {
            "state" => ("state", "field-state"),
            "district" => ("district", "field-district"),
            "industry" => ("industry", "field-industry"),
            "lead" => ("lead", "field-people"),
            _ => return Err(Refusal::NotFound.into()),
        };
        let form = Filter {
            t,
            name,
            label: t.text(label).into_owned(),
            options: options(work, t, &view, name)?,
            kept: kept(&view, name),
        };
        if is_fragment {
            return Answer::html(&form);
        }
        Answer::html(&FilterPage {
            shell: shell(&shell_cx, actor, Place::Register),
            back: address("/register", &view),
            form,
        })
    })
    .await
}

/// `GET /register/totals`: exact count and sums of a filter, asked after the rows are there.
pub async fn totals(cx: Cx, query: Query, req: HttpRequest) -> Outcome {
    let is_fragment = is_fragment(&req);
    let shell_cx = cx.clone();
    in_work(&cx, move |work, actor| {
        may(actor, Action::See, Subject::NONE)?;
        let view = View::from_query(&query.0);
        let totals = queries::totals(work, &view)?;
        let totals = TotalsView::new(actor.locale, totals, query.0.has("head"));
        if is_fragment {
            return Answer::html(&totals);
        }
        Answer::html(&TotalsPage {
            shell: shell(&shell_cx, actor, Place::Register),
            back: address("/register", &view),
            totals,
        })
    })
    .await
}

/// One row as it is now, for the answer to an edit.
pub fn one_row(work: &mut Work, actor: &Actor, wanted: &View, id: Uuid) -> Result<Rows, AppError> {
    let found: Vec<Row> = queries::row_by_id(work, id)?.into_iter().collect();
    let is_gone = found.is_empty();
    let matching = match wanted.is_filtered() {
        true => Some(queries::matching(work, wanted, &[id])?),
        false => None,
    };
    let mut view = rows_view(work, actor, &View::default(), found)?;
    view.matching = matching;
    if is_gone {
        view.gone.push(id.to_string());
    }
    Ok(view)
}
