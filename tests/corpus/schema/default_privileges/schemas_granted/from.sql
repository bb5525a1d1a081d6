create role r;
create role q;
