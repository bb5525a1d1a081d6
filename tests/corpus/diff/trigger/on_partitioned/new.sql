create table m (id int not null, d date not null) partition by range (d);create table m_x partition of m default;
create function f() returns trigger language plpgsql as $$begin return new; end$$;
create trigger g after insert on m for each row execute function f();
