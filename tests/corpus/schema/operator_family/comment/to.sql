-- sees: operator_family public.f USING btree: comment
create operator family f using btree;
comment on operator family f using btree is 'it''s \ 🐘';
