-- sees: schema public: privileges.public.CREATE, privileges.public.USAGE
-- requires >= 15
drop schema public;
create schema public;
grant create on schema public to public;
alter schema public owner to pg_database_owner;
