create table t (id integer primary key, note text);
create view "V" with (security_invoker = true) as select id as "User", note from t where note is not null with local check option;
comment on view "V" is 'v';
