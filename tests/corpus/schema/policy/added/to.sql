-- sees: policy public.t.p: added
create role r;
create role s;
create table t (a int, b text);
create policy p on t;
