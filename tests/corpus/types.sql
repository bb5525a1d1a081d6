-- Every kind of type, operator, cast, language, collation and text search object, with odd names, using one another.
create schema "My.Schema";
create schema other;

create type mood as enum ('sad', 'o''k', '{x,y}', '');
alter type mood add value 'happy' before 'sad';
create type "integer" as enum ('not a number');

create collation plain (locale = 'C');
create collation "My.Schema"."Any "" encoding" from pg_catalog."C";
comment on collation plain is 'bytes';

create domain positive as int constraint "above.0" check (value > 0) constraint "below "" 9" check (value < 9);
alter domain positive add constraint later check (value <> 5) not valid;
comment on constraint "above.0" on domain positive is 'not even zero';
create domain name_of_63_bytes_數數數數數數數數數數數數數數數 as text not null;
create domain "My.Schema"."odd
name 🐘" as varchar(3) collate "My.Schema"."Any "" encoding" default 'a' not null;
create domain nested as positive not null;
revoke usage on domain nested from public;

create type pair as ("a
1" text collate plain, b "integer", c positive[], gone int);
alter type pair drop attribute gone;
alter type pair add attribute d numeric(4, 2);
comment on column pair.b is 'b';
create domain of_pair as pair check ((value).b is not null);
create type empty as ();

create type floats as range (subtype = float8, subtype_diff = float8mi, multirange_type_name = other."Floats");
create type texts as range (subtype = text, subtype_opclass = text_pattern_ops, collation = "C");
create type ints;
create function ints_canonical(ints) returns ints language internal immutable strict as 'int4range_canonical';
create type ints as range (subtype = int4, canonical = ints_canonical);

create type shell;
create type number;
create function number_in(cstring) returns number language internal immutable strict as 'int4in';
create function number_out(number) returns cstring language internal immutable strict as 'int4out';
create function number_receive(internal) returns number language internal immutable strict as 'int4recv';
create function number_send(number) returns bytea language internal immutable strict as 'int4send';
create type number (
    input = number_in, output = number_out, receive = number_receive, send = number_send, typmod_in = varchartypmodin,
    typmod_out = varchartypmodout, analyze = array_typanalyze, internallength = 4, passedbyvalue, alignment = int4,
    storage = plain, category = 'n', preferred = true, default = '7', delimiter = ';'
);
create type vector;
create function vector_in(cstring) returns vector language internal immutable strict as 'int4in';
create function vector_out(vector) returns cstring language internal immutable strict as 'int4out';
create type vector (
    input = vector_in, output = vector_out, internallength = 16, alignment = double, element = float8
);
create type loose;
create function loose_in(cstring) returns loose language internal immutable strict as 'textin';
create function loose_out(loose) returns cstring language internal immutable strict as 'textout';
create type loose (input = loose_in, output = loose_out, storage = external, collatable = true);
grant usage on type loose to public;

create function less(number, number) returns bool language internal immutable strict as 'int4lt';
create function more(number, number) returns bool language internal immutable strict as 'int4gt';
create function same(number, number) returns bool language internal immutable strict as 'int4eq';
create function compared(number, number) returns int language internal immutable strict as 'btint4cmp';
create function minus(number) returns number language internal immutable strict as 'int4um';
create operator < (
    leftarg = number, rightarg = number, function = less, commutator = >, negator = >=,
    restrict = scalarltsel, join = scalarltjoinsel
);
create operator > (leftarg = number, rightarg = number, function = more, commutator = <);
create operator = (leftarg = number, rightarg = number, function = same, commutator = =, merges, hashes);
create operator "My.Schema".!! (rightarg = number, function = minus);
comment on operator "My.Schema".!! (none, number) is 'prefix';

create operator family numbers using btree;
create operator class number_ops default for type number using btree family numbers as
    operator 1 <, operator 3 =, operator 5 >, function 1 compared(number, number);
alter operator family numbers using btree add operator 1 pg_catalog.< (int4, int8), function 1 (int4, int8) btint48cmp(int4, int8);
create operator family numbers using gist;
alter operator family numbers using gist add operator 15 <-> (point, circle) for order by pg_catalog.float_ops;
create operator class boxes for type box using gist as operator 1 <<, function 1 gist_box_consistent(internal, box, smallint, oid, internal), storage int4;
comment on operator class boxes using gist is 'boxes';

create function to_int(pair) returns int language sql immutable as 'select 1';
create cast (pair as int) with function to_int(pair) as assignment;
create cast (number as int4) without function as implicit;
create cast (date as int) with inout;
create cast (pair[] as "integer") with inout;
comment on cast (date as int) is 'system types';

create function from_number(internal) returns internal language internal stable as 'prsd_lextype';
create transform for number language sql (from sql with function from_number(internal));
comment on transform for number language sql is 'one way';

create access method heap2 type table handler heap_tableam_handler;
create function pl_handler() returns language_handler language c as '$libdir/plpgsql', 'plpgsql_call_handler';
create function pl_inline(internal) returns void language c strict as '$libdir/plpgsql', 'plpgsql_inline_handler';
create function pl_validator(oid) returns void language c strict as '$libdir/plpgsql', 'plpgsql_validator';
create trusted language "my.pl" handler pl_handler inline pl_inline validator pl_validator;
revoke usage on language "my.pl" from public;
create language plain_pl handler pl_handler;

create conversion "My.Schema".latin for 'LATIN2' to 'UTF8' from iso8859_to_utf8;
create default conversion other.latin for 'LATIN3' to 'UTF8' from iso8859_to_utf8;

create text search parser words (
    start = prsd_start, gettoken = prsd_nexttoken, end = prsd_end, lextypes = prsd_lextype, headline = prsd_headline
);
create text search template lower (init = dsimple_init, lexize = dsimple_lexize);
create function any_options(internal) returns internal language internal as 'prsd_lextype';
create text search template anything (init = any_options, lexize = dsimple_lexize);
create text search dictionary "My.Schema"."lower" (template = lower, stopwords = 'english', accept = false);
create text search dictionary odd (template = anything, "a.b" = 'it''s, "x" = \', c = 5, "e ""f" = -1.5, g = '');
create text search configuration words (parser = words);
alter text search configuration words add mapping for word, asciiword with odd, "My.Schema"."lower";
alter text search configuration words add mapping for email with simple;
comment on text search configuration words is 'words';
