-- sees: foreign_data_wrapper w: validator
create foreign data wrapper w validator postgresql_fdw_validator;
