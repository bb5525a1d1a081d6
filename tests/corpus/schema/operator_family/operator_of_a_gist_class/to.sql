-- sees: operator_family public.f USING gist: operators.15 (point, point)
create operator family f using gist;
create operator class oc for type point using gist family f as operator 15 <-> (point, point) for order by float_ops;
