-- sees: publication p: schemas
-- requires >= 15
create schema other;
create publication p for tables in schema other;
