-- A table with every type that the README of the JDBC connectors lists, and random values.
CREATE TYPE mood AS ENUM ('sad', 'O''K', 'very, happy');
CREATE TYPE pair AS (a int, b text);
CREATE DOMAIN amount AS numeric(9,2) CHECK (VALUE >= 0);

CREATE TABLE every_type AS SELECT
  i AS id,
  (random() * 65535 - 32768)::smallint AS a_smallint,
  (random() * 4294967295 - 2147483648)::integer AS an_integer,
  (random() * 18e18 - 9e18)::bigint AS a_bigint,
  (random() * 4294967295)::bigint::oid AS an_oid,
  (CASE i % 5 WHEN 0 THEN 'NaN' WHEN 1 THEN '-Infinity' ELSE random() * 1e30 END)::real AS a_real,
  (CASE i % 5 WHEN 0 THEN 'NaN' WHEN 1 THEN 'Infinity' ELSE (random() - 0.5) * 1e300 END)::double precision AS a_double,
  ((random() - 0.5) * 1e13)::numeric(20,6) AS a_decimal,
  floor((random() - 0.5) * 1e37)::numeric(38,0) AS a_whole_decimal,
  ((random() - 0.5) * 50000)::numeric(3,-2) AS hundreds,
  (CASE i % 5 WHEN 0 THEN 'NaN' WHEN 1 THEN '-Infinity' ELSE random()::numeric * 10 ^ (i - 100)::numeric END)::numeric AS any_decimal,
  random() < 0.5 AS a_boolean,
  repeat(chr(1 + i), i % 7) || E'\t\n\\ü東"''' || md5(random()::text) AS a_text,
  left(md5(random()::text), i % 20)::varchar(20) AS a_varchar,
  left(md5(random()::text), i % 10)::char(10) AS a_char,
  (ARRAY['sad', 'O''K', 'very, happy'])[1 + i % 3]::mood AS an_enum,
  decode(repeat(md5(random()::text), i % 5), 'hex') AS bytes,
  date '2000-01-01' + (random() * 4000000 - 2400000)::int AS a_date,
  (time '00:00' + random() * interval '86399.999999 s')::time AS a_time,
  timestamp '0001-01-01' + (random() - 0.5) * interval '4000 y' AS a_timestamp,
  (timestamp '2024-01-01' + random() * interval '1 d')::timestamp(3) AS milliseconds,
  timestamptz '0001-01-01 00:00Z' + (random() - 0.5) * interval '4000 y' AS an_instant,
  gen_random_uuid() AS a_uuid,
  random()::numeric(8,6)::float8 * interval '1 month 3 days -4 hours' AS an_interval,
  ((random() - 0.5) * 1e6)::numeric::money AS money,
  ('{"a":  ' || i || ', "a": [null, "ü"]}')::json AS a_json,
  jsonb_build_object('n', random(), 'ü', ARRAY[i]) AS a_jsonb,
  (time '01:02:03.5' + random() * interval '1 h')::text::timetz AT TIME ZONE make_interval(hours => i % 12) AS a_timetz,
  ('10.' || i || '.0.1/' || 8 + i % 20)::inet AS an_inet,
  ('10.' || i || '.0.0/16')::cidr AS a_cidr,
  ('08:00:2b:01:02:' || lpad(to_hex(i), 2, '0'))::macaddr AS a_macaddr,
  i::bit(12) AS bits,
  substring(i::bit(12) from 1 for i % 12)::bit varying(12) AS some_bits,
  xmlelement(name a, i) AS an_xml,
  int4range(-i, i) AS a_range,
  tstzrange(now() - random() * interval '1 d', NULL) AS times,
  point(random(), i) AS a_point,
  ROW(i, 'x,"' || random())::pair AS a_pair,
  (random() * 1e6)::amount AS a_domain,
  ARRAY[i, NULL, -i] AS integers,
  ARRAY['a,b', NULL, '', E'"\\{}', 'NULL', random()::text] AS texts,
  ARRAY[random() * 1e6, NULL]::numeric(10,2)[] AS decimals,
  ARRAY[timestamptz '2024-01-01 00:00Z' + random() * interval '1 y'] AS instants,
  ARRAY[gen_random_uuid()] AS uuids,
  ARRAY[decode(md5(random()::text), 'hex'), NULL] AS some_bytes,
  (CASE i % 2 WHEN 0 THEN '{}' ELSE '{t,f}' END)::boolean[] AS booleans,
  ARRAY['very, happy', NULL, 'sad']::mood[] AS enums
FROM generate_series(1, 200) i;

ALTER TABLE every_type ADD PRIMARY KEY (id);

DO $$
DECLARE name text;
BEGIN
  FOR name IN SELECT attname FROM pg_attribute
      WHERE attrelid = 'every_type'::regclass AND attnum > 1 LOOP
    EXECUTE format('UPDATE every_type SET %I = NULL WHERE random() < 0.1', name);
  END LOOP;
END $$;
