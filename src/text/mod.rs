//! What people read: messages with plural forms, numbers, money, dates, phones by locale. Pure.

mod catalogue;
pub mod formats;
pub mod markdown;

use std::borrow::Cow;

pub use catalogue::keys;

/// A language that the product speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Locale {
    Ru,
    En,
}

impl Locale {
    pub const ALL: [Locale; 2] = [Locale::Ru, Locale::En];

    pub fn code(self) -> &'static str {
        match self {
            Locale::Ru => "ru",
            Locale::En => "en",
        }
    }

    /// Anything that is not a known code gives none.
    pub fn from_code(code: &str) -> Option<Locale> {
        Locale::ALL.into_iter().find(|l| l.code() == code)
    }

    /// The first language of an Accept-Language header that is spoken here; Russian otherwise.
    pub fn from_accept_language(header: &str) -> Locale {
        header
            .split(',')
            .filter_map(|part| Locale::from_code(part.trim().get(..2)?))
            .next()
            .unwrap_or(Locale::Ru)
    }

    /// The message with this key.
    pub fn text(self, key: &str) -> Cow<'static, str> {
        catalogue::plain(self, key)
    }

    /// The message with one number in it, in the right plural form: `n`.
    pub fn count(self, key: &str, n: i64) -> String {
        catalogue::filled(self, key, &[("n", Value::Number(n))])
    }

    /// The message with one text in it: `x`.
    pub fn with(self, key: &str, x: &str) -> String {
        catalogue::filled(self, key, &[("x", Value::Text(x.to_owned()))])
    }

    pub fn message(self, message: &Message) -> String {
        if message.args.is_empty() {
            return self.text(message.key).into_owned();
        }
        catalogue::filled(self, message.key, &message.args)
    }
}

/// A message and what goes into it, before the language is known.
#[derive(Debug, Clone, PartialEq)]
pub struct Message {
    pub key: &'static str,
    pub args: Vec<(&'static str, Value)>,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    Text(String),
    Number(i64),
    /// Itself a message.
    Key(&'static str),
}

impl Message {
    pub fn new(key: &'static str) -> Message {
        Message {
            key,
            args: Vec::new(),
        }
    }

    pub fn text(mut self, name: &'static str, value: impl Into<String>) -> Message {
        self.args.push((name, Value::Text(value.into())));
        self
    }

    pub fn number(mut self, name: &'static str, value: i64) -> Message {
        self.args.push((name, Value::Number(value)));
        self
    }

    pub fn key(mut self, name: &'static str, value: &'static str) -> Message {
        self.args.push((name, Value::Key(value)));
        self
    }
}

impl From<&'static str> for Message {
    fn from(key: &'static str) -> Message {
        Message::new(key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plural_forms_follow_the_language() {
        let ru = |n| Locale::Ru.count("register-projects", n);
        assert_eq!(ru(1), "1 проект");
        assert_eq!(ru(2), "2 проекта");
        assert_eq!(ru(5), "5 проектов");
        assert_eq!(ru(11), "11 проектов");
        assert_eq!(ru(21), "21 проект");
        assert_eq!(ru(22), "22 проекта");
        assert_eq!(Locale::En.count("register-projects", 1), "1 project");
        assert_eq!(
            Locale::En.count("register-projects", 1208),
            "1,208 projects"
        );
    }

    #[test]
    fn the_first_spoken_language_is_taken() {
        assert_eq!(Locale::from_accept_language("fr, en;q=0.8"), Locale::En);
        assert_eq!(Locale::from_accept_language("ru-RU,ru;q=0.9"), Locale::Ru);
        assert_eq!(Locale::from_accept_language(""), Locale::Ru);
    }
}
