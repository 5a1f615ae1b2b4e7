//! The compact form of a workbook: sheets of rows of eight-byte cells, texts in one arena. Read-only after
//! it is built; rows and columns are 1-based as a person counts them.

pub mod compact;
mod mending;
mod moving;
mod parting;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::arena::{TextArena, TextId};
use super::limits;
use super::refusal::Refusal;

pub use moving::Slip;

/// What kind of file the workbook came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FileKind {
    Xlsx,
    Xls,
    Ods,
    Csv,
}

/// Whether a sheet is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Visibility {
    #[default]
    Visible,
    Hidden,
    VeryHidden,
}

/// An error value in a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CellError {
    Ref,
    NotAvailable,
    Value,
    DivisionByZero,
    Name,
    Null,
    Number,
    Other,
}

impl CellError {
    const ALL: [(CellError, &'static str); 8] = [
        (CellError::Ref, "#REF!"),
        (CellError::NotAvailable, "#N/A"),
        (CellError::Value, "#VALUE!"),
        (CellError::DivisionByZero, "#DIV/0!"),
        (CellError::Name, "#NAME?"),
        (CellError::Null, "#NULL!"),
        (CellError::Number, "#NUM!"),
        (CellError::Other, "#ERROR"),
    ];

    /// The text that the spreadsheet shows.
    pub fn text(self) -> &'static str {
        CellError::ALL
            .iter()
            .find(|(e, _)| *e == self)
            .map_or("#ERROR", |(_, t)| t)
    }

    /// The error of a text such as "#REF!"; None for any other text.
    pub fn from_text(text: &str) -> Option<CellError> {
        CellError::ALL[..7]
            .iter()
            .find(|(_, t)| *t == text)
            .map(|(e, _)| *e)
    }
}

/// Background of a cell as 0xRRGGBB; colours of a palette keep their number above that range.
pub type Fill = u32;

/// What of a cell's style matters here.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Style {
    /// None for no background or white.
    pub fill: Option<Fill>,
    /// Numbers of this style are dates.
    pub date: bool,
    /// Numbers of this style are shown as percentages.
    pub percent: bool,
}

/// A value of a cell.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Value<'a> {
    Blank,
    Text(TextId, &'a str),
    Number(f64),
    /// A serial number shown as a date.
    Date(f64),
    Bool(bool),
    Error(CellError),
}

/// A cell in eight bytes: column, kind, style, and a payload that is a text id, a small number or the place
/// of a large one.
#[derive(Clone, Copy)]
struct Cell {
    col: u16,
    /// Kind in the low four bits, style above.
    tag: u16,
    payload: u32,
}

const BLANK: u16 = 0;
const TEXT: u16 = 1;
const INTEGER: u16 = 2;
const HUNDREDTHS: u16 = 3;
const FLOAT: u16 = 4;
const BOOL: u16 = 5;
const ERROR: u16 = 6;
/// Styles that fit above the kind.
const STYLES: usize = 1 << 12;

struct Row {
    number: u32,
    start: u32,
    hidden: bool,
}

/// Merged cells, corners included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Merge {
    pub top: u32,
    pub left: u16,
    pub bottom: u32,
    pub right: u16,
}

/// A comment (note) of a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Comment {
    pub row: u32,
    pub col: u16,
    pub text: TextId,
}

/// One sheet.
#[derive(Default)]
pub struct Sheet {
    pub name: String,
    pub visibility: Visibility,
    pub merges: Vec<Merge>,
    /// Sorted by row and column.
    pub comments: Vec<Comment>,
    /// Inclusive ranges.
    pub hidden_columns: Vec<(u16, u16)>,
    rows: Vec<Row>,
    cells: Vec<Cell>,
    floats: Vec<f64>,
    pub last_column: u16,
}

/// A workbook.
pub struct Workbook {
    pub kind: FileKind,
    pub texts: TextArena,
    pub sheets: Vec<Sheet>,
    pub styles: Vec<Style>,
    pub date1904: bool,
    /// Rows that are not read as they stand, by sheet and number.
    pub(super) slips: BTreeMap<(u16, u32), Slip>,
}

/// A row of a sheet with its cells.
#[derive(Clone, Copy)]
pub struct RowView<'a> {
    workbook: &'a Workbook,
    sheet: &'a Sheet,
    index: usize,
    slip: Option<Slip>,
}

impl Workbook {
    /// The rows of a sheet that hold any cell, from the top.
    pub fn rows(&self, sheet: usize) -> impl ExactSizeIterator<Item = RowView<'_>> + Clone {
        let of_sheet = &self.sheets[sheet];
        (0..of_sheet.rows.len()).map(move |index| self.view(sheet, of_sheet, index))
    }

    /// The `index`-th row that holds any cell.
    pub fn row_at(&self, sheet: usize, index: usize) -> Option<RowView<'_>> {
        let of_sheet = &self.sheets[sheet];
        (index < of_sheet.rows.len()).then(|| self.view(sheet, of_sheet, index))
    }

    fn view<'a>(&'a self, at: usize, sheet: &'a Sheet, index: usize) -> RowView<'a> {
        let slip = match self.slips.is_empty() {
            true => None,
            false => self.slip(at as u16, sheet.rows[index].number),
        };
        RowView {
            workbook: self,
            sheet,
            index,
            slip,
        }
    }

    /// The row with this number, if it holds any cell.
    pub fn row(&self, sheet: usize, number: u32) -> Option<RowView<'_>> {
        let index = self.sheets[sheet]
            .rows
            .binary_search_by_key(&number, |r| r.number)
            .ok()?;
        self.row_at(sheet, index)
    }

    /// The value of a cell.
    pub fn value(&self, sheet: usize, row: u32, col: u16) -> Value<'_> {
        self.row(sheet, row).map_or(Value::Blank, |r| r.value(col))
    }

    /// Cells over all sheets.
    pub fn cell_count(&self) -> usize {
        self.sheets.iter().map(|s| s.cells.len()).sum()
    }

    fn decode(&self, sheet: &Sheet, cell: &Cell) -> Value<'_> {
        let number = |n: f64| {
            if self.style_of(cell).date {
                Value::Date(n)
            } else {
                Value::Number(n)
            }
        };
        match cell.tag & 15 {
            TEXT => Value::Text(TextId(cell.payload), self.texts.get(TextId(cell.payload))),
            INTEGER => number(f64::from(cell.payload as i32)),
            HUNDREDTHS => number(f64::from(cell.payload as i32) / 100.0),
            FLOAT => number(sheet.floats[cell.payload as usize]),
            BOOL => Value::Bool(cell.payload != 0),
            ERROR => Value::Error(CellError::ALL[(cell.payload as usize).min(7)].0),
            _ => Value::Blank,
        }
    }

    fn style_of(&self, cell: &Cell) -> Style {
        self.styles
            .get(usize::from(cell.tag >> 4))
            .copied()
            .unwrap_or_default()
    }
}

impl Sheet {
    /// True if the column is hidden.
    pub fn column_hidden(&self, col: u16) -> bool {
        self.hidden_columns
            .iter()
            .any(|(from, to)| (*from..=*to).contains(&col))
    }

    /// Number of rows that hold any cell.
    pub fn row_count(&self) -> usize {
        self.rows.len()
    }

    /// The comment of a cell.
    pub fn comments_of_row(&self, row: u32) -> &[Comment] {
        let from = self.comments.partition_point(|c| c.row < row);
        let to = self.comments.partition_point(|c| c.row <= row);
        &self.comments[from..to]
    }
}

impl<'a> RowView<'a> {
    /// 1-based number of the row.
    pub fn number(&self) -> u32 {
        self.sheet.rows[self.index].number
    }

    /// True if the row is hidden.
    pub fn hidden(&self) -> bool {
        self.sheet.rows[self.index].hidden
    }

    fn raw(&self) -> &'a [Cell] {
        let start = self.sheet.rows[self.index].start as usize;
        let end = self
            .sheet
            .rows
            .get(self.index + 1)
            .map_or(self.sheet.cells.len(), |r| r.start as usize);
        &self.sheet.cells[start..end]
    }

    /// The cells that hold something, from the left, with their columns.
    pub fn cells(&self) -> impl Iterator<Item = (u16, Value<'a>)> + Clone + use<'a> {
        let (workbook, sheet, slip) = (self.workbook, self.sheet, self.slip);
        let read_as = move |col| slip.map_or(col, |s| s.reads_as(col));
        self.raw()
            .iter()
            .filter(|c| c.tag & 15 != BLANK)
            .map(move |c| (read_as(c.col), workbook.decode(sheet, c)))
    }

    /// The value in a column.
    pub fn value(&self, col: u16) -> Value<'a> {
        let stands_in = self.slip.map_or(Some(col), |s| s.stands_in(col));
        let Some(col) = stands_in else {
            return Value::Blank;
        };
        let cells = self.raw();
        match cells.binary_search_by_key(&col, |c| c.col) {
            Ok(at) => self.workbook.decode(self.sheet, &cells[at]),
            Err(_) => Value::Blank,
        }
    }

    /// The background of a cell, blank cells of the first rows included.
    pub fn fill(&self, col: u16) -> Option<Fill> {
        let cells = self.raw();
        let at = cells.binary_search_by_key(&col, |c| c.col).ok()?;
        self.workbook.style_of(&cells[at]).fill
    }

    /// Backgrounds of all cells of the row, None for those without.
    pub fn fills(&self) -> impl Iterator<Item = Option<Fill>> + use<'a> {
        let workbook = self.workbook;
        self.raw().iter().map(move |c| workbook.style_of(c).fill)
    }

    /// True if no cell of the row holds anything but spaces.
    pub fn is_blank(&self) -> bool {
        self.cells().all(|(_, v)| match v {
            Value::Text(_, t) => t.chars().all(crate::values::text::is_space),
            Value::Blank => true,
            _ => false,
        })
    }
}

/// A cell of a sheet part takes at least about so many bytes.
const CELL_BYTES: u64 = 22;

/// Builds a sheet row by row, cells in any order within a row.
pub struct SheetBuilder<'a> {
    sheet: Sheet,
    styles: &'a [Style],
    left: &'a mut limits::Room,
}

impl<'a> SheetBuilder<'a> {
    /// `left` is how much may still be read, over all sheets.
    pub fn new(
        name: String,
        visibility: Visibility,
        styles: &'a [Style],
        left: &'a mut limits::Room,
    ) -> SheetBuilder<'a> {
        SheetBuilder {
            sheet: Sheet {
                name,
                visibility,
                ..Sheet::default()
            },
            styles,
            left,
        }
    }

    /// Makes room for the cells of a part of this many bytes at once. Memory that is never touched costs
    /// nothing, growing by doubling would for a moment hold everything twice.
    pub fn reserve_for(&mut self, bytes: u64) {
        let cells = (bytes / CELL_BYTES).min(limits::CELLS);
        self.sheet.cells.reserve_exact(cells as usize);
    }

    /// Begins a row; cells that follow belong to it. Rows come in ascending order.
    pub fn row(&mut self, number: u32, hidden: bool) -> Result<(), Refusal> {
        if self.sheet.rows.last().is_some_and(|r| r.number >= number)
            || number == 0
            || number > limits::ROWS
        {
            return Err(Refusal::Damaged);
        }
        self.drop_empty_row();
        self.sheet.rows.push(Row {
            number,
            start: self.sheet.cells.len() as u32,
            hidden,
        });
        Ok(())
    }

    fn drop_empty_row(&mut self) {
        if self
            .sheet
            .rows
            .last()
            .is_some_and(|r| r.start as usize == self.sheet.cells.len())
        {
            self.sheet.rows.pop();
        }
    }

    fn push(&mut self, col: u16, kind: u16, style: usize, payload: u32) -> Result<(), Refusal> {
        if self.sheet.rows.is_empty() || col == 0 || col > limits::COLUMNS {
            return Err(Refusal::Damaged);
        }
        let row_start = self.sheet.rows.last().map_or(0, |r| r.start as usize);
        self.left.take(row_start == self.sheet.cells.len())?;
        let style = if style < self.styles.len().min(STYLES) {
            style as u16
        } else {
            0
        };
        let cell = Cell {
            col,
            tag: kind | style << 4,
            payload,
        };
        self.sheet.last_column = self.sheet.last_column.max(col);
        match self.sheet.cells[row_start..].last() {
            Some(last) if last.col >= col => {
                let at = row_start + self.sheet.cells[row_start..].partition_point(|c| c.col < col);
                self.sheet.cells.insert(at, cell);
            }
            _ => self.sheet.cells.push(cell),
        }
        Ok(())
    }

    /// Adds a text.
    pub fn text(&mut self, col: u16, style: usize, text: TextId) -> Result<(), Refusal> {
        self.push(col, TEXT, style, text.0)
    }

    /// Adds a number: small whole ones and those with two decimals fit into the cell itself.
    pub fn number(&mut self, col: u16, style: usize, value: f64) -> Result<(), Refusal> {
        let hundredths = value * 100.0;
        if value.fract() == 0.0 && value.abs() < f64::from(i32::MAX) {
            self.push(col, INTEGER, style, value as i32 as u32)
        } else if hundredths.abs() < f64::from(i32::MAX)
            && f64::from(hundredths.round() as i32) / 100.0 == value
        {
            self.push(col, HUNDREDTHS, style, hundredths.round() as i32 as u32)
        } else {
            let at = self.sheet.floats.len() as u32;
            self.sheet.floats.push(value);
            self.push(col, FLOAT, style, at)
        }
    }

    /// Adds a truth value.
    pub fn boolean(&mut self, col: u16, style: usize, value: bool) -> Result<(), Refusal> {
        self.push(col, BOOL, style, u32::from(value))
    }

    /// Adds an error value.
    pub fn error(&mut self, col: u16, style: usize, error: CellError) -> Result<(), Refusal> {
        let code = CellError::ALL
            .iter()
            .position(|(e, _)| *e == error)
            .unwrap_or(7);
        self.push(col, ERROR, style, code as u32)
    }

    /// Remembers the background of an empty cell: only in the first rows, where legends stand.
    pub fn blank(&mut self, col: u16, style: usize) -> Result<(), Refusal> {
        let near = self.sheet.rows.last().is_some_and(|r| r.number <= 300) && col <= 60;
        if near && self.styles.get(style).is_some_and(|s| s.fill.is_some()) {
            return self.push(col, BLANK, style, 0);
        }
        Ok(())
    }

    /// The sheet under construction, for merges, comments and hidden columns.
    pub fn sheet(&mut self) -> &mut Sheet {
        &mut self.sheet
    }

    /// The finished sheet.
    pub fn finish(mut self) -> Sheet {
        self.drop_empty_row();
        self.sheet.comments.sort_by_key(|c| (c.row, c.col));
        self.sheet.rows.shrink_to_fit();
        self.sheet.floats.shrink_to_fit();
        self.sheet
    }
}
