create sequence s;
create table u (a int default nextval('s'));
create table t (a int default nextval('s'));
alter sequence s owned by u.a;
