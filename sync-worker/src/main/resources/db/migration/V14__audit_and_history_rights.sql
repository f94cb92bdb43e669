-- The worker's login adds to the audit and is the reason that history is written; it forges neither, and removes nothing. See
-- docs/operating.md, "What the worker's login can do".

-- Order and time of a line are the database's.
revoke insert on rollcall.audit_log from rollcall_sync;
grant insert (actor, action, subject, count, reason) on rollcall.audit_log to rollcall_sync;

comment on table rollcall.audit_log is 'Who did what about dead letters and replays. The worker''s login may add lines, whose number and time are the database''s, and neither change nor remove them. No personal data.';

-- Lines of history come of changes alone: the trigger writes as the owner, and nobody else may.
alter function rollcall.record_history() security definer;
revoke insert, update (old_values, new_values, erased_at) on rollcall.history from rollcall_sync;
revoke usage on sequence rollcall.history_id from rollcall_sync;
drop policy sync_all on rollcall.history;
create policy sync_read on rollcall.history for select to rollcall_sync using (true);

create function rollcall.erase_history(tables text[], entities text[]) returns bigint
    language plpgsql volatile security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    erased bigint;
begin
    update rollcall.history h set old_values = null, new_values = null, erased_at = now()
    where h.entity_id = any (entities) and h.table_name = any (tables) and h.erased_at is null;
    get diagnostics erased = row_count;
    return erased;
end
$$;

comment on function rollcall.erase_history(text[], text[]) is
    'Takes the values out of history for some objects and their child rows; that they changed, when and by which message stays. Returns the number of lines.';

create table rollcall.history_floor (
    singleton boolean primary key default true check (singleton),
    months    integer not null check (months >= 1)
);

comment on table rollcall.history_floor is 'For how many whole months history is kept at least, whatever a worker asks for. The command migrate sets it.';
comment on column rollcall.history_floor.singleton is 'Always true: there is one row at most.';
comment on column rollcall.history_floor.months is 'Whole months beside the present one.';

insert into rollcall.history_floor (months) values (13);

create function rollcall.history_months(asked integer) returns integer
    language sql stable security definer
    set search_path = pg_catalog, pg_temp
begin atomic
    select greatest(asked, coalesce((select f.months from rollcall.history_floor f), 13));
end;

comment on function rollcall.history_months(integer) is 'For how many months history is kept when a worker asks for so many: these, or the floor where that is more.';

alter function rollcall.tend_history(integer) rename to tend_history_for;
alter function rollcall.tend_history_for(integer) security invoker;
revoke execute on function rollcall.tend_history_for(integer) from rollcall_sync;

comment on function rollcall.tend_history_for(integer) is
    'For the owner: makes the partitions of this month and the next two while history is switched on, and drops those that are older than so many whole months. Returns how many were dropped.';

create function rollcall.tend_history(months_kept integer) returns integer
    language sql volatile security definer
    set search_path = pg_catalog, pg_temp
begin atomic
    select rollcall.tend_history_for(rollcall.history_months(months_kept));
end;

comment on function rollcall.tend_history(integer) is
    'For the worker: rollcall.tend_history_for, with as many months as it asks for or the floor (rollcall.history_floor), whichever is more.';

grant execute on function rollcall.erase_history(text[], text[]), rollcall.history_months(integer), rollcall.tend_history(integer) to rollcall_sync;
