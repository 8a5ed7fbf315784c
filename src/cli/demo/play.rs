// SPDX-License-Identifier: EUPL-1.2
//! `votum demo --once`: the main job for all request types, played, printed and checked.
//!
//! **Invariant:** every line printed happened through HTTP at the sandbox and at votum; a check that fails is printed
//! and makes the command end with 1.

use std::collections::BTreeSet;

use anyhow::Context;
use jiff::civil::DateTime;

use super::stage::{BOT, CONTRIBUTOR, REVIEWER, Stage, TEMPLATE};
use crate::sandbox::{At, Proposal};
use crate::store::sheet::{RequestSheet, TicketSheet};

/// Plays the demo; returns whether everything came out as it must.
pub(in crate::cli) async fn play() -> anyhow::Result<bool> {
    let stage = Stage::set(None).await?;
    let mut play = Play { stage, heard: BTreeSet::new(), failed: 0, checked: 0 };
    play.tell().await?;
    let (checked, failed) = (play.checked, play.failed);
    play.stage.strike().await;
    println!();
    println!("{} of {checked} checks hold.", checked - failed);
    Ok(failed == 0)
}

struct Play {
    stage: Stage,
    heard: BTreeSet<u64>,
    failed: usize,
    checked: usize,
}

const OPERATIONS: &str = "wegweiser-betrieb1";
const LINDENAU: &str = "lindenau-vertretung1";
const AUWIESEN: &str = "auwiesen-vertretung1";
const HOHENBRUCK: &str = "hohenbruck-vertretung1";
const KRANICHTAL: &str = "kranichtal-vertretung1";
const CORE: &str = "wegweiser/kern";
const MODULE: &str = "wegweiser/modul-termine";
const TICKETS: &str = "wegweiser/steuerung";

impl Play {
    async fn tell(&mut self) -> anyhow::Result<()> {
        self.joint_feature().await?;
        self.rejected_feature().await?;
        self.bug().await?;
        let subgroup = self.subgroup_feature().await?;
        self.change().await?;
        self.core_admission(subgroup).await?;
        chapter("The journal is verified, the register is rebuilt from it");
        for verified in self.stage.engine.verify().await? {
            println!("    {} facts in one chain, {} decisions recounted", verified.head.seq, verified.counts.decisions);
            self.check("the journal holds", verified.faults.is_empty());
        }
        let store = self.stage.engine.store().clone();
        let before = store.dump_register(&self.stage.rules.partnership).await?;
        self.stage.engine.rebuild().await?;
        self.check("the register is the same", before == store.dump_register(&self.stage.rules.partnership).await?);
        let left = store.outbox_depth().await?;
        self.check("nothing is left undelivered", left.waiting == 0 && left.dead == 0);
        Ok(())
    }

    async fn joint_feature(&mut self) -> anyhow::Result<()> {
        chapter("A jointly funded feature: three of four members are enough");
        let ticket = self.open(LINDENAU, "Wartezeiten anzeigen").await?;
        self.label(ticket, "joint-feature").await?;
        let request = self.propose(CORE, "Wartezeiten anzeigen", ticket).await?;
        self.gate(CORE, request, "waiting").await?;
        self.at("2026-03-09 08:00").await?;
        self.state(ticket, "voting").await?;
        self.say(LINDENAU, ticket, "/vote ja").await?;
        self.react(AUWIESEN, ticket, "thumbsup").await?;
        self.say(HOHENBRUCK, ticket, "/vote nein – zu teuer für uns").await?;
        self.say(KRANICHTAL, ticket, "> /vote nein\n\nSo schrieb es Hohenbruck.\n\n@votum-bot ja").await?;
        self.approve(CORE, request).await?;
        self.at("2026-03-24 00:01").await?;
        let sheet = self.state(ticket, "accepted").await?;
        let yes = sheet.tally.as_ref().map(|tally| (tally.yes, tally.no, tally.needed));
        self.check("three yes, one no, three needed", yes == Some((3, 1, 3)));
        let merged = self.gate(CORE, request, "cleared").await?;
        self.check("votum merged and tagged v0.1.0", merged.tag.as_deref() == Some("v0.1.0"));
        let release = self.stage.sandbox.releases(CORE);
        self.check("the release names its decision", release.iter().any(|r| r.description.contains("B-2026-001")));
        Ok(())
    }

    async fn rejected_feature(&mut self) -> anyhow::Result<()> {
        chapter("Another one: two of four members are not enough, and silence is no approval");
        let ticket = self.open(HOHENBRUCK, "Wetterbericht einbinden").await?;
        self.label(ticket, "joint-feature").await?;
        let request = self.propose(CORE, "Wetterbericht", ticket).await?;
        self.approve(CORE, request).await?;
        self.at("2026-03-30 08:00").await?;
        self.say(HOHENBRUCK, ticket, "/vote yes").await?;
        self.react(KRANICHTAL, ticket, "thumbsup").await?;
        self.say(AUWIESEN, ticket, "/vote enthaltung").await?;
        self.at("2026-04-14 00:01").await?;
        self.state(ticket, "rejected").await?;
        let blocked = self.gate(CORE, request, "blocked").await?;
        self.check("nothing was merged", blocked.merged_sha.is_none());
        let again = self
            .open_with(
                HOHENBRUCK,
                "Wetterbericht, zweiter Anlauf",
                &format!("Wiedervorlage von: #{ticket}\n\n{TEMPLATE}"),
            )
            .await?;
        self.label(again, "joint-feature").await?;
        self.state(again, "refused").await?;
        Ok(())
    }

    async fn bug(&mut self) -> anyhow::Result<()> {
        chapter("A bug: no vote, but a review");
        let ticket = self.open(AUWIESEN, "Uhrzeit um eine Stunde verschoben").await?;
        self.label(ticket, "bug").await?;
        self.state(ticket, "cleared").await?;
        let request = self.propose(CORE, "Uhrzeit richtig anzeigen", ticket).await?;
        self.gate(CORE, request, "waiting").await?;
        self.approve(CORE, request).await?;
        let merged = self.gate(CORE, request, "cleared").await?;
        self.check("votum merged and tagged v0.1.1", merged.tag.as_deref() == Some("v0.1.1"));
        Ok(())
    }

    async fn subgroup_feature(&mut self) -> anyhow::Result<u64> {
        chapter("A subgroup's feature: both payers commit, all members vote, more than half is needed");
        let ticket = self.open(KRANICHTAL, "Termine für Fahrdienste").await?;
        self.label(ticket, "subgroup-feature").await?;
        self.state(ticket, "incomplete").await?;
        self.say(KRANICHTAL, ticket, "/vote zusage").await?;
        self.say(LINDENAU, ticket, "/vote commit").await?;
        self.state(ticket, "reading").await?;
        self.at("2026-04-20 08:00").await?;
        for person in [KRANICHTAL, LINDENAU, AUWIESEN] {
            self.react(person, ticket, "thumbsup").await?;
        }
        self.at("2026-05-05 00:01").await?;
        self.state(ticket, "accepted").await?;
        let in_core = self.propose(CORE, "Fahrdienste im Kern", ticket).await?;
        let in_module = self.propose(MODULE, "Fahrdienste als Modul", ticket).await?;
        self.approve(CORE, in_core).await?;
        self.approve(MODULE, in_module).await?;
        self.gate(CORE, in_core, "waiting").await?;
        let merged = self.gate(MODULE, in_module, "cleared").await?;
        self.check("the module was merged and tagged v0.1.0", merged.tag.as_deref() == Some("v0.1.0"));
        Ok(ticket)
    }

    async fn change(&mut self) -> anyhow::Result<()> {
        chapter("A change: 90 % of four members are all four");
        let ticket = self.open(LINDENAU, "Anmeldung umbauen").await?;
        self.label(ticket, "change").await?;
        let request = self.propose(CORE, "Anmeldung umbauen", ticket).await?;
        self.approve(CORE, request).await?;
        self.at("2026-05-11 08:00").await?;
        for person in [LINDENAU, AUWIESEN, HOHENBRUCK, KRANICHTAL] {
            self.say(person, ticket, "/vote ja").await?;
        }
        self.at("2026-05-27 00:01").await?;
        self.state(ticket, "accepted").await?;
        let merged = self.gate(CORE, request, "cleared").await?;
        self.check("votum merged and tagged v0.2.0", merged.tag.as_deref() == Some("v0.2.0"));
        Ok(())
    }

    async fn core_admission(&mut self, subgroup: u64) -> anyhow::Result<()> {
        chapter("Admission to the core: it names the subgroup's decision, whose product has to be ready");
        let ticket = self.open(KRANICHTAL, "Fahrdienste in den Kern aufnehmen").await?;
        self.label(ticket, "core-admission").await?;
        self.state(ticket, "incomplete").await?;
        self.say(OPERATIONS, subgroup, "/vote done product-readiness").await?;
        let text = format!("{TEMPLATE}\nVorgang: #{subgroup}\n");
        self.stage.sandbox.describe(TICKETS, ticket, KRANICHTAL, &text);
        self.line(KRANICHTAL, &format!("names #{subgroup} in the description of #{ticket}"));
        self.go_on(&At::issue(TICKETS, ticket)).await?;
        self.at("2026-06-02 08:00").await?;
        for person in [LINDENAU, HOHENBRUCK, KRANICHTAL] {
            self.say(person, ticket, "/vote ja").await?;
        }
        self.at("2026-06-17 00:01").await?;
        self.state(ticket, "accepted").await?;
        Ok(())
    }

    // ------------------------------------------------------------ what people do

    async fn open(&mut self, who: &str, title: &str) -> anyhow::Result<u64> {
        self.open_with(who, title, TEMPLATE).await
    }

    async fn open_with(&mut self, who: &str, title: &str, text: &str) -> anyhow::Result<u64> {
        let iid = self.stage.sandbox.open_issue(TICKETS, who, title, text);
        self.line(who, &format!("opens #{iid} “{title}”"));
        self.go_on(&At::issue(TICKETS, iid)).await?;
        Ok(iid)
    }

    async fn label(&mut self, iid: u64, process: &str) -> anyhow::Result<()> {
        let label = self
            .stage
            .rules
            .process(process)
            .map(|process| process.label.clone())
            .context("The process is in the rules")?;
        self.stage.sandbox.label(TICKETS, iid, OPERATIONS, &[&label], &[]);
        self.line(OPERATIONS, &format!("labels #{iid} {label}"));
        self.go_on(&At::issue(TICKETS, iid)).await
    }

    async fn say(&mut self, who: &str, iid: u64, words: &str) -> anyhow::Result<()> {
        let at = At::issue(TICKETS, iid);
        self.stage.sandbox.comment(&at, who, words);
        self.line(who, &format!("writes under #{iid}: {}", words.replace('\n', " ⏎ ")));
        self.go_on(&at).await
    }

    async fn react(&mut self, who: &str, iid: u64, emoji: &str) -> anyhow::Result<()> {
        let at = At::issue(TICKETS, iid);
        let note = self.ticket(iid).await?.vote_note;
        self.stage.sandbox.react(&at, note, who, emoji);
        self.line(who, &format!("reacts to the vote note of #{iid} with :{emoji}:"));
        self.go_on(&at).await
    }

    async fn propose(&mut self, project: &str, title: &str, ticket: u64) -> anyhow::Result<u64> {
        let proposal = Proposal::new(project, CONTRIBUTOR, title)
            .describing(&format!("Vorgang: {TICKETS}#{ticket}"))
            .touching(&["src/anzeige.ts"]);
        let iid = self.stage.sandbox.open_merge_request(proposal);
        self.line(CONTRIBUTOR, &format!("opens {project}!{iid} “{title}”, which names #{ticket}"));
        self.go_on(&At::merge_request(project, iid)).await?;
        Ok(iid)
    }

    async fn approve(&mut self, project: &str, iid: u64) -> anyhow::Result<()> {
        self.stage.sandbox.approve(project, iid, REVIEWER);
        self.line(REVIEWER, &format!("approves {project}!{iid}"));
        self.go_on(&At::merge_request(project, iid)).await
    }

    async fn at(&mut self, time: &str) -> anyhow::Result<()> {
        let instant = self.stage.rules.calendar.zone.to_timestamp(time.parse::<DateTime>()?)?;
        let _ = self.stage.clock.set(instant);
        println!("… time passes until {time}");
        self.settle().await?;
        for iid in 1..=20 {
            self.listen(&At::issue(TICKETS, iid), &format!("#{iid}"));
        }
        Ok(())
    }

    // ------------------------------------------------------------ what follows

    async fn go_on(&mut self, at: &At) -> anyhow::Result<()> {
        self.settle().await?;
        let place = match at.kind {
            crate::sandbox::Kind::Issue => format!("#{}", at.iid),
            crate::sandbox::Kind::MergeRequest => format!("{}!{}", at.project, at.iid),
        };
        self.listen(at, &place);
        Ok(())
    }

    /// Lets everything happen; what votum holds back for a moment, it writes a moment later.
    async fn settle(&mut self) -> anyhow::Result<()> {
        for _ in 0..3 {
            self.stage.settle().await?;
            let _ = self.stage.clock.set(self.stage.clock.now() + jiff::SignedDuration::from_secs(2));
        }
        self.stage.settle().await
    }

    /// Prints the first line of each note of votum's that is new.
    fn listen(&mut self, at: &At, place: &str) {
        let mut notes = self.stage.sandbox.notes(at);
        notes.sort_by_key(|note| note.id);
        for note in notes.into_iter().filter(|note| note.author == BOT && !note.system) {
            if self.heard.insert(note.id) {
                let first = note.body.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
                println!("    votum writes under {place}: {}", first.replace("**", ""));
            }
        }
    }

    async fn ticket(&self, iid: u64) -> anyhow::Result<TicketSheet> {
        let project = format!("opencode:{TICKETS}");
        let sheet = self.stage.engine.store().ticket(&self.stage.rules.partnership, &project, iid).await?;
        sheet.with_context(|| format!("The register does not know #{iid}"))
    }

    async fn state(&mut self, iid: u64, expected: &str) -> anyhow::Result<TicketSheet> {
        let sheet = self.ticket(iid).await?;
        self.check(&format!("#{iid} is {expected}"), sheet.state == expected);
        Ok(sheet)
    }

    async fn gate(&mut self, project: &str, iid: u64, expected: &str) -> anyhow::Result<RequestSheet> {
        let path = format!("opencode:{project}");
        let sheet = self.stage.engine.store().request(&self.stage.rules.partnership, &path, iid).await?;
        let sheet = sheet.with_context(|| format!("The register does not know {project}!{iid}"))?;
        self.check(&format!("the gate of {project}!{iid} is {expected}"), sheet.gate.as_deref() == Some(expected));
        let says = self.stage.sandbox.statuses(project, sheet.head.as_deref().unwrap_or_default());
        if let Some(status) = says.iter().rev().find(|status| status.name == "votum") {
            println!("    status of {project}!{iid}: {}", status.description);
        }
        Ok(sheet)
    }

    fn check(&mut self, what: &str, holds: bool) {
        self.checked += 1;
        self.failed += usize::from(!holds);
        println!("    {} {what}", if holds { "✓" } else { "✗ NOT SO:" });
    }

    fn line(&self, who: &str, what: &str) {
        let now = self.stage.clock.now().to_zoned(self.stage.rules.calendar.zone.clone());
        println!("{}  {who} {what}", now.strftime("%a %d.%m.%Y %H:%M"));
    }
}

fn chapter(title: &str) {
    println!("\n== {title}");
}
