-- SPDX-License-Identifier: EUPL-1.2
-- The ground: inbox, journal, outbox, register, leases. Instants are microseconds since 1970 (UTC).

CREATE TABLE delivery (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    forge        TEXT    NOT NULL,
    key          TEXT    NOT NULL,
    event        TEXT    NOT NULL,
    body         BLOB    NOT NULL,
    received_at  INTEGER NOT NULL,
    due_at       INTEGER NOT NULL,
    attempt      INTEGER NOT NULL DEFAULT 0,
    leased_until INTEGER NOT NULL DEFAULT 0,
    done_at      INTEGER,
    parked       TEXT,
    UNIQUE (forge, key)
) STRICT;
CREATE INDEX delivery_waiting ON delivery (due_at, id) WHERE done_at IS NULL AND parked IS NULL;

CREATE TABLE fact (
    partnership TEXT    NOT NULL,
    seq         INTEGER NOT NULL,
    stream      TEXT    NOT NULL,
    bytes       BLOB    NOT NULL,
    hash        BLOB    NOT NULL,
    PRIMARY KEY (partnership, seq)
) STRICT;
CREATE INDEX fact_stream ON fact (partnership, stream, seq);

-- Words of people, apart from the chain: erasing a row here breaks nothing.
CREATE TABLE words (
    digest      TEXT NOT NULL PRIMARY KEY,
    partnership TEXT NOT NULL,
    stream      TEXT NOT NULL,
    salt        BLOB NOT NULL,
    value       TEXT NOT NULL
) STRICT;
CREATE INDEX words_stream ON words (partnership, stream);

CREATE TABLE outbox (
    key          TEXT    NOT NULL PRIMARY KEY,
    partnership  TEXT    NOT NULL,
    forge        TEXT    NOT NULL,
    kind         TEXT    NOT NULL,
    thread       TEXT    NOT NULL,
    payload      TEXT    NOT NULL,
    version      INTEGER NOT NULL,
    created_at   INTEGER NOT NULL,
    due_at       INTEGER NOT NULL,
    attempt      INTEGER NOT NULL DEFAULT 0,
    leased_until INTEGER NOT NULL DEFAULT 0,
    dead         TEXT
) STRICT;
CREATE INDEX outbox_waiting ON outbox (due_at) WHERE dead IS NULL;

-- What stands at the forge by votum's hand.
CREATE TABLE standing (
    key    TEXT    NOT NULL PRIMARY KEY,
    note   INTEGER,
    digest TEXT    NOT NULL,
    at     INTEGER NOT NULL
) STRICT;

CREATE TABLE ticket (
    thread      TEXT    NOT NULL PRIMARY KEY,
    partnership TEXT    NOT NULL,
    project     TEXT    NOT NULL,
    iid         INTEGER NOT NULL,
    state       TEXT    NOT NULL,
    process     TEXT,
    barred      INTEGER NOT NULL,
    year        INTEGER,
    serial      INTEGER,
    number      TEXT,
    decided_at  INTEGER,
    changed_at  INTEGER NOT NULL,
    sheet       TEXT    NOT NULL,
    UNIQUE (partnership, year, serial)
) STRICT;
CREATE INDEX ticket_list ON ticket (partnership, changed_at);
CREATE INDEX ticket_decided ON ticket (partnership, year, serial) WHERE number IS NOT NULL;

CREATE TABLE merge_request (
    thread      TEXT    NOT NULL PRIMARY KEY,
    partnership TEXT    NOT NULL,
    project     TEXT    NOT NULL,
    iid         INTEGER NOT NULL,
    gate        TEXT,
    head        TEXT,
    open        INTEGER NOT NULL,
    changed_at  INTEGER NOT NULL,
    sheet       TEXT    NOT NULL
) STRICT;
CREATE INDEX merge_request_list ON merge_request (partnership, changed_at);
CREATE INDEX merge_request_head ON merge_request (project, head);

CREATE TABLE named (
    merge_request TEXT NOT NULL,
    ticket        TEXT NOT NULL,
    PRIMARY KEY (ticket, merge_request)
) STRICT;

CREATE TABLE wake (
    stream      TEXT    NOT NULL PRIMARY KEY,
    partnership TEXT    NOT NULL,
    at          INTEGER NOT NULL,
    not_before  INTEGER NOT NULL,
    attempt     INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX wake_at ON wake (at);

CREATE TABLE lease (
    name  TEXT    NOT NULL PRIMARY KEY,
    owner TEXT    NOT NULL,
    until INTEGER NOT NULL
) STRICT;

CREATE TABLE setting (
    key   TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) STRICT;
