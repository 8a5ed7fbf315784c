// SPDX-License-Identifier: EUPL-1.2
//! An export against itself, by anybody, with nothing but the file.
//!
//! **Invariant:** every line is looked at once and in its order; a line that cannot be read or was changed hides no other.

use std::collections::BTreeMap;
use std::io::BufRead;

use super::audit::Audit;
use super::verify::misfit;
use super::{Compile, Verified};
use crate::domain::chain;
use crate::store::export::{EndLine, Line, Reader};
use crate::store::journal::{Known, PARTNERSHIP, Raw, Words};

/// What looking at an export found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Examined {
    /// What was found of each partnership.
    pub partnerships: Vec<Verified>,
    /// What does not hold of the file itself, in sentences.
    pub faults: Vec<String>,
}

/// Looks at an export, with nothing but the file: every line once, in their order.
pub fn examine<R: BufRead>(mut lines: Reader<R>, partnerships: &[String], compile: Compile) -> Examined {
    let mut examined = Examined::default();
    let mut audits: BTreeMap<String, (Audit, Known)> = BTreeMap::new();
    for id in partnerships {
        audits.insert(id.clone(), (Audit::new(id, compile), Known::new()));
    }
    while let Some(line) = lines.next() {
        let (fault, place) = match line {
            Ok(Line::Fact(line)) => {
                let Some((audit, known)) = audits.get_mut(&line.partnership) else {
                    examined.faults.push(foreign(lines.number(), &line.partnership));
                    continue;
                };
                match Raw::try_from(line) {
                    Ok(raw) => {
                        audit.take(&raw, known);
                        continue;
                    }
                    Err(why) => (why, Some(audit)),
                }
            }
            Ok(Line::Words(line)) => {
                let Some((audit, known)) = audits.get_mut(&line.partnership) else {
                    examined.faults.push(foreign(lines.number(), &line.partnership));
                    continue;
                };
                let (digest, stream) = (line.digest.clone(), line.stream.clone());
                match Words::try_from(line) {
                    Ok(words) => {
                        if words.stream == PARTNERSHIP {
                            known.insert(words.digest, words.value);
                        }
                        continue;
                    }
                    Err(_) => (misfit(&digest, &stream), Some(audit)),
                }
            }
            Ok(_) => continue,
            Err(why) => (why, None),
        };
        match place {
            Some(audit) => audit.fault(fault),
            None => examined.faults.push(fault),
        }
    }
    examined.partnerships = audits.into_values().map(|(audit, _)| audit.close()).collect();
    if let Some(end) = lines.end() {
        for verified in &mut examined.partnerships {
            verified.faults.extend(unlike(end, verified));
        }
    }
    examined
}

/// Compares where a chain ends with what the last line says.
fn unlike(end: &EndLine, verified: &Verified) -> Option<String> {
    let (facts, hash) = (verified.head.seq, chain::hex(&verified.head.hash));
    match end.heads.iter().find(|head| head.partnership == verified.partnership) {
        Some(head) if head.facts == facts && head.hash == hash => None,
        Some(head) => Some(format!(
            "The last line says that the chain ends with fact {} and the hash {}; it ends with fact {facts} and {hash}.",
            head.facts, head.hash
        )),
        None => Some(format!("The last line does not say where the chain of {} ends.", verified.partnership)),
    }
}

fn foreign(line: u64, partnership: &str) -> String {
    format!("Line {line} belongs to {partnership}, which the first line does not name.")
}
