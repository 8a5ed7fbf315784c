// SPDX-License-Identifier: EUPL-1.2
//! Tells cargo that the migrations are part of the program.
fn main() {
    println!("cargo:rerun-if-changed=migrations");
}
