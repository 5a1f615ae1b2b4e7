//! A page as people read it: texts, links, and forms whose fields are found by their labels.

use scraper::{ElementRef, Html, Selector};

pub struct Page {
    document: Html,
}

/// A form as it stands on the page: where it goes, and every field with its value.
#[derive(Debug, Clone, PartialEq)]
pub struct Form {
    pub action: String,
    pub fields: Vec<(String, String)>,
}

fn selector(css: &str) -> Selector {
    Selector::parse(css).unwrap_or_else(|error| panic!("{css}: {error}"))
}

/// Text of an element with single spaces, as a browser shows it.
pub fn words(element: ElementRef<'_>) -> String {
    let text: String = element.text().collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

impl Page {
    pub fn parse(text: &str) -> Page {
        // Rows without their table would be dropped by the parser.
        let is_rows = text.trim_start().starts_with("<tr");
        Page {
            document: if is_rows {
                Html::parse_document(&format!("<table><tbody>{text}</tbody></table>"))
            } else {
                Html::parse_document(text)
            },
        }
    }

    pub fn all(&self, css: &str) -> Vec<ElementRef<'_>> {
        self.document.select(&selector(css)).collect()
    }

    pub fn first(&self, css: &str) -> Option<ElementRef<'_>> {
        self.document.select(&selector(css)).next()
    }

    pub fn has(&self, css: &str) -> bool {
        self.first(css).is_some()
    }

    /// Text of the first element that fits; empty if there is none.
    pub fn text(&self, css: &str) -> String {
        self.first(css).map(words).unwrap_or_default()
    }

    pub fn texts(&self, css: &str) -> Vec<String> {
        self.all(css).into_iter().map(words).collect()
    }

    pub fn attribute(&self, css: &str, name: &str) -> Option<String> {
        Some(self.first(css)?.attr(name)?.to_owned())
    }

    pub fn attributes(&self, css: &str, name: &str) -> Vec<String> {
        let all = self.all(css).into_iter();
        all.filter_map(|e| Some(e.attr(name)?.to_owned())).collect()
    }

    /// Where the link with this text leads; its accessible name counts as text.
    pub fn link(&self, text: &str) -> Option<String> {
        let link = self
            .all("a")
            .into_iter()
            .find(|a| words(*a) == text || a.attr("aria-label") == Some(text))?;
        Some(link.attr("href")?.to_owned())
    }

    /// The field with this label, with or without "optional" behind it.
    pub fn field(&self, label: &str) -> Option<ElementRef<'_>> {
        let label = self.all("label").into_iter().find(|l| {
            let text = words(*l);
            text == label || text.split(" — ").next() == Some(label)
        })?;
        match label.attr("for") {
            Some(id) => self.first(&format!("[id=\"{id}\"]")),
            None => label.select(&selector("input, select, textarea")).next(),
        }
    }

    /// What is filled into the field with this label.
    pub fn value(&self, label: &str) -> String {
        self.field(label).map(value_of).unwrap_or_default()
    }

    /// What the page says is wrong with the field of this label.
    pub fn error(&self, label: &str) -> String {
        let described = self.field(label).and_then(|f| f.attr("aria-describedby"));
        let ids = described.unwrap_or_default().split_whitespace();
        let texts = ids.map(|id| self.text(&format!("[id=\"{id}\"]")));
        texts.collect::<Vec<_>>().join(" ")
    }

    /// The form that is sent to this address, as it stands.
    pub fn form(&self, action: &str) -> Form {
        let form = self
            .all("form")
            .into_iter()
            .find(|f| f.attr("action") == Some(action))
            .unwrap_or_else(|| panic!("no form is sent to {action}"));
        let fields = form
            .select(&selector("input[name], select[name], textarea[name]"))
            .filter(|f| !is_left_out(*f))
            .map(|f| (f.attr("name").unwrap_or_default().to_owned(), value_of(f)))
            .collect();
        Form {
            action: action.to_owned(),
            fields,
        }
    }
}

/// A box that is not ticked and a button are not sent.
fn is_left_out(field: ElementRef<'_>) -> bool {
    match field.attr("type") {
        Some("checkbox" | "radio") => field.attr("checked").is_none(),
        Some("submit" | "button" | "file") => true,
        _ => field.attr("disabled").is_some(),
    }
}

fn value_of(field: ElementRef<'_>) -> String {
    match field.value().name() {
        "textarea" => field.text().collect(),
        "select" => {
            let chosen = field.select(&selector("option[selected]")).next();
            let option = chosen.or_else(|| field.select(&selector("option")).next());
            option.map_or_else(String::new, |o| {
                o.attr("value").map_or_else(|| words(o), str::to_owned)
            })
        }
        _ => field.attr("value").unwrap_or("").to_owned(),
    }
}

impl Form {
    /// The same form with a field filled in.
    pub fn with(mut self, name: &str, value: &str) -> Form {
        self.fields.retain(|(n, _)| n != name);
        self.fields.push((name.to_owned(), value.to_owned()));
        self
    }

    /// As a caller posts them.
    pub fn pairs(&self) -> Vec<(&str, &str)> {
        self.fields
            .iter()
            .map(|(n, v)| (n.as_str(), v.as_str()))
            .collect()
    }
}
