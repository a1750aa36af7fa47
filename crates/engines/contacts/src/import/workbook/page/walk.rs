//! The tags of a page as tables, rows and cells that begin and end in order, whatever tags were left out.
//!
//! Only the tokens of the page are read, never its tree: a page of any size costs a few buffers.

use std::cell::{Cell, RefCell};
use std::io::Read;
use std::ops::ControlFlow;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{
    BufferQueue, StartTag, Tag, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};

use crate::import::error::ImportError;
use crate::import::text::decode::Utf8;

/// Bytes that are read at once.
const CHUNK: usize = 4096;
/// Bytes without a tag or text that ends.
const PIECE: usize = 8 << 20;
/// Signs in such a piece that may stand between two attributes. Each attribute is compared with all before it.
const SIGNS: usize = 50_000;
/// Attributes of a tag.
const ATTRIBUTES: usize = 256;
/// Tables inside tables.
const DEPTH: usize = 100;

/// What a page is made of, as far as tables go.
pub(super) enum Piece<'a> {
    TableBegins,
    Caption(&'a str),
    RowBegins,
    CellBegins {
        /// Columns and rows that it spans.
        columns: u32,
        rows: u32,
    },
    Text(&'a str),
    /// A new line (`br`), or the edge of a paragraph, which is one where something stands before.
    Break {
        edge: bool,
    },
    CellEnds,
    RowEnds,
    TableEnds {
        /// Whether the page says so, and did not just stop.
        closed: bool,
    },
}

/// Takes the pieces in order.
pub(super) trait Visitor {
    fn take(&mut self, piece: Piece<'_>) -> Result<ControlFlow<()>, ImportError>;
}

/// Reads a page until it ends or the visitor has enough.
pub(super) fn walk<R: Read>(mut text: Utf8<R>, visitor: &mut dyn Visitor) -> Result<(), ImportError> {
    let walker = Walker { visitor, open: Vec::new(), muted: false, in_caption: false };
    let sink = Sink { walker: RefCell::new(walker), ended: RefCell::new(None), tokens: Cell::new(0) };
    let tokenizer = Tokenizer::new(sink, TokenizerOpts::default());
    let queue = BufferQueue::default();
    let (mut bytes, mut piece) = (Vec::new(), Unended::default());
    while text.fill(&mut bytes)? {
        let whole = match std::str::from_utf8(&bytes) {
            Ok(_) => bytes.len(),
            Err(error) => error.valid_up_to(),
        };
        let mut rest = std::str::from_utf8(bytes.get(..whole).unwrap_or_default()).unwrap_or_default();
        while !rest.is_empty() {
            let (chunk, after) = rest.split_at(rest.floor_char_boundary(CHUNK.min(rest.len())));
            rest = after;
            let before = tokenizer.sink.tokens.get();
            queue.push_back(StrTendril::from(chunk));
            let _ = tokenizer.feed(&queue);
            if let Some(ended) = tokenizer.sink.ended.take() {
                return ended;
            }
            piece.grow(chunk, tokenizer.sink.tokens.get() > before)?;
        }
        bytes.drain(..whole);
    }
    tokenizer.end();
    if let Some(ended) = tokenizer.sink.ended.take() {
        return ended;
    }
    tokenizer.sink.walker.borrow_mut().close_all(false).map(drop)
}

/// What was read since the last tag or text that ended.
#[derive(Default)]
struct Unended {
    bytes: usize,
    signs: usize,
}

impl Unended {
    fn grow(&mut self, chunk: &str, ended: bool) -> Result<(), ImportError> {
        if ended {
            *self = Self::default();
        }
        self.bytes += chunk.len();
        self.signs += chunk.bytes().filter(|byte| b" \t\r\n\x0C/\"'".contains(byte)).count();
        if self.bytes > PIECE || self.signs > SIGNS { Err(ImportError::FileTooLarge) } else { Ok(()) }
    }
}

struct Sink<'v> {
    walker: RefCell<Walker<'v>>,
    /// Set once there is nothing more to do.
    ended: RefCell<Option<Result<(), ImportError>>>,
    tokens: Cell<u64>,
}

impl TokenSink for Sink<'_> {
    type Handle = ();

    fn process_token(&self, token: Token, _: u64) -> TokenSinkResult<()> {
        if matches!(token, Token::ParseError(_)) {
            return TokenSinkResult::Continue;
        }
        self.tokens.set(self.tokens.get() + 1);
        if self.ended.borrow().is_some() {
            return TokenSinkResult::Continue;
        }
        let mut walker = self.walker.borrow_mut();
        let raw = match &token {
            Token::TagToken(tag) if tag.kind == StartTag => raw_kind(&tag.name),
            _ => None,
        };
        let flow = match token {
            Token::TagToken(tag) if tag.attrs.len() > ATTRIBUTES => Err(ImportError::WorkbookDamaged),
            Token::TagToken(tag) => walker.tag(&tag),
            Token::CharacterTokens(text) => walker.text(&text),
            _ => Ok(ControlFlow::Continue(())),
        };
        match flow {
            Ok(ControlFlow::Continue(())) => {}
            Ok(ControlFlow::Break(())) => *self.ended.borrow_mut() = Some(Ok(())),
            Err(error) => *self.ended.borrow_mut() = Some(Err(error)),
        }
        raw.map_or(TokenSinkResult::Continue, TokenSinkResult::RawData)
    }
}

/// Elements in which nothing is a tag.
fn raw_kind(name: &str) -> Option<RawKind> {
    match name {
        "script" => Some(RawKind::ScriptData),
        "style" | "xmp" | "iframe" | "noembed" | "noframes" => Some(RawKind::Rawtext),
        "title" | "textarea" => Some(RawKind::Rcdata),
        _ => None,
    }
}

/// A table that has begun.
#[derive(Default)]
struct Open {
    in_row: bool,
    in_cell: bool,
}

struct Walker<'v> {
    visitor: &'v mut dyn Visitor,
    /// The tables that have begun, the innermost last.
    open: Vec<Open>,
    /// Inside an element whose text nobody sees.
    muted: bool,
    in_caption: bool,
}

type Flow = Result<ControlFlow<()>, ImportError>;

impl Walker<'_> {
    fn text(&mut self, text: &str) -> Flow {
        if self.muted {
            return Ok(ControlFlow::Continue(()));
        }
        if self.in_caption {
            return self.visitor.take(Piece::Caption(text));
        }
        match self.open.last() {
            Some(open) if open.in_cell => self.visitor.take(Piece::Text(text)),
            _ => Ok(ControlFlow::Continue(())),
        }
    }

    fn tag(&mut self, tag: &Tag) -> Flow {
        let begins = tag.kind == StartTag;
        match (&*tag.name, begins) {
            ("script" | "style" | "xmp" | "iframe" | "noembed" | "noframes" | "title", _) => {
                self.muted = begins;
            }
            ("table", true) => return self.begin_table(),
            ("table", false) => return self.end_table(true),
            ("caption", _) => self.in_caption = begins && !self.open.is_empty(),
            ("tr", true) => return self.begin_row(),
            ("tr" | "thead" | "tbody" | "tfoot", _) => return self.end_row(),
            ("td" | "th", true) => return self.begin_cell(tag),
            ("td" | "th", false) => return self.end_cell(),
            ("br", _) => return self.visitor.take(Piece::Break { edge: false }),
            ("p" | "div" | "li" | "ul" | "ol" | "h1" | "h2" | "h3" | "h4" | "blockquote" | "pre", _) => {
                return self.visitor.take(Piece::Break { edge: true });
            }
            ("body" | "html", false) => return self.close_all(true),
            _ => {}
        }
        Ok(ControlFlow::Continue(()))
    }

    fn begin_table(&mut self) -> Flow {
        if self.open.len() >= DEPTH {
            return Err(ImportError::WorkbookDamaged);
        }
        self.in_caption = false;
        self.open.push(Open::default());
        self.visitor.take(Piece::TableBegins)
    }

    fn end_table(&mut self, closed: bool) -> Flow {
        if self.open.is_empty() {
            return Ok(ControlFlow::Continue(()));
        }
        if self.end_row()?.is_break() {
            return Ok(ControlFlow::Break(()));
        }
        self.open.pop();
        self.visitor.take(Piece::TableEnds { closed })
    }

    fn close_all(&mut self, closed: bool) -> Flow {
        while !self.open.is_empty() {
            if self.end_table(closed)?.is_break() {
                return Ok(ControlFlow::Break(()));
            }
        }
        Ok(ControlFlow::Continue(()))
    }

    /// Some programs write rows, or cells, and no table around them.
    fn begin_row(&mut self) -> Flow {
        let before = if self.open.is_empty() { self.begin_table()? } else { self.end_row()? };
        if before.is_break() {
            return Ok(before);
        }
        self.in_caption = false;
        if let Some(open) = self.open.last_mut() {
            open.in_row = true;
        }
        self.visitor.take(Piece::RowBegins)
    }

    fn end_row(&mut self) -> Flow {
        if self.end_cell()?.is_break() {
            return Ok(ControlFlow::Break(()));
        }
        match self.open.last_mut() {
            Some(open) if open.in_row => {
                open.in_row = false;
                self.visitor.take(Piece::RowEnds)
            }
            _ => Ok(ControlFlow::Continue(())),
        }
    }

    fn begin_cell(&mut self, tag: &Tag) -> Flow {
        let in_row = self.open.last().is_some_and(|open| open.in_row);
        let before = if in_row { self.end_cell()? } else { self.begin_row()? };
        if before.is_break() {
            return Ok(before);
        }
        if let Some(open) = self.open.last_mut() {
            open.in_cell = true;
        }
        // The bounds are those of the HTML standard (4.9.11).
        let (columns, rows) = (span(tag, "colspan", 1_000), span(tag, "rowspan", 65_534));
        self.visitor.take(Piece::CellBegins { columns, rows })
    }

    fn end_cell(&mut self) -> Flow {
        match self.open.last_mut() {
            Some(open) if open.in_cell => {
                open.in_cell = false;
                self.visitor.take(Piece::CellEnds)
            }
            _ => Ok(ControlFlow::Continue(())),
        }
    }
}

fn span(tag: &Tag, name: &str, most: u32) -> u32 {
    let said = tag.attrs.iter().find(|attribute| &*attribute.name.local == name);
    let number = said.and_then(|attribute| attribute.value.trim().parse::<u32>().ok());
    number.unwrap_or(1).clamp(1, most)
}
