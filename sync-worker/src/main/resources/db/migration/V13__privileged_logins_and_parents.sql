-- Who is or can become privileged, in one place for the report, the doctor and the worker's start; and tables that other
-- tables inherit from.

-- Who can become whom -----------------------------------------------------------------------------------------------------

-- The version is an argument so that the branch of older servers can be tried on a newer one.
create function rollcall.reachable_roles(server_version integer)
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

create view rollcall.privileged_logins with (security_invoker = true) as
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

-- Tables that others inherit from -----------------------------------------------------------------------------------------

create function rollcall.has_tenant_policy(relation oid, column_name name) returns boolean
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

create function rollcall.is_confined(relation oid, column_name name) returns boolean
    language sql stable
    set search_path = pg_catalog, pg_temp
begin atomic
    select exists (select from pg_class c
                   where c.oid = relation and c.relrowsecurity and c.relforcerowsecurity and rollcall.has_tenant_policy(c.oid, column_name));
end;

comment on function rollcall.is_confined(oid, name) is 'Whether a table is protected by this column: the policy of rollcall.protect_table, and forced row security.';

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
               exists (select from pg_policy p where p.polrelid = c.oid and p.polname = 'rollcall_tenant_access') as had_policy,
               (select string_agg(distinct ancestor.child::regclass::text, ', ')
                from ancestor
                where ancestor.relid = c.oid and not rollcall.is_confined(c.oid, ancestor.column_name)) as opens,
               coalesce((select min(heir.column_name::text) from heir where heir.relid = c.oid),
                        (select a.attname::text
                         from pg_attribute a
                         where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
                           and lower(replace(a.attname, '_', '')) = any (tenant_columns)
                         order by array_position(tenant_columns, lower(replace(a.attname, '_', '')))
                         limit 1)) as tenant_column
        from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where (c.relkind in ('r', 'p') or c.relkind = 'f' and c.oid in (select ancestor.relid from ancestor))
          and n.nspname not in ('clerk', 'rollcall', 'information_schema') and n.nspname not like 'pg\_%'
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
end
$$;

