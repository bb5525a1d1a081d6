create type rg as range (subtype = int, multirange_type_name = mr);
