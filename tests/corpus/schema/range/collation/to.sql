-- sees: range public.rg: collation
create type rg as range (subtype = text, collation = "C");
