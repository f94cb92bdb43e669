-- Written by ./rollcall schema shadow from the database; make it again after an update of Rollcall.
-- Only for a shadow database (initShadowDb of prisma.config.ts): nothing is protected by these functions.
create schema if not exists clerk;
create schema if not exists rollcall;

create table if not exists clerk.organization_domains (id text, primary key (id));
create table if not exists clerk.organization_invitations (id text, primary key (id));
create table if not exists clerk.organization_memberships (id text, primary key (id));
create table if not exists clerk.organizations (id text, primary key (id));
create table if not exists clerk.other_objects (resource text, id text, primary key (resource, id));
create table if not exists clerk.payment_attempts (id text, primary key (id));
create table if not exists clerk.permissions (id text, primary key (id));
create table if not exists clerk.role_permissions (role_id text, id text, primary key (role_id, id));
create table if not exists clerk.roles (id text, primary key (id));
create table if not exists clerk.sessions (id text, primary key (id));
create table if not exists clerk.subscription_items (id text, primary key (id));
create table if not exists clerk.subscriptions (id text, primary key (id));
create table if not exists clerk.user_email_addresses (user_id text, id text, primary key (user_id, id));
create table if not exists clerk.user_external_accounts (user_id text, id text, primary key (user_id, id));
create table if not exists clerk.user_phone_numbers (user_id text, id text, primary key (user_id, id));
create table if not exists clerk.users (id text, primary key (id));
create table if not exists clerk.waitlist_entries (id text, primary key (id));

create or replace function rollcall.acting_organization_id() returns text language plpgsql as 'begin return null; end';
create or replace function rollcall.current_organization_id() returns text language plpgsql as 'begin return null; end';
create or replace function rollcall.effective_permissions(user_id text, organization_id text) returns text[] language plpgsql as 'begin return null; end';
create or replace function rollcall.ended_permission_ids() returns text[] language plpgsql as 'begin return null; end';
create or replace function rollcall.ensure_organization(id text) returns text language plpgsql as 'begin return null; end';
create or replace function rollcall.ensure_user(id text) returns text language plpgsql as 'begin return null; end';
create or replace function rollcall.guards() returns TABLE(object text, guard text, definition text) language plpgsql as 'begin return; end';
create or replace function rollcall.has_permission(user_id text, organization_id text, permission text) returns boolean language plpgsql as 'begin return null; end';
create or replace function rollcall.has_tenant_policy(relation oid, column_name name) returns boolean language plpgsql as 'begin return null; end';
create or replace function rollcall.is_confined(relation oid, column_name name) returns boolean language plpgsql as 'begin return null; end';
create or replace function rollcall.is_synced(id text, since timestamp with time zone DEFAULT NULL::timestamp with time zone) returns boolean language plpgsql as 'begin return null; end';
create or replace function rollcall.keeps_history() returns boolean language plpgsql as 'begin return null; end';
create or replace function rollcall.protect_table(table_name text, column_name text) returns void language plpgsql as 'begin return; end';
create or replace function rollcall.reachable_roles(server_version integer) returns TABLE(login name, role name, becomes boolean, grants_itself boolean, only_by_granting boolean) language plpgsql as 'begin return; end';
create or replace function rollcall.reads_every_organization() returns boolean language plpgsql as 'begin return null; end';
create or replace function rollcall.role_meant(key text, at timestamp with time zone) returns text language plpgsql as 'begin return null; end';
create or replace function rollcall.set_tenant(organization_id text) returns text language plpgsql as 'begin return null; end';
create or replace function rollcall.tenancy_report() returns TABLE(finding text, object text, problem text, advice text) language plpgsql as 'begin return; end';
create or replace function rollcall.wait_until_synced(id text, since timestamp with time zone DEFAULT NULL::timestamp with time zone, timeout interval DEFAULT '00:00:05'::interval) returns boolean language plpgsql as 'begin return null; end';
