-- History is written by a function for each table, which knows the table's columns: a row becomes jsonb once, and what is left
-- out of it goes by name. To take each row apart into keys and values, for any table alike, cost twice as much.

create or replace function rollcall.declare_history(kept regclass) returns regprocedure
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $declare$
declare
    relation constant name := (select relname from pg_class where oid = kept);
    writer constant text := format('rollcall.%I()', 'record_history_of_' || relation);
    keys constant text[] := (select array_agg(a.attname::text order by k.place)
                             from pg_index i, unnest(i.indkey) with ordinality k (attnum, place), pg_attribute a
                             where i.indrelid = kept and i.indisprimary and a.attrelid = kept and a.attnum = k.attnum);
    -- The column of the entity's id, and that of the row's own: none where they are one. Other objects begin with their type.
    entity constant text := case when keys[1] = 'resource' then keys[2] else keys[1] end;
    own constant text := case when keys[1] = 'resource' then keys[1] else keys[2] end;
    -- Of a child row the parent's line has the message, and it does not end.
    is_child constant boolean := not exists (select from pg_attribute where attrelid = kept and attname = 'sync_revision');
    identity constant text := format('%L, r.%I, %s', relation, entity, case when own is null then 'null::text' else format('r.%I', own) end);
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
    -- What another made would run as that, and be for everybody to use.
    if current_user <> 'rollcall_owner' then
        raise exception 'only rollcall_owner declares history: set role rollcall_owner first' using errcode = '42501';
    end if;
    if octet_length('record_history_of_' || relation) > 63 then
        raise exception 'the name of table clerk.% is too long for its history', relation using errcode = '42622';
    end if;
    select string_agg(case when starts_with(a.attname, 'sync_') then quote_literal(a.attname)
                           when as_json.begins is not null then format($$case when %sr.%I%s = 'null' then %L end$$, as_json.begins, a.attname, as_json.ends, a.attname)
                           when not a.attnotnull then format('case when r.%1$I is null then %1$L end', a.attname) end,
                      ', ' order by a.attnum),
           string_agg(case when starts_with(a.attname, 'sync_') or a.attname = any (keys) then quote_literal(a.attname)
                           when as_json.begins is not null then format('case when %1$sr.%2$I%3$s = %1$so.%2$I%3$s then %2$L end', as_json.begins, a.attname, as_json.ends)
                           else format('case when r.%1$I is not distinct from o.%1$I then %1$L end', a.attname) end,
                      ', ' order by a.attnum),
           string_agg(format('r.%1$I = o.%1$I', a.attname), ' and ' order by a.attnum) filter (where a.attname = any (keys))
    into empty, same, is_pair
    from pg_attribute a
    -- SQL's null and JSON's are one in a line; and not every type has an operator that compares it.
    cross join lateral (select case when a.atttypid = 'jsonb'::regtype then 'coalesce('
                                    when a.atttypid <> all ('{text, bool, int4, int8, timestamptz, text[]}'::regtype[]) then 'coalesce(to_jsonb(' end,
                               case when a.atttypid = 'jsonb'::regtype then ', ''null'')' else '), ''null'')' end) as_json (begins, ends)
    where a.attrelid = kept and a.attnum > 0 and not a.attisdropped;

    execute format('create or replace function %s returns trigger language plpgsql security definer set search_path = pg_catalog, pg_temp'
                   -- Plans are kept for the session, and one made for a small batch would join a large one in loops. Up to PostgreSQL 17 a
                   -- plan that cannot do without loops counts as so dear then that it would be compiled.
                   ' set enable_nestloop = off set jit = off as %L', writer, format($writer$
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
$writer$, identity, version, added, changed, coalesce(empty, ''), is_pair, same, counts));
    execute format('comment on function %s is %L', writer,
                   format('Writes what a statement changed in clerk.%I into rollcall.history. Made of the table''s columns by rollcall.declare_history().', relation));
    return writer::regprocedure;
end
$declare$;

comment on function rollcall.declare_history(regclass) is
    'Makes the trigger function that writes a table''s history, of the columns that the table has now. For the owner.';

create or replace function rollcall.keep_history(switched_on boolean) returns boolean
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
declare
    is_on constant boolean := coalesce(switched_on, rollcall.keeps_history());
    tables constant regclass[] := (select coalesce(array_agg(c.oid order by i.indnkeyatts, c.relname), '{}')
                                   from pg_class c join pg_index i on i.indrelid = c.oid and i.indisprimary
                                   where c.relnamespace = 'clerk'::regnamespace and c.relkind = 'r');
    writers regprocedure[] := '{}';
    event text;
begin
    -- Two at once would replace the same functions.
    perform pg_advisory_xact_lock(hashtextextended('rollcall.keep_history', 0));
    -- Whether it is on or off: what there is does not depend on the switch, so a backup of either is restored over the other.
    for place in 1 .. cardinality(tables) loop
        writers[place] := rollcall.declare_history(tables[place]);
    end loop;
    if not is_on and not rollcall.keeps_history() then
        return false;
    end if;
    -- A batch begins with a row of it, and so does an erasure on request: none is under way then, so none waits for a table that
    -- this holds while this waits for one of theirs. The erasure of what is due takes a table before its children, and so does this.
    lock table rollcall.progress in exclusive mode;
    for place in 1 .. cardinality(tables) loop
        foreach event in array array['insert', 'update', 'delete'] loop
            if not is_on then
                execute format('drop trigger if exists history_%s on %s', event, tables[place]);
            elsif not exists (select from pg_trigger
                              where tgrelid = tables[place] and tgname = 'history_' || event and tgfoid = writers[place]) then
                execute format('create or replace trigger history_%1$s after %1$s on %2$s referencing %3$s for each statement'
                               ' execute function %4$s',
                               event, tables[place],
                               case event when 'insert' then 'new table as new_rows'
                                          when 'delete' then 'old table as old_rows'
                                          else 'old table as old_rows new table as new_rows' end,
                               writers[place]);
            end if;
        end loop;
    end loop;
    if is_on then
        perform rollcall.tend_history(1200);
    end if;
    return is_on;
end
$$;

comment on function rollcall.keep_history(boolean) is
    'Switches history on or off for every table of schema clerk; null leaves it as it is and includes tables and columns that are new. For the owner.';

-- The command migrate calls it after the migrations. rollcall.record_history() stays for a release: triggers of it may stand
-- where keep_history does not look.
