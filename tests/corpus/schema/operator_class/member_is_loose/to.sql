-- sees: operator_class public.oc USING btree: operators.2 (integer, integer)
-- sees: operator_family public.f USING btree: operators.2 (integer, integer)
create operator family f using btree;
alter operator family f using btree add operator 2 <= (int4, int4);
create operator class oc for type int4 using btree family f as operator 1 <;
