-- SPDX-License-Identifier: EUPL-1.2
-- The ground: inbox, journal, outbox, register, leases. Instants are microseconds since 1970 (UTC).

CREATE TABLE delivery (
    id           BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    forge        TEXT    NOT NULL,
    key          TEXT    NOT NULL,
    event        TEXT    NOT NULL,
    body         BYTEA    NOT NULL,
    received_at  BIGINT NOT NULL,
    due_at       BIGINT NOT NULL,
    attempt      BIGINT NOT NULL DEFAULT 0,
    leased_until BIGINT NOT NULL DEFAULT 0,
    done_at      BIGINT,
    parked       TEXT,
    UNIQUE (forge, key)
);
CREATE INDEX delivery_waiting ON delivery (due_at, id) WHERE done_at IS NULL AND parked IS NULL;

CREATE TABLE fact (
    partnership TEXT    NOT NULL,
    seq         BIGINT NOT NULL,
    stream      TEXT    NOT NULL,
    bytes       BYTEA    NOT NULL,
    hash        BYTEA    NOT NULL,
    PRIMARY KEY (partnership, seq)
);
CREATE INDEX fact_stream ON fact (partnership, stream, seq);

-- Words of people, apart from the chain: erasing a row here breaks nothing.
CREATE TABLE words (
    digest      TEXT NOT NULL PRIMARY KEY,
    partnership TEXT NOT NULL,
    stream      TEXT NOT NULL,
    salt        BYTEA NOT NULL,
    value       TEXT NOT NULL
);
CREATE INDEX words_stream ON words (partnership, stream);

CREATE TABLE outbox (
    key          TEXT    NOT NULL PRIMARY KEY,
    partnership  TEXT    NOT NULL,
    forge        TEXT    NOT NULL,
    kind         TEXT    NOT NULL,
    thread       TEXT    NOT NULL,
    payload      TEXT    NOT NULL,
    version      BIGINT NOT NULL,
    created_at   BIGINT NOT NULL,
    due_at       BIGINT NOT NULL,
    attempt      BIGINT NOT NULL DEFAULT 0,
    leased_until BIGINT NOT NULL DEFAULT 0,
    dead         TEXT
);
CREATE INDEX outbox_waiting ON outbox (due_at) WHERE dead IS NULL;

-- What stands at the forge by votum's hand.
CREATE TABLE standing (
    key    TEXT    NOT NULL PRIMARY KEY,
    note   BIGINT,
    digest TEXT    NOT NULL,
    at     BIGINT NOT NULL
);

CREATE TABLE ticket (
    thread      TEXT    NOT NULL PRIMARY KEY,
    partnership TEXT    NOT NULL,
    project     TEXT    NOT NULL,
    iid         BIGINT NOT NULL,
    state       TEXT    NOT NULL,
    process     TEXT,
    barred      BIGINT NOT NULL,
    year        BIGINT,
    serial      BIGINT,
    number      TEXT,
    decided_at  BIGINT,
    changed_at  BIGINT NOT NULL,
    sheet       TEXT    NOT NULL,
    UNIQUE (partnership, year, serial)
);
CREATE INDEX ticket_list ON ticket (partnership, changed_at);
CREATE INDEX ticket_decided ON ticket (partnership, year, serial) WHERE number IS NOT NULL;

CREATE TABLE merge_request (
    thread      TEXT    NOT NULL PRIMARY KEY,
    partnership TEXT    NOT NULL,
    project     TEXT    NOT NULL,
    iid         BIGINT NOT NULL,
    gate        TEXT,
    head        TEXT,
    open        BIGINT NOT NULL,
    changed_at  BIGINT NOT NULL,
    sheet       TEXT    NOT NULL
);
CREATE INDEX merge_request_list ON merge_request (partnership, changed_at);
CREATE INDEX merge_request_head ON merge_request (project, head);

CREATE TABLE named (
    merge_request TEXT NOT NULL,
    ticket        TEXT NOT NULL,
    PRIMARY KEY (ticket, merge_request)
);

CREATE TABLE wake (
    stream      TEXT    NOT NULL PRIMARY KEY,
    partnership TEXT    NOT NULL,
    at          BIGINT NOT NULL,
    not_before  BIGINT NOT NULL,
    attempt     BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX wake_at ON wake (at);

CREATE TABLE lease (
    name  TEXT    NOT NULL PRIMARY KEY,
    owner TEXT    NOT NULL,
    until BIGINT NOT NULL
);

CREATE TABLE setting (
    key   TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
);
