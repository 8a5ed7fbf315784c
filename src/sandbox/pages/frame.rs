// SPDX-License-Identifier: EUPL-1.2
//! What all pages share: header with account and clock, way back, footer.

use maud::{DOCTYPE, Markup, html};

use super::clock;
use super::visit::Visit;
use crate::sandbox::state::State;

/// Puts a page together; `trail` are the pages above it, as address and words.
pub fn page(state: &State, visit: &Visit, title: &str, trail: &[(String, String)], content: &Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang=(visit.tongue.code()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title) " · Sandbox" }
                link rel="stylesheet" href="/style.css";
            }
            body {
                a.skip href="#content" { (visit.say("Zum Inhalt", "Skip to content")) }
                header {
                    nav aria-label=(visit.say("Hauptmenü", "Main menu")) {
                        a.brand href="/" { "Sandbox" }
                        @if let Some(url) = &state.register_url {
                            a href=(url) { (visit.say("Register", "Register")) }
                        }
                        a href={ (visit.path) "?lang=" (visit.say("en", "de")) } lang=(visit.say("en", "de"))
                            hreflang=(visit.say("en", "de")) { (visit.say("English", "Deutsch")) }
                    }
                    (account(state, visit))
                    (time(state, visit))
                }
                @if !trail.is_empty() {
                    nav.trail aria-label=(visit.say("Brotkrumen", "Breadcrumb")) {
                        ol { @for (address, words) in trail { li { a href=(address) { (words) } } } }
                    }
                }
                main id="content" tabindex="-1" { h1 { (title) } (content) }
                footer { p { (visit.say(
                    "Ein kleines GitLab zum Ausprobieren. Nichts hier ist echt, und alles ist nach dem Beenden fort.",
                    "A small GitLab to try things out. Nothing here is real, and all is gone when it ends.")) } }
            }
        }
    }
}

fn account(state: &State, visit: &Visit) -> Markup {
    html! {
        form.bar action="/account" method="post" {
            input type="hidden" name="back" value=(visit.path);
            label for="account" { (visit.say("Konto", "Account")) }
            select id="account" name="account" {
                option value="" { (visit.say("niemand", "nobody")) }
                @for user in state.users.iter().filter(|user| !user.bot) {
                    option value=(user.username) selected[visit.account == Some(user.id)] {
                        (user.name) " (@" (user.username) ")"
                    }
                }
            }
            button type="submit" { (visit.say("Wechseln", "Switch")) }
        }
    }
}

fn time(state: &State, visit: &Visit) -> Markup {
    let now = state.now();
    html! {
        div.bar {
            p.now { (visit.say("Jetzt:", "Now:")) " " time datetime=(now.to_string()) { (clock::spoken(now)) } }
            @if state.clock.is_by_hand() {
                form action="/clock" method="post" {
                    input type="hidden" name="back" value=(visit.path);
                    button type="submit" name="step" value="hour" { (visit.say("+ 1 Stunde", "+ 1 hour")) }
                    button type="submit" name="step" value="day" { (visit.say("+ 1 Tag", "+ 1 day")) }
                    button type="submit" name="step" value="week" { (visit.say("+ 1 Woche", "+ 1 week")) }
                }
                form action="/clock" method="post" {
                    input type="hidden" name="back" value=(visit.path);
                    label for="instant" { (visit.say("Uhr stellen auf", "Set clock to")) }
                    input id="instant" name="at" type="datetime-local" required
                        value=(clock::local(now).strftime("%Y-%m-%dT%H:%M").to_string());
                    button type="submit" { (visit.say("Stellen", "Set")) }
                }
            }
        }
    }
}

/// The page for an address that leads nowhere.
pub fn missing(state: &State, visit: &Visit) -> Markup {
    let words = visit.say("Diese Seite gibt es nicht.", "There is no such page.");
    let title = visit.say("Nicht gefunden", "Not found");
    page(
        state,
        visit,
        title,
        &[],
        &html! { p { (words) " " a href="/" { (visit.say("Zu den Projekten", "To the projects")) } } },
    )
}
