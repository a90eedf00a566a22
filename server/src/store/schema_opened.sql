-- When each segment was opened, and whether all its scans are trials: the first of them tells since when there are
-- counts. 0: not known, from before this column.
ALTER TABLE watermark ADD COLUMN opened BIGINT NOT NULL DEFAULT 0;
ALTER TABLE watermark ADD COLUMN trial BIGINT NOT NULL DEFAULT 0;
