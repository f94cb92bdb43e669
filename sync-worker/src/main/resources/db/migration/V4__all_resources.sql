-- A table for every other resource that Clerk announces. What came before this release is in clerk.other_objects; the
-- command `reprocess` publishes it again, and it takes its way into these tables.

create table clerk.organization_invitations (
    id                 text not null,
    organization_id    text,
    email_address      text,
    role               text,
    role_name          text,
    inviter_id         text,
    user_id            text,
    status             text,
    public_metadata    jsonb,
    private_metadata   jsonb,
    data               jsonb,
    expires_at         timestamptz,
    created_at         timestamptz,
    updated_at         timestamptz,
    extra              jsonb,
    deleted_at         timestamptz,
    sync_updated_at_ms bigint not null,
    sync_event_at_ms   bigint not null,
    sync_message_id    text collate "C" not null,
    sync_revision      bigint not null,
    sync_writer        integer not null,
    sync_offset        bigint not null,
    sync_committed_at  timestamptz not null,
    primary key (id)
) with (fillfactor = 85);

comment on table clerk.organization_invitations is 'Invitations into organizations. Expiry has no event: compare expires_at. Ends with its organization.';
comment on column clerk.organization_invitations.id is 'Clerk''s id, orginv_…. Never reused.';
comment on column clerk.organization_invitations.organization_id is 'The organization: clerk.organizations.id. Null when Clerk did not name it.';
comment on column clerk.organization_invitations.email_address is 'Who is invited.';
comment on column clerk.organization_invitations.role is 'Key of the role that the member will have, such as org:member.';
comment on column clerk.organization_invitations.role_name is 'Display name of that role.';
comment on column clerk.organization_invitations.inviter_id is 'Who invited: clerk.users.id. Null when an API call did, or for older events.';
comment on column clerk.organization_invitations.user_id is 'Who accepted: clerk.users.id. Null before.';
comment on column clerk.organization_invitations.status is 'pending, accepted, revoked or expired, as of the event.';
comment on column clerk.organization_invitations.public_metadata is 'Metadata that browsers may read.';
comment on column clerk.organization_invitations.private_metadata is 'Metadata for back ends only. Not for tenants.';
comment on column clerk.organization_invitations.data is 'What Clerk adds when the invitation is accepted.';
comment on column clerk.organization_invitations.expires_at is 'When it can no longer be accepted. Null when it does not expire.';
comment on column clerk.organization_invitations.created_at is 'Clerk''s created_at. Null when Clerk did not send it.';
comment on column clerk.organization_invitations.updated_at is 'Clerk''s updated_at. Null when Clerk did not send it.';
comment on column clerk.organization_invitations.extra is 'Fields that this release has no column for, as Clerk sent them. Null when there are none.';
comment on column clerk.organization_invitations.deleted_at is 'When Clerk deleted the object, by the time of the event. Null while it lives. A row that ended never changes again.';
comment on column clerk.organization_invitations.sync_updated_at_ms is 'Version, first part: updated_at of the state or delete that wrote the row, epoch milliseconds; 0 for a placeholder.';
comment on column clerk.organization_invitations.sync_event_at_ms is 'Version, second part: time of the event, epoch milliseconds; 0 when the event had none.';
comment on column clerk.organization_invitations.sync_message_id is 'Version, third part: the message (svix-id) that wrote the row; '''' for a placeholder. Compares by bytes.';
comment on column clerk.organization_invitations.sync_revision is 'Rises with every version of the row and may skip; 0 for a placeholder.';
comment on column clerk.organization_invitations.sync_writer is 'Which partition the writing record came from: rollcall.progress.id; 0 for a placeholder.';
comment on column clerk.organization_invitations.sync_offset is 'Offset of the writing record in that partition.';
comment on column clerk.organization_invitations.sync_committed_at is 'When Rollcall wrote this version (start of the writing transaction).';

create table clerk.organization_domains (
    id                        text not null,
    organization_id           text,
    name                      text,
    enrollment_mode           text,
    affiliation_email_address text,
    affiliation_verification  jsonb,
    ownership_verification    jsonb,
    verification              jsonb,
    total_pending_invitations bigint,
    total_pending_suggestions bigint,
    created_at                timestamptz,
    updated_at                timestamptz,
    extra                     jsonb,
    deleted_at                timestamptz,
    sync_updated_at_ms        bigint not null,
    sync_event_at_ms          bigint not null,
    sync_message_id           text collate "C" not null,
    sync_revision             bigint not null,
    sync_writer               integer not null,
    sync_offset               bigint not null,
    sync_committed_at         timestamptz not null,
    primary key (id)
) with (fillfactor = 85);

comment on table clerk.organization_domains is 'E-mail domains of organizations. Ends with its organization.';
comment on column clerk.organization_domains.id is 'Clerk''s id, orgdmn_…. Never reused.';
comment on column clerk.organization_domains.organization_id is 'The organization: clerk.organizations.id. Null only in an ended row that never had a state.';
comment on column clerk.organization_domains.name is 'The domain, such as acme.com.';
comment on column clerk.organization_domains.enrollment_mode is 'manual_invitation, automatic_invitation, automatic_suggestion or enterprise_sso.';
comment on column clerk.organization_domains.affiliation_email_address is 'The address by which the domain was verified.';
comment on column clerk.organization_domains.affiliation_verification is 'How and whether the affiliation was verified.';
comment on column clerk.organization_domains.ownership_verification is 'How and whether the ownership was verified.';
comment on column clerk.organization_domains.verification is 'Deprecated by Clerk; use affiliation_verification.';
comment on column clerk.organization_domains.total_pending_invitations is 'Open invitations by this domain, as of the event.';
comment on column clerk.organization_domains.total_pending_suggestions is 'Open suggestions by this domain, as of the event.';
comment on column clerk.organization_domains.created_at is 'Clerk''s created_at. Null when Clerk did not send it.';
comment on column clerk.organization_domains.updated_at is 'Clerk''s updated_at. Null when Clerk did not send it.';
comment on column clerk.organization_domains.extra is 'Fields that this release has no column for, as Clerk sent them. Null when there are none.';
comment on column clerk.organization_domains.deleted_at is 'When Clerk deleted the object, by the time of the event. Null while it lives. A row that ended never changes again.';
comment on column clerk.organization_domains.sync_updated_at_ms is 'Version, first part: updated_at of the state or delete that wrote the row, epoch milliseconds; 0 for a placeholder.';
comment on column clerk.organization_domains.sync_event_at_ms is 'Version, second part: time of the event, epoch milliseconds; 0 when the event had none.';
comment on column clerk.organization_domains.sync_message_id is 'Version, third part: the message (svix-id) that wrote the row; '''' for a placeholder. Compares by bytes.';
comment on column clerk.organization_domains.sync_revision is 'Rises with every version of the row and may skip; 0 for a placeholder.';
comment on column clerk.organization_domains.sync_writer is 'Which partition the writing record came from: rollcall.progress.id; 0 for a placeholder.';
comment on column clerk.organization_domains.sync_offset is 'Offset of the writing record in that partition.';
comment on column clerk.organization_domains.sync_committed_at is 'When Rollcall wrote this version (start of the writing transaction).';

create table clerk.roles (
    id                  text not null,
    name                text,
    key                 text,
    description         text,
    is_creator_eligible boolean,
    created_at          timestamptz,
    updated_at          timestamptz,
    extra               jsonb,
    deleted_at          timestamptz,
    sync_updated_at_ms  bigint not null,
    sync_event_at_ms    bigint not null,
    sync_message_id     text collate "C" not null,
    sync_revision       bigint not null,
    sync_writer         integer not null,
    sync_offset         bigint not null,
    sync_committed_at   timestamptz not null,
    primary key (id)
) with (fillfactor = 85);

comment on table clerk.roles is 'Roles: instance-wide, shared by all organizations.';
comment on column clerk.roles.id is 'Clerk''s id, role_…. Never reused.';
comment on column clerk.roles.name is 'Display name.';
comment on column clerk.roles.key is 'What clerk.organization_memberships.role names, such as org:admin.';
comment on column clerk.roles.description is 'Description. Null when there is none.';
comment on column clerk.roles.is_creator_eligible is 'Whether the creator of an organization may have it.';
comment on column clerk.roles.created_at is 'Clerk''s created_at. Null when Clerk did not send it.';
comment on column clerk.roles.updated_at is 'Clerk''s updated_at. Null when Clerk did not send it.';
comment on column clerk.roles.extra is 'Fields that this release has no column for, as Clerk sent them. Null when there are none.';
comment on column clerk.roles.deleted_at is 'When Clerk deleted the object, by the time of the event. Null while it lives. A row that ended never changes again.';
comment on column clerk.roles.sync_updated_at_ms is 'Version, first part: updated_at of the state or delete that wrote the row, epoch milliseconds; 0 for a placeholder.';
comment on column clerk.roles.sync_event_at_ms is 'Version, second part: time of the event, epoch milliseconds; 0 when the event had none.';
comment on column clerk.roles.sync_message_id is 'Version, third part: the message (svix-id) that wrote the row; '''' for a placeholder. Compares by bytes.';
comment on column clerk.roles.sync_revision is 'Rises with every version of the row and may skip; 0 for a placeholder.';
comment on column clerk.roles.sync_writer is 'Which partition the writing record came from: rollcall.progress.id; 0 for a placeholder.';
comment on column clerk.roles.sync_offset is 'Offset of the writing record in that partition.';
comment on column clerk.roles.sync_committed_at is 'When Rollcall wrote this version (start of the writing transaction).';

create table clerk.role_permissions (
    role_id     text not null,
    id          text not null,
    name        text,
    key         text,
    description text,
    type        text,
    created_at  timestamptz,
    updated_at  timestamptz,
    extra       jsonb,
    primary key (role_id, id)
) with (fillfactor = 85);

comment on table clerk.role_permissions is 'Which role has which permissions; rewritten whenever a newer state of the role arrives.';
comment on column clerk.role_permissions.role_id is 'The role: clerk.roles.id.';
comment on column clerk.role_permissions.id is 'The permission: clerk.permissions.id; derived_… from the content when Clerk sent none.';
comment on column clerk.role_permissions.name is 'Display name.';
comment on column clerk.role_permissions.key is 'Its key, such as org:invoices:read.';
comment on column clerk.role_permissions.description is 'Description.';
comment on column clerk.role_permissions.type is 'system, or custom (user).';
comment on column clerk.role_permissions.created_at is 'Clerk''s created_at. Null when Clerk did not send it.';
comment on column clerk.role_permissions.updated_at is 'Clerk''s updated_at. Null when Clerk did not send it.';
comment on column clerk.role_permissions.extra is 'Fields that this release has no column for, as Clerk sent them. Null when there are none.';

create table clerk.permissions (
    id                 text not null,
    name               text,
    key                text,
    description        text,
    type               text,
    created_at         timestamptz,
    updated_at         timestamptz,
    extra              jsonb,
    deleted_at         timestamptz,
    sync_updated_at_ms bigint not null,
    sync_event_at_ms   bigint not null,
    sync_message_id    text collate "C" not null,
    sync_revision      bigint not null,
    sync_writer        integer not null,
    sync_offset        bigint not null,
    sync_committed_at  timestamptz not null,
    primary key (id)
) with (fillfactor = 85);

comment on table clerk.permissions is 'Permissions: instance-wide. Which role has which: clerk.role_permissions.';
comment on column clerk.permissions.id is 'Clerk''s id, perm_…. Never reused.';
comment on column clerk.permissions.name is 'Display name.';
comment on column clerk.permissions.key is 'Its key, such as org:invoices:read.';
comment on column clerk.permissions.description is 'Description.';
comment on column clerk.permissions.type is 'system, or custom (user).';
comment on column clerk.permissions.created_at is 'Clerk''s created_at. Null when Clerk did not send it.';
comment on column clerk.permissions.updated_at is 'Clerk''s updated_at. Null when Clerk did not send it.';
comment on column clerk.permissions.extra is 'Fields that this release has no column for, as Clerk sent them. Null when there are none.';
comment on column clerk.permissions.deleted_at is 'When Clerk deleted the object, by the time of the event. Null while it lives. A row that ended never changes again.';
comment on column clerk.permissions.sync_updated_at_ms is 'Version, first part: updated_at of the state or delete that wrote the row, epoch milliseconds; 0 for a placeholder.';
comment on column clerk.permissions.sync_event_at_ms is 'Version, second part: time of the event, epoch milliseconds; 0 when the event had none.';
comment on column clerk.permissions.sync_message_id is 'Version, third part: the message (svix-id) that wrote the row; '''' for a placeholder. Compares by bytes.';
comment on column clerk.permissions.sync_revision is 'Rises with every version of the row and may skip; 0 for a placeholder.';
comment on column clerk.permissions.sync_writer is 'Which partition the writing record came from: rollcall.progress.id; 0 for a placeholder.';
comment on column clerk.permissions.sync_offset is 'Offset of the writing record in that partition.';
comment on column clerk.permissions.sync_committed_at is 'When Rollcall wrote this version (start of the writing transaction).';

create table clerk.sessions (
    id                          text not null,
    user_id                     text,
    client_id                   text,
    actor                       jsonb,
    status                      text,
    last_active_organization_id text,
    last_active_at              timestamptz,
    latest_activity             jsonb,
    tasks                       jsonb,
    expire_at                   timestamptz,
    abandon_at                  timestamptz,
    created_at                  timestamptz,
    updated_at                  timestamptz,
    extra                       jsonb,
    deleted_at                  timestamptz,
    sync_updated_at_ms          bigint not null,
    sync_event_at_ms            bigint not null,
    sync_message_id             text collate "C" not null,
    sync_revision               bigint not null,
    sync_writer                 integer not null,
    sync_offset                 bigint not null,
    sync_committed_at           timestamptz not null,
    primary key (id)
) with (fillfactor = 85);

comment on table clerk.sessions is 'Sessions of users. No event says that one expired, was abandoned or replaced: compare expire_at and abandon_at. Ends with its user.';
comment on column clerk.sessions.id is 'Clerk''s id, sess_…. Never reused.';
comment on column clerk.sessions.user_id is 'The user: clerk.users.id. Null only in an ended row that never had a state.';
comment on column clerk.sessions.client_id is 'The browser or device.';
comment on column clerk.sessions.actor is 'Who impersonates the user. Null in ordinary sessions.';
comment on column clerk.sessions.status is 'active, pending, revoked, ended, expired, removed, abandoned or replaced, as of the event.';
comment on column clerk.sessions.last_active_organization_id is 'The organization that was active last. It moves, and owns nothing.';
comment on column clerk.sessions.last_active_at is 'Last activity.';
comment on column clerk.sessions.latest_activity is 'Device, address and place of the last activity: personal data.';
comment on column clerk.sessions.tasks is 'What the user still has to do before the session is active.';
comment on column clerk.sessions.expire_at is 'When it expires.';
comment on column clerk.sessions.abandon_at is 'When it counts as abandoned.';
comment on column clerk.sessions.created_at is 'Clerk''s created_at. Null when Clerk did not send it.';
comment on column clerk.sessions.updated_at is 'Clerk''s updated_at. Null when Clerk did not send it.';
comment on column clerk.sessions.extra is 'Fields that this release has no column for, as Clerk sent them. Null when there are none.';
comment on column clerk.sessions.deleted_at is 'When Clerk deleted the object, by the time of the event. Null while it lives. A row that ended never changes again.';
comment on column clerk.sessions.sync_updated_at_ms is 'Version, first part: updated_at of the state or delete that wrote the row, epoch milliseconds; 0 for a placeholder.';
comment on column clerk.sessions.sync_event_at_ms is 'Version, second part: time of the event, epoch milliseconds; 0 when the event had none.';
comment on column clerk.sessions.sync_message_id is 'Version, third part: the message (svix-id) that wrote the row; '''' for a placeholder. Compares by bytes.';
comment on column clerk.sessions.sync_revision is 'Rises with every version of the row and may skip; 0 for a placeholder.';
comment on column clerk.sessions.sync_writer is 'Which partition the writing record came from: rollcall.progress.id; 0 for a placeholder.';
comment on column clerk.sessions.sync_offset is 'Offset of the writing record in that partition.';
comment on column clerk.sessions.sync_committed_at is 'When Rollcall wrote this version (start of the writing transaction).';

create table clerk.waitlist_entries (
    id                 text not null,
    email_address      text,
    status             text,
    is_locked          boolean,
    invitation         jsonb,
    created_at         timestamptz,
    updated_at         timestamptz,
    extra              jsonb,
    deleted_at         timestamptz,
    sync_updated_at_ms bigint not null,
    sync_event_at_ms   bigint not null,
    sync_message_id    text collate "C" not null,
    sync_revision      bigint not null,
    sync_writer        integer not null,
    sync_offset        bigint not null,
    sync_committed_at  timestamptz not null,
    primary key (id)
) with (fillfactor = 85);

comment on table clerk.waitlist_entries is 'Entries of the waiting list.';
comment on column clerk.waitlist_entries.id is 'Clerk''s id, wle_…. Never reused.';
comment on column clerk.waitlist_entries.email_address is 'Who waits.';
comment on column clerk.waitlist_entries.status is 'pending, invited, rejected or completed.';
comment on column clerk.waitlist_entries.is_locked is 'Whether it is locked.';
comment on column clerk.waitlist_entries.invitation is 'The invitation that followed, without the url that accepts it. Null before.';
comment on column clerk.waitlist_entries.created_at is 'Clerk''s created_at. Null when Clerk did not send it.';
comment on column clerk.waitlist_entries.updated_at is 'Clerk''s updated_at. Null when Clerk did not send it.';
comment on column clerk.waitlist_entries.extra is 'Fields that this release has no column for, as Clerk sent them. Null when there are none.';
comment on column clerk.waitlist_entries.deleted_at is 'When Clerk deleted the object, by the time of the event. Null while it lives. A row that ended never changes again.';
comment on column clerk.waitlist_entries.sync_updated_at_ms is 'Version, first part: updated_at of the state or delete that wrote the row, epoch milliseconds; 0 for a placeholder.';
comment on column clerk.waitlist_entries.sync_event_at_ms is 'Version, second part: time of the event, epoch milliseconds; 0 when the event had none.';
comment on column clerk.waitlist_entries.sync_message_id is 'Version, third part: the message (svix-id) that wrote the row; '''' for a placeholder. Compares by bytes.';
comment on column clerk.waitlist_entries.sync_revision is 'Rises with every version of the row and may skip; 0 for a placeholder.';
comment on column clerk.waitlist_entries.sync_writer is 'Which partition the writing record came from: rollcall.progress.id; 0 for a placeholder.';
comment on column clerk.waitlist_entries.sync_offset is 'Offset of the writing record in that partition.';
comment on column clerk.waitlist_entries.sync_committed_at is 'When Rollcall wrote this version (start of the writing transaction).';

create table clerk.subscriptions (
    id                 text not null,
    payer_id           text,
    organization_id    text,
    user_id            text,
    status             text,
    active_at          timestamptz,
    canceled_at        timestamptz,
    ended_at           timestamptz,
    past_due_at        timestamptz,
    latest_payment_id  text,
    payment_source_id  text,
    items              jsonb,
    created_at         timestamptz,
    updated_at         timestamptz,
    extra              jsonb,
    deleted_at         timestamptz,
    sync_updated_at_ms bigint not null,
    sync_event_at_ms   bigint not null,
    sync_message_id    text collate "C" not null,
    sync_revision      bigint not null,
    sync_writer        integer not null,
    sync_offset        bigint not null,
    sync_committed_at  timestamptz not null,
    primary key (id)
) with (fillfactor = 85);

comment on table clerk.subscriptions is 'Billing: subscriptions of organizations and users.';
comment on column clerk.subscriptions.id is 'Clerk''s id, csub_…. Never reused.';
comment on column clerk.subscriptions.payer_id is 'Who pays: cpayer_….';
comment on column clerk.subscriptions.organization_id is 'The paying organization: clerk.organizations.id. Null when a user pays for itself.';
comment on column clerk.subscriptions.user_id is 'The paying user, or who acts for the paying organization: clerk.users.id.';
comment on column clerk.subscriptions.status is 'active, past_due, canceled, ended, abandoned or incomplete.';
comment on column clerk.subscriptions.active_at is 'When it became active.';
comment on column clerk.subscriptions.canceled_at is 'When it was canceled.';
comment on column clerk.subscriptions.ended_at is 'When it ended.';
comment on column clerk.subscriptions.past_due_at is 'When a payment was overdue.';
comment on column clerk.subscriptions.latest_payment_id is 'The last payment: cpa_….';
comment on column clerk.subscriptions.payment_source_id is 'What is charged: cps_….';
comment on column clerk.subscriptions.items is 'Array of its items as of the event; clerk.subscription_items has the latest of each.';
comment on column clerk.subscriptions.created_at is 'Clerk''s created_at. Null when Clerk did not send it.';
comment on column clerk.subscriptions.updated_at is 'Clerk''s updated_at. Null when Clerk did not send it.';
comment on column clerk.subscriptions.extra is 'Fields that this release has no column for, as Clerk sent them. Null when there are none.';
comment on column clerk.subscriptions.deleted_at is 'When Clerk deleted the object, by the time of the event. Null while it lives. A row that ended never changes again.';
comment on column clerk.subscriptions.sync_updated_at_ms is 'Version, first part: updated_at of the state or delete that wrote the row, epoch milliseconds; 0 for a placeholder.';
comment on column clerk.subscriptions.sync_event_at_ms is 'Version, second part: time of the event, epoch milliseconds; 0 when the event had none.';
comment on column clerk.subscriptions.sync_message_id is 'Version, third part: the message (svix-id) that wrote the row; '''' for a placeholder. Compares by bytes.';
comment on column clerk.subscriptions.sync_revision is 'Rises with every version of the row and may skip; 0 for a placeholder.';
comment on column clerk.subscriptions.sync_writer is 'Which partition the writing record came from: rollcall.progress.id; 0 for a placeholder.';
comment on column clerk.subscriptions.sync_offset is 'Offset of the writing record in that partition.';
comment on column clerk.subscriptions.sync_committed_at is 'When Rollcall wrote this version (start of the writing transaction).';

create table clerk.subscription_items (
    id                 text not null,
    subscription_id    text,
    payer_id           text,
    organization_id    text,
    user_id            text,
    status             text,
    is_free_trial      boolean,
    plan_id            text,
    plan               jsonb,
    interval           text,
    period_start       timestamptz,
    period_end         timestamptz,
    seats              jsonb,
    created_at         timestamptz,
    updated_at         timestamptz,
    extra              jsonb,
    deleted_at         timestamptz,
    sync_updated_at_ms bigint not null,
    sync_event_at_ms   bigint not null,
    sync_message_id    text collate "C" not null,
    sync_revision      bigint not null,
    sync_writer        integer not null,
    sync_offset        bigint not null,
    sync_committed_at  timestamptz not null,
    primary key (id)
) with (fillfactor = 85);

comment on table clerk.subscription_items is 'Billing: items of subscriptions.';
comment on column clerk.subscription_items.id is 'Clerk''s id, csub_item_…. Never reused.';
comment on column clerk.subscription_items.subscription_id is 'The subscription: clerk.subscriptions.id. Null when Clerk did not name it.';
comment on column clerk.subscription_items.payer_id is 'Who pays: cpayer_….';
comment on column clerk.subscription_items.organization_id is 'The paying organization: clerk.organizations.id. Null when a user pays for itself.';
comment on column clerk.subscription_items.user_id is 'The paying user, or who acts for the paying organization: clerk.users.id.';
comment on column clerk.subscription_items.status is 'upcoming, active, past_due, canceled, ended, abandoned or incomplete.';
comment on column clerk.subscription_items.is_free_trial is 'Whether it is a free trial.';
comment on column clerk.subscription_items.plan_id is 'The plan: cplan_….';
comment on column clerk.subscription_items.plan is 'The plan as of the event. Amounts are in the smallest unit of the currency.';
comment on column clerk.subscription_items.interval is 'month or annual.';
comment on column clerk.subscription_items.period_start is 'Start of the current period.';
comment on column clerk.subscription_items.period_end is 'Its end. Null for the default plan.';
comment on column clerk.subscription_items.seats is 'Seats that were bought.';
comment on column clerk.subscription_items.created_at is 'Clerk''s created_at. Null when Clerk did not send it.';
comment on column clerk.subscription_items.updated_at is 'Clerk''s updated_at. Null when Clerk did not send it.';
comment on column clerk.subscription_items.extra is 'Fields that this release has no column for, as Clerk sent them. Null when there are none.';
comment on column clerk.subscription_items.deleted_at is 'When Clerk deleted the object, by the time of the event. Null while it lives. A row that ended never changes again.';
comment on column clerk.subscription_items.sync_updated_at_ms is 'Version, first part: updated_at of the state or delete that wrote the row, epoch milliseconds; 0 for a placeholder.';
comment on column clerk.subscription_items.sync_event_at_ms is 'Version, second part: time of the event, epoch milliseconds; 0 when the event had none.';
comment on column clerk.subscription_items.sync_message_id is 'Version, third part: the message (svix-id) that wrote the row; '''' for a placeholder. Compares by bytes.';
comment on column clerk.subscription_items.sync_revision is 'Rises with every version of the row and may skip; 0 for a placeholder.';
comment on column clerk.subscription_items.sync_writer is 'Which partition the writing record came from: rollcall.progress.id; 0 for a placeholder.';
comment on column clerk.subscription_items.sync_offset is 'Offset of the writing record in that partition.';
comment on column clerk.subscription_items.sync_committed_at is 'When Rollcall wrote this version (start of the writing transaction).';

create table clerk.payment_attempts (
    id                  text not null,
    payer_id            text,
    organization_id     text,
    user_id             text,
    payment_id          text,
    invoice_id          text,
    statement_id        text,
    gateway_external_id text,
    status              text,
    charge_type         text,
    billing_date        timestamptz,
    paid_at             timestamptz,
    failed_at           timestamptz,
    failed_reason       jsonb,
    payee               jsonb,
    totals              jsonb,
    payment_source      jsonb,
    subscription_items  jsonb,
    created_at          timestamptz,
    updated_at          timestamptz,
    extra               jsonb,
    deleted_at          timestamptz,
    sync_updated_at_ms  bigint not null,
    sync_event_at_ms    bigint not null,
    sync_message_id     text collate "C" not null,
    sync_revision       bigint not null,
    sync_writer         integer not null,
    sync_offset         bigint not null,
    sync_committed_at   timestamptz not null,
    primary key (id)
) with (fillfactor = 85);

comment on table clerk.payment_attempts is 'Billing: attempts to charge.';
comment on column clerk.payment_attempts.id is 'Clerk''s id, cpa_… or pa_…. Never reused.';
comment on column clerk.payment_attempts.payer_id is 'Who pays: cpayer_….';
comment on column clerk.payment_attempts.organization_id is 'The paying organization: clerk.organizations.id. Null when a user pays for itself.';
comment on column clerk.payment_attempts.user_id is 'The paying user, or who acts for the paying organization: clerk.users.id.';
comment on column clerk.payment_attempts.payment_id is 'The payment: cpa_….';
comment on column clerk.payment_attempts.invoice_id is 'Deprecated by Clerk.';
comment on column clerk.payment_attempts.statement_id is 'The statement: stmt_….';
comment on column clerk.payment_attempts.gateway_external_id is 'Id at the payment gateway. Not for tenants.';
comment on column clerk.payment_attempts.status is 'pending, paid or failed.';
comment on column clerk.payment_attempts.charge_type is 'checkout or recurring.';
comment on column clerk.payment_attempts.billing_date is 'The day it is for.';
comment on column clerk.payment_attempts.paid_at is 'When it was paid.';
comment on column clerk.payment_attempts.failed_at is 'When it failed.';
comment on column clerk.payment_attempts.failed_reason is 'Why it failed.';
comment on column clerk.payment_attempts.payee is 'Who is paid, with ids at the payment gateway. Not for tenants.';
comment on column clerk.payment_attempts.totals is 'Amounts, in the smallest unit of the currency.';
comment on column clerk.payment_attempts.payment_source is 'What was charged, with ids at the payment gateway. Not for tenants.';
comment on column clerk.payment_attempts.subscription_items is 'Array of what was charged for.';
comment on column clerk.payment_attempts.created_at is 'Clerk''s created_at. Null when Clerk did not send it.';
comment on column clerk.payment_attempts.updated_at is 'Clerk''s updated_at. Null when Clerk did not send it.';
comment on column clerk.payment_attempts.extra is 'Fields that this release has no column for, as Clerk sent them. Null when there are none.';
comment on column clerk.payment_attempts.deleted_at is 'When Clerk deleted the object, by the time of the event. Null while it lives. A row that ended never changes again.';
comment on column clerk.payment_attempts.sync_updated_at_ms is 'Version, first part: updated_at of the state or delete that wrote the row, epoch milliseconds; 0 for a placeholder.';
comment on column clerk.payment_attempts.sync_event_at_ms is 'Version, second part: time of the event, epoch milliseconds; 0 when the event had none.';
comment on column clerk.payment_attempts.sync_message_id is 'Version, third part: the message (svix-id) that wrote the row; '''' for a placeholder. Compares by bytes.';
comment on column clerk.payment_attempts.sync_revision is 'Rises with every version of the row and may skip; 0 for a placeholder.';
comment on column clerk.payment_attempts.sync_writer is 'Which partition the writing record came from: rollcall.progress.id; 0 for a placeholder.';
comment on column clerk.payment_attempts.sync_offset is 'Offset of the writing record in that partition.';
comment on column clerk.payment_attempts.sync_committed_at is 'When Rollcall wrote this version (start of the writing transaction).';

create index organization_invitations_organization on clerk.organization_invitations (organization_id);
create index organization_domains_organization on clerk.organization_domains (organization_id);
create index sessions_user on clerk.sessions (user_id);
create index subscriptions_organization on clerk.subscriptions (organization_id) where organization_id is not null;
create index subscription_items_organization on clerk.subscription_items (organization_id) where organization_id is not null;
create index payment_attempts_organization on clerk.payment_attempts (organization_id) where organization_id is not null;
create index roles_key on clerk.roles (key);

do $$
declare
    table_name text;
begin
    foreach table_name in array array['organization_invitations', 'organization_domains', 'roles', 'role_permissions', 'permissions',
                                      'sessions', 'waitlist_entries', 'subscriptions', 'subscription_items', 'payment_attempts'] loop
        execute format('grant select, insert, update on clerk.%I to rollcall_sync', table_name);
        execute format('grant select on clerk.%I to rollcall_backend', table_name);
        execute format('alter table clerk.%I enable row level security', table_name);
        execute format('alter table clerk.%I force row level security', table_name);
        execute format('create policy owner_all on clerk.%I to rollcall_owner using (true) with check (true)', table_name);
        execute format('create policy sync_all on clerk.%I to rollcall_sync using (true) with check (true)', table_name);
        execute format('create policy backend_read on clerk.%I for select to rollcall_backend using (true)', table_name);
    end loop;
end
$$;

grant delete on clerk.role_permissions to rollcall_sync;
-- The command `reprocess` takes out what has gone into its own table.
grant delete on clerk.other_objects to rollcall_sync;
