-- Purpose: nothing hangs on a border; it is for display.
SELECT 1;
