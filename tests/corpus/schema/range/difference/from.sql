create type rg as range (subtype = int4);
