-- Tenants kept apart, in clerk and in the application's own tables. What it is for and where it ends: docs/tenancy.md. What a
-- tenant sees of each table stands with the table.

-- The guards of clerk -----------------------------------------------------------------------------------------------------

create table if not exists rollcall.expected_guards (
    object     text not null,
    guard      text not null,
    definition text not null,
    primary key (object, guard)
);

comment on table rollcall.expected_guards is 'Row security, policies, views and grants of the schemas clerk and clerk_tenant as the migrations left them. rollcall.tenancy_report() compares.';
comment on column rollcall.expected_guards.object is 'The table or view, such as clerk.users, or the schema.';
comment on column rollcall.expected_guards.guard is 'row security, rights of the reader (of a view), policy <name>, or grants to <role>.';
comment on column rollcall.expected_guards.definition is 'What it says, as the catalogs print it.';

grant select on rollcall.expected_guards to rollcall_sync, rollcall_backend;

create or replace function rollcall.guards() returns table (object text, guard text, definition text)
    language sql stable
    set search_path = pg_catalog, pg_temp
begin atomic
    with guarded as (
        select c.oid, c.relkind, c.relowner, c.relacl, c.relrowsecurity, c.relforcerowsecurity, c.reloptions, n.nspname,
               format('%I.%I', n.nspname, c.relname) as object
        from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where n.nspname in ('clerk', 'clerk_tenant') and c.relkind in ('r', 'p', 'v', 'm', 'f'))
    select g.object, 'row security',
           case when g.relrowsecurity then 'enabled' else 'disabled' end || case when g.relforcerowsecurity then ', forced' else ', not forced' end
    from guarded g
    where g.relkind in ('r', 'p')
    union all
    select g.object, 'rights of the reader',
           case when coalesce(g.reloptions @> array['security_invoker=true'], false) then 'security_invoker' else 'those of its owner' end
    from guarded g
    where g.relkind not in ('r', 'p')
    union all
    select format('clerk.%I', p.tablename), 'policy ' || quote_ident(p.policyname),
           format('as %s for %s to %s using (%s) with check (%s)', lower(p.permissive), lower(p.cmd),
                  (select string_agg(quote_ident(role), ', ' order by role) from unnest(p.roles) role),
                  coalesce(p.qual, '-'), coalesce(p.with_check, '-'))
    from pg_policies p
    where p.schemaname = 'clerk'
    union all
    -- Usage of the schema and references to an id serve foreign keys, and show nothing.
    select granted.object, 'grants to ' || coalesce(quote_ident(role.rolname), 'public'), string_agg(granted.privilege, ', ' order by granted.privilege)
    from (select g.object, g.relowner as owner, acl.grantee, lower(acl.privilege_type) as privilege
          from guarded g, aclexplode(g.relacl) acl
          union all
          select g.object, g.relowner, acl.grantee,
                 format('%s (%s)', lower(acl.privilege_type), string_agg(quote_ident(a.attname), ', ' order by a.attname))
          from guarded g join pg_attribute a on a.attrelid = g.oid, aclexplode(a.attacl) acl
          where not a.attisdropped and acl.privilege_type <> 'REFERENCES'
          group by g.object, g.relowner, acl.grantee, acl.privilege_type
          union all
          select format('schema %I', n.nspname), n.nspowner, acl.grantee, lower(acl.privilege_type)
          from pg_namespace n, aclexplode(n.nspacl) acl
          where n.nspname in ('clerk', 'clerk_tenant') and acl.privilege_type <> 'USAGE') granted
        left join pg_roles role on role.oid = granted.grantee
    where granted.grantee <> granted.owner
    group by granted.object, role.rolname;
end;

comment on function rollcall.guards() is 'Row security, policies, views and grants of the schemas clerk and clerk_tenant as they are now.';

create or replace function rollcall.record_guards() returns void
    language sql volatile
    set search_path = pg_catalog, pg_temp
begin atomic
    delete from rollcall.expected_guards;
    insert into rollcall.expected_guards select g.object, g.guard, g.definition from rollcall.guards() g;
end;

comment on function rollcall.record_guards() is 'The last line of every migration that changes a table, policy or grant of clerk.';

-- Views -------------------------------------------------------------------------------------------------------------------

-- Every view over clerk is made here: without security_invoker it would show its readers what its owner sees, everything, and
-- `create or replace` without the option takes it away again.
create or replace function rollcall.make_view(view text, table_name text, columns text[], condition text, description text, readers text)
    returns void
    language plpgsql volatile
    set search_path = pg_catalog, pg_temp
as $$
declare
    comment_on_column text;
begin
    execute format('create or replace view %s with (security_invoker = true) as select %s from clerk.%I t where %s', view,
                   (select string_agg('t.' || quote_ident(c.name), ', ' order by c.place) from unnest(columns) with ordinality c (name, place)),
                   table_name, condition);
    execute format('comment on view %s is %L', view, description);
    for comment_on_column in
        select format('comment on column %s.%I is %L', view, a.attname, col_description(t.attrelid, t.attnum))
        from pg_attribute a
        join pg_attribute t on t.attname = a.attname and t.attrelid = format('clerk.%I', table_name)::regclass
        where a.attrelid = view::regclass and a.attnum > 0
    loop
        execute comment_on_column;
    end loop;
    execute format('grant select on %s to %s', view, readers);
end
$$;

comment on function rollcall.make_view(text, text, text[], text, text, text) is
    'For migrations: makes a view of some columns and rows of a table of clerk, with the caller''s rights and the table''s comments, or adds columns to one. In the condition the table is t.';

create or replace function rollcall.make_active_view(table_name text, view_name text, description text, condition text default 'true') returns void
    language plpgsql volatile
    set search_path = pg_catalog, pg_temp
as $$
declare
    columns text[];
    has_version boolean;
begin
    select array_agg(a.attname::text order by a.attnum)
               filter (where (a.attname not like 'sync\_%' or a.attname = 'sync_incomplete') and a.attname not in ('deleted_at', 'erased_at')),
           bool_or(a.attname = 'sync_revision')
    into columns, has_version
    from pg_attribute a
    where a.attrelid = format('clerk.%I', table_name)::regclass and a.attnum > 0 and not a.attisdropped;
    perform rollcall.make_view(format('clerk.%I', view_name), table_name, columns,
                               case when has_version then 't.deleted_at is null and t.sync_revision > 0 and ' else '' end || condition,
                               description, 'rollcall_backend');
end
$$;

comment on function rollcall.make_active_view(text, text, text, text) is
    'For migrations: makes the back ends'' view of a table''s live rows, or adds the table''s new columns to it.';

select rollcall.make_active_view('users', 'active_users', 'Users that live: neither ended nor placeholders. Row security is the caller''s.');
select rollcall.make_active_view('organizations', 'active_organizations', 'Organizations that live: neither ended nor placeholders. Row security is the caller''s.');
select rollcall.make_active_view('organization_memberships', 'active_memberships', 'Memberships that live. Row security is the caller''s.');

-- Permissions -------------------------------------------------------------------------------------------------------------

-- By the owner's present row, not by an embedded copy; and roles by the key that they had when a membership named it, so that a
-- rename neither keeps the old right nor lends another's. See docs/tenancy.md, "Ask for permissions".

-- As the owner, since who had a key before may have ended, and tenants see no ended rows. It tells an id and nothing else.
create or replace function rollcall.role_meant(key text, at timestamptz) returns text
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

create or replace function rollcall.has_permission(user_id text, organization_id text, permission text) returns boolean
    language plpgsql stable parallel safe
    set search_path = pg_catalog, pg_temp
as $$
begin
    return coalesce(permission = any (rollcall.effective_permissions(user_id, organization_id)), false);
end
$$;

comment on function rollcall.has_permission(text, text, text) is
    'Whether rollcall.effective_permissions has this key. Never null. In a policy, write (select rollcall.has_permission(…)).';

grant execute on function rollcall.role_meant(text, timestamptz), rollcall.effective_permissions(text, text),
    rollcall.has_permission(text, text, text) to rollcall_tenant, rollcall_backend;

-- The application's own tables --------------------------------------------------------------------------------------------

-- Labelled immutable so that the planner replaces it by its value: `column = … or <parameter>` would cost the index. The
-- value depends on the caller, and so does every cached plan of a table with row security: PostgreSQL plans it again for
-- another role, as it does for the role lists of policies themselves.
create or replace function rollcall.reads_every_organization() returns boolean
    language sql immutable parallel safe
    set search_path = pg_catalog, pg_temp
begin atomic
    select pg_has_role('rollcall_backend', 'usage') and not pg_has_role('rollcall_tenant', 'usage');
end;

comment on function rollcall.reads_every_organization() is
    'Whether the caller is a trusted back end: a member of rollcall_backend, and not of rollcall_tenant too.';

create or replace function rollcall.has_tenant_policy(relation oid, column_name name) returns boolean
    language sql stable
    set search_path = pg_catalog, pg_temp
begin atomic
    select exists (select
                   from pg_policy p
                   where p.polrelid = relation and p.polname = 'rollcall_tenant_only'
                     and not p.polpermissive and p.polcmd = '*' and p.polroles = '{0}'
                     and pg_get_expr(p.polqual, p.polrelid) in (
                         format('((%s = ( SELECT rollcall.current_organization_id() AS current_organization_id)) OR rollcall.reads_every_organization())', quote_ident(column_name)),
                         format('((%s = ( SELECT rollcall.current_organization_id() AS current_organization_id)) OR rollcall.reads_every_organization())', '(' || quote_ident(column_name) || ')::text'))
                     and pg_get_expr(p.polwithcheck, p.polrelid) = pg_get_expr(p.polqual, p.polrelid));
end;

comment on function rollcall.has_tenant_policy(oid, name) is 'Whether a table has the policy of rollcall.protect_table for this column, unchanged.';

create or replace function rollcall.is_confined(relation oid, column_name name) returns boolean
    language sql stable
    set search_path = pg_catalog, pg_temp
begin atomic
    select exists (select from pg_class c
                   where c.oid = relation and c.relrowsecurity and c.relforcerowsecurity and rollcall.has_tenant_policy(c.oid, column_name));
end;

comment on function rollcall.is_confined(oid, name) is 'Whether a table is protected by this column: the policy of rollcall.protect_table, and forced row security.';

-- A policy can be lost without a trace: with a function that it calls, or with the parent that it asks. So it is written down too.
create table if not exists rollcall.protected (
    relation     regclass    primary key,
    columns      text[]      not null,
    parents      regclass[]  not null default '{}',
    definition   text        not null,
    protected_at timestamptz not null default now()
);

comment on table rollcall.protected is 'Tables of the application''s that rollcall.protect_table and rollcall.protect_child confine. The report finds what has been undone since.';
comment on column rollcall.protected.relation is 'The table or partition.';
comment on column rollcall.protected.columns is 'The column of its organization, or those that refer to its parents.';
comment on column rollcall.protected.parents is 'The parents, in the order of columns; empty for a table with an organization of its own.';
comment on column rollcall.protected.definition is 'What its policy rollcall_tenant_only says, as the catalogs print it.';
comment on column rollcall.protected.protected_at is 'When it was last protected.';

-- Names of tables are in the catalogs for everybody too.
grant select on rollcall.protected to public;

create or replace function rollcall.policy_text(relation oid) returns text
    language sql stable
    set search_path = pg_catalog, pg_temp
begin atomic
    select pg_get_expr(p.polqual, p.polrelid) || ' with check ' || pg_get_expr(p.polwithcheck, p.polrelid)
    from pg_policy p
    where p.polrelid = relation and p.polname = 'rollcall_tenant_only' and not p.polpermissive and p.polcmd = '*' and p.polroles = '{0}';
end;

comment on function rollcall.policy_text(oid) is 'What a table''s policy rollcall_tenant_only says; null when there is none that is for everybody and everything.';

create or replace function rollcall.is_protected(relation oid) returns boolean
    language sql stable
    set search_path = pg_catalog, pg_temp
begin atomic
    select exists (select from pg_class c
                   where c.oid = relation and c.relrowsecurity and c.relforcerowsecurity
                     and (exists (select from rollcall.protected p
                                  where p.relation = c.oid and cardinality(p.parents) > 0 and p.definition = rollcall.policy_text(c.oid))
                          or exists (select from pg_attribute a
                                     where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and rollcall.has_tenant_policy(c.oid, a.attname))));
end;

comment on function rollcall.is_protected(oid) is
    'Whether a table is confined now, by a column of its own (rollcall.protect_table) or by its parents (rollcall.protect_child).';

-- As the owner, since the table's owner may not write here; only of tables that the caller owns, and only what is so.
create or replace function rollcall.write_down_protection(relation regclass, columns text[], parents regclass[]) returns void
    language plpgsql volatile security definer
    set search_path = pg_catalog, pg_temp
as $$
begin
    if not pg_has_role(rollcall.caller(), (select c.relowner from pg_class c where c.oid = relation), 'usage') then
        raise exception 'only its owner can protect %', relation using errcode = 'insufficient_privilege';
    end if;
    delete from rollcall.protected p where not exists (select from pg_class c where c.oid = p.relation);
    delete from rollcall.protected p where p.relation = write_down_protection.relation;
    insert into rollcall.protected (relation, columns, parents, definition)
    select write_down_protection.relation, write_down_protection.columns, write_down_protection.parents, rollcall.policy_text(write_down_protection.relation)
    where rollcall.policy_text(write_down_protection.relation) is not null;
end
$$;

comment on function rollcall.write_down_protection(regclass, text[], regclass[]) is
    'For protect_table, protect_child and unprotect: writes down, or forgets where it is gone, what a table of the caller''s is protected by.';

grant execute on function rollcall.policy_text(oid), rollcall.is_protected(oid), rollcall.write_down_protection(regclass, text[], regclass[]) to public;

-- protect_table runs as whoever calls it.
grant execute on function rollcall.has_tenant_policy(oid, name), rollcall.is_confined(oid, name) to public;

create or replace function rollcall.protect_table(table_name text, column_name text) returns void
    language plpgsql volatile
    set search_path = pg_catalog, pg_temp
as $$
declare
    target constant regclass := to_regclass(table_name);
    described record;
    member record;
    condition text;
    open_parent regclass;
    permissive_roles text;
begin
    if target is null then
        raise exception 'there is no table %', coalesce(table_name, 'null') using errcode = 'undefined_table',
            hint = 'Write schema and table, with double quotes where the name has capitals: ''public."Invoice"''.';
    end if;
    select c.relkind, c.relispartition, c.relowner, n.nspname into described
    from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.oid = target;
    if described.nspname in ('clerk', 'rollcall', 'pg_catalog', 'information_schema', 'pg_toast') then
        raise exception '% belongs to Rollcall or to PostgreSQL', target using errcode = 'wrong_object_type',
            hint = 'protect_table is for tables of your own; those of clerk are protected.';
    elsif described.relispartition then
        raise exception '% is a partition', target using errcode = 'wrong_object_type',
            hint = format('Protect the partitioned table: select rollcall.protect_table(%L, %L). It includes the partitions.', pg_partition_root(target), column_name);
    elsif described.relkind not in ('r', 'p') then
        raise exception '% is not a table', target using errcode = 'wrong_object_type',
            hint = 'Row security binds tables. Protect the tables under a view, and make the view with (security_invoker = true).';
    elsif not pg_has_role(described.relowner, 'usage') then
        raise exception 'only its owner can protect %', target using errcode = 'insufficient_privilege',
            hint = format('Run it as %s.', pg_get_userbyid(described.relowner));
    end if;
    select a.attnum, a.atttypid, format_type(a.atttypid, a.atttypmod) as type, co.collisdeterministic into described
    from pg_attribute a left join pg_collation co on co.oid = a.attcollation
    where a.attrelid = target and a.attname = column_name and a.attnum > 0 and not a.attisdropped;
    if not found then
        raise exception '% has no column %', target, coalesce(quote_ident(column_name), 'null') using errcode = 'undefined_column',
            hint = 'Write the column as the catalog has it, without quotes: organization_id, organizationId.';
    elsif described.atttypid not in ('text'::regtype, 'varchar'::regtype) then
        raise exception 'column % of % is %', quote_ident(column_name), target, described.type using errcode = 'datatype_mismatch',
            hint = 'It has to be text or varchar and hold Clerk''s organization id, org_….';
    elsif not described.collisdeterministic then
        raise exception 'column % of % has a collation that takes different ids for equal', quote_ident(column_name), target
            using errcode = 'datatype_mismatch', hint = 'Give it a deterministic collation, such as "C".';
    end if;

    condition := format('%I::text = (select rollcall.current_organization_id()) or rollcall.reads_every_organization()', column_name);
    -- A parent by INHERITS shows the rows of its children by its own policies alone.
    with recursive family (relid) as (
        select target::oid
        union
        select i.inhrelid from pg_inherits i join family f on i.inhparent = f.relid),
    ancestor (relid) as (
        select i.inhparent from pg_inherits i join family f on i.inhrelid = f.relid
        union
        select i.inhparent from pg_inherits i join ancestor a on i.inhrelid = a.relid)
    select a.relid into open_parent
    from ancestor a
    where a.relid not in (select f.relid from family f) and not rollcall.is_confined(a.relid, column_name)
    order by a.relid
    limit 1;
    if found then
        raise exception '% inherits from %, which shows its rows to everybody who may read that', target, open_parent
            using errcode = 'wrong_object_type',
            hint = format('Protect the parent by the same column first: select rollcall.protect_table(%L, %L). Where it has no such column, add it there, or end the inheritance: alter table %s no inherit %s.',
                          open_parent, column_name, target, open_parent);
    end if;

    for member in
        with recursive family (relid, level) as (
            select target::oid, 0
            union
            select i.inhrelid, f.level + 1 from pg_inherits i join family f on i.inhparent = f.relid)
        select c.oid::regclass as relation, c.relkind, c.relrowsecurity, c.relowner
        from family f join pg_class c on c.oid = f.relid order by f.level, c.oid
    loop
        if member.relkind not in ('r', 'p') then
            raise warning '% is a foreign table: row security cannot bind who reads it directly', member.relation;
            continue;
        end if;
        -- Restrictive, so that no other policy shows more.
        if exists (select from pg_policy p where p.polrelid = member.relation and p.polname = 'rollcall_tenant_only') then
            execute format('drop policy rollcall_tenant_only on %s', member.relation);
        end if;
        execute format('create policy rollcall_tenant_only on %s as restrictive to public using (%s) with check (%s)',
                       member.relation, condition, condition);
        -- A restrictive policy shows nothing by itself. The application's own permissive policies stay as they are; only where it
        -- has none, one is made, for everybody, or, where row security was on and so nobody but the owner saw anything, for few.
        if exists (select from pg_policy p where p.polrelid = member.relation and p.polname = 'rollcall_tenant_access') then
            execute format('alter policy rollcall_tenant_access on %s using (%s) with check (%s)', member.relation, condition, condition);
        elsif not exists (select from pg_policy p where p.polrelid = member.relation and p.polpermissive) then
            permissive_roles := case when member.relrowsecurity
                then format('%I, %s, rollcall_backend', pg_get_userbyid(member.relowner), rollcall.tenant_roles()) else 'public' end;
            execute format('create policy rollcall_tenant_access on %s to %s using (%s) with check (%s)',
                           member.relation, permissive_roles, condition, condition);
            if member.relrowsecurity then
                raise notice '% had row security and no policy: the new one is for % only', member.relation, permissive_roles;
            end if;
        end if;
        execute format('alter table %s enable row level security', member.relation);
        execute format('alter table %s force row level security', member.relation);
        perform rollcall.write_down_protection(member.relation, array[column_name], '{}');
        if not exists (select
                       from pg_index i join pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[0]
                       where i.indrelid = member.relation and a.attname = column_name and i.indpred is null) then
            raise notice '% has no index that begins with %: every query will read the whole table', member.relation, quote_ident(column_name);
        end if;
    end loop;
end
$$;

comment on function rollcall.protect_table(text, text) is
    'Confines a table of the caller''s, and its partitions, to the organization of the transaction: reads and writes, the owner''s too. Only members of rollcall_backend reach all of it. May be repeated.';

grant execute on function rollcall.reads_every_organization(), rollcall.protect_table(text, text) to public;

-- Rows before the webhook -------------------------------------------------------------------------------------------------

create or replace function rollcall.ensure_user(id text) returns text
    language plpgsql volatile security definer
    set search_path = pg_catalog, pg_temp
as $$
begin
    if id is null or id !~ '^user_[A-Za-z0-9_-]{1,250}$' then
        raise exception 'not the id of a user: %', coalesce(quote_literal(left(id, 40)), 'null') using errcode = 'invalid_parameter_value',
            hint = 'Clerk''s ids of users are user_ and letters, digits, _ or -.';
    end if;
    insert into clerk.users as u (id, sync_updated_at_ms, sync_event_at_ms, sync_message_id, sync_revision, sync_writer, sync_offset, sync_committed_at)
    values (ensure_user.id, 0, 0, '', 0, 0, 0, now())
    on conflict do nothing;
    return id;
end
$$;

comment on function rollcall.ensure_user(text) is
    'Makes sure that clerk.users has a row of this id for a foreign key to refer to: a placeholder, until the event comes. Returns the id.';

create or replace function rollcall.ensure_organization(id text) returns text
    language plpgsql volatile security definer
    set search_path = pg_catalog, pg_temp
as $$
begin
    if id is null or id !~ '^org_[A-Za-z0-9_-]{1,251}$' then
        raise exception 'not the id of an organization: %', coalesce(quote_literal(left(id, 40)), 'null') using errcode = 'invalid_parameter_value',
            hint = 'Clerk''s ids of organizations are org_ and letters, digits, _ or -.';
    end if;
    insert into clerk.organizations as o (id, sync_updated_at_ms, sync_event_at_ms, sync_message_id, sync_revision, sync_writer, sync_offset, sync_committed_at)
    values (ensure_organization.id, 0, 0, '', 0, 0, 0, now())
    on conflict do nothing;
    return id;
end
$$;

comment on function rollcall.ensure_organization(text) is
    'Makes sure that clerk.organizations has a row of this id for a foreign key to refer to: a placeholder, until the event comes. Returns the id.';

grant execute on function rollcall.ensure_user(text), rollcall.ensure_organization(text) to rollcall_backend;
grant references (id) on clerk.users, clerk.organizations to rollcall_backend;

create or replace function rollcall.is_synced(id text, since timestamptz default null) returns boolean
    language plpgsql stable
    set search_path = pg_catalog, pg_temp
as $$
declare
    table_name constant text := (
        select known.table_name from rollcall.id_prefixes known
        where starts_with(is_synced.id, known.prefix) order by length(known.prefix) desc limit 1);
    synced boolean;
begin
    if table_name is null then
        raise exception 'not the id of an object that has a table: %', coalesce(quote_literal(left(id, 40)), 'null')
            using errcode = 'invalid_parameter_value', hint = 'Its prefix names the table, such as user_, org_ or orgmem_.';
    end if;
    execute format('select exists (select from clerk.%I t where t.id = $1 and t.sync_revision > 0 and (t.deleted_at is not null or $2 is null'
                   || ' or t.sync_updated_at_ms >= trunc(extract(epoch from $2) * 1000)))', table_name)
        into synced using id, since;
    return synced;
end
$$;

comment on function rollcall.is_synced(text, timestamptz) is
    'Whether the object''s row is there, not as a placeholder, and as new as `since` (Clerk''s updated_at) or ended. The id''s prefix names the table.';

create or replace function rollcall.wait_until_synced(id text, since timestamptz default null, timeout interval default '5 seconds') returns boolean
    language plpgsql volatile
    set search_path = pg_catalog, pg_temp
as $$
declare
    until constant timestamptz := clock_timestamp() + timeout;
begin
    if timeout is null or timeout < interval '0' or timeout > interval '30 seconds' then
        raise exception 'timeout is %; it has to be from 0 to 30 seconds', coalesce(timeout::text, 'null') using errcode = 'invalid_parameter_value';
    elsif current_setting('transaction_isolation') not in ('read committed', 'read uncommitted') then
        raise exception 'a % transaction never sees what others commit after it began', current_setting('transaction_isolation')
            using errcode = 'invalid_transaction_state', hint = 'Wait outside it, or in READ COMMITTED.';
    end if;
    loop
        if rollcall.is_synced(id, since) then
            return true;
        elsif clock_timestamp() >= until then
            return false;
        end if;
        perform pg_sleep(0.05);
    end loop;
end
$$;

comment on function rollcall.wait_until_synced(text, timestamptz, interval) is
    'Waits until rollcall.is_synced, 30 seconds at most; false when the time is up. It holds its connection meanwhile.';

grant execute on function rollcall.is_synced(text, timestamptz), rollcall.wait_until_synced(text, timestamptz, interval) to rollcall_backend;

-- Who can become whom -----------------------------------------------------------------------------------------------------

-- The version is an argument so that the branch of older servers can be tried on a newer one.
create or replace function rollcall.reachable_roles(server_version integer)
    returns table (login name, role name, becomes boolean, grants_itself boolean, only_by_granting boolean)
    language sql stable
    set search_path = pg_catalog, pg_temp
begin atomic
    with recursive membership as (
        -- Through jsonb, since PostgreSQL 15 has neither column: there every member may set role, and may inherit.
        select m.member, m.roleid, m.admin_option,
               server_version < 160000 or coalesce((to_jsonb(m) ->> 'set_option')::boolean, true) as may_set,
               server_version < 160000 or coalesce((to_jsonb(m) ->> 'inherit_option')::boolean, true) as inherits
        from pg_auth_members m),
    reach (login, role, becomes, grants_itself) as (
        select r.oid, r.oid, true, false from pg_roles r where r.rolcanlogin
        union
        select reach.login, step.role, step.becomes, reach.grants_itself or step.granting
        from reach
        join pg_roles present on present.oid = reach.role and not present.rolsuper
        cross join lateral (
            select m.roleid as role, true as becomes, false as granting from membership m where m.member = reach.role and reach.becomes and m.may_set
            union all
            -- Rights without the role's attributes.
            select m.roleid, false, false from membership m where m.member = reach.role and m.inherits
            union all
            -- Who may grant a role grants it to itself; its rights suffice for that.
            select m.roleid, true, true from membership m where m.member = reach.role and m.admin_option
            union all
            -- Before PostgreSQL 16, createrole grants every role that is no superuser.
            select r.oid, true, true from pg_roles r
            where server_version < 160000 and reach.becomes and present.rolcreaterole and not r.rolsuper and r.oid <> reach.role) step)
    select l.rolname, r.rolname, bool_or(reach.becomes), bool_or(reach.grants_itself), bool_and(reach.grants_itself)
    from reach join pg_roles l on l.oid = reach.login join pg_roles r on r.oid = reach.role
    group by l.rolname, r.rolname;
end;

comment on function rollcall.reachable_roles(integer) is
    'For each login every role that it is or can come to: as a member, by set role, and by an admin option or, before PostgreSQL 16, createrole, with which it grants itself the role. becomes: with the role''s attributes, not only its rights. grants_itself: in one way at least by granting; only_by_granting: in no other way.';

create or replace view rollcall.privileged_logins with (security_invoker = true) as
with reached as (
    select r.login, r.role, r.grants_itself, r.only_by_granting, r.login = r.role as own,
           case when p.rolsuper and r.becomes then 1
                when p.rolbypassrls and r.becomes then 2
                when r.role in ('pg_execute_server_program', 'pg_read_server_files', 'pg_write_server_files') then 3
                when p.rolreplication and r.becomes then 4
                when r.role = 'rollcall_owner' then 5
                when r.role in ('rollcall_backend', 'rollcall_sync', 'rollcall_tenant') then 6
           end as rank
    from rollcall.reachable_roles(current_setting('server_version_num')::integer) r
    join pg_roles p on p.rolname = r.role),
worst as (
    select r.login, r.rank, bool_or(r.own) as own, bool_and(r.only_by_granting) as only_by_granting, bool_or(r.grants_itself) as by_granting,
           count(*) as roles, string_agg(quote_ident(r.role), ' and ' order by r.role) as names
    from reached r
    where r.rank is not null and r.rank = (select min(other.rank) from reached other where other.login = r.login)
    group by r.login, r.rank)
select w.login,
       case w.rank when 1 then 'superuser' when 2 then 'bypassrls' when 3 then 'server' when 4 then 'replication' when 5 then 'owner'
                   else case when w.roles > 1 then 'roles' else 'grants' end end as kind,
       case when w.rank = 1 and w.own then 'is a superuser: no row security binds it'
            when w.rank = 2 and w.own then 'has bypassrls: no row security binds it'
            when w.rank = 1 then format('can become %s, a superuser: no row security binds it then', w.names)
            when w.rank = 2 then format('can become %s with bypassrls: no row security binds it then', w.names)
            when w.rank = 3 then format('may run programs or use files on the server (%s): the tables'' files are among them', w.names)
            when w.rank = 4 and w.own then 'has replication: it may copy the whole server, every row'
            when w.rank = 4 then format('can become %s with replication: it may copy the whole server then, every row', w.names)
            when w.rank = 5 then 'may act as rollcall_owner, who sees everything and can undo it'
            when w.roles > 1 then 'is a member of ' || w.names
            else 'may grant ' || w.names || ', itself included' end
       || case when w.only_by_granting and (w.rank < 6 or w.roles > 1) then ' (it can grant itself that: admin option, or createrole before PostgreSQL 16)' else '' end as problem,
       case w.rank when 1 then 'never connect an application as it'
                   when 2 then 'never connect an application as it'
                   when 3 then 'revoke that from it, or never connect an application as it'
                   when 4 then 'never connect an application as it'
                   when 5 then 'use it for migrations only'
                   else case when w.roles > 1 then 'leave it in one of them' else 'revoke the admin option, or never connect an application as it' end end as advice
from worst w
where w.rank < 6 or w.roles > 1 or w.by_granting;

comment on view rollcall.privileged_logins is
    'Logins that row security does not bind, or that can come to where it does not, one line for each with the worst of it. The administrator who migrates is one of them and has to be.';
comment on column rollcall.privileged_logins.login is 'Name of the role that can log in.';
comment on column rollcall.privileged_logins.kind is 'superuser, bypassrls, server (programs and files), replication, owner (rollcall_owner), roles (two of Rollcall''s) or grants (may grant one of Rollcall''s).';
comment on column rollcall.privileged_logins.problem is 'What it is or can become, and through which roles.';
comment on column rollcall.privileged_logins.advice is 'What to do about it.';

grant execute on function rollcall.reachable_roles(integer) to rollcall_sync, rollcall_backend;
grant select on rollcall.privileged_logins to rollcall_sync, rollcall_backend;

-- The report --------------------------------------------------------------------------------------------------------------

create or replace function rollcall.tenancy_report() returns table (finding text, object text, problem text, advice text)
    language plpgsql stable
    set search_path = pg_catalog, pg_temp
as $$
declare
    tenant_columns constant text[] := array['organizationid', 'organisationid', 'orgid', 'clerkorganizationid', 'clerkorgid', 'tenantid'];
begin
    return query
    select 'guard_changed', coalesce(expected.object, actual.object),
           case when actual.guard is null then expected.guard || ' is missing'
                when expected.guard is null then actual.guard || ' was added: ' || actual.definition
                else expected.guard || ' was changed: ' || actual.definition end,
           case when expected.guard is null and actual.guard like 'policy %' then format('drop %s on %s', actual.guard, actual.object)
                when expected.guard is null then 'revoke it, unless it is meant'
                else 'make it again as it was: ' || expected.definition end
    from rollcall.expected_guards expected
    full join rollcall.guards() actual on actual.object = expected.object and actual.guard = expected.guard
    where expected.definition is distinct from actual.definition
    order by 2, 3;

    return query
    with recursive confined (relid, column_name) as (
        select p.polrelid, a.attname
        from pg_policy p join pg_attribute a on a.attrelid = p.polrelid
        where p.polname = 'rollcall_tenant_only' and rollcall.has_tenant_policy(p.polrelid, a.attname)),
    -- Who reads an ancestor reads the rows of the protected table, by the ancestor's policies alone.
    ancestor (relid, child, column_name) as (
        select i.inhparent, confined.relid, confined.column_name from pg_inherits i join confined on confined.relid = i.inhrelid
        union
        select i.inhparent, ancestor.child, ancestor.column_name from pg_inherits i join ancestor on ancestor.relid = i.inhrelid),
    heir (relid, column_name) as (
        select i.inhrelid, confined.column_name from pg_inherits i join confined on confined.relid = i.inhparent
        union
        select i.inhrelid, heir.column_name from pg_inherits i join heir on heir.relid = i.inhparent),
    own_table as (
        select c.oid, c.oid::regclass::text as name, c.relispartition, c.relrowsecurity, c.relforcerowsecurity,
               exists (select from pg_policy p where p.polrelid = c.oid and p.polname = 'rollcall_tenant_only') as has_policy,
               c.oid in (select confined.relid from confined) as policy_is_ours,
               exists (select from pg_policy p where p.polrelid = c.oid and p.polname = 'rollcall_tenant_access')
                   or exists (select from rollcall.protected p where p.relation = c.oid) as had_policy,
               (select string_agg(distinct ancestor.child::regclass::text, ', ')
                from ancestor
                where ancestor.relid = c.oid and not rollcall.is_confined(c.oid, ancestor.column_name)) as opens,
               coalesce((select min(heir.column_name::text) from heir where heir.relid = c.oid),
                        (select a.attname::text
                         from pg_attribute a
                         where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
                           and lower(replace(a.attname, '_', '')) = any (tenant_columns)
                         order by array_position(tenant_columns, lower(replace(a.attname, '_', '')))
                         limit 1),
                        (select min(k.column_name::text) from rollcall.parents_of(c.oid) k where k.parent = (select o.oid from pg_class o join pg_namespace s on s.oid = o.relnamespace where s.nspname = 'clerk' and o.relname = 'organizations'))) as tenant_column
        from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where (c.relkind in ('r', 'p') or c.relkind = 'f' and c.oid in (select ancestor.relid from ancestor))
          and n.nspname not in ('clerk', 'clerk_tenant', 'rollcall', 'information_schema') and n.nspname not like 'pg\_%'
          -- These are below.
          and not exists (select from rollcall.protected p where p.relation = c.oid and cardinality(p.parents) > 0)
          and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e'))
    select case when t.has_policy and not (t.policy_is_ours and t.relrowsecurity and t.relforcerowsecurity) or t.had_policy and not t.has_policy then 'protection_undone'
                when t.opens is not null then 'parent_not_protected'
                else 'table_not_protected' end, t.name,
           case when t.has_policy and not t.policy_is_ours then 'policy rollcall_tenant_only was changed'
                when t.has_policy and not t.relrowsecurity then 'row security was disabled'
                when t.has_policy and not t.relforcerowsecurity then 'row security is no longer forced: the owner sees everything'
                when t.had_policy and not t.has_policy then 'policy rollcall_tenant_only is gone'
                when t.opens is not null then format('shows the rows of %s, which inherits from it and is protected: who reads this one reads all organizations', t.opens)
                when t.relispartition then format('this partition has column %s and no protection when it is named directly', quote_ident(t.tenant_column))
                when t.relrowsecurity then format('column %s names an organization; the table has row security of its own, not by rollcall.protect_table', quote_ident(t.tenant_column))
                else format('column %s names an organization, and nothing keeps organizations apart', quote_ident(t.tenant_column)) end,
           case when t.opens is not null and (t.tenant_column is null or t.has_policy)
                     then format('add the column of the protected table to %1$s and run select rollcall.protect_table(%1$L, <column>), or end the inheritance: alter table %2$s no inherit %1$s', t.name, t.opens)
                when t.tenant_column is null then format('select rollcall.protect_table(%L, <column>)', t.name)
                else format('select rollcall.protect_table(%L, %L)', case when t.relispartition then pg_partition_root(t.oid)::text else t.name end, t.tenant_column) end
    from own_table t
    where (t.tenant_column is not null or t.has_policy or t.had_policy or t.opens is not null)
      and (t.opens is not null or not (t.policy_is_ours and t.relrowsecurity and t.relforcerowsecurity))
    order by 1 desc, 2;

    return query select child.finding, child.object, child.problem, child.advice from rollcall.children_report(tenant_columns) child;

    return query
    with recursive reading (relation, kind, invoker, over) as (
        select c.oid, c.relkind, true, c.oid
        from pg_class c
        where c.relkind in ('r', 'p')
          and (c.relnamespace = 'clerk'::regnamespace
               or exists (select from pg_policy p where p.polrelid = c.oid and p.polname = 'rollcall_tenant_only'))
        union
        select v.oid, v.relkind,
               coalesce((select o.option_value::boolean from pg_options_to_table(v.reloptions) o where o.option_name = 'security_invoker'), false),
               reading.over
        from reading
        join pg_depend d on d.refclassid = 'pg_class'::regclass and d.refobjid = reading.relation and d.classid = 'pg_rewrite'::regclass
        join pg_rewrite r on r.oid = d.objid and r.ev_class <> reading.relation
        join pg_class v on v.oid = r.ev_class)
    select 'view_bypasses', reading.relation::regclass::text,
           format(case when reading.kind = 'm' then 'a materialized view keeps rows of all organizations that its owner saw of %s'
                       else 'reads %s with the rights of its owner, not of the caller' end,
                  string_agg(distinct reading.over::regclass::text, ', ')),
           case when reading.kind = 'm' then 'keep it where no tenant has a grant, or replace it by a view'
                else format('alter view %s set (security_invoker = true)', reading.relation::regclass) end
    from reading
    where reading.kind = 'm' or reading.kind = 'v' and not reading.invoker
    group by reading.relation, reading.kind
    order by 2;

    return query
    select 'grant_bypasses', c.oid::regclass::text,
           format('%s may %s: row security does not cover it', string_agg(distinct coalesce(quote_ident(r.rolname), 'public'), ', '),
                  string_agg(distinct lower(acl.privilege_type), ', ')),
           format('revoke truncate, trigger on %s from %s', c.oid::regclass, string_agg(distinct coalesce(quote_ident(r.rolname), 'public'), ', '))
    from pg_class c cross join lateral aclexplode(c.relacl) acl left join pg_roles r on r.oid = acl.grantee
    where acl.privilege_type in ('TRUNCATE', 'TRIGGER') and acl.grantee <> c.relowner
      and exists (select from pg_policy p where p.polrelid = c.oid and p.polname = 'rollcall_tenant_only')
    group by c.oid
    order by 2;

    return query
    select 'role_bypasses', quote_ident(privileged.login), privileged.problem, privileged.advice
    from rollcall.privileged_logins privileged
    order by 2;

    return query
    select 'login_may_drop', quote_ident(droppers.login), droppers.problem, droppers.advice
    from rollcall.droppers() droppers
    order by 2;

    return query select claims.finding, claims.object, claims.problem, claims.advice from rollcall.claims_report() claims;
end
$$;

comment on function rollcall.tenancy_report() is
    'What keeps tenants from being kept apart: changed guards of clerk, own tables without protection, views and grants around it, logins that bypass it or could drop the copy, and who could forge claims.';

-- The worker's doctor reads it too.
grant execute on function rollcall.tenancy_report(), rollcall.guards() to rollcall_sync, rollcall_backend;

select rollcall.record_guards();
