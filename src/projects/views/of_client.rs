//! The projects of one client, for its card.

use std::collections::HashMap;

use askama::Template;
use uuid::Uuid;

use crate::accounts::Person;
use crate::projects::ProjectState;
use crate::projects::change::precision;
use crate::projects::queries::OfClient;
use crate::text::{Locale, formats};

/// One project.
pub struct Line {
    pub id: Uuid,
    pub number: String,
    pub name: String,
    pub date: String,
    pub look: &'static str,
    pub state: String,
    pub requested: String,
    pub total: String,
    /// Name, initials and colour.
    pub lead: Option<(String, String, i16)>,
}

#[derive(Template)]
#[template(path = "projects/_of_client.html")]
pub struct ClientProjects {
    pub t: Locale,
    pub icons: &'static str,
    pub client: Uuid,
    pub lines: Vec<Line>,
    pub may_create: bool,
    /// Sums over all, in words; empty where nothing is known.
    pub requested: String,
    pub tax: String,
    pub jobs: String,
}

impl ClientProjects {
    pub fn new(
        t: Locale,
        client: Uuid,
        projects: &[OfClient],
        people: &HashMap<Uuid, Person>,
        may_create: bool,
    ) -> ClientProjects {
        let money = |k: Option<i64>| k.map(|k| formats::millions(t, k)).unwrap_or_default();
        let sum = |of: fn(&OfClient) -> Option<i64>| -> Option<i64> {
            projects.iter().filter_map(of).reduce(i64::saturating_add)
        };
        let line = |p: &OfClient| {
            let state = ProjectState::from_word(&p.state).unwrap_or(ProjectState::ApplicationShort);
            let lead = p.lead_id.and_then(|id| people.get(&id));
            Line {
                id: p.id,
                number: p.number.clone(),
                name: p.name.clone(),
                date: p.application_date.map_or_else(String::new, |d| {
                    formats::date(t, d, precision(&p.application_date_precision))
                }),
                look: state.look(),
                state: t.text(state.label()).into_owned(),
                requested: money(p.requested_kopecks),
                total: money(p.total_kopecks),
                lead: lead.map(|l| (l.short_name(), l.initials(), l.hue)),
            }
        };
        ClientProjects {
            t,
            icons: crate::web::assets().icons(),
            client,
            lines: projects.iter().map(line).collect(),
            may_create,
            requested: money(sum(|p| p.requested_kopecks)),
            tax: money(sum(|p| p.tax_kopecks)),
            jobs: sum(|p| p.jobs.map(i64::from))
                .map(|n| formats::whole(t, n))
                .unwrap_or_default(),
        }
    }
}
