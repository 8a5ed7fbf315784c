// SPDX-License-Identifier: EUPL-1.2
//! `votum backup`, `restore`, `export`, `import`: a journal taken out of one database and into another.
//!
//! **Invariant:** a file that stands under its name is whole, and no file is ever written over. Nobody but its owner may
//! read one that holds accounts.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};

use super::{Misuse, house};
use crate::clock::Clock;
use crate::config::Config;
use crate::engine::Moved;
use crate::store::Store;
use crate::store::export::{self, HeadLine, Reader, Title, Variant};

/// Stands for standard output.
const OUTPUT: &str = "-";

/// Writes a backup of the whole installation beside a running `votum serve`.
pub(super) async fn backup(config: &Path, file: &Path) -> anyhow::Result<bool> {
    let Some(config) = house::settled(config, true).await? else { return Ok(false) };
    let engine = house::reader(&config).await?;
    let mut ids: Vec<String> = config.partnerships.iter().map(|rules| rules.partnership.clone()).collect();
    // Partnerships that were taken out of the configuration have not gone from the database.
    let mut tx = engine.store().snapshot().await?;
    ids.extend(tx.partnerships().await?);
    drop(tx);
    ids.sort();
    ids.dedup();
    let heads = whole(file, engine.store(), &ids, Variant::Backup).await?;
    said(&heads, &format!("The backup {} holds", file.display()), false);
    Ok(true)
}

/// Writes an export of one partnership or of all.
pub(super) async fn export(
    config: &Path,
    partnership: Option<&str>,
    with_accounts: bool,
    file: &Path,
) -> anyhow::Result<bool> {
    let Some(config) = house::settled(config, true).await? else { return Ok(false) };
    let ids = chosen(&config, partnership)?;
    let engine = house::reader(&config).await?;
    let variant = if with_accounts { Variant::Full } else { Variant::Public };
    if file == Path::new(OUTPUT) {
        let mut out = BufWriter::new(io::stdout());
        let now = Clock::system().now();
        let heads = export::export(engine.store(), &ids, variant, now, &mut out).await?;
        said(&heads, "The export holds", true);
        return Ok(true);
    }
    let heads = whole(file, engine.store(), &ids, variant).await?;
    said(&heads, &format!("The export {} holds", file.display()), false);
    Ok(true)
}

/// Takes a backup into an empty database.
pub(super) async fn restore(config: &Path, file: &Path) -> anyhow::Result<bool> {
    take_in(config, file, Variant::Backup).await
}

/// Takes a full export into a database that does not know its partnerships.
pub(super) async fn import(config: &Path, file: &Path) -> anyhow::Result<bool> {
    take_in(config, file, Variant::Full).await
}

async fn take_in(config: &Path, file: &Path, variant: Variant) -> anyhow::Result<bool> {
    let Some(config) = house::settled(config, true).await? else { return Ok(false) };
    let (title, lines) = open(file)?;
    let engine = house::newcomer(&config).await?;
    let Moved { heads, outbox, inbox } = engine.take_in(&title, lines, variant).await?;
    engine.store().close().await;
    said(&heads, "Taken in, with the chain followed from its first link:", false);
    println!("{outbox} entries wait for a forge, {inbox} deliveries to be absorbed. The register has been rebuilt.");
    Ok(true)
}

/// Opens an export, and says what is wrong with one that cannot be read.
pub(super) fn open(file: &Path) -> anyhow::Result<(Title, Reader<BufReader<File>>)> {
    let from = File::open(file).with_context(|| format!("The file {} cannot be read", file.display()))?;
    Reader::open(BufReader::with_capacity(1 << 20, from)).map_err(|why| anyhow::anyhow!("{}: {why}", file.display()))
}

fn chosen(config: &Config, partnership: Option<&str>) -> anyhow::Result<Vec<String>> {
    let ids: Vec<String> = config.partnerships.iter().map(|rules| rules.partnership.clone()).collect();
    match partnership {
        None => Ok(ids),
        Some(one) if ids.iter().any(|id| id == one) => Ok(vec![one.to_string()]),
        Some(one) => {
            let why = format!("There is no partnership {one} in votum.toml; there are: {}.", ids.join(", "));
            Err(Misuse(why).into())
        }
    }
}

/// Writes a file beside its place and moves it there once it is whole and on the disk.
async fn whole(file: &Path, store: &Store, ids: &[String], variant: Variant) -> anyhow::Result<Vec<HeadLine>> {
    if file.exists() {
        bail!("{} is there already; nothing was written. Choose another name.", file.display());
    }
    let part = Part::new(file, variant)?;
    let mut to = BufWriter::with_capacity(1 << 20, &part.file);
    let heads = export::export(store, ids, variant, Clock::system().now(), &mut to).await?;
    to.flush()?;
    std::mem::drop(to);
    part.becomes(file)?;
    Ok(heads)
}

/// A file that is not whole yet; it goes when it is not finished.
struct Part {
    file: File,
    path: PathBuf,
}

impl Part {
    fn new(whole: &Path, variant: Variant) -> anyhow::Result<Self> {
        let name = whole.file_name().with_context(|| format!("{} names no file", whole.display()))?;
        let name = format!("{}.{}.part", name.to_string_lossy(), uuid::Uuid::new_v4().simple());
        let path = whole.with_file_name(name);
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, if variant == Variant::Public { 0o644 } else { 0o600 });
        let file = options.open(&path).with_context(|| format!("The file {} cannot be written", path.display()))?;
        Ok(Self { file, path })
    }

    fn becomes(&self, whole: &Path) -> anyhow::Result<()> {
        self.file.sync_all().context("The file could not be written to the disk")?;
        // A link refuses to take the place of a file; the part itself goes when this is dropped. Where the file system
        // knows no links, an empty file keeps the place until the whole one is moved there.
        match fs::hard_link(&self.path, whole) {
            Err(fault) if fault.kind() != io::ErrorKind::AlreadyExists => {
                File::create_new(whole).and_then(|_| fs::rename(&self.path, whole))
            }
            done => done,
        }
        .with_context(|| format!("The whole file could not be put in its place {}", whole.display()))?;
        let folder = whole.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        File::open(folder).and_then(|folder| folder.sync_all()).context("The folder could not be written to the disk")
    }
}

impl Drop for Part {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.path);
    }
}

fn said(heads: &[HeadLine], what: &str, aside: bool) {
    for head in heads {
        let line = format!("{what} {} facts of {}, head {}.", head.facts, head.partnership, head.hash);
        if aside { eprintln!("{line}") } else { println!("{line}") }
    }
}
