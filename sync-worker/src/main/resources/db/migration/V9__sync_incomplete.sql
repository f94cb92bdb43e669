-- What a row could not take of the event that wrote it. The rest of the event is applied all the same: a value that PostgreSQL or
-- the feed refuses must not keep a ban or a delete away. See docs/ordering.md, "What a row cannot take".

do $$
declare
    table_name text;
begin
    for table_name in select c.relname from pg_class c join pg_attribute a on a.attrelid = c.oid
                      where c.relnamespace = 'clerk'::regnamespace and c.relkind = 'r' and a.attname = 'sync_revision' loop
        execute format('alter table clerk.%I add column sync_incomplete text[]', table_name);
        execute format('comment on column clerk.%I.sync_incomplete is %L', table_name,
                       'Names of the columns, and of the lists with tables of their own, that lack a part of what the event that wrote the row said, since no row or change event can take it. Never content. Null when nothing is missing.');
    end loop;
    -- Who decides by a document has to see that a part of it is missing.
    foreach table_name in array array['organizations', 'users', 'organization_memberships', 'organization_invitations',
                                      'organization_domains', 'subscriptions', 'subscription_items', 'payment_attempts',
                                      'roles', 'permissions'] loop
        execute format('grant select (sync_incomplete) on clerk.%I to rollcall_tenant', table_name);
    end loop;
end
$$;

create or replace function rollcall.make_active_view(table_name text, view_name text, description text) returns void
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
      and (a.attname not like 'sync\_%' or a.attname = 'sync_incomplete') and a.attname not in ('deleted_at', 'erased_at');
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

select rollcall.make_active_view('users', 'active_users', 'Users that live: neither ended nor placeholders. Row security is the caller''s.');
select rollcall.make_active_view('organizations', 'active_organizations', 'Organizations that live: neither ended nor placeholders. Row security is the caller''s.');
select rollcall.make_active_view('organization_memberships', 'active_memberships', 'Memberships that live. Row security is the caller''s.');

select rollcall.record_guards();
