-- Files for accounting systems that went out: begun before a file gets its name, written after.
CREATE TABLE issued_file (
    output        VARCHAR(200) NOT NULL,
    billing_month VARCHAR(7)   NOT NULL,
    run           VARCHAR(100) NOT NULL,
    state         VARCHAR(20)  NOT NULL,
    begun_at      BIGINT       NOT NULL,
    PRIMARY KEY (output, billing_month, run)
);
