//! JSON written straight into a text: most of what an import writes is short words that need no escaping.

/// Adds a text in quotes. The character of code zero, which no database takes, is left out.
pub(super) fn push_text(out: &mut String, text: &str) {
    out.push('"');
    push_inside(out, text);
    out.push('"');
}

fn push_inside(out: &mut String, text: &str) {
    let mut plain = 0;
    for (at, byte) in text.bytes().enumerate() {
        let escaped = match byte {
            b'"' => "\\\"",
            b'\\' => "\\\\",
            b'\n' => "\\n",
            b'\r' => "\\r",
            b'\t' => "\\t",
            0x01..=0x1f => {
                out.push_str(&text[plain..at]);
                out.push_str(&format!("\\u{byte:04x}"));
                plain = at + 1;
                continue;
            }
            0 => "",
            _ => continue,
        };
        out.push_str(&text[plain..at]);
        out.push_str(escaped);
        plain = at + 1;
    }
    out.push_str(&text[plain..]);
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_parser_reads_what_was_written(text in "[\\x00-\\x20\"\\\\а-яa-z😀]{0,40}") {
            let mut out = String::new();
            push_text(&mut out, &text);
            let read: String = serde_json::from_str(&out).expect("JSON");
            prop_assert_eq!(read, text.replace('\0', ""));
        }
    }
}
