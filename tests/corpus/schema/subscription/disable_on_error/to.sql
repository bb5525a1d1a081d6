-- sees: subscription s: disable_on_error
-- requires >= 15
create subscription s connection 'host=h dbname=d user=u password=p' publication a with (connect = false, slot_name = none, enabled = false, disable_on_error);
