-- sees: extension vector: members.function public.vector_dims(public.vector)
create extension vector;
create role r;
alter function public.vector_dims(public.vector) owner to r;
