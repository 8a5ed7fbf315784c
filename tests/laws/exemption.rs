// SPDX-License-Identifier: EUPL-1.2
//! Paths that need no ticket: every one of them must match, and `*` does not cross `/`.

use std::collections::BTreeMap;

use votum::domain::decide::{State, decide};
use votum::domain::event::{Event, RequestRead};
use votum::domain::fact::Fact;
use votum::domain::ids::Thread;

use super::{person, project, rules_with, second, views};

/// Says whether a merge request with these paths is exempt under these patterns.
fn is_exempt(patterns: &str, paths: Option<&[&str]>) -> bool {
    let rules = rules_with(|text| text.replace("[\"docs/**\", \"*.md\"]", patterns));
    let read = RequestRead {
        merge_request: Thread::merge_request(project("talverbund/kern"), 41),
        title: String::new(),
        description: String::new(),
        author: person("sven"),
        open: true,
        draft: false,
        target_branch: "main".into(),
        source_branch: "feature".into(),
        default_branch: Some("main".into()),
        head: Some("aaa".into()),
        head_at: None,
        labels: BTreeMap::new(),
        approvals: Vec::new(),
        authors: Vec::new(),
        commits: Vec::new(),
        paths: paths.map(|paths| paths.iter().map(ToString::to_string).collect()),
        mergeable: true,
        green: true,
        signal: votum::domain::signal::Signal::default(),
        merged_sha: None,
        contained: None,
        squashed: false,
        created_at: second(0),
        updated_at: second(0),
    };
    let event = Event::Request(Box::new(read));
    let out = decide(&State::Request(Box::default()), &rules, &views(&rules), &event, second(1));
    out.facts.iter().any(|fact| matches!(fact, Fact::Exempted { how: Some(_) }))
}

#[test]
fn patterns_match_whole_paths() {
    for (patterns, path, matches) in [
        ("[\"*.md\"]", "README.md", true),
        ("[\"*.md\"]", "docs/README.md", false),
        ("[\"*.md\"]", "README.mdx", false),
        ("[\"*.md\"]", "README.MD", false),
        ("[\"**/*.md\"]", "docs/a/README.md", true),
        ("[\"**/*.md\"]", "README.md", true),
        ("[\"docs/*\"]", "docs/a.txt", true),
        ("[\"docs/*\"]", "docs/a/b.txt", false),
        ("[\"docs/**\"]", "docs/a/b.txt", true),
        ("[\"docs/**\"]", "docsx/a.txt", false),
        ("[\"docs/**\"]", "src/docs/a.txt", false),
        ("[\"docs/**\"]", "docs/../src/main.rs", true),
        ("[\"a?c.txt\"]", "a/c.txt", false),
        ("[\"a?c.txt\"]", "abc.txt", true),
        ("[\"*.{md,txt}\"]", "a.txt", true),
        ("[\"[ab].txt\"]", "a.txt", true),
        ("[]", "README.md", false),
    ] {
        assert_eq!(is_exempt(patterns, Some(&[path])), matches, "{patterns} on {path}");
    }
}

#[test]
fn every_path_must_match_and_an_unknown_list_never_does() {
    let standard = "[\"docs/**\", \"*.md\"]";
    assert!(is_exempt(standard, Some(&["docs/a.txt", "README.md"])));
    assert!(!is_exempt(standard, Some(&["docs/a.txt", "src/main.rs"])));
    assert!(!is_exempt(standard, Some(&[])));
    assert!(!is_exempt(standard, None), "a list that may be cut off");
}
