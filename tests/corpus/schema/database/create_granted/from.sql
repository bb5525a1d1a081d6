create role r;
