-- Instants are texts in UTC with six decimals; quantities are texts of exact decimals; digests are SHA-256 in lower-case hex.

-- One row: the end of the chain of events. Whoever appends locks it first.
CREATE TABLE meter_chain (
    id      INTEGER     NOT NULL PRIMARY KEY,
    events  BIGINT      NOT NULL,
    hash    VARCHAR(64) NOT NULL
);
INSERT INTO meter_chain (id, events, hash) VALUES (1, 0, '');

-- Append-only. hash = SHA-256 of the row's parts and the hash before.
CREATE TABLE meter_event (
    sequence         BIGINT       NOT NULL PRIMARY KEY,
    subject          VARCHAR(64)  NOT NULL,
    event            VARCHAR(40)  NOT NULL,
    at               VARCHAR(40)  NOT NULL,
    fencing          BIGINT       NOT NULL,
    detail           TEXT         NOT NULL,
    request_digest   VARCHAR(64)  NOT NULL,
    response_digest  VARCHAR(64)  NOT NULL,
    hash             VARCHAR(64)  NOT NULL
);
CREATE INDEX meter_event_of_subject ON meter_event (subject, sequence);

-- revision 0 is the reading that counts; others of the same instant contradict it and are kept beside it.
CREATE TABLE meter_sample (
    product      VARCHAR(200) NOT NULL,
    customer     VARCHAR(300) NOT NULL,
    reported_at  VARCHAR(40)  NOT NULL,
    revision     INTEGER      NOT NULL,
    late         INTEGER      NOT NULL,
    digest       VARCHAR(64)  NOT NULL,
    content      TEXT         NOT NULL,
    recorded_at  VARCHAR(40)  NOT NULL,
    PRIMARY KEY (product, customer, reported_at, revision)
);

CREATE TABLE meter_period (
    product        VARCHAR(200) NOT NULL,
    customer       VARCHAR(300) NOT NULL,
    period_start   VARCHAR(40)  NOT NULL,
    period_end     VARCHAR(40)  NOT NULL,
    kind           VARCHAR(20)  NOT NULL CHECK (kind IN ('billed', 'trial', 'not_measured')),
    coverage       VARCHAR(80)  NOT NULL,
    samples        INTEGER      NOT NULL,
    inputs_digest  VARCHAR(64)  NOT NULL,
    plan_digest    VARCHAR(64)  NOT NULL,
    used           TEXT         NOT NULL,
    closed_at      VARCHAR(40)  NOT NULL,
    compacted_at   VARCHAR(40)  NOT NULL,
    PRIMARY KEY (product, customer, period_start)
);

-- The unique constraint is the proof that nothing is charged twice. record_key: what it was last sent as; '' before.
CREATE TABLE meter_charge (
    charge_key    VARCHAR(64)  NOT NULL PRIMARY KEY,
    product       VARCHAR(200) NOT NULL,
    customer      VARCHAR(300) NOT NULL,
    dimension     VARCHAR(200) NOT NULL,
    period_start  VARCHAR(40)  NOT NULL,
    period_end    VARCHAR(40)  NOT NULL,
    revision      INTEGER      NOT NULL,
    quantity      VARCHAR(80)  NOT NULL,
    allocations   TEXT         NOT NULL,
    evidence      TEXT         NOT NULL,
    planned_at    VARCHAR(40)  NOT NULL,
    state         VARCHAR(20)  NOT NULL,
    doubt         INTEGER      NOT NULL,
    moves         INTEGER      NOT NULL,
    record_key    VARCHAR(64)  NOT NULL,
    changed_at    VARCHAR(40)  NOT NULL,
    record_id     VARCHAR(400) NOT NULL,
    message       VARCHAR(2000) NOT NULL,
    UNIQUE (product, customer, dimension, period_start, period_end, revision)
);
CREATE INDEX meter_charge_in_state ON meter_charge (state, product, customer);
CREATE INDEX meter_charge_of_record ON meter_charge (record_key);

-- What was sent, or is about to be: one charge, or several of one dimension summed. Written before the first call.
CREATE TABLE meter_record (
    record_key   VARCHAR(64)  NOT NULL PRIMARY KEY,
    product      VARCHAR(200) NOT NULL,
    customer     VARCHAR(300) NOT NULL,
    dimension    VARCHAR(200) NOT NULL,
    quantity     VARCHAR(80)  NOT NULL,
    allocations  TEXT         NOT NULL,
    sent_as_of   VARCHAR(40)  NOT NULL,
    state        VARCHAR(20)  NOT NULL,
    doubt        INTEGER      NOT NULL,
    attempts     INTEGER      NOT NULL,
    not_before   VARCHAR(40)  NOT NULL,
    fencing      BIGINT       NOT NULL,
    changed_at   VARCHAR(40)  NOT NULL
);
CREATE INDEX meter_record_in_state ON meter_record (product, customer, state);

-- One record per resource, dimension and UTC hour, where a marketplace counts so; heartbeats included.
CREATE TABLE meter_hour (
    product     VARCHAR(200) NOT NULL,
    customer    VARCHAR(300) NOT NULL,
    dimension   VARCHAR(200) NOT NULL,
    hour        VARCHAR(40)  NOT NULL,
    record_key  VARCHAR(64)  NOT NULL,
    PRIMARY KEY (product, customer, dimension, hour)
);

CREATE TABLE meter_heartbeat (
    product     VARCHAR(200)  NOT NULL,
    customer    VARCHAR(300)  NOT NULL,
    dimension   VARCHAR(200)  NOT NULL,
    slot        BIGINT        NOT NULL,
    record_key  VARCHAR(64)   NOT NULL,
    sent_as_of  VARCHAR(40)   NOT NULL,
    outcome     VARCHAR(20)   NOT NULL,
    message     VARCHAR(2000) NOT NULL,
    PRIMARY KEY (product, customer, dimension, slot)
);

-- A free trial is granted once for ever; a lost file grants none.
CREATE TABLE meter_trial (
    product     VARCHAR(200) NOT NULL,
    customer    VARCHAR(300) NOT NULL,
    grant_id    VARCHAR(200) NOT NULL,
    trial_from  VARCHAR(40)  NOT NULL,
    trial_to    VARCHAR(40)  NOT NULL,
    granted_at  VARCHAR(40)  NOT NULL,
    PRIMARY KEY (product, customer)
);

-- What the documents for the product's own pages need beyond the journal. Never decides about money.
CREATE TABLE meter_state (
    product   VARCHAR(200) NOT NULL,
    customer  VARCHAR(300) NOT NULL,
    name      VARCHAR(200) NOT NULL,
    value     TEXT         NOT NULL,
    PRIMARY KEY (product, customer, name)
);
