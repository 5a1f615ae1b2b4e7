//! What a register page shows: filters and order, read from the address and written back to it. The
//! whole state is in the URL, so that a link shows a colleague the same list. Pure.

use uuid::Uuid;

use super::columns::Column;
use crate::projects::ProjectState;
use crate::web::Fields;

/// Most values of one filter; a longer list is a list of everything.
const MOST_VALUES: usize = 100;
const LONGEST_SEARCH: usize = 200;

/// Filters and order of the register.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct View {
    pub sort: Column,
    pub descending: bool,
    pub states: Vec<ProjectState>,
    pub districts: Vec<Uuid>,
    pub industries: Vec<Uuid>,
    /// Assigned to any of these people, as lead or not.
    pub people: Vec<Uuid>,
    pub search: String,
}

impl Default for View {
    fn default() -> View {
        View {
            sort: Column::Number,
            descending: true,
            states: Vec::new(),
            districts: Vec::new(),
            industries: Vec::new(),
            people: Vec::new(),
            search: String::new(),
        }
    }
}

fn ids(fields: &Fields, name: &str) -> Vec<Uuid> {
    fields
        .every(name)
        .filter_map(|v| Uuid::try_parse(v).ok())
        .take(MOST_VALUES)
        .collect()
}

impl View {
    /// Reads an address; what it does not understand is left out, since an old link should still open.
    pub fn from_query(fields: &Fields) -> View {
        let sort = Column::from_word(fields.get("sort")).filter(|c| c.is_sortable());
        View {
            sort: sort.unwrap_or(Column::Number),
            descending: match fields.get("dir") {
                "asc" => false,
                "desc" => true,
                _ => sort.is_none(),
            },
            states: fields
                .every("state")
                .filter_map(ProjectState::from_word)
                .filter(|s| *s != ProjectState::Deleted)
                .take(MOST_VALUES)
                .collect(),
            districts: ids(fields, "district"),
            industries: ids(fields, "industry"),
            people: ids(fields, "lead"),
            search: fields.get("q").chars().take(LONGEST_SEARCH).collect(),
        }
    }

    /// The same as a query string, without a question mark.
    pub fn to_query(&self) -> String {
        let mut out = form_urlencoded::Serializer::new(String::new());
        if !(self.sort == Column::Number && self.descending) {
            out.append_pair("sort", self.sort.word());
            out.append_pair("dir", if self.descending { "desc" } else { "asc" });
        }
        for (name, value) in self.filters() {
            out.append_pair(name, &value);
        }
        out.finish()
    }

    /// Every filter as name and value, in a fixed order.
    pub fn filters(&self) -> Vec<(&'static str, String)> {
        let mut all = Vec::new();
        all.extend(self.states.iter().map(|s| ("state", s.word().to_owned())));
        all.extend(self.districts.iter().map(|d| ("district", d.to_string())));
        all.extend(self.industries.iter().map(|i| ("industry", i.to_string())));
        all.extend(self.people.iter().map(|p| ("lead", p.to_string())));
        if !self.search.is_empty() {
            all.push(("q", self.search.clone()));
        }
        all
    }

    pub fn is_filtered(&self) -> bool {
        !self.filters().is_empty()
    }

    /// The number of rows is kept ready for these: everything, and any set of states alone.
    pub fn is_counted(&self) -> bool {
        self.districts.is_empty()
            && self.industries.is_empty()
            && self.people.is_empty()
            && self.search.is_empty()
    }

    /// The view with another order: a second click on a heading turns it round.
    pub fn sorted_by(&self, column: Column) -> View {
        View {
            descending: if self.sort == column {
                !self.descending
            } else {
                column == Column::Number
            },
            sort: column,
            ..self.clone()
        }
    }

    /// The same filters in the order of another view.
    pub fn in_order_of(&self, other: &View) -> View {
        View {
            sort: other.sort,
            descending: other.descending,
            ..self.clone()
        }
    }

    /// The view without one kind of filter.
    pub fn without(&self, name: &str) -> View {
        let mut view = self.clone();
        match name {
            "state" => view.states.clear(),
            "district" => view.districts.clear(),
            "industry" => view.industries.clear(),
            "lead" => view.people.clear(),
            "q" => view.search.clear(),
            _ => {}
        }
        view
    }

    /// Patterns that the searched text must all contain: words in lower case, ё as е, `%` and `_` as themselves.
    pub fn search_patterns(&self) -> Vec<String> {
        self.search
            .to_lowercase()
            .replace('ё', "е")
            .split_whitespace()
            .map(|word| {
                let escaped: String = word
                    .chars()
                    .flat_map(|c| {
                        let escape = matches!(c, '%' | '_' | '\\').then_some('\\');
                        escape.into_iter().chain(std::iter::once(c))
                    })
                    .collect();
                format!("%{escaped}%")
            })
            .collect()
    }
}

/// A place in the sorted list: after this row. Holds the sorted value, so that the row itself may change
/// or vanish meanwhile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cursor {
    pub id: Uuid,
    pub value: String,
}

impl Cursor {
    pub fn parse(text: &str) -> Option<Cursor> {
        let (id, value) = text.split_once('.')?;
        Some(Cursor {
            id: Uuid::try_parse(id).ok()?,
            value: value.to_owned(),
        })
    }

    pub fn word(&self) -> String {
        format!("{}.{}", self.id.simple(), self.value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(query: &str) -> View {
        let pairs = form_urlencoded::parse(query.as_bytes())
            .into_owned()
            .collect();
        View::from_query(&Fields::from_pairs(pairs))
    }

    #[test]
    fn a_link_shows_the_same_list() {
        let query = "sort=own&dir=desc&state=on_support&state=frozen&q=%D1%82%D0%B5%D0%BF%D0%BB%D0%B8%D1%86%D0%B0";
        let view = read(query);
        assert_eq!(view.states.len(), 2);
        assert_eq!(view.search, "теплица");
        assert_eq!(read(&view.to_query()), view);
    }

    #[test]
    fn an_old_or_broken_link_still_opens() {
        for query in ["sort=nothing", "district=not-an-id&state=sold", "dir=up"] {
            assert_eq!(read(query), View::default(), "{query}");
        }
    }

    #[test]
    fn percent_and_underscore_mean_themselves() {
        let view = read("q=100%25_%D1%91");
        assert_eq!(view.search_patterns(), ["%100\\%\\_е%"]);
    }

    proptest! {
        #[test]
        fn any_search_survives_the_address(search in "\\PC{0,40}") {
            let view = View { search: search.trim().to_owned(), ..View::default() };
            prop_assert_eq!(read(&view.to_query()), view);
        }

        #[test]
        fn any_cursor_survives_the_address(value in "\\PC{0,40}", id in any::<u128>()) {
            let cursor = Cursor { id: Uuid::from_u128(id), value };
            prop_assert_eq!(Cursor::parse(&cursor.word()), Some(cursor));
        }
    }
}
