//! A form of several fields meets a row that others may have changed meanwhile. Pure: what was seen,
//! what is wanted, what is stored.

/// One field of a form.
#[derive(Debug, Clone, PartialEq)]
pub struct Field {
    pub name: &'static str,
    /// What the person wants.
    pub mine: String,
    /// What the form showed when it was opened, where it says so.
    pub base: Option<String>,
}

/// A form as it was sent.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Edit {
    pub version: Option<i64>,
    pub fields: Vec<Field>,
}

/// A field that gets a new value.
#[derive(Debug, Clone, PartialEq)]
pub struct Changed {
    pub name: &'static str,
    pub from: String,
    pub to: String,
}

impl Edit {
    pub fn mine(&self, name: &str) -> &str {
        self.fields
            .iter()
            .find(|f| f.name == name)
            .map_or("", |f| f.mine.as_str())
    }

    /// What is to be written. Fields that the person left alone stay as others made them; a field
    /// that both changed, differently, is in conflict, and then nothing is written.
    pub fn merge(
        &self,
        version: i64,
        stored: &[(&'static str, String)],
    ) -> Result<Vec<Changed>, Vec<&'static str>> {
        let is_fresh = self.version == Some(version);
        let (mut changes, mut conflicts) = (Vec::new(), Vec::new());
        for field in &self.fields {
            let Some((_, now)) = stored.iter().find(|(n, _)| *n == field.name) else {
                continue;
            };
            let base = field.base.as_ref().or(is_fresh.then_some(now));
            if field.mine == *now || base == Some(&field.mine) {
                continue;
            }
            if base == Some(now) {
                changes.push(Changed {
                    name: field.name,
                    from: now.clone(),
                    to: field.mine.clone(),
                });
            } else {
                conflicts.push(field.name);
            }
        }
        if conflicts.is_empty() {
            Ok(changes)
        } else {
            Err(conflicts)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn merge(version: i64, base: Option<&str>, mine: &str, now: &str) -> &'static str {
        let edit = Edit {
            version: Some(version),
            fields: vec![Field {
                name: "name",
                mine: mine.to_owned(),
                base: base.map(str::to_owned),
            }],
        };
        match edit.merge(2, &[("name", now.to_owned())]) {
            Ok(changes) if changes.is_empty() => "nothing",
            Ok(_) => "write",
            Err(_) => "conflict",
        }
    }

    #[test]
    fn a_field_is_in_conflict_only_if_both_changed_it() {
        for (version, base, mine, now, expected) in [
            (2, Some("a"), "a", "a", "nothing"),
            (2, Some("a"), "b", "a", "write"),
            (2, None, "b", "a", "write"),
            // A colleague saved in between.
            (1, Some("a"), "a", "c", "nothing"),
            (1, Some("a"), "b", "a", "write"),
            (1, Some("a"), "b", "c", "conflict"),
            (1, Some("a"), "c", "c", "nothing"),
            // What has no versions of its own, such as the theme, may change under a fresh form too.
            (2, Some("a"), "a", "c", "nothing"),
            // A form that does not say what it showed.
            (1, None, "b", "a", "conflict"),
            (1, None, "a", "a", "nothing"),
        ] {
            assert_eq!(
                merge(version, base, mine, now),
                expected,
                "{version} {base:?} {mine} {now}"
            );
        }
    }
}
