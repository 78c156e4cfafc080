-- How each fetch fared last. Times: seconds since 1970, UTC; succeeded_at and what follows it are null before the first success.
CREATE TABLE fetch_record (
    fetch_id      VARCHAR(200) NOT NULL PRIMARY KEY,
    attempted_at  BIGINT       NOT NULL,
    failed        INTEGER      NOT NULL CHECK (failed IN (0, 1)),
    succeeded_at  BIGINT,
    duration_ms   BIGINT,
    found         BIGINT,
    brought       BIGINT,
    bytes         BIGINT
);
