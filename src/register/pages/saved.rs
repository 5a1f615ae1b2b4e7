//! Saved views: the tabs over the list, the counts beside them, and the page where they are named and arranged.

use actix_web::web;
use uuid::Uuid;

use super::{IN_WORK, only, ready_count};
use crate::accounts::{Action, Actor, Role, Subject, in_work, may, permissions::allows, shell};
use crate::projects::ProjectState;
use crate::refusal::Refusal;
use crate::register::columns::Column;
use crate::register::filter::{ME, Op};
use crate::register::queries::{self, Frame, SavedView};
use crate::register::registers::Register;
use crate::register::saved::{self, Wanted};
use crate::register::view::View;
use crate::register::views::{SavedCounts, SavedLine, SavedPage, Tab, address};
use crate::supports::SupportStatus;
use crate::text::{Locale, formats};
use crate::web::{Answer, AppError, Cx, Fields, FormView, Outcome, Query, path_id};

/// Views that are counted at once.
const MOST_COUNTED: usize = 20;

fn view_of(register: Register, saved: &SavedView) -> View {
    let pairs = form_urlencoded::parse(saved.query.as_bytes()).into_owned();
    View {
        saved: Some(saved.id),
        ..View::from_query(register, &Fields::from_pairs(pairs.collect()))
    }
}

/// The views that every register begins with, each with the key of its name.
fn ready_views(register: Register) -> Vec<(&'static str, View)> {
    let all = (register.texts().all, View::of(register));
    let mine = (
        "register-tab-mine",
        only(register, register.owner(), Op::In, &[ME]),
    );
    let state = |key: &'static str, states: &[ProjectState]| {
        let words: Vec<&str> = states.iter().map(|s| s.word()).collect();
        let view = only(register, Column::State, Op::In, &words);
        (key, view)
    };
    let status = |key: &'static str, status: SupportStatus| {
        let view = only(register, Column::Status, Op::In, &[status.word()]);
        (key, view)
    };
    match register {
        Register::Projects => vec![
            all,
            mine,
            state("register-tab-in-work", &IN_WORK),
            state("register-tab-commission", &[ProjectState::InCommission]),
            (
                "register-tab-late",
                only(register, Column::Days, Op::Late, &["1"]),
            ),
        ],
        Register::Clients => vec![
            all,
            mine,
            (
                "clients-tab-without",
                only(register, Column::Projects, Op::To, &["0"]),
            ),
        ],
        Register::Supports => vec![
            all,
            mine,
            status("measures-tab-requested", SupportStatus::Requested),
            status("measures-tab-granted", SupportStatus::Granted),
        ],
    }
}

/// The ready views and the saved ones.
pub fn tabs(
    t: Locale,
    view: &View,
    counts: &[(ProjectState, i64)],
    all: &[SavedView],
    has_default: bool,
) -> Vec<Tab> {
    let register = view.register;
    let ready = ready_views(register);
    let ready = ready.into_iter().map(|(label, ready)| {
        let target = View {
            saved: None,
            ..view.with_filter(ready.filter.clone(), "")
        };
        let mut href = address(register.page(), &target);
        // Where a role begins with another list, "all" has to be asked for.
        if has_default && !href.contains('?') {
            href.push_str("?all=1");
        }
        Tab {
            id: None,
            label: t.text(label).into_owned(),
            n: ready_count(&ready, counts).map(|n| formats::whole(t, n)),
            href,
            is_current: view.saved.is_none() && ready.filters() == view.filters(),
        }
    });
    let saved = all.iter().filter(|s| s.deleted_at.is_none()).map(|s| Tab {
        id: Some(s.id.to_string()),
        label: s.name.clone(),
        n: None,
        href: address(register.page(), &view_of(register, s)),
        is_current: view.saved == Some(s.id),
    });
    ready.chain(saved).collect()
}

/// The saved view that the list began as, if it is another list by now.
pub fn changed<'s>(view: &View, all: &'s [SavedView]) -> Option<&'s SavedView> {
    let saved = all.iter().find(|s| Some(s.id) == view.saved)?;
    let now = saved::settled(view.register, &view.to_query());
    (now != saved::settled(view.register, &saved.query)).then_some(saved)
}

/// The list with which this role begins.
pub fn default_for(role: Role, register: Register, all: &[SavedView]) -> Option<String> {
    let is_mine = |s: &&SavedView| {
        s.is_shared && s.deleted_at.is_none() && s.default_for.iter().any(|r| r == role.word())
    };
    let first = all.iter().find(is_mine)?;
    Some(address(register.page(), &view_of(register, first)))
}

/// `GET /register/views/counts`: the number of rows of each saved view.
pub async fn counts(cx: Cx, register: Register) -> Outcome {
    in_work(&cx, move |work, actor| {
        may(actor, Action::See, Subject::NONE)?;
        let mut all = queries::began(work, register, actor.user)?.views;
        all.retain(|s| s.deleted_at.is_none());
        all.truncate(MOST_COUNTED);
        let views: Vec<View> = all.iter().map(|s| view_of(register, s)).collect();
        let frame = Frame::of(work, actor.user, actor.zone, &views, false)?;
        let known = frame.customs();
        let views: Vec<View> = views
            .into_iter()
            .map(|v| v.without_unknown(&known))
            .collect();
        let counted = queries::counts_of(work, &views, &frame)?;
        let each = all.iter().zip(counted);
        Answer::html(&SavedCounts {
            all: each
                .map(|(s, n)| (s.id.to_string(), formats::whole(actor.locale, n)))
                .collect(),
        })
    })
    .await
}

/// `GET /register/views`: the list at hand can be named, and all views arranged.
pub async fn index(cx: Cx, register: Register, query: Query) -> Outcome {
    let view = View::from_query(register, &query.0);
    page(&cx, register, view.to_query(), Fields::default(), None).await
}

async fn page(
    cx: &Cx,
    register: Register,
    query: String,
    fields: Fields,
    refused: Option<Refusal>,
) -> Outcome {
    let shell_cx = cx.clone();
    in_work(cx, move |work, actor| {
        may(actor, Action::See, Subject::NONE)?;
        let t = actor.locale;
        let mut form = FormView::new(t, &fields, &["name"]);
        if let Some(refusal) = &refused {
            form.refuse(t, refusal);
        }
        let all = queries::began(work, register, actor.user)?.views;
        let line = |s: &SavedView| line(actor, register, s);
        let list = |keep: &dyn Fn(&&SavedView) -> bool| all.iter().filter(keep).map(line).collect();
        let back = if query.is_empty() {
            register.page().to_owned()
        } else {
            format!("{}?{query}", register.page())
        };
        let answer = Answer::html(&SavedPage {
            shell: shell(&shell_cx, actor, register.place()),
            back,
            action: format!("{}/views", register.base()),
            id: Uuid::now_v7().to_string(),
            form,
            query,
            may_share: allows(actor, Action::Create, Subject::NONE),
            shared: list(&|s| s.is_shared && s.deleted_at.is_none()),
            own: list(&|s| !s.is_shared && s.deleted_at.is_none()),
            deleted: list(&|s| s.deleted_at.is_some()),
        })?;
        Ok(match &refused {
            Some(refusal) => answer.refused(refusal),
            None => answer,
        })
    })
    .await
}

fn line(actor: &Actor, register: Register, saved: &SavedView) -> SavedLine {
    let t = actor.locale;
    let may_default = allows(actor, Action::ManageOrganization, Subject::NONE) && saved.is_shared;
    let roles = Role::ALL.iter().filter(|_| may_default);
    SavedLine {
        action: format!("{}/views/{}", register.base(), saved.id),
        href: address(register.page(), &view_of(register, saved)),
        name: saved.name.clone(),
        is_shared: saved.is_shared,
        may_change: saved::may_change(actor, saved),
        may_share: allows(actor, Action::Create, Subject::NONE),
        roles: roles
            .map(|role| {
                let is_on = saved.default_for.iter().any(|r| r == role.word());
                (role.word(), t.text(role.label()).into_owned(), is_on)
            })
            .collect(),
    }
}

/// `POST /register/views`: the list at hand under a name.
pub async fn create(cx: Cx, register: Register, form: Fields) -> Outcome {
    if form.has("show_form") {
        return page(&cx, register, form.get("query").to_owned(), form, None).await;
    }
    let id = form.id("id").unwrap_or_else(Uuid::now_v7);
    let wanted = Wanted {
        name: Some(form.get("name").to_owned()),
        query: Some(form.get("query").to_owned()),
        is_shared: Some(form.has("shared")),
        default_for: None,
    };
    let query = saved::settled(register, form.get("query"));
    let done = in_work(&cx, move |work, actor| {
        Ok(saved::make_view(work, actor, register, id, &wanted)?)
    })
    .await;
    match done {
        Ok(()) => {
            let sign = if query.is_empty() { "" } else { "&" };
            let to = format!("{}?{query}{sign}view={id}&done=view-saved", register.page());
            Ok(Answer::see_other(&to))
        }
        Err(AppError::Refusal(refusal @ Refusal::Invalid(_))) => {
            page(&cx, register, query, form, Some(refusal)).await
        }
        Err(e) => Err(e),
    }
}

/// `POST /register/views/{id}`: the list at hand in place of the old one, or another name, place or audience.
pub async fn change(cx: Cx, register: Register, path: web::Path<String>, form: Fields) -> Outcome {
    let id = path_id(&path)?;
    let back = format!("{}/views", register.base());
    let query = saved::settled(register, form.get("query"));
    let is_list = form.has("query");
    in_work(&cx, move |work, actor| {
        match form.get("do") {
            "delete" => saved::set_deleted(work, actor, register, id, true)?,
            "restore" => saved::set_deleted(work, actor, register, id, false)?,
            "left" => saved::shift_view(work, actor, register, id, -1)?,
            "right" => saved::shift_view(work, actor, register, id, 1)?,
            _ => saved::change_view(work, actor, register, id, &wanted(&form))?,
        }
        let done = match form.get("do") {
            "delete" => "?done=view-deleted",
            "restore" => "?done=view-restored",
            "left" | "right" => "",
            _ => "?done=view-saved",
        };
        let to = match is_list {
            true => format!("{}?{query}&view={id}&done=view-saved", register.page()),
            false => format!("{back}{done}"),
        };
        Ok(Answer::see_other(&to))
    })
    .await
}

fn wanted(form: &Fields) -> Wanted {
    if form.has("query") {
        return Wanted {
            query: Some(form.get("query").to_owned()),
            ..Wanted::default()
        };
    }
    Wanted {
        name: Some(form.get("name").to_owned()),
        query: None,
        is_shared: Some(form.has("shared")).filter(|_| form.has("may_share")),
        default_for: form
            .has("may_default")
            .then(|| form.every("role").map(str::to_owned).collect()),
    }
}
