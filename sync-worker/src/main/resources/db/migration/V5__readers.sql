-- For who reads: views that `select *` works on, what is a user's own, tables of the application's that have no organization of
-- their own, organizations and users from verified tokens, and how old an answer is. See docs/tenancy.md and docs/reading.md.

-- Views for tenants and back ends -------------------------------------------------------------------------------------------

grant usage on schema clerk_tenant to rollcall_tenant, rollcall_backend;

-- What a row of a table needs beside its own deleted_at to count as live.
create or replace function rollcall.live_condition(table_name text) returns text
    language sql immutable
    set search_path = pg_catalog, pg_temp
    return case when table_name in ('user_email_addresses', 'user_phone_numbers', 'user_external_accounts')
                     then 'exists (select from clerk.users u where u.id = t.user_id and u.deleted_at is null)'
                when table_name = 'role_permissions'
                     then 'exists (select from clerk.roles r where r.id = t.role_id and r.deleted_at is null)'
                          ' and not exists (select from clerk.permissions p where p.id = t.id and p.deleted_at is not null)'
                else 'true' end;

comment on function rollcall.live_condition(text) is
    'For migrations: what a row of a table of clerk, t, needs beside its own deleted_at to be live: children end with their parent.';

create or replace function rollcall.make_tenant_view(table_name text) returns void
    language plpgsql volatile
    set search_path = pg_catalog, pg_temp
as $$
declare
    columns text[];
    ends boolean;
    placeholders constant boolean := table_name in ('users', 'organizations');
begin
    select array_agg(a.attname::text order by a.attnum) filter (where a.attname <> 'deleted_at'
                                                                  and has_column_privilege('rollcall_tenant', a.attrelid, a.attnum, 'select')),
           bool_or(a.attname = 'deleted_at')
    into columns, ends
    from pg_attribute a
    where a.attrelid = format('clerk.%I', table_name)::regclass and a.attnum > 0 and not a.attisdropped;
    perform rollcall.make_view(
        format('clerk_tenant.%I', table_name), table_name, columns,
        -- A tenant's row security asks for a child's parent already; a back end's does not. The function is its value once a
        -- query is planned, so a tenant's plan is that of the table.
        case when ends then 't.deleted_at is null' else 'true' end
        || case when rollcall.live_condition(table_name) <> 'true'
                then ' and (not rollcall.reads_every_organization() or ' || rollcall.live_condition(table_name) || ')' else '' end,
        replace(obj_description(format('clerk.%I', table_name)::regclass), ', ended ones included (deleted_at)', '')
        || format(' Live rows of clerk.%s, with the columns that a tenant may read.', table_name),
        rollcall.tenant_roles() || ', rollcall_backend');
end
$$;

comment on function rollcall.make_tenant_view(text) is
    'For migrations: makes the view of a table in schema clerk_tenant, of the columns that rollcall_tenant is granted, or adds the table''s new columns to it.';

create or replace function rollcall.make_reader_views() returns void
    language plpgsql volatile
    set search_path = pg_catalog, pg_temp
as $$
declare
    made record;
begin
    for made in
        select c.relname,
               exists (select from pg_attribute a
                       where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
                         and has_column_privilege('rollcall_tenant', c.oid, a.attnum, 'select')) as for_tenants
        from pg_class c
        where c.relnamespace = to_regnamespace('clerk') and c.relkind = 'r'
        order by 1
    loop
        if made.for_tenants then
            perform rollcall.make_tenant_view(made.relname);
        end if;
        if made.relname not in ('users', 'organizations', 'organization_memberships') then
            perform rollcall.make_active_view(made.relname, 'active_' || made.relname,
                                              format('Live rows of clerk.%s. Row security is the caller''s.', made.relname),
                                              rollcall.live_condition(made.relname));
        end if;
    end loop;
end
$$;

comment on function rollcall.make_reader_views() is
    'For migrations: makes the views of schema clerk_tenant and those of live rows, or adds new tables and columns to them.';

select rollcall.make_reader_views();

-- What is a user's own ------------------------------------------------------------------------------------------------------

-- As the owner, since a tenant does not see a user's other organizations, and only of the user that acts. Beside an organization
-- too: tables and views show that organization alone then.
create or replace function rollcall.my_user()
    returns table (id text, primary_email_address_id text, primary_phone_number_id text, username text, first_name text, last_name text,
                   locale text, timezone text, image_url text, has_image boolean, public_metadata jsonb, last_sign_in_at timestamptz,
                   last_active_at timestamptz, created_at timestamptz, updated_at timestamptz)
    language plpgsql stable security definer
    set search_path = pg_catalog, pg_temp
as $$
begin
    return query
    select u.id, u.primary_email_address_id, u.primary_phone_number_id, u.username, u.first_name, u.last_name, u.locale, u.timezone,
           u.image_url, u.has_image, u.public_metadata, u.last_sign_in_at, u.last_active_at, u.created_at, u.updated_at
    from clerk.users u
    where u.id = rollcall.current_user_id() and u.deleted_at is null;
end
$$;

comment on function rollcall.my_user() is 'The user that this transaction acts for, also while an organization is set; no row when there is none.';

create or replace function rollcall.my_memberships()
    returns table (id text, organization_id text, user_id text, role text, role_name text, public_metadata jsonb, created_at timestamptz, updated_at timestamptz)
    language plpgsql stable security definer
    set search_path = pg_catalog, pg_temp
as $$
begin
    return query
    select m.id, m.organization_id, m.user_id, m.role, m.role_name, m.public_metadata, m.created_at, m.updated_at
    from clerk.organization_memberships m
    where m.user_id = rollcall.current_user_id() and m.deleted_at is null
      and not exists (select from clerk.organizations o where o.id = m.organization_id and o.deleted_at is not null)
    order by m.created_at, m.id;
end
$$;

comment on function rollcall.my_memberships() is 'Live memberships of the user that this transaction acts for, in all organizations, also while one is set.';

create or replace function rollcall.my_organizations()
    returns table (id text, name text, slug text, image_url text, has_image boolean, public_metadata jsonb,
                   membership_id text, role text, role_name text, created_at timestamptz)
    language plpgsql stable security definer
    set search_path = pg_catalog, pg_temp
as $$
begin
    return query
    select o.id, o.name, o.slug, o.image_url, o.has_image, o.public_metadata, m.id, m.role, m.role_name, o.created_at
    from rollcall.my_memberships() m
    join clerk.organizations o on o.id = m.organization_id
    where o.deleted_at is null and o.sync_revision > 0
    order by o.name, o.id;
end
$$;

comment on function rollcall.my_organizations() is
    'Organizations in which the user that this transaction acts for has a live membership, with the role, also while one is set.';

create or replace function rollcall.my_invitations() returns table (id text, organization_id text, role text, expires_at timestamptz)
    language plpgsql stable security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    me constant text := rollcall.current_user_id();
begin
    -- An address that nobody verified proves nothing: everybody can add that of somebody else to his account.
    return query
    select i.id, i.organization_id, i.role, i.expires_at
    from clerk.organization_invitations i
    where i.deleted_at is null and i.status = 'pending' and (i.expires_at is null or i.expires_at > now())
      and (i.user_id = me
           or lower(i.email_address) in (select lower(e.email_address) from clerk.user_email_addresses e
                                         where e.user_id = me and e.verification ->> 'status' = 'verified'))
      and not exists (select from clerk.organizations o where o.id = i.organization_id and o.deleted_at is not null)
    order by i.created_at, i.id;
end
$$;

comment on function rollcall.my_invitations() is
    'Open invitations of the user that this transaction acts for: by the user''s id, or to an address of the user''s that is verified.';

create index if not exists organization_invitations_pending on clerk.organization_invitations (lower(email_address)) where status = 'pending' and deleted_at is null;

grant execute on function rollcall.my_user(), rollcall.my_memberships(), rollcall.my_organizations(), rollcall.my_invitations()
    to rollcall_tenant, rollcall_backend;

-- Tables without an organization of their own -------------------------------------------------------------------------------

create or replace function rollcall.parents_of(relation oid)
    returns table (column_name name, not_null boolean, parent regclass, parent_column name)
    language sql stable
    set search_path = pg_catalog, pg_temp
begin atomic
    select distinct a.attname, a.attnotnull, k.confrelid::regclass, r.attname
    from pg_constraint k
    join pg_attribute a on a.attrelid = k.conrelid and a.attnum = k.conkey[1]
    join pg_attribute r on r.attrelid = k.confrelid and r.attnum = k.confkey[1]
    where k.conrelid = relation and k.contype = 'f' and k.convalidated and cardinality(k.conkey) = 1 and k.confrelid <> k.conrelid
      -- PostgreSQL 18 has keys that are not enforced.
      and coalesce((to_jsonb(k) ->> 'conenforced')::boolean, true)
      -- Of a key to a partitioned table there is one for each partition too.
      and not exists (select from pg_constraint whole where whole.oid = k.conparentid and whole.conrelid = k.conrelid);
end;

comment on function rollcall.parents_of(oid) is
    'Foreign keys of one column that hold for every row of a table, and lead to another table.';

create or replace function rollcall.leads_to(relation oid, other oid) returns boolean
    language sql stable
    set search_path = pg_catalog, pg_temp
begin atomic
    with recursive asked (oid) as (
        select relation
        union
        select parent::oid from asked join rollcall.protected p on p.relation = asked.oid, unnest(p.parents) parent)
    select exists (select from asked where asked.oid = other);
end;

comment on function rollcall.leads_to(oid, oid) is 'Whether the policy of a protected table asks, itself or through its parents, another table.';

create or replace function rollcall.protect_child(table_name text, column_name text, parent_name text) returns void
    language plpgsql volatile
    set search_path = pg_catalog, pg_temp
as $$
declare
    target constant regclass := to_regclass(table_name);
    root constant regclass := to_regclass(parent_name);
    described record;
    member record;
    keys record;
    permissive_roles text;
begin
    if target is null or root is null then
        raise exception 'there is no table %', coalesce(case when target is null then table_name else parent_name end, 'null') using errcode = 'undefined_table',
            hint = 'Write schema and table, with double quotes where the name has capitals: ''public."Task"''.';
    end if;
    select c.relkind, c.relispartition, c.relowner, n.nspname into described
    from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.oid = target;
    if described.nspname in ('clerk', 'clerk_tenant', 'rollcall', 'pg_catalog', 'information_schema', 'pg_toast') then
        raise exception '% belongs to Rollcall or to PostgreSQL', target using errcode = 'wrong_object_type',
            hint = 'protect_child is for tables of your own; those of clerk are protected.';
    elsif described.relkind not in ('r', 'p') or described.relispartition then
        raise exception '% is not a table, or is a partition', target using errcode = 'wrong_object_type',
            hint = 'Row security binds tables. Protect the partitioned table: it includes the partitions.';
    elsif not pg_has_role(described.relowner, 'usage') then
        raise exception 'only its owner can protect %', target using errcode = 'insufficient_privilege',
            hint = format('Run it as %s.', pg_get_userbyid(described.relowner));
    elsif not exists (select from pg_attribute a
                      where a.attrelid = target and a.attname = column_name and a.attnum > 0 and not a.attisdropped) then
        raise exception '% has no column %', target, coalesce(quote_ident(column_name), 'null') using errcode = 'undefined_column',
            hint = 'Write the column as the catalog has it, without quotes: project_id, projectId.';
    elsif target = root then
        raise exception '% refers to itself by %, which says nothing about its organization', target, quote_ident(column_name)
            using errcode = 'wrong_object_type', hint = 'Name the column that refers to another protected table, or add a column of the organization and use protect_table.';
    elsif not exists (select from rollcall.parents_of(target) k where k.column_name = protect_child.column_name and k.parent = root) then
        -- A row whose parent may be missing would be whose the parent is that somebody makes later.
        raise exception 'no foreign key of % alone leads from % to %, or it is not validated', quote_ident(column_name), target, root
            using errcode = 'wrong_object_type',
            hint = format('alter table %s add foreign key (%I) references %s; or validate the one that is there: alter table %s validate constraint …', target, column_name, root, target);
    elsif not rollcall.is_protected(root) then
        raise exception '% is not protected itself', root using errcode = 'wrong_object_type',
            hint = format('First: select rollcall.protect_table(%L, ''organization_id''), or protect_child where it has no organization of its own.', root);
    elsif rollcall.leads_to(root, target) then
        raise exception '% is protected by % already: they refer to each other', root, target using errcode = 'wrong_object_type',
            hint = 'Policies that ask each other end in an error at every query. Add a column of the organization to one of them and use protect_table.';
    elsif exists (select from pg_attribute a where a.attrelid = target and a.attnum > 0 and rollcall.is_confined(target, a.attname)) then
        raise exception '% is protected by an organization of its own', target using errcode = 'wrong_object_type',
            hint = 'That is the stricter and quicker way; there is nothing to do.';
    elsif exists (select from pg_inherits i where i.inhrelid = target) then
        raise exception '% inherits from a table that shows its rows', target using errcode = 'wrong_object_type', hint = 'End the inheritance.';
    end if;

    for member in
        with recursive family (relid, level) as (
            select target::oid, 0
            union
            select i.inhrelid, f.level + 1 from pg_inherits i join family f on i.inhparent = f.relid)
        select c.oid::regclass as relation, c.relname, c.relkind, c.relrowsecurity, c.relowner
        from family f join pg_class c on c.oid = f.relid order by f.level, c.oid
    loop
        -- Every reference that there is to a protected table counts, not the named one alone: a row that hangs on rows of two
        -- organizations is nobody's. Reading asks for all the parents that are visible, once, so that an index on the column
        -- answers; writing asks for the one parent of each row.
        select array_agg(k.column_name::text order by k.column_name, k.parent::oid) as columns,
               array_agg(k.parent order by k.column_name, k.parent::oid) as parents,
               string_agg(format(case when k.not_null then '' else '%1$I.%2$I is null or ' end || '%1$I.%2$I = any (array(select rollcall_parent.%4$I from %3$s rollcall_parent))',
                                 member.relname, k.column_name, k.parent, k.parent_column), ') and (' order by k.column_name, k.parent::oid) as reading,
               string_agg(format(case when k.not_null then '' else '%1$I.%2$I is null or ' end || 'exists (select from %3$s rollcall_parent where rollcall_parent.%4$I = %1$I.%2$I)',
                                 member.relname, k.column_name, k.parent, k.parent_column), ') and (' order by k.column_name, k.parent::oid) as writing,
               -- True, and gone with its parents: were the restriction dropped with a table, this one would show every row.
               string_agg(distinct format('not exists (select from %s limit 0)', k.parent), ' and ') as depending,
               string_agg(distinct format('%I.%I is not null', member.relname, k.column_name), ' or ') as hanging,
               bool_or(k.column_name = protect_child.column_name and k.parent = root) as has_named,
               bool_or(k.not_null) as hangs_always
        into keys
        from (select key.column_name, key.parent, key.parent_column,
                     -- A row without its only parent is nobody's, without a word about it.
                     key.not_null or count(*) over () = 1 as not_null
              from rollcall.parents_of(member.relation) key
              where rollcall.is_protected(key.parent) and not rollcall.leads_to(key.parent, target)) k;
        if not coalesce(keys.has_named, false) then
            raise exception '% inherits from %, without its foreign key', member.relation, target using errcode = 'wrong_object_type',
                hint = format('End the inheritance, or: alter table %s add foreign key (%I) references %s', member.relation, column_name, root);
        end if;
        if exists (select from pg_policy p where p.polrelid = member.relation and p.polname = 'rollcall_tenant_only') then
            execute format('drop policy rollcall_tenant_only on %s', member.relation);
        end if;
        execute format('create policy rollcall_tenant_only on %s as restrictive to public using (((%s)%s) or rollcall.reads_every_organization())'
                       || ' with check (((%s)%s) or rollcall.reads_every_organization())', member.relation,
                       keys.reading, case when keys.hangs_always then '' else ' and (' || keys.hanging || ')' end,
                       keys.writing, case when keys.hangs_always then '' else ' and (' || keys.hanging || ')' end);
        if exists (select from pg_policy p where p.polrelid = member.relation and p.polname = 'rollcall_tenant_access') then
            execute format('alter policy rollcall_tenant_access on %s using (%s) with check (%s)', member.relation, keys.depending, keys.depending);
        elsif not exists (select from pg_policy p where p.polrelid = member.relation and p.polpermissive) then
            permissive_roles := case when member.relrowsecurity
                then format('%I, %s, rollcall_backend', pg_get_userbyid(member.relowner), rollcall.tenant_roles()) else 'public' end;
            execute format('create policy rollcall_tenant_access on %s to %s using (%s) with check (%s)',
                           member.relation, permissive_roles, keys.depending, keys.depending);
            if member.relrowsecurity then
                raise notice '% had row security and no policy: the new one is for % only', member.relation, permissive_roles;
            end if;
        end if;
        execute format('alter table %s enable row level security', member.relation);
        execute format('alter table %s force row level security', member.relation);
        perform rollcall.write_down_protection(member.relation, keys.columns, keys.parents);
        if not exists (select
                       from pg_index i join pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[0]
                       where i.indrelid = member.relation and a.attname = column_name and i.indpred is null) then
            raise notice '% has no index that begins with %: every query will read the whole table', member.relation, quote_ident(column_name);
        end if;
    end loop;
end
$$;

comment on function rollcall.protect_child(text, text, text) is
    'Confines a table of the caller''s without an organization of its own to the rows whose parents are visible: by a foreign key to a protected table, and by every other one that it has. Only members of rollcall_backend reach all of it. May be repeated.';

create or replace function rollcall.unprotect(table_name text) returns void
    language plpgsql volatile
    set search_path = pg_catalog, pg_temp
as $$
declare
    target constant regclass := to_regclass(table_name);
    member regclass;
begin
    if target is null or not exists (select from rollcall.protected p where p.relation = target) then
        raise exception '% is not protected', coalesce(target::text, table_name, 'null') using errcode = 'wrong_object_type';
    elsif exists (select from rollcall.protected p where target = any (p.parents) and p.relation <> target) then
        raise exception '% protects %', target, (select string_agg(p.relation::text, ', ') from rollcall.protected p where target = any (p.parents))
            using errcode = 'dependent_objects_still_exist', hint = 'Unprotect these first.';
    end if;
    for member in
        with recursive family (relid) as (
            select target::oid
            union
            select i.inhrelid from pg_inherits i join family f on i.inhparent = f.relid)
        select p.relation from family f join rollcall.protected p on p.relation = f.relid
    loop
        execute format('drop policy if exists rollcall_tenant_only on %s', member);
        execute format('drop policy if exists rollcall_tenant_access on %s', member);
        execute format('alter table %s no force row level security', member);
        if not exists (select from pg_policy p where p.polrelid = member) then
            execute format('alter table %s disable row level security', member);
        end if;
        perform rollcall.write_down_protection(member, '{}', '{}');
    end loop;
end
$$;

comment on function rollcall.unprotect(text) is
    'Takes away what rollcall.protect_table or rollcall.protect_child gave a table of the caller''s, and its partitions. Row security stays where policies of its own are left.';

create or replace function rollcall.protect_all(schema_name text, apply boolean default false)
    returns table (step integer, relation text, action text, path text, "rows" bigint, nobodys bigint, missing_index text, blind_logins text, reason text, statement text)
    language plpgsql volatile
    set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
    tenant_columns constant text[] := array['organizationid', 'organisationid', 'orgid', 'clerkorganizationid', 'clerkorgid', 'tenantid'];
    waited constant text := current_setting('lock_timeout');
    known oid[];
    finished oid[] := '{}';
    passed oid[] := '{}';
    skipped oid[] := '{}';
    found record;
    hanging text;
begin
    if to_regnamespace(quote_ident(schema_name)) is null or schema_name in ('clerk', 'clerk_tenant', 'rollcall') or schema_name ~ '^(pg_|information_schema$)' then
        raise exception 'there is no schema % of an application''s', coalesce(quote_ident(schema_name), 'null') using errcode = 'invalid_schema_name';
    end if;
    if apply then
        -- Each table is locked for a moment: rather none of them than an application that waits.
        perform set_config('lock_timeout', '3s', true);
    end if;
    -- What keeps the migrations of tools, and extensions' tables, are left alone.
    select coalesce(array_agg(c.oid), '{}') into known
    from pg_class c
    where c.relnamespace = quote_ident(schema_name)::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
      and c.relname not in ('_prisma_migrations', '__drizzle_migrations', 'flyway_schema_history', 'schema_migrations')
      and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e');
    step := 0;
    loop
        -- The next table of which everything is known: one that is protected, then one with a column of its own, then one whose
        -- parents have all had their turn.
        with recursive chained (oid) as (
            select t.oid from unnest(known) t (oid)
            where t.oid <> all (finished) and t.oid <> all (passed)
              and exists (select from rollcall.parents_of(t.oid) k where k.parent = any (finished) or rollcall.is_protected(k.parent))
            union
            select t.oid from chained, unnest(known) t (oid)
            where t.oid <> all (finished) and t.oid <> all (passed)
              and exists (select from rollcall.parents_of(t.oid) k where k.parent = chained.oid))
        select t.oid, t.oid::regclass as relation, c.relname, c.relowner, own.columns, own.types, rollcall.is_protected(t.oid) as is_protected,
               t.oid in (select chained.oid from chained) as leads,
               t.oid in (select chained.oid from chained)
                   and not exists (select from rollcall.parents_of(t.oid) k
                                   where k.parent in (select chained.oid from chained)
                                     and k.parent <> all (finished) and not rollcall.is_protected(k.parent)) as ready
        into found
        from unnest(known) t (oid) join pg_class c on c.oid = t.oid
        cross join lateral (
            select array_agg(a.attname::text order by a.attnum) as columns, array_agg(a.atttypid order by a.attnum) as types
            from pg_attribute a
            where a.attrelid = t.oid and a.attnum > 0 and not a.attisdropped
              and (lower(replace(a.attname, '_', '')) = any (tenant_columns)
                   or exists (select from rollcall.parents_of(t.oid) k where k.column_name = a.attname and k.parent = (select o.oid from pg_class o join pg_namespace s on s.oid = o.relnamespace where s.nspname = 'clerk' and o.relname = 'organizations')))) own
        where t.oid <> all (finished) and t.oid <> all (passed)
        order by 7 desc, own.columns is null, 9 desc, 8 desc, c.relname
        limit 1;
        exit when found is null;
        step := step + 1;
        relation := found.relation::text;
        action := 'skip';
        path := null; rows := null; nobodys := null; missing_index := null; blind_logins := null; reason := null; statement := null;
        if found.is_protected then
            action := 'protected';
            select array_to_string(p.columns, ', ') into path from rollcall.protected p where p.relation = found.oid;
        elsif cardinality(found.columns) > 1 then
            reason := 'columns ' || array_to_string(found.columns, ', ') || ' could each be its organization';
        elsif cardinality(found.columns) = 1 and found.types[1] not in ('text'::regtype, 'varchar'::regtype) then
            reason := format('column %s is %s, and Clerk''s ids are text', found.columns[1], format_type(found.types[1], null));
        elsif cardinality(found.columns) = 1 then
            path := found.columns[1];
            hanging := format('%I is not null', found.columns[1]);
            statement := format('select rollcall.protect_table(%L, %L)', relation, found.columns[1]);
            action := 'protect_table';
        elsif found.ready then
            select string_agg(format('%s → %s', k.column_name, k.parent), ', ' order by k.column_name),
                   string_agg(format('%I is not null', k.column_name), ' or '),
                   min(format('select rollcall.protect_child(%L, %L, %L)', found.relation, k.column_name, k.parent))
            into path, hanging, statement
            from rollcall.parents_of(found.oid) k where k.parent = any (finished) or rollcall.is_protected(k.parent);
            action := 'protect_child';
        elsif found.leads then
            reason := 'its foreign keys lead in a circle, or into one';
        elsif exists (select from rollcall.parents_of(found.oid) k where k.parent = any (skipped)) then
            reason := format('it leads to %s, which is skipped',
                             (select string_agg(distinct k.parent::text, ', ') from rollcall.parents_of(found.oid) k where k.parent = any (skipped)));
        else
            action := 'leave';
            reason := 'it has no column of an organization, and no foreign key of one column leads to a table that is protected';
        end if;
        if action in ('protect_table', 'protect_child') then
            if has_table_privilege(found.oid, 'select') then
                execute format('select count(*), count(*) filter (where not (%s)) from %s', hanging, found.relation) into rows, nobodys;
            end if;
            select string_agg(a.attname, ', ') into missing_index
            from pg_attribute a
            where a.attrelid = found.oid and a.attnum > 0
              and (a.attname = any (found.columns) or found.columns is null
                   and a.attname in (select k.column_name from rollcall.parents_of(found.oid) k where k.parent = any (finished) or rollcall.is_protected(k.parent)))
              and not exists (select from pg_index i where i.indrelid = found.oid and i.indkey[0] = a.attnum and i.indpred is null);
            select string_agg(r.rolname, ', ' order by r.rolname) into blind_logins
            from pg_roles r
            where r.rolcanlogin and not r.rolsuper and not r.rolbypassrls and has_any_column_privilege(r.oid, found.oid, 'select')
              and not pg_has_role(r.oid, 'rollcall_backend', 'usage') and not pg_has_role(r.oid, 'rollcall_tenant', 'usage');
            if nobodys > 0 then
                action := 'skip';
                reason := format('%s rows would be nobody''s: %s', nobodys, path);
            elsif apply then
                execute statement;
            end if;
        end if;
        if action = 'protected' or action like 'protect\_%' then
            finished := finished || found.oid;
        else
            passed := passed || found.oid;
            skipped := skipped || case when action = 'skip' then found.oid end;
            statement := null;
        end if;
        return next;
    end loop;
    perform set_config('lock_timeout', waited, true);
end
$$;

comment on function rollcall.protect_all(text, boolean) is
    'The plan by which every table of a schema that has an organization, or leads to one, would be confined to it; with apply => true does it, all of it or nothing. What cannot be decided is skipped, and says why.';

grant execute on function rollcall.parents_of(oid), rollcall.leads_to(oid, oid), rollcall.protect_child(text, text, text),
    rollcall.unprotect(text), rollcall.protect_all(text, boolean) to public;

create or replace function rollcall.children_report(tenant_columns text[]) returns table (finding text, object text, problem text, advice text)
    language plpgsql stable
    set search_path = pg_catalog, pg_temp
as $$
begin
    return query
    with recursive own as materialized (
        select c.oid, c.oid::regclass::text as name, rollcall.is_protected(c.oid) as safe, coalesce(p.columns, '{}') as columns, coalesce(p.parents, '{}') as parents,
               c.relrowsecurity, c.relforcerowsecurity, c.relispartition, rollcall.policy_text(c.oid) as policy, p.definition,
               exists (select from pg_attribute a
                       where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
                         and lower(replace(a.attname, '_', '')) = any (tenant_columns)) as has_organization
        from pg_class c join pg_namespace n on n.oid = c.relnamespace
        left join rollcall.protected p on p.relation = c.oid
        where c.relkind in ('r', 'p')
          and n.nspname not in ('clerk', 'clerk_tenant', 'rollcall', 'information_schema') and n.nspname not like 'pg\_%'
          and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')),
    foreign_key as materialized (
        select distinct k.conrelid as child, k.confrelid as parent,
               (select string_agg(quote_ident(a.attname), ', ' order by place) from unnest(k.conkey) with ordinality key (attnum, place)
                join pg_attribute a on a.attrelid = k.conrelid and a.attnum = key.attnum) as columns
        from pg_constraint k
        where k.contype = 'f' and k.confrelid <> k.conrelid
          and not exists (select from pg_constraint whole where whole.oid = k.conparentid and whole.conrelid = k.conrelid)),
    chained (oid, parent, columns, direct) as (
        select o.oid, f.parent, f.columns, true
        from own o join foreign_key f on f.child = o.oid join own p on p.oid = f.parent
        where p.safe and not o.safe and cardinality(o.parents) = 0 and not o.has_organization
        union
        select o.oid, f.parent, f.columns, false
        from chained join foreign_key f on f.parent = chained.oid join own o on o.oid = f.child
        where not o.safe and cardinality(o.parents) = 0 and not o.has_organization)
    select distinct on (o.name) 'child_not_protected', o.name,
           format(case when l.direct then 'its foreign key (%s) leads to %s, which is protected, and nothing keeps its own rows apart'
                       else 'its foreign key (%s) leads to %s, which leads to a protected table, and nothing keeps its own rows apart' end,
                  l.columns, l.parent::regclass),
           case when not l.direct then format('protect %s first', l.parent::regclass)
                when k.column_name is not null
                     then format('select rollcall.protect_child(%L, %L, %L)',
                                 case when o.relispartition then pg_partition_root(o.oid)::text else o.name end, k.column_name, k.parent)
                else format('make it a validated foreign key of one column, or add a column of the organization and run select rollcall.protect_table(%L, <column>)', o.name) end
    from chained l join own o on o.oid = l.oid
    left join lateral (select * from rollcall.parents_of(l.oid) key where key.parent = l.parent order by key.column_name limit 1) k on true
    where not o.relispartition or exists (select from own root where root.oid = pg_partition_root(o.oid) and root.safe)
    order by o.name, l.direct desc, k.column_name is null;

    return query
    with child as (
        select p.relation, p.columns, p.parents, c.relrowsecurity, c.relforcerowsecurity, rollcall.policy_text(p.relation) as policy,
               rollcall.is_protected(p.relation) as safe
        from rollcall.protected p join pg_class c on c.oid = p.relation
        where cardinality(p.parents) > 0)
    select 'protection_undone', c.relation::text,
           case when not c.relrowsecurity then 'row security was disabled'
                when not c.relforcerowsecurity then 'row security is no longer forced: the owner sees everything'
                when c.policy is null then 'policy rollcall_tenant_only is gone'
                else 'policy rollcall_tenant_only was changed' end,
           format('select rollcall.protect_child(%L, %L, %L)', c.relation, c.columns[1], c.parents[1])
    from child c where not c.safe
    union all
    select 'protection_undone', c.relation::text,
           case when k.parent is null then format('the foreign key %s to %s is gone or not validated: a row without its parent is whose the parent is that somebody makes', asked.column_name, asked.parent)
                else format('%s, which its policy asks by %s, is not protected', asked.parent, asked.column_name) end,
           case when k.parent is null then format('make the foreign key again, and select rollcall.protect_child(%L, %L, %L)', c.relation, asked.column_name, asked.parent)
                else format('protect %s', asked.parent) end
    from child c
    cross join lateral unnest(c.columns, c.parents) asked (column_name, parent)
    left join lateral (select * from rollcall.parents_of(c.relation) key where key.column_name = asked.column_name and key.parent = asked.parent) k on true
    where c.safe and (k.parent is null or not rollcall.is_protected(asked.parent))
    union all
    select 'child_not_protected', c.relation::text,
           format('its foreign key (%s) leads to %s, which is protected, and its policy does not ask it: a row may hang on another organization''s', k.column_name, k.parent),
           case when rollcall.leads_to(k.parent, c.relation)
                then format('they refer to each other, and policies cannot: add a column of the organization to %s and run select rollcall.protect_table(%L, <column>)', c.relation, c.relation)
                else format('select rollcall.protect_child(%L, %L, %L)', c.relation, k.column_name, k.parent) end
    from child c cross join lateral rollcall.parents_of(c.relation) k
    where c.safe and rollcall.is_protected(k.parent)
      and not exists (select from unnest(c.columns, c.parents) asked (column_name, parent) where asked.column_name = k.column_name and asked.parent = k.parent)
    order by 1, 2, 3;
end
$$;

comment on function rollcall.children_report(text[]) is
    'For rollcall.tenancy_report: tables whose foreign keys lead to a protected table and that are not protected, and protected ones of which that is no longer true.';

grant execute on function rollcall.children_report(text[]) to rollcall_sync, rollcall_backend;

-- Who could drop the copy ---------------------------------------------------------------------------------------------------

create or replace function rollcall.droppers() returns table (login name, problem text, advice text)
    language sql stable
    set search_path = pg_catalog, pg_temp
begin atomic
    select r.rolname,
           case when r.rolsuper then 'is a superuser: drop schema clerk, and what prisma migrate reset and db push --force-reset send, succeed as it'
                else format('has the rights of %s, the owner of the copy: drop schema clerk, and what prisma migrate reset and db push --force-reset send, succeed as it',
                            string_agg(distinct quote_ident(o.rolname), ', ')) end,
           case when r.rolsuper then 'let migrations of the application run as a login of their own: create role app_migrator login createdb; alter schema public owner to app_migrator'
                else format('run the command migrate again, which takes its inheritance, or: revoke rollcall_owner from %s', quote_ident(r.rolname)) end
    from pg_roles r
    join pg_namespace n on n.nspname in ('clerk', 'clerk_tenant', 'rollcall')
    join pg_roles o on o.oid = n.nspowner
    where r.rolcanlogin and pg_has_role(r.oid, n.nspowner, 'usage')
    group by r.rolname, r.rolsuper;
end;

comment on function rollcall.droppers() is
    'Logins that could drop a schema of Rollcall''s without taking another role first.';

grant execute on function rollcall.droppers() to rollcall_sync, rollcall_backend;

-- Organization and user of a verified token ---------------------------------------------------------------------------------

create or replace function rollcall.grant_as_tenant(role_name text) returns void
    language plpgsql volatile
    set search_path = pg_catalog, pg_temp
as $$
declare
    statement text;
begin
    execute format('grant usage on schema clerk, clerk_tenant, rollcall to %I', role_name);
    for statement in
        select format('grant select (%s) on clerk.%I to %I', string_agg(quote_ident(a.attname), ', ' order by a.attnum), c.relname, role_name)
        from pg_class c join pg_attribute a on a.attrelid = c.oid
        where c.relnamespace = to_regnamespace('clerk') and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped
          and has_column_privilege('rollcall_tenant', c.oid, a.attnum, 'select')
        group by c.relname
        union all
        select format('grant select on clerk_tenant.%I to %I', c.relname, role_name)
        from pg_class c where c.relnamespace = to_regnamespace('clerk_tenant') and c.relkind = 'v'
        union all
        select format('grant execute on function %s to %I', f.oid::regprocedure, role_name)
        from pg_proc f
        where f.pronamespace = 'rollcall'::regnamespace
          and exists (select from aclexplode(f.proacl) acl where acl.grantee = 'rollcall_tenant'::regrole)
        union all
        select format('alter policy %I on clerk.%I to %s', p.policyname, p.tablename, rollcall.tenant_roles())
        from pg_policies p where p.schemaname = 'clerk' and p.policyname in ('tenant_only', 'tenant_read')
    loop
        execute statement;
    end loop;
end
$$;

comment on function rollcall.grant_as_tenant(text) is
    'For trust_claims and migrations: gives a role what rollcall_tenant has, and binds it by the same lines. Not by membership, by which a role that does not inherit, as on PostgreSQL 15, would get neither.';

create or replace function rollcall.trust_claims(role_name text, issuer text default null, gateway text default 'authenticator') returns void
    language plpgsql volatile
    set search_path = pg_catalog, pg_temp
as $$
declare
    described record;
begin
    select r.oid, r.rolsuper, r.rolbypassrls into described from pg_roles r where r.rolname = role_name;
    if not found then
        raise exception 'there is no role %', coalesce(quote_ident(role_name), 'null') using errcode = 'undefined_object';
    elsif described.rolsuper or described.rolbypassrls then
        raise exception 'no row security binds %', quote_ident(role_name) using errcode = 'invalid_grant_operation',
            hint = 'Name the role of signed-in requests, such as authenticated; not that of a trusted back end.';
    elsif role_name ~ '^(rollcall_|pg_)' or pg_has_role(described.oid, 'rollcall_owner', 'member')
          or pg_has_role(described.oid, 'rollcall_backend', 'member') or pg_has_role(described.oid, 'rollcall_sync', 'member') then
        raise exception '% is or may become a role of Rollcall''s', quote_ident(role_name) using errcode = 'invalid_grant_operation',
            hint = 'Name the role that the gateway gives to requests with a verified token, such as authenticated.';
    elsif gateway is null or issuer = '' then
        raise exception 'gateway is the login that verifies tokens, issuer what iss has to be or null' using errcode = 'invalid_parameter_value';
    elsif exists (select from rollcall.expected_guards expected full join rollcall.guards() actual on actual.object = expected.object and actual.guard = expected.guard
                  where expected.definition is distinct from actual.definition) then
        -- They are written down anew below, which would make right what somebody changed.
        raise exception 'guards of clerk are not as the migrations left them' using errcode = 'object_not_in_prerequisite_state',
            hint = 'See rollcall.tenancy_report(), mend them, and call this again.';
    end if;
    insert into rollcall.trusted_roles as t (role_name, issuer, gateway) values (trust_claims.role_name, trust_claims.issuer, trust_claims.gateway)
    on conflict on constraint trusted_roles_pkey do update set issuer = excluded.issuer, gateway = excluded.gateway;
    perform rollcall.grant_as_tenant(role_name);
    perform rollcall.record_guards();
end
$$;

comment on function rollcall.trust_claims(text, text, text) is
    'For the owner: sessions of this role act for the user and the organization of request.jwt.claims, as a gateway that verified the token set them, and are bound as rollcall_tenant is. The boundary is that gateway then: see docs/tenancy.md.';

create or replace function rollcall.distrust_claims(role_name text) returns void
    language plpgsql volatile
    set search_path = pg_catalog, pg_temp
as $$
declare
    statement text;
begin
    delete from rollcall.trusted_roles t where t.role_name = distrust_claims.role_name;
    if not found then
        raise exception 'the claims of % are not trusted', coalesce(quote_ident(role_name), 'null') using errcode = 'undefined_object';
    end if;
    for statement in
        -- The grants first: without them the role sees nothing, whatever its lines say.
        select format('revoke all on all tables in schema clerk, clerk_tenant from %I', role_name)
        union all
        select format('revoke select (%s) on clerk.%I from %I', string_agg(quote_ident(a.attname), ', '), c.relname, role_name)
        from pg_class c join pg_attribute a on a.attrelid = c.oid, aclexplode(a.attacl) acl
        where c.relnamespace = 'clerk'::regnamespace and acl.grantee = quote_ident(role_name)::regrole and acl.privilege_type = 'SELECT'
        group by c.relname
        union all
        select format('alter policy %I on clerk.%I to %s', p.policyname, p.tablename, rollcall.tenant_roles())
        from pg_policies p where p.schemaname = 'clerk' and p.policyname in ('tenant_only', 'tenant_read')
        union all
        select format('revoke execute on function %s from %I', f.oid::regprocedure, role_name)
        from pg_proc f, aclexplode(f.proacl) acl
        where f.pronamespace = 'rollcall'::regnamespace and acl.grantee = quote_ident(role_name)::regrole
        union all
        select format('revoke usage on schema clerk, clerk_tenant, rollcall from %I', role_name)
    loop
        execute statement;
    end loop;
    perform rollcall.record_guards();
end
$$;

comment on function rollcall.distrust_claims(text) is 'For the owner: undoes rollcall.trust_claims. The role has no right in clerk afterwards.';

create or replace function rollcall.claims_report() returns table (finding text, object text, problem text, advice text)
    language plpgsql stable
    set search_path = pg_catalog, pg_temp
as $$
begin
    -- Whoever becomes the role without the gateway writes the claims himself.
    return query
    select 'claims_forgeable', quote_ident(reached.login),
           format('may become %s without the gateway, and be whom it likes: it can set request.jwt.claims', string_agg(distinct quote_ident(reached.role), ', ')),
           format('revoke %s from %s, unless only verified requests come through it', string_agg(distinct quote_ident(reached.role), ', '), quote_ident(reached.login))
    from rollcall.reachable_roles(current_setting('server_version_num')::integer) reached
    join rollcall.trusted_roles t on t.role_name = reached.role
    where reached.login <> t.gateway
    group by reached.login
    order by 2;

    return query
    select 'claims_forgeable', f.oid::regprocedure::text,
           format('calls set_config, and %s may call it: an argument that reaches it could be claims, or a role', string_agg(distinct quote_ident(t.role_name), ', ')),
           'see that no argument decides which setting it changes or to what, or move it to a schema that is not exposed'
    from pg_proc f join pg_namespace n on n.oid = f.pronamespace
    join rollcall.trusted_roles t on true join pg_roles r on r.rolname = t.role_name
    where n.nspname not in ('rollcall', 'information_schema') and n.nspname not like 'pg\_%'
      and f.prosrc ~* 'set_config|\mset\s+(local\s+|session\s+)?"?(request|rollcall|role)'
      and has_schema_privilege(r.oid, n.oid, 'usage') and has_function_privilege(r.oid, f.oid, 'execute')
      and not exists (select from pg_depend d where d.classid = 'pg_proc'::regclass and d.objid = f.oid and d.deptype = 'e')
    group by f.oid
    order by 2;

    -- Requests without a token: the role that is named so everywhere, and what else the gateway's login can become.
    return query
    with anonymous as (
        select r.oid, r.rolname from pg_roles r
        where not r.rolsuper and not r.rolbypassrls and not r.rolcanlogin
          and r.rolname not in (select t.role_name from rollcall.trusted_roles t) and r.rolname !~ '^(rollcall_|pg_)'
          and (r.rolname in ('anon', 'anonymous', 'web_anon', 'web_anonymous')
               or exists (select from rollcall.trusted_roles t join pg_roles g on g.rolname = t.gateway where not g.rolsuper and pg_has_role(g.oid, r.oid, 'member'))))
    select 'anonymous_reads', c.oid::regclass::text,
           format('%s has rights on it, and is what a request without a verified token runs as: one function that sets rollcall.organization_id or claims is enough to read every organization',
                  string_agg(distinct quote_ident(a.rolname), ', ')),
           format('revoke all on %s from %s', c.oid::regclass, string_agg(distinct quote_ident(a.rolname), ', '))
    from anonymous a, pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p', 'v', 'm')
      and (n.nspname in ('clerk', 'clerk_tenant') or exists (select from rollcall.protected p where p.relation = c.oid))
      and (has_any_column_privilege(a.oid, c.oid, 'select, insert, update') or has_table_privilege(a.oid, c.oid, 'delete, truncate'))
    group by c.oid
    order by 2;
end
$$;

comment on function rollcall.claims_report() is
    'For rollcall.tenancy_report: who, beside the gateway, could act with claims of his own, and what a request without a token has rights on.';

grant execute on function rollcall.claims_report() to rollcall_sync, rollcall_backend;

-- How old an answer is --------------------------------------------------------------------------------------------------------

create table if not exists rollcall.watermarks (
    worker                text        primary key,
    topic_id              uuid        not null,
    received_until        timestamptz,
    heartbeat_at          timestamptz,
    heartbeat_interval_ms bigint,
    written_at            timestamptz not null default now()
) with (fillfactor = 50);

comment on table rollcall.watermarks is 'What each worker has proven to be applied: one row for each, written once a second, also when there is nothing to do. Those of workers that are gone go after a day.';
comment on column rollcall.watermarks.worker is 'The worker''s instance.';
comment on column rollcall.watermarks.topic_id is 'Kafka''s id of the events topic.';
comment on column rollcall.watermarks.received_until is 'Everything that was in any partition of the topic at this time, by the database''s clock, is applied. Null until that was seen once.';
comment on column rollcall.watermarks.heartbeat_at is 'When a gateway received the last heartbeat that this worker applied, no later than that. Null when it has applied none.';
comment on column rollcall.watermarks.heartbeat_interval_ms is 'How often that gateway sends one.';
comment on column rollcall.watermarks.written_at is 'When the row was written.';

grant select, insert, update, delete on rollcall.watermarks to rollcall_sync;
grant select on rollcall.watermarks to rollcall_backend;

create index if not exists dead_letters_open_entity on rollcall.dead_letters (entity_id) where state = 'open';

create or replace function rollcall.freshness() returns timestamptz
    language plpgsql stable parallel safe security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    applied timestamptz;
    alive timestamptz;
begin
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
    'The time up to which everything that was received is applied; null when the copy cannot prove any, as without heartbeats. What Clerk has not sent yet no copy can know.';

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
                   where d.state = 'open'
                     and d.entity_id in (select waits_for_a_letter.user_id
                                         union all select waits_for_a_letter.organization_id
                                         union all select m.id from clerk.organization_memberships m
                                                   where m.organization_id = waits_for_a_letter.organization_id and m.user_id = waits_for_a_letter.user_id));
end
$$;

comment on function rollcall.waits_for_a_letter(text, text) is
    'Whether an open dead letter is about the user, the organization or the membership; true of others'' than the caller''s.';

create or replace function rollcall.has_permission(user_id text, organization_id text, permission text, max_age interval) returns boolean
    language plpgsql stable parallel safe
    set search_path = pg_catalog, pg_temp
as $$
begin
    return coalesce(rollcall.freshness() >= clock_timestamp() - max_age, false)
       and rollcall.has_permission(user_id, organization_id, permission)
       and coalesce(not rollcall.waits_for_a_letter(user_id, organization_id), false);
end
$$;

comment on function rollcall.has_permission(text, text, text, interval) is
    'Whether the user has the permission, and the copy proves to be no older than that: false when rollcall.freshness() is older or null, and while an open dead letter is about the user, the organization or the membership. Never null. What Clerk has not sent yet no copy can know.';

grant execute on function rollcall.freshness(), rollcall.waits_for_a_letter(text, text),
    rollcall.has_permission(text, text, text, interval) to rollcall_tenant, rollcall_backend;

-- Where clerk is built again: roles that were trusted before.
do $$
declare
    trusted text;
begin
    for trusted in select t.role_name from rollcall.trusted_roles t join pg_roles r on r.rolname = t.role_name loop
        perform rollcall.grant_as_tenant(trusted);
    end loop;
end
$$;

select rollcall.record_guards();
