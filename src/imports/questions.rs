//! What a person should answer before a draft is written: words that stand for something unknown, and clients
//! that may be one. Each distinct word is asked once, however often it stands in the file.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use uuid::Uuid;

use super::choices::{STATES, WordAnswer, list_word, pair_key};
use super::draft::{Answer, ClientIndex, Draft, DuplicateReason, MatchReason, ProblemKind, Word};
use crate::values::text::fold;

/// Questions of one kind that a page can hold; the others come when these are answered.
const MOST: usize = 200;
/// Below this a proposal is asked about.
const SURE: f32 = 0.75;
/// Projects and rows named of a client.
const NAMED: usize = 5;

/// A word of the file.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct WordQuestion {
    /// `district`, `person`, `state`, …
    pub list: String,
    pub word: String,
    pub uses: u32,
    /// None where nothing is likely.
    pub proposal: Option<WordAnswer>,
    /// Name of what is proposed.
    pub name: String,
}

/// One of two clients that may be the same.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Side {
    pub label: String,
    pub inn: String,
    pub kpp: String,
    pub ogrn: String,
    pub reached: Vec<String>,
    pub projects: Vec<String>,
    /// Sheet and row of the file.
    pub rows: Vec<(u16, u32)>,
}

/// Two clients that may be the same.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct PairQuestion {
    /// Under which the answer is kept.
    pub key: String,
    pub reason: String,
    pub first: Side,
    /// The other one, if it is of the file too.
    pub second: Option<Side>,
    /// The client of the organization, if it is one of those.
    pub known: Option<Uuid>,
    /// What happens if nobody answers.
    pub same: bool,
}

/// Everything that is asked.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Questions {
    pub words: Vec<WordQuestion>,
    pub pairs: Vec<PairQuestion>,
}

/// The questions of a draft as they are stored.
pub fn of(draft: &Draft) -> Value {
    let mut words: Vec<WordQuestion> = draft
        .words
        .iter()
        .filter(|w| w.confidence < SURE)
        .map(|w| of_word(draft, w))
        .collect();
    words.extend(states(draft));
    words.sort_by(|a, b| a.list.cmp(&b.list).then(b.uses.cmp(&a.uses)));
    words.truncate(MOST);
    let projects = projects_of(draft);
    let mut pairs: Vec<PairQuestion> = draft
        .duplicates
        .iter()
        .map(|d| PairQuestion {
            key: d.key.clone(),
            reason: word_of(d.reason),
            first: side(draft, d.first, &projects),
            second: Some(side(draft, d.second, &projects)),
            known: None,
            same: false,
        })
        .collect();
    pairs.extend(draft.matches.iter().map(|m| {
        let mark = draft.text(draft.clients[m.client.0 as usize].mark);
        PairQuestion {
            key: pair_key(mark, &format!("id:{}", m.known)),
            reason: match m.reason {
                MatchReason::SameName => "same_name_here".to_owned(),
                MatchReason::DoubledHere => "doubled_here".to_owned(),
            },
            first: side(draft, m.client, &projects),
            second: None,
            known: Some(m.known),
            same: draft.clients[m.client.0 as usize].existing == Some(m.known),
        }
    }));
    pairs.truncate(MOST);
    json!(Questions { words, pairs })
}

fn word_of(reason: DuplicateReason) -> String {
    match reason {
        DuplicateReason::SameNameOtherInn => "same_name_other_inn",
        DuplicateReason::SameName => "same_name",
        DuplicateReason::LikeName => "like_name",
        DuplicateReason::OtherKpp => "other_kpp",
    }
    .to_owned()
}

fn of_word(draft: &Draft, word: &Word) -> WordQuestion {
    let name = draft.text(word.name).to_owned();
    let proposal = match word.answer {
        Answer::Existing(id) => Some(WordAnswer::Existing(id)),
        Answer::New(_) => Some(WordAnswer::New(name.clone())),
        Answer::Unknown => None,
    };
    WordQuestion {
        list: list_word(word.kind).to_owned(),
        word: draft.text(word.raw).to_owned(),
        uses: word.uses,
        proposal,
        name,
    }
}

/// Texts that no state is called by.
fn states(draft: &Draft) -> Vec<WordQuestion> {
    let mut found: BTreeMap<String, (String, u32)> = BTreeMap::new();
    let unknown = draft.problems.iter();
    for problem in unknown.filter(|p| p.kind == ProblemKind::StateUnknown) {
        let raw = draft.text(problem.raw).trim();
        let entry = found.entry(fold(raw)).or_insert((raw.to_owned(), 0));
        entry.1 += 1;
    }
    found
        .into_values()
        .map(|(word, uses)| WordQuestion {
            list: STATES.to_owned(),
            word,
            uses,
            ..WordQuestion::default()
        })
        .collect()
}

/// Names of the first projects of each client.
fn projects_of(draft: &Draft) -> BTreeMap<ClientIndex, Vec<String>> {
    let mut projects: BTreeMap<ClientIndex, Vec<String>> = BTreeMap::new();
    if draft.duplicates.is_empty() && draft.matches.is_empty() {
        return projects;
    }
    for project in &draft.projects {
        if let Some(client) = project.client {
            let list = projects.entry(client).or_default();
            if list.len() < NAMED {
                list.push(draft.text(project.name).to_owned());
            }
        }
    }
    projects
}

fn side(draft: &Draft, index: ClientIndex, projects: &BTreeMap<ClientIndex, Vec<String>>) -> Side {
    let client = &draft.clients[index.0 as usize];
    let reached = client.phones.iter().map(|p| p.e164);
    let reached = reached.chain(client.emails.iter().copied());
    Side {
        label: draft.client_label(index),
        inn: draft.text(client.inn).to_owned(),
        kpp: draft.text(client.kpp).to_owned(),
        ogrn: draft.text(client.ogrn).to_owned(),
        reached: reached
            .take(NAMED)
            .map(|t| draft.text(t).to_owned())
            .collect(),
        projects: projects.get(&index).cloned().unwrap_or_default(),
        rows: client
            .sources
            .iter()
            .take(NAMED)
            .map(|s| (s.sheet, s.row))
            .collect(),
    }
}
