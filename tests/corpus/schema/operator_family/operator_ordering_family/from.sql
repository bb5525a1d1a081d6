create operator family f using gist;
create operator family float_ops using btree;
alter operator family f using gist add operator 15 <-> (point, circle) for order by pg_catalog.float_ops;
