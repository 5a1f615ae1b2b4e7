//! What is written on a second connection while the records go in on the first: the source rows, and what search
//! finds. Neither is seen by anybody before the records are there; both commit a moment before them.

use std::collections::HashSet;
use std::sync::mpsc::{Receiver, TryRecvError};

use diesel::prelude::*;
use diesel::sql_types::{Array, Binary, Integer, Text};
use uuid::Uuid;

use super::rows::{Packed, Packer};
use crate::db::{Work, sql};
use crate::imports::reading::Workbook;
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

fn add_rows(work: &mut Work, import: Uuid, packed: &[Packed]) -> Result<(), Refused> {
    let organization = work.organization();
    sql(
        "INSERT INTO import_rows (organization_id, import_id, sheet, first_row, packed) \
         SELECT $1, $2, x.* FROM unnest($3, $4, $5) AS x",
    )
    .bind::<SqlUuid, _>(organization)
    .bind::<SqlUuid, _>(import)
    .bind::<Array<Integer>, _>(packed.iter().map(|p| p.sheet).collect::<Vec<_>>())
    .bind::<Array<Integer>, _>(packed.iter().map(|p| p.first_row).collect::<Vec<_>>())
    .bind::<Array<Binary>, _>(
        packed
            .iter()
            .map(|p| p.bytes.as_slice())
            .collect::<Vec<_>>(),
    )
    .execute(work.conn())?;
    Ok(())
}

/// An attempt that broke off between the two commits left its rows.
fn forget_rows(work: &mut Work, import: Uuid) -> Result<(), Refused> {
    let organization = work.organization();
    sql("DELETE FROM import_rows WHERE organization_id = $1 AND import_id = $2")
        .bind::<SqlUuid, _>(organization)
        .bind::<SqlUuid, _>(import)
        .execute(work.conn())?;
    Ok(())
}

/// Packed pieces that go in with one statement.
const PIECES: usize = 16;

/// Writes what comes, and the source rows whenever nothing comes. Gives the work for its caller to commit.
pub(super) fn write(
    mut work: Work,
    book: &Workbook,
    import: Uuid,
    coming: &Receiver<Searchable>,
) -> Result<Work, Refused> {
    forget_rows(&mut work, import)?;
    let mut packer = Packer::new(book);
    loop {
        match coming.try_recv() {
            Ok(rows) => add_searchable(&mut work, &rows)?,
            Err(ended) => {
                let packed: Vec<Packed> = packer.by_ref().take(PIECES).collect();
                if !packed.is_empty() {
                    add_rows(&mut work, import, &packed)?;
                } else if ended == TryRecvError::Disconnected {
                    return Ok(work);
                } else if let Ok(rows) = coming.recv() {
                    add_searchable(&mut work, &rows)?;
                }
            }
        }
    }
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
