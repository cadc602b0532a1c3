"""The SQL of the ledger. Times are PostgreSQL's: senders on machines whose clocks differ still agree."""

# A claim takes the next rows of one mailing in the order they were prepared, from where this sender last was: what lies
# before has been taken, and is not looked at again. Rows that another sender is taking are skipped.
CLAIM = """
UPDATE subscriptions_delivery d SET state = 'sending', sender = %(sender)s, at = clock_timestamp()
FROM (SELECT id FROM subscriptions_delivery
      WHERE mailing_id = %(mailing)s AND state = 'queued' AND id > %(after)s {where}
      ORDER BY id LIMIT %(most)s FOR UPDATE SKIP LOCKED) picked,
     subscriptions_subscriber s
WHERE d.id = picked.id AND s.id = d.subscriber_id
RETURNING d.id, d.mailing_id, d.language, d.attempts, d.domain, s.id, s.version, s.email, s.key
"""
ANY_BUT = "AND domain <> ALL(%(domains)s)"
ONLY = "AND domain = %(domain)s"

CLAIM_DUE = """
UPDATE subscriptions_delivery d SET state = 'sending', sender = %(sender)s, due_at = NULL, at = clock_timestamp()
FROM (SELECT due.id FROM subscriptions_delivery due JOIN subscriptions_mailing m ON m.id = due.mailing_id
      WHERE due.state = 'deferred' AND due.due_at <= clock_timestamp() AND m.state = 'running'
      ORDER BY due.due_at LIMIT %(most)s FOR UPDATE OF due SKIP LOCKED) picked,
     subscriptions_subscriber s
WHERE d.id = picked.id AND s.id = d.subscriber_id
RETURNING d.id, d.mailing_id, d.language, d.attempts, d.domain, s.id, s.version, s.email, s.key
"""

# Everything that one turn of a sender writes, in one statement and one commit: what became of messages, and which are
# offered next. Nothing may be offered by a sender whose lease has been taken; who left, paused, or whose mailing is
# paused is found out at the last moment. What became of a message is written in any case: the answer was seen.
# `coalesce` keeps the planner off the index of what is in hand, through which everything that is sent goes once;
# the limit, which leaves out nothing, tells it that these are few.
TURN = """
WITH me AS (
    UPDATE subscriptions_sender SET lease_until = clock_timestamp() + %(lease)s::interval,
           trouble = CASE WHEN %(reached)s::boolean THEN '' ELSE trouble END
    WHERE id = %(sender)s::bigint RETURNING id
), told AS (
    UPDATE subscriptions_delivery d
    SET state = r.state, code = r.code, reason = r.words, attempts = d.attempts + r.tried,
        due_at = CASE WHEN r.state = 'deferred' THEN clock_timestamp() + r.wait * interval '1 second' END,
        sender = CASE WHEN r.state = 'uncertain' THEN d.sender END, at = clock_timestamp()
    FROM (SELECT * FROM json_to_recordset(%(told)s::json)
          AS t (id bigint, holder bigint, state text, code text, words text, tried int, wait float)
          LIMIT %(most)s::bigint) r
    WHERE d.id = r.id AND d.sender = r.holder
      AND coalesce(d.state, '') IN ('sending', 'uncertain')
), next AS (
    SELECT k.slot, k.delivery, m.state = 'running' AS running,
           coalesce(w.state = 'active', false) AND (s.paused_until IS NULL OR s.paused_until <= clock_timestamp())
           AS wanted
    FROM me, (SELECT * FROM json_to_recordset(%(offers)s::json) AS o (slot int, delivery bigint)
              LIMIT %(most)s::bigint) k
    LEFT JOIN subscriptions_delivery d
        ON d.id = k.delivery AND d.sender = %(sender)s::bigint AND coalesce(d.state, '') = 'sending'
    LEFT JOIN subscriptions_mailing m ON m.id = d.mailing_id
    LEFT JOIN subscriptions_subscriber s ON s.id = d.subscriber_id
    LEFT JOIN subscriptions_subscription w ON w.subscriber_id = s.id AND w.mailing_list_id = m.mailing_list_id
), offered AS (
    UPDATE subscriptions_offer o SET delivery = CASE WHEN n.running AND n.wanted THEN n.delivery END
    FROM next n WHERE o.sender_id = %(sender)s::bigint AND o.slot = n.slot
), left_out AS (
    UPDATE subscriptions_delivery d
    SET state = CASE WHEN n.running THEN 'skipped' ELSE 'queued' END, sender = NULL, at = clock_timestamp(),
        reason = CASE WHEN n.running THEN 'left' ELSE '' END
    FROM next n WHERE d.id = n.delivery AND NOT (n.running AND n.wanted)
)
SELECT n.slot, n.delivery, coalesce(n.running AND n.wanted, false) FROM me LEFT JOIN next n ON true
"""

RELEASE = """
UPDATE subscriptions_delivery SET state = 'queued', sender = NULL, at = clock_timestamp()
WHERE id = ANY(%(deliveries)s) AND sender = %(sender)s AND state = 'sending'
"""

# After an error that leaves open what was committed: everything goes back but what really is under way.
RELEASE_ALL_BUT = """
UPDATE subscriptions_delivery SET state = 'queued', sender = NULL, at = clock_timestamp()
WHERE sender = %(sender)s AND state = 'sending' AND id <> ALL(%(deliveries)s)
"""

SKIP = """
UPDATE subscriptions_delivery SET state = 'skipped', sender = NULL, reason = %(reason)s, at = clock_timestamp()
WHERE id = ANY(%(deliveries)s) AND sender = %(sender)s AND state = 'sending'
"""

# A lease that ends far in the future was given by a clock that has been set back since.
DEAD = """
SELECT id FROM subscriptions_sender
WHERE lease_until < clock_timestamp() OR lease_until > clock_timestamp() + interval '10 minutes'
FOR UPDATE SKIP LOCKED
"""
TAKE_OVER = """
UPDATE subscriptions_delivery d
SET state = CASE WHEN under_way.delivery IS NULL THEN 'queued' ELSE 'uncertain' END,
    sender = CASE WHEN under_way.delivery IS NULL THEN NULL ELSE d.sender END,
    reason = CASE WHEN under_way.delivery IS NULL THEN '' ELSE 'died' END, at = clock_timestamp()
FROM subscriptions_delivery held
LEFT JOIN subscriptions_offer under_way ON under_way.delivery = held.id AND under_way.sender_id = held.sender
WHERE held.sender = ANY(%(dead)s) AND held.state = 'sending' AND d.id = held.id
RETURNING d.state
"""

PAUSE = """
UPDATE subscriptions_mailing SET state = 'paused', problem = %(words)s
WHERE state = 'running' AND (%(mailing)s::bigint IS NULL OR id = %(mailing)s) RETURNING id
"""

# A permit a period; at most a second's worth may have been saved up, or be taken in advance. Later than a period and some
# seconds from now nobody has to wait: a clock that has been set back since wrote that.
PERMITS = """
WITH now AS (SELECT clock_timestamp() AS at), kept AS (
    SELECT subject, CASE WHEN free_at > at + (%(period)s + 5) * interval '1 second' THEN at
                         ELSE greatest(free_at, at) END AS free_at
    FROM subscriptions_pace, now WHERE subject = %(subject)s FOR UPDATE OF subscriptions_pace
), taken AS (
    SELECT free_at, greatest(0, least(%(most)s,
               1 + floor(extract(epoch FROM at + interval '1 second' - free_at) / %(period)s))) AS permits
    FROM kept, now
)
UPDATE subscriptions_pace SET free_at = taken.free_at + taken.permits * %(period)s * interval '1 second'
FROM taken WHERE subject = %(subject)s RETURNING taken.permits::int
"""

FINISH = """
UPDATE subscriptions_mailing m SET state = 'done', finished_at = clock_timestamp()
WHERE id = %(mailing)s AND state = 'running' AND NOT EXISTS
  (SELECT FROM subscriptions_delivery WHERE mailing_id = m.id AND state = ANY(%(open)s))
"""

# No wait is as long as two days: a clock that was ahead wrote this, and has been set back since.
BRING_FORWARD = """
UPDATE subscriptions_delivery SET due_at = clock_timestamp()
WHERE state = 'deferred' AND due_at > clock_timestamp() + interval '2 days'
"""

# What was in hand when a mailing was stopped comes back to the queue, and nobody would take it any more.
LEAVE_OUT = """
UPDATE subscriptions_delivery d SET state = 'skipped', due_at = NULL, reason = 'stopped', at = clock_timestamp()
FROM subscriptions_mailing m
WHERE m.state = 'stopped' AND m.finished_at > clock_timestamp() - interval '2 days'
  AND d.mailing_id = m.id AND d.state IN ('queued', 'deferred')
"""
