create table t (a integer not null, b int generated always as identity);
