-- What a fresh attack found in functions of V4 and V5.

-- Blanking works on the tokens of a document, not on its text: where a number held a needle, the text between two strings was
-- taken for a string. ----------------------------------------------------------------------------------------------------------

create or replace function rollcall.without_mentions(document jsonb, needles text[]) returns jsonb
    language plpgsql immutable parallel safe
    set search_path = pg_catalog, pg_temp
as $$
declare
    found constant text[] := rollcall.mentioned(document, needles);
    pattern text;
begin
    if cardinality(found) = 0 then
        return document;
    end if;
    pattern := rollcall.mention_pattern(found);
    -- By its text, since a walk through a document as deep as people can make it ends at the limit of the stack. Outside of
    -- strings there are numbers, true, false and null.
    return (select string_agg(case when not starts_with(t.token, '"') then regexp_replace(t.token, pattern, 'null', 'gi')
                                   when t.token !~* pattern then t.token
                                   when starts_with(t.next, ':') then '"(erased)"'
                                   else 'null' end, '' order by t.place)::jsonb
            from (select r.parts[1] as token, r.place, lead(r.parts[1]) over (order by r.place) as next
                  from regexp_matches(document::text, '"(?:[^"\\]|\\.)*"|[^"]+', 'g') with ordinality as r(parts, place)) as t);
end
$$;

-- How old an answer is -------------------------------------------------------------------------------------------------------

create or replace function rollcall.freshness() returns timestamptz
    language plpgsql stable parallel safe security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    applied timestamptz;
    alive timestamptz;
begin
    -- What was proven is of another schema clerk where that alone was restored: rows are missing that no worker reads again.
    if (select s.last_value from clerk.restore_stamp s) < (select r.stamp from rollcall.restore_stamp r) then
        return null;
    end if;
    -- A topic that was made again has another id, and what was proven of the old one says nothing of it.
    select max(w.received_until) into applied
    from rollcall.watermarks w
    where w.topic_id = (select newest.topic_id from rollcall.watermarks newest order by newest.written_at desc limit 1);
    -- While nothing can be received, everything that was received is applied: without a sign of life that says nothing.
    select max(w.heartbeat_at + 2 * w.heartbeat_interval_ms * interval '1 millisecond') into alive from rollcall.watermarks w;
    return case when applied is not null and alive is not null then least(applied, alive) end;
end
$$;

comment on function rollcall.freshness() is
    'The time up to which everything that was received is applied; null when the copy cannot prove any, as without heartbeats or after schema clerk alone was restored. What Clerk has not sent yet no copy can know.';

create index if not exists dead_letters_waiting_entity on rollcall.dead_letters (entity_id) where state in ('open', 'replayed');
drop index if exists rollcall.dead_letters_open_entity;

create or replace function rollcall.waits_for_a_letter(user_id text, organization_id text) returns boolean
    language plpgsql stable parallel safe security definer
    set search_path = pg_catalog, pg_temp
as $$
begin
    -- Of others' ids nobody learns more than no.
    return not (pg_has_role(rollcall.caller(), 'rollcall_backend', 'usage')
                or coalesce(organization_id = any (rollcall.acting_organization_ids()), false)
                or coalesce(user_id = rollcall.acting_user_id(), false))
        or exists (select from rollcall.dead_letters d
                   where d.state in ('open', 'replayed')
                     -- Replayed, it is received once more, and applied at the latest when what came after it is.
                     and (d.state = 'open' or coalesce(d.acted_at >= rollcall.freshness(), true))
                     and d.entity_id in (select waits_for_a_letter.user_id
                                         union all select waits_for_a_letter.organization_id
                                         union all select m.id from clerk.organization_memberships m
                                                   where m.organization_id = waits_for_a_letter.organization_id and m.user_id = waits_for_a_letter.user_id));
end
$$;

comment on function rollcall.waits_for_a_letter(text, text) is
    'Whether a dead letter that is open, or replayed and not applied yet, is about the user, the organization or the membership; true of others'' than the caller''s.';

comment on function rollcall.has_permission(text, text, text, interval) is
    'Whether the user has the permission, and the copy proves to be no older than that: false when rollcall.freshness() is older or null, and while a dead letter that is open, or replayed and not applied yet, is about the user, the organization or the membership. Never null. What Clerk has not sent yet no copy can know.';

-- See the same block of V1: these ask what tries.
do $$
begin
    if current_setting('server_version_num')::integer < 160000 then
        alter function rollcall.effective_permissions(text, text) parallel unsafe;
        alter function rollcall.has_permission(text, text, text) parallel unsafe;
        alter function rollcall.waits_for_a_letter(text, text) parallel unsafe;
        alter function rollcall.has_permission(text, text, text, interval) parallel unsafe;
    end if;
end
$$;

-- Surveys that publish or end, and refetches, have lines in the audit too. -----------------------------------------------------

comment on column rollcall.audit_log.action is 'Of dead letters: dead-letters show-values, dead-letters replay-begun, dead-letters replay-done, dead-letters discard. Of the console: entity show-values, entity search, entity refetch. Of the other commands: log replay-begun, log replay-done, erase begun, erase done, reprocess begun, reprocess done, announce begun, announce done, backfill begun, backfill done, reconcile begun, reconcile done, refetch begun, refetch done, bind, migrate, topics.';
comment on column rollcall.audit_log.count is 'How many records were meant (begun) or it happened to (all others); of backfill and reconcile the objects that Clerk counted (begun) and the records that the survey has published (done); of migrate the migrations that ran, of topics the topics that were made.';
