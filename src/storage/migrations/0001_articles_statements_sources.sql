-- Times are milliseconds since 1970 in UTC; days are written 2025-11-20; ranges are bytes of revision.text.

CREATE TABLE article (
    id                  TEXT PRIMARY KEY,
    url                 TEXT,
    outlet              TEXT,
    title               TEXT,
    authors             TEXT NOT NULL,
    published_ms        BIGINT,
    published_precision TEXT,
    modified_ms         BIGINT,
    modified_precision  TEXT,
    first_seen_ms       BIGINT NOT NULL,
    language            TEXT NOT NULL,
    -- The current state of the text.
    revision            BIGINT NOT NULL,
    -- When that state was first seen, and how many statements it holds: kept here so that counting is cheap.
    updated_ms          BIGINT NOT NULL,
    statements          BIGINT NOT NULL,
    -- The place of the article's last change in the sequence that the index follows.
    change              BIGINT NOT NULL UNIQUE,
    -- Set when nothing of the article may be found any more.
    removed_ms          BIGINT
);
CREATE INDEX article_url ON article (url);
CREATE INDEX article_revision ON article (revision);

CREATE TABLE revision (
    id           INTEGER PRIMARY KEY,
    article      TEXT NOT NULL REFERENCES article (id) DEFERRABLE INITIALLY DEFERRED,
    number       BIGINT NOT NULL,
    seen_ms      BIGINT NOT NULL,
    -- SHA-256 of what follows, by which an unchanged article is known and a damaged text noticed.
    fingerprint  TEXT NOT NULL,
    title        TEXT,
    text         TEXT NOT NULL,
    marks        TEXT NOT NULL,
    sole_speaker TEXT,
    UNIQUE (article, number)
);

CREATE TABLE statement (
    id              INTEGER PRIMARY KEY,
    revision        BIGINT NOT NULL REFERENCES revision (id),
    first_byte      BIGINT NOT NULL,
    end_byte        BIGINT NOT NULL,
    text            TEXT NOT NULL,
    kind            TEXT NOT NULL,
    speaker         TEXT,
    speaker_id      TEXT,
    as_written      TEXT,
    cue             TEXT,
    confidence      DOUBLE PRECISION NOT NULL,
    said_on         TEXT,
    said_precision  TEXT,
    said_stated     BOOLEAN NOT NULL,
    paragraph_first BIGINT NOT NULL,
    paragraph_end   BIGINT NOT NULL,
    utterance       BIGINT NOT NULL,
    -- Equal for the same words by the same speaker.
    fingerprint     BIGINT NOT NULL,
    -- A hash of the row and its revision, by which a change by hand is noticed.
    seal            BIGINT NOT NULL
);
CREATE INDEX statement_revision ON statement (revision, utterance);
CREATE INDEX statement_fingerprint ON statement (fingerprint);

-- What is remembered of a feed or page between two fetches.
CREATE TABLE source (
    address       TEXT PRIMARY KEY,
    etag          TEXT,
    last_modified TEXT,
    fetched_ms    BIGINT,
    next_ms       BIGINT,
    failures      BIGINT NOT NULL,
    error         TEXT
);

-- The last number given out of each sequence.
CREATE TABLE sequence (
    name  TEXT PRIMARY KEY,
    value BIGINT NOT NULL
);
INSERT INTO sequence (name, value) VALUES ('change', 0), ('revision', 0), ('statement', 0);
