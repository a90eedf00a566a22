-- The span of time another server's log covers, for a segment made of one: a gap of ours in it is filled. Both 0: none.
ALTER TABLE watermark ADD COLUMN covers_from BIGINT NOT NULL DEFAULT 0;
ALTER TABLE watermark ADD COLUMN covers_to BIGINT NOT NULL DEFAULT 0;
