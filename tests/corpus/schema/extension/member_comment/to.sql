-- sees: extension vector: contents.function public.vector_dims(public.vector)
-- not dumped: what somebody does to an extension's members
create extension vector;
comment on function public.vector_dims(public.vector) is 'changed';
