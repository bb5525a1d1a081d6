create sequence s as integer increment by 7 start with 3 cache 5 cycle;
