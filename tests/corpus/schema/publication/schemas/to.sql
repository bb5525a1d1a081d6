-- sees: publication p: schemas
create schema other;
create publication p for tables in schema other;
