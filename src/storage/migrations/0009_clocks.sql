-- How many minutes the clock is ahead of UTC by which a moment was given: the publisher's day is told by it.
ALTER TABLE article ADD COLUMN published_ahead INTEGER NOT NULL DEFAULT 0;
ALTER TABLE article ADD COLUMN modified_ahead INTEGER NOT NULL DEFAULT 0;
