-- sees: policy public.t.p: comment
create role r;
create role s;
create table t (a int, b text);
create policy p on t;
comment on policy p on t is 'c';
