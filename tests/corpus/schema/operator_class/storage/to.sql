-- sees: operator_class public.oc USING gist: storage
create operator family f using gist;
create operator class oc for type box using gist family f as operator 11 |>> (box, box), storage int4;
