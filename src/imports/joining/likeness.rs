//! Clients of the file whose names differ by a slip and that share a telephone or an address: shown to a
//! person side by side, never joined unasked.

use std::collections::HashMap;

use super::joiner::Joiner;
use crate::imports::choices::pair_key;
use crate::imports::draft::{ClientIndex, DuplicatePair, DuplicateReason};
use crate::values::names::read_holder;
use crate::values::text::edits;

/// A number that more clients have is a switchboard's.
const MOST_SHARING: usize = 6;
/// Shorter names are different with one letter changed.
const SHORTEST: usize = 5;
const MOST_EDITS: usize = 2;

impl Joiner<'_> {
    /// Adds the pairs that are alike.
    pub fn pairs_alike(&mut self) {
        let mut by_contact: HashMap<String, Vec<u32>> = HashMap::new();
        for (i, client) in self.draft.clients.iter().enumerate() {
            let phones = client.phones.iter().map(|p| p.e164);
            for text in phones.chain(client.emails.iter().copied()) {
                let list = by_contact.entry(self.str(text).to_lowercase()).or_default();
                if list.last() != Some(&(i as u32)) {
                    list.push(i as u32);
                }
            }
        }
        let mut pairs: Vec<(u32, u32)> = Vec::new();
        for sharing in by_contact.values() {
            if sharing.len() < 2 || sharing.len() > MOST_SHARING {
                continue;
            }
            for (n, one) in sharing.iter().enumerate() {
                pairs.extend(sharing[n + 1..].iter().map(|other| (*one, *other)));
            }
        }
        pairs.sort_unstable();
        pairs.dedup();
        for (one, other) in pairs {
            self.add_if_alike(ClientIndex(one), ClientIndex(other));
        }
        self.draft.duplicates.sort_by_key(|d| (d.first, d.second));
    }

    fn add_if_alike(&mut self, first: ClientIndex, second: ClientIndex) {
        let known = self
            .draft
            .duplicates
            .iter()
            .any(|d| (d.first, d.second) == (first, second));
        let key = pair_key(self.mark_of(first), self.mark_of(second));
        if known || self.knowledge.pairs.contains_key(&key) || !self.are_alike(first, second) {
            return;
        }
        self.draft.duplicates.push(DuplicatePair {
            first,
            second,
            reason: DuplicateReason::LikeName,
            key,
        });
    }

    fn are_alike(&self, first: ClientIndex, second: ClientIndex) -> bool {
        let [a, b] = [first, second].map(|c| &self.draft.clients[c.0 as usize]);
        let (inn_a, inn_b) = (self.str(a.inn), self.str(b.inn));
        if !inn_a.is_empty() && !inn_b.is_empty() {
            return false;
        }
        let [a, b] = [first, second].map(|c| read_holder(&self.draft.client_label(c)));
        let is_long = a.key.chars().count().min(b.key.chars().count()) >= SHORTEST;
        let form_agrees = a.form.is_none() || b.form.is_none() || a.form == b.form;
        is_long && form_agrees && a.key != b.key && edits(&a.key, &b.key, MOST_EDITS) <= MOST_EDITS
    }
}
