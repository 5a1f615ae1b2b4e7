//! In which order what was typed is understood: as it stands, on the other keyboard layout, with its typing
//! errors mended, both. The first reading under which anything is found is the one shown.

use super::model::{Found, Group, Hit};
use super::typed::{Typed, pattern};
use super::{queries, vocabulary};
use crate::db::{DbError, Work};
use crate::values::layout::in_other_layout;

/// Readings of a mistyped text that are tried at most.
const MOST_READINGS: usize = 4;

/// What is found of a text; `most` of each group.
pub fn find(work: &mut Work, text: &str, most: usize) -> Result<Found, DbError> {
    let typed = Typed::read(text);
    if typed.is_empty() {
        return Ok(Found::default());
    }
    let hits = look_for(work, &typed, &typed.patterns(), most)?;
    if !hits.is_empty() {
        return Ok(Found {
            hits,
            instead: None,
        });
    }
    let other = in_other_layout(text).map(|t| Typed::read(&t));
    if let Some(other) = &other {
        let hits = look_for(work, other, &other.patterns(), most)?;
        if !hits.is_empty() {
            let instead = Some(other.words.join(" "));
            return Ok(Found { hits, instead });
        }
    }
    for fresh in [false, true] {
        for reading in [Some(&typed), other.as_ref()].into_iter().flatten() {
            let found = with_errors_mended(work, reading, most, fresh)?;
            if !found.hits.is_empty() {
                return Ok(found);
            }
        }
    }
    Ok(Found::default())
}

fn with_errors_mended(
    work: &mut Work,
    typed: &Typed,
    most: usize,
    fresh: bool,
) -> Result<Found, DbError> {
    if typed.is_number {
        return Ok(Found::default());
    }
    let known = vocabulary::of(work, fresh)?;
    let mut readings: Vec<Vec<String>> = vec![Vec::new()];
    for word in &typed.words {
        let mut meant = known.corrected(word);
        if meant.is_empty() {
            meant.push(word.clone());
        }
        readings = readings
            .into_iter()
            .flat_map(|r| {
                meant
                    .iter()
                    .map(move |w| r.iter().chain([w]).cloned().collect())
            })
            .take(MOST_READINGS)
            .collect();
    }
    for words in readings {
        let patterns: Vec<String> = words.iter().map(|w| pattern(w)).collect();
        let read = Typed {
            words,
            ..typed.clone()
        };
        let hits = look_for(work, &read, &patterns, most)?;
        if !hits.is_empty() {
            let instead = Some(read.words.join(" "));
            return Ok(Found { hits, instead });
        }
    }
    Ok(Found::default())
}

/// The hits of each group, the best first: the very number, then words at the beginning of words, then the
/// others; among equals the last changed first.
fn look_for(
    work: &mut Work,
    typed: &Typed,
    patterns: &[String],
    most: usize,
) -> Result<Vec<Hit>, DbError> {
    let number = typed.text.trim().to_lowercase();
    let mut all = Vec::new();
    for group in [
        Group::Projects,
        Group::Clients,
        Group::Contacts,
        Group::Protocols,
    ] {
        let mut hits = match group {
            Group::Projects => queries::projects(work, patterns, &number)?,
            Group::Clients => queries::clients(work, patterns, &number)?,
            Group::Contacts => queries::contacts(work, patterns)?,
            Group::Protocols => queries::protocols(work, patterns)?,
        };
        hits.sort_by_key(|h| {
            (
                !h.is_exact,
                !begins_words(h, patterns),
                std::cmp::Reverse(h.at),
            )
        });
        hits.truncate(most);
        all.append(&mut hits);
    }
    Ok(all)
}

/// Each pattern stands at the beginning of a word of what is shown.
fn begins_words(hit: &Hit, patterns: &[String]) -> bool {
    let text = format!("{} {}", hit.label, hit.detail)
        .to_lowercase()
        .replace('ё', "е");
    patterns.iter().all(|p| {
        let piece = p.trim_matches('%');
        text.split(|c: char| !c.is_alphanumeric())
            .any(|word| word.starts_with(piece))
    })
}
