-- sees: operator_class public.oc USING btree: functions.1 (integer, integer)
create operator family f using btree;
create operator family g using btree;
create type e as enum ('a');
create operator class oc for type int4 using btree family f as operator 1 < (int4, int4), function 1 btint4cmp(int4, int4);
