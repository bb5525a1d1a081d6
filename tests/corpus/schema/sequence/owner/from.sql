create role r;
create sequence s;
