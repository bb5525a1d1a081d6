create procedure p(inout a int, b text default 'x') language plpgsql as $$ begin a := 1; end $$;
