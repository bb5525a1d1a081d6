-- Cannot roll back the baseline: it is the starting point, and its tables hold PROD's data.
SELECT 'Cannot rollback baseline migration' AS status;
