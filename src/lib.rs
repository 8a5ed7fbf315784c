// SPDX-License-Identifier: EUPL-1.2
//! votum makes a forge the place where a development partnership of public bodies decides.
//!
//! # Bird's eye view
//!
//! A **hook** brings a **delivery** into the **inbox**. The **engine** reads it as **events**, lets the **domain**
//! **decide**, and writes the **facts**, the **register** and the **outbox** in one transaction. The **outbox** is
//! carried to the **forge**. The **web** shows the register.
//!
//! ```text
//! hooks → inbox → event → decide(state, rules, views, event, now) → facts + effects → journal · register · outbox → forge
//!                   ↑                                                                                                │
//!    tick (time is an event)  ·  reconcile (what the forge shows and the journal lacks becomes an event) ←───────────┘
//! ```
//!
//! One way in (events), one way out (effects), one place that writes (the engine).
//!
//! # Entry points
//!
//! [`domain::decide::decide`] is the law; [`engine::Engine`] the only place where things happen; [`hooks`] the front
//! door; [`forge::Forge`] the port to a forge; [`store::Store`] all SQL; [`say`] every human word; [`web`] the register;
//! [`config`] the two files; [`sandbox`] a GitLab in memory; [`cli`] the commands.
//!
//! # Invariants
//!
//! 1. `domain` is pure and total: `now`, ids and randomness come in as arguments; a user's mistake is a value.
//! 2. Only `store` writes SQL; only `engine` opens a writing transaction, but for the inbox, which the front door fills;
//!    no network inside a transaction.
//! 3. Only `forge`, `hooks` and `sandbox` know a forge's JSON; only `web`, `hooks` and `sandbox` know HTTP serving; only
//!    `say` holds what votum writes to people.
//! 4. A hook never acts: it authenticates, stores durably, answers.
//! 5. Facts, register, outbox and "delivery done" commit together. One transaction may carry many deliveries; where it
//!    fails, each is told alone again, so that a fault or panic parks only its own.
//! 6. Facts are appended, never changed, and chained by their hashes; accounts, names and free text enter the chain only
//!    as salted digests. The register can be rebuilt from the journal, and the stories do so.
//! 7. Effects are desired states with a key: delivered at least once, visible once, newest wins.
//! 8. A webhook is a hint, the forge's REST is the truth: only a ballot may be entered provisionally, and before a
//!    result is stated, a merge made or a tag set, everything it rests on is read again.
//! 9. Absence is never green: what is cancelled, deleted, expired, unknown or unreadable leaves the gate waiting or
//!    blocked.
//! 10. Every queue, page, body, retry and loop has a written limit.

pub mod cli;
pub mod clock;
pub mod config;
pub mod domain;
pub mod engine;
pub mod forge;
pub mod health;
pub mod hooks;
pub mod policy;

pub mod sandbox;
pub mod say;
pub mod store;
pub mod web;
