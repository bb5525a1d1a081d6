-- sees: base_type public.t: owner
create role r;
create type t;
create function t_in(cstring) returns t language internal immutable strict as 'int4in';
create function t_in2(cstring) returns t language internal immutable strict as 'int4in';
create function t_out(t) returns cstring language internal immutable strict as 'int4out';
create function t_out2(t) returns cstring language internal immutable strict as 'int4out';
create function t_recv(internal) returns t language internal immutable strict as 'int4recv';
create function t_send(t) returns bytea language internal immutable strict as 'int4send';
create type t (input = t_in, output = t_out);
alter type t owner to r;
