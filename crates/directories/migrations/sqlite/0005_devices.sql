-- 2FA devices, the one-time codes that confirm them, and messages that are about no user yet.

CREATE TABLE devices (
    user         INTEGER PRIMARY KEY REFERENCES users (number) ON DELETE CASCADE,
    -- E.164.
    phone        TEXT NOT NULL,
    confirmed_at INTEGER NOT NULL,
    -- Which way the code came.
    through      TEXT NOT NULL
) STRICT;

-- The last code sent to a number.
CREATE TABLE codes (
    phone   TEXT PRIMARY KEY,
    scope   BLOB NOT NULL,
    -- Keyed hash; nothing once the code was used or ended.
    hash    BLOB,
    sent_at INTEGER NOT NULL,
    misses  INTEGER NOT NULL,
    -- Which way it went.
    through TEXT NOT NULL,
    -- Its message, which loses its text with the code.
    message BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- What the limits count, kept for a day. The prefix is the number without its last four digits.
CREATE TABLE code_sends (
    phone   TEXT NOT NULL,
    prefix  TEXT NOT NULL,
    at      INTEGER NOT NULL,
    -- Of the code: one that did not leave does not count.
    message BLOB NOT NULL UNIQUE
) STRICT;
CREATE INDEX code_sends_by_time ON code_sends (at, phone, prefix);

CREATE TABLE code_misses (
    phone TEXT NOT NULL,
    at    INTEGER NOT NULL
) STRICT;
CREATE INDEX code_misses_by_phone ON code_misses (phone, at);

-- Numbers that were confirmed and belong to no account yet.
CREATE TABLE confirmed_numbers (
    scope   BLOB NOT NULL,
    phone   TEXT NOT NULL,
    at      INTEGER NOT NULL,
    through TEXT NOT NULL,
    PRIMARY KEY (scope, phone)
) STRICT, WITHOUT ROWID;

-- Ways past a lost device, each good once: hashes.
CREATE TABLE recovery_codes (
    user INTEGER NOT NULL REFERENCES users (number) ON DELETE CASCADE,
    hash BLOB NOT NULL,
    PRIMARY KEY (user, hash)
) STRICT, WITHOUT ROWID;

-- Settings → SMS as JSON: a gateway has a form of its own. No secret is in it.
CREATE TABLE sms_settings (
    one   INTEGER PRIMARY KEY CHECK (one = 1),
    value TEXT NOT NULL
) STRICT;

CREATE TABLE outbox_now (
    number     INTEGER PRIMARY KEY,
    id         BLOB NOT NULL UNIQUE,
    kind       TEXT NOT NULL,
    state      TEXT NOT NULL,
    -- An e-mail address, or a number in E.164.
    recipient  TEXT NOT NULL,
    user       INTEGER REFERENCES users (number) ON DELETE CASCADE,
    text       TEXT,
    -- What went wrong at the last try, and what the gateway said about it.
    fault      TEXT,
    said       TEXT,
    created_at INTEGER NOT NULL,
    tries      INTEGER NOT NULL DEFAULT 0
) STRICT;
INSERT INTO outbox_now (number, id, kind, state, recipient, user, created_at, tries)
    SELECT number, id, kind, state, recipient, user, created_at, tries FROM outbox;
DROP TABLE outbox;
ALTER TABLE outbox_now RENAME TO outbox;
CREATE INDEX outbox_by_user ON outbox (user);
-- Texts that are still to be wiped.
CREATE INDEX outbox_with_text ON outbox (created_at) WHERE text IS NOT NULL;
