-- sees: policy public.t.p: using
create role r;
create role s;
create table t (a int, b text);
create policy p on t;
