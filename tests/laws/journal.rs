// SPDX-License-Identifier: EUPL-1.2
//! The journal keeps what it was given: every kind of fact reads back, any change is found, erased words break nothing.

use std::collections::BTreeMap;

use sqlx::sqlite::SqlitePool;
use votum::domain::ballot::Ballot;
use votum::domain::chain::{START, link};
use votum::domain::fact::{Fact, Text};
use votum::domain::ids::Account;
use votum::domain::reason::Why;
use votum::domain::ticket::Ticket;
use votum::store::journal::Entry;
use votum::store::{Store, StoreError};

use super::facts::{all, ballot, kind};
use super::{account, second};

const WHO: &str = "talverbund";

/// A journal with every kind of fact, and a second way into its file.
struct Ledger {
    store: Store,
    file: SqlitePool,
    facts: Vec<Fact>,
    _folder: tempfile::TempDir,
}

impl Ledger {
    async fn written() -> Self {
        let folder = tempfile::tempdir().expect("a folder can be made");
        let path = folder.path().join("votum.db");
        let store = Store::open(&format!("sqlite:{}", path.display())).await.expect("it opens");
        let file = SqlitePool::connect(&format!("sqlite://{}", path.display())).await.expect("it opens again");
        let facts = all();
        for (i, facts) in (0..).zip(facts.chunks(5)) {
            let mut tx = store.begin_for(WHO).await.expect("it begins");
            tx.append(WHO, stream(i), facts, second(i64::from(i))).await.expect("it appends");
            tx.commit().await.expect("it commits");
        }
        Self { store, file, facts, _folder: folder }
    }

    async fn change(&self, sql: &'static str) -> u64 {
        sqlx::query(sql).execute(&self.file).await.expect(sql).rows_affected()
    }

    /// Returns which row is the first that does not hold.
    async fn broken(&self) -> Option<String> {
        match self.store.verify_chain(WHO).await {
            Ok(_) => None,
            Err(StoreError::Corrupt { row, .. }) => Some(row),
            Err(fault) => panic!("{fault}"),
        }
    }

    async fn read(&self) -> Result<Vec<Fact>, StoreError> {
        let mut found = BTreeMap::new();
        for name in self.store.streams(WHO).await? {
            for entry in self.store.stream(WHO, &name).await? {
                found.insert(entry.seq, entry.fact);
            }
        }
        Ok(found.into_values().collect())
    }
}

fn stream(i: u32) -> &'static str {
    ["partnership", "opencode:talverbund/steuerung#7", "opencode:talverbund/kern!41"][i as usize % 3]
}

#[tokio::test]
async fn every_fact_reads_back_and_the_chain_holds() {
    let ledger = Ledger::written().await;
    let read = ledger.read().await.expect("all of it reads");
    for (read, written) in read.iter().zip(&ledger.facts) {
        assert_eq!(read, written, "{}", kind(written));
    }
    assert_eq!(read.len(), ledger.facts.len());
    let head = ledger.store.verify_chain(WHO).await.expect("the chain holds");
    assert_eq!(head, ledger.store.head(WHO).await.expect("it has a head"));
    assert_eq!(head.seq, i64::try_from(read.len()).expect("it is a number"));
    let folded = Ticket::from_facts(&read);
    assert_eq!(folded, Ticket::from_facts(&ledger.facts));
}

#[tokio::test]
async fn older_entries_are_read() {
    // Ballots without a rank, seats without a contribution, tallies without a second majority.
    let since = ["\"rank\":1,", "\"contribution\":30000,", "\"contribution\":0,"];
    let euros = "\"contributions\":{\"base\":8,\"needed\":10,\"yes\":9},";
    let ledger = Ledger::written().await;
    let rows: Vec<(i64, Vec<u8>)> =
        sqlx::query_as("SELECT seq, bytes FROM fact").fetch_all(&ledger.file).await.expect("they read");
    let mut changed = 0;
    for (seq, bytes) in rows {
        let written = String::from_utf8(bytes).expect("it is text");
        let older = since.iter().chain([&euros]).fold(written.clone(), |text, key| text.replace(key, ""));
        changed += usize::from(older != written);
        let set = "UPDATE fact SET bytes = $1 WHERE seq = $2";
        sqlx::query(set).bind(older.into_bytes()).bind(seq).execute(&ledger.file).await.expect("it changes");
    }
    assert!(changed >= 4, "{changed}");
    for fact in ledger.read().await.expect("all of it reads") {
        match fact {
            Fact::Given { ballot } => assert_eq!(ballot.rank, None),
            Fact::Decided { tally, .. } => assert_eq!(tally.contributions, None),
            Fact::Opened { electorate, .. } => assert!(electorate.seats.iter().all(|seat| seat.contribution == 0)),
            _ => {}
        }
    }
}

#[tokio::test]
async fn every_reason_reads_back() {
    let ledger = Ledger::written().await;
    let facts: Vec<Fact> =
        Why::ALL.iter().map(|(_, why)| Fact::Incomplete { why: *why, missing: Vec::new() }).collect();
    let mut tx = ledger.store.begin_for(WHO).await.expect("it begins");
    tx.append(WHO, "reasons", &facts, second(0)).await.expect("it appends");
    assert_eq!(tx.facts(WHO, "reasons").await.expect("they read"), facts);
}

#[tokio::test]
async fn a_transaction_that_is_dropped_leaves_nothing() {
    let ledger = Ledger::written().await;
    let before = ledger.store.head(WHO).await.expect("it has a head");
    let mut tx = ledger.store.begin_for(WHO).await.expect("it begins");
    tx.append(WHO, "partnership", &ledger.facts, second(0)).await.expect("it appends");
    drop(tx);
    assert_eq!(ledger.store.head(WHO).await.expect("it has a head"), before);
    assert_eq!(ledger.broken().await, None);
}

#[tokio::test]
async fn any_changed_byte_breaks_the_chain() {
    let ledger = Ledger::written().await;
    let sql = "SELECT seq, bytes, hash FROM fact WHERE partnership = 'talverbund' ORDER BY seq";
    let rows: Vec<(i64, Vec<u8>, Vec<u8>)> = sqlx::query_as(sql).fetch_all(&ledger.file).await.expect("they read");
    let set = "UPDATE fact SET bytes = $1, hash = $2 WHERE seq = $3";
    for (seq, bytes, hash) in &rows {
        // The arithmetic of every single byte, and the journal itself for one byte of each row.
        let previous = if *seq == 1 { START } else { hash_of(&rows, seq - 1) };
        assert_eq!(link(&previous, bytes).to_vec(), *hash);
        for i in 0..bytes.len() {
            let mut other = bytes.clone();
            other[i] ^= 1;
            assert_ne!(link(&previous, &other).to_vec(), *hash, "byte {i} of row {seq}");
        }
        let place = usize::try_from(*seq).expect("it is a number") * 7 % bytes.len();
        let mut other = bytes.clone();
        other[place] ^= 4;
        sqlx::query(set).bind(&other).bind(hash).bind(seq).execute(&ledger.file).await.expect("it changes");
        assert_eq!(ledger.broken().await, Some(seq.to_string()), "byte {place} of row {seq}");
        let mut wrong = hash.clone();
        wrong[place % 32] ^= 128;
        sqlx::query(set).bind(bytes).bind(&wrong).bind(seq).execute(&ledger.file).await.expect("it changes");
        assert_eq!(ledger.broken().await, Some(seq.to_string()), "the hash of row {seq}");
        sqlx::query(set).bind(bytes).bind(hash).bind(seq).execute(&ledger.file).await.expect("it changes back");
    }
    assert_eq!(ledger.broken().await, None);
}

fn hash_of(rows: &[(i64, Vec<u8>, Vec<u8>)], seq: i64) -> [u8; 32] {
    let row = rows.iter().find(|(found, ..)| *found == seq).expect("it is there");
    row.2.clone().try_into().expect("it has 32 bytes")
}

#[tokio::test]
async fn a_deleted_row_breaks_the_chain() {
    for (sql, first) in [
        ("DELETE FROM fact WHERE seq = 1", "1"),
        ("DELETE FROM fact WHERE seq = 9", "9"),
        ("DELETE FROM fact WHERE seq BETWEEN 9 AND 12", "9"),
    ] {
        let ledger = Ledger::written().await;
        assert!(ledger.change(sql).await > 0);
        assert_eq!(ledger.broken().await.as_deref(), Some(first), "{sql}");
    }
}

#[tokio::test]
async fn swapped_and_moved_rows_break_the_chain() {
    for (sql, first) in [
        ("UPDATE fact SET seq = -3 WHERE seq = 3", "3"),
        ("UPDATE fact SET bytes = (SELECT bytes FROM fact AS other WHERE other.seq = 4) WHERE seq = 3", "3"),
        ("UPDATE fact SET stream = 'opencode:talverbund/steuerung#9' WHERE seq = 7", "7"),
        ("UPDATE fact SET partnership = 'other' WHERE seq = 5", "5"),
    ] {
        let ledger = Ledger::written().await;
        assert!(ledger.change(sql).await > 0);
        assert_eq!(ledger.broken().await.as_deref(), Some(first), "{sql}");
    }
    let ledger = Ledger::written().await;
    ledger.change("UPDATE fact SET seq = -3 WHERE seq = 3").await;
    ledger.change("UPDATE fact SET seq = 3 WHERE seq = 4").await;
    ledger.change("UPDATE fact SET seq = 4 WHERE seq = -3").await;
    assert_eq!(ledger.broken().await.as_deref(), Some("3"), "two rows that change places");
}

#[tokio::test]
async fn an_added_row_breaks_the_chain() {
    let ledger = Ledger::written().await;
    ledger
        .change(
            "INSERT INTO fact SELECT partnership, seq + 1, stream, bytes, hash FROM fact \
             WHERE seq = (SELECT MAX(seq) FROM fact)",
        )
        .await;
    assert_eq!(ledger.broken().await, Some((ledger.facts.len() + 1).to_string()));
}

#[tokio::test]
async fn erased_words_leave_the_chain_whole() {
    let ledger = Ledger::written().await;
    let words = ledger.change("DELETE FROM words").await;
    assert!(words > 10);
    assert_eq!(ledger.broken().await, None);
    let read = ledger.read().await.expect("all of it still reads");
    assert!(read.iter().any(|fact| matches!(fact, Fact::Titled { title } if title.0 == "[erased]")));
    assert!(read.iter().any(|fact| matches!(fact, Fact::Titled { title } if title.0.is_empty())), "nothing to erase");
    let kinds = |facts: &[Fact]| facts.iter().map(kind).collect::<Vec<_>>();
    assert_eq!(kinds(&read), kinds(&ledger.facts));
}

#[tokio::test]
async fn an_account_is_one_and_the_same_in_its_stream_and_another_in_others() {
    let ledger = Ledger::written().await;
    let given = |by: &str| Fact::Given { ballot: Box::new(Ballot { account: account(by), ..ballot() }) };
    let mut tx = ledger.store.begin_for(WHO).await.expect("it begins");
    for (stream, by) in [("a", "anna"), ("a", "ben"), ("b", "anna"), ("a", "anna")] {
        tx.append(WHO, stream, &[given(by)], second(0)).await.expect("it appends");
    }
    tx.commit().await.expect("it commits");
    let voters = async |stream| {
        let entries = ledger.store.stream(WHO, stream).await.expect("it reads");
        let voter = |entry: &Entry| match &entry.fact {
            Fact::Given { ballot } => ballot.account.clone(),
            other => panic!("{other:?} is no ballot"),
        };
        entries.iter().map(voter).collect::<Vec<_>>()
    };
    assert_eq!(voters("a").await, ["anna", "ben", "anna"].map(account));
    ledger.change("DELETE FROM words").await;
    let erased = voters("a").await;
    assert!(erased[0] == erased[2] && erased[0] != erased[1], "{erased:?}");
    assert!(!erased.contains(&account("anna")) && !erased.contains(&voters("b").await[0]), "{erased:?}");
}

#[tokio::test]
async fn entries_with_plain_accounts_and_names_are_read() {
    let ledger = Ledger::written().await;
    let olga = Account { forge: String::new(), id: 1 };
    let older = [
        (
            r#"{"account":1,"forge":"opencode","kind":"pinned","name":null,"stream":"older","v":1}"#,
            Fact::Pinned { forge: "opencode".into(), name: Text::default(), account: Some(olga) },
        ),
        (r#"{"about":"label","kind":"told","stream":"older","v":1}"#, Fact::Told { about: "label".into() }),
        (r#"{"by":"opencode:1","kind":"pushed","stream":"older","v":1}"#, Fact::Pushed { by: account("olga") }),
        (
            r#"{"branch":"main","gated":true,"kind":"targets","source":"x","stream":"older","v":1}"#,
            Fact::Targets { branch: "main".into(), source: "x".into(), gated: true },
        ),
        (
            r#"{"digest":"d","kind":"rules-in-force","stream":"older","text":null,"v":1}"#,
            Fact::RulesInForce { digest: "d".into(), text: Text::default(), open: Text::default() },
        ),
    ];
    for (seq, (bytes, _)) in (1_000_i64..).zip(&older) {
        sqlx::query("INSERT INTO fact (partnership, seq, stream, bytes, hash) VALUES ($1, $2, 'older', $3, $4)")
            .bind(WHO)
            .bind(seq)
            .bind(bytes.as_bytes())
            .bind(START.to_vec())
            .execute(&ledger.file)
            .await
            .expect("it is put there");
    }
    let read = ledger.store.stream(WHO, "older").await.expect("it reads");
    let facts: Vec<Fact> = read.into_iter().map(|entry| entry.fact).collect();
    assert_eq!(facts, older.map(|(_, fact)| fact));
}

#[tokio::test]
async fn changed_words_are_found_when_they_are_read() {
    let ledger = Ledger::written().await;
    assert!(ledger.change("UPDATE words SET value = 'Tunnel' WHERE value = 'Brücke'").await > 0);
    assert!(ledger.read().await.is_err());
}

#[tokio::test]
async fn words_of_people_stand_apart_and_are_salted() {
    let ledger = Ledger::written().await;
    let bytes: Vec<Vec<u8>> = sqlx::query_scalar("SELECT bytes FROM fact").fetch_all(&ledger.file).await.expect("read");
    let text = bytes.iter().map(|bytes| String::from_utf8_lossy(bytes)).collect::<String>();
    for word in ["anna", "Brücke", "Schwester", "die Wand", "Tippfehler", "Conflict", "feature/x"] {
        assert!(!text.contains(word), "{word:?} stands in the chain");
    }
    let number = |at: usize| text[at + "opencode:".len()..].starts_with(|c: char| c.is_ascii_digit());
    assert!(!text.match_indices("opencode:").any(|(at, _)| number(at)), "an account stands in the chain");
    let once = "SELECT COUNT(DISTINCT digest) FROM words WHERE value = 'anna'";
    let digests: i64 = sqlx::query_scalar(once).fetch_one(&ledger.file).await.expect("it counts");
    assert!(digests > 1, "the same word has another digest each time");
}
