create schema other;
create type rg as range (subtype = text, multirange_type_name = many);
