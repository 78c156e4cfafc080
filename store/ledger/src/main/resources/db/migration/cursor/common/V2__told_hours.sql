-- What the day of an hour was when a reader was told that hour. hour: seconds since 1970, UTC. digest: of the day's charges.
CREATE TABLE feed_told (
    feed    VARCHAR(60)  NOT NULL,
    reader  VARCHAR(200) NOT NULL,
    hour    BIGINT       NOT NULL,
    digest  VARCHAR(80)  NOT NULL,
    PRIMARY KEY (feed, reader, hour)
);
