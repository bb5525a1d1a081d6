create role r;
create operator family f using btree;
