// SPDX-License-Identifier: EUPL-1.2
//! The two catalogues of words, read once.
//!
//! **Invariant:** looking a word up never fails. A key that is missing comes back as itself, which a test keeps from
//! happening.

use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};
use unic_langid::langid;

use super::Lang;

/// An argument of a message: a text, or a number that plural forms depend on.
pub type Value<'a> = fluent_bundle::FluentValue<'a>;

type Bundle = FluentBundle<FluentResource>;

static GERMAN: LazyLock<Bundle> = LazyLock::new(|| bundle(Lang::De));
static ENGLISH: LazyLock<Bundle> = LazyLock::new(|| bundle(Lang::En));

/// Returns the catalogue of a language as it was written.
#[must_use]
pub fn catalogue(lang: Lang) -> &'static str {
    match lang {
        Lang::De => include_str!("de.ftl"),
        Lang::En => include_str!("en.ftl"),
    }
}

/// Returns the message `key` in `lang`; the key itself where there is none.
pub(super) fn text(lang: Lang, key: &str, args: &[(&str, Value<'_>)]) -> String {
    find(lang, key, args).unwrap_or_else(|| key.to_string())
}

/// Returns the message `key` in `lang`, if there is one.
pub(super) fn find(lang: Lang, key: &str, args: &[(&str, Value<'_>)]) -> Option<String> {
    let bundle = match lang {
        Lang::De => &*GERMAN,
        Lang::En => &*ENGLISH,
    };
    let pattern = bundle.get_message(key)?.value()?;
    let mut named = FluentArgs::with_capacity(args.len());
    for (name, value) in args {
        named.set(*name, value.clone());
    }
    let mut errors = Vec::new();
    Some(bundle.format_pattern(pattern, Some(&named), &mut errors).into_owned())
}

fn bundle(lang: Lang) -> Bundle {
    let id = match lang {
        Lang::De => langid!("de"),
        Lang::En => langid!("en"),
    };
    let mut bundle = Bundle::new_concurrent(vec![id]);
    // Isolation marks would end up in Markdown, HTML and commit messages.
    bundle.set_use_isolating(false);
    // What cannot be read is left out and what is there twice is kept as first written; a test finds both.
    let resource = FluentResource::try_new(catalogue(lang).to_string()).unwrap_or_else(|(resource, _)| resource);
    if bundle.add_resource(resource).is_err() {
        return bundle;
    }
    bundle
}
