//! `/api/v1/deals` and the timeline of a deal: sections 12 and 13 of the contract.

use serde_json::Value;
use uuid::Uuid;

use super::actions::{self, whose};
use super::model::{DealChange, STAGES, STATUSES};
use super::queries;
use crate::accounts::{Action, Actor, Subject, in_api, may};
use crate::db::Work;
use crate::db::rows::Filter;
use crate::history::{self, TimelineOf};
use crate::refusal::Refusal;
use crate::web::api::{
    Asked, Call, Endpoint, Field, Kind, ListRules, Mode, Order, Parameter, Shown, Values, created,
    list_of, output_schema, read_body, read_comment, row,
};
use crate::web::{AppError, Outcome};

const DEAL: [Field; 12] = [
    Field::new("id", Kind::Id).output(),
    Field::new("organization_id", Kind::Id).output(),
    Field::new("contact_id", Kind::Id).required(),
    Field::new("title", Kind::Text(200)).required(),
    Field::new("amount", Kind::Amount).default("\"0.00\""),
    Field::new("currency", Kind::Currency).default("\"RUB\""),
    Field::new("status", Kind::Word(STATUSES)).default("\"new\""),
    Field::new("stage", Kind::Word(STAGES)).default("\"qualification\""),
    Field::new("owner_id", Kind::Id),
    Field::new("created_at", Kind::Time).output(),
    Field::new("updated_at", Kind::Time).output(),
    Field::new("version", Kind::Whole(1, i64::MAX)).output(),
];

/// Entries of a deal's timeline, by type.
const KINDS: &[&str] = &[
    "comment",
    "status_changed",
    "stage_changed",
    "task_created",
    "system",
];

const ACTIVITY: [Field; 7] = [
    Field::new("id", Kind::Id).output(),
    Field::new("organization_id", Kind::Id).output(),
    Field::new("deal_id", Kind::Id).output(),
    Field::new("author_id", Kind::Id).or_null().output(),
    Field::new("type", Kind::Word(KINDS)).required(),
    Field::new("payload", Kind::Object).required(),
    Field::new("created_at", Kind::Time).output(),
];

const LIST: ListRules = ListRules {
    orders: &[
        Order::by("created_at", "t.created_at"),
        Order::by("updated_at", "t.updated_at"),
        Order::by("amount", "t.amount_hundredths"),
        Order::by("title", "t.title"),
    ],
    searches: false,
};

const TIMELINE: ListRules = ListRules {
    orders: &[],
    searches: false,
};

/// Endpoints of the room, for the description.
pub fn endpoints() -> Vec<Endpoint> {
    let deal = Shown::Row("Deal");
    let timeline = "/api/v1/deals/{id}/activities";
    [
        Endpoint::new("GET", "/api/v1/deals", "Deals")
            .parameters(&[
                Parameter::repeated("status", Kind::Word(STATUSES)),
                Parameter::repeated("stage", Kind::Word(STAGES)),
                Parameter::new("min_amount", Kind::Amount),
                Parameter::new("max_amount", Kind::Amount),
                Parameter::new("owner_id", Kind::Id),
                Parameter::new("contact_id", Kind::Id),
                Parameter::new(
                    "order_by",
                    Kind::Word(&["created_at", "updated_at", "amount", "title"]),
                ),
            ])
            .answers(200, Shown::List("Deal"))
            .by_cursor(),
        Endpoint::new("POST", "/api/v1/deals", "Make a deal")
            .body(&DEAL)
            .answers(201, deal),
        Endpoint::new("GET", "/api/v1/deals/{id}", "A deal").answers(200, deal),
        Endpoint::new("PATCH", "/api/v1/deals/{id}", "Change a deal")
            .body(&DEAL)
            .answers(200, deal),
        Endpoint::new("GET", timeline, "Timeline of a deal")
            .parameters(&[Parameter::repeated("type", Kind::Word(KINDS))])
            .answers(200, Shown::List("DealActivity")),
        Endpoint::new("POST", timeline, "Comment on a deal")
            .body(&ACTIVITY)
            .answers(201, Shown::Row("DealActivity")),
    ]
    .into_iter()
    .map(|e| e.tag("deals"))
    .collect()
}

/// Rows of the room, for the description.
pub fn rows() -> Vec<(&'static str, Value)> {
    vec![
        ("Deal", output_schema(&DEAL)),
        ("DealActivity", output_schema(&ACTIVITY)),
    ]
}

fn change_of(values: &Values) -> DealChange {
    let text = |name: &str| values.text(name).map(str::to_owned);
    DealChange {
        contact_id: values.id("contact_id"),
        title: text("title"),
        amount: text("amount"),
        currency: text("currency"),
        status: text("status"),
        stage: text("stage"),
        owner_id: values.id("owner_id"),
    }
}

/// `GET /api/v1/deals`
pub async fn list(call: Call) -> Outcome {
    in_api(call, |work, actor, call| {
        let mut asked = Asked::of(call, LIST);
        let mut filter = Filter::default();
        let statuses = asked.words("status", STATUSES);
        let stages = asked.words("stage", STAGES);
        let owner = asked.id("owner_id");
        filter.and_one_of("t.status", &statuses);
        filter.and_one_of("t.stage", &stages);
        if let Some(owner) = owner {
            filter.and("t.owner_id = {}::uuid", owner.to_string());
        }
        let is_counted = more_filters(&mut asked, &mut filter);
        asked.check()?;
        check_owner_filter(actor, owner)?;
        let total = if is_counted {
            queries::counted(work, &statuses, &stages, owner)?
        } else {
            queries::count(work, &filter)?
        };
        let rows = asked.load(work, &queries::DEALS, &filter, total)?;
        Ok(asked.answer(rows, total))
    })
    .await
}

/// Filters that no counter knows; true if there was none of them.
fn more_filters(asked: &mut Asked<'_>, filter: &mut Filter) -> bool {
    let mut is_counted = true;
    for (name, condition) in [
        ("min_amount", "t.amount_hundredths >= {}::bigint"),
        ("max_amount", "t.amount_hundredths <= {}::bigint"),
    ] {
        if let Some(amount) = asked.amount(name) {
            filter.and(condition, amount.replace('.', ""));
            is_counted = false;
        }
    }
    if let Some(contact) = asked.id("contact_id") {
        filter.and("t.contact_id = {}::uuid", contact.to_string());
        is_counted = false;
    }
    is_counted
}

/// Lists of somebody else are for managers.
fn check_owner_filter(actor: &Actor, owner: Option<Uuid>) -> Result<(), AppError> {
    if owner.is_some_and(|id| id != actor.user) {
        may(actor, Action::AssignOwner, Subject::NONE)?;
    }
    Ok(())
}

fn shown(work: &mut Work, id: Uuid) -> Result<Value, AppError> {
    queries::row(work, id)?.ok_or_else(|| Refusal::NotFound.into())
}

/// `POST /api/v1/deals`
pub async fn create(call: Call) -> Outcome {
    in_api(call, |work, actor, call| {
        may(actor, Action::Create, Subject::NONE)?;
        let body = read_body(call.json()?, &DEAL, Mode::Create)?;
        let id = Uuid::now_v7();
        actions::make_deal(work, actor, id, &change_of(&body.values))?;
        created("deals", &shown(work, id)?)
    })
    .await
}

/// `GET /api/v1/deals/{id}`
pub async fn show(call: Call) -> Outcome {
    in_api(call, |work, _, call| row(&shown(work, call.id("id")?)?)).await
}

/// `PATCH /api/v1/deals/{id}`
pub async fn change(call: Call) -> Outcome {
    in_api(call, |work, actor, call| {
        may(actor, Action::Create, Subject::NONE)?;
        let id = call.id("id")?;
        let deal = queries::lock(work, id)?.ok_or(Refusal::NotFound)?;
        may(actor, Action::ChangePipeline, whose(&deal, actor))?;
        let body = read_body(call.json()?, &DEAL, Mode::Patch)?;
        call.check_version(&body, deal.version)?;
        actions::change_deal(work, actor, &deal, &change_of(&body.values))?;
        row(&shown(work, id)?)
    })
    .await
}

/// `GET /api/v1/deals/{id}/activities`
pub async fn timeline(call: Call) -> Outcome {
    in_api(call, |work, _, call| {
        let id = call.id("id")?;
        shown(work, id)?;
        let mut asked = Asked::of(call, TIMELINE);
        let kinds = asked.words("type", KINDS);
        asked.check()?;
        let of = TimelineOf::Deal(id);
        let total = history::count_timeline(work, of, &kinds)?;
        let rows = history::timeline(work, of, &kinds, asked.rows())?;
        Ok(list_of(&rows, total, asked.page, asked.page_size))
    })
    .await
}

/// `POST /api/v1/deals/{id}/activities`
pub async fn comment(call: Call) -> Outcome {
    in_api(call, |work, actor, call| {
        may(actor, Action::Create, Subject::NONE)?;
        let id = call.id("id")?;
        shown(work, id)?;
        let text = read_comment(call.json()?, &ACTIVITY)?;
        let made = actions::comment(work, actor, id, &text)?;
        let made = history::activity(work, TimelineOf::Deal(id), made)?;
        created(
            &format!("deals/{id}/activities"),
            &made.ok_or(Refusal::NotFound)?,
        )
    })
    .await
}
