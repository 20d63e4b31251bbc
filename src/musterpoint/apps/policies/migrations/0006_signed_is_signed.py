"""The database itself refuses to alter or remove a signature, a bond to a draft, a reading.

What was answered stays as well. Emptying the tables is for tests alone.
"""

from django.db import migrations

TABLES = (
    "policies_signature",
    "policies_agreedversion",
    "policies_acknowledgement",
    "policies_answer",
)
FORWARD = """
CREATE FUNCTION policies_keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'TRUNCATE' AND current_setting('musterpoint.test_flush', true) = 'on' THEN
        RETURN NULL;
    END IF;
    RAISE EXCEPTION 'what was signed or said of a strategy stays: % is refused', TG_OP
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
"""
EACH = """
CREATE TRIGGER {table}_stays BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION policies_keep();
CREATE TRIGGER {table}_kept BEFORE TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION policies_keep();
"""
UNDO = "DROP TRIGGER {table}_kept ON {table}; DROP TRIGGER {table}_stays ON {table};"


class Migration(migrations.Migration):

    dependencies = [("policies", "0005_consultation_and_approval")]

    operations = [
        migrations.RunSQL(
            FORWARD + "".join(EACH.format(table=table) for table in TABLES),
            "".join(UNDO.format(table=table) for table in TABLES) + "DROP FUNCTION policies_keep();",
        )
    ]
