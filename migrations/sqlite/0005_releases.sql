-- SPDX-License-Identifier: EUPL-1.2
-- The register shows releases, and what keeps a series of versions from going on.

CREATE TABLE release (
    series      TEXT    NOT NULL,
    tag         TEXT    NOT NULL,
    partnership TEXT    NOT NULL,
    project     TEXT    NOT NULL,
    tagged_at   INTEGER NOT NULL,
    sheet       TEXT    NOT NULL,
    PRIMARY KEY (series, tag)
) STRICT;
CREATE INDEX release_list ON release (partnership, tagged_at);

CREATE TABLE series (
    series      TEXT    NOT NULL PRIMARY KEY,
    partnership TEXT    NOT NULL,
    sheet       TEXT    NOT NULL
) STRICT;
CREATE INDEX series_list ON series (partnership);
