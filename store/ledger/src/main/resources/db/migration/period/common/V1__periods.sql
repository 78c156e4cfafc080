-- Billing months that were closed or reopened. Months without a row are open.
CREATE TABLE period (
    month       VARCHAR(7)    NOT NULL PRIMARY KEY,
    state       VARCHAR(20)   NOT NULL CHECK (state IN ('closed', 'reopened')),
    run         VARCHAR(60)   NOT NULL REFERENCES run (id),
    changed_at  VARCHAR(40)   NOT NULL,
    changed_by  VARCHAR(300)  NOT NULL,
    reason      VARCHAR(2000) NOT NULL
);

-- What was ever done with a month; rows are only added.
CREATE TABLE period_event (
    month        VARCHAR(7)    NOT NULL REFERENCES period (month),
    number       INTEGER       NOT NULL,
    state        VARCHAR(20)   NOT NULL,
    run          VARCHAR(60)   NOT NULL,
    happened_at  VARCHAR(40)   NOT NULL,
    happened_by  VARCHAR(300)  NOT NULL,
    reason       VARCHAR(2000) NOT NULL,
    PRIMARY KEY (month, number)
);

-- Snapshots of every lake table that the closing run read or wrote. use_of: read, written.
CREATE TABLE period_snapshot (
    month        VARCHAR(7)   NOT NULL REFERENCES period (month),
    use_of       VARCHAR(10)  NOT NULL CHECK (use_of IN ('read', 'written')),
    table_name   VARCHAR(200) NOT NULL,
    snapshot_id  BIGINT       NOT NULL,
    PRIMARY KEY (month, use_of, table_name)
);

-- Effective configuration and the like as text, redacted.
CREATE TABLE period_document (
    month   VARCHAR(7)   NOT NULL REFERENCES period (month),
    name    VARCHAR(100) NOT NULL,
    sha256  VARCHAR(64)  NOT NULL,
    text    TEXT         NOT NULL,
    PRIMARY KEY (month, name)
);

-- Allocated cost of each unit when the month was closed; charges hold no unit. origin_month: whose cost it is.
CREATE TABLE period_statement (
    month         VARCHAR(7)    NOT NULL REFERENCES period (month),
    position      INTEGER       NOT NULL,
    origin_month  VARCHAR(7)    NOT NULL,
    unit          VARCHAR(500),
    unit_name     VARCHAR(500),
    cost_center   VARCHAR(500),
    unallocated   VARCHAR(100),
    cost_type     VARCHAR(200),
    currency      VARCHAR(100)  NOT NULL,
    amount        VARCHAR(80)   NOT NULL,
    PRIMARY KEY (month, position)
);

-- The organization when the month was closed.
CREATE TABLE period_unit (
    month        VARCHAR(7)   NOT NULL REFERENCES period (month),
    position     INTEGER      NOT NULL,
    id           VARCHAR(500) NOT NULL,
    name         VARCHAR(500) NOT NULL,
    kind         VARCHAR(200) NOT NULL,
    parent       VARCHAR(500),
    cost_center  VARCHAR(500),
    owner        VARCHAR(500),
    PRIMARY KEY (month, position)
);

-- The directory when the month was closed.
CREATE TABLE period_owner (
    month       VARCHAR(7)    NOT NULL REFERENCES period (month),
    position    INTEGER       NOT NULL,
    kind        VARCHAR(20)   NOT NULL,
    name        VARCHAR(2000) NOT NULL,
    unit        VARCHAR(500)  NOT NULL,
    valid_from  VARCHAR(10),
    valid_to    VARCHAR(10),
    place       VARCHAR(2000) NOT NULL,
    PRIMARY KEY (month, position)
);

-- Which state of its inputs a closed month and its corrections add up to; the greatest number holds.
CREATE TABLE period_reconciled (
    month   VARCHAR(7)  NOT NULL REFERENCES period (month),
    number  INTEGER     NOT NULL,
    run     VARCHAR(60) NOT NULL REFERENCES run (id),
    inputs  VARCHAR(4000) NOT NULL,
    PRIMARY KEY (month, number)
);
