//! Why a file was not imported. In every case nothing was written.

use sellify_store::StoreError;

/// What a file is, when it is not a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotATable {
    /// Bytes that are no text: an image, a program, a damaged file.
    Binary,
    /// A PDF.
    Pdf,
    /// A web page without a table, or XML that is no workbook.
    WebPage,
    /// Appointments.
    Calendar,
    /// An archive without a workbook in it.
    Archive,
    /// A text or slides of an office program.
    Document,
    /// The address book of a mail program in LDIF.
    Ldif,
    /// Data that one program hands to another (JSON).
    Json,
    /// One line without an end.
    EndlessLine,
}

/// Why an import did not take place. The sentence is for people and says what is safe and what to do next;
/// [`ImportError::code`] is stable.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// No bytes, or only blank lines.
    #[error("The file is empty. Nothing was imported. Check that it is the right file and save it again.")]
    FileEmpty,
    /// Column names and nothing below them.
    #[error(
        "The file has column names but no rows below them. Nothing was imported. Check that it is the right file."
    )]
    HeaderOnly,
    /// Not a table at all.
    #[error("{}", not_a_table(*.0))]
    NotATable(NotATable),
    /// A workbook that cannot be read to its end.
    #[error(
        "The workbook is damaged or incomplete. Nothing was imported. Open it in your spreadsheet program, save \
         it again, and import the new file."
    )]
    WorkbookDamaged,
    /// A workbook with a password.
    #[error(
        "The workbook is protected by a password. Nothing was imported. Remove the password in your spreadsheet \
         program, save, and import again."
    )]
    WorkbookProtected,
    /// A workbook with a program in it (security.md 8): it would not be run, but nobody knows what it does to the cells.
    #[error(
        "The workbook contains macros. Nothing was imported. Save a copy as .xlsx without macros, or as CSV, and \
         import that."
    )]
    WorkbookMacros,
    /// A workbook whose cells are taken from other files (security.md 8): what it shows may be out of date.
    #[error(
        "The workbook takes values from other files. Nothing was imported. Break the links in your spreadsheet \
         program, or save the sheet as CSV, and import that."
    )]
    WorkbookLinks,
    /// More than an import takes.
    #[error(
        "The workbook is too large, or holds far more than its size says. Nothing was imported. Save it as CSV \
         and import that, or split it."
    )]
    FileTooLarge,
    /// More columns than a spreadsheet has.
    #[error(
        "The file has more columns than a spreadsheet can hold. Nothing was imported. Check which sign separates \
         the columns, or save the file as .xlsx and import that."
    )]
    TooManyColumns,
    /// No sheet of that name.
    #[error("The workbook has no sheet named “{0}”. Nothing was imported. Choose one of its sheets.")]
    SheetMissing(String),
    /// No column is mapped to what the import asks for.
    #[error(
        "No column holds e-mail addresses. Nothing was imported. Say which column it is, or allow contacts that \
         only have a telephone number."
    )]
    NoEmailColumn,
    /// No column holds addresses or numbers of the channel that a list is for.
    #[error(
        "No column of the file holds addresses for this channel. Nothing was added. Say which column it is, or choose \
         the other channel."
    )]
    NoAddressColumn,
    /// The mapping names a column that the file does not have.
    #[error("The file has no column {0}. Nothing was imported. Choose the columns again.")]
    UnknownColumn(String),
    /// Every row was refused: there is nothing to write, and that is no success.
    #[error(
        "None of the {rows} rows has an address that can be written to. Nothing was imported. Check which column \
         is which; a dry run lists each row with its reason."
    )]
    NothingToImport {
        /// Rows read.
        rows: u64,
    },
    /// A person stopped it.
    #[error("The import was stopped. Nothing was imported.")]
    Cancelled,
    /// The file cannot be read.
    #[error(
        "The file cannot be read ({0}). Nothing was imported. Check that it still exists and is not locked."
    )]
    Io(#[from] std::io::Error),
    /// The vault did not take it.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// What should be recorded with the import could not be.
    #[error("The import could not be recorded in the journal. Nothing was imported.")]
    Recording(#[source] Box<dyn std::error::Error + Send + Sync>),
}

impl ImportError {
    /// The stable name of the cause.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::FileEmpty => "file_empty",
            Self::HeaderOnly => "header_only",
            Self::NotATable(NotATable::EndlessLine) => "line_too_long",
            Self::NotATable(_) => "not_a_table",
            Self::WorkbookDamaged => "workbook_damaged",
            Self::WorkbookProtected => "workbook_protected",
            Self::WorkbookMacros => "workbook_macros",
            Self::WorkbookLinks => "workbook_links",
            Self::FileTooLarge => "file_too_large",
            Self::TooManyColumns => "too_many_columns",
            Self::SheetMissing(_) => "sheet_missing",
            Self::NoEmailColumn => "no_email_column",
            Self::NoAddressColumn => "no_address_column",
            Self::UnknownColumn(_) => "unknown_column",
            Self::NothingToImport { .. } => "nothing_to_import",
            Self::Cancelled => "cancelled",
            Self::Io(_) => "file_unreadable",
            Self::Store(error) => error.code(),
            Self::Recording(_) => "audit_failed",
        }
    }
}

fn not_a_table(what: NotATable) -> &'static str {
    match what {
        NotATable::Binary => {
            "The file is not a table: it holds binary data. Nothing was imported. Save your contacts as .xlsx or \
             .csv and import that."
        }
        NotATable::Pdf => {
            "The file is a PDF, not a table. Nothing was imported. Ask for the list as .xlsx or .csv."
        }
        NotATable::WebPage => {
            "The file is a web page or XML without a table in it. Nothing was imported. Export your contacts again, \
             as .xlsx or .csv, and import that."
        }
        NotATable::Calendar => {
            "The file holds appointments, not contacts. Nothing was imported. Export your contacts instead, as \
             .vcf or .csv, and import that."
        }
        NotATable::Archive => {
            "The file is an archive, not a table. Nothing was imported. Unpack it and import the table inside."
        }
        NotATable::Document => {
            "The file is a text document, not a table. Nothing was imported. Copy its list into a spreadsheet, save \
             that as .xlsx, and import it."
        }
        NotATable::Ldif => {
            "The file is an address book in LDIF. Nothing was imported. Export it from the mail program as .csv or \
             .vcf, and import that."
        }
        NotATable::Json => {
            "The file is data for programs (JSON), not a table. Nothing was imported. Export the list as .csv or \
             .xlsx, and import that."
        }
        NotATable::EndlessLine => {
            "The file is one endless line, not a table. Nothing was imported. Save your contacts as .xlsx or \
             .csv, with one contact a line, and import that."
        }
    }
}
