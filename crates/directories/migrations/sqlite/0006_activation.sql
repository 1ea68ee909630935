-- The outbox has its e-mails delivered, and newcomers confirm their addresses.

CREATE TABLE outbox_now (
    number       INTEGER PRIMARY KEY,
    id           BLOB NOT NULL UNIQUE,
    kind         TEXT NOT NULL,
    state        TEXT NOT NULL,
    -- An e-mail address, or a number in E.164.
    recipient    TEXT NOT NULL,
    user         INTEGER REFERENCES users (number) ON DELETE CASCADE,
    -- The operator who caused it.
    caused_by    INTEGER REFERENCES users (number) ON DELETE SET NULL,
    -- What a message to a telephone says.
    text         TEXT,
    -- The token and the code that an e-mail brings, until it was delivered or they are of no more use.
    secret       TEXT,
    -- What went wrong at the last try, and what the gateway or server said about it.
    fault        TEXT,
    said         TEXT,
    created_at   INTEGER NOT NULL,
    -- When the state last changed.
    changed_at   INTEGER NOT NULL,
    -- When a worker may take it next; nothing for what none takes: messages to telephones, and what is finished.
    due_at       INTEGER,
    -- Whose try goes on. It ends when the row is due again: whoever comes then takes it.
    claim        BLOB,
    first_try_at INTEGER,
    tries        INTEGER NOT NULL DEFAULT 0
) STRICT;
-- Confirmations that wait bring nothing yet by which an address could be confirmed: an operator sends new ones.
INSERT INTO outbox_now (number, id, kind, state, recipient, user, text, fault, said, created_at, changed_at, tries)
    SELECT number, id, kind,
        CASE WHEN kind = 'confirmation' AND state = 'waiting' THEN 'cancelled' ELSE state END,
        recipient, user, text, fault, said, created_at, created_at, tries
    FROM outbox;
DROP TABLE outbox;
ALTER TABLE outbox_now RENAME TO outbox;
-- Of a user the newest is asked for, and of one state a page: the number of the row stands in every index.
CREATE INDEX outbox_by_user ON outbox (user);
CREATE INDEX outbox_by_state ON outbox (state);
CREATE INDEX outbox_by_due ON outbox (due_at) WHERE due_at IS NOT NULL;
-- Texts that are still to be wiped.
CREATE INDEX outbox_with_text ON outbox (created_at) WHERE text IS NOT NULL;

-- The way to confirm the address of a user: of several that were sent, the last.
CREATE TABLE activations (
    user            INTEGER PRIMARY KEY REFERENCES users (number) ON DELETE CASCADE,
    -- Hashes.
    token           BLOB NOT NULL UNIQUE,
    code            BLOB NOT NULL,
    -- Where it was sent to; it confirms no other address.
    email_canonical TEXT NOT NULL,
    -- What brings it.
    message         BLOB NOT NULL,
    expires_at      INTEGER NOT NULL
) STRICT;

-- Settings that have a form of their own each, as JSON. No secret is in them.
CREATE TABLE setting_documents (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO setting_documents (name, value) SELECT 'sms', value FROM sms_settings;
DROP TABLE sms_settings;
