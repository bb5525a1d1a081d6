-- sees: extension vector: members.function public.vector_dims(public.vector)
create extension vector;
create role r;
grant execute on function public.vector_dims(public.vector) to r;
