create role r;
create type rg as range (subtype = text);
