//! Geometry of the bars: where each stands and how long it is, in the units of the picture. Pure.

/// A bar from the left to the right.
#[derive(Debug, Clone, PartialEq)]
pub struct Bar {
    pub y: i64,
    pub width: i64,
    /// Where the words after the bar begin.
    pub after: i64,
    /// Base line of its words.
    pub text: i64,
}

/// Bars below each other, the longest as wide as there is room.
pub fn bars(values: &[i64], left: i64, room: i64, step: i64, height: i64) -> Vec<Bar> {
    let most = values.iter().copied().max().unwrap_or(0).max(1);
    values
        .iter()
        .enumerate()
        .map(|(i, value)| {
            let y = i as i64 * step + 4;
            let width = scaled(*value, most, room);
            Bar {
                y,
                width,
                after: left + width + 8,
                text: y + height / 2 + 4,
            }
        })
        .collect()
}

/// What is something is at least seen.
fn scaled(value: i64, most: i64, room: i64) -> i64 {
    let exact = (i128::from(value.max(0)) * i128::from(room) / i128::from(most)) as i64;
    exact.max(i64::from(value > 0) * 2)
}

/// Pieces of one bar: where each begins and how wide it is.
pub fn stacked(values: &[i64], most: i64, left: i64, room: i64) -> Vec<(i64, i64)> {
    let mut at = left;
    values
        .iter()
        .map(|value| {
            let width = scaled(*value, most.max(1), room);
            let piece = (at, width);
            at += width + i64::from(width > 0);
            piece
        })
        .collect()
}

/// A standing bar: its upper end and its height above the ground.
pub fn standing(value: i64, most: i64, ground: i64, room: i64) -> (i64, i64) {
    let height = scaled(value, most.max(1), room);
    (ground - height, height)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_bar_fills_the_room_and_nothing_vanishes() {
        let bars = bars(&[200, 100, 0, 1], 100, 400, 42, 24);
        assert_eq!(
            bars.iter().map(|b| b.width).collect::<Vec<_>>(),
            [400, 200, 0, 2]
        );
        assert_eq!((bars[1].y, bars[1].after), (46, 308));
        assert_eq!(
            stacked(&[1, 0, 3], 4, 10, 100),
            [(10, 25), (36, 0), (36, 75)]
        );
        assert_eq!(standing(50, 100, 160, 140), (90, 70));
    }
}
