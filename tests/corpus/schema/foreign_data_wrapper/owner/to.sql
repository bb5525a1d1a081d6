-- sees: foreign_data_wrapper w: owner
create role r superuser;
create foreign data wrapper w;
alter foreign data wrapper w owner to r;
