// SPDX-License-Identifier: EUPL-1.2
//! Reading an export line by line.
//!
//! **Invariant:** no more than one line is in memory. A file that was cut off, or whose lines are not as many as its last
//! line says, is told from a whole one.

use std::io::{BufRead, Read};

use super::{EndLine, FORMAT, LINE_MAX, Line, Title};

/// A file that is read.
pub struct Reader<R> {
    from: R,
    buffer: Vec<u8>,
    lines: u64,
    over: bool,
    end: Option<EndLine>,
}

impl<R: BufRead> Reader<R> {
    /// Reads the first line.
    ///
    /// # Errors
    /// A sentence that says why this is no export, or none that this votum reads.
    pub fn open(from: R) -> Result<(Title, Self), String> {
        let mut reader = Self { from, buffer: Vec::new(), lines: 0, over: false, end: None };
        if !reader.line()? {
            return Err("The file is empty.".into());
        }
        let fields: serde_json::Value = serde_json::from_slice(&reader.buffer).unwrap_or_default();
        match fields["format"].as_str() {
            Some(FORMAT) => {}
            Some(other) if other.starts_with("votum-export/") => {
                return Err(format!(
                    "The file has the format {other}, this votum reads {FORMAT}. Use the newer votum that wrote it."
                ));
            }
            _ => return Err(format!("The file is no export of votum's: its first line does not name {FORMAT}.")),
        }
        let title = serde_json::from_value(fields).map_err(|fault| format!("Line 1 cannot be read: {fault}."))?;
        Ok((title, reader))
    }

    /// Returns the last line, once it has been read.
    pub fn end(&self) -> Option<&EndLine> {
        self.end.as_ref()
    }

    /// Returns the number of the line that was read last.
    pub fn number(&self) -> u64 {
        self.lines
    }

    /// Reads one line into the buffer; returns whether there was one.
    fn line(&mut self) -> Result<bool, String> {
        self.buffer.clear();
        let limit = LINE_MAX as u64 + 1;
        let read = self.from.by_ref().take(limit).read_until(b'\n', &mut self.buffer);
        let read = read.map_err(|fault| format!("The file cannot be read: {fault}."))?;
        if read == 0 {
            return Ok(false);
        }
        self.lines += 1;
        let line = self.lines;
        if self.buffer.pop() != Some(b'\n') {
            self.over = true;
            if read > LINE_MAX {
                return Err(format!("Line {line} is longer than {LINE_MAX} bytes; the rest was not read."));
            }
            return Err(format!("The file was cut off in line {line}."));
        }
        Ok(true)
    }
}

impl<R: BufRead> Iterator for Reader<R> {
    type Item = Result<Line, String>;

    /// Reads the next line; after a line that cannot be read the one after it may be.
    fn next(&mut self) -> Option<Self::Item> {
        if self.over {
            return None;
        }
        match self.line() {
            Err(why) => {
                self.over = true;
                return Some(Err(why));
            }
            Ok(false) => {
                self.over = true;
                let missing = "The file ends without its last line: it was cut off, or its last lines were removed.";
                return self.end.is_none().then(|| Err(missing.into()));
            }
            Ok(true) => {}
        }
        let before = self.lines - 1;
        if self.end.is_some() {
            self.over = true;
            return Some(Err(format!("Line {} follows the last line.", self.lines)));
        }
        match serde_json::from_slice(&self.buffer) {
            Ok(Line::End(end)) => {
                let wrong = end.lines != before;
                let stated = end.lines;
                self.end = Some(end.clone());
                Some(if wrong {
                    Err(format!("The last line says that {stated} lines stand before it; there are {before}."))
                } else {
                    Ok(Line::End(end))
                })
            }
            Ok(line) => Some(Ok(line)),
            Err(fault) => Some(Err(format!("Line {} cannot be read: {fault}.", self.lines))),
        }
    }
}
