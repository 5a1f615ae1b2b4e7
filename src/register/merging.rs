//! Two later versions of one text against what both began with: what each put in and took out, word by
//! word, and one text that holds both. Pure.

/// A stretch of text in one version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    Same(String),
    Added(String),
    Removed(String),
}

/// Longer texts are compared as a whole: the table of the comparison grows with the square.
const MOST_WORDS: usize = 1500;
/// What is longer does not fit into one line of the panel.
const LINE: usize = 34;

/// Whether a text needs more than a line.
pub fn is_long(text: &str) -> bool {
    text.contains('\n') || text.chars().count() > LINE
}

/// Words with the spaces behind them, so that joined they are the text again.
fn words(text: &str) -> Vec<&str> {
    let words: Vec<&str> = text.split_inclusive(char::is_whitespace).collect();
    if words.len() > MOST_WORDS {
        return vec![text];
    }
    words
}

/// A place of the base that a later text replaced: words `from..to` became `with`.
#[derive(Debug, PartialEq, Eq)]
struct Change<'a> {
    from: usize,
    to: usize,
    with: Vec<&'a str>,
}

/// Where `later` differs from `base`, by the longest common run of words.
fn changes<'a>(base: &[&str], later: &[&'a str]) -> Vec<Change<'a>> {
    let same = |i: usize, j: usize| base[i].trim_end() == later[j].trim_end();
    let width = later.len() + 1;
    let mut common = vec![0u16; (base.len() + 1) * width];
    for i in (0..base.len()).rev() {
        for j in (0..later.len()).rev() {
            common[i * width + j] = if same(i, j) {
                common[(i + 1) * width + j + 1] + 1
            } else {
                common[(i + 1) * width + j].max(common[i * width + j + 1])
            };
        }
    }
    let (mut i, mut j, mut found) = (0, 0, Vec::new());
    while i < base.len() || j < later.len() {
        if i < base.len() && j < later.len() && same(i, j) {
            (i, j) = (i + 1, j + 1);
            continue;
        }
        let (from, start) = (i, j);
        while (i < base.len() || j < later.len())
            && !(i < base.len() && j < later.len() && same(i, j))
        {
            let down = i < base.len()
                && (j == later.len() || common[(i + 1) * width + j] >= common[i * width + j + 1]);
            if down { i += 1 } else { j += 1 }
        }
        found.push(Change {
            from,
            to: i,
            with: later[start..j].to_vec(),
        });
    }
    found
}

/// A later text as pieces: what stayed, what went, what came.
pub fn compared(base: &str, later: &str) -> Vec<Piece> {
    let (base, later) = (words(base), words(later));
    let mut pieces = Vec::new();
    let mut push = |kind: fn(String) -> Piece, words: &[&str]| {
        if !words.is_empty() {
            pieces.push(kind(words.concat()));
        }
    };
    // What stayed is taken from the later text: its last word may have got a space behind it.
    let (mut at, mut there) = (0, 0);
    for change in changes(&base, &later) {
        let stayed = change.from - at;
        push(Piece::Same, &later[there..there + stayed]);
        push(Piece::Removed, &base[change.from..change.to]);
        push(Piece::Added, &change.with);
        (at, there) = (change.to, there + stayed + change.with.len());
    }
    push(Piece::Same, &later[there..]);
    pieces
}

/// Both changes in one text; none where they touch the same words, for then only a person can say.
pub fn merged(base: &str, mine: &str, theirs: &str) -> Option<String> {
    let (base, mine, theirs) = (words(base), words(mine), words(theirs));
    let mut all = changes(&base, &mine);
    all.extend(changes(&base, &theirs));
    all.sort_by_key(|c| (c.from, c.to));
    if all.windows(2).any(|pair| pair[1].from <= pair[0].to) {
        return None;
    }
    let (mut out, mut at) = (String::new(), 0);
    for change in all {
        base[at..change.from]
            .iter()
            .for_each(|w| spaced(&mut out, w));
        change.with.iter().for_each(|w| spaced(&mut out, w));
        at = change.to;
    }
    base[at..].iter().for_each(|w| spaced(&mut out, w));
    Some(out.trim_end().to_owned())
}

/// The last word of a text has no space behind it and may now stand before another.
fn spaced(out: &mut String, word: &str) {
    if !out.is_empty() && !out.ends_with(char::is_whitespace) {
        out.push(' ');
    }
    out.push_str(word);
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn changes_in_different_places_make_one_text() {
        for (base, mine, theirs, both) in [
            (
                "Теплица на 2 га, отопление углём",
                "Теплица на 3 га, отопление углём",
                "Теплица на 2 га, отопление газом",
                Some("Теплица на 3 га, отопление газом"),
            ),
            ("Цех", "Новый цех посола", "Цех", Some("Новый цех посола")),
            (
                "Цех и склад",
                "Цех и большой склад",
                "Цех и малый склад",
                None,
            ),
            ("два", "три", "четыре", None),
            (
                "а б в г д",
                "а б в г д е",
                "ё а б в г д",
                Some("ё а б в г д е"),
            ),
        ] {
            assert_eq!(
                merged(base, mine, theirs).as_deref(),
                both,
                "{base} / {mine} / {theirs}"
            );
        }
    }

    #[test]
    fn a_comparison_shows_what_went_and_what_came() {
        assert_eq!(
            compared("Цех на 2 га", "Цех на 3 га"),
            [
                Piece::Same("Цех на ".into()),
                Piece::Removed("2 ".into()),
                Piece::Added("3 ".into()),
                Piece::Same("га".into()),
            ]
        );
    }

    proptest! {
        #[test]
        fn without_what_went_the_comparison_is_the_later_text(base in "([а-г] ){0,9}", later in "([а-г] ){0,9}") {
            let text: String = compared(&base, &later)
                .into_iter()
                .filter_map(|p| match p { Piece::Same(t) | Piece::Added(t) => Some(t), Piece::Removed(_) => None })
                .collect();
            prop_assert_eq!(text, later);
        }

        #[test]
        fn a_change_against_nothing_is_taken_whole(base in "([а-г] ){0,9}", later in "([а-г] ){1,9}") {
            prop_assert_eq!(merged(&base, &later, &base), Some(later.trim_end().to_owned()));
        }
    }
}
