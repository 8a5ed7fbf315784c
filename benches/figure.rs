// SPDX-License-Identifier: EUPL-1.2
//! Figures: what was measured, what was wanted, and the table and the JSON that say both.

use std::fmt::Write as _;

/// What a figure should be.
#[derive(Clone, Copy, Debug)]
pub enum Wanted {
    /// No less than this.
    AtLeast(f64),
    /// No more than this.
    AtMost(f64),
    /// Nothing: it stands beside the others to explain them.
    Nothing,
}

/// One figure with the values of its rounds.
#[derive(Clone, Debug)]
pub struct Figure {
    /// The part of the measuring that it belongs to.
    pub part: &'static str,
    /// What was measured.
    pub name: String,
    /// In which unit.
    pub unit: &'static str,
    /// The value of each round.
    pub rounds: Vec<f64>,
    /// What it should be.
    pub wanted: Wanted,
}

/// All figures of a run, in the order of their measuring.
#[derive(Debug, Default)]
pub struct Sheet {
    figures: Vec<Figure>,
    remarks: Vec<String>,
}

impl Figure {
    /// Returns the median of the rounds.
    pub fn median(&self) -> f64 {
        let mut rounds = self.rounds.clone();
        rounds.sort_by(f64::total_cmp);
        let middle = rounds.len() / 2;
        match rounds.len() {
            0 => f64::NAN,
            even if even.is_multiple_of(2) => f64::midpoint(rounds[middle - 1], rounds[middle]),
            _ => rounds[middle],
        }
    }

    /// Says whether the median is what was wanted; `None` where nothing was.
    pub fn is_met(&self) -> Option<bool> {
        match self.wanted {
            Wanted::AtLeast(least) => Some(self.median() >= least),
            Wanted::AtMost(most) => Some(self.median() <= most),
            Wanted::Nothing => None,
        }
    }

    fn line(&self) -> String {
        let wanted = match self.wanted {
            Wanted::AtLeast(least) => format!("≥ {}", number(least)),
            Wanted::AtMost(most) => format!("≤ {}", number(most)),
            Wanted::Nothing => String::new(),
        };
        let least = self.rounds.iter().copied().fold(f64::INFINITY, f64::min);
        let most = self.rounds.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let spread =
            if self.rounds.len() > 1 { format!("{} – {}", number(least), number(most)) } else { String::new() };
        let met = match self.is_met() {
            Some(true) => "met",
            Some(false) => "MISSED",
            None => "",
        };
        let (name, median, unit) = (&self.name, number(self.median()), self.unit);
        format!("{name:<58} {median:>10} {unit:<14} {spread:>21} {wanted:>11} {met}")
    }
}

impl Sheet {
    /// Enters a figure and prints it at once.
    pub fn enter(&mut self, part: &'static str, name: &str, unit: &'static str, rounds: Vec<f64>, wanted: Wanted) {
        let figure = Figure { part, name: name.to_string(), unit, rounds, wanted };
        println!("{}", figure.line());
        self.figures.push(figure);
    }

    /// Enters a sentence about how something was measured, or why it was not.
    pub fn remark(&mut self, sentence: impl Into<String>) {
        let sentence = sentence.into();
        println!("    {sentence}");
        self.remarks.push(sentence);
    }

    /// Prints the head of a part.
    pub fn part(name: &str) {
        println!("\n{name}");
    }

    /// Returns the whole table.
    pub fn table(&self) -> String {
        let mut table =
            format!("{:<58} {:>10} {:<14} {:>21} {:>11}\n", "figure", "median", "unit", "least – most", "wanted");
        let mut part = "";
        for figure in &self.figures {
            if part != figure.part {
                part = figure.part;
                let _ = writeln!(table, "{part}");
            }
            let _ = writeln!(table, "  {}", figure.line());
        }
        let judged: Vec<bool> = self.figures.iter().filter_map(Figure::is_met).collect();
        let met = judged.iter().filter(|met| **met).count();
        let _ = writeln!(table, "{met} of {} figures to reach are met.", judged.len());
        table
    }

    /// Returns everything as one line of JSON.
    pub fn json(&self) -> String {
        let figures: Vec<serde_json::Value> = self
            .figures
            .iter()
            .map(|figure| {
                let (least, most) = match figure.wanted {
                    Wanted::AtLeast(least) => (Some(least), None),
                    Wanted::AtMost(most) => (None, Some(most)),
                    Wanted::Nothing => (None, None),
                };
                serde_json::json!({
                    "part": figure.part, "name": figure.name, "unit": figure.unit, "median": figure.median(),
                    "rounds": figure.rounds, "at_least": least, "at_most": most, "met": figure.is_met(),
                })
            })
            .collect();
        serde_json::json!({ "figures": figures, "remarks": self.remarks }).to_string()
    }
}

/// Writes a number with as many digits as it deserves.
fn number(value: f64) -> String {
    match value.abs() {
        large if large >= 100.0 => format!("{value:.0}"),
        middle if middle >= 10.0 => format!("{value:.1}"),
        _ => format!("{value:.2}"),
    }
}
