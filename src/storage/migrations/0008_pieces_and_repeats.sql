-- Whether there is more to be read of a statement than its own row: most are whole and stand in one place, and looking
-- for what isn't there cost an answer as much as the statements themselves.

-- Set where the utterance has other pieces.
ALTER TABLE statement ADD COLUMN in_pieces BOOLEAN NOT NULL DEFAULT FALSE;
-- Set once the same words by the same speaker stand elsewhere too; it stays when they don't any more.
ALTER TABLE statement ADD COLUMN repeated BOOLEAN NOT NULL DEFAULT FALSE;

UPDATE statement SET in_pieces = TRUE WHERE EXISTS
    (SELECT 1 FROM statement p WHERE p.revision = statement.revision AND p.utterance = statement.utterance
     AND p.id <> statement.id);
UPDATE statement SET repeated = TRUE WHERE EXISTS
    (SELECT 1 FROM statement c WHERE c.fingerprint = statement.fingerprint AND c.id <> statement.id);
