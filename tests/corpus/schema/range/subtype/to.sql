-- sees: range public.rg: subtype
create type rg as range (subtype = text, subtype_opclass = text_ops);
