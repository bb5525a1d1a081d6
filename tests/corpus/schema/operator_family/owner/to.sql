-- sees: operator_family public.f USING btree: owner
create role r;
create operator family f using btree;
alter operator family f using btree owner to r;
