-- Questions that were asked in conversations, and what they were answered with.
CREATE TABLE turn (
    id       INTEGER PRIMARY KEY,
    platform TEXT NOT NULL,
    place    TEXT NOT NULL,
    -- Empty where the place has no threads, or the turn was in none.
    thread   TEXT NOT NULL,
    person   TEXT NOT NULL,
    asked_ms BIGINT NOT NULL,
    -- JSON: the question as it was asked, and the hits by their ids.
    question TEXT NOT NULL,
    hits     TEXT NOT NULL,
    total    BIGINT NOT NULL,
    -- Which page was shown last, counted from 0.
    page     BIGINT NOT NULL DEFAULT 0,
    -- The message that shows it, once there is one.
    message  TEXT
);
CREATE INDEX turn_conversation ON turn (platform, place, thread, asked_ms);
CREATE INDEX turn_message ON turn (platform, place, message);
CREATE INDEX turn_asked ON turn (asked_ms);
INSERT INTO sequence (name, value) VALUES ('turn', 0);
