create operator family f using btree;
