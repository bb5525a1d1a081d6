create operator family f using btree;
create operator <<< (leftarg = int4, rightarg = int8, function = int48lt);
alter operator family f using btree add operator 1 < (int4, int8);
