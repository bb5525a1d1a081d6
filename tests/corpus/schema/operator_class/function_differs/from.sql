create operator family f using btree;
create operator family g using btree;
create type e as enum ('a');
create function btint4cmp(int4, int4) returns int language internal immutable strict as 'btint4cmp';
create operator class oc for type int4 using btree family f as function 1 pg_catalog.btint4cmp(int4, int4);
