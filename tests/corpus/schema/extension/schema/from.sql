create schema other;
create extension vector with schema public;
