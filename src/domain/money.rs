// SPDX-License-Identifier: EUPL-1.2
//! Amounts of money as people write them, and the costs that a template's table names.
//!
//! **Invariant:** money is a whole number of euros. An amount that can be read in two ways, holds words, or has cents
//! where the rules refuse them is no amount; votum asks instead of guessing.

use super::markdown;
use super::rules::{Amounts, Cents, fold};

/// The largest amount in whole euros.
pub const MOST: i64 = 1_000_000_000_000;

/// One kind of cost in a template.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Cost {
    /// The table has no such row.
    #[default]
    Missing,
    /// The row cannot be read as one amount.
    Unreadable,
    /// Whole euros.
    Euros(i64),
}

impl Cost {
    /// Returns the amount, where there is one.
    #[must_use]
    pub fn euros(&self) -> Option<i64> {
        match self {
            Self::Euros(euros) => Some(*euros),
            Self::Missing | Self::Unreadable => None,
        }
    }
}

/// The costs that a template names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Costs {
    /// What it costs once; never below zero.
    pub one_off: Cost,
    /// What its upkeep costs each year; below zero where it saves.
    pub upkeep: Cost,
    /// What the community spends on it each year; below zero where it saves.
    pub community: Cost,
}

/// Reads the costs from the tables of a description: rows whose first cell is one of the labels of `[template.amounts]`.
///
/// A label that stands in two rows with different amounts is unreadable: nobody may vote on one and pay the other.
#[must_use]
pub fn costs(amounts: &Amounts, description: &str) -> Costs {
    let rows = markdown::rows(description);
    let cost = |labels: &[String]| {
        let mut found = Cost::Missing;
        for row in &rows {
            let Some((label, rest)) = row.split_first() else { continue };
            if !labels.iter().any(|known| fold(known) == fold(label)) {
                continue;
            }
            let read = rest
                .iter()
                .find(|cell| !cell.is_empty())
                .and_then(|cell| amount(cell, amounts.cents))
                .map_or(Cost::Unreadable, Cost::Euros);
            found = match found {
                Cost::Missing => read,
                same if same == read => same,
                _ => Cost::Unreadable,
            };
        }
        found
    };
    let one_off = match cost(&amounts.one_off) {
        Cost::Euros(euros) if euros < 0 => Cost::Unreadable,
        cost => cost,
    };
    Costs { one_off, upkeep: cost(&amounts.upkeep), community: cost(&amounts.community) }
}

/// Reads an amount in German or English numbers: `18.500 €`, `€18,500.00`, `-1.200 EUR`, `500,-`.
///
/// Points, commas and blanks before three digits separate thousands; one before one or two digits begins the cents.
/// `None` for anything else, for more than [`MOST`], and for cents other than zero where `cents` refuses them.
#[must_use]
pub fn amount(text: &str, cents: Cents) -> Option<i64> {
    let text = text.replace(['\u{a0}', '\u{202f}', '\u{2009}'], " ");
    let (before, text) = sign(text.trim());
    let (after, text) = sign(without_currency(text)?);
    let negative = match (before, after) {
        (Some(_), Some(_)) => return None,
        (minus, None) | (None, minus) => minus.unwrap_or(false),
    };
    let text = ["--", ",-", ",–", ".-"].iter().find_map(|end| text.strip_suffix(end)).unwrap_or(text);
    let text = text.strip_suffix([',', '.']).filter(|rest| !rest.is_empty()).unwrap_or(text);
    let (whole, hundredths) = digits(text)?;
    let euros = match (hundredths, cents) {
        (0, _) => whole,
        (_, Cents::Refuse) => return None,
        // Costs are never understated: a saving is rounded to the smaller one.
        (_, Cents::RoundUp) if negative => whole,
        (_, Cents::RoundUp) => whole.checked_add(1)?,
    };
    (euros <= MOST).then_some(if negative { -euros } else { euros })
}

/// Takes one sign of the currency off, in front or behind.
fn without_currency(text: &str) -> Option<&str> {
    const SIGNS: [&str; 5] = ["€", "eur", "EUR", "Euro", "euro"];
    let front = SIGNS.iter().find_map(|sign| text.strip_prefix(sign));
    let back = SIGNS.iter().find_map(|sign| text.strip_suffix(sign));
    match (front, back) {
        (Some(_), Some(_)) => None,
        (Some(rest), None) | (None, Some(rest)) => Some(rest.trim()),
        (None, None) => Some(text),
    }
}

/// Takes the sign off, if there is one; `true` for a minus.
fn sign(text: &str) -> (Option<bool>, &str) {
    for (sign, minus) in [('-', true), ('−', true), ('–', true), ('+', false)] {
        if let Some(rest) = text.strip_prefix(sign) {
            return (Some(minus), rest.trim_start());
        }
    }
    (None, text)
}

/// Reads digits with their separators as euros and hundredths.
fn digits(text: &str) -> Option<(i64, u8)> {
    let plain = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | ' ');
    if !text.chars().all(plain) {
        return None;
    }
    if let Some(whole) = thousands(text, None) {
        return Some((whole, 0));
    }
    let (whole, part) = text.rsplit_once([',', '.'])?;
    let comma = text.as_bytes().get(whole.len()).copied()? as char;
    let hundredths: u8 = match part.len() {
        1 => part.parse::<u8>().ok()? * 10,
        2 => part.parse().ok()?,
        _ => return None,
    };
    Some((thousands(whole, Some(comma))?, hundredths))
}

/// Reads a whole number whose thousands are separated by one kind of sign, or by none; `taken` means something else.
fn thousands(text: &str, taken: Option<char>) -> Option<i64> {
    let separator = text.chars().find(|c| !c.is_ascii_digit());
    if separator.is_some() && separator == taken {
        return None;
    }
    let groups: Vec<&str> = match separator {
        Some(separator) => text.split(separator).collect(),
        None => vec![text],
    };
    let (first, rest) = groups.split_first()?;
    let grouped = rest.is_empty() || ((1..=3).contains(&first.len()) && !first.starts_with('0'));
    if !grouped || rest.iter().any(|group| group.len() != 3) {
        return None;
    }
    // What is no digit by now, or nothing at all, is no number.
    groups.concat().parse().ok()
}
