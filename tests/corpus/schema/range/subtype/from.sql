create type rg as range (subtype = varchar, subtype_opclass = text_ops);
