//! Support measures and decisions of the rows of their own sheets.

use super::cells::problem_of_money;
use super::joiner::Joiner;
use super::records::DataRow;
use crate::imports::draft::{
    DecisionDraft, Field, NoteDraft, ProblemKind, ProjectIndex, SupportDraft, WordKind,
};
use crate::imports::reading::Value;
use crate::imports::understanding::closed_words::{
    read_decision_kind, read_level, read_outcome, read_support_type,
};
use crate::imports::understanding::grid::is_empty;
use crate::values::money::{MoneyError, MoneyUnit, kopecks_of, read_money};
use crate::values::units::{Unit, read_unit, split_amount};

impl Joiner<'_> {
    /// Adds the support measure of a row.
    pub fn support_of_row(&mut self, data: DataRow<'_, '_>, project: Option<ProjectIndex>) {
        let mut notes = Vec::new();
        let mut support = SupportDraft {
            client: data.client,
            project,
            ..SupportDraft::default()
        };
        support.sources.push(data.identity.source);
        support.kind = self.closed(data, Field::SupportType, read_support_type, &mut notes);
        support.level = self.closed(data, Field::Level, read_level, &mut notes);
        let programme = self.plain(data.value(Field::Programme));
        support.programme =
            (!programme.is_none()).then(|| self.word(WordKind::Programme, programme));
        let body = self.plain(data.value(Field::Body));
        support.body = (!body.is_none()).then(|| self.word(WordKind::Body, body));
        support.unit = self.closed(data, Field::Unit, read_unit, &mut notes);
        self.amount(data, &mut support, &mut notes);
        support.start = self.date(data.read(Field::Start), &mut notes);
        support.end = self.date(data.read(Field::End), &mut notes);
        support.description = self.long_text(data.value(Field::SupportDescription));
        support.notes = notes;
        self.draft.supports.push(support);
    }

    /// A word of a closed list; an unknown one is kept and said.
    fn closed<T>(
        &mut self,
        data: DataRow<'_, '_>,
        field: Field,
        read: fn(&str) -> Option<T>,
        notes: &mut Vec<NoteDraft>,
    ) -> Option<T> {
        let cell = data.read(field);
        if is_empty(cell.value) || matches!(cell.value, Value::Error(_)) {
            return None;
        }
        let found = read(&self.shown(cell.value));
        if found.is_none() {
            self.unread(ProblemKind::WordUnknown, cell, notes);
        }
        found
    }

    /// An amount with its unit in the same cell, or in the column of units, or in roubles.
    fn amount(
        &mut self,
        data: DataRow<'_, '_>,
        support: &mut SupportDraft,
        notes: &mut Vec<NoteDraft>,
    ) {
        let col = data.context.column(Field::Amount).unwrap_or(0);
        let cell = super::cells::Cell {
            at: data.cell(Field::Amount),
            field: Field::Amount,
            value: data.row.value(col),
        };
        let other_unit = support.unit.is_some_and(|u| u != Unit::Rub);
        let column_unit = if other_unit {
            MoneyUnit::Rub
        } else {
            data.context.unit(col)
        };
        let read = match cell.value {
            v if is_empty(v) => return,
            Value::Error(_) => return,
            Value::Number(n) => kopecks_of(n, column_unit)
                .map(Some)
                .ok_or(ProblemKind::AmountTooLarge),
            Value::Text(_, t) => match split_amount(t) {
                Some((number, unit)) if unit != Unit::Rub => {
                    if support.unit.is_none() {
                        support.unit = Some(unit);
                    }
                    hundredths(number, MoneyUnit::Rub)
                }
                _ => hundredths(t, column_unit),
            },
            _ => Err(ProblemKind::AmountNotNumber),
        };
        match read {
            Ok(Some(amount)) if amount >= 0 => {
                support.amount_hundredths = Some(amount);
                support.unit = support
                    .unit
                    .or_else(|| says_roubles(cell.value).then_some(Unit::Rub));
            }
            Ok(None) => {}
            Ok(Some(_)) => self.unread(ProblemKind::AmountNegative, cell, notes),
            Err(kind) => self.unread(kind, cell, notes),
        }
    }

    /// Adds the decision of a row. Protocol, date and body are often merged down.
    pub fn decision_of_row(&mut self, data: DataRow<'_, '_>, project: Option<ProjectIndex>) {
        let mut notes = Vec::new();
        let mut decision = DecisionDraft {
            client: data.client,
            project,
            ..DecisionDraft::default()
        };
        decision.sources.push(data.identity.source);
        decision.client_text = self.plain(data.value(Field::ClientName));
        decision.project_text = self.project_text(data);
        decision.kind = self.closed(data, Field::DecisionKind, read_decision_kind, &mut notes);
        decision.date = self.date(data.read(Field::DecisionDate), &mut notes);
        decision.protocol = self.plain(data.value(Field::Protocol));
        decision.outcome = self.closed(data, Field::Outcome, read_outcome, &mut notes);
        decision.outcome_text = self.plain(data.value(Field::Outcome));
        decision.notes = notes;
        self.draft.decisions.push(decision);
        if project.is_none() {
            let raw = self.raw_of(data.value(Field::ProjectName));
            self.problem(
                ProblemKind::DecisionUnmatched,
                data.record_cell(),
                Some(Field::ProjectName),
                raw,
            );
        }
    }
}

fn hundredths(text: &str, unit: MoneyUnit) -> Result<Option<i64>, ProblemKind> {
    match read_money(text, unit) {
        Ok(m) => Ok(Some(m.kopecks)),
        Err(MoneyError::Empty) => Ok(None),
        Err(MoneyError::Ambiguous { as_thousands, .. }) => Ok(Some(as_thousands)),
        Err(e) => Err(problem_of_money(e)),
    }
}

/// "5 млн", "300 руб.": the text itself speaks of money.
fn says_roubles(value: Value<'_>) -> bool {
    matches!(value, Value::Text(_, t) if read_money(t, MoneyUnit::Rub).is_ok_and(|m| m.unit.is_some()))
}
