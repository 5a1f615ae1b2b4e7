//! Why a file is not read. No human text: a message is made elsewhere from the reason.

/// A limit that was passed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Limit {
    /// Bytes of the file.
    FileBytes(u64),
    /// Cells with something in them, over all sheets.
    Cells(u64),
    /// Rows with something in them, over all sheets.
    Rows(u64),
    /// Bytes of all texts.
    TextBytes(u64),
    /// Bytes of an .xls or .ods file; above it: save as .xlsx.
    OldFormatBytes(u64),
    /// Sheets.
    Sheets(u64),
}

/// The reason for not reading a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, serde::Serialize)]
#[serde(rename_all = "snake_case", tag = "reason")]
pub enum Refusal {
    #[error("the file cannot be read from disk")]
    Unreadable,
    #[error("not a spreadsheet")]
    NotASpreadsheet,
    /// A web page saved under the name of a workbook.
    #[error("an HTML page")]
    Html,
    /// A binary workbook (.xlsb): save as .xlsx.
    #[error("a format that is not read")]
    Unsupported,
    #[error("damaged")]
    Damaged,
    #[error("protected by a password")]
    Encrypted,
    /// A document type declaration: the way of entity bombs and reads of foreign files.
    #[error("DOCTYPE inside")]
    Doctype,
    /// Unpacks to an unreasonable size.
    #[error("unpacks to too much")]
    Bomb,
    #[error("over a limit")]
    TooLarge { limit: Limit },
    #[error("no data")]
    NoData,
    /// A quote in a .csv that is never closed; `row` is the line where it opens.
    #[error("unclosed quote at row {row}")]
    UnclosedQuote { row: u32 },
}
