-- Files that people attached to be taken in: each time, who did, when, and where. The files themselves lie in the data
-- folder, under the digest of their content.
CREATE TABLE attached_file (
    id          INTEGER PRIMARY KEY,
    -- SHA-256, in hexadecimal.
    digest      TEXT NOT NULL,
    name        TEXT NOT NULL,
    size        BIGINT NOT NULL,
    -- Of the message, or of the place where it was attached.
    link        TEXT,
    attached_ms BIGINT NOT NULL,
    attached_by TEXT NOT NULL
);
CREATE INDEX attached_file_digest ON attached_file (digest);

INSERT INTO sequence (name, value) VALUES ('attached_file', 0);
