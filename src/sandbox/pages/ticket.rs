// SPDX-License-Identifier: EUPL-1.2
//! The page of a ticket or merge request: text, notes, labels, reactions, and what can be done.

use maud::{Markup, html};

use super::board::{labels, needs_account, standing, trail};
use super::clock::spoken;
use super::frame::page as frame;
use super::markdown::render;
use super::visit::Visit;
use crate::sandbox::emoji;
use crate::sandbox::model::account::REPORTER;
use crate::sandbox::model::merge_request::MergeRequest;
use crate::sandbox::model::pipeline::Pipeline;
use crate::sandbox::model::project::Project;
use crate::sandbox::model::talk::{Award, Kind, Note, Spot, Talk};
use crate::sandbox::state::State;

/// The reactions offered as buttons; others that somebody gave are shown too.
const OFFERED: [&str; 3] = ["thumbsup", "thumbsdown", "white_circle"];

/// The page; `None` where there is no such thing, or the account may not see it.
pub fn page(state: &State, visit: &Visit, project: &Project, kind: Kind, iid: u64) -> Option<Markup> {
    let spot = Spot { project: project.id, kind, iid };
    let talk = state.talk(spot).filter(|_| state.may_see(spot, visit.account))?;
    let request = if kind == Kind::MergeRequest { project.merge_requests.get(&iid) } else { None };
    let issue = if kind == Kind::Issue { project.issues.get(&iid) } else { None };
    let (title, description, author, at, word) = match (issue, request) {
        (Some(issue), _) => {
            let word = if issue.open { "opened" } else { "closed" };
            (&issue.title, &issue.description, issue.author, issue.created_at, word)
        }
        (_, Some(request)) => {
            (&request.title, &request.description, request.author, request.created_at, request.standing.word())
        }
        _ => return None,
    };
    let base = format!("/{}/-/{}/{iid}", project.path, kind.plural());
    let insider = visit.account.is_some_and(|user| state.level(project.id, user) >= REPORTER);
    let content = html! {
        p.meta {
            (standing(visit, word)) (labels(&talk.labels))
            @if issue.is_some_and(|issue| issue.confidential) { " " span.label { (visit.say("vertraulich", "confidential")) } }
            " · " (state.account(author).name) ", " (spoken(at))
        }
        (needs_account(visit))
        section aria-labelledby="text" {
            h2 id="text" { (visit.say("Beschreibung", "Description")) }
            div.text { (render(description)) }
            (reactions(state, visit, &base, None, &talk.awards))
        }
        @if let Some(request) = request { (merging(state, visit, project, request, &base)) }
        section aria-labelledby="notes" {
            h2 id="notes" { (visit.say("Kommentare", "Comments")) }
            @for note in talk.notes.iter().filter(|note| insider || !note.internal || Some(note.author) == visit.account) {
                (one_note(state, visit, &base, note))
            }
            form.tall action={ (base) "/comment" } method="post" {
                label for="body" { (visit.say("Kommentar", "Comment")) }
                textarea id="body" name="body" rows="4" required {}
                button type="submit" disabled[visit.account.is_none()] { (visit.say("Kommentieren", "Comment")) }
            }
        }
        (label_form(visit, project, talk, &base))
        @if word != "merged" {
            form action={ (base) @if word == "opened" { "/close" } @else { "/reopen" } } method="post" {
                button type="submit" disabled[visit.account.is_none()] {
                    @if word == "opened" { (visit.say("Schließen", "Close")) } @else { (visit.say("Wieder öffnen", "Reopen")) }
                }
            }
        }
        p { a href=(base) { (visit.say("Seite neu laden", "Reload page")) } }
    };
    let heading = format!("{}{iid} {title}", kind.sign());
    Some(frame(state, visit, &heading, &trail(visit, Some(project)), &content))
}

fn one_note(state: &State, visit: &Visit, base: &str, note: &Note) -> Markup {
    let author = state.account(note.author);
    if note.system {
        return html! { p.system id={ "note_" (note.id) } { (author.name) " " (note.body) " · " (spoken(note.created_at)) } };
    }
    html! {
        article.note.bot[author.bot] id={ "note_" (note.id) } aria-label={ (visit.say("Kommentar von ", "Comment by ")) (author.name) } {
            p.meta {
                strong { (author.name) } " @" (author.username)
                @if author.bot { " " span.label { "Bot" } }
                @if note.internal { " " span.label { (visit.say("intern", "internal")) } }
                " · " a href={ (base) "#note_" (note.id) } { (spoken(note.created_at)) }
                @if note.updated_by.is_some() { " · " (visit.say("bearbeitet", "edited")) }
            }
            div.text { (render(&note.body)) }
            (reactions(state, visit, base, Some(note.id), &note.awards))
        }
    }
}

fn reactions(state: &State, visit: &Visit, base: &str, note: Option<u64>, awards: &[Award]) -> Markup {
    let mut names: Vec<&str> = OFFERED.to_vec();
    for award in awards {
        if !names.contains(&award.name.as_str()) {
            names.push(&award.name);
        }
    }
    html! {
        form.reactions action={ (base) "/react" } method="post" {
            @if let Some(note) = note { input type="hidden" name="note" value=(note); }
            @for name in names {
                @let by: Vec<&Award> = awards.iter().filter(|award| award.name == name).collect();
                @let mine = by.iter().any(|award| Some(award.user) == visit.account);
                @let who = by.iter().map(|award| state.account(award.user).name.clone()).collect::<Vec<_>>().join(", ");
                button type="submit" name="emoji" value=(name) aria-pressed=(mine) title=(who) disabled[visit.account.is_none()]
                    aria-label={ (name) ": " (by.len()) } { (emoji::sign(name)) " " (by.len()) }
            }
        }
    }
}

fn label_form(visit: &Visit, project: &Project, talk: &Talk, base: &str) -> Markup {
    html! {
        section aria-labelledby="labels" {
            h2 id="labels" { "Labels" }
            form.tall action={ (base) "/label" } method="post" {
                fieldset {
                    legend { (visit.say("Gesetzt", "Set")) }
                    @for label in &project.labels {
                        div.check {
                            input id={ "label-" (label.id) } name="label" type="checkbox" value=(label.name)
                                checked[talk.labels.contains(&label.name)];
                            label for={ "label-" (label.id) } { (label.name) }
                        }
                    }
                }
                label for="new-label" { (visit.say("Weiteres Label", "Another label")) }
                input id="new-label" name="new" type="text";
                button type="submit" disabled[visit.account.is_none()] { (visit.say("Labels speichern", "Save labels")) }
            }
        }
    }
}

fn merging(state: &State, visit: &Visit, project: &Project, request: &MergeRequest, base: &str) -> Markup {
    let status = state.detailed_merge_status(project.id, request);
    let pipelines = state.pipelines_of(project.id, request).into_iter().map(|(_, pipeline)| pipeline);
    let at_head: Vec<&Pipeline> = pipelines.filter(|pipeline| pipeline.sha == request.head).collect();
    let approved: Vec<String> = request.approvals.iter().map(|(by, _)| state.account(*by).name.clone()).collect();
    let (nobody, open) = (visit.account.is_none(), request.standing.word() == "opened");
    let act = |verb: &str, words: &str| {
        html! { form action={ (base) "/" (verb) } method="post" { button type="submit" disabled[nobody] { (words) } } }
    };
    html! {
        section aria-labelledby="merging" {
            h2 id="merging" { (visit.say("Übernahme", "Merging")) }
            dl {
                dt { (visit.say("Zweige", "Branches")) } dd { code { (request.source_branch) } " → " code { (request.target_branch) } }
                dt { (visit.say("Stand", "Head")) } dd { code { (&request.head[..8]) } }
                dt { (visit.say("Dateien", "Files")) }
                dd { @for change in state.changes_of(request) { code { (change.new) } " " } }
                dt { (visit.say("GitLab sagt", "GitLab says")) } dd { code { (status) } }
                dt { (visit.say("Zustimmungen", "Approvals")) } dd { @if approved.is_empty() { "–" } @else { (approved.join(", ")) } }
                @if let Some(sha) = &request.merge_commit { dt { (visit.say("Übernommen als", "Merged as")) } dd { code { (&sha[..8]) } } }
                @for pipeline in at_head {
                    @if let Some(own) = &pipeline.own { dt { "Pipeline" } dd { (own) } }
                    @for status in pipeline.statuses.iter().filter(|status| !status.retried) {
                        dt { (status.name) }
                        dd { strong { (status.state) } " " (status.description.as_deref().unwrap_or_default())
                            @if let Some(url) = status.target_url.as_ref().filter(|url| url.starts_with("http")) {
                                " " a href=(url) { (visit.say("Näheres", "Details")) }
                            } }
                    }
                }
            }
            @if open {
                div.bar {
                    (act("approve", visit.say("Zustimmen", "Approve")))
                    (act("unapprove", visit.say("Zustimmung zurücknehmen", "Unapprove")))
                    (act("push", visit.say("Weiteren Commit schieben", "Push a commit")))
                    (act("pipeline", visit.say("Pipeline auf Grün", "Make pipeline green")))
                    (act("merge", visit.say("Übernehmen", "Merge")))
                }
            }
        }
    }
}
