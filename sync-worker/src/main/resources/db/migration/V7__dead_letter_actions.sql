-- What people did about dead letters, and the audit of it. A dead letter is open until it is replayed or discarded; one
-- that is replayed and dies again is a new, open line, since it stands at another offset.

alter table rollcall.dead_letters
    add column state     text not null default 'open',
    add column acted_at  timestamptz,
    add column acted_by  text,
    add column acted_why text,
    add constraint dead_letters_state check (state in ('open', 'replayed', 'discarded')),
    add constraint dead_letters_acted check ((state = 'open') = (acted_at is null) and (state = 'open') = (acted_by is null)),
    add constraint dead_letters_why check (state <> 'discarded' or acted_why is not null);

comment on column rollcall.dead_letters.state is 'open: nothing was done about it. replayed: published into clerk.events again. discarded: somebody said why it needs nothing.';
comment on column rollcall.dead_letters.acted_at is 'When it was replayed or discarded last. Null while it is open.';
comment on column rollcall.dead_letters.acted_by is 'Who did: os:<user> for the command, token:<name> for the management API. Null while it is open.';
comment on column rollcall.dead_letters.acted_why is 'The reason that was given. Null while it is open, and for a replay.';

create index dead_letters_open on rollcall.dead_letters (failed_at) where state = 'open';

create table rollcall.audit_log (
    id      bigint generated always as identity primary key,
    at      timestamptz not null default now(),
    actor   text        not null,
    action  text        not null,
    subject text        not null,
    count   bigint      not null,
    reason  text
);

comment on table rollcall.audit_log is 'Who did what about dead letters and replays. The worker''s login may add lines, and neither change nor remove them. No personal data.';
comment on column rollcall.audit_log.id is 'Order of the lines; may skip.';
comment on column rollcall.audit_log.at is 'When.';
comment on column rollcall.audit_log.actor is 'os:<user> for the command, token:<name> for the management API.';
comment on column rollcall.audit_log.action is 'dead-letters show-values, replay-begun, replay-done or discard; log replay-begun or replay-done.';
comment on column rollcall.audit_log.subject is 'The filter that was given: codes, times and ids, never content.';
comment on column rollcall.audit_log.count is 'Records that were meant (begun) or that it happened to (all others).';
comment on column rollcall.audit_log.reason is 'Why, for what needs a reason; null otherwise.';

grant select, insert on rollcall.audit_log to rollcall_sync;
grant select on rollcall.audit_log to rollcall_backend;
