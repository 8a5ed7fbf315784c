// SPDX-License-Identifier: EUPL-1.2
//! The empty decision template that people fill in at the forge.
//!
//! **Invariant:** it has every heading that the rules ask for and nothing that counts as an answer.

use super::Lang;
use super::bundle;
use crate::domain::rules::Rules;

/// Returns the name of the template's file, without an ending.
#[must_use]
pub fn name(rules: &Rules) -> String {
    text(rules, "template-file")
}

/// Returns the message of the commit that adds it.
#[must_use]
pub fn commit(rules: &Rules) -> String {
    text(rules, "template-commit")
}

/// Returns the template. What explains it is a comment of HTML, which a reader does not see.
#[must_use]
pub fn body(rules: &Rules) -> String {
    let hint = |key: &str| format!("<!-- {} -->", text(rules, key));
    let mut parts = vec![format!("## {}", text(rules, "template-title"))];
    if !rules.template.contact.is_empty() {
        parts.push(format!("**{}:** {}", rules.template.contact, hint("template-contact-hint")));
    }
    for heading in &rules.template.headings {
        parts.push(format!("### {heading}"));
        parts.push(hint("template-heading-hint"));
    }
    format!("{}\n", parts.join("\n\n"))
}

fn text(rules: &Rules, key: &str) -> String {
    bundle::text(Lang::of(rules), key, &[])
}
