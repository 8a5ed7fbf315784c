// SPDX-License-Identifier: EUPL-1.2
//! The law: what a vote is, who decides it, and what follows from it.
//!
//! Everything here computes with values. A ticket, a merge request and a project's releases are folds of their facts;
//! [`decide`](decide::decide) turns a state, the rules, an event and an instant into new facts and effects.
//!
//! **Invariant:** no waiting, no input or output, no clock, no log, no JSON. `now` and every number come in as
//! arguments, and a user's mistake is a value, not an error.

pub mod appointment;
pub mod attendance;
pub mod ballot;
pub mod budget;
pub mod calendar;
pub mod chain;
pub mod changelog;
pub mod command;
pub mod condition;
pub mod decide;
pub mod due;
pub mod duty;
pub mod effect;
pub mod electorate;
pub mod event;
pub mod fact;
pub mod guard;
pub mod ids;
pub mod label;
pub mod markdown;
pub mod money;
pub mod phase;
pub mod provenance;
pub mod publiccode;
pub mod reason;
pub mod reference;
pub mod release;
pub mod request;
pub mod roster;
pub mod rules;
pub mod saying;
pub mod seat;
pub mod series;
pub mod share;
pub mod signal;
pub mod similar;
pub mod standing;
pub mod tally;
pub mod template;
pub mod ticket;
pub mod turn;
pub mod version;
pub mod vote;
pub mod window;
