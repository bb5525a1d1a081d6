create role r superuser;
create foreign data wrapper w;
