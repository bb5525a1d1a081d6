-- sees: table public.t: comment
create table t (a int, b text);
comment on table t is 'it''s ☃';
