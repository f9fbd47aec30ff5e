-- What those who run the bot do: each use of a command for them, and what they change.
CREATE TABLE audit (
    id        INTEGER PRIMARY KEY,
    at_ms     BIGINT NOT NULL,
    platform  TEXT NOT NULL,
    place     TEXT NOT NULL,
    -- Discord's guild, Matrix's room; NULL where there is none.
    community TEXT,
    person    TEXT NOT NULL,
    command   TEXT NOT NULL,
    details   TEXT NOT NULL,
    -- "begun" until it is known how it went.
    outcome   TEXT NOT NULL
);

-- Sources beside those of sources.toml.
CREATE TABLE added_source (
    id       TEXT PRIMARY KEY,
    kind     TEXT NOT NULL,
    address  TEXT NOT NULL UNIQUE,
    outlet   TEXT,
    language TEXT NOT NULL,
    every_s  BIGINT NOT NULL,
    added_ms BIGINT NOT NULL,
    added_by TEXT NOT NULL
);

-- Sources of either kind that are not asked for the time being.
CREATE TABLE paused_source (
    id TEXT PRIMARY KEY
);

-- What was changed about people, in this order, on top of speakers.toml: JSON.
CREATE TABLE speaker_change (
    id      INTEGER PRIMARY KEY,
    change  TEXT NOT NULL,
    made_ms BIGINT NOT NULL,
    made_by TEXT NOT NULL
);

-- What was corrected about an article, or about the statements of these words in it, whatever state its text is in.
CREATE TABLE correction (
    id       INTEGER PRIMARY KEY,
    article  TEXT NOT NULL REFERENCES article (id),
    words    TEXT,
    -- "speaker", "outlet", "published" or "removed".
    field    TEXT NOT NULL,
    before   TEXT,
    after    TEXT,
    -- The roster's id of a speaker.
    after_id TEXT,
    note     TEXT NOT NULL,
    made_ms  BIGINT NOT NULL,
    made_by  TEXT NOT NULL
);
CREATE INDEX correction_article ON correction (article);

-- Set when a statement may not be found any more; it stays in the record.
ALTER TABLE statement ADD COLUMN removed_ms BIGINT;

INSERT INTO sequence (name, value) VALUES ('audit', 0), ('speaker_change', 0), ('correction', 0);
