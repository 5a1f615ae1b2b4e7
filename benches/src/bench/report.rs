//! The table: figures of both sides, the ratio of each round, and what was aimed at.

use std::fmt::Write as _;

use crate::load::Stats;

/// Least, middle and most of some figures.
#[derive(Debug, Clone, Copy)]
pub struct Spread(pub f64, pub f64, pub f64);

pub fn spread(mut of: Vec<f64>) -> Spread {
    of.sort_by(f64::total_cmp);
    let n = of.len();
    if n == 0 {
        return Spread(0.0, 0.0, 0.0);
    }
    Spread(of[0], (of[(n - 1) / 2] + of[n / 2]) / 2.0, of[n - 1])
}

/// One round of one case on both sides, with milliseconds of processor for each request, the database included.
#[derive(Debug, Clone)]
pub struct Round {
    pub product: Stats,
    pub product_cpu: f64,
    pub limit: Stats,
    pub limit_cpu: f64,
}

/// All lines, as Markdown.
#[derive(Default)]
pub struct Report {
    load: String,
    other: String,
}

fn whole(spread: Spread) -> String {
    format!("{:.0} / **{:.0}** / {:.0}", spread.0, spread.1, spread.2)
}

fn parts(spread: Spread) -> String {
    format!("{:.2} / **{:.2}** / {:.2}", spread.0, spread.1, spread.2)
}

impl Report {
    pub fn load(&mut self, name: &str, aim: &str, rounds: &[Round]) {
        let of = |f: &dyn Fn(&Round) -> f64| spread(rounds.iter().map(f).collect());
        let line = format!(
            "| {name} | {} | {} | {} | {} | {aim} | {:.2} ({:.2}) | {:.1} / {:.1} / {:.1} | {:.1} ({:.1}) |",
            whole(of(&|r| r.limit.rate)),
            whole(of(&|r| r.product.rate)),
            parts(of(&|r| r.product.rate / r.limit.rate)),
            parts(of(&|r| r.limit_cpu / r.product_cpu)),
            of(&|r| r.product_cpu).1,
            of(&|r| r.limit_cpu).1,
            of(&|r| r.product.p50).1,
            of(&|r| r.product.p95).1,
            of(&|r| r.product.p99).1,
            of(&|r| r.product.bytes).1 / 1000.0,
            of(&|r| r.limit.bytes).1 / 1000.0,
        );
        println!("{line}");
        let _ = writeln!(self.load, "{line}");
    }

    pub fn figure(&mut self, name: &str, figures: &str, aim: &str) {
        let line = format!("| {name} | {figures} | {aim} |");
        println!("{line}");
        let _ = writeln!(self.other, "{line}");
    }

    pub fn spread(&mut self, name: &str, of: Vec<f64>, unit: &str, aim: &str) {
        let s = spread(of);
        self.figure(
            name,
            &format!("{:.2} / **{:.2}** / {:.2} {unit}", s.0, s.1, s.2),
            aim,
        );
    }

    pub fn text(&self, heading: &str) -> String {
        format!(
            "{heading}\n\n\
             | asked of both | limit, req/s | invest-crm, req/s | ratio of rates | ratio of processor time | aim | ms of processor per request (limit) | p50 / p95 / p99 ms | kB (limit) |\n\
             |---|---|---|---|---|---|---|---|---|\n{}\n\
             | figure | least / **middle** / most | aim |\n|---|---|---|\n{}",
            self.load, self.other
        )
    }
}

/// Puts the text between the two marks of a document.
pub fn write_into(path: &std::path::Path, text: &str) -> std::io::Result<()> {
    const BEGIN: &str = "<!-- measured by bin/bench -->\n";
    const END: &str = "<!-- end of what bin/bench measured -->";
    let document = std::fs::read_to_string(path)?;
    let (Some((before, rest)), true) = (document.split_once(BEGIN), document.contains(END)) else {
        return Err(std::io::Error::other(
            "the document has no place for the table",
        ));
    };
    let after = rest.split_once(END).map_or("", |(_, after)| after);
    std::fs::write(path, format!("{before}{BEGIN}{text}\n{END}{after}"))
}
