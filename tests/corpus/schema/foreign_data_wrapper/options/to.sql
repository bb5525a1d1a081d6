-- sees: foreign_data_wrapper w: options.debug, options.other
create foreign data wrapper w options (debug 'true', other 'x');
