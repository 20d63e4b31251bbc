"""The database itself refuses to alter or remove a published version of the strategy.

A draft may still be changed. Emptying the table is for tests alone, on a connection that says so.
"""

from django.db import migrations

FORWARD = """
CREATE FUNCTION policies_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'TRUNCATE' AND current_setting('musterpoint.test_flush', true) = 'on' THEN
        RETURN NULL;
    END IF;
    RAISE EXCEPTION 'a published strategy is frozen: % is refused', TG_OP
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER strategy_version_frozen BEFORE UPDATE OR DELETE ON policies_strategyversion
    FOR EACH ROW WHEN (OLD.number IS NOT NULL) EXECUTE FUNCTION policies_refuse();
CREATE TRIGGER strategy_version_kept BEFORE TRUNCATE ON policies_strategyversion
    FOR EACH STATEMENT EXECUTE FUNCTION policies_refuse();
"""

BACKWARD = """
DROP TRIGGER strategy_version_kept ON policies_strategyversion;
DROP TRIGGER strategy_version_frozen ON policies_strategyversion;
DROP FUNCTION policies_refuse();
"""


class Migration(migrations.Migration):

    dependencies = [("policies", "0001_initial")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
