-- sees: operator_family public.f USING gist: operators.15 (point, circle)
create operator family f using gist;
alter operator family f using gist add operator 15 <-> (point, circle) for order by float_ops;
