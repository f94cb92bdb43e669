-- Whom an object without a table belongs to, so that it ends and is erased with them. Which fields say it is the worker's
-- (OtherOwners): of fixed names and at the top only.

alter table clerk.other_objects
    add column owners text[] collate "C" not null default '{}',
    add constraint other_objects_owners_few check (cardinality(owners) <= 8);

comment on column clerk.other_objects.owners is 'Ids of the users and organizations that any of its events named as its owner (user_id, organization_id, or its own id), stale ones included, sorted; the eight smallest. When one of them ends, so does the row.';

comment on column clerk.other_objects.data is 'The object as Clerk sent it, without fields that let their holder sign in or act as somebody else (secret, token, ticket, url, backup_codes and the like), but for those inside its metadata. Null in an ended row that never had a state.';

-- Without a pending list, which every batch with a delete would have to read.
create index other_objects_owners on clerk.other_objects using gin (owners) with (fastupdate = off);

create function rollcall.united_owners(owners text[], more text[]) returns text[]
    language sql immutable parallel safe
    set search_path = pg_catalog, pg_temp
as $$
    select coalesce(array_agg(u.owner order by u.owner), '{}'::text[])
    from (select distinct o.owner collate "C" as owner from unnest(owners || more) as o(owner)
          where o.owner is not null order by 1 limit 8) u
$$;

comment on function rollcall.united_owners(text[], text[]) is
    'The eight smallest of both lists, each once: the same in whatever order lists are united.';

revoke execute on function rollcall.united_owners(text[], text[]) from public;
grant execute on function rollcall.united_owners(text[], text[]) to rollcall_sync;

create function rollcall.live_objects_of(ended text[], most integer) returns table (resource text, id text)
    language sql stable
    set search_path = pg_catalog, pg_temp
    -- Nothing tells the planner how many objects an owner has. Left to its guess it may read the whole table, for every batch that
    -- deletes a user.
    set enable_seqscan = off
    set enable_indexscan = off
as $$
    select o.resource, o.id from clerk.other_objects o where o.owners && ended and o.deleted_at is null limit most
$$;

comment on function rollcall.live_objects_of(text[], integer) is
    'Live rows of clerk.other_objects that have one of some owners, up to a number of them; always by the index.';

revoke execute on function rollcall.live_objects_of(text[], integer) from public;
grant execute on function rollcall.live_objects_of(text[], integer) to rollcall_sync;

-- What came before this release.
update clerk.other_objects o set owners = named.owners
from (select resource, id, rollcall.united_owners(array[
                 case when id ~ '^(user|org)_[A-Za-z0-9_-]+$' then id end,
                 coalesce(substring(data ->> 'user_id' from '^user_[A-Za-z0-9_-]+$'),
                          substring(data -> 'public_user_data' ->> 'user_id' from '^user_[A-Za-z0-9_-]+$')),
                 coalesce(substring(data ->> 'organization_id' from '^org_[A-Za-z0-9_-]+$'),
                          substring(data -> 'organization' ->> 'id' from '^org_[A-Za-z0-9_-]+$'))], '{}') as owners
      from clerk.other_objects) named
where o.resource = named.resource and o.id = named.id and named.owners <> '{}';

update clerk.other_objects o set deleted_at = ended.deleted_at, sync_revision = o.sync_revision + 1, sync_committed_at = now()
from (select id, deleted_at from clerk.users where deleted_at is not null
      union all
      select id, deleted_at from clerk.organizations where deleted_at is not null) ended
where o.owners @> array[ended.id] and o.deleted_at is null;

-- The command `erase` blanks what names an erased person elsewhere. -------------------------------------------------------

create function rollcall.mention_pattern(needles text[]) returns text
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

create function rollcall.mentioned(document jsonb, needles text[]) returns text[]
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

create function rollcall.without_mentions(document jsonb, needles text[]) returns jsonb
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

create function rollcall.blank_mentions(erased text, addresses text[], everything text[]) returns bigint
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    lines bigint;
begin
    -- Whoever may call this can do no more than blank. In columns an id is a reference, and stays. Other people's own rows are
    -- theirs: one of them may have the same address.
    update rollcall.history h
    set old_values = rollcall.without_mentions(h.old_values, n.needles), new_values = rollcall.without_mentions(h.new_values, n.needles)
    from (values ('other_objects', everything), ('', addresses)) as n (table_name, needles)
    where n.table_name = case h.table_name when 'other_objects' then h.table_name else '' end
      and (cardinality(rollcall.mentioned(h.old_values, n.needles)) > 0 or cardinality(rollcall.mentioned(h.new_values, n.needles)) > 0)
      and (h.entity_id = erased
           or h.table_name not in ('users', 'user_email_addresses', 'user_phone_numbers', 'user_external_accounts'));
    get diagnostics lines = row_count;
    return lines;
end
$$;

comment on function rollcall.blank_mentions(text, text[], text[]) is
    'Blanks values in rollcall.history that hold one of some addresses, or, of objects without a table, also an id; returns in how many lines. Can write nothing else.';

revoke execute on function rollcall.mention_pattern(text[]), rollcall.mentioned(jsonb, text[]), rollcall.without_mentions(jsonb, text[]),
    rollcall.blank_mentions(text, text[], text[]) from public;
grant execute on function rollcall.mention_pattern(text[]), rollcall.mentioned(jsonb, text[]), rollcall.without_mentions(jsonb, text[]),
    rollcall.blank_mentions(text, text[], text[]) to rollcall_sync;
