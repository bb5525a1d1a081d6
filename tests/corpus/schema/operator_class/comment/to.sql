-- sees: operator_class public.oc USING btree: comment
create operator family f using btree;
create operator family g using btree;
create type e as enum ('a');
create operator class oc for type int4 using btree family f as operator 1 < (int4, int4);
comment on operator class oc using btree is 'it''s \ 🐘';
