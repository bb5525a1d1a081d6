-- sees: range public.rg: canonical
create type rg;
create function canon(rg) returns rg language internal immutable strict as 'int4range_canonical';
create type rg as range (subtype = int4, canonical = canon);
