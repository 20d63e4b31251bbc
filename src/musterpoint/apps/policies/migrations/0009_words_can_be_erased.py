"""Words of an answer or a signature may be erased on a connection that says so, and only there."""

from django.db import migrations

FORWARD = """
CREATE OR REPLACE FUNCTION policies_keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'TRUNCATE' AND current_setting('musterpoint.test_flush', true) = 'on' THEN
        RETURN NULL;
    END IF;
    IF TG_OP = 'UPDATE' AND current_setting('musterpoint.taking_out', true) = 'on' THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'what was signed or said of a strategy stays: % is refused', TG_OP
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
"""
BACKWARD = """
CREATE OR REPLACE FUNCTION policies_keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'TRUNCATE' AND current_setting('musterpoint.test_flush', true) = 'on' THEN
        RETURN NULL;
    END IF;
    RAISE EXCEPTION 'what was signed or said of a strategy stays: % is refused', TG_OP
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
"""


class Migration(migrations.Migration):

    dependencies = [("policies", "0008_duty_confirmations")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
