create table "Order; drop" (id bigint generated always as identity primary key, "select" text not null default 'it''s', n numeric(10,2) check (n > 0), unique ("select", n));
comment on table "Order; drop" is 'a "quoted" comment with ''quotes'' and \backslash';
comment on column "Order; drop"."select" is 'keyword';
create index "Ünï.code" on "Order; drop" (n desc nulls last) where n > 5;
