-- sees: constraint public.t.k: removed
-- sees: constraint public.t.l: added
create table t (a int, constraint l check (a > 0));
