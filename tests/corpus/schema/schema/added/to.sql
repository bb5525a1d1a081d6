-- sees: schema other: added
create schema other;
