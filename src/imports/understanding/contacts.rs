//! Cells into which everything about a person was crammed: names, positions, telephones, e-mails and remarks,
//! in any order. Takes out what can be read; whether anything is left over is told, so that the whole text is
//! kept.

use crate::values::emails::{BadEmail, read_emails};
use crate::values::people::read_person;
use crate::values::phones::{Phone, Piece, split_phones};
use crate::values::text::{clean, fold, is_space};

/// What a cell of contacts holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ContactsReading {
    /// Full names that stand on their own, in order.
    pub names: Vec<String>,
    pub phones: Vec<Phone>,
    pub emails: Vec<String>,
    /// Local numbers without area code, as written.
    pub short_phones: Vec<String>,
    pub bad_phones: Vec<String>,
    pub bad_emails: Vec<BadEmail>,
    /// Words that were none of these: remarks, positions, first names beside a telephone.
    pub rest: Vec<String>,
}

/// Reads a cell of contacts, telephones or e-mails.
pub fn read_contacts(raw: &str) -> ContactsReading {
    let mut reading = ContactsReading::default();
    for segment in segments(raw) {
        read_segment(segment, &mut reading);
    }
    reading
}

/// Pieces between commas, semicolons, slashes, bars, line breaks and wide gaps.
fn segments(raw: &str) -> impl Iterator<Item = &str> {
    raw.split([',', ';', '\n', '\r', '|', '\t'])
        .flat_map(|s| s.split(" / "))
        .flat_map(|s| s.split("  "))
        .flat_map(|s| {
            if s.contains('@') || s.chars().filter(char::is_ascii_digit).count() > 8 {
                s.split('/')
            } else {
                s.split('\u{0}')
            }
        })
        .map(|s| s.trim_matches(is_space))
        .filter(|s| !s.is_empty())
}

fn read_segment(segment: &str, reading: &mut ContactsReading) {
    let mut text = segment.to_owned();
    if segment.contains('@') || segment.contains("(а)") || segment.contains("(a)") {
        let emails = read_emails(segment);
        for e in emails.emails {
            if !reading.emails.contains(&e) {
                reading.emails.push(e);
            }
        }
        reading.bad_emails.extend(emails.bad);
        text = emails.rest;
    } else if looks_like_address(segment) {
        reading.bad_emails.push(BadEmail {
            text: segment.to_owned(),
            suggestion: None,
        });
        return;
    }
    let mut alone = true;
    for piece in split_phones(&text) {
        match piece {
            Piece::Phone(p) => {
                alone = false;
                if reading.phones.iter().all(|known| known.e164 != p.e164) {
                    reading.phones.push(p);
                }
            }
            Piece::Short(s) => {
                alone = false;
                reading.short_phones.push(s);
            }
            Piece::Bad(s) => {
                alone = false;
                reading.bad_phones.push(s);
            }
            Piece::Text(t) => {
                let words = t.trim_matches(|c: char| {
                    is_space(c) || matches!(c, '-' | '–' | '—' | '(' | ')' | ':' | '.' | '+')
                });
                if words.is_empty() || is_label(words) {
                    continue;
                }
                if alone && t.trim_matches(is_space).len() == segment.len() && is_full_name(words) {
                    reading.names.push(clean(words).into_owned());
                } else {
                    reading.rest.push(clean(words).into_owned());
                }
            }
        }
    }
}

/// "name.host.zone" without a sign between: an address that lost its @.
fn looks_like_address(text: &str) -> bool {
    text.is_ascii()
        && !text.contains(is_space)
        && text.matches('.').count() >= 1
        && text.chars().filter(char::is_ascii_alphabetic).count() >= 6
        && !text.starts_with("http")
        && !text.starts_with("www.")
        && !text.contains('\\')
        && text
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_'))
}

/// Words that only say what follows.
fn is_label(words: &str) -> bool {
    matches!(
        fold(words).as_str(),
        "тел"
            | "телефон"
            | "моб"
            | "e-mail"
            | "email"
            | "mail"
            | "почта"
            | "эл. почта"
            | "т"
            | "факс"
            | "сот"
            | "раб"
            | "тел/факс"
            | "phone"
            | "tel"
            | "и"
            | "mailto"
    )
}

/// A name of at least a last and a first name, both written out.
fn is_full_name(text: &str) -> bool {
    read_person(text).is_some_and(|p| {
        !p.last.is_empty() && p.first.chars().filter(|c| c.is_alphabetic()).count() > 1
    })
}

/// A name and the position beside it: "Абрашина В.С., ИП", "Крутых Лариса (юрист)", "Цыбина У.Р. - директор".
pub fn read_name_and_position(raw: &str) -> (String, String) {
    let text = clean(raw);
    let cut = [",", " (", " - ", " – ", " — ", ";"]
        .iter()
        .filter_map(|mark| text.find(mark).map(|at| (at, mark.len())))
        .min();
    let Some((at, len)) = cut else {
        return (text.into_owned(), String::new());
    };
    let name = text[..at].trim().to_owned();
    let position = text[at + len..]
        .trim_matches(|c: char| is_space(c) || matches!(c, ')' | '(' | '-' | ','))
        .to_owned();
    (name, position)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_crammed_cells_apart() {
        let r = read_contacts(
            "Ли Ульяна Тимофеевна; 8 946 1136598; li@example.ru; просит землю рядом с участком брата",
        );
        assert_eq!(
            (r.names.len(), r.phones.len(), r.emails.len(), r.rest.len()),
            (1, 1, 1, 1)
        );
        let r = read_contacts("8-947-681-36-82  84242008535  kovalenko.v@example.com");
        assert_eq!(
            (r.names.len(), r.phones.len(), r.emails.len(), r.rest.len()),
            (0, 2, 1, 0)
        );
        let r = read_contacts("Сомова Л. 84242002427 / somova60@example.ru");
        assert_eq!(
            (r.names.len(), r.phones.len(), r.emails.len(), r.rest),
            (0, 1, 1, vec!["Сомова Л".to_owned()])
        );
        let r = read_contacts("+7 4242 009122 (Вера)\n8-944-948-11-79\ngorshenin67@example.com");
        assert_eq!(
            (r.phones.len(), r.emails.len(), r.rest),
            (2, 1, vec!["Вера".to_owned()])
        );
        assert_eq!(read_contacts("pletneva.a.mail.example").bad_emails.len(), 1);
        assert_eq!(
            read_contacts("рak81@example.ru").bad_emails[0]
                .suggestion
                .as_deref(),
            Some("pak81@example.ru")
        );
        assert_eq!(
            read_contacts("Денис Игнашов, +79474939162, ignashov.d@mail.example, !!!").names,
            ["Денис Игнашов"]
        );
    }

    #[test]
    fn names_with_positions() {
        for (raw, name, position) in [
            ("Черемных А.П. - глава КФХ", "Черемных А.П.", "глава КФХ"),
            ("Абрашина В.С., ИП", "Абрашина В.С.", "ИП"),
            (
                "Крутых Лариса Тимофеевна (юрист)",
                "Крутых Лариса Тимофеевна",
                "юрист",
            ),
            ("Самсонюк Пётр", "Самсонюк Пётр", ""),
        ] {
            assert_eq!(
                read_name_and_position(raw),
                (name.to_owned(), position.to_owned())
            );
        }
    }
}
