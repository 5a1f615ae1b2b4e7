//! What the templates of the room show.

use std::collections::HashMap;

use askama::Template;
use chrono::NaiveDate;
use uuid::Uuid;

use crate::accounts::{Actor, Person};
use crate::tasks::{Task, TaskOf};
use crate::text::{Locale, formats};
use crate::values::dates::Precision;
use crate::web::Shell;

/// A task in words.
pub struct Line {
    pub id: Uuid,
    pub title: String,
    pub is_done: bool,
    pub is_late: bool,
    pub due: String,
    pub who: String,
    /// Where it belongs: address and name.
    pub of: Option<(String, String)>,
}

fn is_late(task: &Task, today: NaiveDate) -> bool {
    !task.is_done && task.due_date.is_some_and(|day| day < today)
}

fn line(t: Locale, task: &Task, today: NaiveDate) -> Line {
    Line {
        id: task.id,
        title: task.title.clone(),
        is_done: task.is_done,
        is_late: is_late(task, today),
        due: match task.due_date {
            Some(day) if day == today => t.text("task-today").into_owned(),
            Some(day) => formats::date(t, day, Precision::Day),
            None => String::new(),
        },
        who: String::new(),
        of: None,
    }
}

/// Tasks of one record.
#[derive(Template)]
#[template(path = "days/_panel.html")]
pub struct Panel {
    pub t: Locale,
    pub icons: &'static str,
    pub kind: String,
    pub id: Uuid,
    /// For the form, so that it sent twice makes one task.
    pub new_id: Uuid,
    pub lines: Vec<Line>,
    pub open: usize,
    /// Of them those whose day has passed.
    pub late: usize,
    pub people: Vec<(String, String, bool)>,
    pub may_create: bool,
}

impl Panel {
    fn late_n(&self) -> i64 {
        self.late as i64
    }

    pub fn new(
        actor: &Actor,
        kind: &str,
        id: Uuid,
        tasks: Vec<Task>,
        people: &HashMap<Uuid, Person>,
        today: NaiveDate,
        may_create: bool,
    ) -> Panel {
        let t = actor.locale;
        let mut members: Vec<&Person> = people.values().filter(|p| p.is_member).collect();
        members.sort_by(|a, b| a.name.cmp(&b.name));
        Panel {
            t,
            icons: crate::web::assets().icons(),
            kind: kind.to_owned(),
            id,
            new_id: Uuid::now_v7(),
            open: tasks.iter().filter(|task| !task.is_done).count(),
            late: tasks.iter().filter(|task| is_late(task, today)).count(),
            lines: tasks
                .iter()
                .map(|task| Line {
                    who: people
                        .get(&task.assignee_id)
                        .map(Person::short_name)
                        .unwrap_or_default(),
                    ..line(t, task, today)
                })
                .collect(),
            people: members
                .into_iter()
                .map(|p| (p.id.to_string(), p.short_name(), p.id == actor.user))
                .collect(),
            may_create,
        }
    }
}

#[derive(Template)]
#[template(path = "days/of_record.html")]
pub struct TasksPage {
    pub shell: Shell,
    pub panel: Panel,
}

/// Tasks under a heading.
pub struct Group {
    pub title: String,
    pub is_late: bool,
    pub lines: Vec<Line>,
}

#[derive(Template)]
#[template(path = "days/my_day.html")]
pub struct MyDay {
    pub shell: Shell,
    pub groups: Vec<Group>,
    pub may_hand_over: bool,
}

impl MyDay {
    pub fn new(
        shell: Shell,
        actor: &Actor,
        tasks: Vec<Task>,
        names: &HashMap<Uuid, String>,
        today: NaiveDate,
    ) -> MyDay {
        let t = actor.locale;
        let place = |task: &Task| match task.due_date {
            Some(day) if day < today => 0,
            Some(day) if day == today => 1,
            Some(_) => 2,
            None => 3,
        };
        let titles = ["day-late", "day-today", "day-later", "day-some-day"];
        let groups = titles.into_iter().enumerate().map(|(n, title)| Group {
            title: t.text(title).into_owned(),
            is_late: n == 0,
            lines: tasks
                .iter()
                .filter(|task| place(task) == n)
                .map(|task| Line {
                    of: subject(task, names),
                    ..line(t, task, today)
                })
                .collect(),
        });
        MyDay {
            groups: groups.filter(|g| !g.lines.is_empty()).collect(),
            may_hand_over: false,
            shell,
        }
    }
}

fn subject(task: &Task, names: &HashMap<Uuid, String>) -> Option<(String, String)> {
    let of = task.of()?;
    let name = names.get(&of.id())?.clone();
    match of {
        TaskOf::Project(id) => Some((format!("/projects/{id}"), name)),
        TaskOf::Client(id) => Some((format!("/clients/{id}"), name)),
        TaskOf::Deal(id) => Some((format!("/deals/{id}"), name)),
    }
}
