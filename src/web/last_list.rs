//! The list that a person last looked at in this browser: a cookie, so that the rail leads back to it with
//! its filters and order. The address stays the truth; this is only where a link points.

use uuid::Uuid;

pub const LIST_COOKIE: &str = "register";

/// Longer queries are not remembered: a browser keeps no more than 4 KB in a cookie.
const LONGEST: usize = 2000;

/// Whose list it was, and its query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LastList {
    pub organization: Uuid,
    pub user: Uuid,
    pub query: String,
}

impl LastList {
    /// None for what we would not have written; the query holds nothing that could leave a link.
    pub fn parse(value: &str) -> Option<LastList> {
        let mut parts = value.splitn(3, '.');
        let mut id = || Uuid::try_parse(parts.next()?).ok();
        let (organization, user) = (id()?, id()?);
        let query = parts.next()?;
        let plain = |b: u8| b.is_ascii_alphanumeric() || b"-_.*+%=&".contains(&b);
        (query.len() <= LONGEST && query.bytes().all(plain)).then(|| LastList {
            organization,
            user,
            query: query.to_owned(),
        })
    }

    pub fn value(&self) -> String {
        let query = if self.query.len() > LONGEST {
            ""
        } else {
            &self.query
        };
        format!(
            "{}.{}.{query}",
            self.organization.simple(),
            self.user.simple()
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_survives_the_way_there_and_back() {
        let list = LastList {
            organization: Uuid::now_v7(),
            user: Uuid::now_v7(),
            query: "sort=own&dir=desc&q=%D1%82.%D1%82".to_owned(),
        };
        assert_eq!(LastList::parse(&list.value()), Some(list));
    }

    #[test]
    fn what_we_did_not_write_is_none() {
        let id = Uuid::nil().simple().to_string();
        for forged in [
            "",
            "x.y.z",
            "..",
            &format!("{id}.{id}.a\"b"),
            &format!("{id}.{id}.{}", "a".repeat(3000)),
        ] {
            assert_eq!(LastList::parse(forged), None, "{forged}");
        }
    }
}
