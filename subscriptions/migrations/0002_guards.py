"""What the database itself guards: history is only ever added to, and nobody is mailed without consent on record."""

from django.db import migrations

# Forgetting is allowed: IP addresses and browsers after a time, and a user who is deleted. Deleting rows is for the
# erasure of a whole person, which says so in its transaction.
APPEND_ONLY = """
CREATE FUNCTION subscriptions_event_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF current_setting('subscriptions.erasing', true) = 'yes' THEN
            RETURN OLD;
        END IF;
    ELSIF (NEW.ip IS NULL OR NEW.ip = OLD.ip) AND NEW.user_agent IN ('', OLD.user_agent)
          AND (NEW.by_id IS NULL OR NEW.by_id = OLD.by_id)
          AND (NEW.id, NEW.subscriber_id, NEW.kind, NEW.at, NEW.detail, NEW.language)
              = (OLD.id, OLD.subscriber_id, OLD.kind, OLD.at, OLD.detail, OLD.language)
          AND NEW.mailing_list_id IS NOT DISTINCT FROM OLD.mailing_list_id
          AND NEW.wording_id IS NOT DISTINCT FROM OLD.wording_id THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'the history of subscriber % is only ever added to', OLD.subscriber_id
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER event_is_final BEFORE UPDATE OR DELETE ON subscriptions_event
    FOR EACH ROW EXECUTE FUNCTION subscriptions_event_is_final();
"""
CHANGEABLE = (
    "DROP TRIGGER event_is_final ON subscriptions_event; DROP FUNCTION subscriptions_event_is_final();"
)

# The evidence that a subscription names is of this subscriber, of this list and of the kind that `basis` says; together
# with the checks active_needs_consent and pending_has_no_consent: no consent, no mail.
CONSENT = """
ALTER TABLE subscriptions_event
    ADD CONSTRAINT event_identity UNIQUE (subscriber_id, mailing_list_id, kind, id);
ALTER TABLE subscriptions_subscription
    ADD CONSTRAINT consent_is_its_own FOREIGN KEY (subscriber_id, mailing_list_id, basis, consent_id)
    REFERENCES subscriptions_event (subscriber_id, mailing_list_id, kind, id) DEFERRABLE INITIALLY DEFERRED;
"""
NO_CONSENT = """
ALTER TABLE subscriptions_subscription DROP CONSTRAINT consent_is_its_own;
ALTER TABLE subscriptions_event DROP CONSTRAINT event_identity;
"""


class Migration(migrations.Migration):
    dependencies = [("subscriptions", "0001_initial")]

    operations = [
        migrations.RunSQL(APPEND_ONLY, CHANGEABLE),
        migrations.RunSQL(CONSENT, NO_CONSENT),
    ]
