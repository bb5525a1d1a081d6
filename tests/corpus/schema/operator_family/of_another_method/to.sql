-- sees: operator_family public.f USING hash: added
create operator family f using btree;
create operator family f using hash;
