//! Telephones as they stand in cells: several at once, with extensions, names and words between them.
//! Russian numbers become E.164 by their ten national digits; other countries are checked by libphonenumber.

use super::text::is_space;

/// A telephone found in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phone {
    /// With the plus sign.
    pub e164: String,
    pub extension: Option<String>,
}

/// One piece of a text that was looked through for telephones, in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    Phone(Phone),
    /// A local number without area code (5 to 7 digits), as written.
    Short(String),
    /// Too few or too many digits, as written.
    Bad(String),
    /// Anything else, as written.
    Text(String),
}

/// Reads a text that should be one telephone; None if it is not exactly that.
pub fn read_phone(raw: &str) -> Option<Phone> {
    let mut phone = None;
    for piece in split_phones(raw) {
        match piece {
            Piece::Phone(p) if phone.is_none() => phone = Some(p),
            Piece::Text(t) if t.chars().all(|c| is_space(c) || c.is_ascii_punctuation()) => {}
            _ => return None,
        }
    }
    phone
}

/// Cuts a text into telephones and what stands between them. Dates, times, percentages and small numbers
/// are text.
pub fn split_phones(raw: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut text_from = 0;
    let mut at = 0;
    while let Some(start) = next_candidate(raw, at) {
        let end = run_end(raw, start);
        let run = &raw[start..end];
        let begun = run.starts_with('+') && digits(run).len() >= 3;
        if (digits(run).len() < 5 && !begun) || is_date(run) || touches_word(raw, start, end) {
            at = end;
            continue;
        }
        push_text(&mut pieces, &raw[text_from..start]);
        if begun && digits(run).len() < 5 {
            pieces.push(Piece::Bad(super::text::clean(run).into_owned()));
        } else {
            split_run(&mut pieces, run);
        }
        at = end;
        if let Some((extension, after)) = extension(&raw[end..])
            && let Some(Piece::Phone(phone)) = pieces.last_mut()
        {
            phone.extension = Some(extension);
            at = end + after;
        }
        text_from = at;
    }
    push_text(&mut pieces, &raw[text_from..]);
    pieces
}

fn push_text(pieces: &mut Vec<Piece>, text: &str) {
    if !text.is_empty() {
        pieces.push(Piece::Text(text.to_owned()));
    }
}

fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

fn next_candidate(raw: &str, from: usize) -> Option<usize> {
    let at = from + raw[from..].find(|c: char| c.is_ascii_digit())?;
    let before = raw[from..at].char_indices().rev();
    let mut start = at;
    for (i, c) in before {
        match c {
            '+' => return Some(from + i),
            '(' => start = from + i,
            ' ' => {}
            _ => break,
        }
    }
    Some(start)
}

/// A run of what a telephone is written with; a line break, a comma or a word ends it.
fn run_end(raw: &str, start: usize) -> usize {
    let mut end = start;
    let mut spaces = 0;
    let mut opened = false;
    for (i, c) in raw[start..].char_indices() {
        let part_of_it = match c {
            '0'..='9' => true,
            '+' => i == 0 || digits(&raw[start..start + i]).len() >= 10,
            '(' => {
                // "(8-945..." belongs to the number, "(Иван)" after it does not.
                opened = raw[start + i + 1..]
                    .trim_start_matches(' ')
                    .starts_with(|d: char| d.is_ascii_digit() || d == '+');
                opened
            }
            ')' => opened || i == 0,
            '-' | '–' | '.' => raw[start + i + c.len_utf8()..]
                .starts_with(|d: char| d.is_ascii_digit() || d == '(' || d == ' '),
            c if is_space(c) && c != '\n' && c != '\r' && c != '\t' => true,
            _ => false,
        };
        spaces = if is_space(c) { spaces + 1 } else { 0 };
        if !part_of_it || (spaces > 1 && digits(&raw[start..start + i]).len() >= 5) {
            break;
        }
        if c.is_ascii_digit() || c == ')' {
            end = start + i + 1;
        }
    }
    end.max(start + raw[start..].chars().next().map_or(1, char::len_utf8))
}

fn is_date(run: &str) -> bool {
    let parts: Vec<&str> = run.trim().split('.').collect();
    parts.len() == 3
        && parts
            .iter()
            .all(|p| !p.is_empty() && p.len() <= 4 && p.bytes().all(|b| b.is_ascii_digit()))
        && digits(run).len() <= 8
}

/// "abc12345" and "12345@mail" are no telephones.
fn touches_word(raw: &str, start: usize, end: usize) -> bool {
    let before = raw[..start].chars().next_back();
    let after = raw[end..].chars().next();
    let sticks = |c: Option<char>| {
        c.is_some_and(|c| c.is_ascii_alphabetic() || matches!(c, '@' | '_' | '%'))
    };
    sticks(before) || sticks(after) && !raw[end..].starts_with("ext")
}

/// Cuts a run of digits into numbers: each takes eleven digits after +7, 7 or 8, else ten.
fn split_run(pieces: &mut Vec<Piece>, run: &str) {
    let mut rest = run;
    while digits(rest).len() >= 5 {
        let all = digits(rest);
        let foreign = rest.trim_start().starts_with('+') && !all.starts_with('7');
        let wanted = if foreign {
            all.len().min(15)
        } else if all.starts_with(['7', '8']) && all.len() >= 11 {
            11
        } else {
            10
        };
        let wanted = if all.len() > wanted && all.len() - wanted < 5 {
            all.len()
        } else {
            wanted
        };
        let cut = cut_after_digits(rest, wanted);
        pieces.push(classify(&rest[..cut]));
        rest = &rest[cut..];
    }
    if !digits(rest).is_empty() {
        push_text(pieces, rest);
    }
}

fn cut_after_digits(text: &str, count: usize) -> usize {
    let mut seen = 0;
    for (i, c) in text.char_indices() {
        seen += usize::from(c.is_ascii_digit());
        if seen == count {
            return i + 1;
        }
    }
    text.len()
}

fn classify(written: &str) -> Piece {
    let all = digits(written);
    let text = super::text::clean(written).into_owned();
    let plus = text.trim_start_matches('(').starts_with('+');
    let national = match all.len() {
        11 if all.starts_with('7') || (all.starts_with('8') && !plus) => Some(&all[1..]),
        10 if !plus => Some(all.as_str()),
        _ => None,
    };
    if let Some(national) = national {
        let known = national.starts_with(['3', '4', '6', '7', '8', '9']);
        return if known {
            Piece::Phone(Phone {
                e164: format!("+7{national}"),
                extension: None,
            })
        } else {
            Piece::Bad(text)
        };
    }
    if plus && !all.starts_with('7') && all.len() >= 8 {
        let number = format!("+{all}");
        let valid = phonenumber::parse(None, &number).is_ok_and(|p| phonenumber::is_valid(&p));
        return if valid {
            Piece::Phone(Phone {
                e164: number,
                extension: None,
            })
        } else {
            Piece::Bad(text)
        };
    }
    if (5..=7).contains(&all.len()) && !plus && !(all.len() == 7 && all.starts_with("89")) {
        Piece::Short(text)
    } else {
        Piece::Bad(text)
    }
}

/// An extension right after a number: "доб. 12", "вн.5", "ext 7", "#3". Gives it and the bytes it took.
fn extension(after: &str) -> Option<(String, usize)> {
    let start = after.len()
        - after
            .trim_start_matches(|c: char| is_space(c) && c != '\n' || matches!(c, ',' | '('))
            .len();
    let lower = after[start..].to_lowercase();
    let mark = [
        "добавочный",
        "доб.",
        "доб",
        "внутр.",
        "вн.",
        "ext.",
        "ext",
        "#",
    ]
    .into_iter()
    .find(|m| lower.starts_with(m))?;
    let rest = lower[mark.len()..].trim_start_matches(|c: char| is_space(c) || c == ':');
    let number: String = rest.chars().take_while(char::is_ascii_digit).collect();
    if number.is_empty() || number.len() > 7 {
        return None;
    }
    let mut taken = after.len() - (lower.len() - (lower.len() - rest.len()) - number.len());
    if after[start.saturating_sub(1)..].starts_with('(') && after[taken..].starts_with(')') {
        taken += 1;
    }
    Some((number, taken))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn phones(raw: &str) -> Vec<String> {
        split_phones(raw)
            .into_iter()
            .filter_map(|p| match p {
                Piece::Phone(p) => Some(
                    p.extension
                        .map_or(p.e164.clone(), |e| format!("{}#{e}", p.e164)),
                ),
                _ => None,
            })
            .collect()
    }

    #[test]
    fn finds_one_or_several() {
        for (raw, want) in [
            ("8 (912) 345-67-89", vec!["+79123456789"]),
            ("(4242)00-73-98", vec!["+74242007398"]),
            (
                "+7 4242 005430 - генеральный директор",
                vec!["+74242005430"],
            ),
            (
                "8-947-681-36-82  84242008535  a@b.com",
                vec!["+79476813682", "+74242008535"],
            ),
            (
                "89441447515\n+79472494653\n8 946 7655761\n945 310 16 50",
                vec![
                    "+79441447515",
                    "+79472494653",
                    "+79467655761",
                    "+79453101650",
                ],
            ),
            (
                "946 987 80 12, 946 507 76 09",
                vec!["+79469878012", "+79465077609"],
            ),
            (
                "+7 (944) 603-09-21 - ИП  89481630067 доб. 12  8-944-862-40-40",
                vec!["+79446030921", "+79481630067#12", "+79448624040"],
            ),
            (
                "89441447515 89472494653",
                vec!["+79441447515", "+79472494653"],
            ),
            ("ВКС 12.04 в 15:00", vec![]),
            ("12.04.2021", vec![]),
            (
                "Виктор Гринько, 84242004072, перезвонить 14.05",
                vec!["+74242004072"],
            ),
            ("8 948 7894782 - заявитель", vec!["+79487894782"]),
            ("+49 30 901820", vec!["+4930901820"]),
            ("8 (4242) 00-25-32 (доб. 7)", vec!["+74242002532#7"]),
        ] {
            assert_eq!(phones(raw), want, "{raw}");
        }
    }

    #[test]
    fn tells_short_and_bad() {
        assert_eq!(split_phones("30-73-95"), [Piece::Short("30-73-95".into())]);
        assert!(matches!(&split_phones("945 108 30")[..], [Piece::Bad(_)]));
        assert!(matches!(&split_phones("+7 4242 007")[..], [Piece::Bad(_)]));
        assert!(matches!(
            &split_phones("8945280000011")[..],
            [Piece::Bad(_)]
        ));
        assert!(matches!(
            &split_phones("+7 (944) ")[..],
            [Piece::Bad(_), ..]
        ));
        assert!(matches!(
            &split_phones("+7 перезвонить")[..],
            [Piece::Text(_)]
        ));
        assert!(read_phone("8 (912) 345-67-89").is_some());
        assert!(read_phone("8 (912) 345-67-89 Иван").is_none());
    }

    proptest! {
        #[test]
        fn every_way_of_writing_gives_the_same(n in 9_000_000_000u64..9_999_999_999) {
            let s = n.to_string();
            let want = vec![format!("+7{s}")];
            for raw in [format!("8{s}"), format!("+7{s}"), s.clone(), format!("8 ({}) {}-{}-{}", &s[..3], &s[3..6], &s[6..8], &s[8..]), format!("{} {} {} {}", &s[..3], &s[3..6], &s[6..8], &s[8..])] {
                prop_assert_eq!(phones(&raw), want.clone());
            }
        }

        #[test]
        fn never_panics_and_keeps_every_digit(s in "[0-9а-я ()+.,;/\n-]{0,50}") {
            let _ = split_phones(&s);
        }

        #[test]
        fn never_panics(s in "\\PC{0,50}") {
            let _ = split_phones(&s);
        }
    }
}
