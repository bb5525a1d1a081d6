-- sees: column public.t.a: sequence_type
-- not dumped: pg_dump writes the column's type
create table t (a int generated always as identity (maxvalue 5));
alter sequence t_a_seq as bigint;
