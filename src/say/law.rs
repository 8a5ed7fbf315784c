// SPDX-License-Identifier: EUPL-1.2
//! Who decides what, in one sentence per request type; the vote note and the register's page say the same one.
//!
//! **Invariant:** the sentence is made from the rule that the verdict applies, so it cannot promise another.

use super::bundle::text;
use super::{Lang, format, inert};
use crate::domain::rules::{Base, Process, Rules};
use crate::domain::tally::Rule;

/// Returns who decides requests of `process`, and with what majority; the label is set as code for Markdown.
pub(super) fn sentence(rules: &Rules, process: &Process, lang: Lang) -> String {
    said(rules, process, &inert::code(&process.label), lang)
}

/// Returns the same as plain words, for a page.
#[must_use]
pub fn who_decides(rules: &Rules, process: &Process, lang: Lang) -> String {
    said(rules, process, &process.label, lang)
}

fn said(rules: &Rules, process: &Process, label: &str, lang: Lang) -> String {
    let Some(rule) = Rule::of(rules, process) else {
        let reviews = u64::from(rules.gate.reviews);
        return text(lang, "law-no-vote", &[("label", label.into()), ("reviews", reviews.into())]);
    };
    let voters = text(lang, if process.subgroup_alone { "law-subgroup" } else { "law-members" }, &[]);
    let share = format::bar(&rule.approval, lang);
    let needed = match (rule.silence, rule.base) {
        (Some(limit), _) => text(lang, "law-silence", &[("limit", limit.into())]),
        (None, Base::Entitled) => text(lang, "law-entitled", &[("share", share.into())]),
        (None, Base::Cast) if rule.quorum.is_nothing() => text(lang, "law-cast-alone", &[("share", share.into())]),
        (None, Base::Cast) => {
            let quorum = format::bar(&rule.quorum, lang);
            text(lang, "law-cast", &[("share", share.into()), ("quorum", quorum.into())])
        }
    };
    let also = if rule.contributions { text(lang, "law-contributions", &[]) } else { String::new() };
    let args = [("label", label.into()), ("voters", voters.into()), ("needed", needed.into())];
    [text(lang, "law-vote", &args), also].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}
