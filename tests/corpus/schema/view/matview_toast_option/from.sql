create materialized view v as select 'x'::text as a;
