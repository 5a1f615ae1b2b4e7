//! Cells that are written one by one: everything of clients and of measures of support, and added fields of any
//! record. A refused cell stops no other; a trial writes all of it and takes it back.

use std::collections::HashSet;

use uuid::Uuid;

use super::{Report, Sent, SentNew, readonly};
use crate::accounts::Actor;
use crate::clients::{self, ClientField};
use crate::db::Work;
use crate::refusal::{Refusal, Refused};
use crate::register::columns::Column;
use crate::register::queries::{Frame, added};
use crate::register::registers::{Register, client_field};
use crate::register::writing::{Typed, new_client, write_cell};
use crate::text::Message;
use crate::web::AppError;

/// Writes, or tries, what no other way of writing many cells takes.
pub fn write(
    work: &mut Work,
    actor: &Actor,
    register: Register,
    sent: &Sent,
    report: &mut Report,
) -> Result<(), AppError> {
    let columns: Vec<Option<Column>> = sent.columns.iter().map(|c| Column::from_word(c)).collect();
    let is_by_one = |column: &Option<Column>| match register {
        Register::Projects => matches!(column, Some(Column::Custom(_))),
        _ => true,
    };
    if !columns.iter().any(is_by_one) {
        return Ok(());
    }
    let mut frame = Frame::plain(actor.user, work.now().date_naive(), actor.zone);
    frame.added = added(work, register)?.into();
    let batch = Batch {
        actor,
        register,
        frame,
        columns,
    };
    if sent.trial {
        return Ok(work.try_out(|work| batch.run(work, sent, report))?);
    }
    Ok(batch.run(work, sent, report)?)
}

struct Batch<'a> {
    actor: &'a Actor,
    register: Register,
    frame: Frame,
    /// None for a word that no column has.
    columns: Vec<Option<Column>>,
}

impl Batch<'_> {
    fn run(&self, work: &mut Work, sent: &Sent, report: &mut Report) -> Result<(), Refused> {
        let mut rows = HashSet::new();
        for row in &sent.rows {
            for (n, value) in row.values.iter().enumerate() {
                let (Some(text), Some(column)) = (value, self.columns.get(n).copied()) else {
                    continue;
                };
                if self.is_elsewhere(column) {
                    continue;
                }
                let typed = Typed {
                    text,
                    choice: None,
                    base: "",
                    version: row.version,
                };
                if self.write_one(work, (row.id, column, &sent.columns[n]), &typed, report)? {
                    rows.insert(row.id);
                }
            }
        }
        report.changed_rows += rows.len() as i64;
        report.rows.extend(rows.into_iter().map(|id| (id, 0)));
        for new in &sent.new_rows {
            self.make(work, sent, new, report)?;
        }
        Ok(())
    }

    /// Written already, together with others.
    fn is_elsewhere(&self, column: Option<Column>) -> bool {
        self.register == Register::Projects && !matches!(column, Some(Column::Custom(_)))
    }

    /// True where the cell holds something else than before.
    fn write_one(
        &self,
        work: &mut Work,
        (id, column, word): (Uuid, Option<Column>, &str),
        typed: &Typed<'_>,
        report: &mut Report,
    ) -> Result<bool, Refused> {
        let t = self.actor.locale;
        let Some(column) = column.filter(|c| self.register.edits(*c)) else {
            report.leave(t, id, word, &readonly(word));
            return Ok(false);
        };
        let added = self.frame.added(column);
        match write_cell(work, self.actor, self.register, (id, column, added), typed) {
            Ok(true) => {
                report.changed += 1;
                Ok(true)
            }
            Ok(false) => {
                report.same += 1;
                Ok(false)
            }
            Err(Refused::Because(refusal)) => {
                report.leave(t, id, word, &refusal);
                Ok(false)
            }
            Err(other) => Err(other),
        }
    }

    /// A row past the last one: a client is made of it, and added fields of what was just made are filled.
    fn make(
        &self,
        work: &mut Work,
        sent: &Sent,
        new: &SentNew,
        report: &mut Report,
    ) -> Result<(), Refused> {
        let t = self.actor.locale;
        match self.register {
            Register::Projects if report.made.contains(&new.id) && !sent.trial => {}
            Register::Projects => return Ok(()),
            Register::Clients => {
                if let Err(refused) = self.make_client(work, sent, new) {
                    let Refused::Because(refusal) = refused else {
                        return Err(refused);
                    };
                    report.leave(t, new.id, "client", &refusal);
                    return Ok(());
                }
                report.made.push(new.id);
            }
            Register::Supports => {
                report.leave(t, new.id, "number", &on_its_project());
                return Ok(());
            }
        }
        for (n, value) in new.values.iter().enumerate() {
            let column = self.columns.get(n).copied().flatten();
            let text = value.as_deref().map(str::trim).unwrap_or_default();
            let is_left = column.is_none_or(|c| self.is_elsewhere(Some(c)) || is_of_making(c));
            if text.is_empty() || is_left {
                continue;
            }
            let typed = Typed {
                text,
                choice: None,
                base: "",
                version: 1,
            };
            let before = report.changed;
            self.write_one(work, (new.id, column, &sent.columns[n]), &typed, report)?;
            // The making counts as one.
            report.changed = before;
        }
        Ok(())
    }

    fn make_client(&self, work: &mut Work, sent: &Sent, new: &SentNew) -> Result<(), Refused> {
        let text = |wanted: ClientField| {
            let at = self
                .columns
                .iter()
                .position(|c| c.and_then(client_field) == Some(wanted))?;
            new.values.get(at)?.as_deref()
        };
        let label = sent.columns.iter().position(|c| c == "client");
        let label = label.and_then(|at| new.values.get(at)?.as_deref());
        let client = new_client(new.id, text, label.unwrap_or_default());
        clients::make_client(work, self.actor, &client)?;
        Ok(())
    }
}

/// Columns of which a client is made; the others are written into it afterwards.
fn is_of_making(column: Column) -> bool {
    column == Column::Client
        || matches!(
            client_field(column),
            Some(
                ClientField::Kind
                    | ClientField::Name
                    | ClientField::ShortName
                    | ClientField::LastName
                    | ClientField::FirstName
                    | ClientField::MiddleName
                    | ClientField::Inn
                    | ClientField::Kpp
                    | ClientField::Ogrn
            )
        )
}

fn on_its_project() -> Refusal {
    Refusal::NotAllowedNow {
        code: "on_its_project",
        reason: Message::new("supports-on-project"),
        ways_out: Vec::new(),
    }
}
