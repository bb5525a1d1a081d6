create type rg as range (subtype = text);
