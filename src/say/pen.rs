// SPDX-License-Identifier: EUPL-1.2
//! What writes in one language about one subject.

use super::bundle::{self, Value};
use super::{Frame, Lang, Subject, format, inert, words};
use crate::domain::ids::{MemberId, Thread};
use crate::domain::request::Request;
use crate::domain::rules::Rules;
use crate::domain::ticket::Ticket;

/// A language, a subject and the frame around it.
#[derive(Clone, Copy)]
pub(super) struct Pen<'a> {
    pub lang: Lang,
    pub frame: &'a Frame<'a>,
    pub subject: Subject<'a>,
    /// Whether this is the note's first language: only there the contact is really mentioned.
    pub first: bool,
}

impl<'a> Pen<'a> {
    /// Returns a message without arguments.
    pub fn text(&self, key: &str) -> String {
        bundle::text(self.lang, key, &[])
    }

    /// Returns a message.
    pub fn with(&self, key: &str, args: &[(&str, Value<'_>)]) -> String {
        bundle::text(self.lang, key, args)
    }

    pub fn rules(&self) -> &'a Rules {
        self.frame.rules
    }

    pub fn ticket(&self) -> Option<&'a Ticket> {
        match self.subject {
            Subject::Ticket(ticket) => Some(ticket),
            _ => None,
        }
    }

    pub fn request(&self) -> Option<&'a Request> {
        match self.subject {
            Subject::Request(request) => Some(request),
            _ => None,
        }
    }

    /// Returns what the note stands under.
    pub fn thread(&self) -> Option<&'a Thread> {
        match self.subject {
            Subject::Ticket(ticket) => ticket.thread.as_ref(),
            Subject::Request(request) => request.thread.as_ref(),
            Subject::None => None,
        }
    }

    /// Returns `#112 „title“`, and nothing but the number of a confidential ticket.
    pub fn heading(&self) -> String {
        let Some(ticket) = self.ticket() else { return self.number() };
        self.titled(&self.number(), &ticket.title.0, ticket.confidential)
    }

    /// Returns a ticket's or merge request's reference with its title.
    pub fn titled(&self, reference: &str, title: &str, confidential: bool) -> String {
        if confidential {
            return self.with("heading-confidential", &[("ticket", reference.into())]);
        }
        if title.trim().is_empty() {
            return reference.to_string();
        }
        let title = inert::escape_inline(&inert::shorten(title, 120));
        self.with("heading-titled", &[("ticket", reference.into()), ("title", title.into())])
    }

    /// Returns a thread as it is referred to from here: `#101`, or `group/project#101` from elsewhere.
    pub fn reference(&self, thread: &Thread) -> String {
        let near = self.thread().is_some_and(|here| here.project == thread.project);
        if near { thread.short() } else { format!("{}{}", thread.project.path, thread.short()) }
    }

    /// Returns a member's name.
    pub fn member(&self, id: &str) -> String {
        inert::escape_inline(self.rules().member(id).map_or(id, |member| &member.name))
    }

    /// Returns several members' names as a list.
    pub fn members<'m>(&self, ids: impl IntoIterator<Item = &'m MemberId>) -> String {
        format::list(&ids.into_iter().map(|id| self.member(id)).collect::<Vec<_>>(), self.lang)
    }

    /// Returns who is meant: the member where one is known, otherwise the account.
    pub fn who(&self, member: Option<&MemberId>, name: &str) -> String {
        match member {
            Some(member) => self.member(member),
            None => self.account(name),
        }
    }

    /// Returns an account by its name, never as a mention.
    pub fn account(&self, name: &str) -> String {
        self.with("account", &[("name", inert::code(name).into())])
    }

    /// Returns a follow-up or requirement in words, with the key by which it is ticked.
    pub fn item(&self, key: &str) -> String {
        let code = inert::code(key);
        match words::follow_up(key, self.lang) {
            Some(name) => format!("{name} ({code})"),
            None => code,
        }
    }

    /// Returns a message about the decision that the ticket came to; empty where there is none.
    pub fn decided(&self, key: &str) -> String {
        let Some(decision) = self.ticket().and_then(|ticket| ticket.decision.as_ref()) else { return String::new() };
        let (url, number) = (self.frame.decision_url(&decision.number), inert::escape_inline(&decision.number));
        self.with(key, &[("number", number.into()), ("url", url.into())])
    }

    /// Returns the contact: mentioned once per note, so that somebody is told.
    pub fn contact(&self) -> String {
        let contact = &self.rules().contact;
        if self.first { inert::mention(contact) } else { inert::code(contact) }
    }

    /// Returns the line that names the contact; empty where the rules name none.
    pub fn contact_line(&self) -> String {
        if self.rules().contact.is_empty() {
            return String::new();
        }
        self.with("contact", &[("contact", self.contact().into())])
    }

    fn number(&self) -> String {
        self.thread().map_or_else(|| "–".to_string(), Thread::short)
    }
}

/// Joins the paragraphs that are not empty.
pub(super) fn paragraphs(parts: impl IntoIterator<Item = String>) -> String {
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n\n")
}

/// Returns the items that are not empty as a list.
pub(super) fn bullets(items: impl IntoIterator<Item = String>) -> String {
    items.into_iter().filter(|item| !item.is_empty()).map(|item| format!("- {item}")).collect::<Vec<_>>().join("\n")
}
