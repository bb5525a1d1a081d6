-- sees: base_type public.t: added
create type t;
