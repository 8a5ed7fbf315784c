// SPDX-License-Identifier: EUPL-1.2
//! The projects, what lies in one, and the forms for a new ticket or merge request.

use maud::{Markup, html};

use super::frame::page;
use super::visit::Visit;
use crate::sandbox::model::project::Project;
use crate::sandbox::model::talk::{Kind, Spot};
use crate::sandbox::state::State;

/// All projects.
pub fn projects(state: &State, visit: &Visit) -> Markup {
    let content = html! {
        ul.cards { @for project in state.projects.values() {
            li {
                h2 { a href={ "/" (project.path) } { (project.path) } }
                p { (project.issues.len()) " " (visit.say("Vorgänge", "tickets")) ", "
                    (project.merge_requests.len()) " " (visit.say("Änderungsvorschläge", "merge requests")) }
            }
        } }
    };
    page(state, visit, visit.say("Projekte", "Projects"), &[], &content)
}

/// The pages above those of a project.
pub fn trail(visit: &Visit, project: Option<&Project>) -> Vec<(String, String)> {
    let mut trail = vec![("/".to_owned(), visit.say("Projekte", "Projects").to_owned())];
    trail.extend(project.map(|project| (format!("/{}", project.path), project.path.clone())));
    trail
}

/// One project: tickets, merge requests, tags, releases.
pub fn project(state: &State, visit: &Visit, project: &Project) -> Markup {
    let base = format!("/{}/-", project.path);
    let may_see = |iid| state.may_see(Spot { project: project.id, kind: Kind::Issue, iid }, visit.account);
    let content = html! {
        section aria-labelledby="tickets" {
            h2 id="tickets" { (visit.say("Vorgänge", "Tickets")) }
            p { a.button href={ (base) "/issues/new" } { (visit.say("Neuer Vorgang", "New ticket")) } }
            ul.list { @for issue in project.issues.values().rev().filter(|issue| may_see(issue.iid)) {
                li {
                    a href={ (base) "/issues/" (issue.iid) } { "#" (issue.iid) " " (issue.title) }
                    " " (standing(visit, if issue.open { "opened" } else { "closed" }))
                    (labels(&issue.talk.labels))
                }
            } }
        }
        section aria-labelledby="requests" {
            h2 id="requests" { (visit.say("Änderungsvorschläge", "Merge requests")) }
            p { a.button href={ (base) "/merge_requests/new" } { (visit.say("Neuer Änderungsvorschlag", "New merge request")) } }
            ul.list { @for request in project.merge_requests.values().rev() {
                li {
                    a href={ (base) "/merge_requests/" (request.iid) } { "!" (request.iid) " " (request.title) }
                    " " (standing(visit, request.standing.word()))
                    (labels(&request.talk.labels))
                }
            } }
        }
        section aria-labelledby="tags" {
            h2 id="tags" { (visit.say("Versionen", "Tags and releases")) }
            @if project.tags.is_empty() { p { (visit.say("Noch keine.", "None yet.")) } }
            ul.list { @for tag in project.tags.iter().rev() {
                li {
                    strong { (tag.name) } " " code { (&tag.commit[..8]) }
                    @if let Some(release) = project.release(&tag.name) { " " (release.name) (super::markdown::render(&release.description)) }
                }
            } }
        }
    };
    page(state, visit, &project.path, &trail(visit, None), &content)
}

/// Labels in a row.
pub fn labels(labels: &[String]) -> Markup {
    html! { @for label in labels { " " span.label { (label) } } }
}

/// Where something stands, in words.
pub fn standing(visit: &Visit, word: &str) -> Markup {
    let words = match word {
        "opened" => visit.say("offen", "open"),
        "merged" => visit.say("übernommen", "merged"),
        _ => visit.say("geschlossen", "closed"),
    };
    html! { span class={ "state " (word) } { (words) } }
}

/// Says that an account must be picked first, or that the last click was refused.
pub fn needs_account(visit: &Visit) -> Markup {
    html! {
        @if visit.refused {
            p.hint role="status" {
                (visit.say("Das darf dieses Konto hier nicht, oder es geht gerade nicht.",
                    "This account may not do that here, or it cannot be done now."))
            }
        }
        @if visit.account.is_none() {
            p.hint { (visit.say("Wählen Sie oben ein Konto, um etwas zu tun.", "Pick an account above to act.")) }
        }
    }
}

/// The form for a new ticket.
pub fn new_issue(state: &State, visit: &Visit, project: &Project) -> Markup {
    let content = html! {
        (needs_account(visit))
        form.tall action={ "/" (project.path) "/-/issues" } method="post" {
            label for="title" { (visit.say("Titel", "Title")) }
            input id="title" name="title" type="text" required maxlength="255";
            label for="description" { (visit.say("Beschreibung (Markdown)", "Description (Markdown)")) }
            textarea id="description" name="description" rows="20" { (project.template) }
            label for="labels" { (visit.say("Labels, durch Komma getrennt", "Labels, separated by commas")) }
            input id="labels" name="labels" type="text";
            button type="submit" disabled[visit.account.is_none()] { (visit.say("Anlegen", "Create")) }
        }
    };
    page(state, visit, visit.say("Neuer Vorgang", "New ticket"), &trail(visit, Some(project)), &content)
}

/// The form for a new merge request.
pub fn new_request(state: &State, visit: &Visit, project: &Project) -> Markup {
    let open = state.projects.values().flat_map(|held| held.issues.values().map(move |issue| (held, issue)));
    let newest = open.filter(|(_, issue)| issue.open && !issue.confidential).max_by_key(|(_, issue)| issue.id);
    let closes = newest.map(|(held, issue)| format!("Closes {}#{}", held.path, issue.iid)).unwrap_or_default();
    let content = html! {
        (needs_account(visit))
        form.tall action={ "/" (project.path) "/-/merge_requests" } method="post" {
            label for="title" { (visit.say("Titel", "Title")) }
            input id="title" name="title" type="text" required maxlength="255";
            label for="description" { (visit.say("Beschreibung (Markdown)", "Description (Markdown)")) }
            textarea id="description" name="description" rows="6" { (closes) }
            label for="paths" { (visit.say("Geänderte Dateien, eine je Zeile", "Changed files, one per line")) }
            textarea id="paths" name="paths" rows="3" { "src/lib.rs" }
            div.check {
                input id="fork" name="fork" type="checkbox" value="yes";
                label for="fork" { (visit.say("aus einer eigenen Abspaltung", "from a fork of my own")) }
            }
            button type="submit" disabled[visit.account.is_none()] { (visit.say("Anlegen", "Create")) }
        }
    };
    page(
        state,
        visit,
        visit.say("Neuer Änderungsvorschlag", "New merge request"),
        &trail(visit, Some(project)),
        &content,
    )
}
