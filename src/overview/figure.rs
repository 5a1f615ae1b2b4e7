//! A figure of the overview: which projects it counts, as its address says. Pure.

use uuid::Uuid;

use super::period::Period;
use crate::projects::ProjectState;
use crate::web::Fields;

/// Days in a state, by column of the table: up to 7, to 25, to 90, more.
pub const AGES: [i64; 3] = [7, 25, 90];
/// States in which something is being done.
pub const AT_WORK: [ProjectState; 5] = [
    ProjectState::ApplicationShort,
    ProjectState::ApplicationFull,
    ProjectState::InCommission,
    ProjectState::OnSupport,
    ProjectState::Frozen,
];

/// A step of the funnel: the state that was reached at least.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    Full,
    Commission,
    Support,
    Ended,
}

impl Step {
    pub const ALL: [Step; 4] = [Step::Full, Step::Commission, Step::Support, Step::Ended];

    pub fn word(self) -> &'static str {
        match self {
            Step::Full => "full",
            Step::Commission => "commission",
            Step::Support => "support",
            Step::Ended => "ended",
        }
    }

    /// Key of its name.
    pub fn label(self) -> &'static str {
        match self {
            Step::Full => "overview-step-full",
            Step::Commission => "overview-step-commission",
            Step::Support => "overview-step-support",
            Step::Ended => "overview-step-ended",
        }
    }

    pub fn look(self) -> &'static str {
        match self {
            Step::Full => "complete",
            Step::Commission => "review",
            Step::Support => "support",
            Step::Ended => "done",
        }
    }
}

/// Which projects are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Figure {
    /// Applications of the period.
    Applied,
    /// Those of them that got something.
    Granted,
    Reached(Step),
    /// Of the period, in this district; none: without one.
    District(Option<Uuid>),
    Industry(Option<Uuid>),
    /// Now, of any period: longer in their state than its norm.
    Late,
    /// Now, led by this person, in this state.
    Load(Option<Uuid>, ProjectState),
    /// Now in this state, for as long as this column of the table says.
    Age(ProjectState, usize),
}

fn id_word(id: Option<Uuid>) -> String {
    id.map_or_else(|| "none".to_owned(), |id| id.to_string())
}

impl Figure {
    /// What the address names; none for an address that names nothing.
    pub fn of(fields: &Fields) -> Option<Figure> {
        let id = fields.id("id");
        let state = ProjectState::from_word(fields.get("state"));
        Some(match fields.get("figure") {
            "" | "applied" => Figure::Applied,
            "granted" => Figure::Granted,
            "late" => Figure::Late,
            "district" => Figure::District(id),
            "industry" => Figure::Industry(id),
            "load" => Figure::Load(id, state?),
            "age" => {
                let column = fields
                    .number("column")
                    .and_then(|n| usize::try_from(n).ok());
                Figure::Age(state?, column.filter(|n| *n <= AGES.len())?)
            }
            word => Figure::Reached(Step::ALL.into_iter().find(|s| s.word() == word)?),
        })
    }

    /// Where the list of it is.
    pub fn href(self, period: &Period) -> String {
        let mut out = form_urlencoded::Serializer::new(String::new());
        out.append_pair("from", &period.from.to_string());
        out.append_pair("to", &period.to.to_string());
        match self {
            Figure::Applied => out.append_pair("figure", "applied"),
            Figure::Granted => out.append_pair("figure", "granted"),
            Figure::Late => out.append_pair("figure", "late"),
            Figure::Reached(step) => out.append_pair("figure", step.word()),
            Figure::District(id) => out
                .append_pair("figure", "district")
                .append_pair("id", &id_word(id)),
            Figure::Industry(id) => out
                .append_pair("figure", "industry")
                .append_pair("id", &id_word(id)),
            Figure::Load(id, state) => out
                .append_pair("figure", "load")
                .append_pair("id", &id_word(id))
                .append_pair("state", state.word()),
            Figure::Age(state, column) => out
                .append_pair("figure", "age")
                .append_pair("state", state.word())
                .append_pair("column", &column.to_string()),
        };
        format!("/overview/projects?{}", out.finish())
    }

    /// Key of the words above its list.
    pub fn title(self) -> &'static str {
        match self {
            Figure::Applied => "overview-applied",
            Figure::Granted => "overview-granted-projects",
            Figure::Reached(step) => step.label(),
            Figure::District(_) => "overview-of-district",
            Figure::Industry(_) => "overview-of-industry",
            Figure::Late => "overview-late",
            Figure::Load(..) => "overview-load",
            Figure::Age(..) => "overview-ages",
        }
    }

    /// It is of now, whatever the period.
    pub fn is_of_now(self) -> bool {
        matches!(self, Figure::Late | Figure::Load(..) | Figure::Age(..))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_figure_is_found_again_by_its_address() {
        let today = "2026-11-25".parse().expect("a date");
        let period = Period::of(&Fields::default(), today);
        let id = Some(Uuid::from_u128(7));
        let mut all = vec![
            Figure::Applied,
            Figure::Granted,
            Figure::Late,
            Figure::District(id),
            Figure::Industry(None),
            Figure::Load(id, ProjectState::OnSupport),
            Figure::Load(None, ProjectState::Frozen),
            Figure::Age(ProjectState::InCommission, 3),
        ];
        all.extend(Step::ALL.map(Figure::Reached));
        for figure in all {
            let href = figure.href(&period);
            let query = href.split_once('?').expect("a query").1;
            let pairs = form_urlencoded::parse(query.as_bytes()).into_owned();
            let fields = Fields::from_pairs(pairs.collect());
            assert_eq!(Figure::of(&fields), Some(figure), "{href}");
            assert_eq!(Period::of(&fields, today).from, period.from);
        }
    }
}
