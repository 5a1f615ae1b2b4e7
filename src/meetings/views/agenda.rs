//! A meeting on the screen: its agenda with outcomes, who came, what would follow.

use askama::Template;
use uuid::Uuid;

use crate::meetings::actions::Clash;
use crate::meetings::model::{Item, ItemField, Meeting, Seat};
use crate::meetings::plan::{Plan, Trouble};
use crate::meetings::quorum::{Fault, Quorum};
use crate::projects::ProjectState;
use crate::supports::{self, Body, DecisionOutcome, Unit};
use crate::text::{Locale, Message, formats};
use crate::values::dates::Precision;
use crate::web::Shell;

/// An outcome to choose: word, name, class, sign.
pub type Choice = (String, String, &'static str, &'static str);

/// The choices in the order of their keys.
pub fn choices(t: Locale) -> Vec<Choice> {
    DecisionOutcome::ALL
        .iter()
        .map(|o| {
            let class = match o {
                DecisionOutcome::Granted => "yes",
                DecisionOutcome::Rework => "rework",
                DecisionOutcome::Refused => "no",
                _ => "",
            };
            let name = t.text(o.label()).into_owned();
            (o.word().to_owned(), name, class, o.look().0)
        })
        .collect()
}

/// What the person wanted to write where somebody else wrote meanwhile.
pub struct Mine {
    pub field: &'static str,
    pub label: String,
    pub value: String,
    pub words: String,
}

/// A question of the agenda.
#[derive(Template)]
#[template(path = "meetings/_row.html")]
pub struct AgendaRow {
    pub t: Locale,
    pub icons: &'static str,
    pub meeting: Uuid,
    pub id: Uuid,
    pub version: i64,
    pub n: String,
    pub project: Uuid,
    pub name: String,
    pub sub: String,
    pub icon: &'static str,
    pub kind: String,
    pub amount: String,
    /// What the expert group said: sign, class, words.
    pub recommended: Option<(&'static str, &'static str, String)>,
    pub outcome: String,
    pub outcome_words: String,
    pub outcome_class: &'static str,
    pub decision: String,
    pub votes: [String; 3],
    pub chair: String,
    /// Voting members: id, name, whether recused.
    pub recused: Vec<(Uuid, String, bool)>,
    pub presenter: String,
    pub notes: String,
    pub has_ballot: bool,
    pub choices: Vec<Choice>,
    pub mine: Vec<Mine>,
    /// State of a project that is not where it would be decided about.
    pub elsewhere: Option<String>,
    /// It may be written to.
    pub is_open: bool,
}

fn label(field: ItemField) -> &'static str {
    match field {
        ItemField::Outcome => "meeting-outcome",
        ItemField::Decision => "meeting-note",
        ItemField::For => "votes-for",
        ItemField::Against => "votes-against",
        ItemField::Abstained => "votes-abstained",
        ItemField::Chair => "votes-chair",
        ItemField::Recused => "recused",
        ItemField::Presenter => "presenter",
        ItemField::Notes => "presenter-notes",
    }
}

fn mine(t: Locale, clash: &Clash) -> Mine {
    let words = match DecisionOutcome::from_word(&clash.mine) {
        Some(o) if clash.field == ItemField::Outcome => t.text(o.label()).into_owned(),
        _ => clash.mine.clone(),
    };
    Mine {
        field: clash.field.word(),
        label: t.text(label(clash.field)).into_owned(),
        value: clash.mine.clone(),
        words: if words.is_empty() {
            "—".to_owned()
        } else {
            words
        },
    }
}

/// The questions of an agenda.
pub fn rows(
    t: Locale,
    meeting: &Meeting,
    items: &[Item],
    seats: &[Seat],
    clashes: &[Clash],
    is_open: bool,
) -> Vec<AgendaRow> {
    let row = |(at, item): (usize, &Item)| row(t, meeting, at + 1, item, seats, clashes, is_open);
    items.iter().enumerate().map(row).collect()
}

fn row(
    t: Locale,
    meeting: &Meeting,
    n: usize,
    i: &Item,
    seats: &[Seat],
    clashes: &[Clash],
    is_open: bool,
) -> AgendaRow {
    let number = |n: Option<i32>| n.map(|n| n.to_string()).unwrap_or_default();
    let verdict = |o: DecisionOutcome| (o.look().0, o.look().1, t.text(o.label()).into_owned());
    let sub = [
        i.client.clone(),
        Some(i.project_number.clone()),
        i.district.clone(),
        i.programme.clone(),
    ];
    let state = i.project_state();
    let waits = matches!(
        state,
        ProjectState::InCommission | ProjectState::ApplicationFull
    );
    let elsewhere = !waits && !meeting.is_closed();
    let outcome = i.outcome();
    AgendaRow {
        t,
        icons: crate::web::assets().icons(),
        meeting: meeting.id,
        id: i.id,
        version: i.version,
        n: n.to_string(),
        project: i.project_id,
        name: i.project_name.clone(),
        sub: sub.into_iter().flatten().collect::<Vec<_>>().join(" · "),
        icon: i.type_().map_or("help", |k| k.icon()),
        kind: t
            .text(i.type_().map_or("support-unknown", |k| k.label()))
            .into_owned(),
        amount: supports::amount(t, i.amount_hundredths, i.unit()),
        recommended: i.recommended().map(verdict),
        outcome: i.outcome.clone().unwrap_or_default(),
        outcome_words: t
            .text(outcome.map_or("meeting-undecided", |o| o.label()))
            .into_owned(),
        outcome_class: outcome.map_or("", |o| o.look().1),
        decision: i.decision.clone(),
        votes: [
            number(i.votes_for),
            number(i.votes_against),
            number(i.votes_abstained),
        ],
        chair: ItemField::Chair.text(i),
        recused: seats
            .iter()
            .filter(|s| s.has_vote)
            .map(|s| {
                (
                    s.member_id,
                    s.name.clone(),
                    i.recused.contains(&s.member_id),
                )
            })
            .collect(),
        presenter: i.presenter.clone(),
        notes: i.notes.clone(),
        has_ballot: i.votes_for.is_some() || i.votes_against.is_some() || !i.recused.is_empty(),
        choices: choices(t),
        mine: clashes
            .iter()
            .filter(|c| c.item == i.id)
            .map(|c| mine(t, c))
            .collect(),
        elsewhere: elsewhere.then(|| t.text(state.label()).into_owned()),
        is_open,
    }
}

/// Projects that go the same way: how many, where to.
pub struct Way {
    pub n: usize,
    pub look: &'static str,
    pub state: String,
}

/// Where the projects would go, counted.
pub fn ways(t: Locale, plan: &Plan) -> Vec<Way> {
    let states = [ProjectState::OnSupport, ProjectState::ApplicationFull];
    let way = |state: ProjectState| {
        let n = plan.follows.iter().filter(|f| f.to == Some(state)).count();
        (n > 0).then(|| Way {
            n,
            look: state.look(),
            state: t.text(state.label()).into_owned(),
        })
    };
    states.into_iter().filter_map(way).collect()
}

/// What stands against closing, in words.
pub fn troubles(t: Locale, plan: &[Trouble]) -> Vec<String> {
    plan.iter()
        .map(|trouble| t.message(&in_words(trouble)))
        .collect()
}

fn in_words(trouble: &Trouble) -> Message {
    let vote = |key, position: usize| Message::new(key).number("n", position as i64);
    match trouble {
        Trouble::Empty => Message::new("meeting-empty"),
        Trouble::Elsewhere {
            position,
            number,
            state,
        } => Message::new("trouble-elsewhere")
            .number("n", *position as i64)
            .text("project", number.clone())
            .key("state", state.label()),
        Trouble::Vote { position, fault } => match fault {
            Fault::NoQuorum(q) => Message::new("trouble-quorum")
                .number("n", *position as i64)
                .number("present", q.present as i64)
                .number("needed", q.needed as i64),
            Fault::DoNotAddUp { given, present } => Message::new("trouble-votes")
                .number("n", *position as i64)
                .number("given", i64::from(*given))
                .number("present", *present as i64),
            Fault::NotCarried => vote("trouble-not-carried", *position),
            Fault::TieNeedsChair => vote("trouble-tie", *position),
        },
    }
}

/// What would follow, at the foot of the agenda.
#[derive(Template)]
#[template(path = "meetings/_bar.html")]
pub struct Bar {
    pub t: Locale,
    pub icons: &'static str,
    pub meeting: Uuid,
    pub decided: usize,
    pub all: usize,
    pub ways: Vec<Way>,
    pub troubles: Vec<String>,
    pub may: bool,
}

/// Under the agenda: what is asked for in roubles, and of it what would be granted.
#[derive(Template)]
#[template(path = "meetings/_sums.html")]
pub struct Sums {
    pub t: Locale,
    pub asked: String,
    pub granted: String,
    pub is_open: bool,
}

/// The answer to a saved draft: the questions that were sent, and what would follow now.
#[derive(Template)]
#[template(path = "meetings/saved.html")]
pub struct Saved {
    pub rows: Vec<AgendaRow>,
    pub sums: Sums,
    pub bar: Bar,
}

/// A member of the day.
pub struct Attendee {
    pub id: Uuid,
    pub name: String,
    pub position: String,
    pub is_present: bool,
    pub has_vote: bool,
    pub duty: &'static str,
    pub duty_words: String,
}

#[derive(Template)]
#[template(path = "meetings/show.html")]
pub struct MeetingPage {
    pub shell: Shell,
    pub id: Uuid,
    pub title: String,
    pub kind: &'static str,
    pub date: String,
    pub starts_at: String,
    pub place: String,
    pub chip: (&'static str, &'static str, String),
    pub quorum: Quorum,
    pub quorum_words: String,
    pub rows: Vec<AgendaRow>,
    pub bar: Bar,
    pub attendees: Vec<Attendee>,
    /// Measures that may be added.
    pub picks: Vec<super::Pick>,
    pub sums: Sums,
    /// It may be worked on by this person.
    pub is_open: bool,
    pub is_closed: bool,
    pub is_announced: bool,
    /// Sending the agenda out moves projects.
    pub moves_projects: bool,
    pub error: Option<String>,
    /// Projects with an extract of the protocol.
    pub extracts: Vec<(Uuid, String)>,
}

impl MeetingPage {
    /// What a meeting is called: its commission, the number of its protocol or its day.
    pub fn title_of(t: Locale, meeting: &Meeting) -> String {
        let body = t.text(meeting.body().label()).into_owned();
        match &meeting.protocol_number {
            Some(number) => format!("{body}, {}", t.with("protocol-of", number)),
            None => format!(
                "{body}, {}",
                formats::date(t, meeting.meeting_date, Precision::Day)
            ),
        }
    }
}

impl Sums {
    pub fn new(t: Locale, items: &[Item], is_open: bool) -> Sums {
        let sum = |only_granted: bool| -> i64 {
            let counts = |i: &&Item| {
                i.unit() == Some(Unit::Rub)
                    && (!only_granted || i.outcome() == Some(DecisionOutcome::Granted))
            };
            let those = items.iter().filter(counts);
            those.filter_map(|i| i.amount_hundredths).sum()
        };
        let words = |sum| supports::amount(t, Some(sum), Some(Unit::Rub));
        Sums {
            t,
            asked: words(sum(false)),
            granted: words(sum(true)),
            is_open,
        }
    }
}

impl Bar {
    pub fn new(t: Locale, meeting: &Meeting, plan: &Plan, items: &[Item], may: bool) -> Bar {
        Bar {
            t,
            icons: crate::web::assets().icons(),
            meeting: meeting.id,
            decided: items.iter().filter(|i| i.outcome.is_some()).count(),
            all: items.len(),
            ways: match meeting.body() {
                Body::Commission => ways(t, plan),
                Body::ExpertGroup => Vec::new(),
            },
            troubles: troubles(t, &plan.troubles),
            may,
        }
    }
}
