// SPDX-License-Identifier: EUPL-1.2
//! Hostile input: whatever people, files, webhooks and the forge say, nothing panics, nothing takes long, and nothing
//! that was said becomes more than it is.
//!
//! Inputs are made from good examples by a few changes each (`change.rs`), so that they get past the first look, and the
//! changes are taken back one by one until only those are left that it takes. `VOTUM_TEST_FUZZ=100000` tries so many of
//! each kind. What once went wrong stands in `corpus/`, a file each, and is tried every time.

mod answers;
mod change;
mod deliveries;
mod exports;
mod files;
mod quotes;
mod readers;

use std::path::{Path, PathBuf};

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

/// How many inputs of each kind are tried where nobody asks for more.
const TRIES: u32 = 200;

/// What a try comes to.
type Tried = Result<(), TestCaseError>;

/// Tries inputs; `weight` is how many times as much as a cheap one each of them costs.
fn attack<S: Strategy>(weight: u32, inputs: &S, attempt: impl Fn(S::Value) -> Tried) {
    let asked = std::env::var("VOTUM_TEST_FUZZ").ok().map(|number| number.parse().expect("it names a number of tries"));
    let cases = (asked.unwrap_or(TRIES) / weight).max(4);
    let config =
        Config { cases, failure_persistence: None, max_shrink_iters: 2_000 / (weight * weight), ..Config::default() };
    if let Err(fault) = TestRunner::new(config).run(inputs, attempt) {
        panic!("{fault}");
    }
}

/// What a room of the corpus holds: each file's name and text.
fn corpus(room: &str) -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/hostile/corpus").join(room);
    texts(&folder)
}

/// The texts of a folder, by name; nothing where it is absent.
fn texts(folder: &Path) -> Vec<(String, String)> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("the folder can be read").path()).collect();
    paths.sort();
    let read = |path: PathBuf| {
        let name = path.file_name().expect("it is a file").to_string_lossy().into_owned();
        (name, String::from_utf8_lossy(&std::fs::read(&path).expect("it can be read")).into_owned())
    };
    paths.into_iter().filter(|path| path.is_file()).map(read).collect()
}

/// The published payloads that lie beside the project, where they do.
fn shared(below: &str) -> Vec<(String, String)> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared");
    let folder = std::env::var_os("VOTUM_SHARED").map_or(beside, PathBuf::from).join(below);
    let found = texts(&folder);
    if found.is_empty() {
        println!("There are no examples at {}; only the project's own are used.", folder.display());
    }
    found
}
