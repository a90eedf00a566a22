-- Spreads the tables of the counts over the nodes of Citus. `disan-server migrate` runs it each time: on plain
-- PostgreSQL it does nothing, and a table that is spread already is left alone.
--
-- Rollups by entry lie together by entry, so that an entry's rows are on one node; rollups by unit lie by unit,
-- segments by segment, and what is kept by day by day. A fold writes distributed tables only; what is small and
-- read everywhere is the same on every node.
DO $$
DECLARE
    spread TEXT[][] := ARRAY[
        ['scan_day', 'entry', 'none'],
        ['entry_half', 'entry', 'scan_day'],
        ['entry_unit', 'entry', 'scan_day'],
        ['unit_half', 'unit', 'none'],
        ['orphan_day', 'day', 'none'],
        ['answer_day', 'day', 'orphan_day'],
        ['gap', 'from_ts', 'none'],
        ['watermark', 'segment', 'none'],
        ['frozen_report', 'unit', 'none'],
        ['session', 'token', 'none'],
        ['invitation', 'token', 'none'],
        ['api_token', 'token', 'none'],
        ['change', 'unit', 'unit_half'],
        ['activity', 'unit', 'unit_half'],
        ['activity_version', 'unit', 'unit_half'],
        ['campaign', 'unit', 'unit_half'],
        ['register', 'unit', 'unit_half'],
        ['contact', 'unit', 'unit_half'],
        ['indicator', 'unit', 'unit_half'],
        ['target', 'unit', 'unit_half']
    ];
    whole TEXT[] := ARRAY['layout', 'secret', 'account', 'role_at'];
    name TEXT;
    row TEXT[];
    known BOOLEAN;
BEGIN
    IF NOT EXISTS (SELECT 1 FROM pg_extension WHERE extname = 'citus') THEN
        RETURN;
    END IF;
    FOREACH row SLICE 1 IN ARRAY spread LOOP
        EXECUTE 'SELECT EXISTS (SELECT 1 FROM pg_dist_partition WHERE logicalrelid = $1::regclass)'
            INTO known USING row[1];
        IF NOT known THEN
            EXECUTE 'SELECT create_distributed_table($1, $2, colocate_with => $3)' USING row[1], row[2], row[3];
        END IF;
    END LOOP;
    FOREACH name IN ARRAY whole LOOP
        EXECUTE 'SELECT EXISTS (SELECT 1 FROM pg_dist_partition WHERE logicalrelid = $1::regclass)'
            INTO known USING name;
        IF NOT known THEN
            EXECUTE 'SELECT create_reference_table($1)' USING name;
        END IF;
    END LOOP;
END
$$;
