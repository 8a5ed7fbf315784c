// SPDX-License-Identifier: EUPL-1.2
//! The disk: what one small write costs that is forced to it. No durable answer can come sooner.

use std::io::Write;
use std::time::Instant;

use crate::figure::{Sheet, Wanted};

/// How many writes are made in one round.
const WRITES: usize = 200;

/// Measures appends of 4 KiB, each followed by `fdatasync`.
pub fn measure(sheet: &mut Sheet, rounds: usize) {
    let folder = tempfile::tempdir().expect("a folder");
    let (mut middle, mut late) = (Vec::new(), Vec::new());
    for _ in 0..rounds {
        let times = writes(folder.path());
        middle.push(times[WRITES / 2]);
        late.push(times[WRITES * 99 / 100]);
    }
    sheet.enter("disk", "append of 4 KiB + fdatasync, median", "ms", middle, Wanted::Nothing);
    sheet.enter("disk", "append of 4 KiB + fdatasync, p99", "ms", late, Wanted::Nothing);
}

/// Returns the times of some writes in milliseconds, in their order.
fn writes(folder: &std::path::Path) -> Vec<f64> {
    let mut file = std::fs::File::create(folder.join("sync")).expect("a file");
    let mut times: Vec<f64> = (0..WRITES)
        .map(|_| {
            let begun = Instant::now();
            file.write_all(&[0; 4096]).and_then(|()| file.sync_data()).expect("written");
            begun.elapsed().as_secs_f64() * 1_000.0
        })
        .collect();
    times.sort_by(f64::total_cmp);
    times
}
