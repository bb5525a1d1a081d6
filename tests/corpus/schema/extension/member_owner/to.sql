-- sees: extension vector: members.function public.vector_dims(public.vector)
-- not dumped: what somebody does to an extension's members
create extension vector;
create role r;
alter function public.vector_dims(public.vector) owner to r;
