-- What people want to hear of. Of a removed one nothing is kept but that it is gone, for whoever follows the changes.
CREATE TABLE subscription (
    id             INTEGER PRIMARY KEY,
    platform       TEXT NOT NULL,
    place          TEXT NOT NULL,
    -- Empty where the place has no threads, or what matches is sent to none.
    thread         TEXT NOT NULL,
    owner_platform TEXT NOT NULL,
    owner          TEXT NOT NULL,
    community      TEXT,
    -- JSON: all that its text and its place say, and why it sends nothing.
    given          TEXT NOT NULL,
    pause          TEXT,
    muted_until_ms BIGINT,
    -- The place of its last change in the sequence of all changes of subscriptions.
    change         BIGINT NOT NULL UNIQUE
);
CREATE INDEX subscription_conversation ON subscription (platform, place, thread);
CREATE INDEX subscription_owner ON subscription (owner_platform, owner);
CREATE INDEX subscription_community ON subscription (platform, community);

CREATE TABLE subscription_removed (
    id     INTEGER PRIMARY KEY,
    change BIGINT NOT NULL UNIQUE
);
INSERT INTO sequence (name, value) VALUES ('subscription', 0), ('subscription_change', 0);
