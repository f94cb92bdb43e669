-- What Rollcall itself needs to know. Nothing here decides whether an event is applied: the row it is about does.

create table rollcall.progress (
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

create table rollcall.dead_letters (
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
create index dead_letters_open on rollcall.dead_letters (failed_at) where state = 'open';
create index dead_letters_of_instance on rollcall.dead_letters (instance_id) where instance_id is not null and state = 'open';

create table rollcall.instance (
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

create table rollcall.control_write (
    singleton  boolean     primary key default true check (singleton),
    written_at timestamptz not null
);

comment on table rollcall.control_write is 'Written when a record fails alone: if this write succeeds, the record is at fault and not the database.';
comment on column rollcall.control_write.singleton is 'Always true: there is one row at most.';
comment on column rollcall.control_write.written_at is 'When it was last written.';

create table rollcall.audit_log (
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
comment on column rollcall.audit_log.action is 'Of dead letters: dead-letters show-values, dead-letters replay-begun, dead-letters replay-done, dead-letters discard. Of the console: entity show-values. Of the other commands: log replay-begun, log replay-done, erase begun, erase done, reprocess begun, reprocess done, bind, migrate, topics.';
comment on column rollcall.audit_log.subject is 'What it was about: the filter, the id, the options or the topics that were given; never content.';
comment on column rollcall.audit_log.count is 'How many records were meant (begun) or it happened to (all others); of migrate the migrations that ran, of topics the topics that were made.';
comment on column rollcall.audit_log.reason is 'Why, for what needs a reason; null otherwise.';

create table rollcall.role_keys (
    role_id      text   not null,
    key          text   not null,
    last_seen_ms bigint not null,
    created_ms   bigint,
    primary key (role_id, key)
);

create index role_keys_key on rollcall.role_keys (key);

comment on table rollcall.role_keys is
    'Every key that a role ever had, also in events that came too late to be written: a membership names its role by the key of its own time. At most 32 for a role, the newest.';
comment on column rollcall.role_keys.role_id is 'The role: clerk.roles.id.';
comment on column rollcall.role_keys.key is 'The key; its SHA-256 where it is longer than 1,000 bytes.';
comment on column rollcall.role_keys.last_seen_ms is 'The greatest updated_at that came with it, epoch milliseconds: the role had this key then.';

comment on column rollcall.role_keys.created_ms is 'The role''s created_at, epoch milliseconds: a row that ended before its states came has none. Null when Clerk did not send it.';

grant select, insert, update, delete on rollcall.role_keys to rollcall_sync;
grant select on rollcall.role_keys to rollcall_backend;

create function rollcall.role_key(key text) returns text
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
