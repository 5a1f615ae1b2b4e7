//! Filters: what they say as chips, the form of one column.

use actix_web::{HttpRequest, web};

use super::{is_fragment, opened};
use crate::accounts::{self, Action, Subject, in_work, may, shell};
use crate::clients::ClientKind;
use crate::db::{DbError, Work};
use crate::directories;
use crate::projects::ProjectState;
use crate::refusal::Refusal;
use crate::register::columns::{Column, Kind};
use crate::register::filter::{ME, Node, Op, Test, ops};
use crate::register::periods::PERIODS;
use crate::register::queries::Frame;
use crate::register::registers::Register;
use crate::register::values;
use crate::register::view::View;
use crate::register::views::{
    Chip, Choice, ColumnFilter, FilterPage, Labels, address, exact_millions, word_label,
};
use crate::supports::{Level, SupportStatus, SupportType, Unit};
use crate::text::{Locale, formats};
use crate::values::dates::Precision;
use crate::web::{Answer, AppError, Cx, Outcome, Query};

type Named = (String, String);

/// Columns that are offered at once, and all others: word and label.
pub fn offered(labels: &Labels<'_>, register: Register) -> (Vec<Named>, Vec<Named>) {
    let named = |column: &Column| (column.word().to_string(), labels.of(*column));
    let first = register.filters();
    let all = labels.columns(register);
    let others = all.iter().filter(|c| !first.contains(c));
    (
        first.iter().map(named).collect(),
        others.map(named).collect(),
    )
}

/// The directory whose entries a column holds.
pub fn directory(column: Column) -> directories::Kind {
    match column {
        Column::City => directories::Kind::City,
        Column::Industry => directories::Kind::Industry,
        Column::Programme => directories::Kind::Programme,
        Column::Body => directories::Kind::Body,
        _ => directories::Kind::District,
    }
}

/// The words that a column knows, in their order.
pub fn words(column: Column) -> Vec<&'static str> {
    match column {
        Column::ClientKind => ClientKind::ALL.iter().map(|k| k.word()).collect(),
        Column::Level => Level::ALL.iter().map(|l| l.word()).collect(),
        Column::Status => SupportStatus::ALL.iter().map(|s| s.word()).collect(),
        Column::Unit => Unit::ALL.iter().map(|u| u.word()).collect(),
        _ => SupportType::ALL.iter().map(|t| t.word()).collect(),
    }
}

/// Values that a column may be asked for; none where any text may be.
pub fn choices(
    work: &mut Work,
    t: Locale,
    frame: &Frame,
    column: Column,
) -> Result<Vec<Named>, DbError> {
    let word = |word: &'static str| {
        let label = word_label(column, word).map_or_else(|| word.into(), |key| t.text(key));
        (word.to_owned(), label.into_owned())
    };
    Ok(match column.kind() {
        Kind::State => ProjectState::ALL
            .iter()
            .filter(|s| **s != ProjectState::Deleted)
            .map(|s| (s.word().to_owned(), t.text(s.label()).into_owned()))
            .collect(),
        Kind::Entry => directories::entries(work, directory(column))?
            .into_iter()
            .map(|e| (e.id.to_string(), e.name))
            .collect(),
        Kind::Person => {
            let me = (ME.to_owned(), t.text("filter-me").into_owned());
            let people = accounts::people(work)?.into_iter();
            std::iter::once(me)
                .chain(people.map(|p| (p.id.to_string(), p.short_name())))
                .collect()
        }
        Kind::Word => words(column).into_iter().map(word).collect(),
        Kind::Flag => [("1", "yes"), ("0", "no")]
            .map(|(value, key)| (value.to_owned(), t.text(key).into_owned()))
            .to_vec(),
        Kind::Choice => {
            let options = frame.added(column).map_or(&[] as &[String], |a| &a.options);
            options.iter().map(|o| (o.clone(), o.clone())).collect()
        }
        _ => Vec::new(),
    })
}

/// One sentence for each column that is asked, and one for joined tests.
pub fn chips(
    work: &mut Work,
    labels: &Labels<'_>,
    frame: &Frame,
    view: &View,
) -> Result<Vec<Chip>, AppError> {
    let t = labels.t;
    let (page, base) = (view.register.page(), view.register.base());
    let mut chips: Vec<Chip> = Vec::new();
    let mut joined = if view.filter.any {
        view.filter.nodes.len()
    } else {
        0
    };
    for node in &view.filter.nodes {
        let test = match node {
            Node::Test(test) if !view.filter.any => test,
            Node::Group(group) if !view.filter.any => {
                joined += group.tests().len();
                continue;
            }
            _ => continue,
        };
        let name = test.column.word().to_string();
        let value = sentence(work, t, frame, test)?;
        if let Some(chip) = chips.iter_mut().find(|c| c.name == name) {
            chip.value = format!("{}, {value}", chip.value);
            continue;
        }
        chips.push(Chip {
            href: address(&format!("{base}/filters/{name}"), view),
            without: address(page, &view.without(test.column)),
            label: labels.of(test.column),
            name,
            value,
        });
    }
    if joined > 0 {
        chips.push(Chip {
            name: "where".to_owned(),
            label: t.text("filter-joined").into_owned(),
            value: formats::whole(t, joined as i64),
            href: address(&format!("{base}/filter"), view),
            without: address(page, &view.without_groups()),
        });
    }
    Ok(chips)
}

/// What a test says behind the name of its column.
pub fn sentence(work: &mut Work, t: Locale, frame: &Frame, test: &Test) -> Result<String, DbError> {
    let first = test.values.first().map_or("", String::as_str);
    let is_named = matches!(test.op, Op::In | Op::Not)
        || test.op == Op::Is
            && matches!(test.column.kind(), Kind::State | Kind::Person | Kind::Word);
    if is_named {
        let known = choices(work, t, frame, test.column)?;
        let names: Vec<&str> = test
            .values
            .iter()
            .filter_map(|v| known.iter().find(|(value, _)| value == v))
            .map(|(_, name)| name.as_str())
            .collect();
        let names = match names.as_slice() {
            [] => t.text("filter-nothing-known").into_owned(),
            [one] => (*one).to_owned(),
            [first, rest @ ..] => format!("{first} +{}", rest.len()),
        };
        return Ok(match test.op {
            Op::Not => t.with("filter-says-not", &names),
            _ => names,
        });
    }
    let value = written(t, test.column, first);
    Ok(match test.op {
        Op::Has => t.with("filter-says-has", &value),
        Op::Hasnt => t.with("filter-says-hasnt", &value),
        Op::Starts => t.with("filter-says-starts", &value),
        Op::From => t.with("filter-says-from", &value),
        Op::To => t.with("filter-says-to", &value),
        Op::Period => period(t, first),
        Op::Is => value,
        alone => t.text(alone.label()).into_owned(),
    })
}

fn period(t: Locale, word: &str) -> String {
    let found = PERIODS.iter().find(|(w, _)| *w == word);
    found.map_or_else(String::new, |(_, key)| t.text(key).into_owned())
}

/// A value as people write it.
pub fn written(t: Locale, column: Column, value: &str) -> String {
    match column.kind() {
        Kind::Money => values::kopecks(value).map_or_else(String::new, |k| exact_millions(t, k)),
        Kind::Date | Kind::Moment => value
            .parse()
            .map_or_else(|_| String::new(), |d| formats::date(t, d, Precision::Day)),
        Kind::Decimal if t == Locale::Ru => value.replace('.', ","),
        _ => value.to_owned(),
    }
}

/// How a value of this column is typed.
pub fn input(column: Column) -> &'static str {
    match column.kind() {
        Kind::Date | Kind::Moment => "date",
        Kind::Money | Kind::Whole | Kind::Percent | Kind::Days | Kind::Decimal => "decimal",
        _ => "text",
    }
}

/// The value as its input takes it: a browser's own calendar wants YYYY-MM-DD.
pub fn typed(t: Locale, column: Column, value: &str) -> String {
    match input(column) {
        "date" => value.to_owned(),
        _ => written(t, column, value),
    }
}

/// The tests of a column that stand by themselves.
fn own_tests(view: &View, column: Column) -> Vec<&Test> {
    if view.filter.any {
        return Vec::new();
    }
    let tests = view.filter.nodes.iter().filter_map(|node| match node {
        Node::Test(test) => Some(test),
        _ => None,
    });
    tests.filter(|test| test.column == column).collect()
}

fn chosen(named: Vec<Named>, values: &[String]) -> Vec<Choice> {
    named
        .into_iter()
        .map(|(value, label)| Choice {
            is_chosen: values.contains(&value),
            value,
            label,
        })
        .collect()
}

fn form(
    work: &mut Work,
    labels: &Labels<'_>,
    (view, frame): (&View, &Frame),
    column: Column,
) -> Result<ColumnFilter, AppError> {
    let t = labels.t;
    let own = own_tests(view, column);
    let values_of = |op: Op| {
        let test = own.iter().find(|t| t.op == op);
        test.map_or(&[] as &[String], |t| t.values.as_slice())
    };
    let word = column.word().to_string();
    let name = |op: Op| format!("{word}.{}", op.word());
    let asked = ops(column);
    let options = choices(work, t, frame, column)?;
    let is_typed = |op: &&Op| {
        let is_value = !op.is_alone() && !op.takes_many() && **op != Op::Period;
        is_value && (**op != Op::Is || options.is_empty())
    };
    let inputs = asked.iter().filter(is_typed).map(|op| {
        let value = values_of(*op).first().map_or("", String::as_str);
        let value = typed(t, column, value);
        (
            name(*op),
            t.text(op.label()).into_owned(),
            value,
            input(column),
        )
    });
    let inputs = inputs.collect();
    let switches = asked.iter().filter(|op| op.is_alone()).map(|op| {
        let is_on = own.iter().any(|t| t.op == *op);
        (name(*op), t.text(op.label()).into_owned(), is_on)
    });
    let periods = PERIODS.iter().filter(|_| asked.contains(&Op::Period));
    let periods = periods.map(|(word, key)| ((*word).to_owned(), t.text(key).into_owned()));
    Ok(ColumnFilter {
        t,
        action: view.register.page(),
        label: labels.of(column),
        inputs,
        switches: switches.collect(),
        periods: chosen(periods.collect(), values_of(Op::Period)),
        options: chosen(options, values_of(Op::In)),
        kept: kept(view, column),
        builder_href: address(&format!("{}/filter", view.register.base()), view),
        name: word,
    })
}

/// The state of the list without the tests of a column that its form asks anew.
fn kept(view: &View, column: Column) -> Vec<(String, String)> {
    let mut all = view.without(column).pairs();
    // What the form has no field for stays.
    let has_no_field = |test: &&Test| test.op == Op::Not;
    let stays = own_tests(view, column).into_iter().filter(has_no_field);
    all.extend(stays.flat_map(Test::pairs));
    all
}

/// `GET /register/filters/{name}`: the form of one column, as a fragment or as a page of its own.
pub async fn filter(
    cx: Cx,
    register: Register,
    query: Query,
    path: web::Path<String>,
    req: HttpRequest,
) -> Outcome {
    let is_fragment = is_fragment(&req);
    let shell_cx = cx.clone();
    in_work(&cx, move |work, actor| {
        may(actor, Action::See, Subject::NONE)?;
        let (view, frame) = opened(work, actor, register, &query.0, true)?;
        let labels = Labels::new(actor.locale, &frame);
        let column = Column::from_word(&path)
            .filter(|c| labels.columns(register).contains(c))
            .ok_or(Refusal::NotFound)?;
        let form = form(work, &labels, (&view, &frame), column)?;
        if is_fragment {
            return Answer::html(&form);
        }
        Answer::html(&FilterPage {
            shell: shell(&shell_cx, actor, register.place()),
            back: address(register.page(), &view),
            form,
        })
    })
    .await
}
