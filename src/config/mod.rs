// SPDX-License-Identifier: EUPL-1.2
//! Settings and rules: what the operator writes in `votum.toml` and the partnership in `partnership.toml`.
//!
//! Both files are walked key by key, so that one pass finds everything that is wrong with both of them, says where
//! it stands and how to mend it.
//!
//! **Invariant:** a configuration with a fault does not exist: nothing runs on half-read rules.

pub mod fault;
pub mod governance;
pub(crate) mod nearest;
pub mod secret;
pub mod settings;
mod table;
mod value;

use std::path::Path;

pub use fault::{Fault, Warning};
pub use secret::Environment;
use settings::Governance;
pub use settings::Settings;

use crate::domain::rules::Rules;
use crate::domain::seat::Seat;
use fault::{Report, quote};
use secret::Sources;
use table::Table;

/// Everything that votum runs on.
#[derive(Clone, Debug)]
pub struct Config {
    /// The settings.
    pub settings: Settings,
    /// The rules of each partnership, in the order of the settings.
    pub partnerships: Vec<Rules>,
    /// The partnerships whose rules lie in a project, and where; they are not read with the settings.
    pub seats: Vec<(String, Seat)>,
}

impl Config {
    /// Reads `votum.toml` at `path` and the governance files it names, and takes secrets from `env` and from files.
    ///
    /// # Errors
    /// Everything that is wrong with any of the files. With `offline`, secrets that are not there are warnings only.
    pub fn load(path: &Path, env: &Environment<'_>, offline: bool) -> Result<(Self, Vec<Warning>), Vec<Fault>> {
        let name = path.file_name().map_or_else(|| path.display().to_string(), |name| name.display().to_string());
        let text = content(path).map_err(|why| {
            let remedy = "create it, or name another one with --config";
            vec![Fault::of_file(&path.display().to_string(), why, remedy)]
        })?;
        let dir = path.parent().unwrap_or(Path::new(""));
        let report = Report::new(&name, &text);
        let Some(table) = report.parse() else { return Err(report.close().0) };
        let root = Table::root(&report, table.get_ref());
        let settings = settings::compile(root, &Sources { dir, env, offline });
        let forges: Vec<String> = settings.forges.iter().map(|forge| forge.id.clone()).collect();

        let (mut partnerships, mut faults, mut warnings) = (Vec::new(), Vec::new(), Vec::new());
        let mut seats = Vec::new();
        for partnership in &settings.partnerships {
            let file = match &partnership.governance {
                Governance::File(file) => file,
                Governance::Seat(seat) => {
                    seats.push((partnership.id.clone(), seat.clone()));
                    continue;
                }
            };
            match content(&dir.join(file)) {
                Ok(text) => {
                    let read = governance::read(&text, &partnership.id, file, &forges);
                    partnerships.extend(read.rules);
                    faults.extend(read.faults);
                    warnings.extend(read.warnings);
                }
                Err(why) => faults.push(Fault::of_file(
                    file,
                    why,
                    format!("create it beside {name}, or correct governance of the [[partnership]]"),
                )),
            }
        }
        part(&report, &partnerships);
        let (mut all, mut said) = report.close();
        all.append(&mut faults);
        said.append(&mut warnings);
        if all.is_empty() { Ok((Self { settings, partnerships, seats }, said)) } else { Err(all) }
    }

    /// Takes the rules of a partnership that were read where they lie, into the order of the settings.
    pub fn seat(&mut self, rules: Rules) {
        self.partnerships.push(rules);
        let place = |rules: &Rules| self.settings.partnerships.iter().position(|named| named.id == rules.partnership);
        self.partnerships.sort_by_key(place);
    }

    /// Returns the rules of a partnership.
    #[must_use]
    pub fn rules(&self, partnership: &str) -> Option<&Rules> {
        self.partnerships.iter().find(|rules| rules.partnership == partnership)
    }
}

/// Reports projects that two partnerships claim.
fn part(report: &Report<'_>, partnerships: &[Rules]) {
    for (i, rules) in partnerships.iter().enumerate() {
        for other in &partnerships[..i] {
            for project in rules.tickets.iter().chain(&rules.upstream) {
                if other.tickets.iter().chain(&other.upstream).any(|claimed| claimed == project) {
                    report.fault(
                        "partnership",
                        None,
                        format!(
                            "{} and {} both claim {}",
                            other.partnership,
                            rules.partnership,
                            quote(&project.to_string())
                        ),
                        "leave each project to one partnership",
                    );
                }
            }
        }
    }
}

fn content(path: &Path) -> Result<String, String> {
    std::fs::read_to_string(path).map_err(|error| format!("cannot be read ({})", error.kind()))
}
