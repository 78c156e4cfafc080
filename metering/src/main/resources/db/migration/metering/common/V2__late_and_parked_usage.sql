-- What decided about the money of closed periods: metrics, bands, policies. One row per different text.
CREATE TABLE meter_terms (
    digest  VARCHAR(64) NOT NULL PRIMARY KEY,
    terms   TEXT        NOT NULL
);
-- '' where a period was closed before its terms were kept.
ALTER TABLE meter_period ADD COLUMN terms_digest VARCHAR(64) DEFAULT '' NOT NULL;

-- meter_sample.late: 0 counts; of samples whose period was closed before they came, 1 waits, 2 is computed into the period's
-- adjustments, 3 is not billed.
CREATE INDEX meter_sample_waiting ON meter_sample (product, customer, reported_at) WHERE late = 1;

-- Usage of closed periods that no dimension took, written with the close. dimension: only where the product reports them itself.
-- settled_at and charge_keys: when it was planned, and as which charges; '' before.
CREATE TABLE meter_parked (
    product       VARCHAR(200) NOT NULL,
    customer      VARCHAR(300) NOT NULL,
    period_start  VARCHAR(40)  NOT NULL,
    period_end    VARCHAR(40)  NOT NULL,
    metric        VARCHAR(200) NOT NULL,
    dimension     VARCHAR(200) NOT NULL,
    quantity      TEXT         NOT NULL,
    error         TEXT         NOT NULL,
    settled_at    VARCHAR(40)  NOT NULL,
    charge_keys   TEXT         NOT NULL,
    PRIMARY KEY (product, customer, period_start, metric, dimension)
);
