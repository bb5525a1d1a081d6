-- sees: subscription s: disable_on_error
create subscription s connection 'host=h dbname=d user=u password=p' publication a with (connect = false, slot_name = none, enabled = false, disable_on_error);
