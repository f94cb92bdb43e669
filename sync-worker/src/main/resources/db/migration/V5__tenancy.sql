-- Tenants kept apart, in clerk and in the application's own tables. What it is for and where it ends: docs/tenancy.md.
--
-- Functions fix their search_path, and those that need not run text as SQL are parsed here (begin atomic), so no name in
-- them can be captured later. What runs as the caller says so by leaving `security definer` out.

alter default privileges revoke execute on functions from public;

-- An application's role needs the schema to protect its own tables and to set its tenant. Every table and every other
-- function in it has grants of its own.
grant usage on schema rollcall to public;

alter function rollcall.current_organization_id() set search_path = pg_catalog, pg_temp;
alter function rollcall.set_tenant(text) set search_path = pg_catalog, pg_temp;
grant execute on function rollcall.current_organization_id(), rollcall.set_tenant(text) to public;

-- What the policies ask ---------------------------------------------------------------------------------------------------

create function rollcall.acting_organization_id() returns text
    language sql stable parallel safe security definer
    set search_path = pg_catalog, pg_temp
begin atomic
    select acting.id
    from (select rollcall.current_organization_id() as id) acting
    where not exists (select from clerk.organizations o where o.id = acting.id and o.deleted_at is not null);
end;

comment on function rollcall.acting_organization_id() is
    'The organization that this transaction acts for; null when none was set, and when it was deleted. One whose row has not arrived yet counts.';

create function rollcall.ended_permission_ids() returns text[]
    language sql stable parallel safe security definer
    set search_path = pg_catalog, pg_temp
begin atomic
    select coalesce(array_agg(p.id), '{}') from clerk.permissions p where p.deleted_at is not null;
end;

comment on function rollcall.ended_permission_ids() is
    'Permissions that were deleted: their lines in clerk.role_permissions count no longer, though no event rewrites them.';

grant execute on function rollcall.acting_organization_id(), rollcall.ended_permission_ids() to rollcall_tenant, rollcall_backend;

-- With deleted_at in it, the members of an organization are found without their rows.
drop index clerk.organization_memberships_organization;
create index organization_memberships_organization on clerk.organization_memberships (organization_id, user_id) include (deleted_at);

-- The guards of clerk -----------------------------------------------------------------------------------------------------

create table rollcall.expected_guards (
    object     text not null,
    guard      text not null,
    definition text not null,
    primary key (object, guard)
);

comment on table rollcall.expected_guards is 'Row security, policies and grants of schema clerk as the migrations left them. rollcall.tenancy_report() compares.';
comment on column rollcall.expected_guards.object is 'The table or view, such as clerk.users, or the schema.';
comment on column rollcall.expected_guards.guard is 'row security, policy <name>, or grants to <role>.';
comment on column rollcall.expected_guards.definition is 'What it says, as the catalogs print it.';

grant select on rollcall.expected_guards to rollcall_sync, rollcall_backend;

create function rollcall.guards() returns table (object text, guard text, definition text)
    language sql stable
    set search_path = pg_catalog, pg_temp
begin atomic
    select format('clerk.%I', c.relname), 'row security',
           case when c.relrowsecurity then 'enabled' else 'disabled' end || case when c.relforcerowsecurity then ', forced' else ', not forced' end
    from pg_class c
    where c.relnamespace = 'clerk'::regnamespace and c.relkind in ('r', 'p')
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
    from (select format('clerk.%I', c.relname) as object, c.relowner as owner, acl.grantee, lower(acl.privilege_type) as privilege
          from pg_class c, aclexplode(c.relacl) acl
          where c.relnamespace = 'clerk'::regnamespace
          union all
          select format('clerk.%I', c.relname), c.relowner, acl.grantee,
                 format('%s (%s)', lower(acl.privilege_type), string_agg(quote_ident(a.attname), ', ' order by a.attname))
          from pg_class c join pg_attribute a on a.attrelid = c.oid, aclexplode(a.attacl) acl
          where c.relnamespace = 'clerk'::regnamespace and not a.attisdropped and acl.privilege_type <> 'REFERENCES'
          group by c.relname, c.relowner, acl.grantee, acl.privilege_type
          union all
          select 'schema clerk', n.nspowner, acl.grantee, lower(acl.privilege_type)
          from pg_namespace n, aclexplode(n.nspacl) acl
          where n.nspname = 'clerk' and acl.privilege_type <> 'USAGE') granted
        left join pg_roles role on role.oid = granted.grantee
    where granted.grantee <> granted.owner
    group by granted.object, role.rolname;
end;

comment on function rollcall.guards() is 'Row security, policies and grants of schema clerk as they are now.';

create function rollcall.record_guards() returns void
    language sql volatile
    set search_path = pg_catalog, pg_temp
begin atomic
    delete from rollcall.expected_guards;
    insert into rollcall.expected_guards select g.object, g.guard, g.definition from rollcall.guards() g;
end;

comment on function rollcall.record_guards() is 'The last line of every migration that changes a table, policy or grant of clerk.';

create function rollcall.secure_table(table_name text, tenant_condition text) returns void
    language plpgsql volatile
    set search_path = pg_catalog, pg_temp
as $$
declare
    policy text;
begin
    execute format('alter table clerk.%I enable row level security', table_name);
    execute format('alter table clerk.%I force row level security', table_name);
    for policy in select p.policyname from pg_policies p where p.schemaname = 'clerk' and p.tablename = table_name loop
        execute format('drop policy %I on clerk.%I', policy, table_name);
    end loop;
    execute format('create policy owner_all on clerk.%I to rollcall_owner using (true) with check (true)', table_name);
    execute format('create policy sync_all on clerk.%I to rollcall_sync using (true) with check (true)', table_name);
    execute format('create policy backend_read on clerk.%I for select to rollcall_backend using (true)', table_name);
    -- Restrictive: neither another policy nor another role of the same login shows more than this. A tenant writes nothing.
    execute format('create policy tenant_only on clerk.%I as restrictive to rollcall_tenant using (%s) with check (false)',
                   table_name, tenant_condition);
    if tenant_condition <> 'false' then
        execute format('create policy tenant_read on clerk.%I for select to rollcall_tenant using (true)', table_name);
    end if;
end
$$;

comment on function rollcall.secure_table(text, text) is
    'For migrations: forces row security on a table of clerk and gives each role its line. The condition says what a tenant sees; ''false'' for nothing.';

do $$
declare
    acting constant text := '(select rollcall.acting_organization_id())';
    members constant text := 'array(select m.user_id from clerk.organization_memberships m where m.organization_id = ' || acting || ' and m.deleted_at is null)';
    table_name text;
begin
    -- A placeholder (revision 0) is not an object of Clerk's yet.
    perform rollcall.secure_table('organizations', 'id = ' || acting || ' and deleted_at is null and sync_revision > 0');
    foreach table_name in array array['organization_memberships', 'organization_invitations', 'organization_domains',
                                      'subscriptions', 'subscription_items', 'payment_attempts'] loop
        perform rollcall.secure_table(table_name, 'organization_id = ' || acting || ' and deleted_at is null');
    end loop;
    -- An array, not a correlated exists: it is evaluated once, and the index on id answers.
    perform rollcall.secure_table('users', 'deleted_at is null and sync_revision > 0 and id = any (' || members || ')');
    -- A live membership has a live user: the user's delete ended it in the same transaction. To ask clerk.users as well would
    -- read all members' rows for one member's address.
    perform rollcall.secure_table('user_email_addresses', 'user_id = any (' || members || ')');
    perform rollcall.secure_table('roles', 'deleted_at is null and ' || acting || ' is not null');
    perform rollcall.secure_table('permissions', 'deleted_at is null and ' || acting || ' is not null');
    perform rollcall.secure_table('role_permissions',
        acting || ' is not null and role_id = any (array(select r.id from clerk.roles r where r.deleted_at is null))'
        || ' and id <> all ((select rollcall.ended_permission_ids())::text[])');
    foreach table_name in array array['user_phone_numbers', 'user_external_accounts', 'sessions', 'waitlist_entries', 'other_objects'] loop
        perform rollcall.secure_table(table_name, 'false');
    end loop;
end
$$;

-- Without private metadata, extra, what verified an address, ids at payment gateways, and what an invitation carries.
grant select (id, organization_id, email_address, role, role_name, inviter_id, user_id, status, public_metadata, expires_at,
              created_at, updated_at, deleted_at)
    on clerk.organization_invitations to rollcall_tenant;
grant select (id, organization_id, name, enrollment_mode, total_pending_invitations, total_pending_suggestions,
              created_at, updated_at, deleted_at)
    on clerk.organization_domains to rollcall_tenant;
grant select (id, organization_id, user_id, status, active_at, canceled_at, ended_at, past_due_at,
              created_at, updated_at, deleted_at)
    on clerk.subscriptions to rollcall_tenant;
grant select (id, subscription_id, organization_id, user_id, status, is_free_trial, plan_id, plan, interval, period_start,
              period_end, seats, created_at, updated_at, deleted_at)
    on clerk.subscription_items to rollcall_tenant;
grant select (id, organization_id, user_id, status, charge_type, billing_date, paid_at, failed_at, failed_reason, totals,
              created_at, updated_at, deleted_at)
    on clerk.payment_attempts to rollcall_tenant;
grant select (id, name, key, description, is_creator_eligible, created_at, updated_at, deleted_at)
    on clerk.roles to rollcall_tenant;
grant select (id, name, key, description, type, created_at, updated_at, deleted_at)
    on clerk.permissions to rollcall_tenant;
grant select (role_id, id, name, key, description, type, created_at, updated_at)
    on clerk.role_permissions to rollcall_tenant;

-- Views for back ends -----------------------------------------------------------------------------------------------------

create function rollcall.make_active_view(table_name text, view_name text, description text) returns void
    language plpgsql volatile
    set search_path = pg_catalog, pg_temp
as $$
declare
    columns text;
    comment_on_column text;
begin
    select string_agg(quote_ident(a.attname), ', ' order by a.attnum) into columns
    from pg_attribute a
    where a.attrelid = format('clerk.%I', table_name)::regclass and a.attnum > 0 and not a.attisdropped
      and a.attname not like 'sync\_%' and a.attname not in ('deleted_at', 'erased_at');
    execute format('create or replace view clerk.%I with (security_invoker = true) as select %s from clerk.%I where deleted_at is null and sync_revision > 0',
                   view_name, columns, table_name);
    execute format('comment on view clerk.%I is %L', view_name, description);
    for comment_on_column in
        select format('comment on column clerk.%I.%I is %L', view_name, a.attname, col_description(t.attrelid, t.attnum))
        from pg_attribute a
        join pg_attribute t on t.attname = a.attname and t.attrelid = format('clerk.%I', table_name)::regclass
        where a.attrelid = format('clerk.%I', view_name)::regclass and a.attnum > 0
    loop
        execute comment_on_column;
    end loop;
    execute format('grant select on clerk.%I to rollcall_backend', view_name);
end
$$;

comment on function rollcall.make_active_view(text, text, text) is
    'For migrations: makes the view of a table''s live rows, or adds the table''s new columns to it.';

select rollcall.make_active_view('users', 'active_users', 'Users that live: neither ended nor placeholders. Row security is the caller''s.');
select rollcall.make_active_view('organizations', 'active_organizations', 'Organizations that live: neither ended nor placeholders. Row security is the caller''s.');
select rollcall.make_active_view('organization_memberships', 'active_memberships', 'Memberships that live. Row security is the caller''s.');

-- Permissions -------------------------------------------------------------------------------------------------------------

-- They run as the caller, so a tenant's row security bounds what they can answer, and use granted columns only. In plpgsql,
-- since a session keeps its plan, and plans again for another role: in SQL every call would be planned anew.
create function rollcall.effective_permissions(user_id text, organization_id text) returns text[]
    language plpgsql stable parallel safe
    set search_path = pg_catalog, pg_temp
as $$
begin
    return (select coalesce(array_agg(distinct p.key order by p.key), '{}')
    from clerk.role_permissions p
    -- Out of order, one key may have two live roles, and a user two live memberships: the newer counts, the older's delete is on its way.
    where p.role_id = (select r.id
                       from clerk.roles r
                       where r.deleted_at is null
                         and r.key = (select m.role
                                      from clerk.organization_memberships m
                                      where m.organization_id = effective_permissions.organization_id
                                        and m.user_id = effective_permissions.user_id
                                        and m.deleted_at is null
                                      order by m.created_at desc nulls last, m.id desc
                                      limit 1)
                       order by r.created_at desc nulls last, r.id desc
                       limit 1)
      and p.key is not null
      and p.id <> all ((select rollcall.ended_permission_ids())::text[])
      and exists (select
                  from clerk.users u
                  where u.id = effective_permissions.user_id and u.deleted_at is null
                    -- Null in a placeholder: of whom nothing is known yet may do nothing.
                    and u.banned is false and u.locked is not true and u.deprovisioned is not true)
      and not exists (select
                      from clerk.organizations o
                      where o.id = effective_permissions.organization_id and o.deleted_at is not null));
end
$$;

comment on function rollcall.effective_permissions(text, text) is
    'Keys of the permissions that the user has in the organization, by its membership''s role; empty for users who are unknown, banned, locked, deprovisioned or deleted, and for organizations that are deleted or not the caller''s.';

create function rollcall.has_permission(user_id text, organization_id text, permission text) returns boolean
    language plpgsql stable parallel safe
    set search_path = pg_catalog, pg_temp
as $$
begin
    return coalesce(permission = any (rollcall.effective_permissions(user_id, organization_id)), false);
end
$$;

comment on function rollcall.has_permission(text, text, text) is
    'Whether rollcall.effective_permissions has this key. Never null. In a policy, write (select rollcall.has_permission(…)).';

grant execute on function rollcall.effective_permissions(text, text), rollcall.has_permission(text, text, text) to rollcall_tenant, rollcall_backend;

-- The application's own tables --------------------------------------------------------------------------------------------

-- Labelled immutable so that the planner replaces it by its value: `column = … or <parameter>` would cost the index. The
-- value depends on the caller, and so does every cached plan of a table with row security: PostgreSQL plans it again for
-- another role, as it does for the role lists of policies themselves.
create function rollcall.reads_every_organization() returns boolean
    language sql immutable parallel safe
    set search_path = pg_catalog, pg_temp
begin atomic
    select pg_has_role('rollcall_backend', 'usage') and not pg_has_role('rollcall_tenant', 'usage');
end;

comment on function rollcall.reads_every_organization() is
    'Whether the caller is a trusted back end: a member of rollcall_backend, and not of rollcall_tenant too.';

create function rollcall.protect_table(table_name text, column_name text) returns void
    language plpgsql volatile
    set search_path = pg_catalog, pg_temp
as $$
declare
    target constant regclass := to_regclass(table_name);
    described record;
    member record;
    condition text;
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
                then format('%I, rollcall_tenant, rollcall_backend', pg_get_userbyid(member.relowner)) else 'public' end;
            execute format('create policy rollcall_tenant_access on %s to %s using (%s) with check (%s)',
                           member.relation, permissive_roles, condition, condition);
            if member.relrowsecurity then
                raise notice '% had row security and no policy: the new one is for % only', member.relation, permissive_roles;
            end if;
        end if;
        execute format('alter table %s enable row level security', member.relation);
        execute format('alter table %s force row level security', member.relation);
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

create function rollcall.ensure_user(id text) returns text
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

create function rollcall.ensure_organization(id text) returns text
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

create function rollcall.is_synced(id text, since timestamptz default null) returns boolean
    language plpgsql stable
    set search_path = pg_catalog, pg_temp
as $$
declare
    table_name constant text := case
        when id like 'user\_%' then 'users'
        when id like 'org\_%' then 'organizations'
        when id like 'orgmem\_%' then 'organization_memberships'
        when id like 'orginv\_%' then 'organization_invitations'
        when id like 'orgdmn\_%' then 'organization_domains'
        when id like 'role\_%' then 'roles'
        when id like 'perm\_%' then 'permissions'
        when id like 'sess\_%' then 'sessions'
        when id like 'wle\_%' then 'waitlist_entries'
        when id like 'csub\_item\_%' then 'subscription_items'
        when id like 'csub\_%' then 'subscriptions'
        when id like 'cpa\_%' or id like 'pa\_%' then 'payment_attempts'
    end;
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

create function rollcall.wait_until_synced(id text, since timestamptz default null, timeout interval default '5 seconds') returns boolean
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

-- The report --------------------------------------------------------------------------------------------------------------

create function rollcall.tenancy_report() returns table (finding text, object text, problem text, advice text)
    language plpgsql stable
    set search_path = pg_catalog, pg_temp
as $$
declare
    -- Who may become whom: before PostgreSQL 16 every member may.
    become constant text := case when current_setting('server_version_num')::integer >= 160000 then 'set' else 'member' end;
    tenant_columns constant text[] := array['organizationid', 'organisationid', 'orgid', 'clerkorganizationid', 'clerkorgid', 'tenantid'];
    condition constant text := '((%s = ( SELECT rollcall.current_organization_id() AS current_organization_id)) OR rollcall.reads_every_organization())';
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
    with own_table as (
        select c.oid, c.oid::regclass::text as name, c.relispartition, c.relrowsecurity, c.relforcerowsecurity,
               exists (select from pg_policy p where p.polrelid = c.oid and p.polname = 'rollcall_tenant_only') as has_policy,
               exists (select
                       from pg_policy p join pg_attribute a on a.attrelid = p.polrelid
                       where p.polrelid = c.oid and p.polname = 'rollcall_tenant_only'
                         and not p.polpermissive and p.polcmd = '*' and p.polroles = '{0}'
                         and pg_get_expr(p.polqual, p.polrelid) in (format(condition, quote_ident(a.attname)), format(condition, '(' || quote_ident(a.attname) || ')::text'))
                         and pg_get_expr(p.polwithcheck, p.polrelid) = pg_get_expr(p.polqual, p.polrelid)) as policy_is_ours,
               exists (select from pg_policy p where p.polrelid = c.oid and p.polname = 'rollcall_tenant_access') as had_policy,
               (select a.attname::text
                from pg_attribute a
                where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
                  and lower(replace(a.attname, '_', '')) = any (tenant_columns)
                order by array_position(tenant_columns, lower(replace(a.attname, '_', '')))
                limit 1) as tenant_column
        from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where c.relkind in ('r', 'p')
          and n.nspname not in ('clerk', 'rollcall', 'information_schema') and n.nspname not like 'pg\_%'
          and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e'))
    select case when t.has_policy or t.had_policy then 'protection_undone' else 'table_not_protected' end, t.name,
           case when t.has_policy and not t.policy_is_ours then 'policy rollcall_tenant_only was changed'
                when t.has_policy and not t.relrowsecurity then 'row security was disabled'
                when t.has_policy then 'row security is no longer forced: the owner sees everything'
                when t.had_policy then 'policy rollcall_tenant_only is gone'
                when t.relispartition then format('this partition has column %s and no protection when it is named directly', quote_ident(t.tenant_column))
                when t.relrowsecurity then format('column %s names an organization; the table has row security of its own, not by rollcall.protect_table', quote_ident(t.tenant_column))
                else format('column %s names an organization, and nothing keeps organizations apart', quote_ident(t.tenant_column)) end,
           case when t.tenant_column is null then format('select rollcall.protect_table(%L, <column>)', t.name)
                else format('select rollcall.protect_table(%L, %L)', case when t.relispartition then pg_partition_root(t.oid)::text else t.name end, t.tenant_column) end
    from own_table t
    where (t.tenant_column is not null or t.has_policy or t.had_policy)
      and not (t.policy_is_ours and t.relrowsecurity and t.relforcerowsecurity)
    order by 1 desc, 2;

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
    with login as (
        select r.rolname, r.rolsuper, r.rolbypassrls,
               pg_has_role(r.oid, 'rollcall_owner', 'usage') or pg_has_role(r.oid, 'rollcall_owner', become) as owner,
               array(select ours
                     from unnest(array['rollcall_backend', 'rollcall_sync', 'rollcall_tenant']) ours
                     where pg_has_role(r.oid, ours, 'usage') or pg_has_role(r.oid, ours, become)
                     order by ours) as ours
        from pg_roles r
        where r.rolcanlogin)
    select 'role_bypasses', quote_ident(login.rolname),
           case when login.rolsuper then 'is a superuser: no row security binds it'
                when login.rolbypassrls then 'has bypassrls: no row security binds it'
                when login.owner then 'may act as rollcall_owner, who sees everything and can undo it'
                else 'is a member of ' || array_to_string(login.ours, ' and ') end,
           case when login.rolsuper or login.rolbypassrls then 'never connect an application as it'
                when login.owner then 'use it for migrations only'
                else 'leave it in one of them' end
    from login
    where login.rolsuper or login.rolbypassrls or login.owner or cardinality(login.ours) > 1
    order by 2;
end
$$;

comment on function rollcall.tenancy_report() is
    'What keeps tenants from being kept apart: changed guards of clerk, own tables without protection, views and grants around it, and logins that bypass it.';

-- The worker's doctor reads it too.
grant execute on function rollcall.tenancy_report(), rollcall.guards() to rollcall_sync, rollcall_backend;

do $$
begin
    perform rollcall.record_guards();
end
$$;
