create role r;
create foreign data wrapper w;
