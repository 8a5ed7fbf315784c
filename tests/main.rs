// SPDX-License-Identifier: EUPL-1.2
//! All tests of votum, in one program.

mod config;
mod door;
mod forge_gitlab;
mod hooks_gitlab;
mod hostile;
mod init;
mod laws;
mod porter;
mod sandbox;
mod say;
mod secrets;
mod seeds;
mod serve;
mod simulate;
mod stories;
mod tidy;
mod web;
mod world;
