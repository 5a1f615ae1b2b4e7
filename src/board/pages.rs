//! HTML handlers that show: the board, the next cards of a column, cards that changed, filters.

use actix_web::web;
use uuid::Uuid;

use super::columns::{After, Grouping, IN_WORK, Layout, STATES};
use super::queries::{self, Card, PAGE, Sum};
use super::views::{
    Board, Changes, ColumnHead, ColumnView, FilterForm, FilterPage, Framing, More, card_view,
    chips, column_of_group, column_of_state, heads,
};
use crate::accounts::{self, Action, Actor, Subject, in_work, may, permissions::allows, shell};
use crate::calendar;
use crate::db::{DbError, Work};
use crate::directories;
use crate::projects::ProjectState;
use crate::refusal::Refusal;
use crate::register::Filters;
use crate::web::{Answer, AppError, Cx, Fields, Outcome, Place, Query};

/// Ids that may be asked for at once.
const MOST_IDS: usize = 100;

/// What an address asks for.
pub struct Asked {
    pub layout: Layout,
    pub filters: Filters,
}

impl Asked {
    pub fn of(work: &mut Work, actor: &Actor, fields: &Fields) -> Result<Asked, DbError> {
        Ok(Asked {
            layout: Layout::from_query(fields),
            filters: Filters::opened(work, actor, fields)?,
        })
    }

    /// The layout alone as a query string.
    pub fn layout_query(&self) -> String {
        let mut out = form_urlencoded::Serializer::new(String::new());
        out.extend_pairs(self.layout.pairs()).finish()
    }

    /// Both as a query string.
    pub fn query(&self, layout: &Layout, filters: &Filters) -> String {
        let mut out = form_urlencoded::Serializer::new(String::new());
        out.extend_pairs(layout.pairs());
        out.extend_pairs(filters.pairs());
        out.finish()
    }
}

/// `GET /board`
pub async fn index(cx: Cx, query: Query) -> Outcome {
    let page_cx = cx.clone();
    in_work(&cx, move |work, actor| {
        may(actor, Action::See, Subject::NONE)?;
        let asked = Asked::of(work, actor, &query.0)?;
        let framing = framing(work, actor, &asked)?;
        let columns = match asked.layout.grouping {
            Grouping::State => by_state(work, actor, &asked, &framing)?,
            _ => by_group(work, actor, &asked, &framing)?,
        };
        let chips = chips(actor.locale, &asked, &chosen(work, &asked)?);
        let may_create = allows(actor, Action::Create, Subject::NONE);
        let frame = shell(&page_cx, actor, Place::Board);
        Answer::html(&Board::new(
            frame, &asked, &framing, columns, chips, may_create,
        ))
    })
    .await
}

/// What every card and head needs to know.
pub fn framing(work: &mut Work, actor: &Actor, asked: &Asked) -> Result<Framing, DbError> {
    let bin = match allows(actor, Action::Delete, Subject::NONE) {
        true if asked.layout.grouping == Grouping::State => Some(queries::in_bin(work)?),
        _ => None,
    };
    Ok(Framing {
        t: actor.locale,
        icons: crate::web::assets().icons(),
        zone: actor.zone,
        today: work.now().with_timezone(&actor.zone).date_naive(),
        terms: calendar::terms(work)?,
        query: asked.query(&asked.layout, &asked.filters),
        may_move_some: allows(actor, Action::MoveProject, Subject { is_own: true }),
        grouping: asked.layout.grouping,
        bin,
    })
}

/// The states that a board shows; by state all of them, else those in which work goes on.
fn states(asked: &Asked) -> Vec<String> {
    let of_filter: Vec<String> = asked
        .filters
        .pairs()
        .into_iter()
        .filter(|(name, _)| *name == "state")
        .map(|(_, word)| word)
        .collect();
    if !of_filter.is_empty() {
        return of_filter;
    }
    let usual: &[ProjectState] = match asked.layout.grouping {
        Grouping::State => &STATES,
        _ => &IN_WORK,
    };
    usual.iter().map(|s| s.word().to_owned()).collect()
}

/// What each column comes to.
pub fn sums(work: &mut Work, asked: &Asked) -> Result<Vec<Sum>, DbError> {
    match asked.layout.grouping {
        Grouping::State if !asked.filters.is_filtered() => queries::counted(work),
        grouping => queries::summed(work, &asked.filters, grouping, &states(asked)),
    }
}

fn by_state(
    work: &mut Work,
    actor: &Actor,
    asked: &Asked,
    framing: &Framing,
) -> Result<Vec<ColumnView>, AppError> {
    let sums = sums(work, asked)?;
    let open: Vec<String> = STATES
        .iter()
        .filter(|s| asked.layout.is_open(**s))
        .map(|s| s.word().to_owned())
        .collect();
    let cards = queries::tops(work, &asked.filters, Grouping::State, &open, &[])?;
    let own = own(work, actor, &cards)?;
    Ok(STATES
        .iter()
        .map(|state| {
            let sum = sums.iter().find(|s| s.key == state.word());
            let of_column = of_column(&cards, state.word());
            let (cards, more) = page(framing, &own, state.word(), of_column);
            column_of_state(framing, asked, *state, sum, cards, more)
        })
        .collect())
}

fn by_group(
    work: &mut Work,
    actor: &Actor,
    asked: &Asked,
    framing: &Framing,
) -> Result<Vec<ColumnView>, AppError> {
    let grouping = asked.layout.grouping;
    let sums = sums(work, asked)?;
    let keys: Vec<String> = sums.iter().map(|s| s.key.clone()).collect();
    let cards = queries::tops(work, &asked.filters, grouping, &keys, &states(asked))?;
    let own = own(work, actor, &cards)?;
    Ok(sums
        .iter()
        .map(|sum| {
            let (cards, more) = page(framing, &own, &sum.key, of_column(&cards, &sum.key));
            column_of_group(framing, sum, cards, more)
        })
        .collect())
}

/// The projects among these cards that this person may move.
pub fn own(work: &mut Work, actor: &Actor, cards: &[Card]) -> Result<Option<Vec<Uuid>>, DbError> {
    if allows(actor, Action::MoveProject, Subject::NONE) {
        return Ok(None);
    }
    let ids: Vec<Uuid> = cards.iter().map(|c| c.project_id).collect();
    Ok(Some(queries::own_among(work, actor.user, &ids)?))
}

fn of_column<'a>(cards: &'a [Card], key: &str) -> Vec<&'a Card> {
    cards.iter().filter(|c| c.key == key).collect()
}

/// A page of cards, and the way to the next if there are more.
fn page(
    framing: &Framing,
    own: &Option<Vec<Uuid>>,
    key: &str,
    found: Vec<&Card>,
) -> (Vec<super::views::CardView>, Option<More>) {
    let more = (found.len() > PAGE)
        .then(|| found.get(PAGE - 1))
        .flatten()
        .map(|last| More::new(framing, key, last));
    let shown = found.into_iter().take(PAGE);
    let cards = shown
        .map(|card| {
            let mine = own
                .as_ref()
                .is_none_or(|ids| ids.contains(&card.project_id));
            card_view(framing, card, mine)
        })
        .collect();
    (cards, more)
}

/// `GET /board/columns/{key}?after=…`: what comes after the cards on the screen; `-` is the empty key.
pub async fn column(cx: Cx, query: Query, path: web::Path<String>) -> Outcome {
    in_work(&cx, move |work, actor| {
        may(actor, Action::See, Subject::NONE)?;
        let asked = Asked::of(work, actor, &query.0)?;
        let after = After::parse(query.0.get("after")).ok_or(Refusal::NotFound)?;
        let framing = framing(work, actor, &asked)?;
        let key = if path.as_str() == "-" {
            ""
        } else {
            path.as_str()
        };
        let grouping = asked.layout.grouping;
        let found = queries::next(work, &asked.filters, grouping, key, &states(&asked), after)?;
        let own = own(work, actor, &found)?;
        let (cards, more) = page(&framing, &own, key, found.iter().collect());
        Answer::html(&Changes {
            t: actor.locale,
            cards,
            more,
            heads: Vec::new(),
            gone: Vec::new(),
        })
    })
    .await
}

/// `GET /board/cards?ids=…`: cards that changed, as they are now, and the heads of all columns.
pub async fn cards(cx: Cx, query: Query) -> Outcome {
    in_work(&cx, move |work, actor| {
        may(actor, Action::See, Subject::NONE)?;
        let ids: Vec<Uuid> = query
            .0
            .get("ids")
            .split(',')
            .filter_map(|id| Uuid::try_parse(id).ok())
            .take(MOST_IDS)
            .collect();
        let asked = Asked::of(work, actor, &query.0)?;
        Answer::html(&changes(work, actor, &asked, &ids)?)
    })
    .await
}

/// These cards as they are now, and the heads of all columns.
pub fn changes(
    work: &mut Work,
    actor: &Actor,
    asked: &Asked,
    ids: &[Uuid],
) -> Result<Changes, AppError> {
    let framing = framing(work, actor, asked)?;
    let found = queries::by_id(work, &asked.filters, asked.layout.grouping, ids)?;
    let own = own(work, actor, &found)?;
    let gone = ids
        .iter()
        .filter(|id| !found.iter().any(|c| c.project_id == **id));
    Ok(Changes {
        t: actor.locale,
        gone: gone.map(Uuid::to_string).collect(),
        heads: head_list(work, asked, &framing)?,
        cards: found
            .iter()
            .map(|card| {
                let mine = own
                    .as_ref()
                    .is_none_or(|ids| ids.contains(&card.project_id));
                card_view(&framing, card, mine)
            })
            .collect(),
        more: None,
    })
}

fn head_list(
    work: &mut Work,
    asked: &Asked,
    framing: &Framing,
) -> Result<Vec<ColumnHead>, AppError> {
    let sums = sums(work, asked)?;
    Ok(heads(framing, asked, &sums))
}

/// Names of what is filtered by: filter, names of its values.
fn chosen(work: &mut Work, asked: &Asked) -> Result<Vec<(&'static str, Vec<String>)>, AppError> {
    let mut found = Vec::new();
    for name in FILTERS {
        let values: Vec<String> = asked
            .filters
            .pairs()
            .into_iter()
            .filter(|(n, _)| *n == name)
            .map(|(_, v)| v)
            .collect();
        if values.is_empty() {
            found.push((name, Vec::new()));
            continue;
        }
        let names = options(work, name)?
            .into_iter()
            .filter(|(id, _)| values.contains(id))
            .map(|(_, label)| label);
        found.push((name, names.collect()));
    }
    Ok(found)
}

const FILTERS: [&str; 3] = ["lead", "district", "industry"];

fn options(work: &mut Work, name: &str) -> Result<Vec<(String, String)>, AppError> {
    let kind = match name {
        "lead" => {
            return Ok(accounts::people(work)?
                .into_iter()
                .map(|p| (p.id.to_string(), p.short_name()))
                .collect());
        }
        "district" => directories::Kind::District,
        "industry" => directories::Kind::Industry,
        _ => return Err(Refusal::NotFound.into()),
    };
    Ok(directories::entries(work, kind)?
        .into_iter()
        .map(|e| (e.id.to_string(), e.name))
        .collect())
}

/// `GET /board/filters/{name}`: the choices, as a fragment or as a page of its own.
pub async fn filter(cx: Cx, query: Query, path: web::Path<String>) -> Outcome {
    let page_cx = cx.clone();
    in_work(&cx, move |work, actor| {
        may(actor, Action::See, Subject::NONE)?;
        let asked = Asked::of(work, actor, &query.0)?;
        let name = FILTERS.into_iter().find(|n| *n == path.as_str());
        let name = name.ok_or(Refusal::NotFound)?;
        let form = FilterForm::new(actor.locale, &asked, name, options(work, name)?);
        if page_cx.is_fragment {
            return Answer::html(&form);
        }
        Answer::html(&FilterPage {
            back: format!("/board?{}", asked.query(&asked.layout, &asked.filters)),
            shell: shell(&page_cx, actor, Place::Board),
            form,
        })
    })
    .await
}
