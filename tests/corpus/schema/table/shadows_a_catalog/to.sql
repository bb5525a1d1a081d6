-- sees: table public.pg_class: added
-- sees: table public.pg_attribute: added
create table pg_class (a int);
create table pg_attribute (a int);
create table t (a int);
