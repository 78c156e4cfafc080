-- What was read of each file. The same bytes read in another way (mapping, options, constants) are another row.
CREATE TABLE delivered_file (
    source       VARCHAR(200)  NOT NULL,
    sha256       VARCHAR(64)   NOT NULL,
    reading      VARCHAR(64)   NOT NULL,
    name         VARCHAR(2000) NOT NULL,
    bytes        BIGINT        NOT NULL,
    mapping      VARCHAR(200)  NOT NULL,
    version      VARCHAR(500),
    rejected     BIGINT        NOT NULL,
    skipped      BIGINT        NOT NULL,
    PRIMARY KEY (source, sha256, reading)
);

-- measure: currency of a bill, metric of usage. total: sum of BilledCost or of values; effective: sum of EffectiveCost, empty for usage.
CREATE TABLE delivered_amount (
    source     VARCHAR(200) NOT NULL,
    sha256     VARCHAR(64)  NOT NULL,
    reading    VARCHAR(64)  NOT NULL,
    month      VARCHAR(7)   NOT NULL,
    measure    VARCHAR(300) NOT NULL,
    record_count BIGINT     NOT NULL,
    total      VARCHAR(80)  NOT NULL,
    effective  VARCHAR(80)  NOT NULL,
    PRIMARY KEY (source, sha256, reading, month, measure),
    FOREIGN KEY (source, sha256, reading) REFERENCES delivered_file (source, sha256, reading)
);

-- id follows from slice and content. is_current: its rows are in the lake.
CREATE TABLE delivery (
    id           VARCHAR(16)  NOT NULL PRIMARY KEY,
    source       VARCHAR(200) NOT NULL,
    month        VARCHAR(7)   NOT NULL,
    slice        VARCHAR(500) NOT NULL,
    version      VARCHAR(500),
    is_current   INTEGER      NOT NULL,
    record_count BIGINT       NOT NULL,
    recorded_at  VARCHAR(40)  NOT NULL
);
CREATE INDEX delivery_of_slice ON delivery (source, month, slice);

CREATE TABLE delivery_file (
    delivery     VARCHAR(16)   NOT NULL REFERENCES delivery (id),
    sha256       VARCHAR(64)   NOT NULL,
    reading      VARCHAR(64)   NOT NULL,
    name         VARCHAR(2000) NOT NULL,
    modified_at  VARCHAR(40)   NOT NULL,
    PRIMARY KEY (delivery, sha256)
);
