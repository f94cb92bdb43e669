-- What Rollcall itself needs to know. Nothing here decides whether an event is applied: the row it is about does.

create table if not exists rollcall.progress (
    id           integer generated always as identity primary key,
    topic_id     uuid        not null,
    topic        text        not null,
    partition    integer     not null,
    first_offset bigint      not null,
    next_offset  bigint      not null,
    updated_at   timestamptz not null default now(),
    unique (topic_id, partition)
) with (fillfactor = 50);

comment on table rollcall.progress is 'The last batch of each partition. Only its records can be applied and not yet announced; a next_offset below the worker''s position means that the database went back.';
comment on column rollcall.progress.id is 'Writer coordinate: sync_writer of the rows that this partition''s records wrote.';
comment on column rollcall.progress.topic_id is 'Kafka''s id of the topic: a topic that is deleted and made again has another.';
comment on column rollcall.progress.topic is 'Its name, for people.';
comment on column rollcall.progress.partition is 'The partition.';
comment on column rollcall.progress.first_offset is 'First offset of the last batch. Only rises.';
comment on column rollcall.progress.next_offset is 'Offset after the last batch. Only rises.';
comment on column rollcall.progress.updated_at is 'When that batch was applied.';

create table if not exists rollcall.dead_letters (
    writer      integer     not null,
    "offset"    bigint      not null,
    topic       text        not null,
    partition   integer     not null,
    code        text        not null,
    kind        text        not null,
    reason      text        not null,
    event_type  text,
    entity_id   text,
    message_id  text,
    received_at timestamptz not null,
    failed_at   timestamptz not null default now(),
    state       text        not null default 'open',
    acted_at    timestamptz,
    acted_by    text,
    acted_why   text,
    instance_id text,
    primary key (writer, "offset"),
    constraint dead_letters_state check (state in ('open', 'replayed', 'discarded')),
    constraint dead_letters_acted check ((state = 'open') = (acted_at is null) and (state = 'open') = (acted_by is null)),
    constraint dead_letters_why check (state <> 'discarded' or acted_why is not null)
);

comment on table rollcall.dead_letters is 'What could not be applied: a projection of the dead-letter topic, which holds the exact bytes. No personal data.';
comment on column rollcall.dead_letters.writer is 'Where the record was: rollcall.progress.id.';
comment on column rollcall.dead_letters."offset" is 'Its offset in that partition.';
comment on column rollcall.dead_letters.topic is 'The topic it was read from.';
comment on column rollcall.dead_letters.partition is 'The partition it was read from.';
comment on column rollcall.dead_letters.code is 'Why: one of the failure codes.';
comment on column rollcall.dead_letters.kind is 'The kind of the code; always data, since nothing else becomes a dead letter.';
comment on column rollcall.dead_letters.reason is 'One sentence without personal data.';
comment on column rollcall.dead_letters.event_type is 'The envelope''s type. Null when it could not be read.';
comment on column rollcall.dead_letters.entity_id is 'The object''s id. Null when it could not be read.';
comment on column rollcall.dead_letters.message_id is 'The message (svix-id). Null when the record had none.';
comment on column rollcall.dead_letters.received_at is 'When the gateway received it.';
comment on column rollcall.dead_letters.failed_at is 'When the worker gave it up.';
comment on column rollcall.dead_letters.state is 'open: nothing was done about it. replayed: published into clerk.events again. discarded: somebody said why it needs nothing.';
comment on column rollcall.dead_letters.acted_at is 'When it was replayed or discarded last. Null while it is open.';
comment on column rollcall.dead_letters.acted_by is 'Who did: os:<user> for the command, token:<name> for the management API, worker:<instance> for what the worker replays when the binding is made. Null while it is open.';
comment on column rollcall.dead_letters.acted_why is 'The reason that was given. Null while it is open, and for a replay.';
comment on column rollcall.dead_letters.instance_id is 'The Clerk instance that the event names, where that is why it was refused (wrong_instance, unbound_instance); null otherwise, and for an event that names none.';

-- A dead letter is open until it is replayed or discarded; one that is replayed and dies again is a new, open line, since it
-- stands at another offset.
create index if not exists dead_letters_open on rollcall.dead_letters (failed_at) where state = 'open';
create index if not exists dead_letters_of_instance on rollcall.dead_letters (instance_id) where instance_id is not null and state = 'open';

create table if not exists rollcall.instance (
    singleton   boolean     primary key default true check (singleton),
    instance_id text        not null,
    bound_by    text        not null,
    bound_at    timestamptz not null default now()
);

comment on table rollcall.instance is 'The one Clerk instance that this database is a copy of. Empty until it is configured or the first event that is surely a live one arrives.';
comment on column rollcall.instance.singleton is 'Always true: there is one row at most.';
comment on column rollcall.instance.instance_id is 'Clerk''s id of the instance, ins_….';
comment on column rollcall.instance.bound_by is 'What bound it: the message id of that event, configuration, or the command bind.';
comment on column rollcall.instance.bound_at is 'When.';

create table if not exists rollcall.control_write (
    singleton  boolean     primary key default true check (singleton),
    written_at timestamptz not null
);

comment on table rollcall.control_write is 'Written when a record fails alone: if this write succeeds, the record is at fault and not the database.';
comment on column rollcall.control_write.singleton is 'Always true: there is one row at most.';
comment on column rollcall.control_write.written_at is 'When it was last written.';

create table if not exists rollcall.audit_log (
    id      bigint generated always as identity primary key,
    at      timestamptz not null default now(),
    actor   text        not null,
    action  text        not null,
    subject text        not null,
    count   bigint      not null,
    reason  text
);

comment on table rollcall.audit_log is 'Who did what to the copy, its dead letters and its servers. The worker''s login may add lines, whose number and time are the database''s, and neither change nor remove them. No personal data.';
comment on column rollcall.audit_log.id is 'Order of the lines; may skip.';
comment on column rollcall.audit_log.at is 'When.';
comment on column rollcall.audit_log.actor is 'os:<user> for the command, token:<name> for the management API, worker:<instance> for what the worker does of its own accord.';
comment on column rollcall.audit_log.action is 'Of dead letters: dead-letters show-values, dead-letters replay-begun, dead-letters replay-done, dead-letters discard. Of the console: entity show-values, entity search, entity refetch. Of the other commands: log replay-begun, log replay-done, erase begun, erase done, reprocess begun, reprocess done, announce begun, announce done, bind, migrate, topics.';
comment on column rollcall.audit_log.subject is 'What it was about: the filter, the id, the options or the topics that were given; never content.';
comment on column rollcall.audit_log.count is 'How many records were meant (begun) or it happened to (all others); of migrate the migrations that ran, of topics the topics that were made.';
comment on column rollcall.audit_log.reason is 'Why, for what needs a reason; null otherwise.';

-- A backup of one schema, restored alone, leaves positions of one time beside rows of another. A stamp in each tells: both are
-- written together, every minute. The one in clerk is a sequence, so that clerk holds tables of Clerk's objects only; a dump reads a
-- sequence as it is at that moment and tables as they were when it began, so a backup of both never shows clerk as the older one.

create sequence if not exists clerk.restore_stamp as bigint minvalue 0 start 0;

comment on sequence clerk.restore_stamp is 'When a worker stamped both schemas last, epoch milliseconds: see rollcall.restore_stamp.';

create table if not exists rollcall.restore_stamp (
    singleton boolean primary key default true check (singleton),
    stamp     bigint  not null
);

comment on table rollcall.restore_stamp is 'When a worker stamped both schemas last. Where it is later than the sequence clerk.restore_stamp, clerk alone was restored: docs/outages/postgresql-restored.md.';
comment on column rollcall.restore_stamp.singleton is 'Always true: there is one row at most.';
comment on column rollcall.restore_stamp.stamp is 'Epoch milliseconds.';

create or replace function rollcall.stamp_schemas(accepted boolean) returns table (of_clerk bigint, of_rollcall bigint)
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
begin
    insert into rollcall.restore_stamp (stamp) values (0) on conflict (singleton) do nothing;
    -- The row's lock first: a sequence is seen at once, whoever wrote it.
    select s.stamp into strict of_rollcall from rollcall.restore_stamp s for update;
    select s.last_value into strict of_clerk from clerk.restore_stamp s;
    if accepted or of_clerk >= of_rollcall then
        update rollcall.restore_stamp
        set stamp = setval('clerk.restore_stamp',
                           greatest(of_clerk, of_rollcall, floor(extract(epoch from clock_timestamp()) * 1000)::bigint));
    end if;
    return next;
end
$$;

comment on function rollcall.stamp_schemas(boolean) is
    'Stamps both schemas and returns what they had; where clerk is the older one, only if that is accepted: somebody brought back what is missing.';

grant select, update on sequence clerk.restore_stamp to rollcall_sync;
grant select, insert, update on rollcall.restore_stamp to rollcall_sync;
grant execute on function rollcall.stamp_schemas(boolean) to rollcall_sync;

create table if not exists rollcall.role_keys (
    role_id      text   not null,
    key          text   not null,
    last_seen_ms bigint not null,
    created_ms   bigint,
    primary key (role_id, key)
);

create index if not exists role_keys_key on rollcall.role_keys (key);

comment on table rollcall.role_keys is
    'Every key that a role ever had, also in events that came too late to be written: a membership names its role by the key of its own time. At most 32 for a role, the newest.';
comment on column rollcall.role_keys.role_id is 'The role: clerk.roles.id.';
comment on column rollcall.role_keys.key is 'The key; its SHA-256 where it is longer than 1,000 bytes.';
comment on column rollcall.role_keys.last_seen_ms is 'The greatest updated_at that came with it, epoch milliseconds: the role had this key then.';

comment on column rollcall.role_keys.created_ms is 'The role''s created_at, epoch milliseconds: a row that ended before its states came has none. Null when Clerk did not send it.';

grant select, insert, update, delete on rollcall.role_keys to rollcall_sync;
grant select on rollcall.role_keys to rollcall_backend;

create or replace function rollcall.role_key(key text) returns text
    language sql immutable parallel safe
    set search_path = pg_catalog, pg_temp
begin atomic
    select case when octet_length(key) > 1000 then 'sha256:' || encode(sha256(convert_to(key, 'UTF8')), 'hex') else key end;
end;

comment on function rollcall.role_key(text) is 'A role''s key as rollcall.role_keys has it: of a length that an index takes.';

grant execute on function rollcall.role_key(text) to rollcall_sync;

grant select, insert, update on rollcall.progress, rollcall.dead_letters, rollcall.instance, rollcall.control_write to rollcall_sync;
-- The command `erase` takes out the traces of an erased object.
grant delete on rollcall.dead_letters to rollcall_sync;
-- Order and time of a line are the database's; the worker's login forges neither, and removes nothing. See docs/operating.md,
-- "What the worker's login can do".
grant select on rollcall.audit_log to rollcall_sync;
grant insert (actor, action, subject, count, reason) on rollcall.audit_log to rollcall_sync;
grant select on rollcall.progress, rollcall.dead_letters, rollcall.instance, rollcall.audit_log to rollcall_backend;

-- Surveys: Clerk's own lists against the copy. Ids, versions, counts and times; never an object.

create table if not exists rollcall.worker_settings (
    name       text        primary key,
    value      text        not null,
    written_at timestamptz not null default now()
);

comment on table rollcall.worker_settings is 'What the worker that started last copies with. A survey repairs only with the same, or it would publish for ever what the worker leaves out.';
comment on column rollcall.worker_settings.name is 'release, or the name of an environment variable that says what is stored.';
comment on column rollcall.worker_settings.value is 'Its value.';
comment on column rollcall.worker_settings.written_at is 'When a worker that started wrote it.';

create table if not exists rollcall.survey_runs (
    run            bigint      primary key,
    command        text        not null,
    mode           text        not null,
    instance_id    text        not null,
    release        text        not null,
    state          text        not null default 'running',
    phase          text        not null default 'walk',
    reason         text,
    started_at     timestamptz not null default now(),
    checkpoint_at  timestamptz not null default now(),
    ended_at       timestamptz,
    requests       bigint      not null default 0,
    throttled      bigint      not null default 0,
    published      bigint      not null default 0,
    topic_id       uuid,
    published_ends jsonb       not null default '{}',
    constraint survey_runs_command check (command in ('backfill', 'reconcile')),
    constraint survey_runs_state check (state in ('running', 'complete', 'incomplete', 'given_up'))
);

comment on table rollcall.survey_runs is 'Surveys: backfill and reconcile, each with what it came to. No personal data.';
comment on column rollcall.survey_runs.run is 'Its number; ascends. The message id of what it publishes is ~ and this number.';
comment on column rollcall.survey_runs.command is 'backfill or reconcile.';
comment on column rollcall.survey_runs.mode is 'Its options that change what is published, and its tables. Only a run of the same mode is resumed.';
comment on column rollcall.survey_runs.instance_id is 'The Clerk instance that was surveyed, ins_….';
comment on column rollcall.survey_runs.release is 'Release of Rollcall that made it.';
comment on column rollcall.survey_runs.state is 'running: not over, or killed and not resumed yet. complete: every table was walked whole, all that was published was applied, and nothing of it became a dead letter. incomplete: reason says what lacks. given_up: another run was begun instead.';
comment on column rollcall.survey_runs.phase is 'How far it is: walk, settle, look, repair, confirm, end, done.';
comment on column rollcall.survey_runs.reason is 'Why it is incomplete or paused, one line; null otherwise.';
comment on column rollcall.survey_runs.started_at is 'When it began, by the database''s clock. Rows written since then less two minutes are not judged as extra.';
comment on column rollcall.survey_runs.checkpoint_at is 'When its last checkpoint was written. Resumed within 24 hours of it.';
comment on column rollcall.survey_runs.ended_at is 'When it ended; null while it runs.';
comment on column rollcall.survey_runs.requests is 'Requests to Clerk''s Backend API, repetitions included.';
comment on column rollcall.survey_runs.throttled is 'How many of them Clerk answered with 429.';
comment on column rollcall.survey_runs.published is 'Records published into the events topic.';
comment on column rollcall.survey_runs.topic_id is 'Kafka''s id of that topic; null before anything was published.';
comment on column rollcall.survey_runs.published_ends is 'The offset after its last record, by partition.';

create table if not exists rollcall.survey_tables (
    run         bigint      not null references rollcall.survey_runs on delete cascade,
    "table"     text        not null,
    state       text        not null default 'walking',
    reason      text,
    started_at  timestamptz not null default now(),
    walks       integer     not null default 1,
    page        integer     not null default 0,
    place       jsonb       not null default '{}',
    listed      bigint      not null default 0,
    clerk_count bigint,
    live_rows   bigint,
    published   bigint      not null default 0,
    counts      jsonb       not null default '{}',
    columns     jsonb       not null default '{}',
    primary key (run, "table"),
    constraint survey_tables_state check (state in ('walking', 'walked', 'unavailable', 'incomplete'))
);

comment on table rollcall.survey_tables is 'Each table of a survey: its checkpoint while it is walked, and its counts. No personal data.';
comment on column rollcall.survey_tables.run is 'The survey: rollcall.survey_runs.run.';
comment on column rollcall.survey_tables."table" is 'The table, without its schema.';
comment on column rollcall.survey_tables.state is 'walking: not over. walked: whole. unavailable: the feature is off or the key may not read it. incomplete: reason says why.';
comment on column rollcall.survey_tables.reason is 'Why it is unavailable or incomplete, or why nothing of it was published; null otherwise.';
comment on column rollcall.survey_tables.started_at is 'When its walk began, by the database''s clock: what the survey proves is proven as of then.';
comment on column rollcall.survey_tables.walks is 'How often its list was begun: again where it came out shorter than Clerk counts.';
comment on column rollcall.survey_tables.page is 'Pages read in this walk.';
comment on column rollcall.survey_tables.place is 'Where the walk stands: offset, cursor and the ids that the next page must overlap with.';
comment on column rollcall.survey_tables.listed is 'Distinct ids that Clerk listed.';
comment on column rollcall.survey_tables.clerk_count is 'How many Clerk counts. Null where it does not say.';
comment on column rollcall.survey_tables.live_rows is 'Live rows of the copy after the walk, without placeholders. Null before.';
comment on column rollcall.survey_tables.published is 'Records published about it.';
comment on column rollcall.survey_tables.counts is 'Objects by verdict, as of the first look.';
comment on column rollcall.survey_tables.columns is 'Objects of the verdict different, by the name of the column that differs.';

create table if not exists rollcall.survey_pages (
    run     bigint  not null,
    "table" text    not null,
    page    integer not null,
    hashes  bytea   not null,
    primary key (run, "table", page),
    foreign key (run, "table") references rollcall.survey_tables on delete cascade
);

comment on table rollcall.survey_pages is 'Which ids a walk has listed, so that a killed survey goes on. Emptied when the survey ends.';
comment on column rollcall.survey_pages.run is 'The survey.';
comment on column rollcall.survey_pages."table" is 'The table.';
comment on column rollcall.survey_pages.page is 'The page of its walk, from 1.';
comment on column rollcall.survey_pages.hashes is 'Eight bytes of each id''s SHA-256.';

create table if not exists rollcall.survey_suspects (
    run              bigint      not null,
    "table"          text        not null,
    id               text        not null,
    verdict          text        not null,
    clerk_updated_ms bigint,
    row_updated_ms   bigint,
    row_event_ms     bigint,
    organization_id  text,
    user_id          text,
    columns          text[]      not null default '{}',
    code             text,
    seen_at          timestamptz not null default now(),
    absent_at        timestamptz,
    absent_again_at  timestamptz,
    outcome          text,
    primary key (run, "table", id),
    foreign key (run, "table") references rollcall.survey_tables on delete cascade,
    constraint survey_suspects_outcome check (outcome in ('settled', 'left', 'published', 'ended'))
);

comment on table rollcall.survey_suspects is 'Objects that looked otherwise than their rows when their page was read. They are looked at a second time before they count. No personal data.';
comment on column rollcall.survey_suspects.run is 'The survey.';
comment on column rollcall.survey_suspects."table" is 'The table.';
comment on column rollcall.survey_suspects.id is 'Clerk''s id of the object.';
comment on column rollcall.survey_suspects.verdict is 'How it looked; after the second look, how it looks then.';
comment on column rollcall.survey_suspects.clerk_updated_ms is 'updated_at of the object that was seen; null for a row that Clerk did not list.';
comment on column rollcall.survey_suspects.row_updated_ms is 'sync_updated_at_ms of the row that it was compared with; null where there was none.';
comment on column rollcall.survey_suspects.row_event_ms is 'sync_event_ms of that row; null where there was none.';
comment on column rollcall.survey_suspects.organization_id is 'The organization that it belongs to, by which it is asked for again; null where there is none.';
comment on column rollcall.survey_suspects.user_id is 'The user that it belongs to; null where there is none.';
comment on column rollcall.survey_suspects.columns is 'Names of the columns that differ.';
comment on column rollcall.survey_suspects.code is 'Of the verdict unreadable: why the worker would refuse it, as rollcall.dead_letters.code; null otherwise.';
comment on column rollcall.survey_suspects.seen_at is 'When it was seen.';
comment on column rollcall.survey_suspects.absent_at is 'When Clerk first confirmed that it has no such object; null where it has not.';
comment on column rollcall.survey_suspects.absent_again_at is 'When it did so a second time, at least ten minutes later.';
comment on column rollcall.survey_suspects.outcome is 'Null before the second look. settled: a change was under way, and has arrived. left: it is drift. published: its repair was published. ended: its end was published.';

create table if not exists rollcall.survey_lease (
    singleton  boolean     primary key default true check (singleton),
    holder     text        not null,
    run        bigint,
    expires_at timestamptz not null
);

comment on table rollcall.survey_lease is 'Who surveys: one at a time. A row and no session lock, since a pooler may stand in front of the database.';
comment on column rollcall.survey_lease.singleton is 'Always true: there is one row at most.';
comment on column rollcall.survey_lease.holder is 'Random; the process that holds it knows it.';
comment on column rollcall.survey_lease.run is 'The survey that it is held for; null before its number is drawn.';
comment on column rollcall.survey_lease.expires_at is 'By the database''s clock: 30 s after it was taken or renewed. Whoever comes later may take it.';

create table if not exists rollcall.drift (
    "table"     text        not null,
    verdict     text        not null,
    found       bigint      not null,
    "left"      bigint      not null,
    left_before bigint,
    run         bigint      not null,
    proven_at   timestamptz not null,
    primary key ("table", verdict)
);

comment on table rollcall.drift is 'How far the copy is from Clerk, by table and verdict, as the last survey that walked the table whole found it. A table that was never surveyed, or is not available, has no rows. See docs/completeness.md.';
comment on column rollcall.drift."table" is 'The table, without its schema.';
comment on column rollcall.drift.verdict is 'What is the matter: see docs/completeness.md.';
comment on column rollcall.drift.found is 'Objects of that verdict at the first look.';
comment on column rollcall.drift."left" is 'Objects of that verdict that are still so after the second look and after what the survey repaired.';
comment on column rollcall.drift.left_before is 'left of the survey before; null at the first.';
comment on column rollcall.drift.run is 'The survey: rollcall.survey_runs.run.';
comment on column rollcall.drift.proven_at is 'When the walk of the table began: the copy was so at that time.';

grant select, insert, update, delete on rollcall.worker_settings, rollcall.survey_runs, rollcall.survey_tables,
    rollcall.survey_pages, rollcall.survey_suspects, rollcall.survey_lease, rollcall.drift to rollcall_sync;
grant select on rollcall.worker_settings, rollcall.survey_runs, rollcall.survey_tables, rollcall.survey_suspects,
    rollcall.survey_lease, rollcall.drift to rollcall_backend;
