-- sees: view public.v: options
create materialized view v as select 'x'::text as a;
alter materialized view v set (toast.autovacuum_enabled = false);
