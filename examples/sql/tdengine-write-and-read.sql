-- Writes rows to a super table of TDengine and reads them back.
--
-- Start a local TDengine in one terminal, or use one of yours:
--
--   ./spillway services --tdengine 6041
--
-- and run this script in another one:
--
--   export TDENGINE_ENDPOINT=127.0.0.1:6041 TDENGINE_PASSWORD=taosdata
--   ./spillway sql examples/sql/tdengine-write-and-read.sql

-- The reads below end, so a batch job does: its results are complete and final.
SET 'execution.runtime-mode' = 'batch';
SET 'parallelism.default' = '1';
SET 'table.local-time-zone' = 'UTC';

CREATE TEMPORARY TABLE readings (
    ts TIMESTAMP_LTZ(3),
    celsius DOUBLE,
    note STRING,
    device STRING,
    floor_number INT,
    -- the child table of each row
    tbname STRING METADATA VIRTUAL
) WITH (
    'connector' = 'tdengine',
    'endpoints' = '${env:TDENGINE_ENDPOINT}',
    'username' = '${env:TDENGINE_USER:-root}',
    'password' = '${env:TDENGINE_PASSWORD}',
    'database' = '${env:TDENGINE_DATABASE:-spillway_examples}',
    'table-name' = 'readings',
    -- makes the database and the super table, device and floor_number being tags
    'sink.create-table' = 'true',
    'sink.tags' = 'device;floor_number',
    -- each device has a child table of its own, made by its first row
    'sink.child-table' = 'd_${device}'
);

INSERT INTO readings VALUES
    (TO_TIMESTAMP_LTZ(1767225600000, 3), 61.5, 'first of the year', 'boiler', 0),
    (TO_TIMESTAMP_LTZ(1767225660000, 3), 62.25, CAST(NULL AS STRING), 'boiler', 0),
    (TO_TIMESTAMP_LTZ(1767225630000, 3), -3.75, 'brr ❄', 'cellar', -1),
    (TO_TIMESTAMP_LTZ(1767225690000, 3), CAST(NULL AS DOUBLE), 'sensor off', 'cellar', -1),
    -- the same device and time again: the row is replaced
    (TO_TIMESTAMP_LTZ(1767225690000, 3), -4.0, 'sensor on', 'cellar', -1);

SELECT ts, celsius, note, tbname FROM readings WHERE device = 'cellar';

SELECT device, floor_number, COUNT(*) AS readings, MAX(celsius) AS warmest
FROM readings
GROUP BY device, floor_number;

-- The server counts.
SELECT COUNT(*) AS readings FROM readings;
