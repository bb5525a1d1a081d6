create table t (a bigint, b text generated always as (a::text) stored);
create index i on t (b);
