//! Means and percents, exact and rounded half up. Pure.

/// Whole hundredths as a decimal with two places.
pub fn decimal(hundredths: i128) -> String {
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}

fn rounded(of: i128, by: i128) -> i128 {
    (2 * of + by) / (2 * by)
}

/// The mean of so many amounts; none of none.
pub fn mean(hundredths: i128, n: i64) -> Option<String> {
    (n > 0).then(|| decimal(rounded(hundredths, n.into())))
}

/// A part of a whole in percent; none of nothing.
pub fn percent(part: i64, whole: i64) -> Option<String> {
    (whole > 0).then(|| decimal(rounded(i128::from(part) * 10_000, whole.into())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_rounded_half_up() {
        for (sum, n, expected) in [
            (100_001, 2, Some("500.01")),
            (100_000, 3, Some("333.33")),
            (200_000, 3, Some("666.67")),
            (0, 0, None),
            (5, 1, Some("0.05")),
        ] {
            assert_eq!(mean(sum, n).as_deref(), expected, "{sum} {n}");
        }
        for (part, whole, expected) in [
            (3, 7, Some("42.86")),
            (2, 3, Some("66.67")),
            (1, 8, Some("12.50")),
            (0, 5, Some("0.00")),
            (5, 5, Some("100.00")),
            (0, 0, None),
        ] {
            assert_eq!(percent(part, whole).as_deref(), expected, "{part} {whole}");
        }
    }
}
