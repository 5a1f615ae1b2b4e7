//! Cards, and the heads of the columns that they stand in.

use askama::Template;
use chrono::NaiveDate;
use chrono_tz::Tz;
use uuid::Uuid;

use crate::accounts::initials;
use crate::board::columns::{After, Grouping, STATES, is_folded};
use crate::board::pages::Asked;
use crate::board::queries::{Card, Sum};
use crate::calendar::Terms;
use crate::projects::ProjectState;
use crate::text::{Locale, Message, formats};

/// What every card and head needs to know.
pub struct Framing {
    pub t: Locale,
    pub icons: &'static str,
    pub zone: Tz,
    pub today: NaiveDate,
    pub terms: Terms,
    /// Layout and filters, for links.
    pub query: String,
    /// The person may move at least what is their own.
    pub may_move_some: bool,
    pub grouping: Grouping,
    /// Projects in the bin, for those who may delete.
    pub bin: Option<i64>,
}

#[derive(Template)]
#[template(path = "board/_card.html")]
pub struct CardView {
    pub t: Locale,
    pub icons: &'static str,
    pub id: Uuid,
    pub version: i64,
    pub column: String,
    pub number: String,
    pub name: String,
    pub client: String,
    pub money: String,
    pub jobs: String,
    /// Name, initials and colour.
    pub lead: Option<(String, String, i16)>,
    pub more_people: i32,
    pub district: String,
    pub age: String,
    pub age_long: String,
    pub is_late: bool,
    pub may_move: bool,
    pub query: String,
    /// The state, where columns are something else.
    pub state: Option<(&'static str, String)>,
}

/// Name, initials and colour of whoever leads.
fn lead(card: &Card) -> Option<(String, String, i16)> {
    let name = card.lead_name.clone();
    (!name.is_empty()).then(|| (name, initials(&card.lead_name), card.lead_hue))
}

/// A card in words; `is_own` says that its project may be moved by this person.
pub fn card_view(framing: &Framing, card: &Card, is_own: bool) -> CardView {
    let t = framing.t;
    let since = card
        .state_changed_at
        .with_timezone(&framing.zone)
        .date_naive();
    let (days, is_late) = framing.terms.stay(&card.state, since, framing.today);
    let state = ProjectState::from_word(&card.state).unwrap_or(ProjectState::ApplicationShort);
    let norm = framing.terms.norm(&card.state);
    CardView {
        t,
        icons: framing.icons,
        id: card.project_id,
        version: card.version,
        column: card.key.clone(),
        number: card.number.clone(),
        name: card.name.clone(),
        client: card.client_name.clone(),
        money: match card.requested_kopecks {
            ..0 => String::new(),
            k => formats::millions(t, k),
        },
        jobs: match card.jobs {
            ..0 => String::new(),
            n => t.count("board-jobs", n.into()),
        },
        lead: lead(card),
        more_people: (card.people_count - 1).max(0),
        district: card.district.clone(),
        age: t.count("board-age", days),
        age_long: match norm {
            Some(norm) => t.message(
                &Message::new("days-of-norm")
                    .number("n", days)
                    .number("norm", norm),
            ),
            None => t.count("working-days", days),
        },
        is_late,
        may_move: framing.may_move_some && is_own,
        query: framing.query.clone(),
        state: (framing.grouping != Grouping::State)
            .then(|| (state.look(), t.text(state.label()).into_owned())),
    }
}

/// The way to the cards after those on the screen.
#[derive(Clone)]
pub struct More {
    /// The next cards alone.
    pub href: String,
    /// Where they are seen without script: in the register.
    pub page: String,
}

impl More {
    pub fn new(framing: &Framing, key: &str, last: &Card) -> More {
        let after = After {
            at: last.state_changed_at,
            id: last.project_id,
        };
        let key: String = match key {
            "" => "-".to_owned(),
            key => form_urlencoded::byte_serialize(key.as_bytes())
                .collect::<String>()
                .replace('+', "%20"),
        };
        let join = if framing.query.is_empty() { "" } else { "&" };
        let of_state = match framing.grouping {
            Grouping::State => format!("&state={}", last.state),
            _ => String::new(),
        };
        More {
            page: format!("/register?{}{of_state}", framing.query),
            href: format!(
                "/board/columns/{key}?{}{join}after={}",
                framing.query,
                after.word()
            ),
        }
    }
}

/// Name, count and sums of a column.
#[derive(Template)]
#[template(path = "board/_head.html")]
pub struct ColumnHead {
    pub t: Locale,
    pub icons: &'static str,
    pub id: String,
    pub look: &'static str,
    pub name: String,
    pub n: String,
    pub money: String,
    pub jobs: String,
    pub is_open: bool,
    /// Opens a folded column, or folds it again; the bin is a page of its own.
    pub href: Option<String>,
}

pub struct ColumnView {
    pub id: String,
    pub key: String,
    pub look: &'static str,
    pub head: ColumnHead,
    pub cards: Vec<CardView>,
    pub more: Option<More>,
    pub is_empty: bool,
}

fn head_of(framing: &Framing, id: String, name: String, sum: Option<&Sum>) -> ColumnHead {
    let t = framing.t;
    let (n, requested, jobs) = sum.map_or((0, 0, 0), |s| (s.n, s.requested, s.jobs));
    ColumnHead {
        t,
        icons: framing.icons,
        id,
        look: "",
        name,
        n: formats::whole(t, n),
        money: formats::millions(t, requested),
        jobs: t.count("board-jobs", jobs),
        is_open: true,
        href: None,
    }
}

fn head_of_state(
    framing: &Framing,
    asked: &Asked,
    state: ProjectState,
    sum: Option<&Sum>,
) -> ColumnHead {
    let t = framing.t;
    let name = match state {
        ProjectState::InCommission => t.text("state-in-commission-short"),
        other => t.text(other.label()),
    };
    let turned = asked.query(&asked.layout.turned(state), &asked.filters);
    ColumnHead {
        look: state.look(),
        is_open: asked.layout.is_open(state),
        href: is_folded(state).then(|| format!("/board?{turned}")),
        ..head_of(framing, state.word().to_owned(), name.into_owned(), sum)
    }
}

/// The heads of all columns, as they are now.
pub fn heads(framing: &Framing, asked: &Asked, sums: &[Sum]) -> Vec<ColumnHead> {
    if framing.grouping != Grouping::State {
        return sums.iter().map(|sum| head_of_group(framing, sum)).collect();
    }
    let of = |state: &ProjectState| {
        let sum = sums.iter().find(|s| s.key == state.word());
        head_of_state(framing, asked, *state, sum)
    };
    STATES.iter().map(of).collect()
}

pub fn column_of_state(
    framing: &Framing,
    asked: &Asked,
    state: ProjectState,
    sum: Option<&Sum>,
    cards: Vec<CardView>,
    more: Option<More>,
) -> ColumnView {
    ColumnView {
        id: state.word().to_owned(),
        key: state.word().to_owned(),
        look: state.look(),
        head: head_of_state(framing, asked, state, sum),
        is_empty: cards.is_empty(),
        cards,
        more,
    }
}

/// An id for a column whose key is a name: stable, and plain letters.
fn id_of(key: &str) -> String {
    let hash = key.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |h, b| {
        (h ^ u64::from(b)).wrapping_mul(0x100_0000_01b3)
    });
    format!("g{hash:x}")
}

fn head_of_group(framing: &Framing, sum: &Sum) -> ColumnHead {
    let t = framing.t;
    let name = match (framing.grouping, sum.key.as_str()) {
        (_, "") => t.text("board-nobody").into_owned(),
        (Grouping::Support, kind) => t.text(&format!("support-{kind}")).into_owned(),
        (_, name) => name.to_owned(),
    };
    head_of(framing, id_of(&sum.key), name, Some(sum))
}

pub fn column_of_group(
    framing: &Framing,
    sum: &Sum,
    cards: Vec<CardView>,
    more: Option<More>,
) -> ColumnView {
    ColumnView {
        id: id_of(&sum.key),
        key: sum.key.clone(),
        look: "",
        head: head_of_group(framing, sum),
        is_empty: cards.is_empty(),
        cards,
        more,
    }
}
