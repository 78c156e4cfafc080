-- Age of each export that a delivery consists of, where providers' manifests tell it: an instant as text, later is newer.
CREATE TABLE delivery_export (
    delivery VARCHAR(16)   NOT NULL REFERENCES delivery (id),
    export   VARCHAR(2000) NOT NULL,
    version  VARCHAR(500)  NOT NULL,
    PRIMARY KEY (delivery, export)
);
