// SPDX-License-Identifier: EUPL-1.2
//! Laws: what holds of the domain for every input, and the rules of the house sentence by sentence. No network.

mod attendance;
mod ballot;
mod budget;
mod calendar;
mod case;
mod command;
mod desk;
mod due;
mod duty;
mod electorate;
mod elsewhere;
mod exemption;
mod facts;
mod finality;
mod funding;
mod gate;
mod guard;
mod journal;
mod label;
mod markdown;
mod merge;
mod money;
pub mod naive;
mod oversight;
mod partnership;
mod play;
mod provenance;
mod reference;
mod release;
mod request;
mod scene;
mod seat;
mod share;
mod similar;
mod tally;
mod template;
mod ticket;
mod turn;
mod verdict;
mod version;
mod window;
mod world;

pub use world::*;
