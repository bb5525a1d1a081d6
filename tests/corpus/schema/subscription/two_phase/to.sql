-- sees: subscription s: two_phase
-- requires >= 15
create subscription s connection 'host=h dbname=d user=u password=p' publication a with (connect = false, slot_name = none, enabled = false, two_phase);
