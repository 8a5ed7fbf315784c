// SPDX-License-Identifier: EUPL-1.2
//! The command `votum`.

fn main() -> std::process::ExitCode {
    votum::cli::run()
}
