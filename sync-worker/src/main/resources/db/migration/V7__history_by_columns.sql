-- History is written by a function for each table, which knows the table's columns: a row becomes jsonb once, and what is left
-- out of it goes by name. To take each row apart into keys and values, for any table alike, cost twice as much.

create or replace function rollcall.declare_history(kept regclass, entity text, own text) returns regprocedure
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $declare$
declare
    relation constant name := (select relname from pg_class where oid = kept);
    writer constant text := format('rollcall.%I()', 'record_history_of_' || relation);
    -- Of a child row the parent's line has the message, and it does not end.
    is_child constant boolean := not exists (select from pg_attribute where attrelid = kept and attname = 'sync_revision');
    identity constant text := format('%L, r.%I, %s', relation, entity, case own when '' then 'null::text' else format('r.%I', own) end);
    version constant text := case when is_child then 'null::text, null::bigint'
                                  else $$nullif(r.sync_message_id, ''), r.sync_revision$$ end;
    added constant text := case when is_child then $$'insert'$$
                                else $$case when r.deleted_at is null then 'insert' else 'end' end$$ end;
    changed constant text := case when is_child then $$'update'$$
                                  else $$case when o.deleted_at is null and r.deleted_at is not null then 'end' else 'update' end$$ end;
    -- A version that changed no column has its line too, so that the lines are those of the feed. An erasure has none: it must
    -- not write down what it erases.
    counts constant text := case when is_child then 'change.found'
                                 else '(change.found or r.sync_revision <> o.sync_revision) and r.erased_at is not distinct from o.erased_at' end;
    -- Lists of expressions, each of them a column's name where the line leaves it out, else null.
    empty text;
    same text;
    is_pair text;
begin
    select string_agg(case when starts_with(a.attname, 'sync_') then quote_literal(a.attname)
                           when a.attnotnull then null
                           -- In jsonb SQL's null and JSON's are one.
                           when a.atttypid = 'jsonb'::regtype then format($$case when coalesce(r.%1$I, 'null') = 'null' then %1$L end$$, a.attname)
                           else format('case when r.%1$I is null then %1$L end', a.attname) end, ', ' order by a.attnum),
           string_agg(case when starts_with(a.attname, 'sync_') or a.attnum = any (keys.indkey) then quote_literal(a.attname)
                           when a.atttypid = 'jsonb'::regtype
                               then format($$case when coalesce(r.%1$I, 'null') = coalesce(o.%1$I, 'null') then %1$L end$$, a.attname)
                           else format('case when r.%1$I is not distinct from o.%1$I then %1$L end', a.attname) end, ', ' order by a.attnum),
           string_agg(format('r.%1$I = o.%1$I', a.attname), ' and ' order by a.attnum) filter (where a.attnum = any (keys.indkey))
    into empty, same, is_pair
    from pg_attribute a
    join pg_index keys on keys.indrelid = a.attrelid and keys.indisprimary
    where a.attrelid = kept and a.attnum > 0 and not a.attisdropped;

    execute format('create or replace function %s returns trigger language plpgsql security definer'
                   -- Plans are kept for the session, and one made for a small batch would join a large one in loops.
                   ' set search_path = pg_catalog, pg_temp set enable_nestloop = off as %L', writer, format($writer$
begin
    if tg_op = 'INSERT' then
        insert into rollcall.history (table_name, entity_id, row_id, message_id, revision, operation, new_values)
        select %1$s, %2$s, %3$s, nullif(to_jsonb(r) - array[%5$s]::text[], '{}')
        from new_rows r;
    elsif tg_op = 'UPDATE' then
        insert into rollcall.history (table_name, entity_id, row_id, message_id, revision, operation, old_values, new_values)
        select %1$s, %2$s, %4$s, nullif(to_jsonb(o) - same.names, '{}'), nullif(to_jsonb(r) - same.names, '{}')
        from new_rows r
        join old_rows o on %6$s
        cross join lateral (select array[%7$s]::text[] as names offset 0) same
        cross join lateral (select array_position(same.names, null) is not null as found) change
        where %8$s;
    else
        insert into rollcall.history (table_name, entity_id, row_id, operation, old_values)
        select %1$s, 'delete', nullif(to_jsonb(r) - array[%5$s]::text[], '{}')
        from old_rows r;
    end if;
    return null;
end
$writer$, identity, version, added, changed, empty, is_pair, same, counts));
    execute format('comment on function %s is %L', writer,
                   format('Writes what a statement changed in clerk.%I into rollcall.history. Made of the table''s columns by rollcall.declare_history().', relation));
    return writer::regprocedure;
end
$declare$;

comment on function rollcall.declare_history(regclass, text, text) is
    'Makes the trigger function that writes a table''s history, of the columns that the table has now. Arguments: the table, its column with the entity''s id, and that with the row''s own id or ''''. For the owner.';

create or replace function rollcall.keep_history(switched_on boolean) returns boolean
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
declare
    is_on constant boolean := coalesce(switched_on, rollcall.keeps_history());
    kept record;
    event text;
    writer regprocedure;
begin
    if not is_on and not rollcall.keeps_history() then
        return false;
    end if;
    -- A batch begins with a row of it: none is under way then, so none waits for a table that this holds while this waits for one
    -- of the batch's. Erasure takes a table before its children, and so does this.
    lock table rollcall.progress in exclusive mode;
    for kept in
        select c.oid, c.relname, case when keys.names[1] = 'resource' then 'id' else keys.names[1] end as entity,
               case when keys.names[1] = 'resource' then 'resource' when cardinality(keys.names) > 1 then 'id' else '' end as own
        from pg_class c
        cross join lateral (select array_agg(a.attname::text order by k.place) as names
                            from pg_index i, unnest(i.indkey) with ordinality k (attnum, place), pg_attribute a
                            where i.indrelid = c.oid and i.indisprimary and a.attrelid = c.oid and a.attnum = k.attnum) keys
        where c.relnamespace = 'clerk'::regnamespace and c.relkind = 'r' and keys.names is not null
        order by cardinality(keys.names), c.relname loop
        if is_on then
            writer := rollcall.declare_history(kept.oid, kept.entity, kept.own);
        end if;
        foreach event in array array['insert', 'update', 'delete'] loop
            if not is_on then
                execute format('drop trigger if exists history_%s on clerk.%I', event, kept.relname);
            elsif not exists (select from pg_trigger where tgrelid = kept.oid and tgname = 'history_' || event and tgfoid = writer) then
                execute format('create or replace trigger history_%1$s after %1$s on clerk.%2$I referencing %3$s for each statement'
                               ' execute function %4$s',
                               event, kept.relname,
                               case event when 'insert' then 'new table as new_rows'
                                          when 'delete' then 'old table as old_rows'
                                          else 'old table as old_rows new table as new_rows' end,
                               writer);
            end if;
        end loop;
        if not is_on then
            execute format('drop function if exists rollcall.%I()', 'record_history_of_' || kept.relname);
        end if;
    end loop;
    if is_on then
        perform rollcall.tend_history(1200);
    end if;
    return is_on;
end
$$;

comment on function rollcall.keep_history(boolean) is
    'Switches history on or off for every table of schema clerk; null leaves it as it is and includes tables and columns that are new. For the owner.';

select rollcall.keep_history(null);

-- Only triggers called it.
-- Contracts: not used since 0.1.0
drop function rollcall.record_history();
