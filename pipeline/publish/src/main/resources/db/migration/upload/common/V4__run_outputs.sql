-- Files that a run has to write: planned when the run is committed, written once the file has its name.
CREATE TABLE run_output (
    run    VARCHAR(100) NOT NULL,
    output VARCHAR(200) NOT NULL,
    state  VARCHAR(20)  NOT NULL,
    sha256 VARCHAR(64),
    PRIMARY KEY (run, output)
);
