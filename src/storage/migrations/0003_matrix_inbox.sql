-- What came in from Matrix and is to be acted on once; the words stay with the homeserver.
CREATE TABLE matrix_inbox (
    event   TEXT PRIMARY KEY,
    room    TEXT NOT NULL,
    -- The order in which events are acted on.
    number  BIGINT NOT NULL,
    came_ms BIGINT NOT NULL,
    -- waiting (for keys), due, shown (what goes with the answer is to be sent), done.
    state   TEXT NOT NULL,
    -- The session whose keys an event waits for; else empty.
    session TEXT NOT NULL
);
CREATE INDEX matrix_inbox_room ON matrix_inbox (room, state, number);
CREATE INDEX matrix_inbox_state ON matrix_inbox (state, came_ms);

-- The newest event of each room up to which everything is in the inbox.
CREATE TABLE matrix_cursor (
    room  TEXT PRIMARY KEY,
    event TEXT NOT NULL
);

-- What we sent, and which event it belongs to.
CREATE TABLE matrix_shown (
    message  TEXT PRIMARY KEY,
    room     TEXT NOT NULL,
    -- The first event of the thread that it is in.
    thread   TEXT NOT NULL,
    -- The event that it answers.
    question TEXT NOT NULL,
    number   BIGINT NOT NULL,
    sent_ms  BIGINT NOT NULL,
    -- The page of an answer that it shows; empty where it shows none.
    turn     BIGINT,
    page     BIGINT NOT NULL,
    pages    BIGINT NOT NULL,
    first    BIGINT NOT NULL,
    hits     BIGINT NOT NULL
);
CREATE INDEX matrix_shown_question ON matrix_shown (question);
CREATE INDEX matrix_shown_thread ON matrix_shown (room, thread, number);
CREATE INDEX matrix_shown_sent ON matrix_shown (sent_ms);

-- What a thread was told already, and when; the thread is empty for a room's main timeline.
CREATE TABLE matrix_told (
    room    TEXT NOT NULL,
    thread  TEXT NOT NULL,
    told_ms BIGINT NOT NULL,
    PRIMARY KEY (room, thread)
);
INSERT INTO sequence (name, value) VALUES ('matrix', 0);
