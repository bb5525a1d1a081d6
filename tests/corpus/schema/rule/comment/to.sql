-- sees: rule public.t.r: comment
create table t (a int, b text);
create rule r as on insert to t do also notify x;
comment on rule r on t is 'c';
