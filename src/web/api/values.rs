//! Small readings that several kinds of values share. Pure.

use uuid::Uuid;

/// A UUID with hyphens, and nothing else that the library would take for one.
pub fn id_of(text: &str) -> Option<Uuid> {
    (text.len() == 36).then(|| Uuid::try_parse(text).ok())?
}

/// One @, something before it, a dot in what follows, no spaces; at most 254 characters.
pub fn looks_like_email(text: &str) -> bool {
    let Some((name, host)) = text.split_once('@') else {
        return false;
    };
    let no_spaces = !text.chars().any(|c| c.is_whitespace() || c.is_control());
    let labels: Vec<&str> = host.split('.').collect();
    !name.is_empty()
        && no_spaces
        && !host.contains('@')
        && text.chars().count() <= 254
        && labels.len() >= 2
        && labels.iter().all(|l| !l.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_uuid_with_hyphens_is_an_id() {
        for (text, is_id) in [
            ("0199a000-0000-7000-8000-000000000001", true),
            ("0199A000-0000-7000-8000-000000000001", true),
            ("0199a0000000700080000000000000010000", false),
            ("{0199a000-0000-7000-8000-00000000000}", false),
            ("0199a000000070008000000000000001", false),
            ("1", false),
        ] {
            assert_eq!(id_of(text).is_some(), is_id, "{text}");
        }
    }
}
