create operator === (leftarg = int, rightarg = int, function = int4eq);
