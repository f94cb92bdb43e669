-- Permissions by the owner's present row, not by an embedded copy; and roles by the key that they had when a membership named
-- it, so that a rename neither keeps the old right nor lends another's. See docs/tenancy.md, "Ask for permissions".

create table rollcall.role_keys (
    role_id      text   not null,
    key          text   not null,
    last_seen_ms bigint not null,
    created_ms   bigint,
    primary key (role_id, key)
);

create index role_keys_key on rollcall.role_keys (key);

comment on table rollcall.role_keys is
    'Every key that a role ever had, also in events that came too late to be written: a membership names its role by the key of its own time. At most 32 for a role, the newest.';
comment on column rollcall.role_keys.role_id is 'The role: clerk.roles.id.';
comment on column rollcall.role_keys.key is 'The key; its SHA-256 where it is longer than 1,000 bytes.';
comment on column rollcall.role_keys.last_seen_ms is 'The greatest updated_at that came with it, epoch milliseconds: the role had this key then.';

comment on column rollcall.role_keys.created_ms is 'The role''s created_at, epoch milliseconds: a row that ended before its states came has none. Null when Clerk did not send it.';

grant select, insert, update, delete on rollcall.role_keys to rollcall_sync;
grant select on rollcall.role_keys to rollcall_backend;

create function rollcall.role_key(key text) returns text
    language sql immutable parallel safe
    set search_path = pg_catalog, pg_temp
begin atomic
    select case when octet_length(key) > 1000 then 'sha256:' || encode(sha256(convert_to(key, 'UTF8')), 'hex') else key end;
end;

comment on function rollcall.role_key(text) is 'A role''s key as rollcall.role_keys has it: of a length that an index takes.';

insert into rollcall.role_keys (role_id, key, last_seen_ms, created_ms)
select r.id, rollcall.role_key(r.key),
       case when r.deleted_at is null then r.sync_updated_at_ms else coalesce(trunc(extract(epoch from coalesce(r.updated_at, r.created_at)) * 1000), 0) end,
       trunc(extract(epoch from r.created_at) * 1000)
from clerk.roles r where r.key is not null;

-- As the owner, since who had a key before may have ended, and tenants see no ended rows. It tells an id and nothing else.
create function rollcall.role_meant(key text, at timestamptz) returns text
    language plpgsql stable parallel safe security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    wanted constant text := rollcall.role_key(key);
    at_ms constant bigint := trunc(extract(epoch from at) * 1000);
begin
    return (
        -- Who lives and was made later did not have the key then: it took it from the one that is known to have lost it. Where
        -- none is known to, as with roles of the system that are younger than their members, it is the one that is meant.
        select case when count(*) = 1 then min(r.id)
                    when count(*) filter (where not made.later) = 1
                         then min(r.id) filter (where not made.later and not has.it) end
        from clerk.roles r
        cross join lateral (
            select max(k.last_seen_ms) filter (where k.key = wanted) as with_it,
                   max(k.last_seen_ms) filter (where k.key <> wanted) as with_another,
                   min(k.created_ms) as created_ms,
                   (array_agg(k.key order by k.last_seen_ms desc, k.key collate "C"))[1] as last_key
            from (select kept.key, kept.last_seen_ms, kept.created_ms from rollcall.role_keys kept where kept.role_id = r.id
                  union all
                  -- The version of an ended row is that of its end.
                  select rollcall.role_key(r.key),
                         case when r.deleted_at is null then r.sync_updated_at_ms else trunc(extract(epoch from coalesce(r.updated_at, r.created_at)) * 1000) end,
                         trunc(extract(epoch from r.created_at) * 1000)
                  where r.key is not null and (r.deleted_at is null or r.updated_at is not null or r.created_at is not null)) k) seen
        -- What an ended row still shows depends on the order of events; what it was called last does not.
        cross join lateral (
            select case when r.deleted_at is null then r.key is not distinct from role_meant.key
                        else seen.last_key is not distinct from wanted end as it) has
        cross join lateral (select seen.created_ms is not null and seen.created_ms > at_ms as later) made
        where (r.id in (select kept.role_id from rollcall.role_keys kept where kept.key = wanted) or r.key = role_meant.key)
          and case when has.it
                     -- It has the key, and was seen with no other since. Only keys count: no other change of the role matters.
                     then (seen.with_another is null or seen.with_another <= at_ms) and (r.deleted_at is null or r.deleted_at >= at)
                     -- It had the key then, and lost it later.
                     else seen.with_it >= at_ms end
          -- What ended and was made later is not meant.
          and (r.deleted_at is null or not made.later)
          and at is not null);
end
$$;

comment on function rollcall.role_meant(text, timestamptz) is
    'Id of the one role that had this key at that time: by its present key when it had no other since, or by a former key that it lost later. Null when there is none, or more than one; of those that live and were made later only when nobody else can be meant.';

-- They run as the caller, so a tenant's row security bounds what they can answer, and use granted columns only. In plpgsql,
-- since a session keeps its plan, and plans again for another role: in SQL every call would be planned anew.
create or replace function rollcall.effective_permissions(user_id text, organization_id text) returns text[]
    language plpgsql stable parallel safe
    set search_path = pg_catalog, pg_temp
as $$
declare
    membership record;
    meant text;
begin
    -- Out of order, a user may have two live memberships: the newer counts, the older's delete is on its way.
    select m.role, coalesce(m.updated_at, m.created_at) as at,
           exists (select from unnest(m.sync_incomplete) entry where split_part(entry, ':', 1) = 'role') as unsure
    into membership
    from clerk.organization_memberships m
    where m.organization_id = effective_permissions.organization_id
      and m.user_id = effective_permissions.user_id
      and m.deleted_at is null
    order by m.created_at desc nulls last, m.id desc
    limit 1;
    if not found or membership.unsure then
        return '{}';
    end if;
    meant := rollcall.role_meant(membership.role, membership.at);
    return (select coalesce(array_agg(distinct held.key order by held.key), '{}')
    from clerk.role_permissions c
    -- By id. Of the permission's own row and the copy in its role the newer knows the key; a permission that Clerk made
    -- before Rollcall, and one of the system's, has the copy alone.
    left join clerk.permissions p on p.id = c.id
    cross join lateral (
        select case when p.id is null then c.key
                    when p.sync_incomplete is not null
                         and exists (select from unnest(p.sync_incomplete) entry where split_part(entry, ':', 1) = 'key') then null
                    when coalesce(c.updated_at, c.created_at) > coalesce(p.updated_at, p.created_at) then c.key
                    else p.key end as key) held
    where c.role_id = meant
      and held.key is not null
      and c.id <> all ((select rollcall.ended_permission_ids())::text[])
      and exists (select
                  from clerk.roles r
                  where r.id = meant and r.deleted_at is null
                    and not exists (select from unnest(r.sync_incomplete) entry where split_part(entry, ':', 1) = 'key'))
      and exists (select
                  from clerk.users u
                  where u.id = effective_permissions.user_id and u.deleted_at is null
                    -- Null in a placeholder: of whom nothing is known yet may do nothing.
                    and u.banned is false and u.locked is not true and u.deprovisioned is not true
                    and not exists (select from unnest(u.sync_incomplete) entry
                                    where split_part(entry, ':', 1) in ('banned', 'locked', 'deprovisioned')))
      and not exists (select
                      from clerk.organizations o
                      where o.id = effective_permissions.organization_id and o.deleted_at is not null));
end
$$;

comment on function rollcall.effective_permissions(text, text) is
    'Keys of the permissions that the user has in the organization, by the one role that its membership names; empty for users who are unknown, banned, locked, deprovisioned or deleted, for organizations that are deleted or not the caller''s, and wherever a value that decides is missing (sync_incomplete).';

grant execute on function rollcall.role_key(text) to rollcall_sync;
grant execute on function rollcall.role_meant(text, timestamptz) to rollcall_tenant, rollcall_backend;

select rollcall.record_guards();
