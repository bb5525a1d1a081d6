-- sees: extension vector: contents.function public.vector_dims(public.vector)
create extension vector;
alter function public.vector_dims(public.vector) security definer;
