-- sees: extension vector: contents.function public.vector_dims(public.vector)
-- not dumped: what somebody does to a member's definition
create extension vector;
alter function public.vector_dims(public.vector) security definer;
