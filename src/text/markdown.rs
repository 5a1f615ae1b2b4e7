//! What people write with Markdown as HTML that can do nothing but be read: made by pulldown-cmark, let through
//! by ammonia. Pure.

use std::collections::HashSet;

use pulldown_cmark::{Options, Parser, html};

/// Tags that a text of ours may have.
const TAGS: [&str; 15] = [
    "p",
    "br",
    "strong",
    "em",
    "del",
    "ul",
    "ol",
    "li",
    "code",
    "pre",
    "blockquote",
    "a",
    "h3",
    "h4",
    "hr",
];

/// The text as HTML. Line ends stay line ends, as people type them.
pub fn to_html(text: &str) -> String {
    let broken = text.replace("\r\n", "\n").replace('\n', "  \n");
    let mut out = String::with_capacity(text.len() * 2);
    let parser = Parser::new_ext(&broken, Options::ENABLE_STRIKETHROUGH);
    html::push_html(&mut out, parser);
    ammonia::Builder::new()
        .tags(HashSet::from(TAGS))
        .url_schemes(HashSet::from(["http", "https", "mailto", "tel"]))
        .link_rel(Some("noopener nofollow"))
        .clean(&out)
        .to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_shown_and_what_acts_is_not() {
        let html = to_html("**важно** [сайт](https://x.example)\nдальше");
        assert!(
            html.contains("<strong>важно</strong>") && html.contains("<br"),
            "{html}"
        );
        assert!(html.contains("rel=\"noopener nofollow\""), "{html}");
        for (written, forbidden) in [
            ("<script>alert(1)</script>", "<script"),
            ("[x](javascript:alert(1))", "javascript"),
            ("<img src=x onerror=alert(1)>", "onerror"),
            ("<svg onload=alert(1)>", "<svg"),
            ("<a href=\"data:text/html,x\">x</a>", "data:"),
            ("<iframe src=\"//x\"></iframe>", "<iframe"),
            ("<p style=\"position:fixed\">x</p>", "style"),
        ] {
            let html = to_html(written);
            assert!(!html.contains(forbidden), "{written} became {html}");
        }
    }
}
