//! What is written on a second connection while the records go in on the first: what search finds. It commits a
//! moment before them. Until then nobody meets it, because a hit counts only with its record; and if the records
//! never come, it is cleared.

use std::collections::HashSet;
use std::sync::mpsc::Receiver;

use diesel::prelude::*;
use diesel::sql_types::{Array, Integer, Text};
use uuid::Uuid;

use crate::db::{Work, sql};
use crate::imports::model::Import;
use crate::refusal::Refused;

type SqlUuid = diesel::sql_types::Uuid;

/// Texts of one row as search compares them: small letters, ё as е, a space between.
#[derive(Default)]
pub(super) struct Content(Option<String>);

impl Content {
    /// Adds a text; nothing for one that is not there.
    pub fn add(&mut self, text: Option<&str>) {
        let Some(text) = text else { return };
        let content = match &mut self.0 {
            None => self.0.insert(String::with_capacity(300)),
            Some(content) => {
                content.push(' ');
                content
            }
        };
        for c in text.chars() {
            match c {
                'A'..='Z' => content.push(c.to_ascii_lowercase()),
                'А'..='Я' => content.push(char::from_u32(c as u32 + 32).unwrap_or(c)),
                'Ё' | 'ё' => content.push('е'),
                'а'..='я' | '\0'..='\u{7f}' => content.push(c),
                c => content.extend(c.to_lowercase()),
            }
        }
    }

    pub fn done(self) -> String {
        self.0.unwrap_or_default()
    }
}

/// Rows that search is to find, of one kind; ids ascending.
#[derive(Default)]
pub(super) struct Searchable {
    pub kind: &'static str,
    pub ids: Vec<Uuid>,
    pub contents: Vec<String>,
}

/// Rows whose words are indexed together: more of them make the index smaller and a hit dearer.
const PER_BLOCK: usize = 32;

/// The different words of some rows.
fn words(contents: &[String]) -> String {
    let mut known: HashSet<&str> = HashSet::with_capacity(256);
    let mut all = String::with_capacity(2048);
    for word in contents.iter().flat_map(|c| c.split(' ')) {
        if !word.is_empty() && known.insert(word) {
            all.push_str(word);
            all.push(' ');
        }
    }
    all
}

fn add_searchable(work: &mut Work, rows: &Searchable) -> Result<(), Refused> {
    let blocks: Vec<String> = rows.contents.chunks(PER_BLOCK).map(words).collect();
    sql("SELECT search_add($1, $2, $3, $4, $5)")
        .bind::<Text, _>(rows.kind)
        .bind::<Array<SqlUuid>, _>(&rows.ids)
        .bind::<Array<Text>, _>(&rows.contents)
        .bind::<Array<Text>, _>(blocks)
        .bind::<Integer, _>(PER_BLOCK as i32)
        .execute(work.conn())?;
    Ok(())
}

/// Writes what comes. Gives the work for its caller to commit.
pub(super) fn write(mut work: Work, coming: &Receiver<Searchable>) -> Result<Work, Refused> {
    for rows in coming {
        add_searchable(&mut work, &rows)?;
    }
    Ok(work)
}

/// Clears what an earlier try to write this import has left for search without records. Waits until no other
/// import is being written in the organization: the records of one that is seem to be missing until they are
/// committed. Later writings wait for the end of this work.
pub fn clear_lost(work: &mut Work, import: &Import) -> Result<(), Refused> {
    let organization = work.organization();
    sql("SELECT pg_advisory_xact_lock(hashtextextended('import-write ' || $1::text, 0))")
        .bind::<SqlUuid, _>(organization)
        .execute(work.conn())?;
    // No id of version 7 that was made later is less.
    let millis = import.created_at.timestamp_millis().max(0) as u128;
    sql("SELECT search_forget_lost($1)")
        .bind::<SqlUuid, _>(Uuid::from_u128(millis << 80))
        .execute(work.conn())?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn search_compares_small_letters_and_both_letters_e_alike() {
        let mut content = Content::default();
        for text in [Some("ООО «Ёлка»"), None, Some(""), Some("ÄB 7")] {
            content.add(text);
        }
        assert_eq!(content.done(), "ооо «елка»  äb 7");
    }

    #[test]
    fn a_word_of_many_rows_stands_once() {
        let rows = ["цех рыбы 1".to_owned(), "цех  льда 2".to_owned()];
        assert_eq!(words(&rows), "цех рыбы 1 льда 2 ");
    }
}
