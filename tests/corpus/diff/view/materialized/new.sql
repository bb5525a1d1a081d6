create table t (id integer primary key, note text);create materialized view m as select id, note from t;
create unique index m_id on m (id);
comment on materialized view m is 'm';
