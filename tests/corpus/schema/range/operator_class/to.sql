-- sees: range public.rg: operator_class
create type rg as range (subtype = text, subtype_opclass = text_pattern_ops);
