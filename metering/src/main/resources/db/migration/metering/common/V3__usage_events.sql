-- Usage that was told by events, each once: event_key = SHA-256 of product, customer, source and id. sample_at: the instant of its
-- sample, event_at or the next free microsecond. journaled: 1 if that sample is written.
CREATE TABLE meter_usage_event (
    event_key   VARCHAR(64)  NOT NULL PRIMARY KEY,
    product     VARCHAR(200) NOT NULL,
    customer    VARCHAR(300) NOT NULL,
    source      TEXT         NOT NULL,
    event_id    TEXT         NOT NULL,
    event_at    VARCHAR(40)  NOT NULL,
    sample_at   VARCHAR(40)  NOT NULL,
    digest      VARCHAR(64)  NOT NULL,
    content     TEXT         NOT NULL,
    received_at VARCHAR(40)  NOT NULL,
    journaled   INTEGER      NOT NULL,
    UNIQUE (product, customer, sample_at)
);
CREATE INDEX meter_usage_event_at ON meter_usage_event (product, customer, event_at, sample_at);
CREATE INDEX meter_usage_event_waiting ON meter_usage_event (product, customer, sample_at) WHERE journaled = 0;
