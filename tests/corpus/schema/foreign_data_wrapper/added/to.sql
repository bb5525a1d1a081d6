-- sees: foreign_data_wrapper "We.ird""🦆": added
create foreign data wrapper "We.ird""🦆";
