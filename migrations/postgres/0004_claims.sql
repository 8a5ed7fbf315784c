-- SPDX-License-Identifier: EUPL-1.2
-- Claims have names: who has lost one cannot finish what another has taken over. Of readings of one thread, none is told
-- that began before one that was told already.

ALTER TABLE delivery ADD COLUMN claim TEXT NOT NULL DEFAULT '';
ALTER TABLE outbox ADD COLUMN claim TEXT NOT NULL DEFAULT '';

CREATE TABLE reading (
    name TEXT   NOT NULL PRIMARY KEY,
    told BIGINT NOT NULL
);

-- The embedded database has one process, which counts its readings by itself.
CREATE SEQUENCE reading_begun;
