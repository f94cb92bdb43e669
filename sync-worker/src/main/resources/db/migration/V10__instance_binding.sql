-- Which Clerk instance a refused event names, so that what waited for a binding is found when it is made.

alter table rollcall.dead_letters add column instance_id text;

comment on column rollcall.dead_letters.instance_id is 'The Clerk instance that the event names, where that is why it was refused (wrong_instance, unbound_instance); null otherwise, and for an event that names none.';

create index dead_letters_of_instance on rollcall.dead_letters (instance_id) where instance_id is not null and state = 'open';

comment on table rollcall.instance is 'The one Clerk instance that this database is a copy of. Empty until it is configured or the first event that is surely a live one arrives.';
comment on column rollcall.instance.bound_by is 'What bound it: the message id of that event, configuration, or the command bind.';

comment on column rollcall.dead_letters.acted_by is 'Who did: os:<user> for the command, token:<name> for the management API, worker:<instance> for what the worker replays when the binding is made. Null while it is open.';
comment on column rollcall.audit_log.actor is 'os:<user> for the command, token:<name> for the management API, worker:<instance> for what the worker does of its own accord.';
comment on column rollcall.audit_log.action is 'dead-letters show-values, replay-begun, replay-done or discard; log replay-begun or replay-done; bind.';

-- The command `bind` takes a nearly empty copy of the wrong instance out again.
grant delete on all tables in schema clerk to rollcall_sync;

select rollcall.record_guards();
