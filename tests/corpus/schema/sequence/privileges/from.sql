create role r;
create sequence q;
