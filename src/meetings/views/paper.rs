//! A meeting on paper: agenda, protocol, extract for one project.

use askama::Template;

use crate::meetings::model::{Duty, Item, Meeting, Seat};
use crate::meetings::plan::votes;
use crate::meetings::quorum::Quorum;
use crate::supports::{self, Unit};
use crate::text::{Locale, Message};
use crate::values::amount_words::roubles_in_words;
use crate::web::Bare;

/// A question on paper.
pub struct PaperItem {
    pub n: usize,
    pub project: String,
    pub client: String,
    pub measure: String,
    pub amount: String,
    /// The amount in words; only Russian paper has it.
    pub in_words: String,
    pub presenter: String,
    pub outcome: String,
    pub decision: String,
    pub votes: String,
    pub recused: String,
}

#[derive(Template)]
#[template(path = "meetings/paper.html")]
pub struct Paper {
    pub bare: Bare,
    pub organization: String,
    /// `agenda`, `protocol` or `extract`.
    pub kind: &'static str,
    pub title: String,
    /// Whose meeting it is.
    pub commission: String,
    pub number: String,
    pub date: String,
    pub starts_at: String,
    pub place: String,
    pub is_draft: bool,
    pub quorum: Quorum,
    pub present: Vec<(String, String, String)>,
    pub absent: Vec<(String, String, String)>,
    pub items: Vec<PaperItem>,
    pub chair: String,
    pub secretary: String,
}

impl Paper {
    fn is(&self, kind: &str) -> bool {
        self.kind == kind
    }

    /// The one who presides or keeps the minutes.
    pub fn of_duty(seats: &[Seat], duty: Duty) -> String {
        let found = seats.iter().find(|s| s.duty() == duty);
        found.map(|s| s.name.clone()).unwrap_or_default()
    }
}

/// The questions of a meeting on paper, with their places on the agenda.
pub fn paper_items(t: Locale, meeting: &Meeting, items: &[Item], seats: &[Seat]) -> Vec<PaperItem> {
    let one = |(at, i): (usize, &Item)| {
        let kind = t.text(i.type_().map_or("support-unknown", |k| k.label()));
        let measure = [Some(kind.into_owned()), i.programme.clone()];
        let undecided = match meeting.is_closed() {
            true => "outcome-postponed",
            false => "meeting-undecided",
        };
        let outcome = i.outcome().map_or(undecided, |o| o.label());
        let names: Vec<&str> = seats
            .iter()
            .filter(|s| i.recused.contains(&s.member_id))
            .map(|s| s.name.as_str())
            .collect();
        let rub = i.unit() == Some(Unit::Rub) && t == Locale::Ru;
        PaperItem {
            n: at + 1,
            project: format!("{} «{}»", i.project_number, i.project_name),
            client: i.client.clone().unwrap_or_default(),
            measure: measure.into_iter().flatten().collect::<Vec<_>>().join(", "),
            amount: supports::amount(t, i.amount_hundredths, i.unit()),
            in_words: i
                .amount_hundredths
                .filter(|_| rub)
                .map(roubles_in_words)
                .unwrap_or_default(),
            presenter: i.presenter.clone(),
            outcome: t.text(outcome).into_owned(),
            decision: i.decision.clone(),
            votes: votes(i).map_or_else(String::new, |v| {
                t.message(
                    &Message::new("paper-votes")
                        .number("for", v.for_.into())
                        .number("against", v.against.into())
                        .number("abstained", v.abstained.into()),
                )
            }),
            recused: names.join(", "),
        }
    };
    items.iter().enumerate().map(one).collect()
}
