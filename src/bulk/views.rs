//! What the templates of the room show.

use askama::Template;
use uuid::Uuid;

use super::model::{Bulk, Left, OutcomeCount};
use crate::projects::ProjectField;
use crate::text::{Locale, formats};
use crate::web::Shell;

/// The second half of the form: the value of the field that was chosen.
pub struct ValueForm {
    pub field: &'static str,
    pub label: String,
    /// Empty where the value is typed.
    pub options: Vec<(String, String)>,
    /// Made with the form, so that one sent twice is one change.
    pub id: Uuid,
    pub value: String,
    pub error: Option<String>,
}

#[derive(Template)]
#[template(path = "bulk/new.html")]
pub struct New {
    pub shell: Shell,
    /// Word, label, chosen.
    pub fields: Vec<(&'static str, String, bool)>,
    /// The filter as fields, and as an address has it.
    pub kept: Vec<(String, String)>,
    pub filter: String,
    pub value: Option<ValueForm>,
}

/// How many rows had an outcome, in words.
pub struct Count {
    pub n: String,
    pub label: String,
}

#[derive(Template)]
#[template(path = "bulk/_panel.html")]
pub struct Panel {
    pub t: Locale,
    pub icons: &'static str,
    pub id: Uuid,
    pub title: String,
    pub filter: String,
    pub is_busy: bool,
    pub busy: String,
    pub percent: i64,
    pub is_ready: bool,
    pub is_done: bool,
    pub is_failed: bool,
    /// The words of the button; none where nothing can be changed.
    pub go: Option<String>,
    pub changed: i64,
    pub counts: Vec<Count>,
    /// Id, number, why.
    pub left: Vec<(Uuid, String, String)>,
    pub more: String,
}

impl Panel {
    fn n(&self) -> i64 {
        self.changed
    }

    fn may_undo(&self) -> bool {
        self.changed > 0
    }

    pub fn new(
        t: Locale,
        bulk: &Bulk,
        field: ProjectField,
        value: String,
        counts: &[OutcomeCount],
        left: Vec<Left>,
    ) -> Panel {
        let n = |word: &str| counts.iter().find(|c| c.outcome == word).map_or(0, |c| c.n);
        let (ready, changed) = (n("ready"), n("done"));
        let is_writing = bulk.state == "writing";
        let rest = if is_writing { ready } else { n("waiting") };
        let all = i64::from(bulk.n).max(1);
        let shown = [
            (changed, "bulk-done-rows"),
            (ready, "bulk-ready-rows"),
            (n("same"), "bulk-same-rows"),
            (n("conflict"), "bulk-conflict-rows"),
            (n("refused"), "bulk-refused-rows"),
        ];
        let hidden = n("conflict") + n("refused") - left.len() as i64;
        let value = if value.is_empty() {
            "—".to_owned()
        } else {
            value
        };
        Panel {
            t,
            icons: crate::web::assets().icons(),
            id: bulk.id,
            title: format!("{}: {value}", t.text(field.label())),
            filter: bulk.query.clone(),
            is_busy: matches!(bulk.state.as_str(), "checking" | "writing"),
            busy: t
                .text(if is_writing {
                    "bulk-writing"
                } else {
                    "bulk-checking"
                })
                .into_owned(),
            percent: (100 * (all - rest.min(all))) / all,
            is_ready: bulk.state == "ready",
            is_done: bulk.state == "done",
            is_failed: bulk.state == "failed",
            go: (bulk.state == "ready" && ready > 0).then(|| t.count("bulk-go", ready)),
            changed,
            counts: shown
                .into_iter()
                .filter(|(n, _)| *n > 0)
                .map(|(n, key)| Count {
                    n: formats::whole(t, n),
                    label: t.text(key).into_owned(),
                })
                .collect(),
            left: left
                .into_iter()
                .map(|l| {
                    let why = l.reason.as_ref().and_then(|r| r.as_str());
                    (l.id, l.number, why.unwrap_or_default().to_owned())
                })
                .collect(),
            more: match hidden {
                ..=0 => String::new(),
                n => t.with("paste-more", &formats::whole(t, n)),
            },
        }
    }
}

#[derive(Template)]
#[template(path = "bulk/show.html")]
pub struct Show {
    pub shell: Shell,
    pub panel: Panel,
}
