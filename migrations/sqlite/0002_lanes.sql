-- SPDX-License-Identifier: EUPL-1.2
-- Lanes: the deliveries of each partnership wait in a queue of their own. Leases name the replica that holds them.

ALTER TABLE delivery ADD COLUMN lane TEXT NOT NULL DEFAULT '';
ALTER TABLE delivery ADD COLUMN leased_by TEXT NOT NULL DEFAULT '';
DROP INDEX delivery_waiting;
CREATE INDEX delivery_waiting ON delivery (forge, lane, due_at, id) WHERE done_at IS NULL AND parked IS NULL;
CREATE INDEX delivery_done ON delivery (done_at) WHERE done_at IS NOT NULL;

ALTER TABLE outbox ADD COLUMN leased_by TEXT NOT NULL DEFAULT '';
DROP INDEX outbox_waiting;
CREATE INDEX outbox_waiting ON outbox (forge, partnership, due_at) WHERE dead IS NULL;
CREATE INDEX outbox_thread ON outbox (thread);

-- Who serves, and when they were last seen; by the database's clock, which all of them share.
DROP TABLE lease;
CREATE TABLE replica (
    id      TEXT    NOT NULL PRIMARY KEY,
    seen_at INTEGER NOT NULL
) STRICT;
