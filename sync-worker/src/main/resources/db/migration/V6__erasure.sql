-- Ended rows keep their content for a while (the holdback), then only what must never come back: see the worker's erasure.

do $$
declare
    table_name text;
begin
    for table_name in select c.relname from pg_class c join pg_attribute a on a.attrelid = c.oid
                      where c.relnamespace = 'clerk'::regnamespace and c.relkind = 'r' and a.attname = 'deleted_at' loop
        execute format('alter table clerk.%I add column erased_at timestamptz', table_name);
        execute format('comment on column clerk.%I.erased_at is %L', table_name,
                       'When the content of the ended row was erased: what is left is the id, the owners, Clerk''s times and the version.');
        -- Only rows that ended are in it, so live rows are updated as before.
        execute format('create index %I on clerk.%I (deleted_at) where deleted_at is not null and erased_at is null',
                       table_name || '_to_erase', table_name);
    end loop;
end
$$;

-- The command `erase` takes out the traces of an erased object.
grant delete on rollcall.dead_letters to rollcall_sync;
