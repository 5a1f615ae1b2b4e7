//! What a list comes to: the row under the grid, the line in the status bar, and a page of their own.

use askama::Template;

use crate::register::cell_text::Millions;
use crate::register::columns::{Column, Kind};
use crate::register::queries::ColumnTotals;
use crate::register::values::decimal;
use crate::register::view::Aggregate;
use crate::text::{Locale, formats};
use crate::web::Shell;

/// A sum or a mean of a column.
pub fn amount(t: Locale, column: Column, n: i64) -> String {
    match column.kind() {
        Kind::Money => Millions(t, n).to_string(),
        Kind::Decimal => {
            let text = decimal(n);
            if t == Locale::Ru {
                text.replace('.', ",")
            } else {
                text
            }
        }
        _ => formats::whole(t, n),
    }
}

/// One column of the totals, each figure as people read it.
pub struct TotalsLine {
    pub label: String,
    pub class: &'static str,
    pub word: String,
    pub filled: String,
    pub empty: String,
    pub sum: String,
    pub mean: String,
    /// Its sum and mean in full, with kopecks.
    pub exact: Option<(String, String)>,
}

impl TotalsLine {
    pub fn new(t: Locale, label: String, rows: i64, totals: &ColumnTotals) -> TotalsLine {
        let column = totals.column;
        let is_money = column.kind() == Kind::Money;
        let exact = |n: i64| format!("{}\u{a0}{}", formats::money(t, n), t.text("unit-rub"));
        let shown = |n: Option<i64>| n.map_or_else(String::new, |n| amount(t, column, n));
        TotalsLine {
            label,
            class: if column.kind().is_right() { "num" } else { "" },
            word: column.word().to_string(),
            filled: formats::whole(t, totals.filled),
            empty: formats::whole(t, rows - totals.filled),
            sum: shown(totals.sum),
            mean: shown(totals.mean()),
            exact: totals.sum.filter(|_| is_money).map(|sum| {
                let mean = totals.mean().map_or_else(String::new, exact);
                (exact(sum), mean)
            }),
        }
    }

    /// What the row under the grid says of it.
    pub fn says(&self, aggregate: Aggregate) -> &str {
        match aggregate {
            Aggregate::Sum => &self.sum,
            Aggregate::Mean => &self.mean,
            Aggregate::Count => &self.filled,
            Aggregate::Empty => &self.empty,
        }
    }
}

/// The row of totals under the grid, and beside it what the status bar and the head say.
#[derive(Template)]
#[template(path = "register/_totals.html")]
pub struct TotalsRow {
    pub t: Locale,
    pub icons: &'static str,
    pub lines: Vec<TotalsLine>,
    pub aggregate: Aggregate,
    /// The other figures that the row can say: label, address, whether it does.
    pub aggregates: Vec<(String, String, bool)>,
    /// The number of rows in words.
    pub count: String,
    pub page_href: String,
}

impl TotalsRow {
    /// All figures of a column in one line.
    fn all(&self, line: &TotalsLine) -> String {
        let mut parts = Vec::new();
        if let Some((sum, mean)) = &line.exact {
            parts.push(format!("{}: {sum}", self.t.text("totals-sum")));
            parts.push(format!("{}: {mean}", self.t.text("totals-mean")));
        } else if !line.sum.is_empty() {
            parts.push(format!("{}: {}", self.t.text("totals-sum"), line.sum));
            parts.push(format!("{}: {}", self.t.text("totals-mean"), line.mean));
        }
        parts.push(format!("{}: {}", self.t.text("totals-count"), line.filled));
        parts.push(format!("{}: {}", self.t.text("totals-empty"), line.empty));
        format!("{}. {}", line.label, parts.join(", "))
    }
}

/// Every figure of every column, with kopecks.
pub struct TotalsView {
    pub count: String,
    pub lines: Vec<TotalsLine>,
}

/// Without script the totals are a page of their own.
#[derive(Template)]
#[template(path = "register/totals.html")]
pub struct TotalsPage {
    pub shell: Shell,
    pub back: String,
    pub totals: TotalsView,
}
