//! Yes and no as people mark them in a column.

/// Reads "да", "есть", "+", "1", "v" as yes and "нет", "отсутств.", "-", "0" as no; None for anything else.
pub fn read_yes_no(raw: &str) -> Option<bool> {
    let word = super::text::fold(raw);
    let word = word.trim_end_matches(['.', '!']);
    match word {
        "да" | "есть" | "имеется" | "имеются" | "+" | "1" | "v" | "х" | "x" | "✓" | "✔" | "yes"
        | "y" | "true" | "д" | "истина" | "верно" => Some(true),
        "нет"
        | "-"
        | "–"
        | "—"
        | "0"
        | "н"
        | "no"
        | "n"
        | "false"
        | "ложь"
        | "отсутств"
        | "отсутствует"
        | "n/a"
        | "не имеется"
        | "нету" => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_marks() {
        for yes in ["Да", "да.", "ДА ", "+", "1", "v\u{a0}", "есть", "Yes"] {
            assert_eq!(read_yes_no(yes), Some(true), "{yes}");
        }
        for no in ["нет", "Нет.", "-", "0", "отсутств.", "н  ", "n/a"] {
            assert_eq!(read_yes_no(no), Some(false), "{no}");
        }
        for other in ["", "может быть", "2", "да, но"] {
            assert_eq!(read_yes_no(other), None, "{other}");
        }
    }
}
