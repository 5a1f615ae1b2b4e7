//! Values of custom fields, read from the workbook when they are asked for: they are never copied into the
//! draft.

use std::borrow::Cow;
use std::collections::HashMap;

use crate::imports::draft::{
    CellRef, ClientIndex, CustomType, CustomValue, DecisionDraft, Draft, Entity, FieldIndex,
    ProjectIndex, Source, SupportDraft,
};
use crate::imports::reading::Value;
use crate::imports::understanding::Target;
use crate::imports::understanding::grid::{is_empty, shown};
use crate::values::dates::{Precision, from_serial, read_date};
use crate::values::money::{kopecks_of, read_money};
use crate::values::numbers::{format_number, read_decimal};
use crate::values::text::{fold, trim};
use crate::values::yes_no::read_yes_no;

/// Where the custom columns of each sheet are; made once for a draft.
pub struct CustomColumns {
    /// Sheet → entity, column, field.
    by_sheet: HashMap<u16, Vec<(Entity, u16, FieldIndex)>>,
}

impl Draft {
    /// The custom columns of all taken sheets.
    pub fn custom_columns(&self) -> CustomColumns {
        let fields: HashMap<(Entity, String), FieldIndex> = self
            .fields
            .iter()
            .enumerate()
            .map(|(i, f)| ((f.entity, fold(&f.label)), FieldIndex(i as u16)))
            .collect();
        let mut by_sheet: HashMap<u16, Vec<(Entity, u16, FieldIndex)>> = HashMap::new();
        for (i, sheet) in self.plan.sheets.iter().enumerate().filter(|(_, s)| s.taken) {
            for column in &sheet.columns {
                if let Target::Custom { entity, .. } = column.target
                    && let Some(field) = fields.get(&(entity, fold(&column.label)))
                {
                    by_sheet
                        .entry(i as u16)
                        .or_default()
                        .push((entity, column.index, *field));
                }
            }
        }
        CustomColumns { by_sheet }
    }

    /// Cells of custom fields of a client, in the order of its rows.
    pub fn custom_of_client(
        &self,
        columns: &CustomColumns,
        client: ClientIndex,
    ) -> Vec<(FieldIndex, CellRef)> {
        self.custom_cells(
            columns,
            Entity::Client,
            &self.clients[client.0 as usize].sources,
        )
    }

    /// Cells of custom fields of a project.
    pub fn custom_of_project(
        &self,
        columns: &CustomColumns,
        project: ProjectIndex,
    ) -> Vec<(FieldIndex, CellRef)> {
        self.custom_cells(
            columns,
            Entity::Project,
            &self.projects[project.0 as usize].sources,
        )
    }

    /// Cells of custom fields of a support measure.
    pub fn custom_of_support(
        &self,
        columns: &CustomColumns,
        support: &SupportDraft,
    ) -> Vec<(FieldIndex, CellRef)> {
        self.custom_cells(columns, Entity::Support, &support.sources)
    }

    /// Cells of further columns of a decision.
    pub fn custom_of_decision(
        &self,
        columns: &CustomColumns,
        decision: &DecisionDraft,
    ) -> Vec<(FieldIndex, CellRef)> {
        self.custom_cells(columns, Entity::Decision, &decision.sources)
    }

    fn custom_cells(
        &self,
        columns: &CustomColumns,
        entity: Entity,
        sources: &[Source],
    ) -> Vec<(FieldIndex, CellRef)> {
        let mut cells = Vec::new();
        for source in sources {
            let Some(of_sheet) = columns.by_sheet.get(&source.sheet) else {
                continue;
            };
            let Some(row) = self.workbook.row(usize::from(source.sheet), source.row) else {
                continue;
            };
            for (_, col, field) in of_sheet.iter().filter(|(e, _, _)| *e == entity) {
                let value = row.value(*col);
                if !is_empty(value) && !matches!(value, Value::Error(_)) {
                    cells.push((
                        *field,
                        CellRef {
                            sheet: source.sheet,
                            row: source.row,
                            col: *col,
                        },
                    ));
                }
            }
        }
        cells
    }

    /// The text of a cell as a person sees it, line breaks kept.
    pub fn cell_text(&self, cell: CellRef) -> Cow<'_, str> {
        match self
            .workbook
            .value(usize::from(cell.sheet), cell.row, cell.col)
        {
            Value::Text(_, t) => Cow::Borrowed(trim(t)),
            value => shown(value, self.workbook.date1904),
        }
    }

    /// The value of a custom field; a value that does not fit the field's type is its text.
    pub fn custom_value(&self, field: FieldIndex, cell: CellRef) -> CustomValue<'_> {
        let value = self
            .workbook
            .value(usize::from(cell.sheet), cell.row, cell.col);
        let text = self.cell_text(cell);
        let typed = match self.fields[usize::from(field.0)].kind {
            CustomType::Text | CustomType::Choice | CustomType::Link => None,
            CustomType::Number => match value {
                Value::Number(n) => Some(CustomValue::Number(format_number(n))),
                _ => read_decimal(&text).map(CustomValue::Number),
            },
            CustomType::Money => match value {
                Value::Number(n) => kopecks_of(n, self.unit_of(cell)).map(CustomValue::Money),
                _ => read_money(&text, self.unit_of(cell))
                    .ok()
                    .map(|m| CustomValue::Money(m.kopecks)),
            },
            CustomType::Date => match value {
                Value::Date(n) => from_serial(n, self.workbook.date1904).map(CustomValue::Date),
                _ => read_date(&text)
                    .ok()
                    .filter(|d| d.precision == Precision::Day)
                    .map(|d| CustomValue::Date(d.date)),
            },
            CustomType::YesNo => read_yes_no(&text).map(CustomValue::YesNo),
        };
        typed.unwrap_or(CustomValue::Text(text))
    }

    fn unit_of(&self, cell: CellRef) -> crate::values::money::MoneyUnit {
        let sheet = &self.plan.sheets[usize::from(cell.sheet)];
        sheet
            .columns
            .iter()
            .find(|c| c.index == cell.col)
            .map_or(crate::values::money::MoneyUnit::Rub, |c| c.unit)
    }
}
