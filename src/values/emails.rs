//! E-mail addresses as they stand in cells: several at once, with words around them, with Cyrillic letters
//! slipped in.

/// What a text with e-mail addresses holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EmailsReading {
    /// Addresses in the order written, in lower case, each once.
    pub emails: Vec<String>,
    /// Pieces that look like an address but are none.
    pub bad: Vec<BadEmail>,
    /// Everything else, as written.
    pub rest: String,
}

/// A piece that is not an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadEmail {
    pub text: String,
    /// What was probably meant, where only look-alike letters are wrong.
    pub suggestion: Option<String>,
}

/// True for an address of the form `name@host.zone` in plain Latin letters.
pub fn is_email(text: &str) -> bool {
    let Some((name, host)) = text.split_once('@') else {
        return false;
    };
    let name_ok = !name.is_empty()
        && name.len() <= 64
        && !name.starts_with('.')
        && !name.ends_with('.')
        && name
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b"._%+-".contains(&b));
    let labels: Vec<&str> = host.split('.').collect();
    name_ok
        && labels.len() >= 2
        && labels.iter().all(|l| host_label_ok(l))
        && labels.last().is_some_and(|l| l.len() >= 2)
}

fn host_label_ok(label: &str) -> bool {
    !label.is_empty()
        && !label.starts_with('-')
        && !label.ends_with('-')
        && label
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b == b'-')
}

/// Takes the addresses out of a text.
pub fn read_emails(raw: &str) -> EmailsReading {
    let mut reading = EmailsReading::default();
    for piece in raw
        .split_inclusive(|c: char| super::text::is_space(c) || matches!(c, ',' | ';' | '/' | '|'))
    {
        let bare = piece.trim_matches(|c: char| {
            super::text::is_space(c)
                || matches!(
                    c,
                    ',' | ';' | '/' | '|' | '<' | '>' | '(' | ')' | '"' | '\'' | '.' | ':'
                )
        });
        let bare = bare.strip_prefix("mailto:").unwrap_or(bare);
        if is_email(bare) {
            let email = bare.to_lowercase();
            if !reading.emails.contains(&email) {
                reading.emails.push(email);
            }
        } else if looks_like_email(bare) {
            reading.bad.push(BadEmail {
                text: bare.to_owned(),
                suggestion: suggestion(bare),
            });
        } else {
            reading.rest.push_str(piece);
        }
    }
    reading.rest = super::text::clean(&reading.rest).into_owned();
    reading
}

fn looks_like_email(text: &str) -> bool {
    text.contains('@') && text.len() > 3
        || text.contains("(а)") && text.contains('.')
        || text.contains("(a)") && text.contains('.')
}

fn suggestion(text: &str) -> Option<String> {
    let latin: String = text
        .replace("(а)", "@")
        .replace("(a)", "@")
        .chars()
        .map(|c| super::text::latin_lookalike(c).unwrap_or(c))
        .collect();
    is_email(&latin).then(|| latin.to_lowercase())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn takes_addresses_out() {
        let many = read_emails("A@Example.ru; b.c@mail.example\n<d@e.org> e-mail: f@g.com");
        assert_eq!(
            many.emails,
            ["a@example.ru", "b.c@mail.example", "d@e.org", "f@g.com"]
        );
        assert_eq!(many.rest, "e-mail:");
        assert!(read_emails("нет").emails.is_empty());
    }

    #[test]
    fn tells_slips() {
        let slip = read_emails("рak81@example.ru");
        assert_eq!(slip.bad[0].suggestion.as_deref(), Some("pak81@example.ru"));
        assert_eq!(read_emails("a(а)b.ru").bad.len(), 1);
        for bad in [
            "a@b", "@b.ru", "a@.ru", "a@b..ru", "a b@c", "a.@b.ru", "a@b.r",
        ] {
            assert!(!is_email(bad), "{bad}");
        }
    }

    proptest! {
        #[test]
        fn never_panics_and_gives_addresses(s in "\\PC{0,60}") {
            for e in read_emails(&s).emails {
                prop_assert!(is_email(&e));
            }
        }
    }
}
