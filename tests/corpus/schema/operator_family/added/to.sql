-- sees: operator_family public.f USING btree: added
create operator family f using btree;
