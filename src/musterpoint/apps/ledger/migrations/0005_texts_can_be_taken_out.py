"""A text may be taken out of an entry on a connection that says so, and nothing else may change.

The row keeps its number, its instants, its actor and its hashes; the seal must name what was taken.
"""

from django.db import migrations

FORWARD = """
CREATE OR REPLACE FUNCTION ledger_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'TRUNCATE' AND current_setting('musterpoint.test_flush', true) = 'on' THEN
        RETURN NULL;
    END IF;
    IF TG_OP = 'UPDATE' AND TG_TABLE_NAME = 'ledger_entry'
        AND current_setting('musterpoint.taking_out', true) = 'on' THEN
        RETURN NULL;
    END IF;
    RAISE EXCEPTION 'the ledger is append-only: % of % is refused', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE FUNCTION ledger_takes_out_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.seal IS NULL OR NOT coalesce(NEW.seal ? 'taken', false)
        OR NOT (NEW.seal -> 'taken') @> coalesce(OLD.seal -> 'taken', '{}'::jsonb)
        OR (NEW.id, NEW.stream, NEW.seq, NEW.at, NEW.recorded_at, NEW.actor, NEW.kind,
            NEW.previous_hash, NEW.hash)
        IS DISTINCT FROM (OLD.id, OLD.stream, OLD.seq, OLD.at, OLD.recorded_at, OLD.actor, OLD.kind,
            OLD.previous_hash, OLD.hash) THEN
        RAISE EXCEPTION 'only texts can be taken out of entry % of %', OLD.seq, OLD.stream
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER ledger_entry_takes_out_only BEFORE UPDATE ON ledger_entry
    FOR EACH ROW EXECUTE FUNCTION ledger_takes_out_only();
"""

BACKWARD = """
DROP TRIGGER ledger_entry_takes_out_only ON ledger_entry;
DROP FUNCTION ledger_takes_out_only();
CREATE OR REPLACE FUNCTION ledger_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'TRUNCATE' AND current_setting('musterpoint.test_flush', true) = 'on' THEN
        RETURN NULL;
    END IF;
    RAISE EXCEPTION 'the ledger is append-only: % of % is refused', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
"""


class Migration(migrations.Migration):

    dependencies = [("ledger", "0004_sealed_texts")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
