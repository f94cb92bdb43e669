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
select r.id, rollcall.role_key(r.key), r.sync_updated_at_ms, trunc(extract(epoch from r.created_at) * 1000) from clerk.roles r where r.key is not null;

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
        with candidate as (
            select k.role_id as id from rollcall.role_keys k where k.key = wanted
            union
            select r.id from clerk.roles r where rollcall.role_key(r.key) = wanted),
        seen as (
            select said.id, said.key, max(said.last_seen_ms) as last_seen_ms, min(said.created_ms) as created_ms
            from (select k.role_id as id, k.key, k.last_seen_ms, k.created_ms
                  from rollcall.role_keys k join candidate c on c.id = k.role_id
                  union all
                  select r.id, rollcall.role_key(r.key), r.sync_updated_at_ms, trunc(extract(epoch from r.created_at) * 1000)
                  from clerk.roles r join candidate c on c.id = r.id where r.key is not null) said
            group by said.id, said.key),
        role as (
            select r.id, r.deleted_at,
                   (select min(s.created_ms) from seen s where s.id = r.id) as created_ms,
                   -- What an ended role was called last, also after its content was erased.
                   case when r.deleted_at is null then rollcall.role_key(r.key)
                        else (select s.key from seen s where s.id = r.id order by s.last_seen_ms desc, s.key collate "C" limit 1) end as last_key,
                   (select s.last_seen_ms from seen s where s.id = r.id and s.key = wanted) as with_it,
                   (select max(s.last_seen_ms) from seen s where s.id = r.id and s.key <> wanted) as with_another
            from clerk.roles r join candidate c on c.id = r.id)
        select case when count(*) = 1 then min(role.id) end
        from role
        where at is not null
          and case when role.last_key = wanted
                     -- It has the key, and had no other one since. Only keys count: no other change of the role matters.
                     then (role.with_another is null or role.with_another <= at_ms) and (role.deleted_at is null or role.deleted_at >= at)
                     -- It had the key then, and lost it later.
                     else role.with_it >= at_ms end
          -- What ended and was made later is not meant. (Of what lives and was made later it is the same; but then the key was
          -- taken again, and nobody can be sure.)
          and (role.deleted_at is null or role.created_ms is null or role.created_ms <= at_ms));
end
$$;

comment on function rollcall.role_meant(text, timestamptz) is
    'Id of the one role that had this key at that time: by its present key when it had no other since, or by a former key that it lost later. Null when there is none, or more than one.';

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
                    when exists (select from unnest(p.sync_incomplete) entry where split_part(entry, ':', 1) = 'key') then null
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
