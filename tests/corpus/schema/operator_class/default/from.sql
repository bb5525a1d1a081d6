create type c as (a int);
create operator family f using btree;
create operator family g using btree;
create operator class oc for type c using btree family f as function 1 (c, c) btrecordcmp(record, record);
