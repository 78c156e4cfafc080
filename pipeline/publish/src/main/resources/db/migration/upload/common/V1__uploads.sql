-- What was sent when: one row per attempt. state: sending (its end is unknown if the process ended), sent, failed.
CREATE TABLE upload_attempt (
    upload        VARCHAR(200)  NOT NULL,
    attempt_key   VARCHAR(64)   NOT NULL,
    attempt       INTEGER       NOT NULL,
    output        VARCHAR(200)  NOT NULL,
    billing_month VARCHAR(7)    NOT NULL,
    run           VARCHAR(100)  NOT NULL,
    file_name     VARCHAR(2000) NOT NULL,
    sha256        VARCHAR(64)   NOT NULL,
    target        VARCHAR(2000) NOT NULL,
    state         VARCHAR(20)   NOT NULL,
    answer        VARCHAR(500),
    started_at    BIGINT        NOT NULL,
    ended_at      BIGINT,
    PRIMARY KEY (upload, attempt_key, attempt)
);

CREATE INDEX upload_attempt_month ON upload_attempt (billing_month, upload);
