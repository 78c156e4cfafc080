-- The order in which an upload's attempts began, from 1; 0 for those of before, which their time puts in order.
ALTER TABLE upload_attempt ADD COLUMN position BIGINT NOT NULL DEFAULT 0;
