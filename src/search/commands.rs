//! What can be done from the box besides finding: a page to go to, a thing to begin. Found by the beginnings of
//! their words, on either keyboard layout. Pure.

use super::typed::Typed;
use crate::accounts::Action;
use crate::text::Locale;
use crate::values::layout::in_other_layout;

/// One command.
#[derive(Debug, Clone, Copy)]
pub struct Command {
    /// Key of its name; the same with `-words` holds other words for it.
    pub key: &'static str,
    pub words: &'static str,
    pub href: &'static str,
    /// What one must be allowed to do.
    pub needs: Action,
}

const fn command(
    key: &'static str,
    words: &'static str,
    href: &'static str,
    needs: Action,
) -> Command {
    Command {
        key,
        words,
        href,
        needs,
    }
}

/// All commands, the most used first.
pub const COMMANDS: [Command; 11] = [
    command(
        "command-new-project",
        "command-new-project-words",
        "/projects/new",
        Action::Create,
    ),
    command(
        "command-new-client",
        "command-new-client-words",
        "/clients/new",
        Action::Create,
    ),
    command(
        "command-register",
        "command-register-words",
        "/register",
        Action::See,
    ),
    command(
        "command-overview",
        "command-overview-words",
        "/overview",
        Action::See,
    ),
    command(
        "command-clients",
        "command-clients-words",
        "/clients",
        Action::See,
    ),
    command(
        "command-import",
        "command-import-words",
        "/imports",
        Action::Import,
    ),
    command(
        "command-members",
        "command-members-words",
        "/settings/members",
        Action::See,
    ),
    command(
        "command-organization",
        "command-organization-words",
        "/settings/organization",
        Action::ManageOrganization,
    ),
    command(
        "command-profile",
        "command-profile-words",
        "/settings/profile",
        Action::See,
    ),
    command(
        "command-password",
        "command-password-words",
        "/settings/password",
        Action::See,
    ),
    command(
        "command-sessions",
        "command-sessions-words",
        "/settings/sessions",
        Action::See,
    ),
];

/// Each typed word begins a word of the command's name or of its other words.
fn fits(t: Locale, command: &Command, typed: &Typed) -> bool {
    let text = format!("{} {}", t.text(command.key), t.text(command.words))
        .to_lowercase()
        .replace('ё', "е");
    typed.words.iter().all(|w| {
        text.split([' ', ','])
            .any(|known| known.starts_with(w.as_str()))
    })
}

/// The commands that what was typed may mean; all of them where nothing was typed.
pub fn meant(t: Locale, typed: &Typed) -> Vec<&'static Command> {
    let fitting = |typed: &Typed| {
        COMMANDS
            .iter()
            .filter(|c| fits(t, c, typed))
            .collect::<Vec<_>>()
    };
    let found = fitting(typed);
    match in_other_layout(&typed.text) {
        Some(other) if found.is_empty() => fitting(&Typed::read(&other)),
        _ => found,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_is_found_by_beginnings_other_words_and_the_wrong_layout() {
        for (typed, first) in [
            ("нов про", "/projects/new"),
            ("создать проект", "/projects/new"),
            ("yjdsq ghjtrn", "/projects/new"),
            ("excel", "/imports"),
            ("сотрудники", "/settings/members"),
        ] {
            let found = meant(Locale::Ru, &Typed::read(typed));
            assert_eq!(found.first().map(|c| c.href), Some(first), "{typed}");
        }
        assert!(meant(Locale::Ru, &Typed::read("теплица")).is_empty());
    }
}
