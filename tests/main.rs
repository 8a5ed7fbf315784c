// SPDX-License-Identifier: EUPL-1.2
//! All tests of votum, in one program.

mod config;
mod door;
mod forge_gitlab;
mod hooks_gitlab;
mod init;
mod laws;
mod sandbox;
mod say;
mod seeds;
mod serve;
mod simulate;
mod stories;
mod tidy;
mod web;
mod world;
