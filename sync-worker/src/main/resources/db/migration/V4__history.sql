-- What every row was and became, change by change, while it is switched on: off after this migration. See
-- docs/operating.md, "History". Written by triggers, so in the transaction of the change whoever made it.

create sequence if not exists rollcall.history_id;

create table if not exists rollcall.history (
    id         bigint      not null default nextval('rollcall.history_id'),
    changed_at timestamptz not null default now(),
    table_name text        not null,
    entity_id  text        not null,
    row_id     text,
    operation  text        not null,
    message_id text,
    revision   bigint,
    old_values jsonb,
    new_values jsonb,
    erased_at  timestamptz,
    constraint history_operation check (operation in ('insert', 'update', 'end', 'delete'))
) partition by range (changed_at);

-- A month that nobody made beforehand; empty otherwise.
create table if not exists rollcall.history_other partition of rollcall.history default;

create index if not exists history_entity on rollcall.history (entity_id, changed_at);

comment on sequence rollcall.history_id is 'Orders the lines of rollcall.history within a transaction.';
comment on table rollcall.history is 'Old and new values of every change of schema clerk while history is switched on. One partition for each month. Personal data: erased with the row that it is about.';
comment on column rollcall.history.id is 'Order of the changes; may skip.';
comment on column rollcall.history.changed_at is 'Start of the transaction that changed the row: its sync_committed_at.';
comment on column rollcall.history.table_name is 'Table of schema clerk.';
comment on column rollcall.history.entity_id is 'Id of the object; of a child row, that of its parent.';
comment on column rollcall.history.row_id is 'Id of a child row; the resource of clerk.other_objects. Null for all others.';
comment on column rollcall.history.operation is 'insert, update, end (deleted_at was set) or delete (a child row that its parent no longer has, or a row of clerk.other_objects that moved to its table).';
comment on column rollcall.history.message_id is 'The message that caused it (svix-id). Null for placeholders, and for child rows: their parent''s line has the same changed_at.';
comment on column rollcall.history.revision is 'The row''s revision after the change. Null for child rows.';
comment on column rollcall.history.old_values is 'Columns that changed, as they were. Null for an insert, when only the version changed, and when erased.';
comment on column rollcall.history.new_values is 'Columns that changed, as they became; for an insert all that are not null. Null for a delete, when only the version changed, and when erased.';
comment on column rollcall.history.erased_at is 'When the values were erased. Null before.';
comment on table rollcall.history_other is 'Changes of months that have no partition; empty unless no worker has run for months.';

alter table rollcall.history enable row level security;
alter table rollcall.history force row level security;
alter table rollcall.history_other enable row level security;
alter table rollcall.history_other force row level security;

drop policy if exists owner_all on rollcall.history;
create policy owner_all on rollcall.history to rollcall_owner using (true) with check (true);
-- The owner moves lines out of it: rollcall.tend_history.
drop policy if exists owner_all on rollcall.history_other;
create policy owner_all on rollcall.history_other to rollcall_owner using (true) with check (true);
drop policy if exists sync_read on rollcall.history;
create policy sync_read on rollcall.history for select to rollcall_sync using (true);
drop policy if exists backend_read on rollcall.history;
create policy backend_read on rollcall.history for select to rollcall_backend using (true);

-- Lines come of changes alone: the trigger writes as the owner, and nobody else may. The worker reads for the console's timeline.
grant select on rollcall.history to rollcall_sync, rollcall_backend;

create or replace function rollcall.record_history() returns trigger
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
begin
    -- Arguments: the column of the entity's id, and that of the row's own id or ''. Materialized: otherwise every mention
    -- of a row would turn it into jsonb again.
    if tg_op = 'INSERT' then
        with versions as materialized (select to_jsonb(r) as v from new_rows r)
        insert into rollcall.history (table_name, entity_id, row_id, operation, message_id, revision, new_values)
        select tg_table_name, v ->> tg_argv[0], v ->> nullif(tg_argv[1], ''),
               case when v ->> 'deleted_at' is null then 'insert' else 'end' end,
               nullif(v ->> 'sync_message_id', ''), (v ->> 'sync_revision')::bigint,
               (select jsonb_object_agg(e.key, e.value) from jsonb_each(v) e
                where e.value <> 'null' and not starts_with(e.key, 'sync_'))
        from versions;
    elsif tg_op = 'UPDATE' then
        -- Grouped, not joined: this plan is kept for the session, and one made for a small batch would join a large one in loops.
        with versions as materialized (select to_jsonb(r) as v, true as is_new from new_rows r
                                       union all
                                       select to_jsonb(r), false from old_rows r),
             pairs as materialized (select v ->> tg_argv[0] as entity_id, v ->> nullif(tg_argv[1], '') as row_id,
                                           (array_agg(v) filter (where not is_new))[1] as o,
                                           (array_agg(v) filter (where is_new))[1] as n
                                    from versions group by 1, 2)
        insert into rollcall.history (table_name, entity_id, row_id, operation, message_id, revision, old_values, new_values)
        select tg_table_name, p.entity_id, p.row_id,
               case when p.o ->> 'deleted_at' is null and p.n ->> 'deleted_at' is not null then 'end' else 'update' end,
               nullif(p.n ->> 'sync_message_id', ''), (p.n ->> 'sync_revision')::bigint, changed.old_values, changed.new_values
        from pairs p
        cross join lateral (
            select jsonb_object_agg(e.key, e.value) as old_values, jsonb_object_agg(e.key, p.n -> e.key) as new_values
            from jsonb_each(p.o) e
            where e.value <> p.n -> e.key and not starts_with(e.key, 'sync_')) changed
        -- A version that changed no column has its line too, so that the lines are those of the feed. An erasure has none: it
        -- must not write down what it erases.
        where (changed.old_values is not null or p.o -> 'sync_revision' <> p.n -> 'sync_revision')
          and not coalesce(changed.old_values ? 'erased_at', false);
    else
        with versions as materialized (select to_jsonb(r) as v from old_rows r)
        insert into rollcall.history (table_name, entity_id, row_id, operation, old_values)
        select tg_table_name, v ->> tg_argv[0], v ->> nullif(tg_argv[1], ''), 'delete',
               (select jsonb_object_agg(e.key, e.value) from jsonb_each(v) e
                where e.value <> 'null' and not starts_with(e.key, 'sync_'))
        from versions;
    end if;
    return null;
end
$$;

comment on function rollcall.record_history() is
    'Writes the changes of one statement into rollcall.history. Trigger function; runs as whoever changes the rows.';

create or replace function rollcall.keeps_history() returns boolean
    language sql stable
    set search_path = pg_catalog, pg_temp
    return exists (select from pg_trigger where tgname = 'history_insert' and tgrelid in
                   (select oid from pg_class where relnamespace = to_regnamespace('clerk')));

comment on function rollcall.keeps_history() is 'Whether changes are written into rollcall.history.';

create or replace function rollcall.tend_history_for(months_kept integer) returns integer
    language plpgsql
    set search_path = pg_catalog, pg_temp
    set timezone = 'UTC'
    set lock_timeout = '2s'
as $$
declare
    this_month constant date := date_trunc('month', now());
    oldest_kept constant date := date_trunc('month', now()) - months_kept * interval '1 month';
    month date;
    partition_name text;
    dropped integer := 0;
begin
    if months_kept < 1 then
        raise exception 'history is kept for one month at least' using errcode = '22023';
    end if;
    -- Every worker does this; the next one finds it done.
    perform pg_advisory_xact_lock(hashtextextended('rollcall.tend_history', 0));
    if rollcall.keeps_history() then
        for month in select generate_series(this_month, this_month + interval '2 months', interval '1 month')::date loop
            partition_name := to_char(month, '"history_"YYYY_MM');
            if to_regclass('rollcall.' || partition_name) is null then
                -- Batches wait meanwhile: none of them adds to a month that moves.
                lock table rollcall.history in access exclusive mode;
                execute format('create table rollcall.%I (like rollcall.history including all)', partition_name);
                execute format('comment on table rollcall.%I is %L', partition_name, 'Changes of ' || to_char(month, 'YYYY-MM') || ' (UTC).');
                -- Otherwise the month could not be made any more once a line of it is there.
                execute format('with moved as (delete from rollcall.history_other where changed_at >= %L and changed_at < %L returning *)'
                               ' insert into rollcall.%I select * from moved', month, month + interval '1 month', partition_name);
                execute format('alter table rollcall.%I enable row level security', partition_name);
                execute format('alter table rollcall.%I force row level security', partition_name);
                execute format('alter table rollcall.history attach partition rollcall.%I for values from (%L) to (%L)',
                               partition_name, month, month + interval '1 month');
            end if;
        end loop;
    end if;
    for partition_name in
        select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid
        where i.inhparent = 'rollcall.history'::regclass and c.relname ~ '^history_[0-9]{4}_[0-9]{2}$'
          and to_date(substr(c.relname, 9), 'YYYY_MM') < oldest_kept
        order by 1 loop
        execute format('drop table rollcall.%I', partition_name);
        dropped := dropped + 1;
    end loop;
    delete from rollcall.history_other where changed_at < oldest_kept;
    return dropped;
end
$$;

comment on function rollcall.tend_history_for(integer) is
    'For the owner: makes the partitions of this month and the next two while history is switched on, and drops those that are older than so many whole months. Returns how many were dropped.';

create table if not exists rollcall.history_floor (
    singleton boolean primary key default true check (singleton),
    months    integer not null check (months >= 1)
);

comment on table rollcall.history_floor is 'For how many whole months history is kept at least, whatever a worker asks for. The command migrate sets it.';
comment on column rollcall.history_floor.singleton is 'Always true: there is one row at most.';
comment on column rollcall.history_floor.months is 'Whole months beside the present one.';

insert into rollcall.history_floor (months) values (13) on conflict do nothing;

create or replace function rollcall.history_months(asked integer) returns integer
    language sql stable security definer
    set search_path = pg_catalog, pg_temp
begin atomic
    select greatest(asked, coalesce((select f.months from rollcall.history_floor f), 13));
end;

comment on function rollcall.history_months(integer) is 'For how many months history is kept when a worker asks for so many: these, or the floor where that is more.';

create or replace function rollcall.tend_history(months_kept integer) returns integer
    language sql volatile security definer
    set search_path = pg_catalog, pg_temp
begin atomic
    select rollcall.tend_history_for(rollcall.history_months(months_kept));
end;

comment on function rollcall.tend_history(integer) is
    'For the worker: rollcall.tend_history_for, with as many months as it asks for or the floor (rollcall.history_floor), whichever is more.';

create or replace function rollcall.keep_history(switched_on boolean) returns boolean
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
declare
    is_on constant boolean := coalesce(switched_on, rollcall.keeps_history());
    kept record;
    event text;
begin
    if not is_on and not rollcall.keeps_history() then
        return false;
    end if;
    -- A batch begins with a row of it: none is under way then, so none waits for a table that this holds while this waits for one
    -- of the batch's. Erasure takes a table before its children, and so does this.
    lock table rollcall.progress in exclusive mode;
    for kept in
        select c.oid, c.relname, case when keys.names[1] = 'resource' then 'id' else keys.names[1] end as entity,
               case when keys.names[1] = 'resource' then 'resource' when cardinality(keys.names) > 1 then 'id' else '' end as own
        from pg_class c
        cross join lateral (select array_agg(a.attname::text order by k.place) as names
                            from pg_index i, unnest(i.indkey) with ordinality k (attnum, place), pg_attribute a
                            where i.indrelid = c.oid and i.indisprimary and a.attrelid = c.oid and a.attnum = k.attnum) keys
        where c.relnamespace = 'clerk'::regnamespace and c.relkind = 'r' and keys.names is not null
        order by cardinality(keys.names), c.relname loop
        foreach event in array array['insert', 'update', 'delete'] loop
            if is_on = exists (select from pg_trigger where tgrelid = kept.oid and tgname = 'history_' || event) then
                continue;
            elsif not is_on then
                execute format('drop trigger history_%s on clerk.%I', event, kept.relname);
            else
                execute format('create trigger history_%1$s after %1$s on clerk.%2$I referencing %3$s for each statement'
                               ' execute function rollcall.record_history(%4$L, %5$L)',
                               event, kept.relname,
                               case event when 'insert' then 'new table as new_rows'
                                          when 'delete' then 'old table as old_rows'
                                          else 'old table as old_rows new table as new_rows' end,
                               kept.entity, kept.own);
            end if;
        end loop;
    end loop;
    if is_on then
        perform rollcall.tend_history(1200);
    end if;
    return is_on;
end
$$;

comment on function rollcall.keep_history(boolean) is
    'Switches history on or off for every table of schema clerk; null leaves it as it is and includes tables that are new. For the owner.';

create or replace function rollcall.erase_history(tables text[], entities text[]) returns bigint
    language plpgsql volatile security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    erased bigint;
begin
    update rollcall.history h set old_values = null, new_values = null, erased_at = now()
    where h.entity_id = any (entities) and h.table_name = any (tables) and h.erased_at is null;
    get diagnostics erased = row_count;
    return erased;
end
$$;

comment on function rollcall.erase_history(text[], text[]) is
    'Takes the values out of history for some objects and their child rows; that they changed, when and by which message stays. Returns the number of lines.';

-- The command `erase` blanks what names an erased person elsewhere. -------------------------------------------------------

create or replace function rollcall.mention_pattern(needles text[]) returns text
    language sql immutable parallel safe
    set search_path = pg_catalog, pg_temp
as $$
    -- Before it may stand no part of a longer id or address, but an escape of JSON; behind it neither, nor a dot and more of a name.
    select '(?:(?<![a-z0-9_.+%-])|(?<=\\[bfnrt])|(?<=\\u[0-9a-f]{4}))(?:'
           || string_agg(regexp_replace(btrim(to_jsonb(lower(n.needle))::text, '"'), '([^[:alnum:]_])', '\\\1', 'g'), '|')
           || ')(?![a-z0-9_-])(?!\.[a-z0-9])'
    from unnest(needles) as n(needle)
$$;

comment on function rollcall.mention_pattern(text[]) is
    'Matches JSON text, without regard to case, where it holds one of some ids or addresses as a whole, not as part of a longer one.';

create or replace function rollcall.mentioned(document jsonb, needles text[]) returns text[]
    language sql immutable parallel safe
    set search_path = pg_catalog, pg_temp
as $$
    -- Most documents hold none, and a plain search says so quickly.
    select coalesce(array_agg(n.needle), '{}') from unnest(needles) as n(needle)
    where strpos(lower(document::text), btrim(to_jsonb(lower(n.needle))::text, '"')) > 0
      and document::text ~* rollcall.mention_pattern(array[n.needle])
$$;

comment on function rollcall.mentioned(jsonb, text[]) is
    'Which of some ids and addresses a document holds, in a value or a name of a field, at any depth.';

create or replace function rollcall.without_mentions(document jsonb, needles text[]) returns jsonb
    language plpgsql immutable parallel safe
    set search_path = pg_catalog, pg_temp
as $$
declare
    found constant text[] := rollcall.mentioned(document, needles);
    inside text;
begin
    if cardinality(found) = 0 then
        return document;
    end if;
    -- By its text, since a walk through a document as deep as people can make it ends at the limit of the stack.
    inside := '"(?:[^"\\]|\\.)*' || rollcall.mention_pattern(found) || '(?:[^"\\]|\\.)*"';
    return regexp_replace(regexp_replace(document::text, inside || '(?=: )', '"(erased)"', 'gi'), inside, 'null', 'gi')::jsonb;
end
$$;

comment on function rollcall.without_mentions(jsonb, text[]) is
    'A document whose values that hold one of some ids or addresses are null, and whose fields that are named so are "(erased)".';

create or replace function rollcall.names(columns jsonb, addresses text[], everything text[]) returns boolean
    language sql immutable parallel safe
    set search_path = pg_catalog, pg_temp
as $$
    select exists (select from jsonb_each(columns) as c
                   where cardinality(rollcall.mentioned(c.value, case when jsonb_typeof(c.value) in ('object', 'array')
                                                                      then everything else addresses end)) > 0)
$$;

comment on function rollcall.names(jsonb, text[], text[]) is
    'Whether a row''s columns hold one of some addresses, or those with JSON inside one of some ids and addresses. In a plain column an id is a reference.';

create or replace function rollcall.without_mentions(columns jsonb, addresses text[], everything text[]) returns jsonb
    language sql immutable parallel safe
    set search_path = pg_catalog, pg_temp
as $$
    select coalesce(jsonb_object_agg(c.key, rollcall.without_mentions(c.value, case when jsonb_typeof(c.value) in ('object', 'array')
                                                                                    then everything else addresses end)), '{}')
    from jsonb_each(columns) as c
$$;

comment on function rollcall.without_mentions(jsonb, text[], text[]) is
    'A row''s columns without what rollcall.names() finds in them.';

create or replace function rollcall.not_theirs(someone text, needles text[]) returns text[]
    language sql stable
    set search_path = pg_catalog, pg_temp
as $$
    select coalesce(array_agg(n.needle), '{}') from unnest(needles) as n (needle)
    where lower(n.needle) not in (
        select lower(e.email_address) from clerk.user_email_addresses e where e.user_id = someone and e.email_address is not null
        union all
        select p.phone_number from clerk.user_phone_numbers p where p.user_id = someone and p.phone_number is not null
        union all
        select lower(x.email_address) from clerk.user_external_accounts x where x.user_id = someone and x.email_address is not null)
$$;

comment on function rollcall.not_theirs(text, text[]) is
    'Those of some ids and addresses that are not also the address of somebody else, who keeps it.';

create or replace function rollcall.blank_mentions(erased text, addresses text[], everything text[]) returns bigint
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    lines bigint;
begin
    -- Whoever may call this can do no more than blank. In columns an id is a reference, and stays. Of other people's own rows only
    -- what has JSON inside is blanked: one of them may have the same address.
    update rollcall.history h
    set old_values = case when n.plain is null then rollcall.without_mentions(h.old_values, n.inside)
                          else rollcall.without_mentions(h.old_values, n.plain, n.inside) end,
        new_values = case when n.plain is null then rollcall.without_mentions(h.new_values, n.inside)
                          else rollcall.without_mentions(h.new_values, n.plain, n.inside) end
    from (select l.id, l.changed_at, l.plain, case when l.others then rollcall.not_theirs(l.entity_id, everything) else everything end as inside
          from (select m.id, m.changed_at, m.entity_id, o.others,
                       case when m.table_name = 'other_objects' then null when o.others then '{}'::text[] else addresses end as plain
                from rollcall.history m
                cross join lateral (select m.entity_id <> erased and m.table_name in
                    ('users', 'user_email_addresses', 'user_phone_numbers', 'user_external_accounts')) o (others)
                where cardinality(rollcall.mentioned(m.old_values, everything)) > 0
                   or cardinality(rollcall.mentioned(m.new_values, everything)) > 0) l) n
    where h.id = n.id and h.changed_at = n.changed_at
      and (n.plain is null or rollcall.names(h.old_values, n.plain, n.inside) or rollcall.names(h.new_values, n.plain, n.inside));
    get diagnostics lines = row_count;
    return lines;
end
$$;

comment on function rollcall.blank_mentions(text, text[], text[]) is
    'Blanks values in rollcall.history that hold one of some addresses, or, inside JSON, also an id; returns in how many lines. Can write nothing else.';

grant execute on function rollcall.mention_pattern(text[]), rollcall.mentioned(jsonb, text[]), rollcall.without_mentions(jsonb, text[]),
    rollcall.names(jsonb, text[], text[]), rollcall.without_mentions(jsonb, text[], text[]), rollcall.not_theirs(text, text[]),
    rollcall.blank_mentions(text, text[], text[]), rollcall.erase_history(text[], text[]), rollcall.history_months(integer),
    rollcall.tend_history(integer), rollcall.keeps_history() to rollcall_sync;
grant execute on function rollcall.keeps_history() to rollcall_backend;
