-- sees: index public.i: added
create materialized view m as select 1 as a;
create index i on m (a);
