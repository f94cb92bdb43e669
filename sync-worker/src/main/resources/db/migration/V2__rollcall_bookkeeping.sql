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
    primary key (writer, "offset")
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

create table rollcall.instance (
    singleton   boolean     primary key default true check (singleton),
    instance_id text        not null,
    bound_by    text        not null,
    bound_at    timestamptz not null default now()
);

comment on table rollcall.instance is 'The one Clerk instance that this database is a copy of. Empty until it is configured or the first live event arrives.';
comment on column rollcall.instance.singleton is 'Always true: there is one row at most.';
comment on column rollcall.instance.instance_id is 'Clerk''s id of the instance, ins_….';
comment on column rollcall.instance.bound_by is 'What bound it: the message id of the first live event, or configuration.';
comment on column rollcall.instance.bound_at is 'When.';

create table rollcall.control_write (
    singleton  boolean     primary key default true check (singleton),
    written_at timestamptz not null
);

comment on table rollcall.control_write is 'Written when a record fails alone: if this write succeeds, the record is at fault and not the database.';
comment on column rollcall.control_write.singleton is 'Always true: there is one row at most.';
comment on column rollcall.control_write.written_at is 'When it was last written.';
