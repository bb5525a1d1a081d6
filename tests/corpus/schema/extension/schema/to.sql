-- sees: extension vector: schema
create schema other;
create extension vector with schema other;
