-- sees: schema public: privileges.public.CREATE
-- requires >= 15
grant create on schema public to public;
