-- SPDX-License-Identifier: EUPL-1.2
-- Dead letters have numbers that never come again; an account stands once for each stream among the words of people.

ALTER TABLE outbox ADD COLUMN number INTEGER;
CREATE UNIQUE INDEX outbox_number ON outbox (number) WHERE number IS NOT NULL;
UPDATE outbox SET number = (SELECT COUNT(*) FROM outbox AS other WHERE other.dead IS NOT NULL AND other.key <= outbox.key)
    WHERE dead IS NOT NULL;
INSERT INTO setting (key, value)
    SELECT 'dead letters', CAST(COUNT(*) AS TEXT) FROM outbox WHERE dead IS NOT NULL;

ALTER TABLE words ADD COLUMN account TEXT;
CREATE UNIQUE INDEX words_account ON words (partnership, stream, account) WHERE account IS NOT NULL;
