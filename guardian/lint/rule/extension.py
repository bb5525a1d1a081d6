"""Extensions that a role without superuser rights can create."""

from __future__ import annotations

# `trusted = true` in their control files, PostgreSQL 13 to 18.
_TRUSTED = """
    bool_plperl btree_gin btree_gist citext cube dict_int fuzzystrmatch hstore hstore_plperl intarray isn jsonb_plperl
    lo ltree pg_trgm pgcrypto plperl plpgsql pltcl seg tablefunc tcn tsm_system_rows tsm_system_time unaccent
    uuid-ossp vector
"""
# Supabase creates these as a superuser for whoever asks.
_SUPABASE = """
    address_standardizer address_standardizer_data_us amcheck autoinc bloom dblink dict_xsyn earthdistance http hypopg
    index_advisor insert_username intagg moddatetime orioledb pg_cron pg_graphql pg_hashids pg_jsonschema pg_net
    pg_prewarm pg_repack pg_stat_monitor pg_stat_statements pg_tle pg_walinspect pgaudit pgjwt pgmq pgroonga
    pgroonga_database pgrouting pgrowlocks pgsodium pgstattuple pgtap plcoffee plls pljava plpgsql_check plv8 postgis
    postgis_raster postgis_sfcgal postgis_tiger_geocoder postgis_topology postgres_fdw refint rum sslinfo supabase_vault
    supabase-dbdev timescaledb wrappers xml2
"""
EXTENSIONS = frozenset(f"{_TRUSTED} {_SUPABASE}".split())
