create table t (a int, b text generated always as (a::text) stored);
create index i on t (b);
