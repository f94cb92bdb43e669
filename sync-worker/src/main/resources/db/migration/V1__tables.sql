-- The schema clerk holds what was synced, for people to query; the schema rollcall is our bookkeeping. Both exist, and
-- this runs as rollcall_owner (see the command `migrate`). Column names are Clerk's field names.
--
-- No foreign keys between synced tables and no UNIQUE on synced attributes: events arrive out of order.
-- No index on updated_at or a version column: HOT updates would fall from 98 % to 0 %.
--
-- Where somebody dropped clerk, these files run again over a schema rollcall that is there: what they make in it may be there
-- already. Functions that a policy of an application uses are in plpgsql: in any other form they would depend on tables of
-- clerk, and be dropped with them, and the policy with the function.
--
-- Functions fix their search_path, and those that need not run text as SQL are parsed here (begin atomic), so no name in
-- them can be captured later. What runs as the caller says so by leaving `security definer` out.

alter default privileges revoke execute on functions from public;

grant usage on schema clerk to rollcall_sync, rollcall_backend, rollcall_tenant;
grant usage on schema rollcall to rollcall_sync, rollcall_backend, rollcall_tenant;
-- An application's role needs the schema to protect its own tables and to set its tenant. Every table and every other
-- function in it has grants of its own.
grant usage on schema rollcall to public;

-- How a table is declared ---------------------------------------------------------------------------------------------------

create table if not exists rollcall.id_prefixes (
    prefix     text primary key,
    table_name text not null
);

comment on table rollcall.id_prefixes is 'Which table of clerk an id belongs to, by how it begins; of several the longest.';
comment on column rollcall.id_prefixes.prefix is 'How ids begin, such as user_.';
comment on column rollcall.id_prefixes.table_name is 'The table, without the schema.';

grant select on rollcall.id_prefixes to rollcall_sync, rollcall_backend;

create table if not exists rollcall.trusted_roles (
    role_name  text        primary key,
    issuer     text,
    gateway    text        not null,
    trusted_at timestamptz not null default now()
);

comment on table rollcall.trusted_roles is 'Roles whose sessions act for whom request.jwt.claims names: rollcall.trust_claims.';
comment on column rollcall.trusted_roles.role_name is 'The role, such as authenticated.';
comment on column rollcall.trusted_roles.issuer is 'What the claim iss has to be; null for any.';
comment on column rollcall.trusted_roles.gateway is 'The login that verifies tokens and becomes this role. Every other login that can is a finding.';
comment on column rollcall.trusted_roles.trusted_at is 'Since when.';

grant select on rollcall.trusted_roles to rollcall_sync, rollcall_backend;

create or replace function rollcall.tenant_roles() returns text
    language sql stable security definer
    set search_path = pg_catalog, pg_temp
begin atomic
    select string_agg(quote_ident(r.rolname), ', ' order by r.rolname <> 'rollcall_tenant', r.rolname)
    from pg_roles r
    where r.rolname = 'rollcall_tenant' or r.rolname in (select t.role_name from rollcall.trusted_roles t);
end;

grant execute on function rollcall.tenant_roles() to public;

comment on function rollcall.tenant_roles() is 'rollcall_tenant, and the roles whose claims are trusted: whom the tenant''s lines of clerk''s tables are for.';

create or replace function rollcall.secure_table(table_name text, tenant_condition text) returns void
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
    execute format('create policy tenant_only on clerk.%I as restrictive to %s using (%s) with check (false)',
                   table_name, rollcall.tenant_roles(), tenant_condition);
    if tenant_condition <> 'false' then
        execute format('create policy tenant_read on clerk.%I for select to %s using (true)', table_name, rollcall.tenant_roles());
    end if;
end
$$;

comment on function rollcall.secure_table(text, text) is
    'For migrations: forces row security on a table of clerk and gives each role its line. The condition says what a tenant sees; ''false'' for nothing.';

create or replace function rollcall.declare_child(table_name text, tenant_sees text default 'false') returns void
    language plpgsql volatile
    set search_path = pg_catalog, pg_temp
as $$
declare
    described record;
begin
    execute format('alter table clerk.%I set (fillfactor = 85)', table_name);
    for described in
        select c.name, c.description
        from (values ('created_at', 'Clerk''s created_at. Null when Clerk did not send it.'),
                     ('updated_at', 'Clerk''s updated_at. Null when Clerk did not send it.'),
                     ('extra', 'Fields that this release has no column for, as Clerk sent them. Null when there are none.')) c (name, description)
        join pg_attribute a on a.attrelid = format('clerk.%I', table_name)::regclass and a.attname = c.name and not a.attisdropped
    loop
        execute format('comment on column clerk.%I.%I is %L', table_name, described.name, described.description);
    end loop;
    execute format('grant select, insert, update, delete on clerk.%I to rollcall_sync', table_name);
    execute format('grant select on clerk.%I to rollcall_backend', table_name);
    perform rollcall.secure_table(table_name, tenant_sees);
end
$$;

comment on function rollcall.declare_child(text, text) is
    'For migrations: makes a table of clerk one of rows that belong to an object''s row. Comments what all tables have alike, grants, and forces row security; the condition says what a tenant sees.';

create or replace function rollcall.declare_table(table_name text, id_prefixes text[], tenant_sees text default 'false') returns void
    language plpgsql volatile
    set search_path = pg_catalog, pg_temp
as $$
declare
    described record;
begin
    execute format('alter table clerk.%I add column deleted_at timestamptz, add column sync_updated_at_ms bigint not null,'
                   ' add column sync_event_at_ms bigint not null, add column sync_message_id text collate "C" not null,'
                   ' add column sync_revision bigint not null, add column sync_writer integer not null,'
                   ' add column sync_offset bigint not null, add column sync_committed_at timestamptz not null,'
                   ' add column erased_at timestamptz, add column sync_incomplete text[]', table_name);
    for described in
        select * from (values
            ('deleted_at', 'When Clerk deleted the object, by the time of the event. Null while it lives. A row that ended never changes again.'),
            ('sync_updated_at_ms', 'Version, first part: updated_at of the state or delete that wrote the row, epoch milliseconds; 0 for a placeholder.'),
            ('sync_event_at_ms', 'Version, second part: time of the event, epoch milliseconds; 0 when the event had none.'),
            ('sync_message_id', 'Version, third part: the message (svix-id) that wrote the row; '''' for a placeholder. Compares by bytes.'),
            ('sync_revision', 'Rises with every version of the row and may skip; 0 for a placeholder.'),
            ('sync_writer', 'Which partition the writing record came from: rollcall.progress.id; 0 for a placeholder.'),
            ('sync_offset', 'Offset of the writing record in that partition.'),
            ('sync_committed_at', 'When Rollcall wrote this version (start of the writing transaction).'),
            -- Ended rows keep their content for a while (the holdback), then only what must never come back: see the worker's erasure.
            ('erased_at', 'When the content of the ended row was erased: what is left is the id, the owners, Clerk''s times and the version.'),
            -- A value that PostgreSQL or the feed refuses must not keep a ban or a delete away. See docs/ordering.md, "What a row cannot take".
            ('sync_incomplete', 'Names of the columns, and of the lists with tables of their own, that lack a part of what the event that wrote the row said, since no row or change event can take it. Never content. Null when nothing is missing.')
        ) common (name, description)
    loop
        execute format('comment on column clerk.%I.%I is %L', table_name, described.name, described.description);
    end loop;
    -- Only rows that ended are in it, so live rows are updated as before.
    execute format('create index %I on clerk.%I (deleted_at) where deleted_at is not null and erased_at is null',
                   table_name || '_to_erase', table_name);
    perform rollcall.declare_child(table_name, tenant_sees);
    if tenant_sees <> 'false' then
        -- Who decides by a document has to see that a part of it is missing.
        execute format('grant select (sync_incomplete) on clerk.%I to rollcall_tenant', table_name);
    end if;
    insert into rollcall.id_prefixes select known.prefix, declare_table.table_name from unnest(id_prefixes) known (prefix) on conflict do nothing;
end
$$;

comment on function rollcall.declare_table(text, text[], text) is
    'For migrations: makes a table that has only its own columns one of clerk''s. Adds the columns of the sync with their comments, the index of what is to be erased, grants, forced row security and the beginnings of its ids; the condition says what a tenant sees, ''false'' for nothing.';

-- Who acts ------------------------------------------------------------------------------------------------------------------

-- In functions that run as their owner, current_user is the owner. Nobody can set the role to one that is not his.
create or replace function rollcall.caller() returns name
    language sql stable parallel safe
    set search_path = pg_catalog, pg_temp
    return coalesce(nullif(current_setting('role'), 'none'), session_user)::name;

comment on function rollcall.caller() is 'The role that the session has taken, or else its login; also in functions that run as their owner.';

-- Not by membership: of a superuser and of a member that does not inherit, `member` is true.
create or replace function rollcall.trusts_claims() returns boolean
    language plpgsql stable parallel safe security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    who constant name := rollcall.caller();
begin
    return exists (
        select from rollcall.trusted_roles t join pg_roles r on r.rolname = t.role_name
        where t.role_name = who
           or (pg_has_role(who, r.oid, 'usage')
               and not pg_has_role(who, 'rollcall_owner', 'usage') and not pg_has_role(who, 'rollcall_backend', 'usage')
               and not exists (select from pg_roles p where p.rolname = who and (p.rolsuper or p.rolbypassrls or p.rolcreaterole))));
end
$$;

comment on function rollcall.trusts_claims() is
    'Whether the caller is a role of rollcall.trust_claims, or uses the rights of one: then claims alone say who acts.';

create or replace function rollcall.named(out user_id text, out organization_id text, out claimed boolean)
    language plpgsql stable parallel safe security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    who constant name := rollcall.caller();
    given text;
    claims jsonb;
begin
    claimed := rollcall.trusts_claims();
    if not claimed then
        user_id := nullif(current_setting('rollcall.user_id', true), '');
        organization_id := nullif(current_setting('rollcall.organization_id', true), '');
        return;
    end if;
    -- From here on whatever is not as it should be is nobody, and no error. As long as this no token is.
    given := nullif(current_setting('request.jwt.claims', true), '');
    if given is null or octet_length(given) > 16384 then
        return;
    elsif current_setting('server_version_num')::integer >= 160000 then
        if not pg_input_is_valid(given, 'jsonb') then
            return;
        end if;
        claims := given::jsonb;
    else
        begin
            claims := given::jsonb;
        exception when others then
            return;
        end;
    end if;
    if jsonb_typeof(claims) <> 'object' or jsonb_typeof(claims -> 'sub') is distinct from 'string'
       or not starts_with(claims ->> 'sub', 'user_') or claims ->> 'sts' = 'pending'
       or not exists (select from rollcall.trusted_roles t join pg_roles r on r.rolname = t.role_name
                      where (t.role_name = who or pg_has_role(who, r.oid, 'usage'))
                        and (t.issuer is null or claims -> 'iss' = to_jsonb(t.issuer))) then
        return;
    end if;
    user_id := claims ->> 'sub';
    -- By the version of the token only: a claim that somebody added to the other must not stand in for it.
    claims := case when claims ->> 'v' = '2' then claims #> '{o,id}' else claims -> 'org_id' end;
    if jsonb_typeof(claims) = 'string' and starts_with(claims #>> '{}', 'org_') then
        organization_id := claims #>> '{}';
    end if;
end
$$;

comment on function rollcall.named() is
    'User and organization as the transaction names them, by set_user and set_tenant or by its claims, whatever the copy knows of them.';

create or replace function rollcall.is_active_user(id text) returns boolean
    language plpgsql stable parallel safe
    set search_path = pg_catalog, pg_temp
as $$
begin
    return exists (
        select from clerk.users u
        where u.id = is_active_user.id and u.deleted_at is null and u.sync_revision > 0
          -- Null where nothing is known yet.
          and u.banned is false and u.locked is not true and u.deprovisioned is not true
          and not exists (select from unnest(u.sync_incomplete) entry
                          where split_part(entry, ':', 1) in ('banned', 'locked', 'deprovisioned')));
end
$$;

comment on function rollcall.is_active_user(text) is
    'Whether the copy knows the user as one that is not banned, locked, deprovisioned or deleted. For functions that run as the owner.';

create or replace function rollcall.current_user_id() returns text
    language plpgsql stable parallel safe security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    who constant name := rollcall.caller();
    act constant record := rollcall.named();
begin
    -- Whoever has nothing to do with clerk learns nothing about its users.
    if act.user_id is not null
       and (act.claimed or pg_has_role(who, 'rollcall_tenant', 'usage') or pg_has_role(who, 'rollcall_backend', 'usage'))
       and rollcall.is_active_user(act.user_id) then
        return act.user_id;
    end if;
    return null;
end
$$;

comment on function rollcall.current_user_id() is
    'The user that this transaction acts for; null when none was set, and for one who is banned, locked, deprovisioned, deleted or not known.';

create or replace function rollcall.current_organization_id() returns text
    language plpgsql stable parallel safe security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    act constant record := rollcall.named();
    acting_user text;
begin
    if act.organization_id is null or (act.user_id is null and not act.claimed) then
        return act.organization_id;
    end if;
    acting_user := rollcall.current_user_id();
    if exists (select from clerk.organization_memberships m
               where m.organization_id = act.organization_id and m.user_id = acting_user and m.deleted_at is null) then
        return act.organization_id;
    end if;
    return null;
end
$$;

comment on function rollcall.current_organization_id() is
    'The organization that this transaction acts for; null when none was set, and when a user was set, or claims say who acts, and the user has no live membership in it.';

create or replace function rollcall.acting_organization_id() returns text
    language plpgsql stable parallel safe security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    acting constant text := rollcall.current_organization_id();
begin
    if exists (select from clerk.organizations o where o.id = acting and o.deleted_at is not null) then
        return null;
    end if;
    return acting;
end
$$;

comment on function rollcall.acting_organization_id() is
    'The organization that this transaction acts for; null when none was set, and when it was deleted. One whose row has not arrived yet counts.';

create or replace function rollcall.acting_user_id() returns text
    language plpgsql stable parallel safe security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    act constant record := rollcall.named();
begin
    -- Beside an organization a user adds nothing: the rows are that organization's, or nobody's.
    if act.organization_id is not null then
        return null;
    end if;
    return rollcall.current_user_id();
end
$$;

comment on function rollcall.acting_user_id() is
    'The user that this transaction acts for without an organization; null when an organization was named, whether it counts or not.';

create or replace function rollcall.acting_organization_ids() returns text[]
    language plpgsql stable parallel safe security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    acting constant text := rollcall.acting_organization_id();
    acting_user text;
begin
    if acting is not null then
        return array[acting];
    end if;
    acting_user := rollcall.acting_user_id();
    if acting_user is null then
        return '{}';
    end if;
    return array(select m.organization_id
                 from clerk.organization_memberships m
                 where m.user_id = acting_user and m.deleted_at is null and m.organization_id is not null
                   and not exists (select from clerk.organizations o where o.id = m.organization_id and o.deleted_at is not null));
end
$$;

comment on function rollcall.acting_organization_ids() is
    'The organization that this transaction acts for; of a user who acts without one, those in which he has a live membership.';

create or replace function rollcall.refuse_where_claims_count(setting text) returns void
    language plpgsql stable
    set search_path = pg_catalog, pg_temp
as $$
begin
    if rollcall.trusts_claims() then
        raise exception '% does nothing for %: who acts is what its verified claims say', setting, rollcall.caller()
            using errcode = 'insufficient_privilege', hint = 'See rollcall.trust_claims in docs/tenancy.md.';
    end if;
end
$$;

comment on function rollcall.refuse_where_claims_count(text) is 'Raises for a role of rollcall.trust_claims.';

create or replace function rollcall.set_tenant(organization_id text) returns text
    language plpgsql volatile
    set search_path = pg_catalog, pg_temp
as $$
begin
    perform rollcall.refuse_where_claims_count('set_tenant');
    return set_config('rollcall.organization_id', organization_id, true);
end
$$;

comment on function rollcall.set_tenant(text) is
    'Sets the organization that this transaction acts for. Call it inside a transaction: in autocommit it ends with its own statement, and nothing is visible.';

create or replace function rollcall.set_user(user_id text) returns text
    language plpgsql volatile
    set search_path = pg_catalog, pg_temp
as $$
begin
    perform rollcall.refuse_where_claims_count('set_user');
    return set_config('rollcall.user_id', user_id, true);
end
$$;

comment on function rollcall.set_user(text) is
    'Sets the user that this transaction acts for. Without an organization clerk shows what is the user''s own; with one it shows that organization''s rows only, and only while the user has a live membership in it.';

-- Before PostgreSQL 16, whether a text is JSON is found by trying, and what tries cannot run while other processes help.
do $$
begin
    if current_setting('server_version_num')::integer < 160000 then
        alter function rollcall.named() parallel unsafe;
        alter function rollcall.current_user_id() parallel unsafe;
        alter function rollcall.current_organization_id() parallel unsafe;
        alter function rollcall.acting_organization_id() parallel unsafe;
        alter function rollcall.acting_user_id() parallel unsafe;
        alter function rollcall.acting_organization_ids() parallel unsafe;
    end if;
end
$$;

grant execute on function rollcall.caller(), rollcall.trusts_claims(), rollcall.current_organization_id(), rollcall.current_user_id(),
    rollcall.refuse_where_claims_count(text), rollcall.set_tenant(text) to public;
grant execute on function rollcall.set_user(text), rollcall.acting_organization_id(), rollcall.acting_user_id(),
    rollcall.acting_organization_ids() to rollcall_tenant, rollcall_backend;

-- Tables --------------------------------------------------------------------------------------------------------------------

-- A tenant has no grant on private metadata, unsafe metadata, extra, identifiers at providers, what verified an address, ids at
-- payment gateways, what an invitation carries, nor on the sync columns.
create table clerk.organizations (
    id                                       text not null,
    name                                     text,
    slug                                     text,
    image_url                                text,
    logo_url                                 text,
    has_image                                boolean,
    members_count                            bigint,
    missing_member_with_elevated_permissions boolean,
    pending_invitations_count                bigint,
    max_allowed_memberships                  bigint,
    admin_delete_enabled                     boolean,
    public_metadata                          jsonb,
    private_metadata                         jsonb,
    created_by                               text,
    last_active_at                           timestamptz,
    role_set_key                             text,
    created_at                               timestamptz,
    updated_at                               timestamptz,
    extra                                    jsonb,
    primary key (id)
);

comment on table clerk.organizations is 'Organizations: the tenants. One row per organization that Clerk ever announced, ended ones included (deleted_at).';
comment on column clerk.organizations.id is 'Clerk''s id, org_…. Never reused.';
comment on column clerk.organizations.name is 'Display name. Null in an ended row that never had a state.';
comment on column clerk.organizations.slug is 'Name in URLs. Unique in Clerk, not enforced here: out of order it may briefly occur twice.';
comment on column clerk.organizations.image_url is 'Address of the logo.';
comment on column clerk.organizations.logo_url is 'Deprecated by Clerk, still sent by live instances; use image_url.';
comment on column clerk.organizations.has_image is 'Whether a logo was uploaded.';
comment on column clerk.organizations.members_count is 'Number of members as of the event. Null when the event did not say: count clerk.organization_memberships instead.';
comment on column clerk.organizations.missing_member_with_elevated_permissions is 'Clerk''s flag that no member can administer the organization. Null when the event did not say.';
comment on column clerk.organizations.pending_invitations_count is 'Number of open invitations as of the event. Null when the event did not say.';
comment on column clerk.organizations.max_allowed_memberships is 'Largest number of members; 0 for no limit.';
comment on column clerk.organizations.admin_delete_enabled is 'Whether its administrators may delete it.';
comment on column clerk.organizations.public_metadata is 'Metadata that browsers may read.';
comment on column clerk.organizations.private_metadata is 'Metadata for back ends only. Not for tenants.';
comment on column clerk.organizations.created_by is 'Id of the user who created it. Null when the event did not say.';
comment on column clerk.organizations.last_active_at is 'Last activity, to the day.';
comment on column clerk.organizations.role_set_key is 'Key of the role set that its members'' roles come from.';

select rollcall.declare_table('organizations', '{org_}');
grant select (id, name, slug, image_url, logo_url, has_image, members_count, max_allowed_memberships, admin_delete_enabled,
              public_metadata, created_by, last_active_at, created_at, updated_at, deleted_at)
    on clerk.organizations to rollcall_tenant;

-- By hash, which takes text of any length: a value is not left out for the sake of a look-up.
create index organizations_slug on clerk.organizations using hash (slug) where slug is not null;

-- A placeholder (revision 0) is not an object of Clerk's yet.
select rollcall.secure_table('organizations',
    'id = any ((select rollcall.acting_organization_ids())::text[]) and deleted_at is null and sync_revision > 0');
grant select (sync_incomplete) on clerk.organizations to rollcall_tenant;

create table clerk.organization_memberships (
    id               text not null,
    organization_id  text,
    user_id          text,
    role             text,
    role_name        text,
    permissions      jsonb,
    public_metadata  jsonb,
    private_metadata jsonb,
    created_at       timestamptz,
    updated_at       timestamptz,
    extra            jsonb,
    primary key (id)
);

comment on table clerk.organization_memberships is 'Memberships: users in organizations. Removing and adding a user again makes a new row. Ends with its organization or user.';
comment on column clerk.organization_memberships.id is 'Clerk''s id, orgmem_…. Never reused.';
comment on column clerk.organization_memberships.organization_id is 'The organization: clerk.organizations.id. Null only in an ended row whose delete did not name it.';
comment on column clerk.organization_memberships.user_id is 'The user: clerk.users.id. Null only in an ended row whose delete did not name it.';
comment on column clerk.organization_memberships.role is 'Key of the role, such as org:admin.';
comment on column clerk.organization_memberships.role_name is 'Display name of the role. Null for older events.';
comment on column clerk.organization_memberships.permissions is 'Array of permission keys as of the event: a snapshot, not refreshed when the role changes.';
comment on column clerk.organization_memberships.public_metadata is 'Metadata that browsers may read.';
comment on column clerk.organization_memberships.private_metadata is 'Metadata for back ends only. Not for tenants.';

-- Of the user that acts without an organization, his own memberships and no others of these organizations.
select rollcall.declare_table('organization_memberships', '{orgmem_}',
    'organization_id = any ((select rollcall.acting_organization_ids())::text[]) and ((select rollcall.acting_user_id()) is null or user_id = (select rollcall.acting_user_id())) and deleted_at is null');
grant select (id, organization_id, user_id, role, role_name, permissions, public_metadata, created_at, updated_at, deleted_at)
    on clerk.organization_memberships to rollcall_tenant;

-- With deleted_at in it, the members of an organization are found without their rows.
create index organization_memberships_organization on clerk.organization_memberships (organization_id, user_id) include (deleted_at);
create index organization_memberships_user on clerk.organization_memberships (user_id);

-- An array, not a correlated exists: it is evaluated once, and the index on id answers.
create table clerk.users (
    id                              text not null,
    external_id                     text,
    primary_email_address_id        text,
    primary_phone_number_id         text,
    primary_web3_wallet_id          text,
    username                        text,
    first_name                      text,
    last_name                       text,
    locale                          text,
    timezone                        text,
    profile_image_url               text,
    image_url                       text,
    has_image                       boolean,
    public_metadata                 jsonb,
    private_metadata                jsonb,
    unsafe_metadata                 jsonb,
    web3_wallets                    jsonb,
    passkeys                        jsonb,
    password_enabled                boolean,
    two_factor_enabled              boolean,
    totp_enabled                    boolean,
    backup_code_enabled             boolean,
    mfa_enabled_at                  timestamptz,
    mfa_disabled_at                 timestamptz,
    password_last_updated_at        timestamptz,
    saml_accounts                   jsonb,
    enterprise_accounts             jsonb,
    last_sign_in_at                 timestamptz,
    banned                          boolean,
    locked                          boolean,
    deprovisioned                   boolean,
    lockout_expires_in_seconds      bigint,
    verification_attempts_remaining bigint,
    delete_self_enabled             boolean,
    create_organization_enabled     boolean,
    create_organizations_limit      bigint,
    last_active_at                  timestamptz,
    legal_accepted_at               timestamptz,
    bypass_client_trust             boolean,
    scim                            jsonb,
    created_at                      timestamptz,
    updated_at                      timestamptz,
    extra                           jsonb,
    primary key (id)
);

comment on table clerk.users is 'Users: people who can sign in, instance-wide. One row per user that Clerk ever announced, ended ones included (deleted_at).';
comment on column clerk.users.id is 'Clerk''s id, user_…. Never reused.';
comment on column clerk.users.external_id is 'Id in the application''s own system, if it set one.';
comment on column clerk.users.primary_email_address_id is 'Which row of clerk.user_email_addresses is primary. Null for users without e-mail.';
comment on column clerk.users.primary_phone_number_id is 'Which row of clerk.user_phone_numbers is primary.';
comment on column clerk.users.primary_web3_wallet_id is 'Which element of web3_wallets is primary.';
comment on column clerk.users.username is 'User name. Null when the instance does not use them.';
comment on column clerk.users.first_name is 'First name.';
comment on column clerk.users.last_name is 'Last name.';
comment on column clerk.users.locale is 'Preferred language, BCP 47.';
comment on column clerk.users.timezone is 'Preferred time zone. Sent by newer instances only.';
comment on column clerk.users.profile_image_url is 'Deprecated by Clerk; use image_url.';
comment on column clerk.users.image_url is 'Address of the picture.';
comment on column clerk.users.has_image is 'Whether a picture was uploaded.';
comment on column clerk.users.public_metadata is 'Metadata that browsers may read.';
comment on column clerk.users.private_metadata is 'Metadata for back ends only. Not for tenants.';
comment on column clerk.users.unsafe_metadata is 'Metadata that the user can write: never base a decision on it.';
comment on column clerk.users.web3_wallets is 'Array of wallets as Clerk sends them.';
comment on column clerk.users.passkeys is 'Array of passkeys (names and times, no secrets) as Clerk sends them.';
comment on column clerk.users.password_enabled is 'Whether the user has a password. No hash is ever sent.';
comment on column clerk.users.two_factor_enabled is 'Whether a second factor is on.';
comment on column clerk.users.totp_enabled is 'Whether an authenticator app is on.';
comment on column clerk.users.backup_code_enabled is 'Whether backup codes exist.';
comment on column clerk.users.mfa_enabled_at is 'When multi-factor sign-in was switched on.';
comment on column clerk.users.mfa_disabled_at is 'When it was switched off.';
comment on column clerk.users.password_last_updated_at is 'When the password was changed last.';
comment on column clerk.users.saml_accounts is 'Array of SAML accounts as Clerk sends them (deprecated by enterprise_accounts).';
comment on column clerk.users.enterprise_accounts is 'Array of enterprise single sign-on accounts as Clerk sends them.';
comment on column clerk.users.last_sign_in_at is 'Last sign-in.';
comment on column clerk.users.banned is 'Whether the user is banned.';
comment on column clerk.users.locked is 'Whether the user is locked out. A lock ends by time, and no event says so.';
comment on column clerk.users.deprovisioned is 'Whether a directory (SCIM) disabled the user. Null for older events.';
comment on column clerk.users.lockout_expires_in_seconds is 'Seconds until the lock ends, as of the event.';
comment on column clerk.users.verification_attempts_remaining is 'Attempts left before a lock.';
comment on column clerk.users.delete_self_enabled is 'Whether the user may delete the account.';
comment on column clerk.users.create_organization_enabled is 'Whether the user may create organizations.';
comment on column clerk.users.create_organizations_limit is 'How many organizations the user may create; null for no limit.';
comment on column clerk.users.last_active_at is 'Last activity, to the day.';
comment on column clerk.users.legal_accepted_at is 'When the terms were accepted.';
comment on column clerk.users.bypass_client_trust is 'Whether sign-in skips the check of a new device.';
comment on column clerk.users.scim is 'Directory data; only for users managed by a directory.';

select rollcall.declare_table('users', '{user_}',
    'deleted_at is null and sync_revision > 0 and id = any (array(select m.user_id from clerk.organization_memberships m where m.organization_id = (select rollcall.acting_organization_id()) and m.deleted_at is null union all select rollcall.acting_user_id()))');
grant select (id, primary_email_address_id, primary_phone_number_id, username, first_name, last_name, locale, timezone,
              profile_image_url, image_url, has_image, public_metadata, last_sign_in_at, banned, locked, deprovisioned,
              last_active_at, created_at, updated_at, deleted_at)
    on clerk.users to rollcall_tenant;

create index users_external_id on clerk.users (external_id) where external_id is not null;
create index users_username on clerk.users using hash (username) where username is not null;

-- A live membership has a live user: the user's delete ended it in the same transaction. To ask clerk.users as well would
-- read all members' rows for one member's address.
create table clerk.user_email_addresses (
    user_id                text not null,
    id                     text not null,
    email_address          text,
    reserved               boolean,
    verification           jsonb,
    linked_to              jsonb,
    matches_sso_connection boolean,
    created_at             timestamptz,
    updated_at             timestamptz,
    extra                  jsonb,
    primary key (user_id, id)
);

comment on table clerk.user_email_addresses is 'E-mail addresses of users; rewritten whenever a newer state of the user arrives.';
comment on column clerk.user_email_addresses.user_id is 'The user: clerk.users.id.';
comment on column clerk.user_email_addresses.id is 'Clerk''s id, idn_…; derived_… from the content when Clerk sent none.';
comment on column clerk.user_email_addresses.email_address is 'The address. Not unique: an account made again can hold it before the old one''s delete arrives.';
comment on column clerk.user_email_addresses.reserved is 'Whether it is reserved for a sign-up in progress.';
comment on column clerk.user_email_addresses.verification is 'How and whether it was verified. Null when it was not.';
comment on column clerk.user_email_addresses.linked_to is 'Array of the identifications that it is linked to.';
comment on column clerk.user_email_addresses.matches_sso_connection is 'Whether its domain has a single sign-on connection.';

select rollcall.declare_child('user_email_addresses',
    'user_id = any (array(select m.user_id from clerk.organization_memberships m where m.organization_id = (select rollcall.acting_organization_id()) and m.deleted_at is null union all select rollcall.acting_user_id()))');
grant select (user_id, id, email_address, reserved, created_at, updated_at)
    on clerk.user_email_addresses to rollcall_tenant;

create index user_email_addresses_email_address on clerk.user_email_addresses (email_address);

create table clerk.user_phone_numbers (
    user_id                    text not null,
    id                         text not null,
    phone_number               text,
    reserved_for_second_factor boolean,
    default_second_factor      boolean,
    reserved                   boolean,
    verification               jsonb,
    linked_to                  jsonb,
    created_at                 timestamptz,
    updated_at                 timestamptz,
    extra                      jsonb,
    primary key (user_id, id)
);

comment on table clerk.user_phone_numbers is 'Phone numbers of users; rewritten whenever a newer state of the user arrives. Backup codes are never stored.';
comment on column clerk.user_phone_numbers.user_id is 'The user: clerk.users.id.';
comment on column clerk.user_phone_numbers.id is 'Clerk''s id, idn_…; derived_… from the content when Clerk sent none.';
comment on column clerk.user_phone_numbers.phone_number is 'The number, E.164.';
comment on column clerk.user_phone_numbers.reserved_for_second_factor is 'Whether it serves as a second factor.';
comment on column clerk.user_phone_numbers.default_second_factor is 'Whether it is the default second factor.';
comment on column clerk.user_phone_numbers.reserved is 'Whether it is reserved for a sign-up in progress.';
comment on column clerk.user_phone_numbers.verification is 'How and whether it was verified.';
comment on column clerk.user_phone_numbers.linked_to is 'Array of the identifications that it is linked to.';

select rollcall.declare_child('user_phone_numbers');
create index user_phone_numbers_phone_number on clerk.user_phone_numbers using hash (phone_number);

create table clerk.user_external_accounts (
    user_id                text not null,
    id                     text not null,
    object                 text,
    provider               text,
    identification_id      text,
    provider_user_id       text,
    approved_scopes        text,
    email_address          text,
    email_address_verified boolean,
    first_name             text,
    last_name              text,
    avatar_url             text,
    image_url              text,
    username               text,
    phone_number           text,
    public_metadata        jsonb,
    label                  text,
    google_id              text,
    given_name             text,
    family_name            text,
    picture                text,
    verification           jsonb,
    created_at             timestamptz,
    updated_at             timestamptz,
    extra                  jsonb,
    primary key (user_id, id)
);

comment on table clerk.user_external_accounts is 'Accounts of users at other providers (OAuth); rewritten whenever a newer state of the user arrives.';
comment on column clerk.user_external_accounts.user_id is 'The user: clerk.users.id.';
comment on column clerk.user_external_accounts.id is 'Clerk''s id, eac_… or idn_…; derived_… from the content when Clerk sent none.';
comment on column clerk.user_external_accounts.object is 'external_account, or the provider''s own name such as google_account.';
comment on column clerk.user_external_accounts.provider is 'Provider, such as oauth_google.';
comment on column clerk.user_external_accounts.identification_id is 'Clerk''s id of the identification.';
comment on column clerk.user_external_accounts.provider_user_id is 'The user''s id at the provider.';
comment on column clerk.user_external_accounts.approved_scopes is 'Scopes that were granted, separated by blanks.';
comment on column clerk.user_external_accounts.email_address is 'Address at the provider.';
comment on column clerk.user_external_accounts.email_address_verified is 'Whether the provider verified it. Null for older events.';
comment on column clerk.user_external_accounts.first_name is 'First name at the provider.';
comment on column clerk.user_external_accounts.last_name is 'Last name at the provider.';
comment on column clerk.user_external_accounts.avatar_url is 'Deprecated by Clerk; use image_url.';
comment on column clerk.user_external_accounts.image_url is 'Address of the picture.';
comment on column clerk.user_external_accounts.username is 'User name at the provider.';
comment on column clerk.user_external_accounts.phone_number is 'Phone number at the provider.';
comment on column clerk.user_external_accounts.public_metadata is 'Metadata of the account that browsers may read.';
comment on column clerk.user_external_accounts.label is 'Label given by the user.';
comment on column clerk.user_external_accounts.google_id is 'Only google_account: the user''s id at Google.';
comment on column clerk.user_external_accounts.given_name is 'Only google_account: first name.';
comment on column clerk.user_external_accounts.family_name is 'Only google_account: last name.';
comment on column clerk.user_external_accounts.picture is 'Only google_account: address of the picture.';
comment on column clerk.user_external_accounts.verification is 'How and whether it was verified.';

select rollcall.declare_child('user_external_accounts');

create table clerk.organization_invitations (
    id               text not null,
    organization_id  text,
    email_address    text,
    role             text,
    role_name        text,
    inviter_id       text,
    user_id          text,
    status           text,
    public_metadata  jsonb,
    private_metadata jsonb,
    data             jsonb,
    expires_at       timestamptz,
    created_at       timestamptz,
    updated_at       timestamptz,
    extra            jsonb,
    primary key (id)
);

comment on table clerk.organization_invitations is 'Invitations into organizations. Expiry has no event: compare expires_at. Ends with its organization.';
comment on column clerk.organization_invitations.id is 'Clerk''s id, orginv_…. Never reused.';
comment on column clerk.organization_invitations.organization_id is 'The organization: clerk.organizations.id. Null when Clerk did not name it.';
comment on column clerk.organization_invitations.email_address is 'Who is invited.';
comment on column clerk.organization_invitations.role is 'Key of the role that the member will have, such as org:member.';
comment on column clerk.organization_invitations.role_name is 'Display name of that role.';
comment on column clerk.organization_invitations.inviter_id is 'Who invited: clerk.users.id. Null when an API call did, or for older events.';
comment on column clerk.organization_invitations.user_id is 'Who accepted: clerk.users.id. Null before.';
comment on column clerk.organization_invitations.status is 'pending, accepted, revoked or expired, as of the event.';
comment on column clerk.organization_invitations.public_metadata is 'Metadata that browsers may read.';
comment on column clerk.organization_invitations.private_metadata is 'Metadata for back ends only. Not for tenants.';
comment on column clerk.organization_invitations.data is 'What Clerk adds when the invitation is accepted.';
comment on column clerk.organization_invitations.expires_at is 'When it can no longer be accepted. Null when it does not expire.';

select rollcall.declare_table('organization_invitations', '{orginv_}',
    'organization_id = (select rollcall.acting_organization_id()) and deleted_at is null');
grant select (id, organization_id, email_address, role, role_name, inviter_id, user_id, status, public_metadata, expires_at,
              created_at, updated_at, deleted_at)
    on clerk.organization_invitations to rollcall_tenant;

create index organization_invitations_organization on clerk.organization_invitations (organization_id);

create table clerk.organization_domains (
    id                        text not null,
    organization_id           text,
    name                      text,
    enrollment_mode           text,
    affiliation_email_address text,
    affiliation_verification  jsonb,
    ownership_verification    jsonb,
    verification              jsonb,
    total_pending_invitations bigint,
    total_pending_suggestions bigint,
    created_at                timestamptz,
    updated_at                timestamptz,
    extra                     jsonb,
    primary key (id)
);

comment on table clerk.organization_domains is 'E-mail domains of organizations. Ends with its organization.';
comment on column clerk.organization_domains.id is 'Clerk''s id, orgdmn_…. Never reused.';
comment on column clerk.organization_domains.organization_id is 'The organization: clerk.organizations.id. Null only in an ended row that never had a state.';
comment on column clerk.organization_domains.name is 'The domain, such as acme.com.';
comment on column clerk.organization_domains.enrollment_mode is 'manual_invitation, automatic_invitation, automatic_suggestion or enterprise_sso.';
comment on column clerk.organization_domains.affiliation_email_address is 'The address by which the domain was verified.';
comment on column clerk.organization_domains.affiliation_verification is 'How and whether the affiliation was verified.';
comment on column clerk.organization_domains.ownership_verification is 'How and whether the ownership was verified.';
comment on column clerk.organization_domains.verification is 'Deprecated by Clerk; use affiliation_verification.';
comment on column clerk.organization_domains.total_pending_invitations is 'Open invitations by this domain, as of the event.';
comment on column clerk.organization_domains.total_pending_suggestions is 'Open suggestions by this domain, as of the event.';

select rollcall.declare_table('organization_domains', '{orgdmn_}',
    'organization_id = (select rollcall.acting_organization_id()) and deleted_at is null');
grant select (id, organization_id, name, enrollment_mode, total_pending_invitations, total_pending_suggestions,
              created_at, updated_at, deleted_at)
    on clerk.organization_domains to rollcall_tenant;

create index organization_domains_organization on clerk.organization_domains (organization_id);

create table clerk.roles (
    id                  text not null,
    name                text,
    key                 text,
    description         text,
    is_creator_eligible boolean,
    created_at          timestamptz,
    updated_at          timestamptz,
    extra               jsonb,
    primary key (id)
);

comment on table clerk.roles is 'Roles: instance-wide, shared by all organizations.';
comment on column clerk.roles.id is 'Clerk''s id, role_…. Never reused.';
comment on column clerk.roles.name is 'Display name.';
comment on column clerk.roles.key is 'What clerk.organization_memberships.role names, such as org:admin.';
comment on column clerk.roles.description is 'Description. Null when there is none.';
comment on column clerk.roles.is_creator_eligible is 'Whether the creator of an organization may have it.';

select rollcall.declare_table('roles', '{role_}',
    'deleted_at is null and ((select rollcall.acting_organization_id()) is not null or (select rollcall.acting_user_id()) is not null)');
grant select (id, name, key, description, is_creator_eligible, created_at, updated_at, deleted_at)
    on clerk.roles to rollcall_tenant;

create index roles_key on clerk.roles (key);

create table clerk.permissions (
    id          text not null,
    name        text,
    key         text,
    description text,
    type        text,
    created_at  timestamptz,
    updated_at  timestamptz,
    extra       jsonb,
    primary key (id)
);

comment on table clerk.permissions is 'Permissions: instance-wide. Which role has which: clerk.role_permissions.';
comment on column clerk.permissions.id is 'Clerk''s id, perm_…. Never reused.';
comment on column clerk.permissions.name is 'Display name.';
comment on column clerk.permissions.key is 'Its key, such as org:invoices:read.';
comment on column clerk.permissions.description is 'Description.';
comment on column clerk.permissions.type is 'system, or custom (user).';

select rollcall.declare_table('permissions', '{perm_}',
    'deleted_at is null and ((select rollcall.acting_organization_id()) is not null or (select rollcall.acting_user_id()) is not null)');
grant select (id, name, key, description, type, created_at, updated_at, deleted_at)
    on clerk.permissions to rollcall_tenant;

create or replace function rollcall.ended_permission_ids() returns text[]
    language plpgsql stable parallel safe security definer
    set search_path = pg_catalog, pg_temp
as $$
begin
    return (select coalesce(array_agg(p.id), '{}') from clerk.permissions p where p.deleted_at is not null);
end
$$;

comment on function rollcall.ended_permission_ids() is
    'Permissions that were deleted: their lines in clerk.role_permissions count no longer, though no event rewrites them.';

grant execute on function rollcall.ended_permission_ids() to rollcall_tenant, rollcall_backend;

create table clerk.role_permissions (
    role_id     text not null,
    id          text not null,
    name        text,
    key         text,
    description text,
    type        text,
    created_at  timestamptz,
    updated_at  timestamptz,
    extra       jsonb,
    primary key (role_id, id)
);

comment on table clerk.role_permissions is 'Which role has which permissions; rewritten whenever a newer state of the role arrives.';
comment on column clerk.role_permissions.role_id is 'The role: clerk.roles.id.';
comment on column clerk.role_permissions.id is 'The permission: clerk.permissions.id; derived_… from the content when Clerk sent none.';
comment on column clerk.role_permissions.name is 'Display name.';
comment on column clerk.role_permissions.key is 'Its key as the role''s own event has it, such as org:invoices:read. A permission that is renamed later has its present key in clerk.permissions.key; rollcall.has_permission() asks there.';
comment on column clerk.role_permissions.description is 'Description.';
comment on column clerk.role_permissions.type is 'system, or custom (user).';

select rollcall.declare_child('role_permissions',
    '((select rollcall.acting_organization_id()) is not null or (select rollcall.acting_user_id()) is not null) and role_id = any (array(select r.id from clerk.roles r where r.deleted_at is null)) and id <> all ((select rollcall.ended_permission_ids())::text[])');
grant select (role_id, id, name, key, description, type, created_at, updated_at)
    on clerk.role_permissions to rollcall_tenant;

create table clerk.sessions (
    id                          text not null,
    user_id                     text,
    client_id                   text,
    actor                       jsonb,
    status                      text,
    last_active_organization_id text,
    last_active_at              timestamptz,
    latest_activity             jsonb,
    tasks                       jsonb,
    expire_at                   timestamptz,
    abandon_at                  timestamptz,
    created_at                  timestamptz,
    updated_at                  timestamptz,
    extra                       jsonb,
    primary key (id)
);

comment on table clerk.sessions is 'Sessions of users. No event says that one expired, was abandoned or replaced: compare expire_at and abandon_at. Ends with its user.';
comment on column clerk.sessions.id is 'Clerk''s id, sess_…. Never reused.';
comment on column clerk.sessions.user_id is 'The user: clerk.users.id. Null only in an ended row that never had a state.';
comment on column clerk.sessions.client_id is 'The browser or device.';
comment on column clerk.sessions.actor is 'Who impersonates the user. Null in ordinary sessions.';
comment on column clerk.sessions.status is 'active, pending, revoked, ended, expired, removed, abandoned or replaced, as of the event.';
comment on column clerk.sessions.last_active_organization_id is 'The organization that was active last. It moves, and owns nothing.';
comment on column clerk.sessions.last_active_at is 'Last activity.';
comment on column clerk.sessions.latest_activity is 'Device, address and place of the last activity: personal data.';
comment on column clerk.sessions.tasks is 'What the user still has to do before the session is active.';
comment on column clerk.sessions.expire_at is 'When it expires.';
comment on column clerk.sessions.abandon_at is 'When it counts as abandoned.';

select rollcall.declare_table('sessions', '{sess_}');

create index sessions_user on clerk.sessions (user_id);

create table clerk.waitlist_entries (
    id            text not null,
    email_address text,
    status        text,
    is_locked     boolean,
    invitation    jsonb,
    created_at    timestamptz,
    updated_at    timestamptz,
    extra         jsonb,
    primary key (id)
);

comment on table clerk.waitlist_entries is 'Entries of the waiting list.';
comment on column clerk.waitlist_entries.id is 'Clerk''s id, wle_…. Never reused.';
comment on column clerk.waitlist_entries.email_address is 'Who waits.';
comment on column clerk.waitlist_entries.status is 'pending, invited, rejected or completed.';
comment on column clerk.waitlist_entries.is_locked is 'Whether it is locked.';
comment on column clerk.waitlist_entries.invitation is 'The invitation that followed, without the url that accepts it. Null before.';

select rollcall.declare_table('waitlist_entries', '{wle_}');

create table clerk.subscriptions (
    id                text not null,
    payer_id          text,
    organization_id   text,
    user_id           text,
    status            text,
    active_at         timestamptz,
    canceled_at       timestamptz,
    ended_at          timestamptz,
    past_due_at       timestamptz,
    latest_payment_id text,
    payment_source_id text,
    items             jsonb,
    created_at        timestamptz,
    updated_at        timestamptz,
    extra             jsonb,
    primary key (id)
);

comment on table clerk.subscriptions is 'Billing: subscriptions of organizations and users.';
comment on column clerk.subscriptions.id is 'Clerk''s id, csub_…. Never reused.';
comment on column clerk.subscriptions.payer_id is 'Who pays: cpayer_….';
comment on column clerk.subscriptions.organization_id is 'The paying organization: clerk.organizations.id. Null when a user pays for itself.';
comment on column clerk.subscriptions.user_id is 'The paying user, or who acts for the paying organization: clerk.users.id.';
comment on column clerk.subscriptions.status is 'active, past_due, canceled, ended, abandoned or incomplete.';
comment on column clerk.subscriptions.active_at is 'When it became active.';
comment on column clerk.subscriptions.canceled_at is 'When it was canceled.';
comment on column clerk.subscriptions.ended_at is 'When it ended.';
comment on column clerk.subscriptions.past_due_at is 'When a payment was overdue.';
comment on column clerk.subscriptions.latest_payment_id is 'The last payment: cpa_….';
comment on column clerk.subscriptions.payment_source_id is 'What is charged: cps_….';
comment on column clerk.subscriptions.items is 'Array of its items as of the event; clerk.subscription_items has the latest of each.';

select rollcall.declare_table('subscriptions', '{csub_}',
    'organization_id = (select rollcall.acting_organization_id()) and deleted_at is null');
grant select (id, organization_id, user_id, status, active_at, canceled_at, ended_at, past_due_at,
              created_at, updated_at, deleted_at)
    on clerk.subscriptions to rollcall_tenant;

create index subscriptions_organization on clerk.subscriptions (organization_id) where organization_id is not null;

create table clerk.subscription_items (
    id              text not null,
    subscription_id text,
    payer_id        text,
    organization_id text,
    user_id         text,
    status          text,
    is_free_trial   boolean,
    plan_id         text,
    plan            jsonb,
    interval        text,
    period_start    timestamptz,
    period_end      timestamptz,
    seats           jsonb,
    created_at      timestamptz,
    updated_at      timestamptz,
    extra           jsonb,
    primary key (id)
);

comment on table clerk.subscription_items is 'Billing: items of subscriptions.';
comment on column clerk.subscription_items.id is 'Clerk''s id, csub_item_…. Never reused.';
comment on column clerk.subscription_items.subscription_id is 'The subscription: clerk.subscriptions.id. Null when Clerk did not name it.';
comment on column clerk.subscription_items.payer_id is 'Who pays: cpayer_….';
comment on column clerk.subscription_items.organization_id is 'The paying organization: clerk.organizations.id. Null when a user pays for itself.';
comment on column clerk.subscription_items.user_id is 'The paying user, or who acts for the paying organization: clerk.users.id.';
comment on column clerk.subscription_items.status is 'upcoming, active, past_due, canceled, ended, abandoned or incomplete.';
comment on column clerk.subscription_items.is_free_trial is 'Whether it is a free trial.';
comment on column clerk.subscription_items.plan_id is 'The plan: cplan_….';
comment on column clerk.subscription_items.plan is 'The plan as of the event. Amounts are in the smallest unit of the currency.';
comment on column clerk.subscription_items.interval is 'month or annual.';
comment on column clerk.subscription_items.period_start is 'Start of the current period.';
comment on column clerk.subscription_items.period_end is 'Its end. Null for the default plan.';
comment on column clerk.subscription_items.seats is 'Seats that were bought.';

select rollcall.declare_table('subscription_items', '{csub_item_}',
    'organization_id = (select rollcall.acting_organization_id()) and deleted_at is null');
grant select (id, subscription_id, organization_id, user_id, status, is_free_trial, plan_id, plan, interval, period_start,
              period_end, seats, created_at, updated_at, deleted_at)
    on clerk.subscription_items to rollcall_tenant;

create index subscription_items_organization on clerk.subscription_items (organization_id) where organization_id is not null;

create table clerk.payment_attempts (
    id                  text not null,
    payer_id            text,
    organization_id     text,
    user_id             text,
    payment_id          text,
    invoice_id          text,
    statement_id        text,
    gateway_external_id text,
    status              text,
    charge_type         text,
    billing_date        timestamptz,
    paid_at             timestamptz,
    failed_at           timestamptz,
    failed_reason       jsonb,
    payee               jsonb,
    totals              jsonb,
    payment_source      jsonb,
    subscription_items  jsonb,
    created_at          timestamptz,
    updated_at          timestamptz,
    extra               jsonb,
    primary key (id)
);

comment on table clerk.payment_attempts is 'Billing: attempts to charge.';
comment on column clerk.payment_attempts.id is 'Clerk''s id, cpa_… or pa_…. Never reused.';
comment on column clerk.payment_attempts.payer_id is 'Who pays: cpayer_….';
comment on column clerk.payment_attempts.organization_id is 'The paying organization: clerk.organizations.id. Null when a user pays for itself.';
comment on column clerk.payment_attempts.user_id is 'The paying user, or who acts for the paying organization: clerk.users.id.';
comment on column clerk.payment_attempts.payment_id is 'The payment: cpa_….';
comment on column clerk.payment_attempts.invoice_id is 'Deprecated by Clerk.';
comment on column clerk.payment_attempts.statement_id is 'The statement: stmt_….';
comment on column clerk.payment_attempts.gateway_external_id is 'Id at the payment gateway. Not for tenants.';
comment on column clerk.payment_attempts.status is 'pending, paid or failed.';
comment on column clerk.payment_attempts.charge_type is 'checkout or recurring.';
comment on column clerk.payment_attempts.billing_date is 'The day it is for.';
comment on column clerk.payment_attempts.paid_at is 'When it was paid.';
comment on column clerk.payment_attempts.failed_at is 'When it failed.';
comment on column clerk.payment_attempts.failed_reason is 'Why it failed.';
comment on column clerk.payment_attempts.payee is 'Who is paid, with ids at the payment gateway. Not for tenants.';
comment on column clerk.payment_attempts.totals is 'Amounts, in the smallest unit of the currency.';
comment on column clerk.payment_attempts.payment_source is 'What was charged, with ids at the payment gateway. Not for tenants.';
comment on column clerk.payment_attempts.subscription_items is 'Array of what was charged for.';

select rollcall.declare_table('payment_attempts', '{cpa_,pa_}',
    'organization_id = (select rollcall.acting_organization_id()) and deleted_at is null');
grant select (id, organization_id, user_id, status, charge_type, billing_date, paid_at, failed_at, failed_reason, totals,
              created_at, updated_at, deleted_at)
    on clerk.payment_attempts to rollcall_tenant;

create index payment_attempts_organization on clerk.payment_attempts (organization_id) where organization_id is not null;

create table clerk.other_objects (
    resource   text not null,
    id         text not null,
    event_type text,
    data       jsonb,
    owners     text[] collate "C" not null default '{}',
    primary key (resource, id),
    constraint other_objects_owners_few check (cardinality(owners) <= 8)
);

comment on table clerk.other_objects is 'Objects of every type that has no table in this release, kept whole; they move to their table with a later release. Also what came of an object that has a table under a verb that this release does not know, when it was not the whole object.';
comment on column clerk.other_objects.resource is 'The part of the event type before its verb, such as session.';
comment on column clerk.other_objects.id is 'Clerk''s id; the message id when the object has none.';
comment on column clerk.other_objects.event_type is 'The type of the event that wrote the row, such as session.ended.';
comment on column clerk.other_objects.data is 'The object as Clerk sent it, without fields that let their holder sign in or act as somebody else (secret, token, ticket, url, backup_codes and the like), but for those inside its metadata. Null in an ended row that never had a state.';
comment on column clerk.other_objects.owners is 'Ids of the users and organizations that any of its events named as its owner (user_id, organization_id, or its own id), stale ones included, sorted; the eight smallest. When one of them ends, so does the row; and a part of an object that has a table ends with that object, whose type and id it has.';

select rollcall.declare_table('other_objects', '{}');

-- Without a pending list, which every batch with a delete would have to read.
create index other_objects_owners on clerk.other_objects using gin (owners) with (fastupdate = off);

create or replace function rollcall.united_owners(owners text[], more text[]) returns text[]
    language sql immutable parallel safe
    set search_path = pg_catalog, pg_temp
as $$
    select coalesce(array_agg(u.owner order by u.owner), '{}'::text[])
    from (select distinct o.owner collate "C" as owner from unnest(owners || more) as o(owner)
          where o.owner is not null order by 1 limit 8) u
$$;

comment on function rollcall.united_owners(text[], text[]) is
    'The eight smallest of both lists, each once: the same in whatever order lists are united.';

create or replace function rollcall.live_objects_of(owners text[], whole_resources text[], whole_ids text[], most integer)
    returns table (resource text, id text)
    language sql stable
    set search_path = pg_catalog, pg_temp
    -- Nothing tells the planner how many objects an owner has. Left to its guess it may read the whole table, for every batch that
    -- deletes a user.
    set enable_seqscan = off
    set enable_indexscan = off
    set enable_hashjoin = off
    set enable_mergejoin = off
as $$
    select f.resource, f.id
    from (select o.resource, o.id from clerk.other_objects o where o.owners && $1 and o.deleted_at is null
          union all
          -- Of most resources no part ever came: that is asked once, not for each of a hundred thousand that a cascade ended.
          select o.resource, o.id from (select distinct r.resource from unnest($2) as r(resource)) as k
          cross join lateral (select from clerk.other_objects p where p.resource = k.resource limit 1) as came
          join unnest($2, $3) as w(resource, id) on w.resource = k.resource
          join clerk.other_objects o on o.resource = w.resource and o.id = w.id where o.deleted_at is null) f
    limit most
$$;

comment on function rollcall.live_objects_of(text[], text[], text[], integer) is
    'Live rows of clerk.other_objects that have one of some owners, or are parts of one of some objects, up to a number of them; always by an index.';

grant execute on function rollcall.united_owners(text[], text[]), rollcall.live_objects_of(text[], text[], text[], integer) to rollcall_sync;
