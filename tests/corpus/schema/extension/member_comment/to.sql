-- sees: extension vector: contents.function public.vector_dims(public.vector)
create extension vector;
comment on function public.vector_dims(public.vector) is 'changed';
