-- Instants are texts in UTC with six decimals (2026-11-21T07:51:00.000000Z): they sort as written, in every database.
-- Amounts are texts of exact decimals, because SQLite has no decimal type.

-- Which version of its tables each room has; the cheap question at every start.
CREATE TABLE room_schema (
    room     VARCHAR(60) NOT NULL PRIMARY KEY,
    version  INTEGER     NOT NULL
);

-- Facts about the installation, such as the identity of its lake.
CREATE TABLE property (
    name   VARCHAR(200)  NOT NULL PRIMARY KEY,
    value  VARCHAR(2000) NOT NULL
);

-- One row per name, kept for ever: the fencing token only grows. marks > cleared: somebody may have left debris.
CREATE TABLE lease (
    name              VARCHAR(200) NOT NULL PRIMARY KEY,
    token             BIGINT       NOT NULL,
    held              INTEGER      NOT NULL,
    marks             BIGINT       NOT NULL,
    cleared           BIGINT       NOT NULL,
    host              VARCHAR(300) NOT NULL,
    process_space     VARCHAR(300) NOT NULL,
    pid               BIGINT       NOT NULL,
    process_started   VARCHAR(40)  NOT NULL,
    holder            VARCHAR(300) NOT NULL,
    acquired          VARCHAR(40)  NOT NULL,
    expires           VARCHAR(40)  NOT NULL
);

-- Snapshots of lake tables that count. The current one of a table is the last named.
CREATE TABLE table_snapshot (
    sequence     BIGINT       NOT NULL PRIMARY KEY,
    table_name   VARCHAR(200) NOT NULL,
    snapshot_id  BIGINT       NOT NULL,
    named_by     VARCHAR(200) NOT NULL,
    named_at     VARCHAR(40)  NOT NULL,
    UNIQUE (table_name, snapshot_id)
);
CREATE INDEX table_snapshot_of_table ON table_snapshot (table_name, sequence);
CREATE INDEX table_snapshot_of_namer ON table_snapshot (named_by);

CREATE TABLE run (
    id            VARCHAR(60)   NOT NULL PRIMARY KEY,
    month         VARCHAR(7)    NOT NULL,
    number        INTEGER       NOT NULL,
    state         VARCHAR(20)   NOT NULL CHECK (state IN ('running', 'committed', 'failed')),
    started       VARCHAR(40)   NOT NULL,
    finished      VARCHAR(40),
    code_version  VARCHAR(100)  NOT NULL,
    error_code    VARCHAR(100),
    message       VARCHAR(4000),
    UNIQUE (month, number)
);

-- fingerprint: SHA-256 of a section of the configuration. fact: what else the run chose or found.
CREATE TABLE run_fact (
    run    VARCHAR(60)   NOT NULL REFERENCES run (id),
    kind   VARCHAR(20)   NOT NULL CHECK (kind IN ('fingerprint', 'fact')),
    name   VARCHAR(200)  NOT NULL,
    value  VARCHAR(4000) NOT NULL,
    PRIMARY KEY (run, kind, name)
);

CREATE TABLE run_input (
    run          VARCHAR(60)  NOT NULL REFERENCES run (id),
    table_name   VARCHAR(200) NOT NULL,
    snapshot_id  BIGINT       NOT NULL,
    PRIMARY KEY (run, table_name)
);

CREATE TABLE run_total (
    run       VARCHAR(60) NOT NULL REFERENCES run (id),
    currency  VARCHAR(20) NOT NULL,
    billed    VARCHAR(80) NOT NULL,
    charged   VARCHAR(80) NOT NULL,
    PRIMARY KEY (run, currency)
);

CREATE TABLE run_unallocated (
    run       VARCHAR(60) NOT NULL REFERENCES run (id),
    currency  VARCHAR(20) NOT NULL,
    reason    VARCHAR(40) NOT NULL,
    amount    VARCHAR(80) NOT NULL,
    PRIMARY KEY (run, currency, reason)
);

CREATE TABLE run_proof (
    run       VARCHAR(60)   NOT NULL REFERENCES run (id),
    position  INTEGER       NOT NULL,
    name      VARCHAR(200)  NOT NULL,
    expected  VARCHAR(200)  NOT NULL,
    actual    VARCHAR(200)  NOT NULL,
    passed    INTEGER       NOT NULL,
    detail    VARCHAR(4000) NOT NULL,
    PRIMARY KEY (run, position)
);
