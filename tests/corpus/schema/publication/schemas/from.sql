create schema other;
create publication p;
