-- sees: extension vector: contents.function public.l2_norm(public.halfvec)
-- sees: function public.l2_norm(public.halfvec): added
create extension vector;
alter extension vector drop function public.l2_norm(public.halfvec);
