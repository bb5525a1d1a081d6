-- sees: schema public: privileges.public.CREATE
grant create on schema public to public;
