//! What the templates of the room show. No query, no permission.

use askama::Template;

use super::commands::Command;
use super::model::{Found, Group, Hit};
use crate::projects::ProjectState;
use crate::text::Locale;
use crate::web::Shell;

/// One line of a group.
pub struct Line {
    pub href: String,
    pub label: String,
    pub detail: String,
    /// Look and name of a project's state.
    pub state: Option<(&'static str, String)>,
}

/// Hits of one kind.
pub struct Section {
    pub id: &'static str,
    pub title: String,
    pub icon: &'static str,
    pub lines: Vec<Line>,
}

#[derive(Template)]
#[template(path = "search/_hits.html")]
pub struct Hits {
    pub t: Locale,
    pub icons: &'static str,
    pub text: String,
    pub is_recent: bool,
    /// How many were found, in words.
    pub count: String,
    /// What was looked for instead of the typed words.
    pub instead: Option<String>,
    pub sections: Vec<Section>,
}

#[derive(Template)]
#[template(path = "search/index.html")]
pub struct Index {
    pub shell: Shell,
    pub hits: Hits,
}

fn line(t: Locale, hit: &Hit) -> Line {
    let state = hit.state.as_deref().and_then(ProjectState::from_word);
    Line {
        href: hit.href(),
        label: hit.label.clone(),
        detail: hit.detail.clone(),
        state: state.map(|s| (s.look(), t.text(s.label()).into_owned())),
    }
}

fn section(t: Locale, group: Group, hits: &[Hit]) -> Option<Section> {
    let lines: Vec<Line> = hits
        .iter()
        .filter(|h| h.group == group)
        .map(|h| line(t, h))
        .collect();
    (!lines.is_empty()).then(|| Section {
        id: group.label(),
        title: t.text(group.label()).into_owned(),
        icon: group.icon(),
        lines,
    })
}

impl Hits {
    pub fn new(
        t: Locale,
        text: &str,
        is_recent: bool,
        found: Found,
        commands: Vec<&Command>,
    ) -> Hits {
        let mut sections: Vec<Section> = [
            Group::Projects,
            Group::Clients,
            Group::Contacts,
            Group::Protocols,
        ]
        .into_iter()
        .filter_map(|group| section(t, group, &found.hits))
        .collect();
        let shown: usize = found.hits.len() + commands.len();
        if !commands.is_empty() {
            sections.push(Section {
                id: "search-commands",
                title: t.text("search-commands").into_owned(),
                icon: "i-right",
                lines: commands
                    .iter()
                    .map(|c| Line {
                        href: c.href.to_owned(),
                        label: t.text(c.key).into_owned(),
                        detail: String::new(),
                        state: None,
                    })
                    .collect(),
            });
        }
        Hits {
            t,
            icons: crate::web::assets().icons(),
            text: text.to_owned(),
            is_recent,
            count: t.count("search-count", shown as i64),
            instead: found.instead.map(|words| t.with("search-instead", &words)),
            sections,
        }
    }
}
