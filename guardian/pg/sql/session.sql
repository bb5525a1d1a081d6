-- One row, to be thrown away: pins, for this transaction, every setting that has a say in how the server prints
-- expressions. With only pg_catalog on the search path every name outside of it is printed with its schema.
select
    pg_catalog.set_config('search_path', 'pg_catalog', true) as search_path,
    pg_catalog.set_config('quote_all_identifiers', 'off', true) as quote_all_identifiers,
    pg_catalog.set_config('DateStyle', 'ISO, YMD', true) as date_style,
    pg_catalog.set_config('IntervalStyle', 'postgres', true) as interval_style,
    pg_catalog.set_config('TimeZone', 'UTC', true) as time_zone,
    pg_catalog.set_config('extra_float_digits', '1', true) as extra_float_digits,
    pg_catalog.set_config('bytea_output', 'hex', true) as bytea_output,
    pg_catalog.set_config('lc_monetary', 'C', true) as lc_monetary
