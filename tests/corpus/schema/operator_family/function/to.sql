-- sees: operator_family public.f USING btree: functions.1 (integer, bigint)
create operator family f using btree;
alter operator family f using btree add function 1 (int4, int8) btint48cmp(int4, int8);
