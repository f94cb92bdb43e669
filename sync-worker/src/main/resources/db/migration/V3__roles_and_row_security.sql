-- Row security is enabled and forced on every table of clerk; forced, it binds the owner too, so the owner has a policy of
-- its own. Every table has an explicit line per role.

grant usage on schema clerk to rollcall_sync, rollcall_backend, rollcall_tenant;
grant usage on schema rollcall to rollcall_sync, rollcall_backend, rollcall_tenant;

grant select, insert, update on all tables in schema clerk to rollcall_sync;
grant delete on clerk.user_email_addresses, clerk.user_phone_numbers, clerk.user_external_accounts to rollcall_sync;
grant select on all tables in schema clerk to rollcall_backend;

grant select, insert, update on rollcall.progress, rollcall.dead_letters, rollcall.instance, rollcall.control_write to rollcall_sync;
grant select on rollcall.progress, rollcall.dead_letters, rollcall.instance to rollcall_backend;

do $$
declare
    table_name text;
begin
    for table_name in select tablename from pg_tables where schemaname = 'clerk' loop
        execute format('alter table clerk.%I enable row level security', table_name);
        execute format('alter table clerk.%I force row level security', table_name);
        execute format('create policy owner_all on clerk.%I to rollcall_owner using (true) with check (true)', table_name);
        execute format('create policy sync_all on clerk.%I to rollcall_sync using (true) with check (true)', table_name);
        execute format('create policy backend_read on clerk.%I for select to rollcall_backend using (true)', table_name);
    end loop;
end
$$;

create function rollcall.current_organization_id() returns text
    language sql stable parallel safe
    set search_path = pg_catalog
    return nullif(current_setting('rollcall.organization_id', true), '');

comment on function rollcall.current_organization_id() is
    'The organization that this transaction acts for; null when none was set.';

create function rollcall.set_tenant(organization_id text) returns text
    language sql volatile
    set search_path = pg_catalog
    return set_config('rollcall.organization_id', organization_id, true);

comment on function rollcall.set_tenant(text) is
    'Sets the organization that this transaction acts for. Call it inside a transaction: in autocommit it ends with its own statement, and nothing is visible.';

revoke execute on function rollcall.set_tenant(text) from public;
revoke execute on function rollcall.current_organization_id() from public;
grant execute on function rollcall.set_tenant(text), rollcall.current_organization_id() to rollcall_tenant, rollcall_backend;

-- A tenant has no grant on private metadata, unsafe metadata, extra, identifiers at providers, nor on the sync columns.
grant select (id, name, slug, image_url, logo_url, has_image, members_count, max_allowed_memberships, admin_delete_enabled,
              public_metadata, created_by, last_active_at, created_at, updated_at, deleted_at)
    on clerk.organizations to rollcall_tenant;
grant select (id, organization_id, user_id, role, role_name, permissions, public_metadata, created_at, updated_at, deleted_at)
    on clerk.organization_memberships to rollcall_tenant;
grant select (id, primary_email_address_id, primary_phone_number_id, username, first_name, last_name, locale, timezone,
              profile_image_url, image_url, has_image, public_metadata, last_sign_in_at, banned, locked, deprovisioned,
              last_active_at, created_at, updated_at, deleted_at)
    on clerk.users to rollcall_tenant;
grant select (user_id, id, email_address, reserved, created_at, updated_at)
    on clerk.user_email_addresses to rollcall_tenant;

create policy tenant_read on clerk.organizations for select to rollcall_tenant
    using (id = (select rollcall.current_organization_id()) and deleted_at is null);

create policy tenant_read on clerk.organization_memberships for select to rollcall_tenant
    using (organization_id = (select rollcall.current_organization_id()) and deleted_at is null);

create policy tenant_read on clerk.users for select to rollcall_tenant
    using (deleted_at is null
           and id = any (array(select m.user_id
                               from clerk.organization_memberships m
                               where m.organization_id = (select rollcall.current_organization_id())
                                 and m.deleted_at is null)));

create policy tenant_read on clerk.user_email_addresses for select to rollcall_tenant
    using (user_id = any (array(select m.user_id
                                from clerk.organization_memberships m
                                where m.organization_id = (select rollcall.current_organization_id())
                                  and m.deleted_at is null)));
