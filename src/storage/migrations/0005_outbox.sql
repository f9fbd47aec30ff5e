-- Conversations that were ever owed something.
CREATE TABLE conversation (
    id            INTEGER PRIMARY KEY,
    platform      TEXT NOT NULL,
    place         TEXT NOT NULL,
    -- Empty where the place has no threads, or this is none.
    thread        TEXT NOT NULL,
    -- When something is to be tried next: what is due first, or the end of a wait after failures. Nothing where nothing
    -- waits, or the conversation is closed.
    next_ms       BIGINT,
    -- Failures in a row.
    failures      BIGINT NOT NULL,
    closed_ms     BIGINT,
    closed_reason TEXT,
    UNIQUE (platform, place, thread)
);
CREATE INDEX conversation_next ON conversation (next_ms);

-- What conversations are owed, written in the transaction that stores its cause. Sent in the order of due_ms and id.
CREATE TABLE outbox (
    id           INTEGER PRIMARY KEY,
    conversation BIGINT NOT NULL REFERENCES conversation (id),
    -- alert, again, edited, digest, gaps, told
    kind         TEXT NOT NULL,
    -- The statement that is shown, and for edited the one that was.
    statement    BIGINT,
    former       BIGINT,
    late         BOOLEAN NOT NULL,
    -- For digest and told: what stands in the message, JSON.
    content      TEXT,
    -- For again: the entry whose message is changed. For an alert that was gathered: its digest.
    part_of      BIGINT REFERENCES outbox (id),
    send_key     TEXT NOT NULL,
    -- Of several entries of a conversation with the same value only the first is written.
    once         TEXT,
    created_ms   BIGINT NOT NULL,
    due_ms       BIGINT NOT NULL,
    attempts     BIGINT NOT NULL,
    -- Nothing while it waits; delivered, refused, withdrawn; gathered until its digest ends.
    outcome      TEXT,
    -- Why it was refused or withdrawn.
    note         TEXT,
    done_ms      BIGINT,
    message      TEXT,
    UNIQUE (conversation, once)
);
CREATE INDEX outbox_waiting ON outbox (conversation, due_ms, id) WHERE outcome IS NULL;
CREATE INDEX outbox_part_of ON outbox (part_of) WHERE part_of IS NOT NULL;
CREATE INDEX outbox_message ON outbox (conversation, message) WHERE message IS NOT NULL;

-- The subscriptions because of which an entry was written.
CREATE TABLE outbox_reason (
    entry        BIGINT NOT NULL REFERENCES outbox (id),
    subscription BIGINT NOT NULL,
    why          TEXT NOT NULL,
    PRIMARY KEY (entry, subscription)
);
CREATE INDEX outbox_reason_subscription ON outbox_reason (subscription);

-- Which words a conversation was told or is about to be told, by which statement and entry.
CREATE TABLE told (
    conversation BIGINT NOT NULL REFERENCES conversation (id),
    fingerprint  BIGINT NOT NULL,
    statement    BIGINT NOT NULL,
    entry        BIGINT NOT NULL REFERENCES outbox (id),
    -- Whether the conversation was told since that the words were changed.
    superseded   BOOLEAN NOT NULL,
    PRIMARY KEY (conversation, fingerprint)
);
CREATE INDEX told_statement ON told (statement);
CREATE INDEX told_fingerprint ON told (fingerprint);
CREATE INDEX told_entry ON told (entry);

-- Articles of which somebody was told, whose pages are looked at again for edits.
CREATE TABLE told_article (
    article TEXT PRIMARY KEY REFERENCES article (id),
    told_ms BIGINT NOT NULL,
    looks   BIGINT NOT NULL
);
CREATE INDEX told_article_told ON told_article (told_ms);

-- The delivery log.
CREATE TABLE attempt (
    entry    BIGINT NOT NULL REFERENCES outbox (id),
    number   BIGINT NOT NULL,
    begun_ms BIGINT NOT NULL,
    ended_ms BIGINT,
    outcome  TEXT,
    reason   TEXT,
    PRIMARY KEY (entry, number)
);

-- Whose first use a subscription to first uses has had.
CREATE TABLE first_use (
    subscription BIGINT NOT NULL,
    speaker      TEXT NOT NULL,
    PRIMARY KEY (subscription, speaker)
);

-- Times in which sources could not be read, and who is told of them.
CREATE TABLE gap (
    conversation BIGINT NOT NULL REFERENCES conversation (id),
    source       TEXT NOT NULL,
    from_ms      BIGINT NOT NULL,
    until_ms     BIGINT NOT NULL,
    outlet       TEXT,
    entry        BIGINT NOT NULL REFERENCES outbox (id),
    PRIMARY KEY (conversation, source, from_ms)
);
CREATE INDEX gap_entry ON gap (entry);

-- Owners who are to be told that a conversation is closed.
CREATE TABLE owner_notice (
    id             INTEGER PRIMARY KEY,
    owner_platform TEXT NOT NULL,
    owner          TEXT NOT NULL,
    conversation   BIGINT NOT NULL REFERENCES conversation (id),
    reason         TEXT NOT NULL,
    subscriptions  BIGINT NOT NULL,
    next_ms        BIGINT
);
CREATE INDEX owner_notice_next ON owner_notice (next_ms);

INSERT INTO sequence (name, value) VALUES ('conversation', 0), ('outbox', 0), ('owner_notice', 0);

-- Since when a source is followed, and since when it fails.
ALTER TABLE source ADD COLUMN since_ms BIGINT;
ALTER TABLE source ADD COLUMN failing_since_ms BIGINT;
UPDATE source SET since_ms = fetched_ms;
