-- sees: operator_family public.f USING btree: functions.1 (integer, bigint)
create operator family f using btree;create function btint48cmp(int4, int8) returns int language internal immutable strict as 'btint48cmp';
alter operator family f using btree add function 1 (int4, int8) public.btint48cmp(int4, int8);
