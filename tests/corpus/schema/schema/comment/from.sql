create schema other;
