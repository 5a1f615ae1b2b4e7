//! What the templates of the room show. No query, no permission.

mod cards;

use askama::Template;
use uuid::Uuid;

use super::columns::Grouping;
use super::pages::Asked;
use crate::projects::{BlockedMove, OpenMove};
use crate::text::{Locale, formats};
use crate::web::Shell;

pub use cards::{
    CardView, ColumnHead, ColumnView, Framing, More, card_view, column_of_group, column_of_state,
    heads,
};

/// A filter in the bar: its name, what is chosen, and the way to take it off.
pub struct Chip {
    pub name: &'static str,
    pub label: String,
    pub value: Option<String>,
    pub without: String,
}

/// The layout as fields of a form.
fn named(pairs: Vec<(&'static str, String)>) -> Vec<(String, String)> {
    let own = |(name, value): (&str, String)| (name.to_owned(), value);
    pairs.into_iter().map(own).collect()
}

/// What the register alone can change of the filter: how many tests, where they are changed, the way without.
fn others(asked: &Asked, register_href: &str) -> Option<(usize, String, String)> {
    let n = asked.filters.others();
    let without = asked.query(&asked.layout, &asked.filters.without_others());
    (n > 0).then(|| (n, register_href.to_owned(), format!("/board?{without}")))
}

pub fn chips(t: Locale, asked: &Asked, chosen: &[(&'static str, Vec<String>)]) -> Vec<Chip> {
    let chip = |(name, values): &(&'static str, Vec<String>)| Chip {
        name,
        label: t
            .text(match *name {
                "lead" => "field-lead",
                "district" => "field-district",
                _ => "field-industry",
            })
            .into_owned(),
        value: match values.as_slice() {
            [] => None,
            [one] => Some(one.clone()),
            [first, rest @ ..] => Some(format!("{first} +{}", rest.len())),
        },
        without: format!(
            "/board?{}",
            asked.query(&asked.layout, &asked.filters.without(name))
        ),
    };
    chosen.iter().map(chip).collect()
}

#[derive(Template)]
#[template(path = "board/index.html")]
pub struct Board {
    pub shell: Shell,
    pub query: String,
    pub register_href: String,
    pub summary: String,
    pub search: String,
    /// Layout and filters but the search, as hidden fields.
    pub kept: Vec<(String, String)>,
    pub chips: Vec<Chip>,
    /// Tests of the register that no chip shows: how many, the list with them, the board without.
    pub others: Option<(usize, String, String)>,
    pub is_filtered: bool,
    pub reset_href: String,
    /// Address, name, whether chosen.
    pub groupings: Vec<(String, String, bool)>,
    pub grouping: String,
    pub columns: Vec<ColumnView>,
    pub is_by_state: bool,
    pub bin: Option<String>,
    pub may_create: bool,
    pub may_move: bool,
}

impl Board {
    pub fn new(
        shell: Shell,
        asked: &Asked,
        framing: &Framing,
        columns: Vec<ColumnView>,
        chips: Vec<Chip>,
        may_create: bool,
    ) -> Board {
        let t = shell.t;
        let pairs = asked.filters.pairs();
        let layout = asked.layout.pairs();
        let filters_only = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(&pairs)
            .finish();
        let without_search = pairs.iter().filter(|(name, _)| *name != "q").cloned();
        let link = |grouping: Grouping| {
            let query = asked.query(&asked.layout.by(grouping), &asked.filters);
            format!("/board?{query}")
        };
        let reset = asked.layout_query();
        let register_href = format!("/register?{filters_only}");
        let search = pairs.iter().find(|(name, _)| *name == "q");
        Board {
            query: framing.query.clone(),
            others: others(asked, &register_href),
            register_href,
            summary: t.text("board-hint").into_owned(),
            search: search.map(|(_, q)| q.clone()).unwrap_or_default(),
            kept: named(layout).into_iter().chain(without_search).collect(),
            chips,
            is_filtered: asked.filters.is_filtered(),
            reset_href: format!("/board?{reset}"),
            groupings: Grouping::ALL
                .map(|g| {
                    (
                        link(g),
                        t.text(g.label()).into_owned(),
                        g == framing.grouping,
                    )
                })
                .to_vec(),
            grouping: t.text(framing.grouping.label()).into_owned(),
            columns,
            is_by_state: framing.grouping == Grouping::State,
            bin: framing.bin.map(|n| formats::whole(t, n)),
            may_create,
            may_move: framing.may_move_some,
            shell,
        }
    }
}

impl Board {
    /// Words that the script of the board says.
    fn board_words(&self) -> Vec<(&'static str, String)> {
        let t = self.shell.t;
        [
            ("taken", "board-taken"),
            ("over", "board-over"),
            ("moved", "board-moved"),
            ("back", "board-back-again"),
            ("refused", "board-refused"),
            ("no-target", "board-no-target"),
            ("drop", "board-drop"),
            ("lost", "board-lost"),
            ("editing", "shell-editing"),
        ]
        .map(|(name, key)| (name, t.text(key).into_owned()))
        .to_vec()
    }
}

/// Cards as they are now, and what follows from them.
#[derive(Template)]
#[template(path = "board/changes.html")]
pub struct Changes {
    pub t: Locale,
    pub cards: Vec<CardView>,
    pub more: Option<More>,
    pub heads: Vec<ColumnHead>,
    /// Cards that are no longer on this board.
    pub gone: Vec<String>,
}

/// Where a card may go, why not elsewhere, and the forms that move it.
#[derive(Template)]
#[template(path = "board/_moves.html")]
pub struct Moves {
    pub t: Locale,
    pub icons: &'static str,
    pub id: Uuid,
    pub name: String,
    pub version: i64,
    pub state: &'static str,
    pub open: Vec<OpenMove>,
    pub blocked: Vec<BlockedMove>,
    /// States that the table never leads to from here: word, name.
    pub never: Vec<(&'static str, String)>,
    pub never_why: String,
    pub lock: Option<String>,
    pub refused: Option<String>,
    /// The move whose form is opened, with what was typed.
    pub to: String,
    pub reason: String,
    pub wake_on: String,
    /// Layout and filters of the board.
    pub query: String,
}

#[derive(Template)]
#[template(path = "board/moves.html")]
pub struct MovesPage {
    pub shell: Shell,
    pub moves: Moves,
}

/// The choices of a filter.
#[derive(Template)]
#[template(path = "board/_filter.html")]
pub struct FilterForm {
    pub t: Locale,
    pub name: &'static str,
    pub kept: Vec<(String, String)>,
    /// Value, label, whether chosen.
    pub options: Vec<(String, String, bool)>,
}

impl FilterForm {
    pub fn new(
        t: Locale,
        asked: &Asked,
        name: &'static str,
        options: Vec<(String, String)>,
    ) -> FilterForm {
        let pairs = asked.filters.pairs();
        let is_chosen = |id: &str| pairs.iter().any(|(n, v)| *n == name && v == id);
        FilterForm {
            t,
            name,
            options: options
                .into_iter()
                .map(|(id, label)| {
                    let chosen = is_chosen(&id);
                    (id, label, chosen)
                })
                .collect(),
            kept: named(asked.layout.pairs())
                .into_iter()
                .chain(pairs.iter().filter(|(n, _)| *n != name).cloned())
                .collect(),
        }
    }
}

#[derive(Template)]
#[template(path = "board/filter.html")]
pub struct FilterPage {
    pub shell: Shell,
    pub back: String,
    pub form: FilterForm,
}
