-- sees: extension vector: members.function public.vector_dims(public.vector)
create extension vector;
revoke execute on function public.vector_dims(public.vector) from public;
