//! Gives each column of a sheet its meaning: by its header, by the values below and by its neighbours. What
//! finds no field becomes a custom field.

use std::collections::HashMap;

use super::custom::custom_target;
use super::grid::Grid;
use super::headers::Header;
use super::knowledge::Knowledge;
use super::plan::{ColumnPlan, Target};
use super::profile::Profile;
use super::vocabulary::{candidates, is_row_number, money_unit};
use crate::imports::draft::{Entity, Field};
use crate::values::money::MoneyUnit;
use crate::values::text::fold;

/// What the sheet is mostly about; decides what a plain "Дата" or "Размер" means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Flavour {
    Register,
    Support,
    Decisions,
}

/// A column whose meaning is being weighed.
struct Weighed {
    col: u16,
    field: Field,
    weight: f32,
}

/// Columns among which fields are looked for; those of a sheet that is still wider are kept as they stand.
const WIDE: usize = 1_000;

/// Plans of all columns that have a header or values, from the left.
pub fn plan_columns(
    grid: &Grid<'_>,
    header: &Header,
    profiles: &HashMap<u16, Profile>,
    knowledge: &Knowledge,
    title_unit: Option<MoneyUnit>,
) -> Vec<ColumnPlan> {
    let mut cols: Vec<u16> = header
        .labels
        .keys()
        .chain(profiles.keys())
        .copied()
        .collect();
    cols.sort_unstable();
    cols.dedup();
    let empty = Profile::default();
    let profile = |col: u16| profiles.get(&col).unwrap_or(&empty);
    let flavour = flavour_of(header);
    let first = &cols[..cols.len().min(WIDE)];
    let chosen = choose(first, header, &profile, flavour, knowledge);
    let mut plans: Vec<ColumnPlan> = Vec::with_capacity(cols.len());
    let mut labels_seen: HashMap<String, u32> = HashMap::new();
    for col in cols {
        let label = header.labels.get(&col).cloned().unwrap_or_default();
        let group = header.groups.get(&col).cloned().unwrap_or_default();
        if label.is_empty() && profile(col).filled == 0 {
            continue;
        }
        let seen = labels_seen.entry(fold(&label)).or_default();
        *seen += 1;
        let duplicate = *seen > 1 && !label.is_empty();
        let (target, confidence) = match chosen.get(&col) {
            Some((field, weight)) => (Target::Field { field: *field }, *weight),
            None => (Target::Skip, 0.0),
        };
        let shown = if duplicate && !matches!(target, Target::Field { .. }) {
            format!("{label} ({seen})")
        } else {
            label.clone()
        };
        plans.push(ColumnPlan {
            index: col,
            label: shown,
            unit: money_unit(&label)
                .or_else(|| money_unit(&group))
                .or(title_unit)
                .unwrap_or(MoneyUnit::Rub),
            group,
            hidden: grid.sheet().column_hidden(col),
            target,
            confidence,
            unit_asked: false,
            options: Vec::new(),
            duplicate,
        });
    }
    place_the_rest(&mut plans, &profile, flavour);
    plans
}

fn flavour_of(header: &Header) -> Flavour {
    let has = |field: Field| {
        header.first_labels().any(|(col, label)| {
            super::vocabulary::fit(label, field) >= 0.6
                || header
                    .groups
                    .get(col)
                    .is_some_and(|g| super::vocabulary::fit(&format!("{g} {label}"), field) >= 0.8)
        })
    };
    let count = |fields: &[Field]| fields.iter().filter(|f| has(**f)).count();
    if count(&[Field::Protocol, Field::Outcome, Field::DecisionKind]) >= 2 {
        Flavour::Decisions
    } else if count(&[
        Field::Programme,
        Field::Level,
        Field::Unit,
        Field::Body,
        Field::SupportType,
        Field::Start,
        Field::End,
    ]) >= 3
    {
        Flavour::Support
    } else {
        Flavour::Register
    }
}

/// The best field for each column: heavier ones first, each field once, except those that may repeat.
fn choose<'p>(
    cols: &[u16],
    header: &Header,
    profile: &impl Fn(u16) -> &'p Profile,
    flavour: Flavour,
    knowledge: &Knowledge,
) -> HashMap<u16, (Field, f32)> {
    let mut weighed: Vec<Weighed> = Vec::new();
    let mut left_out: Vec<u16> = Vec::new();
    for col in cols {
        let label = header
            .labels
            .get(col)
            .map(String::as_str)
            .unwrap_or_default();
        if is_row_number(label) {
            left_out.push(*col);
            continue;
        }
        match knowledge.headers.get(&fold(label)) {
            Some(Some(field)) if !label.is_empty() => weighed.push(Weighed {
                col: *col,
                field: *field,
                weight: 2.0,
            }),
            Some(None) if !label.is_empty() => left_out.push(*col),
            _ => {
                let group = header
                    .groups
                    .get(col)
                    .map(String::as_str)
                    .unwrap_or_default();
                weighed.extend(weigh(*col, label, group, profile(*col), flavour));
            }
        }
    }
    weighed.sort_by(|a, b| {
        b.weight
            .total_cmp(&a.weight)
            .then(a.col.cmp(&b.col))
            .then(a.field.cmp(&b.field))
    });
    let mut chosen: HashMap<u16, (Field, f32)> = HashMap::new();
    for w in weighed {
        let taken = chosen.values().any(|(f, _)| *f == w.field);
        if left_out.contains(&w.col)
            || chosen.contains_key(&w.col)
            || (taken && !may_repeat(w.field))
        {
            continue;
        }
        chosen.insert(w.col, (w.field, w.weight.min(1.0)));
    }
    chosen
}

/// Fields that several columns of one sheet may fill.
pub fn may_repeat(field: Field) -> bool {
    matches!(
        field,
        Field::Phone | Field::Email | Field::Contact | Field::Responsible | Field::Note
    )
}

fn weigh(col: u16, label: &str, group: &str, profile: &Profile, flavour: Flavour) -> Vec<Weighed> {
    let mut fits: HashMap<Field, f32> = HashMap::new();
    let mut note = |found: Vec<(Field, f32)>, part: f32| {
        for (field, fit) in found {
            let best = fits.entry(field).or_insert(0.0);
            *best = best.max(fit * part);
        }
    };
    if !label.is_empty() {
        note(candidates(label), 1.0);
        if !group.is_empty() {
            // "Проект / Название" is more than "Название" alone.
            note(candidates(&format!("{group} {label}")), 1.05);
        }
    }
    if let Some(field) = of_group(label, group) {
        fits.insert(field, 1.0);
    }
    for field in by_values(profile) {
        let best = fits.entry(field).or_insert(0.0);
        *best = best.max(if label.is_empty() { 0.65 } else { 0.55 });
    }
    fits.into_iter()
        .map(|(field, fit)| Weighed {
            col,
            field,
            weight: fit * context(field, label, group, flavour) * values_agree(field, profile),
        })
        .filter(|w| w.weight >= 0.5)
        .collect()
}

/// A header that only says "name" belongs to what the group over it is about.
fn of_group(label: &str, group: &str) -> Option<Field> {
    if !matches!(
        super::vocabulary::header_words(label).as_str(),
        "наименование" | "название" | "имя" | "name" | "title" | "полное наименование"
    ) {
        return None;
    }
    let words = crate::values::text::fold_words(group);
    let speaks_of = |stems: &[&str]| {
        words
            .split(' ')
            .any(|w| stems.iter().any(|s| w.starts_with(s)))
    };
    if speaks_of(&["проект", "инвестпроект", "project"]) {
        Some(Field::ProjectName)
    } else if speaks_of(&[
        "заявител",
        "клиент",
        "инвестор",
        "организац",
        "компани",
        "предприят",
        "инициатор",
        "получател",
        "заказчик",
        "client",
        "company",
        "investor",
        "applicant",
    ]) {
        let full = super::vocabulary::header_words(label).starts_with("полное");
        Some(if full {
            Field::ClientFullName
        } else {
            Field::ClientName
        })
    } else {
        None
    }
}

/// How the kind of sheet and the group over a column change the weight of a field.
fn context(field: Field, label: &str, group: &str, flavour: Flavour) -> f32 {
    if let Some(meant) = of_group(label, group) {
        return if field == meant { 1.2 } else { 0.4 };
    }
    match (flavour, field) {
        (Flavour::Decisions, Field::ApplicationDate | Field::Body | Field::SupportType) => 0.3,
        (Flavour::Decisions, Field::DecisionDate | Field::DecisionKind) => 1.1,
        (_, Field::DecisionDate | Field::DecisionKind | Field::Protocol | Field::Outcome)
            if flavour != Flavour::Decisions =>
        {
            0.3
        }
        (
            Flavour::Support,
            Field::Total | Field::Description | Field::ApplicationDate | Field::Requested,
        ) => 0.55,
        (
            Flavour::Support,
            Field::SupportType | Field::Amount | Field::Body | Field::SupportDescription,
        ) => 1.1,
        (_, f) if f.entity() == Entity::Support && flavour != Flavour::Support => 0.3,
        _ => 1.0,
    }
}

/// Fields that values alone speak for.
fn by_values(profile: &Profile) -> Vec<Field> {
    if profile.filled < 3 {
        return Vec::new();
    }
    let most = |count: u32, share: f32| profile.share(count) >= share;
    let mut fields = Vec::new();
    if most(profile.inn, 0.6) {
        fields.push(Field::Inn);
    }
    if most(profile.ogrn, 0.6) {
        fields.push(Field::Ogrn);
    }
    if most(profile.emails, 0.7) && most(profile.phones, 0.5) {
        fields.push(Field::Contact);
    } else if most(profile.emails, 0.7) {
        fields.push(Field::Email);
    } else if most(profile.phones, 0.7) {
        fields.push(Field::Phone);
    }
    if most(profile.holders, 0.6) {
        fields.push(Field::ClientName);
    }
    if most(profile.states, 0.8) && profile.distinct <= 40 {
        fields.push(Field::State);
    }
    fields
}

/// How well the values fit a field that the header names: 1 neutral, above better, 0 impossible.
fn values_agree(field: Field, p: &Profile) -> f32 {
    if p.filled < 3 {
        return 1.0;
    }
    let share = |count: u32| p.share(count);
    let need = |count: u32, least: f32| {
        if share(count) >= least {
            1.05
        } else {
            share(count) / least * 0.6
        }
    };
    match field {
        Field::Inn => need(p.inn, 0.25),
        Field::Ogrn => need(p.ogrn, 0.25),
        Field::Kpp => need(p.nine_digits, 0.3),
        Field::PostCode => need(p.six_digits, 0.4),
        Field::Phone => {
            need(p.phones, 0.3)
                * if share(p.emails) > 0.5 && share(p.phones) < 0.3 {
                    0.5
                } else {
                    1.0
                }
        }
        Field::Email => need(p.emails, 0.3),
        Field::Contact if share(p.phones.max(p.emails)) < 0.15 => 0.5,
        Field::ContactName if share(p.phones) > 0.4 || share(p.emails) > 0.4 => 0.5,
        Field::ContactName => {
            if share(p.people) >= 0.2 || share(p.letters) > 0.8 {
                1.0
            } else {
                0.4
            }
        }
        f if f.is_date() => need(p.dates + p.serials, 0.4),
        f if f.is_money() => need(p.money, 0.3),
        Field::Amount => need(p.numbers + p.money, 0.2),
        Field::Jobs => {
            if share(p.numbers) + 0.5 * share(p.letters) > 0.3 {
                1.0
            } else {
                0.4
            }
        }
        Field::State => need(p.states, 0.3),
        Field::ClientName if share(p.dates) > 0.5 || share(p.numbers) > 0.6 => 0.3,
        Field::ClientName => 1.0 + 0.1 * share(p.holders),
        Field::ProjectName if share(p.numbers) > 0.6 => 0.2,
        Field::ProjectName | Field::Description if share(p.letters) < 0.3 => 0.4,
        Field::District if share(p.districts) > 0.3 => 1.1,
        Field::City if share(p.districts) > 0.5 => 0.7,
        Field::Responsible if share(p.numbers) > 0.5 => 0.3,
        _ => 1.0,
    }
}

/// Corrections that need the whole sheet, and a home for what is left.
fn place_the_rest<'p>(
    plans: &mut [ColumnPlan],
    profile: &impl Fn(u16) -> &'p Profile,
    flavour: Flavour,
) {
    let has = |plans: &[ColumnPlan], f: Field| plans.iter().any(|c| c.field() == Some(f));
    contacts_by_values(plans, profile);
    if flavour == Flavour::Support {
        retarget(plans, Field::Description, Field::SupportDescription);
        retarget(plans, Field::Total, Field::Amount);
    }
    // "Наименование" beside "Заявитель" is the project's.
    if !has(plans, Field::ProjectName) && has(plans, Field::ClientName) {
        let free = plans.iter_mut().find(|c| {
            c.target == Target::Skip
                && matches!(
                    super::vocabulary::header_words(&c.label).as_str(),
                    "наименование" | "название" | "name" | "title"
                )
        });
        if let Some(column) = free {
            column.target = Target::Field {
                field: Field::ProjectName,
            };
            column.confidence = 0.6;
        }
    }
    let money_unit_of_sheet = shared_unit(plans);
    let about = if has(plans, Field::ProjectName) {
        Entity::Project
    } else {
        Entity::Client
    };
    let about = match flavour {
        Flavour::Decisions => Entity::Decision,
        Flavour::Support => Entity::Support,
        Flavour::Register => about,
    };
    for column in plans.iter_mut() {
        if column.field().is_some_and(Field::is_money)
            && money_unit(&column.label).is_none()
            && column.unit == MoneyUnit::Rub
            && let Some(unit) = money_unit_of_sheet
        {
            column.unit = unit;
        }
        if column.target == Target::Skip && !is_row_number(&column.label) {
            column.target = custom_target(&column.label, about);
            column.confidence = 0.5;
        }
    }
}

fn retarget(plans: &mut [ColumnPlan], from: Field, to: Field) {
    if plans.iter().any(|c| c.field() == Some(to)) {
        return;
    }
    if let Some(column) = plans.iter_mut().find(|c| c.field() == Some(from)) {
        column.target = Target::Field { field: to };
    }
}

/// A column of contacts that holds only telephones is one of telephones; names with telephones are contacts.
fn contacts_by_values<'p>(plans: &mut [ColumnPlan], profile: &impl Fn(u16) -> &'p Profile) {
    for column in plans.iter_mut() {
        let p = profile(column.index);
        let (phones, emails) = (p.share(p.phones), p.share(p.emails));
        let better = match column.field() {
            Some(Field::ContactName) if phones > 0.4 || emails > 0.4 => Field::Contact,
            Some(Field::Contact) if p.filled > 2 && phones < 0.1 && emails < 0.1 => {
                Field::ContactName
            }
            _ => continue,
        };
        column.target = Target::Field { field: better };
    }
}

/// The unit that all money columns with a unit in their header share, when at least two have one.
fn shared_unit(plans: &[ColumnPlan]) -> Option<MoneyUnit> {
    let named: Vec<MoneyUnit> = plans
        .iter()
        .filter(|c| c.field().is_some_and(Field::is_money))
        .filter_map(|c| money_unit(&c.label))
        .collect();
    let first = *named.first()?;
    (named.len() >= 2 && first != MoneyUnit::Rub && named.iter().all(|u| *u == first))
        .then_some(first)
}
