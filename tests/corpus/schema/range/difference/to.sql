-- sees: range public.rg: difference
create type rg as range (subtype = int4, subtype_diff = int4range_subdiff);
