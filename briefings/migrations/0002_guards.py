"""What the database itself guards: versions do not change, and the content epoch moves on with every public change."""

from django.db import migrations

from briefings.models.epoch import unwatch, watch

PUBLIC_TABLES = [
    "briefings_publication",
    "briefings_publication_topics",
    "briefings_publication_regions",
    "briefings_publication_tags",
    "briefings_publication_documents",
    "briefings_publicationcredit",
    "briefings_publishedversion",
    "briefings_publishedcorrection",
    "briefings_person",
    "briefings_organisation",
    "briefings_channel",
    "briefings_series",
    "briefings_topic",
    "briefings_region",
    "briefings_image",
    "briefings_document",
    "taggit_tag",
]

IMMUTABLE_VERSIONS = """
CREATE FUNCTION newsroom_version_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'version % of briefing % is final', OLD.number, OLD.briefing_id
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER version_is_final BEFORE UPDATE OF content, number, briefing_id ON briefings_version
    FOR EACH ROW WHEN (OLD.content IS DISTINCT FROM NEW.content OR OLD.number <> NEW.number
                       OR OLD.briefing_id <> NEW.briefing_id)
    EXECUTE FUNCTION newsroom_version_is_final();
"""
MUTABLE_VERSIONS = (
    "DROP TRIGGER version_is_final ON briefings_version; DROP FUNCTION newsroom_version_is_final();"
)

# The setting is local to the transaction: it makes the function do its work once, however many rows changed.
EPOCH = """
INSERT INTO briefings_contentepoch (id, value, changed_at) VALUES (1, 1, now());
CREATE FUNCTION newsroom_content_changed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE moved bigint;
BEGIN
    IF current_setting('newsroom.content_changed', true) IS DISTINCT FROM 'yes' THEN
        PERFORM set_config('newsroom.content_changed', 'yes', true);
        UPDATE briefings_contentepoch SET value = value + 1, changed_at = clock_timestamp() WHERE id = 1
            RETURNING value INTO moved;
        PERFORM pg_notify('content_epoch', moved::text);
    END IF;
    RETURN NULL;
END $$;
"""
NO_EPOCH = "DROP FUNCTION newsroom_content_changed(); DELETE FROM briefings_contentepoch;"


class Migration(migrations.Migration):
    dependencies = [("briefings", "0001_initial"), ("taggit", "0005_auto_20220424_2025")]

    operations = [
        migrations.RunSQL(IMMUTABLE_VERSIONS, MUTABLE_VERSIONS),
        migrations.RunSQL(EPOCH, NO_EPOCH),
        *(migrations.RunSQL(watch(table), unwatch(table)) for table in PUBLIC_TABLES),
    ]
