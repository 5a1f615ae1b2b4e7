//! Support measures and decisions of the file that their projects have already, and what of the measures differs.

use serde_json::{Value, json};

use super::{Comparison, Found, Here, Record, RecordHere, SUPPORT, Tally};
use crate::imports::draft::{DecisionDraft, Draft, SupportDraft, WordIndex};
use crate::values::money::to_decimal;
use crate::values::text::fold;

/// Marks what is here already, each record of the organization once.
pub(super) fn mark_known(draft: &mut Draft, here: &Here, comparison: &mut Comparison) {
    let mut taken: Vec<&Value> = Vec::new();
    for i in 0..draft.supports.len() {
        let project = draft.supports[i].project;
        let record = project
            .and_then(|p| draft.projects[p.0 as usize].existing)
            .and_then(|id| here.projects.get(&id));
        let Some(record) = record else { continue };
        let support = &draft.supports[i];
        let texts = support_texts(draft, support);
        let free = |v: &&Value| !taken.iter().any(|t| std::ptr::eq(*t, *v));
        let known = record.supports.iter().filter(free);
        if let Some(known) = known
            .max_by_key(|v| agreement(v, &texts))
            .filter(|v| agrees(v, &texts))
        {
            taken.push(known);
            draft.supports[i].existing = id_of(known);
            comparison.supports_matched += 1;
        }
    }
    for i in 0..draft.decisions.len() {
        let project = draft.decisions[i].project;
        let record = project
            .and_then(|p| draft.projects[p.0 as usize].existing)
            .and_then(|id| here.projects.get(&id));
        let Some(record) = record else { continue };
        let decision = &draft.decisions[i];
        let texts = decision_texts(draft, decision);
        let free = |v: &&Value| !taken.iter().any(|t| std::ptr::eq(*t, *v));
        let known = record.decisions.iter().filter(free);
        if let Some(known) = known
            .max_by_key(|v| agreement(v, &texts))
            .filter(|v| agrees(v, &texts))
        {
            taken.push(known);
            draft.decisions[i].existing = id_of(known);
            comparison.decisions_matched += 1;
        }
    }
}

fn id_of(known: &Value) -> Option<uuid::Uuid> {
    known["id"].as_str().and_then(|id| id.parse().ok())
}

type Texts = Vec<(&'static str, String)>;

fn name_of(draft: &Draft, word: Option<WordIndex>) -> String {
    word.map(|w| draft.text(draft.words[w.at()].name).to_owned())
        .unwrap_or_default()
}

fn support_texts(draft: &Draft, s: &SupportDraft) -> Texts {
    vec![
        ("type", s.kind.map_or("", |k| k.key()).to_owned()),
        ("programme", name_of(draft, s.programme)),
        (
            "amount",
            s.amount_hundredths.map(to_decimal).unwrap_or_default(),
        ),
        ("unit", s.unit.map_or("", |u| u.key()).to_owned()),
        (
            "start",
            s.start.map(|d| d.date.to_string()).unwrap_or_default(),
        ),
        ("end", s.end.map(|d| d.date.to_string()).unwrap_or_default()),
        ("description", draft.text(s.description).to_owned()),
    ]
}

fn decision_texts(draft: &Draft, d: &DecisionDraft) -> Texts {
    vec![
        ("kind", d.kind.map_or("", |k| k.key()).to_owned()),
        (
            "date",
            d.date.map(|d| d.date.to_string()).unwrap_or_default(),
        ),
        ("protocol", draft.text(d.protocol).to_owned()),
        ("outcome", d.outcome.map_or("", |o| o.key()).to_owned()),
    ]
}

/// Values that are equal.
fn agreement(known: &Value, texts: &Texts) -> usize {
    let same = |(field, text): &&(&'static str, String)| {
        !text.is_empty() && fold(known[*field].as_str().unwrap_or_default()) == fold(text)
    };
    texts.iter().filter(same).count()
}

/// The same measure or decision: of the values that both have at most one differs, and most are equal.
fn agrees(known: &Value, texts: &Texts) -> bool {
    let both = texts
        .iter()
        .filter(|(field, text)| {
            !text.is_empty() && !known[*field].as_str().unwrap_or_default().is_empty()
        })
        .count();
    let same = agreement(known, texts);
    let is_blank = texts.iter().all(|(field, text)| {
        text.is_empty() && known[*field].as_str().unwrap_or_default().is_empty()
    });
    is_blank || (same > 0 && both - same <= usize::from(both > 2))
}

/// Compares the measures that were found here.
pub(super) fn compare_all(found: &mut Found<'_>, here: &Here) -> Tally {
    let mut tally = Tally::default();
    let draft = found.draft;
    for support in &draft.supports {
        let project = support
            .project
            .and_then(|p| draft.projects[p.0 as usize].existing)
            .and_then(|id| here.projects.get(&id));
        let (Some(id), Some(project)) = (support.existing, project) else {
            continue;
        };
        let known = project.supports.iter().find(|s| id_of(s) == Some(id));
        let Some(known) = known else { continue };
        let known = record_of(project, known);
        let record = Record {
            kind: SUPPORT,
            id,
            here: &known,
            source: support.sources.first().copied(),
        };
        let before = found.differences.len();
        compare(found, &record, support);
        found.tally(&mut tally, before);
    }
    tally
}

/// A measure that is here; it is called by its project.
fn record_of(project: &RecordHere, known: &Value) -> RecordHere {
    let mut values = json!({});
    for (field, value) in known.as_object().into_iter().flatten() {
        values[format!("support.{field}")] = value.clone();
    }
    RecordHere {
        label: project.label.clone(),
        values,
        ..RecordHere::default()
    }
}

fn compare(found: &mut Found<'_>, record: &Record<'_>, support: &SupportDraft) {
    for (field, text) in support_texts(found.draft, support) {
        if field != "programme" {
            found.text(record, &format!("support.{field}"), &text);
        }
    }
    let level = support.level.map_or("", |l| l.key());
    found.text(record, "support.level", level);
    found.word(record, "support.programme", support.programme);
    found.word(record, "support.body", support.body);
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_decision_is_known_by_most_of_what_it_says() {
        let texts = vec![
            ("kind", "expert_group".to_owned()),
            ("date", "2024-03-01".to_owned()),
            ("protocol", "12/2024".to_owned()),
            ("outcome", String::new()),
        ];
        let known = |protocol: &str, date: &str| json!({"kind": "expert_group", "date": date, "protocol": protocol});
        assert!(agrees(&known("12/2024", "2024-03-01"), &texts));
        assert!(agrees(&known("12/2024", "2024-03-02"), &texts));
        assert!(!agrees(&known("13/2024", "2024-03-02"), &texts));
        assert!(!agrees(&json!({}), &texts));
    }
}
