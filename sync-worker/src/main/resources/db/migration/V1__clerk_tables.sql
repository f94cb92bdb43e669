-- The schema clerk holds what was synced, for people to query; the schema rollcall is our bookkeeping. Both exist, and
-- this runs as rollcall_owner (see the command `migrate`). Column names are Clerk's field names.
--
-- No foreign keys between synced tables and no UNIQUE on synced attributes: events arrive out of order.
-- No index on updated_at or a version column: HOT updates would fall from 98 % to 0 %.

create table clerk.organizations (
    id                                       text not null,
    name                                     text,
    slug                                     text,
    image_url                                text,
    logo_url                                 text,
    has_image                                boolean,
    members_count                            bigint,
    missing_member_with_elevated_permissions boolean,
    pending_invitations_count                bigint,
    max_allowed_memberships                  bigint,
    admin_delete_enabled                     boolean,
    public_metadata                          jsonb,
    private_metadata                         jsonb,
    created_by                               text,
    last_active_at                           timestamptz,
    role_set_key                             text,
    created_at                               timestamptz,
    updated_at                               timestamptz,
    extra                                    jsonb,
    deleted_at                               timestamptz,
    sync_updated_at_ms                       bigint not null,
    sync_event_at_ms                         bigint not null,
    sync_message_id                          text collate "C" not null,
    sync_revision                            bigint not null,
    sync_writer                              integer not null,
    sync_offset                              bigint not null,
    sync_committed_at                        timestamptz not null,
    primary key (id)
) with (fillfactor = 85);

comment on table clerk.organizations is 'Organizations: the tenants. One row per organization that Clerk ever announced, ended ones included (deleted_at).';
comment on column clerk.organizations.id is 'Clerk''s id, org_…. Never reused.';
comment on column clerk.organizations.name is 'Display name. Null in an ended row that never had a state.';
comment on column clerk.organizations.slug is 'Name in URLs. Unique in Clerk, not enforced here: out of order it may briefly occur twice.';
comment on column clerk.organizations.image_url is 'Address of the logo.';
comment on column clerk.organizations.logo_url is 'Deprecated by Clerk, still sent by live instances; use image_url.';
comment on column clerk.organizations.has_image is 'Whether a logo was uploaded.';
comment on column clerk.organizations.members_count is 'Number of members as of the event. Null when the event did not say: count clerk.organization_memberships instead.';
comment on column clerk.organizations.missing_member_with_elevated_permissions is 'Clerk''s flag that no member can administer the organization. Null when the event did not say.';
comment on column clerk.organizations.pending_invitations_count is 'Number of open invitations as of the event. Null when the event did not say.';
comment on column clerk.organizations.max_allowed_memberships is 'Largest number of members; 0 for no limit.';
comment on column clerk.organizations.admin_delete_enabled is 'Whether its administrators may delete it.';
comment on column clerk.organizations.public_metadata is 'Metadata that browsers may read.';
comment on column clerk.organizations.private_metadata is 'Metadata for back ends only. Not for tenants.';
comment on column clerk.organizations.created_by is 'Id of the user who created it. Null when the event did not say.';
comment on column clerk.organizations.last_active_at is 'Last activity, to the day.';
comment on column clerk.organizations.role_set_key is 'Key of the role set that its members'' roles come from.';
comment on column clerk.organizations.created_at is 'Clerk''s created_at. Null when Clerk did not send it.';
comment on column clerk.organizations.updated_at is 'Clerk''s updated_at. Null when Clerk did not send it.';
comment on column clerk.organizations.extra is 'Fields that this release has no column for, as Clerk sent them. Null when there are none.';
comment on column clerk.organizations.deleted_at is 'When Clerk deleted the object, by the time of the event. Null while it lives. A row that ended never changes again.';
comment on column clerk.organizations.sync_updated_at_ms is 'Version, first part: updated_at of the state or delete that wrote the row, epoch milliseconds; 0 for a placeholder.';
comment on column clerk.organizations.sync_event_at_ms is 'Version, second part: time of the event, epoch milliseconds; 0 when the event had none.';
comment on column clerk.organizations.sync_message_id is 'Version, third part: the message (svix-id) that wrote the row; '''' for a placeholder. Compares by bytes.';
comment on column clerk.organizations.sync_revision is 'Rises with every version of the row and may skip; 0 for a placeholder.';
comment on column clerk.organizations.sync_writer is 'Which partition the writing record came from: rollcall.progress.id; 0 for a placeholder.';
comment on column clerk.organizations.sync_offset is 'Offset of the writing record in that partition.';
comment on column clerk.organizations.sync_committed_at is 'When Rollcall wrote this version (start of the writing transaction).';

create table clerk.users (
    id                              text not null,
    external_id                     text,
    primary_email_address_id        text,
    primary_phone_number_id         text,
    primary_web3_wallet_id          text,
    username                        text,
    first_name                      text,
    last_name                       text,
    locale                          text,
    timezone                        text,
    profile_image_url               text,
    image_url                       text,
    has_image                       boolean,
    public_metadata                 jsonb,
    private_metadata                jsonb,
    unsafe_metadata                 jsonb,
    web3_wallets                    jsonb,
    passkeys                        jsonb,
    password_enabled                boolean,
    two_factor_enabled              boolean,
    totp_enabled                    boolean,
    backup_code_enabled             boolean,
    mfa_enabled_at                  timestamptz,
    mfa_disabled_at                 timestamptz,
    password_last_updated_at        timestamptz,
    saml_accounts                   jsonb,
    enterprise_accounts             jsonb,
    last_sign_in_at                 timestamptz,
    banned                          boolean,
    locked                          boolean,
    deprovisioned                   boolean,
    lockout_expires_in_seconds      bigint,
    verification_attempts_remaining bigint,
    delete_self_enabled             boolean,
    create_organization_enabled     boolean,
    create_organizations_limit      bigint,
    last_active_at                  timestamptz,
    legal_accepted_at               timestamptz,
    bypass_client_trust             boolean,
    scim                            jsonb,
    created_at                      timestamptz,
    updated_at                      timestamptz,
    extra                           jsonb,
    deleted_at                      timestamptz,
    sync_updated_at_ms              bigint not null,
    sync_event_at_ms                bigint not null,
    sync_message_id                 text collate "C" not null,
    sync_revision                   bigint not null,
    sync_writer                     integer not null,
    sync_offset                     bigint not null,
    sync_committed_at               timestamptz not null,
    primary key (id)
) with (fillfactor = 85);

comment on table clerk.users is 'Users: people who can sign in, instance-wide. One row per user that Clerk ever announced, ended ones included (deleted_at).';
comment on column clerk.users.id is 'Clerk''s id, user_…. Never reused.';
comment on column clerk.users.external_id is 'Id in the application''s own system, if it set one.';
comment on column clerk.users.primary_email_address_id is 'Which row of clerk.user_email_addresses is primary. Null for users without e-mail.';
comment on column clerk.users.primary_phone_number_id is 'Which row of clerk.user_phone_numbers is primary.';
comment on column clerk.users.primary_web3_wallet_id is 'Which element of web3_wallets is primary.';
comment on column clerk.users.username is 'User name. Null when the instance does not use them.';
comment on column clerk.users.first_name is 'First name.';
comment on column clerk.users.last_name is 'Last name.';
comment on column clerk.users.locale is 'Preferred language, BCP 47.';
comment on column clerk.users.timezone is 'Preferred time zone. Sent by newer instances only.';
comment on column clerk.users.profile_image_url is 'Deprecated by Clerk; use image_url.';
comment on column clerk.users.image_url is 'Address of the picture.';
comment on column clerk.users.has_image is 'Whether a picture was uploaded.';
comment on column clerk.users.public_metadata is 'Metadata that browsers may read.';
comment on column clerk.users.private_metadata is 'Metadata for back ends only. Not for tenants.';
comment on column clerk.users.unsafe_metadata is 'Metadata that the user can write: never base a decision on it.';
comment on column clerk.users.web3_wallets is 'Array of wallets as Clerk sends them.';
comment on column clerk.users.passkeys is 'Array of passkeys (names and times, no secrets) as Clerk sends them.';
comment on column clerk.users.password_enabled is 'Whether the user has a password. No hash is ever sent.';
comment on column clerk.users.two_factor_enabled is 'Whether a second factor is on.';
comment on column clerk.users.totp_enabled is 'Whether an authenticator app is on.';
comment on column clerk.users.backup_code_enabled is 'Whether backup codes exist.';
comment on column clerk.users.mfa_enabled_at is 'When multi-factor sign-in was switched on.';
comment on column clerk.users.mfa_disabled_at is 'When it was switched off.';
comment on column clerk.users.password_last_updated_at is 'When the password was changed last.';
comment on column clerk.users.saml_accounts is 'Array of SAML accounts as Clerk sends them (deprecated by enterprise_accounts).';
comment on column clerk.users.enterprise_accounts is 'Array of enterprise single sign-on accounts as Clerk sends them.';
comment on column clerk.users.last_sign_in_at is 'Last sign-in.';
comment on column clerk.users.banned is 'Whether the user is banned.';
comment on column clerk.users.locked is 'Whether the user is locked out. A lock ends by time, and no event says so.';
comment on column clerk.users.deprovisioned is 'Whether a directory (SCIM) disabled the user. Null for older events.';
comment on column clerk.users.lockout_expires_in_seconds is 'Seconds until the lock ends, as of the event.';
comment on column clerk.users.verification_attempts_remaining is 'Attempts left before a lock.';
comment on column clerk.users.delete_self_enabled is 'Whether the user may delete the account.';
comment on column clerk.users.create_organization_enabled is 'Whether the user may create organizations.';
comment on column clerk.users.create_organizations_limit is 'How many organizations the user may create; null for no limit.';
comment on column clerk.users.last_active_at is 'Last activity, to the day.';
comment on column clerk.users.legal_accepted_at is 'When the terms were accepted.';
comment on column clerk.users.bypass_client_trust is 'Whether sign-in skips the check of a new device.';
comment on column clerk.users.scim is 'Directory data; only for users managed by a directory.';
comment on column clerk.users.created_at is 'Clerk''s created_at. Null when Clerk did not send it.';
comment on column clerk.users.updated_at is 'Clerk''s updated_at. Null when Clerk did not send it.';
comment on column clerk.users.extra is 'Fields that this release has no column for, as Clerk sent them. Null when there are none.';
comment on column clerk.users.deleted_at is 'When Clerk deleted the object, by the time of the event. Null while it lives. A row that ended never changes again.';
comment on column clerk.users.sync_updated_at_ms is 'Version, first part: updated_at of the state or delete that wrote the row, epoch milliseconds; 0 for a placeholder.';
comment on column clerk.users.sync_event_at_ms is 'Version, second part: time of the event, epoch milliseconds; 0 when the event had none.';
comment on column clerk.users.sync_message_id is 'Version, third part: the message (svix-id) that wrote the row; '''' for a placeholder. Compares by bytes.';
comment on column clerk.users.sync_revision is 'Rises with every version of the row and may skip; 0 for a placeholder.';
comment on column clerk.users.sync_writer is 'Which partition the writing record came from: rollcall.progress.id; 0 for a placeholder.';
comment on column clerk.users.sync_offset is 'Offset of the writing record in that partition.';
comment on column clerk.users.sync_committed_at is 'When Rollcall wrote this version (start of the writing transaction).';

create table clerk.user_email_addresses (
    user_id                text not null,
    id                     text not null,
    email_address          text,
    reserved               boolean,
    verification           jsonb,
    linked_to              jsonb,
    matches_sso_connection boolean,
    created_at             timestamptz,
    updated_at             timestamptz,
    extra                  jsonb,
    primary key (user_id, id)
) with (fillfactor = 85);

comment on table clerk.user_email_addresses is 'E-mail addresses of users; rewritten whenever a newer state of the user arrives.';
comment on column clerk.user_email_addresses.user_id is 'The user: clerk.users.id.';
comment on column clerk.user_email_addresses.id is 'Clerk''s id, idn_…; derived_… from the content when Clerk sent none.';
comment on column clerk.user_email_addresses.email_address is 'The address. Not unique: an account made again can hold it before the old one''s delete arrives.';
comment on column clerk.user_email_addresses.reserved is 'Whether it is reserved for a sign-up in progress.';
comment on column clerk.user_email_addresses.verification is 'How and whether it was verified. Null when it was not.';
comment on column clerk.user_email_addresses.linked_to is 'Array of the identifications that it is linked to.';
comment on column clerk.user_email_addresses.matches_sso_connection is 'Whether its domain has a single sign-on connection.';
comment on column clerk.user_email_addresses.created_at is 'Clerk''s created_at. Null when Clerk did not send it.';
comment on column clerk.user_email_addresses.updated_at is 'Clerk''s updated_at. Null when Clerk did not send it.';
comment on column clerk.user_email_addresses.extra is 'Fields that this release has no column for, as Clerk sent them. Null when there are none.';

create table clerk.user_phone_numbers (
    user_id                    text not null,
    id                         text not null,
    phone_number               text,
    reserved_for_second_factor boolean,
    default_second_factor      boolean,
    reserved                   boolean,
    verification               jsonb,
    linked_to                  jsonb,
    created_at                 timestamptz,
    updated_at                 timestamptz,
    extra                      jsonb,
    primary key (user_id, id)
) with (fillfactor = 85);

comment on table clerk.user_phone_numbers is 'Phone numbers of users; rewritten whenever a newer state of the user arrives. Backup codes are never stored.';
comment on column clerk.user_phone_numbers.user_id is 'The user: clerk.users.id.';
comment on column clerk.user_phone_numbers.id is 'Clerk''s id, idn_…; derived_… from the content when Clerk sent none.';
comment on column clerk.user_phone_numbers.phone_number is 'The number, E.164.';
comment on column clerk.user_phone_numbers.reserved_for_second_factor is 'Whether it serves as a second factor.';
comment on column clerk.user_phone_numbers.default_second_factor is 'Whether it is the default second factor.';
comment on column clerk.user_phone_numbers.reserved is 'Whether it is reserved for a sign-up in progress.';
comment on column clerk.user_phone_numbers.verification is 'How and whether it was verified.';
comment on column clerk.user_phone_numbers.linked_to is 'Array of the identifications that it is linked to.';
comment on column clerk.user_phone_numbers.created_at is 'Clerk''s created_at. Null when Clerk did not send it.';
comment on column clerk.user_phone_numbers.updated_at is 'Clerk''s updated_at. Null when Clerk did not send it.';
comment on column clerk.user_phone_numbers.extra is 'Fields that this release has no column for, as Clerk sent them. Null when there are none.';

create table clerk.user_external_accounts (
    user_id                text not null,
    id                     text not null,
    object                 text,
    provider               text,
    identification_id      text,
    provider_user_id       text,
    approved_scopes        text,
    email_address          text,
    email_address_verified boolean,
    first_name             text,
    last_name              text,
    avatar_url             text,
    image_url              text,
    username               text,
    phone_number           text,
    public_metadata        jsonb,
    label                  text,
    google_id              text,
    given_name             text,
    family_name            text,
    picture                text,
    verification           jsonb,
    created_at             timestamptz,
    updated_at             timestamptz,
    extra                  jsonb,
    primary key (user_id, id)
) with (fillfactor = 85);

comment on table clerk.user_external_accounts is 'Accounts of users at other providers (OAuth); rewritten whenever a newer state of the user arrives.';
comment on column clerk.user_external_accounts.user_id is 'The user: clerk.users.id.';
comment on column clerk.user_external_accounts.id is 'Clerk''s id, eac_… or idn_…; derived_… from the content when Clerk sent none.';
comment on column clerk.user_external_accounts.object is 'external_account, or the provider''s own name such as google_account.';
comment on column clerk.user_external_accounts.provider is 'Provider, such as oauth_google.';
comment on column clerk.user_external_accounts.identification_id is 'Clerk''s id of the identification.';
comment on column clerk.user_external_accounts.provider_user_id is 'The user''s id at the provider.';
comment on column clerk.user_external_accounts.approved_scopes is 'Scopes that were granted, separated by blanks.';
comment on column clerk.user_external_accounts.email_address is 'Address at the provider.';
comment on column clerk.user_external_accounts.email_address_verified is 'Whether the provider verified it. Null for older events.';
comment on column clerk.user_external_accounts.first_name is 'First name at the provider.';
comment on column clerk.user_external_accounts.last_name is 'Last name at the provider.';
comment on column clerk.user_external_accounts.avatar_url is 'Deprecated by Clerk; use image_url.';
comment on column clerk.user_external_accounts.image_url is 'Address of the picture.';
comment on column clerk.user_external_accounts.username is 'User name at the provider.';
comment on column clerk.user_external_accounts.phone_number is 'Phone number at the provider.';
comment on column clerk.user_external_accounts.public_metadata is 'Metadata of the account that browsers may read.';
comment on column clerk.user_external_accounts.label is 'Label given by the user.';
comment on column clerk.user_external_accounts.google_id is 'Only google_account: the user''s id at Google.';
comment on column clerk.user_external_accounts.given_name is 'Only google_account: first name.';
comment on column clerk.user_external_accounts.family_name is 'Only google_account: last name.';
comment on column clerk.user_external_accounts.picture is 'Only google_account: address of the picture.';
comment on column clerk.user_external_accounts.verification is 'How and whether it was verified.';
comment on column clerk.user_external_accounts.created_at is 'Clerk''s created_at. Null when Clerk did not send it.';
comment on column clerk.user_external_accounts.updated_at is 'Clerk''s updated_at. Null when Clerk did not send it.';
comment on column clerk.user_external_accounts.extra is 'Fields that this release has no column for, as Clerk sent them. Null when there are none.';

create table clerk.organization_memberships (
    id                 text not null,
    organization_id    text,
    user_id            text,
    role               text,
    role_name          text,
    permissions        jsonb,
    public_metadata    jsonb,
    private_metadata   jsonb,
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

comment on table clerk.organization_memberships is 'Memberships: users in organizations. Removing and adding a user again makes a new row. Ends with its organization or user.';
comment on column clerk.organization_memberships.id is 'Clerk''s id, orgmem_…. Never reused.';
comment on column clerk.organization_memberships.organization_id is 'The organization: clerk.organizations.id. Null only in an ended row whose delete did not name it.';
comment on column clerk.organization_memberships.user_id is 'The user: clerk.users.id. Null only in an ended row whose delete did not name it.';
comment on column clerk.organization_memberships.role is 'Key of the role, such as org:admin.';
comment on column clerk.organization_memberships.role_name is 'Display name of the role. Null for older events.';
comment on column clerk.organization_memberships.permissions is 'Array of permission keys as of the event: a snapshot, not refreshed when the role changes.';
comment on column clerk.organization_memberships.public_metadata is 'Metadata that browsers may read.';
comment on column clerk.organization_memberships.private_metadata is 'Metadata for back ends only. Not for tenants.';
comment on column clerk.organization_memberships.created_at is 'Clerk''s created_at. Null when Clerk did not send it.';
comment on column clerk.organization_memberships.updated_at is 'Clerk''s updated_at. Null when Clerk did not send it.';
comment on column clerk.organization_memberships.extra is 'Fields that this release has no column for, as Clerk sent them. Null when there are none.';
comment on column clerk.organization_memberships.deleted_at is 'When Clerk deleted the object, by the time of the event. Null while it lives. A row that ended never changes again.';
comment on column clerk.organization_memberships.sync_updated_at_ms is 'Version, first part: updated_at of the state or delete that wrote the row, epoch milliseconds; 0 for a placeholder.';
comment on column clerk.organization_memberships.sync_event_at_ms is 'Version, second part: time of the event, epoch milliseconds; 0 when the event had none.';
comment on column clerk.organization_memberships.sync_message_id is 'Version, third part: the message (svix-id) that wrote the row; '''' for a placeholder. Compares by bytes.';
comment on column clerk.organization_memberships.sync_revision is 'Rises with every version of the row and may skip; 0 for a placeholder.';
comment on column clerk.organization_memberships.sync_writer is 'Which partition the writing record came from: rollcall.progress.id; 0 for a placeholder.';
comment on column clerk.organization_memberships.sync_offset is 'Offset of the writing record in that partition.';
comment on column clerk.organization_memberships.sync_committed_at is 'When Rollcall wrote this version (start of the writing transaction).';

create table clerk.other_objects (
    resource           text not null,
    id                 text not null,
    event_type         text,
    data               jsonb,
    deleted_at         timestamptz,
    sync_updated_at_ms bigint not null,
    sync_event_at_ms   bigint not null,
    sync_message_id    text collate "C" not null,
    sync_revision      bigint not null,
    sync_writer        integer not null,
    sync_offset        bigint not null,
    sync_committed_at  timestamptz not null,
    primary key (resource, id)
) with (fillfactor = 85);

comment on table clerk.other_objects is 'Objects of every type that has no table in this release, kept whole. They move to their table with a later release.';
comment on column clerk.other_objects.resource is 'The part of the event type before its verb, such as session.';
comment on column clerk.other_objects.id is 'Clerk''s id; the message id when the object has none.';
comment on column clerk.other_objects.event_type is 'The type of the event that wrote the row, such as session.ended.';
comment on column clerk.other_objects.data is 'The object as Clerk sent it, without accept-token urls. Null in an ended row that never had a state.';
comment on column clerk.other_objects.deleted_at is 'When Clerk deleted the object, by the time of the event. Null while it lives. A row that ended never changes again.';
comment on column clerk.other_objects.sync_updated_at_ms is 'Version, first part: updated_at of the state or delete that wrote the row, epoch milliseconds; 0 for a placeholder.';
comment on column clerk.other_objects.sync_event_at_ms is 'Version, second part: time of the event, epoch milliseconds; 0 when the event had none.';
comment on column clerk.other_objects.sync_message_id is 'Version, third part: the message (svix-id) that wrote the row; '''' for a placeholder. Compares by bytes.';
comment on column clerk.other_objects.sync_revision is 'Rises with every version of the row and may skip; 0 for a placeholder.';
comment on column clerk.other_objects.sync_writer is 'Which partition the writing record came from: rollcall.progress.id; 0 for a placeholder.';
comment on column clerk.other_objects.sync_offset is 'Offset of the writing record in that partition.';
comment on column clerk.other_objects.sync_committed_at is 'When Rollcall wrote this version (start of the writing transaction).';

create index organization_memberships_organization on clerk.organization_memberships (organization_id, user_id);
create index organization_memberships_user on clerk.organization_memberships (user_id);
create index user_email_addresses_email_address on clerk.user_email_addresses (email_address);
create index users_external_id on clerk.users (external_id) where external_id is not null;
