-- What late samples would change in a closed period's bill that a marketplace cannot take back: told until a person settles it. One per
-- period, the latest. difference_key = SHA-256 of account, period and what is told. settled_at: '' while it is told.
CREATE TABLE meter_difference (
    difference_key  VARCHAR(64)  NOT NULL PRIMARY KEY,
    product         VARCHAR(200) NOT NULL,
    customer        VARCHAR(300) NOT NULL,
    period_start    VARCHAR(40)  NOT NULL,
    period_end      VARCHAR(40)  NOT NULL,
    told            TEXT         NOT NULL,
    settled_at      VARCHAR(40)  NOT NULL,
    UNIQUE (product, customer, period_start)
);
