-- sees: range public.rg: multirange
create schema other;
create type rg as range (subtype = text, multirange_type_name = other.many);
