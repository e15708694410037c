-- Writes rows to a DataHub topic and reads them back.
--
-- Start a local DataHub with the topic in one terminal:
--
--   ./spillway services --datahub 8899 --access-id example --access-key-secret example-secret \
--       --topic 'examples.readings=device:STRING,taken_at:TIMESTAMP,celsius:DOUBLE,note:STRING@2'
--
-- and run this script in another one:
--
--   export DATAHUB_ENDPOINT=http://127.0.0.1:8899
--   export DATAHUB_ACCESS_ID=example DATAHUB_ACCESS_KEY_SECRET=example-secret
--   ./spillway sql examples/sql/datahub-write-and-read.sql

-- The reads below are bounded, so a batch job does: its results are complete and final.
SET 'execution.runtime-mode' = 'batch';
SET 'parallelism.default' = '1';

CREATE TEMPORARY TABLE readings (
    device STRING,
    taken_at TIMESTAMP(6),
    celsius DOUBLE,
    note STRING,
    -- what DataHub knows of each record
    shard STRING METADATA FROM 'shard-id' VIRTUAL
) WITH (
    'connector' = 'datahub',
    'endpoint' = '${env:DATAHUB_ENDPOINT}',
    'project' = '${env:DATAHUB_PROJECT:-examples}',
    'topic' = 'readings',
    'access-id' = '${env:DATAHUB_ACCESS_ID}',
    'access-key-secret' = '${env:DATAHUB_ACCESS_KEY_SECRET}',
    -- records of one device go to one shard, in order
    'sink.hash-fields' = 'device',
    -- stop at the records that are there when the read starts
    'scan.bounded.mode' = 'latest'
);

INSERT INTO readings VALUES
    ('boiler', TIMESTAMP '2026-01-01 00:00:00.000001', 61.5, 'first of the year'),
    ('boiler', TIMESTAMP '2026-01-01 00:01:00', 62.25, CAST(NULL AS STRING)),
    ('cellar', TIMESTAMP '2026-01-01 00:00:30', -3.75, 'brr ❄'),
    ('cellar', TIMESTAMP '2026-01-01 00:01:30', CAST(NULL AS DOUBLE), 'sensor off');

SELECT device, taken_at, celsius, note FROM readings;

-- How many records there are, and in how many shards each device's stand.
SELECT
    device,
    COUNT(*) AS readings,
    COUNT(celsius) AS with_value,
    MAX(celsius) AS warmest,
    COUNT(DISTINCT shard) AS shards
FROM readings
GROUP BY device;
