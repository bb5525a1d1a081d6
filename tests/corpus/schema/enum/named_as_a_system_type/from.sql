create type "integer" as enum ('a'); create table t (a integer);
