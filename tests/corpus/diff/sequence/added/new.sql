create sequence "Seq.1" as smallint increment by -1 minvalue -100 maxvalue -1 start with -5 cache 3 cycle;
comment on sequence "Seq.1" is 's';
