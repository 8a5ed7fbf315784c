// SPDX-License-Identifier: EUPL-1.2
//! Exact shares: `">= 75 %"`, `"> 50 %"`, `"2/3"`, `"5 of 9"`.
//!
//! **Invariant:** no floating-point number ever decides anything. A share is a fraction of whole numbers, and the
//! question is always "how much yes weight is needed of this base", answered with a whole number. (gitvote
//! computes `yes / all * 100 >= 58.0`, and 29 of 50 fails it.)

use std::fmt;

use num_rational::Ratio;

/// The bar that a share has to reach (`>=`) or to exceed (`>`).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Bar {
    share: Ratio<u64>,
    exceed: bool,
    text: String,
}

impl Bar {
    /// Reads `">= p %"`, `"> p %"`, `">= a/b"`, `"> a/b"`, `"k of n"`; without a sign the bar has to be reached.
    ///
    /// Percentages may have decimals (`"66.6 %"`) and stay exact. `None` for anything else, and for bars that
    /// nobody can ever reach (above one whole, or more than one whole).
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let (exceed, rest) = match text.strip_prefix(">=") {
            Some(rest) => (false, rest),
            None => match text.strip_prefix('>') {
                Some(rest) => (true, rest),
                None => (false, text),
            },
        };
        let share = fraction(rest.trim())?;
        let whole = Ratio::from_integer(1);
        let reachable = if exceed { share < whole } else { share <= whole };
        reachable.then(|| Self { share, exceed, text: text.split_whitespace().collect::<Vec<_>>().join(" ") })
    }

    /// Returns the least weight that satisfies the bar on `base`, and at least 1: an empty base never accepts.
    #[must_use]
    pub fn needed(&self, base: u64) -> u64 {
        let (numer, denom) = (u128::from(*self.share.numer()), u128::from(*self.share.denom()));
        let product = u128::from(base) * numer;
        let least = if self.exceed { product / denom + 1 } else { product.div_ceil(denom) };
        u64::try_from(least).unwrap_or(u64::MAX).max(1)
    }

    /// Returns the least weight that satisfies the bar where nobody has to agree, as with a quorum: a share of nothing
    /// is satisfied by nothing, unless there is nobody at all.
    #[must_use]
    pub fn least(&self, base: u64) -> u64 {
        if self.is_nothing() && base > 0 { 0 } else { self.needed(base) }
    }

    /// Says whether this bar asks for nothing, as `quorum = "none"` does.
    #[must_use]
    pub fn is_nothing(&self) -> bool {
        *self.share.numer() == 0 && !self.exceed
    }

    /// Says whether `found` of `base` satisfies the bar.
    #[must_use]
    pub fn holds(&self, found: u64, base: u64) -> bool {
        found >= self.least(base)
    }

    /// Says whether this bar asks for more than `other`.
    #[must_use]
    pub fn is_above(&self, other: &Self) -> bool {
        (self.share, self.exceed) > (other.share, other.exceed)
    }

    /// Says whether this bar asks for an absolute majority: more than one half.
    #[must_use]
    pub fn is_more_than_half(&self) -> bool {
        self.exceed && self.share == Ratio::new(1, 2)
    }

    /// Says whether this bar asks for the whole base.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.share == Ratio::from_integer(1)
    }
}

impl fmt::Display for Bar {
    /// Writes the bar as the partnership wrote it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

fn fraction(text: &str) -> Option<Ratio<u64>> {
    if let Some(percent) = text.strip_suffix('%') {
        let share = decimal(percent.trim())?;
        return Some(Ratio::new(*share.numer(), share.denom().checked_mul(100)?));
    }
    let (numer, denom) = text.split_once('/').or_else(|| text.split_once(" of "))?;
    ratio(whole(numer)?, whole(denom)?)
}

/// Reads digits; a sign before them is none of a share's.
fn whole(text: &str) -> Option<u64> {
    text.trim().parse().ok().filter(|_| !text.contains('+'))
}

fn ratio(numer: u64, denom: u64) -> Option<Ratio<u64>> {
    const LIMIT: u64 = 1_000_000_000;
    (denom > 0 && numer <= LIMIT && denom <= LIMIT).then(|| Ratio::new(numer, denom))
}

fn decimal(text: &str) -> Option<Ratio<u64>> {
    let (whole, part) = text.split_once(['.', ',']).unwrap_or((text, ""));
    let digits = |s: &str| s.len() <= 6 && s.chars().all(|c| c.is_ascii_digit());
    if whole.is_empty() || !digits(whole) || !digits(part) {
        return None;
    }
    let scale = 10u64.pow(u32::try_from(part.len()).ok()?);
    let part: u64 = if part.is_empty() { 0 } else { part.parse().ok()? };
    ratio(whole.parse::<u64>().ok()? * scale + part, scale)
}
