//! How far a typed word is from the beginning of another: letters changed, left out, put in, or swapped. Pure.

/// The longest word that is compared.
const LONGEST: usize = 32;

/// The fewest slips that make `typed` of some beginning of `word`, and how many letters that beginning has;
/// none if there are more than `most`.
pub fn to_beginning_of(typed: &[char], word: &[char], most: usize) -> Option<(usize, usize)> {
    let (n, m) = (
        typed.len().min(LONGEST),
        word.len().min(typed.len() + most).min(LONGEST),
    );
    if m + most < n {
        return None;
    }
    // Row i holds the distances of the first i typed letters to each beginning of the word.
    let mut before = [0usize; LONGEST + 1];
    let mut above = [0usize; LONGEST + 1];
    let mut row = [0usize; LONGEST + 1];
    for (j, cell) in above.iter_mut().enumerate().take(m + 1) {
        *cell = j;
    }
    for i in 1..=n {
        row[0] = i;
        for j in 1..=m {
            let same = usize::from(typed[i - 1] != word[j - 1]);
            let mut least = (above[j] + 1).min(row[j - 1] + 1).min(above[j - 1] + same);
            let swapped =
                i > 1 && j > 1 && typed[i - 1] == word[j - 2] && typed[i - 2] == word[j - 1];
            if swapped {
                least = least.min(before[j - 2] + 1);
            }
            row[j] = least;
        }
        if row[..=m].iter().all(|d| *d > most) {
            return None;
        }
        (before, above, row) = (above, row, before);
    }
    // Of equally near beginnings the one as long as what was typed.
    (0..=m)
        .map(|j| (above[j], j.abs_diff(n), j))
        .min()
        .filter(|(d, ..)| *d <= most)
        .map(|(d, _, j)| (d, j))
}

/// How many slips are forgiven in a word of so many letters.
pub fn forgiven(letters: usize) -> usize {
    match letters {
        0..=3 => 0,
        4..=6 => 1,
        _ => 2,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_a_letter_changed_left_out_put_in_or_swapped() {
        for (typed, word, slips) in [
            ("теплица", "теплица", Some(0)),
            ("типлица", "теплица", Some(1)),
            ("тепица", "теплица", Some(1)),
            ("тепллица", "теплица", Some(1)),
            ("тпелица", "теплица", Some(1)),
            ("рыбаводн", "рыбоводный", Some(1)),
            ("гостинниц", "гостиница", Some(1)),
            ("причал", "теплица", None),
        ] {
            let letters = |w: &str| w.chars().collect::<Vec<_>>();
            let found = to_beginning_of(&letters(typed), &letters(word), 2);
            assert_eq!(found.map(|(d, _)| d), slips, "{typed} and {word}");
        }
    }
}
