-- sees: schema public: comment
comment on schema public is 'c';
