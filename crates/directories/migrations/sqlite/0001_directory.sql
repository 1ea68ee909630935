-- A local directory. Times are milliseconds since 1970 (UTC); ids are UUIDs of 16 octets.

CREATE TABLE permissions (
    code        TEXT PRIMARY KEY,
    position    INTEGER NOT NULL UNIQUE,
    name        TEXT NOT NULL,
    description TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE roles (
    id             TEXT PRIMARY KEY,
    name           TEXT NOT NULL,
    name_canonical TEXT NOT NULL UNIQUE,
    description    TEXT NOT NULL,
    -- The place among the built-in roles, which cannot be changed; own roles have none.
    built_in       INTEGER UNIQUE,
    -- Users to whom it is assigned directly, kept by triggers: counting a million rows takes too long.
    holders        INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

CREATE TABLE role_roles (
    role   TEXT NOT NULL REFERENCES roles (id) ON DELETE CASCADE,
    inside TEXT NOT NULL REFERENCES roles (id) ON DELETE RESTRICT,
    PRIMARY KEY (role, inside)
) STRICT, WITHOUT ROWID;

CREATE TABLE role_permissions (
    role       TEXT NOT NULL REFERENCES roles (id) ON DELETE CASCADE,
    permission TEXT NOT NULL REFERENCES permissions (code),
    PRIMARY KEY (role, permission)
) STRICT, WITHOUT ROWID;

CREATE TABLE users (
    number          INTEGER PRIMARY KEY,
    id              BLOB NOT NULL UNIQUE,
    request         BLOB NOT NULL UNIQUE,
    email           TEXT NOT NULL,
    email_canonical TEXT NOT NULL UNIQUE,
    email_skeleton  TEXT NOT NULL,
    first_name      TEXT NOT NULL,
    last_name       TEXT NOT NULL,
    -- Last name, then first name, without case and accents: the order of the list.
    name_key        TEXT NOT NULL,
    name_skeleton   TEXT NOT NULL,
    search_text     TEXT NOT NULL,
    password        TEXT NOT NULL,
    confirmed_at    INTEGER,
    enabled         INTEGER NOT NULL CHECK (enabled IN (0, 1)),
    created_at      INTEGER NOT NULL,
    last_sign_in_at INTEGER,
    -- 0 active, 1 pending, 2 disabled.
    status          INTEGER NOT NULL GENERATED ALWAYS AS
                    (CASE WHEN enabled = 0 THEN 2 WHEN confirmed_at IS NULL THEN 1 ELSE 0 END) VIRTUAL
) STRICT;

CREATE INDEX users_by_email_skeleton ON users (email_skeleton);
CREATE INDEX users_by_name_skeleton ON users (name_skeleton);
-- One for each order of the list. The text that search compares stands in them, so that a list is filtered
-- while it is walked, without looking up a row for every entry.
CREATE INDEX users_by_name ON users (status, name_key, id, search_text);
CREATE INDEX users_by_email ON users (status, email_canonical, id, search_text);
CREATE INDEX users_by_created ON users (status, created_at, id, search_text);
CREATE INDEX users_by_last_sign_in ON users (status, last_sign_in_at, id, search_text);

-- Which users a search may find: every three characters in a row, and the one or two that a word begins with.
CREATE VIRTUAL TABLE users_search USING fts5 (
    tokens, content = '', contentless_delete = 1, detail = none, tokenize = 'ascii'
);

-- Counts of all users by status, kept by triggers.
CREATE TABLE user_counts (
    status INTEGER PRIMARY KEY,
    users  INTEGER NOT NULL
) STRICT;
INSERT INTO user_counts VALUES (0, 0), (1, 0), (2, 0);

CREATE TRIGGER users_counted AFTER INSERT ON users BEGIN
    UPDATE user_counts SET users = users + 1 WHERE status = NEW.status;
END;
CREATE TRIGGER users_counted_anew AFTER UPDATE OF enabled, confirmed_at ON users BEGIN
    UPDATE user_counts SET users = users - 1 WHERE status = OLD.status;
    UPDATE user_counts SET users = users + 1 WHERE status = NEW.status;
END;
CREATE TRIGGER users_discounted AFTER DELETE ON users BEGIN
    UPDATE user_counts SET users = users - 1 WHERE status = OLD.status;
END;

CREATE TABLE user_roles (
    user INTEGER NOT NULL REFERENCES users (number) ON DELETE CASCADE,
    role TEXT NOT NULL REFERENCES roles (id) ON DELETE RESTRICT,
    PRIMARY KEY (user, role)
) STRICT, WITHOUT ROWID;
CREATE INDEX user_roles_by_role ON user_roles (role);

CREATE TRIGGER holders_counted AFTER INSERT ON user_roles BEGIN
    UPDATE roles SET holders = holders + 1 WHERE id = NEW.role;
END;
CREATE TRIGGER holders_discounted AFTER DELETE ON user_roles BEGIN
    UPDATE roles SET holders = holders - 1 WHERE id = OLD.role;
END;

CREATE TABLE user_permissions (
    user       INTEGER NOT NULL REFERENCES users (number) ON DELETE CASCADE,
    permission TEXT NOT NULL REFERENCES permissions (code),
    PRIMARY KEY (user, permission)
) STRICT, WITHOUT ROWID;

CREATE TABLE outbox (
    number     INTEGER PRIMARY KEY,
    id         BLOB NOT NULL UNIQUE,
    kind       TEXT NOT NULL,
    state      TEXT NOT NULL,
    recipient  TEXT NOT NULL,
    user       INTEGER NOT NULL REFERENCES users (number) ON DELETE CASCADE,
    created_at INTEGER NOT NULL,
    tries      INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX outbox_by_user ON outbox (user);

CREATE TABLE activity (
    number  INTEGER PRIMARY KEY,
    -- The entry as JSON: exactly these octets are hashed.
    content TEXT NOT NULL,
    hash    BLOB NOT NULL,
    subject BLOB
) STRICT;
CREATE INDEX activity_by_subject ON activity (subject, number) WHERE subject IS NOT NULL;

CREATE TRIGGER activity_is_never_changed BEFORE UPDATE ON activity BEGIN
    SELECT RAISE (ABORT, 'the activity record is append-only');
END;
CREATE TRIGGER activity_is_never_deleted BEFORE DELETE ON activity BEGIN
    SELECT RAISE (ABORT, 'the activity record is append-only');
END;

-- The end of the chain, so that removed last entries are missed.
CREATE TABLE activity_head (
    one    INTEGER PRIMARY KEY CHECK (one = 1),
    number INTEGER NOT NULL,
    hash   BLOB NOT NULL
) STRICT;
INSERT INTO activity_head VALUES (1, 0, zeroblob(32));

CREATE TABLE sign_in_misses (
    key     BLOB PRIMARY KEY,
    count   INTEGER NOT NULL,
    last_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE settings (
    one                     INTEGER PRIMARY KEY CHECK (one = 1),
    idle_lock_minutes       INTEGER NOT NULL,
    clipboard_clear_seconds INTEGER NOT NULL,
    password_preset         TEXT NOT NULL CHECK (password_preset IN ('classes', 'nist')),
    least_password_score    INTEGER NOT NULL,
    organisation            TEXT NOT NULL
) STRICT;
