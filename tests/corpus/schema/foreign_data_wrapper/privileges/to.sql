-- sees: foreign_data_wrapper w: privileges.r.USAGE
create role r;
create foreign data wrapper w;
grant usage on foreign data wrapper w to r;
