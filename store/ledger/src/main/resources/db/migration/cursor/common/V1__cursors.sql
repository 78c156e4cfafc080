-- How far each reader of an hourly feed has come. hour and changed_at: seconds since 1970, UTC.
CREATE TABLE feed_cursor (
    feed        VARCHAR(60)  NOT NULL,
    reader      VARCHAR(200) NOT NULL,
    hour        BIGINT       NOT NULL,
    served      INTEGER      NOT NULL CHECK (served IN (0, 1)),
    changed_at  BIGINT       NOT NULL,
    PRIMARY KEY (feed, reader)
);
