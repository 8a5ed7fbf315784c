// SPDX-License-Identifier: EUPL-1.2
//! `votum simulate`: a scenario played through the real engine on a hand clock, and compared with what it expects.
//!
//! **Invariant:** a scenario that cannot be played as it stands is not played at all; its faults come all at once, each
//! with its place.

mod compare;
mod overrule;
mod place;
mod play;
mod read;
mod scenario;
mod stage;
mod unique;

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::config::fault::Fault;
use crate::config::governance;
use crate::domain::rules::{Base, Rules};
use place::{Place, Report};
use play::{Hindrance, Played};
use scenario::Scenario;

/// The largest scenario that is read, in bytes.
const LARGEST: u64 = 64 << 20;
/// How many faults and deviations are printed for people.
const SHOWN: usize = 200;
/// The id that the partnership has while it is simulated.
const PARTNERSHIP: &str = "simulation";

/// What is to be simulated and how.
#[derive(Debug, clap::Args)]
pub(super) struct Simulation {
    /// The scenario, of the form votum-scenario/1
    #[arg(value_name = "SCENARIO.json")]
    scenario: PathBuf,
    /// Print everything that came out as JSON
    #[arg(long)]
    json: bool,
    /// Overrule a key of the rules, such as voting.base=cast or process.change.approval=">= 2/3"
    #[arg(long = "set", value_name = "KEY=VALUE")]
    sets: Vec<String>,
}

/// How a simulation ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// Everything came out as expected.
    Good,
    /// Something did not.
    Deviated,
    /// The scenario cannot be played.
    Unplayable,
}

/// Plays a scenario, prints what came out, and compares it.
pub(super) async fn simulate(simulation: &Simulation) -> anyhow::Result<Outcome> {
    let (scenario, rules) = match load(simulation) {
        Ok(loaded) => loaded,
        Err(faults) => return Ok(refuse(&faults)),
    };
    let overruled = simulation.sets.iter().any(|set| set.split('=').next().map(str::trim) == Some("voting.base"));
    let cast = overruled && rules.voting.base == Base::Cast;
    let played = match play::play(&scenario, &rules, cast).await {
        Ok(played) => played,
        Err(Hindrance::Scenario(fault)) => {
            return Ok(refuse(&[format!("{}: {fault}", name(&simulation.scenario))]));
        }
        Err(Hindrance::Votum(fault)) => return Err(fault),
    };
    if simulation.json {
        println!("{}", serde_json::to_string_pretty(&object(&played))?);
    } else {
        tell(&scenario, &rules, &played);
    }
    Ok(if played.deviations.is_empty() { Outcome::Good } else { Outcome::Deviated })
}

/// Returns everything that is wrong with a scenario and the rules that it names, without playing it.
pub(super) fn faults(scenario: &Path) -> Vec<String> {
    let simulation = Simulation { scenario: scenario.to_owned(), json: false, sets: Vec::new() };
    load(&simulation).err().unwrap_or_default()
}

/// Reads scenario and rules, or returns all faults of both.
fn load(simulation: &Simulation) -> Result<(Scenario, Rules), Vec<String>> {
    let path = &simulation.scenario;
    let report = Report::new(&name(path));
    let alone = |what: &str| {
        let report = Report::new(&name(path));
        report.fault("", what);
        Err(report.close())
    };
    let text = match content(path) {
        Ok(text) => text,
        Err(what) => return alone(&what),
    };
    let value: Value = match serde_json::from_str(&text) {
        Ok(unique::Unique(value)) => value,
        Err(fault) => return alone(&format!("is no JSON that can be read: {fault}.")),
    };
    let Some(mut root) = Place::root(&report, &value).object() else { return Err(report.close()) };
    if let Some(schema) = root.need("schema") {
        schema.word(&[read::SCHEMA]);
    }
    let mut faults = Vec::new();
    let beside = root.text("partnership", 4096).map(|beside| path.parent().unwrap_or(Path::new("")).join(beside));
    let rules = beside.and_then(|beside| match content(&beside) {
        Ok(text) => govern(&beside, &text, &simulation.sets, &mut faults),
        Err(what) => {
            faults.push(format!("{}: {what} The scenario names it under \"partnership\".", name(&beside)));
            None
        }
    });
    let scenario = read::read(&mut root, rules.as_ref());
    root.end();
    let mut all = report.close();
    all.append(&mut faults);
    match rules {
        Some(rules) if all.is_empty() => Ok((scenario, rules)),
        _ => Err(all),
    }
}

/// Reads the rules with the overruled keys.
fn govern(path: &Path, text: &str, sets: &[String], faults: &mut Vec<String>) -> Option<Rules> {
    let text = match overrule::overrule(text, sets) {
        Ok(text) => text,
        Err(mut wrong) => {
            faults.append(&mut wrong);
            return None;
        }
    };
    let file = if sets.is_empty() { name(path) } else { format!("{} with --set", name(path)) };
    let reading = governance::read(&text, PARTNERSHIP, &file, &[]);
    // The lines of a text whose keys were overruled are nobody's lines.
    let line = |fault: &Fault| fault.line.filter(|_| sets.is_empty());
    faults.extend(reading.faults.iter().map(|fault| Fault { line: line(fault), ..fault.clone() }.to_string()));
    reading.rules
}

fn content(path: &Path) -> Result<String, String> {
    let size = std::fs::metadata(path).map_err(|error| unreadable(&error))?.len();
    if size > LARGEST {
        return Err(format!("is larger than {} MiB.", LARGEST >> 20));
    }
    std::fs::read_to_string(path).map_err(|error| unreadable(&error))
}

/// Says in a sentence why a file cannot be read.
fn unreadable(error: &std::io::Error) -> String {
    match error.kind() {
        ErrorKind::NotFound => "there is no such file.".to_owned(),
        ErrorKind::IsADirectory => "is a folder; name a file.".to_owned(),
        ErrorKind::PermissionDenied => "may not be read by whoever runs this.".to_owned(),
        ErrorKind::InvalidData => "is no text in UTF-8.".to_owned(),
        other => format!("cannot be read ({other})."),
    }
}

fn name(path: &Path) -> String {
    path.file_name().map_or_else(|| path.display().to_string(), |name| name.display().to_string())
}

fn refuse(faults: &[String]) -> Outcome {
    for fault in faults.iter().take(SHOWN) {
        eprintln!("{fault}");
    }
    if faults.len() > SHOWN {
        eprintln!("… and {} more.", faults.len() - SHOWN);
    }
    let s = if faults.len() == 1 { "" } else { "s" };
    eprintln!("{} fault{s} found; nothing was played.", faults.len());
    Outcome::Unplayable
}

fn object(played: &Played) -> Value {
    let deviations: Vec<Value> = played.deviations.iter().map(compare::Deviation::json).collect();
    json!({
        "tickets": played.tickets,
        "merge_requests": played.requests,
        "budget": played.budget,
        "deviations": deviations,
    })
}

fn tell(scenario: &Scenario, rules: &Rules, played: &Played) {
    let day = |at: jiff::Timestamp| at.to_zoned(rules.calendar.zone.clone()).date();
    let span = played.span.map_or_else(String::new, |(from, to)| format!("; played from {} to {}", day(from), day(to)));
    println!(
        "{}: {} tickets, {} merge requests with {} checks{span}.",
        rules.name,
        scenario.tickets.len(),
        scenario.requests.len(),
        played.checks
    );
    for deviation in played.deviations.iter().take(SHOWN) {
        println!("{}", deviation.line());
    }
    if played.deviations.len() > SHOWN {
        println!("… and {} more; --json lists them all.", played.deviations.len() - SHOWN);
    }
    match played.deviations.len() {
        0 => println!("Everything came out as expected."),
        1 => println!("1 deviation."),
        several => println!("{several} deviations."),
    }
}
