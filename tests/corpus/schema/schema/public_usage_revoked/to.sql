-- sees: schema public: privileges.public.USAGE
revoke usage on schema public from public;
