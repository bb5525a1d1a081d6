-- sees: cast (date AS integer): added
create cast (date as int) with inout;
