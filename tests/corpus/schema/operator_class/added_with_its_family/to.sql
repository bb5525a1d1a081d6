-- sees: operator_class public.oc USING btree: added
-- sees: operator_family public.oc USING btree: added
create operator class oc for type int4 using btree as operator 1 <;
