// SPDX-License-Identifier: EUPL-1.2
//! What is wrong with a file and how to mend it, and what somebody should know although the file is good.
//!
//! **Invariant:** a fault says where (file, dotted path, line), what, and what to write instead; it quotes values of
//! the file in a bounded length only, and never a value that stands where a secret belongs.

use std::cell::RefCell;
use std::fmt;

use toml::Spanned;
use toml::de::DeTable;

/// The most that a fault quotes of a value, in characters.
const QUOTED: usize = 60;

/// The largest file, in bytes.
const LARGEST: usize = 1024 * 1024;

/// One thing that is wrong with a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The file, as `votum.toml` or the command line names it.
    pub file: String,
    /// The dotted path of the key, counting from 0 (`process[2].approval`); empty for the file as a whole.
    pub path: String,
    /// The line, where the fault has one.
    pub line: Option<usize>,
    /// What is wrong.
    pub what: String,
    /// What to do about it.
    pub remedy: String,
}

impl Fault {
    /// Returns a fault of a whole file.
    #[must_use]
    pub fn of_file(file: &str, what: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { file: file.into(), path: String::new(), line: None, what: what.into(), remedy: remedy.into() }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.file)?;
        if !self.path.is_empty() {
            write!(f, "{}: ", self.path)?;
        }
        write!(f, "{} – {}", self.what, self.remedy)?;
        self.line.map_or(Ok(()), |line| write!(f, " (line {line})"))
    }
}

/// A sentence about a file that is good and still deserves a look.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    /// The file.
    pub file: String,
    /// The dotted path of the key; empty for the file as a whole.
    pub path: String,
    /// The sentence.
    pub what: String,
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.file)?;
        if !self.path.is_empty() {
            write!(f, "{}: ", self.path)?;
        }
        f.write_str(&self.what)
    }
}

/// What was found while a file was read.
pub(super) struct Report<'a> {
    file: &'a str,
    text: &'a str,
    faults: RefCell<Vec<Fault>>,
    warnings: RefCell<Vec<Warning>>,
}

impl<'a> Report<'a> {
    /// Returns an empty report on the file `file` that reads `text`.
    pub(super) fn new(file: &'a str, text: &'a str) -> Self {
        Self { file, text, faults: RefCell::default(), warnings: RefCell::default() }
    }

    /// Notes a fault at the byte `at` of the text.
    pub(super) fn fault(&self, path: &str, at: Option<usize>, what: impl Into<String>, remedy: impl Into<String>) {
        self.faults.borrow_mut().push(Fault {
            file: self.file.into(),
            path: path.into(),
            line: at.map(|at| self.line(at)),
            what: what.into(),
            remedy: remedy.into(),
        });
    }

    /// Notes a warning.
    pub(super) fn warn(&self, path: &str, what: impl Into<String>) {
        self.warnings.borrow_mut().push(Warning { file: self.file.into(), path: path.into(), what: what.into() });
    }

    /// Reads the text as TOML; a text that is none is one fault.
    pub(super) fn parse(&self) -> Option<Spanned<DeTable<'a>>> {
        if self.text.len() > LARGEST {
            let most = format!("keep it below {} KiB", LARGEST / 1024);
            self.fault("", None, "is too large", most);
            return None;
        }
        match DeTable::parse(self.text) {
            Ok(table) => Some(table),
            Err(error) => {
                let what = format!("is not TOML: {}", error.message().replace('\n', ", "));
                self.fault("", Some(error.span().map_or(0, |span| span.start)), what, "mend this line");
                None
            }
        }
    }

    /// Says whether no fault was noted.
    pub(super) fn is_good(&self) -> bool {
        self.faults.borrow().is_empty()
    }

    /// Returns what was noted, faults in the order of the lines.
    pub(super) fn close(self) -> (Vec<Fault>, Vec<Warning>) {
        let mut faults = self.faults.into_inner();
        faults.sort_by_key(|fault| fault.line.unwrap_or(usize::MAX));
        (faults, self.warnings.into_inner())
    }

    fn line(&self, at: usize) -> usize {
        self.text.bytes().take(at).filter(|byte| *byte == b'\n').count() + 1
    }
}

/// Quotes a value of the file, in a bounded length and on one line.
pub(crate) fn quote(text: &str) -> String {
    let short: String = text.chars().take(QUOTED).collect();
    let more = if short.len() < text.len() { "…" } else { "" };
    format!("\"{}{more}\"", short.escape_debug().to_string().replace("\\\"", "\"").replace("\\'", "'"))
}
