-- sees: operator_family public.f USING btree: operators.1 (integer, bigint)
create operator family f using btree;
alter operator family f using btree add operator 1 < (int4, int8);
