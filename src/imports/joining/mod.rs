//! Joins the rows of a planned workbook into clients, projects, supports and decisions. Pure: the same
//! workbook, plan and knowledge always give the same draft.

mod addresses;
mod cells;
mod client_contacts;
mod clients;
mod cluster;
mod custom_values;
mod finish;
mod identity;
mod joiner;
mod projects;
mod records;
mod shifted;
mod similar;
mod support_decision;
mod words;

use std::sync::Arc;

use crate::imports::draft::Draft;
use crate::imports::reading::Workbook;
use crate::imports::understanding::{Knowledge, Plan};

use self::joiner::Joiner;

/// Makes the draft of an import. A plan changed by a person is simply run again.
pub fn draft(workbook: &Arc<Workbook>, plan: &Plan, knowledge: &Knowledge) -> Draft {
    let mut joiner = Joiner::new(workbook, plan, knowledge);
    let contexts = joiner.sheet_contexts();
    joiner.report_sheets();
    let identities = identity::collect(&mut joiner, &contexts);
    let clients = cluster::cluster(&mut joiner, &identities);
    records::fill(&mut joiner, &contexts, &identities, &clients);
    drop((identities, clients));
    finish::finish(joiner)
}
