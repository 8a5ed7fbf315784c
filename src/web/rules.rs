// SPDX-License-Identifier: EUPL-1.2
//! Who decides what: the rules in force, in tables.
//!
//! **Invariant:** the page is made from the rules that votum applies, so it cannot say anything else. Accounts are
//! counted and not named.

use std::sync::Arc;

use axum::extract::State;
use maud::{Markup, html};

use super::page::{self, Page};
use super::problem::Problem;
use super::visit::Visit;
use super::{Web, parts};
use crate::domain::attendance::{self, Attendance};
use crate::domain::calendar::Span;
use crate::domain::guard::Lock;
use crate::domain::rules::{Base, Deputies, Opinion, Process, Resubmission, Role, Rules};
use crate::domain::seat::Seat;
use crate::say::{self, words};
use crate::store::journal::{GuardRow, Version};
use crate::store::register::{Filter, PAGE};
use crate::store::sheet::TicketSheet;

/// `GET /{partnership}/rules`.
pub(super) async fn show(State(web): State<Arc<Web>>, visit: Visit) -> Result<Markup, Problem> {
    let rules = visit.rules()?;
    let (versions, held) = web.store.versions(&rules.partnership).await?;
    let inactive = inactive(&web, rules).await?;
    let guards = web.store.guards(&rules.partnership).await?;
    let body = html! {
        @if let Some((held, since)) = &held {
            (parts::notice(&html! {
                p { (visit.say(&format!("held-{}", held.key()))) " " (parts::time(&since.to_string(), false, &visit, rules)) }
            }))
        }
        p { (visit.say("about-body")) }
        ul { @for process in &rules.processes { li { (say::who_decides(rules, process, visit.lang)) } } }
        h2 { (visit.say("about-processes")) }
        (processes(&visit, rules))
        h2 { (visit.say("votes")) }
        (voting(&visit, rules))
        h2 { (visit.say("members")) }
        (members(&visit, rules))
        @if !inactive.is_empty() { p { (told(&inactive, &visit, rules)) } }
        h2 { (visit.say("about-roles")) }
        (roles(&visit, rules))
        h2 { (visit.say("merge-requests")) }
        (parts::definitions(&[
            (visit.say("about-projects"), Some(projects(rules))),
            (visit.say("about-reviews"), Some(parts::plain(rules.gate.reviews.to_string()))),
        ]))
        @if !guards.is_empty() {
            h2 { (visit.say("about-guards")) }
            p { (visit.say("about-guards-body")) }
            (self::guards(&guards, &visit, rules))
        }
        h2 { (visit.say("about-verify")) }
        p { (visit.say("about-verify-body")) }
        (parts::definitions(&[
            (visit.say("rules-digest"), Some(parts::code(&rules.digest))),
            (visit.say("about-seat"), rules.seat.as_ref().map(|seat| seat_of(seat, &web))),
        ]))
        h2 { (visit.say("about-versions")) }
        p { (visit.say("about-versions-body")) }
        (self::versions(&versions, &visit, rules, &web))
    };
    let title = visit.say("about");
    let trail = [(visit.within(rules, "", &[]), visit.say("home"))];
    let page = Page { title: &title, heading: None, room: "/rules", trail: &trail, body: &body };
    Ok(page::frame(&web, &visit, Some(rules), &page))
}

fn processes(visit: &Visit, rules: &Rules) -> Markup {
    let heads = ["process", "about-approval", "about-base", "about-quorum", "resubmission", "follow-ups"];
    let rows: Vec<_> = rules.processes.iter().map(|process| process_row(process, visit, rules)).collect();
    parts::table("processes", &visit.say("about-processes"), &heads.map(|key| visit.say(key)), &rows)
}

fn process_row(process: &Process, visit: &Visit, rules: &Rules) -> Vec<Markup> {
    let dash = "–".to_string();
    let (approval, base, quorum, again) = match &process.approval {
        None => (visit.say("about-no-vote"), dash.clone(), dash.clone(), dash),
        Some(_) if process.silence.is_some() => {
            let limit = process.silence.unwrap_or_default();
            let again = again(process, visit);
            (visit.tell("about-silence", &[("limit", limit.into())]), dash.clone(), dash, again)
        }
        Some(bar) => {
            let (base, quorum) = match rules.base(process) {
                Base::Entitled => ("about-base-entitled", dash),
                Base::Cast if rules.quorum(process).is_nothing() => ("about-base-cast", visit.say("about-no-quorum")),
                Base::Cast => ("about-base-cast", say::bar(rules.quorum(process), visit.lang)),
            };
            let mut approval = say::bar(bar, visit.lang);
            if rules.voting.contributions {
                approval = visit.tell("about-contributions", &[("share", approval.into())]);
            }
            let of_subgroup = process.subgroup_alone && rules.base(process) == Base::Entitled;
            let base = if of_subgroup { "about-base-subgroup" } else { base };
            (approval, visit.say(base), quorum, again(process, visit))
        }
    };
    let steps: Vec<_> = process.follow_ups.iter().map(|step| parts::follow_up(step, visit)).collect();
    let mut row = vec![parts::plain(&process.label)];
    row.extend([approval, base, quorum, again].map(parts::plain));
    row.push(parts::plain(say::list(&steps, visit.lang)));
    row
}

fn again(process: &Process, visit: &Visit) -> String {
    let key = if process.resubmission == Resubmission::Allowed { "allowed" } else { "barred" };
    words::resubmission(key, visit.lang)
}

fn voting(visit: &Visit, rules: &Rules) -> Markup {
    let voting = &rules.voting;
    let ways: Vec<_> = [("comment", voting.comments), ("emoji", voting.emoji)]
        .into_iter()
        .filter(|(_, counts)| *counts)
        .map(|(way, _)| words::channel(way, visit.lang))
        .collect();
    let change = if voting.change { "about-change-until-deadline" } else { "about-change-never" };
    let deputies = match voting.deputies {
        _ if !voting.change => "about-deputies-first",
        Deputies::Last => "about-deputies-last",
        Deputies::Ranked => "about-deputies-ranked",
        Deputies::Unanimous => "about-deputies-unanimous",
    };
    let oversight = &voting.oversight;
    let opinion = match oversight.opinion {
        Opinion::None => None,
        Opinion::Advisory => Some(visit.say("about-opinion-advisory")),
        Opinion::Required => Some(visit.say("about-opinion-required")),
    };
    let pauses = oversight.pauses_at.map(|count| visit.tell("about-discussion-pauses", &[("count", count.into())]));
    let yes = |asked: bool| asked.then(|| parts::plain(yes_no(true, visit)));
    parts::definitions(&[
        (visit.say("about-reading"), Some(parts::plain(span(voting.reading, visit)))),
        (visit.say("about-duration"), Some(parts::plain(span(voting.voting, visit)))),
        (visit.say("about-ways"), Some(parts::plain(say::list(&ways, visit.lang)))),
        (visit.say("about-change"), Some(parts::plain(visit.say(change)))),
        (visit.say("about-deputies"), Some(parts::plain(visit.say(deputies)))),
        (visit.say("about-proxy"), Some(parts::plain(yes_no(voting.proxy, visit)))),
        (visit.say("about-recused-in-base"), Some(parts::plain(yes_no(voting.recused_in_base, visit)))),
        (visit.say("about-opinion"), opinion.map(parts::plain)),
        (visit.say("about-discussion"), pauses.map(parts::plain)),
        (visit.say("about-certified"), yes(oversight.certified)),
        (visit.say("about-four-eyes"), yes(oversight.four_eyes)),
    ])
}

/// Every version of the rules, the newest first; the text itself names accounts and stays in the journal.
fn versions(versions: &[Version], visit: &Visit, rules: &Rules, web: &Web) -> Markup {
    let heads = ["about-version", "about-in-force", "rules-digest", "about-brought"].map(|key| visit.say(key));
    let row = |(i, version): (usize, &Version)| {
        vec![
            parts::plain((i + 1).to_string()),
            parts::time(&version.since.to_string(), false, visit, rules),
            parts::code(&version.digest),
            brought(version, visit, rules, web),
        ]
    };
    let rows: Vec<_> = versions.iter().enumerate().rev().map(row).collect();
    parts::table("versions", &visit.say("about-versions"), &heads, &rows)
}

/// Which decisions brought a version, and the commit that it was read at.
fn brought(version: &Version, visit: &Visit, rules: &Rules, web: &Web) -> Markup {
    let address = |commit: &String| {
        let project = &rules.seat.as_ref()?.project;
        Some(format!("{}/-/commit/{commit}", web.at_forge(&project.forge, &project.path)?))
    };
    html! {
        @for number in &version.decisions {
            a href=(visit.within(rules, &format!("/decisions/{number}"), &[])) { (number) } " "
        }
        @match &version.commit {
            None => "–",
            Some(commit) => {
                @match address(commit) {
                    Some(address) => { a href=(address) { (parts::code(commit)) } }
                    None => (parts::code(commit)),
                }
            }
        }
    }
}

/// The file in which the rules lie.
fn seat_of(seat: &Seat, web: &Web) -> Markup {
    let name = format!("{}: {}", seat.project.path, seat.path);
    let branch = seat.branch.as_deref().unwrap_or("HEAD");
    match web.at_forge(&seat.project.forge, &seat.project.path) {
        Some(project) => html! { a href={ (project) "/-/blob/" (branch) "/" (seat.path) } { (name) } },
        None => parts::plain(name),
    }
}

/// How each branch is guarded at its forge, and what is missing.
fn guards(guards: &[GuardRow], visit: &Visit, rules: &Rules) -> Markup {
    let heads = ["project", "about-branch", "about-lock", "about-gaps", "about-found"].map(|key| visit.say(key));
    let row = |(project, branch, found): &GuardRow| {
        let word = |lock: Lock| visit.say(&format!("lock-{}", lock.key()));
        let lock = if found.is_weaker() {
            visit.tell("about-weaker", &[("lock", word(found.lock).into()), ("best", word(found.best).into())])
        } else {
            word(found.lock)
        };
        let gaps: Vec<_> = found.gaps.iter().map(|gap| visit.say(&format!("gap-{}", gap.key()))).collect();
        let gaps = if gaps.is_empty() { visit.say("about-no-gaps") } else { gaps.join("; ") };
        vec![
            parts::plain(&project.path),
            parts::plain(if branch.is_empty() { "–" } else { branch.as_str() }),
            parts::plain(lock),
            parts::plain(gaps),
            parts::time(&found.at.to_string(), false, visit, rules),
        ]
    };
    let rows: Vec<_> = guards.iter().map(row).collect();
    parts::table("guards", &visit.say("about-guards"), &heads, &rows)
}

fn yes_no(is: bool, visit: &Visit) -> String {
    visit.say(if is { "counts-yes" } else { "counts-no" })
}

fn span(span: Span, visit: &Visit) -> String {
    match span {
        Span::Days(days) => visit.tell("span-days", &[("count", days.into())]),
        Span::Exact(exact) => {
            let seconds = exact.as_secs();
            let (key, count) = match seconds {
                0 => return visit.say("span-none"),
                _ if seconds % 3_600 == 0 => ("span-hours", seconds / 3_600),
                _ if seconds % 60 == 0 => ("span-minutes", seconds / 60),
                _ => ("span-seconds", seconds),
            };
            visit.tell(key, &[("count", count.into())])
        }
    }
}

fn members(visit: &Visit, rules: &Rules) -> Markup {
    let mut heads = ["member", "weight", "about-since", "about-until"].map(|key| visit.say(key)).to_vec();
    if rules.voting.contributions {
        heads.push(visit.say("about-contribution"));
    }
    let day = |day: Option<jiff::civil::Date>| {
        parts::plain(day.map_or_else(|| "–".to_string(), |day| say::date(day, visit.lang)))
    };
    let rows: Vec<_> = rules
        .members
        .iter()
        .map(|member| {
            let mut row = vec![
                parts::plain(&member.name),
                parts::plain(member.weight.to_string()),
                day(member.since),
                day(member.until),
            ];
            if rules.voting.contributions {
                row.push(parts::plain(say::contribution(member.contribution, visit.lang)));
            }
            row
        })
        .collect();
    parts::table("members", &visit.say("members"), &heads, &rows)
}

/// How many of the newest decisions are looked at for members that let votes pass.
const DECISIONS_MAX: i64 = 4 * PAGE;

/// Returns today's members that let votes pass as the rules say, in their order.
async fn inactive(web: &Web, rules: &Rules) -> Result<Vec<String>, Problem> {
    let mut votes: Vec<Attendance> = Vec::new();
    let mut offset = 0;
    while rules.voting.inactive_after > 0 && offset < DECISIONS_MAX {
        let (sheets, more) = web.store.decisions(&rules.partnership, &Filter::default(), offset).await?;
        votes.extend(sheets.iter().map(attendance));
        offset = if more { offset + PAGE } else { DECISIONS_MAX };
    }
    let found = attendance::inactive(&votes, rules.voting.inactive_after);
    let present = rules.members.iter().filter(|member| member.until.is_none() && found.contains(&member.id));
    Ok(present.map(|member| member.name.clone()).collect())
}

fn attendance(sheet: &TicketSheet) -> Attendance {
    let seats = sheet.electorate.iter().filter(|seat| !seat.recused);
    seats.map(|seat| (seat.member.clone(), seat.choice.is_some())).collect()
}

fn told(members: &[String], visit: &Visit, rules: &Rules) -> String {
    let args = [("count", rules.voting.inactive_after.into()), ("members", say::list(members, visit.lang).into())];
    visit.tell("about-inactive", &args)
}

fn roles(visit: &Visit, rules: &Rules) -> Markup {
    let heads = ["about-roles", "about-accounts"].map(|key| visit.say(key));
    let rows: Vec<_> = Role::ALL
        .iter()
        .map(|(_, role)| {
            let count = rules.roles.get(role).map_or(0, Vec::len);
            vec![parts::plain(words::role(*role, visit.lang)), parts::plain(count.to_string())]
        })
        .collect();
    parts::table("roles", &visit.say("about-roles"), &heads, &rows)
}

fn projects(rules: &Rules) -> Markup {
    html! { ul { @for project in &rules.upstream { li { (project.path) } } } }
}
