// Written by ./rollcall schema typescript from the database; make it again after an update of Rollcall.
// Rows as node-postgres and postgres.js return them. Clerk…: schema clerk, for a back end.
// Tenant…: what the organization or user that acts may see of it.

/** What jsonb holds: look before you use it. */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

/** E-mail domains of organizations. Ends with its organization. */
export interface ClerkDomainRow {
  /** Clerk's id, orgdmn_…. Never reused. */
  id: string;
  /** The organization: clerk.organizations.id. Null only in an ended row that never had a state. */
  organization_id: string | null;
  /** The domain, such as acme.com. */
  name: string | null;
  /** manual_invitation, automatic_invitation, automatic_suggestion or enterprise_sso. */
  enrollment_mode: "manual_invitation" | "automatic_invitation" | "automatic_suggestion" | "enterprise_sso" | (string & {}) | null;
  /** The address by which the domain was verified. */
  affiliation_email_address: string | null;
  /** How and whether the affiliation was verified. */
  affiliation_verification: Json | null;
  /** How and whether the ownership was verified. */
  ownership_verification: Json | null;
  /** Deprecated by Clerk; use affiliation_verification. */
  verification: Json | null;
  /** Open invitations by this domain, as of the event. */
  total_pending_invitations: string | null;
  /** Open suggestions by this domain, as of the event. */
  total_pending_suggestions: string | null;
  /** Clerk's created_at. Null when Clerk did not send it. */
  created_at: Date | null;
  /** Clerk's updated_at. Null when Clerk did not send it. */
  updated_at: Date | null;
  /** Fields that this release has no column for, as Clerk sent them. Null when there are none. */
  extra: Json | null;
  /** When Clerk deleted the object, by the time of the event. Null while it lives. A row that ended never changes again. */
  deleted_at: Date | null;
  /** Version, first part: updated_at of the state or delete that wrote the row, epoch milliseconds; 0 for a placeholder. */
  sync_updated_at_ms: string;
  /** Version, second part: time of the event, epoch milliseconds; 0 when the event had none. */
  sync_event_at_ms: string;
  /** Version, third part: the message (svix-id) that wrote the row; '' for a placeholder. Compares by bytes. */
  sync_message_id: string;
  /** Rises with every version of the row and may skip; 0 for a placeholder. */
  sync_revision: string;
  /** Which partition the writing record came from: rollcall.progress.id; 0 for a placeholder. */
  sync_writer: number;
  /** Offset of the writing record in that partition. */
  sync_offset: string;
  /** When Rollcall wrote this version (start of the writing transaction). */
  sync_committed_at: Date;
  /** When the content of the ended row was erased: what is left is the id, the owners, Clerk's times and the version. */
  erased_at: Date | null;
  /** Names of the columns, and of the lists with tables of their own, that lack a part of what the event that wrote the row said, since no row or change event can take it. Never content. Null when nothing is missing. */
  sync_incomplete: string[] | null;
}

/** Invitations into organizations. Expiry has no event: compare expires_at. Ends with its organization. */
export interface ClerkInvitationRow {
  /** Clerk's id, orginv_…. Never reused. */
  id: string;
  /** The organization: clerk.organizations.id. Null when Clerk did not name it. */
  organization_id: string | null;
  /** Who is invited. */
  email_address: string | null;
  /** Key of the role that the member will have, such as org:member. */
  role: string | null;
  /** Display name of that role. */
  role_name: string | null;
  /** Who invited: clerk.users.id. Null when an API call did, or for older events. */
  inviter_id: string | null;
  /** Who accepted: clerk.users.id. Null before. */
  user_id: string | null;
  /** pending, accepted, revoked or expired, as of the event. */
  status: "pending" | "accepted" | "revoked" | "expired" | (string & {}) | null;
  /** Metadata that browsers may read. */
  public_metadata: Json | null;
  /** Metadata for back ends only. Not for tenants. */
  private_metadata: Json | null;
  /** What Clerk adds when the invitation is accepted. */
  data: Json | null;
  /** When it can no longer be accepted. Null when it does not expire. */
  expires_at: Date | null;
  /** Clerk's created_at. Null when Clerk did not send it. */
  created_at: Date | null;
  /** Clerk's updated_at. Null when Clerk did not send it. */
  updated_at: Date | null;
  /** Fields that this release has no column for, as Clerk sent them. Null when there are none. */
  extra: Json | null;
  /** When Clerk deleted the object, by the time of the event. Null while it lives. A row that ended never changes again. */
  deleted_at: Date | null;
  /** Version, first part: updated_at of the state or delete that wrote the row, epoch milliseconds; 0 for a placeholder. */
  sync_updated_at_ms: string;
  /** Version, second part: time of the event, epoch milliseconds; 0 when the event had none. */
  sync_event_at_ms: string;
  /** Version, third part: the message (svix-id) that wrote the row; '' for a placeholder. Compares by bytes. */
  sync_message_id: string;
  /** Rises with every version of the row and may skip; 0 for a placeholder. */
  sync_revision: string;
  /** Which partition the writing record came from: rollcall.progress.id; 0 for a placeholder. */
  sync_writer: number;
  /** Offset of the writing record in that partition. */
  sync_offset: string;
  /** When Rollcall wrote this version (start of the writing transaction). */
  sync_committed_at: Date;
  /** When the content of the ended row was erased: what is left is the id, the owners, Clerk's times and the version. */
  erased_at: Date | null;
  /** Names of the columns, and of the lists with tables of their own, that lack a part of what the event that wrote the row said, since no row or change event can take it. Never content. Null when nothing is missing. */
  sync_incomplete: string[] | null;
}

/** Memberships: users in organizations. Removing and adding a user again makes a new row. Ends with its organization or user. */
export interface ClerkMembershipRow {
  /** Clerk's id, orgmem_…. Never reused. */
  id: string;
  /** The organization: clerk.organizations.id. Null only in an ended row whose delete did not name it. */
  organization_id: string | null;
  /** The user: clerk.users.id. Null only in an ended row whose delete did not name it. */
  user_id: string | null;
  /** Key of the role, such as org:admin. */
  role: string | null;
  /** Display name of the role. Null for older events. */
  role_name: string | null;
  /** Array of permission keys as of the event: a snapshot, not refreshed when the role changes. */
  permissions: Json | null;
  /** Metadata that browsers may read. */
  public_metadata: Json | null;
  /** Metadata for back ends only. Not for tenants. */
  private_metadata: Json | null;
  /** Clerk's created_at. Null when Clerk did not send it. */
  created_at: Date | null;
  /** Clerk's updated_at. Null when Clerk did not send it. */
  updated_at: Date | null;
  /** Fields that this release has no column for, as Clerk sent them. Null when there are none. */
  extra: Json | null;
  /** When Clerk deleted the object, by the time of the event. Null while it lives. A row that ended never changes again. */
  deleted_at: Date | null;
  /** Version, first part: updated_at of the state or delete that wrote the row, epoch milliseconds; 0 for a placeholder. */
  sync_updated_at_ms: string;
  /** Version, second part: time of the event, epoch milliseconds; 0 when the event had none. */
  sync_event_at_ms: string;
  /** Version, third part: the message (svix-id) that wrote the row; '' for a placeholder. Compares by bytes. */
  sync_message_id: string;
  /** Rises with every version of the row and may skip; 0 for a placeholder. */
  sync_revision: string;
  /** Which partition the writing record came from: rollcall.progress.id; 0 for a placeholder. */
  sync_writer: number;
  /** Offset of the writing record in that partition. */
  sync_offset: string;
  /** When Rollcall wrote this version (start of the writing transaction). */
  sync_committed_at: Date;
  /** When the content of the ended row was erased: what is left is the id, the owners, Clerk's times and the version. */
  erased_at: Date | null;
  /** Names of the columns, and of the lists with tables of their own, that lack a part of what the event that wrote the row said, since no row or change event can take it. Never content. Null when nothing is missing. */
  sync_incomplete: string[] | null;
}

/** Organizations: the tenants. One row per organization that Clerk ever announced, ended ones included (deleted_at). */
export interface ClerkOrganizationRow {
  /** Clerk's id, org_…. Never reused. */
  id: string;
  /** Display name. Null in an ended row that never had a state. */
  name: string | null;
  /** Name in URLs. Unique in Clerk, not enforced here: out of order it may briefly occur twice. */
  slug: string | null;
  /** Address of the logo. */
  image_url: string | null;
  /** Deprecated by Clerk, still sent by live instances; use image_url. */
  logo_url: string | null;
  /** Whether a logo was uploaded. */
  has_image: boolean | null;
  /** Number of members as of the event. Null when the event did not say: count clerk.organization_memberships instead. */
  members_count: string | null;
  /** Clerk's flag that no member can administer the organization. Null when the event did not say. */
  missing_member_with_elevated_permissions: boolean | null;
  /** Number of open invitations as of the event. Null when the event did not say. */
  pending_invitations_count: string | null;
  /** Largest number of members; 0 for no limit. */
  max_allowed_memberships: string | null;
  /** Whether its administrators may delete it. */
  admin_delete_enabled: boolean | null;
  /** Metadata that browsers may read. */
  public_metadata: Json | null;
  /** Metadata for back ends only. Not for tenants. */
  private_metadata: Json | null;
  /** Id of the user who created it. Null when the event did not say. */
  created_by: string | null;
  /** Last activity, to the day. */
  last_active_at: Date | null;
  /** Key of the role set that its members' roles come from. */
  role_set_key: string | null;
  /** Clerk's created_at. Null when Clerk did not send it. */
  created_at: Date | null;
  /** Clerk's updated_at. Null when Clerk did not send it. */
  updated_at: Date | null;
  /** Fields that this release has no column for, as Clerk sent them. Null when there are none. */
  extra: Json | null;
  /** When Clerk deleted the object, by the time of the event. Null while it lives. A row that ended never changes again. */
  deleted_at: Date | null;
  /** Version, first part: updated_at of the state or delete that wrote the row, epoch milliseconds; 0 for a placeholder. */
  sync_updated_at_ms: string;
  /** Version, second part: time of the event, epoch milliseconds; 0 when the event had none. */
  sync_event_at_ms: string;
  /** Version, third part: the message (svix-id) that wrote the row; '' for a placeholder. Compares by bytes. */
  sync_message_id: string;
  /** Rises with every version of the row and may skip; 0 for a placeholder. */
  sync_revision: string;
  /** Which partition the writing record came from: rollcall.progress.id; 0 for a placeholder. */
  sync_writer: number;
  /** Offset of the writing record in that partition. */
  sync_offset: string;
  /** When Rollcall wrote this version (start of the writing transaction). */
  sync_committed_at: Date;
  /** When the content of the ended row was erased: what is left is the id, the owners, Clerk's times and the version. */
  erased_at: Date | null;
  /** Names of the columns, and of the lists with tables of their own, that lack a part of what the event that wrote the row said, since no row or change event can take it. Never content. Null when nothing is missing. */
  sync_incomplete: string[] | null;
}

/** Objects of every type that has no table in this release, kept whole; they move to their table with a later release. Also what came of an object that has a table under a verb that this release does not know, when it was not the whole object. */
export interface ClerkOtherObjectRow {
  /** The part of the event type before its verb, such as session. */
  resource: string;
  /** Clerk's id; the message id when the object has none. */
  id: string;
  /** The type of the event that wrote the row, such as session.ended. */
  event_type: string | null;
  /** The object as Clerk sent it, without fields that let their holder sign in or act as somebody else (secret, token, ticket, url, backup_codes and the like), but for those inside its metadata. Null in an ended row that never had a state. */
  data: Json | null;
  /** Ids of the users and organizations that any of its events named as its owner (user_id, organization_id, or its own id), stale ones included, sorted; the eight smallest. When one of them ends, so does the row; and a part of an object that has a table ends with that object, whose type and id it has. */
  owners: string[];
  /** When Clerk deleted the object, by the time of the event. Null while it lives. A row that ended never changes again. */
  deleted_at: Date | null;
  /** Version, first part: updated_at of the state or delete that wrote the row, epoch milliseconds; 0 for a placeholder. */
  sync_updated_at_ms: string;
  /** Version, second part: time of the event, epoch milliseconds; 0 when the event had none. */
  sync_event_at_ms: string;
  /** Version, third part: the message (svix-id) that wrote the row; '' for a placeholder. Compares by bytes. */
  sync_message_id: string;
  /** Rises with every version of the row and may skip; 0 for a placeholder. */
  sync_revision: string;
  /** Which partition the writing record came from: rollcall.progress.id; 0 for a placeholder. */
  sync_writer: number;
  /** Offset of the writing record in that partition. */
  sync_offset: string;
  /** When Rollcall wrote this version (start of the writing transaction). */
  sync_committed_at: Date;
  /** When the content of the ended row was erased: what is left is the id, the owners, Clerk's times and the version. */
  erased_at: Date | null;
  /** Names of the columns, and of the lists with tables of their own, that lack a part of what the event that wrote the row said, since no row or change event can take it. Never content. Null when nothing is missing. */
  sync_incomplete: string[] | null;
}

/** Billing: attempts to charge. */
export interface ClerkPaymentAttemptRow {
  /** Clerk's id, cpa_… or pa_…. Never reused. */
  id: string;
  /** Who pays: cpayer_…. */
  payer_id: string | null;
  /** The paying organization: clerk.organizations.id. Null when a user pays for itself. */
  organization_id: string | null;
  /** The paying user, or who acts for the paying organization: clerk.users.id. */
  user_id: string | null;
  /** The payment: cpa_…. */
  payment_id: string | null;
  /** Deprecated by Clerk. */
  invoice_id: string | null;
  /** The statement: stmt_…. */
  statement_id: string | null;
  /** Id at the payment gateway. Not for tenants. */
  gateway_external_id: string | null;
  /** pending, paid or failed. */
  status: "pending" | "paid" | "failed" | (string & {}) | null;
  /** checkout or recurring. */
  charge_type: "checkout" | "recurring" | (string & {}) | null;
  /** The day it is for. */
  billing_date: Date | null;
  /** When it was paid. */
  paid_at: Date | null;
  /** When it failed. */
  failed_at: Date | null;
  /** Why it failed. */
  failed_reason: Json | null;
  /** Who is paid, with ids at the payment gateway. Not for tenants. */
  payee: Json | null;
  /** Amounts, in the smallest unit of the currency. */
  totals: Json | null;
  /** What was charged, with ids at the payment gateway. Not for tenants. */
  payment_source: Json | null;
  /** Array of what was charged for. */
  subscription_items: Json | null;
  /** Clerk's created_at. Null when Clerk did not send it. */
  created_at: Date | null;
  /** Clerk's updated_at. Null when Clerk did not send it. */
  updated_at: Date | null;
  /** Fields that this release has no column for, as Clerk sent them. Null when there are none. */
  extra: Json | null;
  /** When Clerk deleted the object, by the time of the event. Null while it lives. A row that ended never changes again. */
  deleted_at: Date | null;
  /** Version, first part: updated_at of the state or delete that wrote the row, epoch milliseconds; 0 for a placeholder. */
  sync_updated_at_ms: string;
  /** Version, second part: time of the event, epoch milliseconds; 0 when the event had none. */
  sync_event_at_ms: string;
  /** Version, third part: the message (svix-id) that wrote the row; '' for a placeholder. Compares by bytes. */
  sync_message_id: string;
  /** Rises with every version of the row and may skip; 0 for a placeholder. */
  sync_revision: string;
  /** Which partition the writing record came from: rollcall.progress.id; 0 for a placeholder. */
  sync_writer: number;
  /** Offset of the writing record in that partition. */
  sync_offset: string;
  /** When Rollcall wrote this version (start of the writing transaction). */
  sync_committed_at: Date;
  /** When the content of the ended row was erased: what is left is the id, the owners, Clerk's times and the version. */
  erased_at: Date | null;
  /** Names of the columns, and of the lists with tables of their own, that lack a part of what the event that wrote the row said, since no row or change event can take it. Never content. Null when nothing is missing. */
  sync_incomplete: string[] | null;
}

/** Permissions: instance-wide. Which role has which: clerk.role_permissions. */
export interface ClerkPermissionRow {
  /** Clerk's id, perm_…. Never reused. */
  id: string;
  /** Display name. */
  name: string | null;
  /** Its key, such as org:invoices:read. */
  key: string | null;
  /** Description. */
  description: string | null;
  /** system, or custom (user). */
  type: string | null;
  /** Clerk's created_at. Null when Clerk did not send it. */
  created_at: Date | null;
  /** Clerk's updated_at. Null when Clerk did not send it. */
  updated_at: Date | null;
  /** Fields that this release has no column for, as Clerk sent them. Null when there are none. */
  extra: Json | null;
  /** When Clerk deleted the object, by the time of the event. Null while it lives. A row that ended never changes again. */
  deleted_at: Date | null;
  /** Version, first part: updated_at of the state or delete that wrote the row, epoch milliseconds; 0 for a placeholder. */
  sync_updated_at_ms: string;
  /** Version, second part: time of the event, epoch milliseconds; 0 when the event had none. */
  sync_event_at_ms: string;
  /** Version, third part: the message (svix-id) that wrote the row; '' for a placeholder. Compares by bytes. */
  sync_message_id: string;
  /** Rises with every version of the row and may skip; 0 for a placeholder. */
  sync_revision: string;
  /** Which partition the writing record came from: rollcall.progress.id; 0 for a placeholder. */
  sync_writer: number;
  /** Offset of the writing record in that partition. */
  sync_offset: string;
  /** When Rollcall wrote this version (start of the writing transaction). */
  sync_committed_at: Date;
  /** When the content of the ended row was erased: what is left is the id, the owners, Clerk's times and the version. */
  erased_at: Date | null;
  /** Names of the columns, and of the lists with tables of their own, that lack a part of what the event that wrote the row said, since no row or change event can take it. Never content. Null when nothing is missing. */
  sync_incomplete: string[] | null;
}

/** Which role has which permissions; rewritten whenever a newer state of the role arrives. */
export interface ClerkRolePermissionRow {
  /** The role: clerk.roles.id. */
  role_id: string;
  /** The permission: clerk.permissions.id; derived_… from the content when Clerk sent none. */
  id: string;
  /** Display name. */
  name: string | null;
  /** Its key as the role's own event has it, such as org:invoices:read. A permission that is renamed later has its present key in clerk.permissions.key; rollcall.has_permission() asks there. */
  key: string | null;
  /** Description. */
  description: string | null;
  /** system, or custom (user). */
  type: string | null;
  /** Clerk's created_at. Null when Clerk did not send it. */
  created_at: Date | null;
  /** Clerk's updated_at. Null when Clerk did not send it. */
  updated_at: Date | null;
  /** Fields that this release has no column for, as Clerk sent them. Null when there are none. */
  extra: Json | null;
}

/** Roles: instance-wide, shared by all organizations. */
export interface ClerkRoleRow {
  /** Clerk's id, role_…. Never reused. */
  id: string;
  /** Display name. */
  name: string | null;
  /** What clerk.organization_memberships.role names, such as org:admin. */
  key: string | null;
  /** Description. Null when there is none. */
  description: string | null;
  /** Whether the creator of an organization may have it. */
  is_creator_eligible: boolean | null;
  /** Clerk's created_at. Null when Clerk did not send it. */
  created_at: Date | null;
  /** Clerk's updated_at. Null when Clerk did not send it. */
  updated_at: Date | null;
  /** Fields that this release has no column for, as Clerk sent them. Null when there are none. */
  extra: Json | null;
  /** When Clerk deleted the object, by the time of the event. Null while it lives. A row that ended never changes again. */
  deleted_at: Date | null;
  /** Version, first part: updated_at of the state or delete that wrote the row, epoch milliseconds; 0 for a placeholder. */
  sync_updated_at_ms: string;
  /** Version, second part: time of the event, epoch milliseconds; 0 when the event had none. */
  sync_event_at_ms: string;
  /** Version, third part: the message (svix-id) that wrote the row; '' for a placeholder. Compares by bytes. */
  sync_message_id: string;
  /** Rises with every version of the row and may skip; 0 for a placeholder. */
  sync_revision: string;
  /** Which partition the writing record came from: rollcall.progress.id; 0 for a placeholder. */
  sync_writer: number;
  /** Offset of the writing record in that partition. */
  sync_offset: string;
  /** When Rollcall wrote this version (start of the writing transaction). */
  sync_committed_at: Date;
  /** When the content of the ended row was erased: what is left is the id, the owners, Clerk's times and the version. */
  erased_at: Date | null;
  /** Names of the columns, and of the lists with tables of their own, that lack a part of what the event that wrote the row said, since no row or change event can take it. Never content. Null when nothing is missing. */
  sync_incomplete: string[] | null;
}

/** Sessions of users. No event says that one expired, was abandoned or replaced: compare expire_at and abandon_at. Ends with its user. */
export interface ClerkSessionRow {
  /** Clerk's id, sess_…. Never reused. */
  id: string;
  /** The user: clerk.users.id. Null only in an ended row that never had a state. */
  user_id: string | null;
  /** The browser or device. */
  client_id: string | null;
  /** Who impersonates the user. Null in ordinary sessions. */
  actor: Json | null;
  /** active, pending, revoked, ended, expired, removed, abandoned or replaced, as of the event. */
  status: "active" | "pending" | "revoked" | "ended" | "expired" | "removed" | "abandoned" | "replaced" | (string & {}) | null;
  /** The organization that was active last. It moves, and owns nothing. */
  last_active_organization_id: string | null;
  /** Last activity. */
  last_active_at: Date | null;
  /** Device, address and place of the last activity: personal data. */
  latest_activity: Json | null;
  /** What the user still has to do before the session is active. */
  tasks: Json | null;
  /** When it expires. */
  expire_at: Date | null;
  /** When it counts as abandoned. */
  abandon_at: Date | null;
  /** Clerk's created_at. Null when Clerk did not send it. */
  created_at: Date | null;
  /** Clerk's updated_at. Null when Clerk did not send it. */
  updated_at: Date | null;
  /** Fields that this release has no column for, as Clerk sent them. Null when there are none. */
  extra: Json | null;
  /** When Clerk deleted the object, by the time of the event. Null while it lives. A row that ended never changes again. */
  deleted_at: Date | null;
  /** Version, first part: updated_at of the state or delete that wrote the row, epoch milliseconds; 0 for a placeholder. */
  sync_updated_at_ms: string;
  /** Version, second part: time of the event, epoch milliseconds; 0 when the event had none. */
  sync_event_at_ms: string;
  /** Version, third part: the message (svix-id) that wrote the row; '' for a placeholder. Compares by bytes. */
  sync_message_id: string;
  /** Rises with every version of the row and may skip; 0 for a placeholder. */
  sync_revision: string;
  /** Which partition the writing record came from: rollcall.progress.id; 0 for a placeholder. */
  sync_writer: number;
  /** Offset of the writing record in that partition. */
  sync_offset: string;
  /** When Rollcall wrote this version (start of the writing transaction). */
  sync_committed_at: Date;
  /** When the content of the ended row was erased: what is left is the id, the owners, Clerk's times and the version. */
  erased_at: Date | null;
  /** Names of the columns, and of the lists with tables of their own, that lack a part of what the event that wrote the row said, since no row or change event can take it. Never content. Null when nothing is missing. */
  sync_incomplete: string[] | null;
}

/** Billing: items of subscriptions. */
export interface ClerkSubscriptionItemRow {
  /** Clerk's id, csub_item_…. Never reused. */
  id: string;
  /** The subscription: clerk.subscriptions.id. Null when Clerk did not name it. */
  subscription_id: string | null;
  /** Who pays: cpayer_…. */
  payer_id: string | null;
  /** The paying organization: clerk.organizations.id. Null when a user pays for itself. */
  organization_id: string | null;
  /** The paying user, or who acts for the paying organization: clerk.users.id. */
  user_id: string | null;
  /** upcoming, active, past_due, canceled, ended, abandoned or incomplete. */
  status: "upcoming" | "active" | "past_due" | "canceled" | "ended" | "abandoned" | "incomplete" | (string & {}) | null;
  /** Whether it is a free trial. */
  is_free_trial: boolean | null;
  /** The plan: cplan_…. */
  plan_id: string | null;
  /** The plan as of the event. Amounts are in the smallest unit of the currency. */
  plan: Json | null;
  /** month or annual. */
  interval: "month" | "annual" | (string & {}) | null;
  /** Start of the current period. */
  period_start: Date | null;
  /** Its end. Null for the default plan. */
  period_end: Date | null;
  /** Seats that were bought. */
  seats: Json | null;
  /** Clerk's created_at. Null when Clerk did not send it. */
  created_at: Date | null;
  /** Clerk's updated_at. Null when Clerk did not send it. */
  updated_at: Date | null;
  /** Fields that this release has no column for, as Clerk sent them. Null when there are none. */
  extra: Json | null;
  /** When Clerk deleted the object, by the time of the event. Null while it lives. A row that ended never changes again. */
  deleted_at: Date | null;
  /** Version, first part: updated_at of the state or delete that wrote the row, epoch milliseconds; 0 for a placeholder. */
  sync_updated_at_ms: string;
  /** Version, second part: time of the event, epoch milliseconds; 0 when the event had none. */
  sync_event_at_ms: string;
  /** Version, third part: the message (svix-id) that wrote the row; '' for a placeholder. Compares by bytes. */
  sync_message_id: string;
  /** Rises with every version of the row and may skip; 0 for a placeholder. */
  sync_revision: string;
  /** Which partition the writing record came from: rollcall.progress.id; 0 for a placeholder. */
  sync_writer: number;
  /** Offset of the writing record in that partition. */
  sync_offset: string;
  /** When Rollcall wrote this version (start of the writing transaction). */
  sync_committed_at: Date;
  /** When the content of the ended row was erased: what is left is the id, the owners, Clerk's times and the version. */
  erased_at: Date | null;
  /** Names of the columns, and of the lists with tables of their own, that lack a part of what the event that wrote the row said, since no row or change event can take it. Never content. Null when nothing is missing. */
  sync_incomplete: string[] | null;
}

/** Billing: subscriptions of organizations and users. */
export interface ClerkSubscriptionRow {
  /** Clerk's id, csub_…. Never reused. */
  id: string;
  /** Who pays: cpayer_…. */
  payer_id: string | null;
  /** The paying organization: clerk.organizations.id. Null when a user pays for itself. */
  organization_id: string | null;
  /** The paying user, or who acts for the paying organization: clerk.users.id. */
  user_id: string | null;
  /** active, past_due, canceled, ended, abandoned or incomplete. */
  status: "active" | "past_due" | "canceled" | "ended" | "abandoned" | "incomplete" | (string & {}) | null;
  /** When it became active. */
  active_at: Date | null;
  /** When it was canceled. */
  canceled_at: Date | null;
  /** When it ended. */
  ended_at: Date | null;
  /** When a payment was overdue. */
  past_due_at: Date | null;
  /** The last payment: cpa_…. */
  latest_payment_id: string | null;
  /** What is charged: cps_…. */
  payment_source_id: string | null;
  /** Array of its items as of the event; clerk.subscription_items has the latest of each. */
  items: Json | null;
  /** Clerk's created_at. Null when Clerk did not send it. */
  created_at: Date | null;
  /** Clerk's updated_at. Null when Clerk did not send it. */
  updated_at: Date | null;
  /** Fields that this release has no column for, as Clerk sent them. Null when there are none. */
  extra: Json | null;
  /** When Clerk deleted the object, by the time of the event. Null while it lives. A row that ended never changes again. */
  deleted_at: Date | null;
  /** Version, first part: updated_at of the state or delete that wrote the row, epoch milliseconds; 0 for a placeholder. */
  sync_updated_at_ms: string;
  /** Version, second part: time of the event, epoch milliseconds; 0 when the event had none. */
  sync_event_at_ms: string;
  /** Version, third part: the message (svix-id) that wrote the row; '' for a placeholder. Compares by bytes. */
  sync_message_id: string;
  /** Rises with every version of the row and may skip; 0 for a placeholder. */
  sync_revision: string;
  /** Which partition the writing record came from: rollcall.progress.id; 0 for a placeholder. */
  sync_writer: number;
  /** Offset of the writing record in that partition. */
  sync_offset: string;
  /** When Rollcall wrote this version (start of the writing transaction). */
  sync_committed_at: Date;
  /** When the content of the ended row was erased: what is left is the id, the owners, Clerk's times and the version. */
  erased_at: Date | null;
  /** Names of the columns, and of the lists with tables of their own, that lack a part of what the event that wrote the row said, since no row or change event can take it. Never content. Null when nothing is missing. */
  sync_incomplete: string[] | null;
}

/** E-mail addresses of users; rewritten whenever a newer state of the user arrives. */
export interface ClerkEmailAddressRow {
  /** The user: clerk.users.id. */
  user_id: string;
  /** Clerk's id, idn_…; derived_… from the content when Clerk sent none. */
  id: string;
  /** The address. Not unique: an account made again can hold it before the old one's delete arrives. */
  email_address: string | null;
  /** Whether it is reserved for a sign-up in progress. */
  reserved: boolean | null;
  /** How and whether it was verified. Null when it was not. */
  verification: Json | null;
  /** Array of the identifications that it is linked to. */
  linked_to: Json | null;
  /** Whether its domain has a single sign-on connection. */
  matches_sso_connection: boolean | null;
  /** Clerk's created_at. Null when Clerk did not send it. */
  created_at: Date | null;
  /** Clerk's updated_at. Null when Clerk did not send it. */
  updated_at: Date | null;
  /** Fields that this release has no column for, as Clerk sent them. Null when there are none. */
  extra: Json | null;
}

/** Accounts of users at other providers (OAuth); rewritten whenever a newer state of the user arrives. */
export interface ClerkExternalAccountRow {
  /** The user: clerk.users.id. */
  user_id: string;
  /** Clerk's id, eac_… or idn_…; derived_… from the content when Clerk sent none. */
  id: string;
  /** external_account, or the provider's own name such as google_account. */
  object: string | null;
  /** Provider, such as oauth_google. */
  provider: string | null;
  /** Clerk's id of the identification. */
  identification_id: string | null;
  /** The user's id at the provider. */
  provider_user_id: string | null;
  /** Scopes that were granted, separated by blanks. */
  approved_scopes: string | null;
  /** Address at the provider. */
  email_address: string | null;
  /** Whether the provider verified it. Null for older events. */
  email_address_verified: boolean | null;
  /** First name at the provider. */
  first_name: string | null;
  /** Last name at the provider. */
  last_name: string | null;
  /** Deprecated by Clerk; use image_url. */
  avatar_url: string | null;
  /** Address of the picture. */
  image_url: string | null;
  /** User name at the provider. */
  username: string | null;
  /** Phone number at the provider. */
  phone_number: string | null;
  /** Metadata of the account that browsers may read. */
  public_metadata: Json | null;
  /** Label given by the user. */
  label: string | null;
  /** Only google_account: the user's id at Google. */
  google_id: string | null;
  /** Only google_account: first name. */
  given_name: string | null;
  /** Only google_account: last name. */
  family_name: string | null;
  /** Only google_account: address of the picture. */
  picture: string | null;
  /** How and whether it was verified. */
  verification: Json | null;
  /** Clerk's created_at. Null when Clerk did not send it. */
  created_at: Date | null;
  /** Clerk's updated_at. Null when Clerk did not send it. */
  updated_at: Date | null;
  /** Fields that this release has no column for, as Clerk sent them. Null when there are none. */
  extra: Json | null;
}

/** Phone numbers of users; rewritten whenever a newer state of the user arrives. Backup codes are never stored. */
export interface ClerkPhoneNumberRow {
  /** The user: clerk.users.id. */
  user_id: string;
  /** Clerk's id, idn_…; derived_… from the content when Clerk sent none. */
  id: string;
  /** The number, E.164. */
  phone_number: string | null;
  /** Whether it serves as a second factor. */
  reserved_for_second_factor: boolean | null;
  /** Whether it is the default second factor. */
  default_second_factor: boolean | null;
  /** Whether it is reserved for a sign-up in progress. */
  reserved: boolean | null;
  /** How and whether it was verified. */
  verification: Json | null;
  /** Array of the identifications that it is linked to. */
  linked_to: Json | null;
  /** Clerk's created_at. Null when Clerk did not send it. */
  created_at: Date | null;
  /** Clerk's updated_at. Null when Clerk did not send it. */
  updated_at: Date | null;
  /** Fields that this release has no column for, as Clerk sent them. Null when there are none. */
  extra: Json | null;
}

/** Users: people who can sign in, instance-wide. One row per user that Clerk ever announced, ended ones included (deleted_at). */
export interface ClerkUserRow {
  /** Clerk's id, user_…. Never reused. */
  id: string;
  /** Id in the application's own system, if it set one. */
  external_id: string | null;
  /** Which row of clerk.user_email_addresses is primary. Null for users without e-mail. */
  primary_email_address_id: string | null;
  /** Which row of clerk.user_phone_numbers is primary. */
  primary_phone_number_id: string | null;
  /** Which element of web3_wallets is primary. */
  primary_web3_wallet_id: string | null;
  /** User name. Null when the instance does not use them. */
  username: string | null;
  /** First name. */
  first_name: string | null;
  /** Last name. */
  last_name: string | null;
  /** Preferred language, BCP 47. */
  locale: string | null;
  /** Preferred time zone. Sent by newer instances only. */
  timezone: string | null;
  /** Deprecated by Clerk; use image_url. */
  profile_image_url: string | null;
  /** Address of the picture. */
  image_url: string | null;
  /** Whether a picture was uploaded. */
  has_image: boolean | null;
  /** Metadata that browsers may read. */
  public_metadata: Json | null;
  /** Metadata for back ends only. Not for tenants. */
  private_metadata: Json | null;
  /** Metadata that the user can write: never base a decision on it. */
  unsafe_metadata: Json | null;
  /** Array of wallets as Clerk sends them. */
  web3_wallets: Json | null;
  /** Array of passkeys (names and times, no secrets) as Clerk sends them. */
  passkeys: Json | null;
  /** Whether the user has a password. No hash is ever sent. */
  password_enabled: boolean | null;
  /** Whether a second factor is on. */
  two_factor_enabled: boolean | null;
  /** Whether an authenticator app is on. */
  totp_enabled: boolean | null;
  /** Whether backup codes exist. */
  backup_code_enabled: boolean | null;
  /** When multi-factor sign-in was switched on. */
  mfa_enabled_at: Date | null;
  /** When it was switched off. */
  mfa_disabled_at: Date | null;
  /** When the password was changed last. */
  password_last_updated_at: Date | null;
  /** Array of SAML accounts as Clerk sends them (deprecated by enterprise_accounts). */
  saml_accounts: Json | null;
  /** Array of enterprise single sign-on accounts as Clerk sends them. */
  enterprise_accounts: Json | null;
  /** Last sign-in. */
  last_sign_in_at: Date | null;
  /** Whether the user is banned. */
  banned: boolean | null;
  /** Whether the user is locked out. A lock ends by time, and no event says so. */
  locked: boolean | null;
  /** Whether a directory (SCIM) disabled the user. Null for older events. */
  deprovisioned: boolean | null;
  /** Seconds until the lock ends, as of the event. */
  lockout_expires_in_seconds: string | null;
  /** Attempts left before a lock. */
  verification_attempts_remaining: string | null;
  /** Whether the user may delete the account. */
  delete_self_enabled: boolean | null;
  /** Whether the user may create organizations. */
  create_organization_enabled: boolean | null;
  /** How many organizations the user may create; null for no limit. */
  create_organizations_limit: string | null;
  /** Last activity, to the day. */
  last_active_at: Date | null;
  /** When the terms were accepted. */
  legal_accepted_at: Date | null;
  /** Whether sign-in skips the check of a new device. */
  bypass_client_trust: boolean | null;
  /** Directory data; only for users managed by a directory. */
  scim: Json | null;
  /** Clerk's created_at. Null when Clerk did not send it. */
  created_at: Date | null;
  /** Clerk's updated_at. Null when Clerk did not send it. */
  updated_at: Date | null;
  /** Fields that this release has no column for, as Clerk sent them. Null when there are none. */
  extra: Json | null;
  /** When Clerk deleted the object, by the time of the event. Null while it lives. A row that ended never changes again. */
  deleted_at: Date | null;
  /** Version, first part: updated_at of the state or delete that wrote the row, epoch milliseconds; 0 for a placeholder. */
  sync_updated_at_ms: string;
  /** Version, second part: time of the event, epoch milliseconds; 0 when the event had none. */
  sync_event_at_ms: string;
  /** Version, third part: the message (svix-id) that wrote the row; '' for a placeholder. Compares by bytes. */
  sync_message_id: string;
  /** Rises with every version of the row and may skip; 0 for a placeholder. */
  sync_revision: string;
  /** Which partition the writing record came from: rollcall.progress.id; 0 for a placeholder. */
  sync_writer: number;
  /** Offset of the writing record in that partition. */
  sync_offset: string;
  /** When Rollcall wrote this version (start of the writing transaction). */
  sync_committed_at: Date;
  /** When the content of the ended row was erased: what is left is the id, the owners, Clerk's times and the version. */
  erased_at: Date | null;
  /** Names of the columns, and of the lists with tables of their own, that lack a part of what the event that wrote the row said, since no row or change event can take it. Never content. Null when nothing is missing. */
  sync_incomplete: string[] | null;
}

/** Entries of the waiting list. */
export interface ClerkWaitlistEntryRow {
  /** Clerk's id, wle_…. Never reused. */
  id: string;
  /** Who waits. */
  email_address: string | null;
  /** pending, invited, rejected or completed. */
  status: "pending" | "invited" | "rejected" | "completed" | (string & {}) | null;
  /** Whether it is locked. */
  is_locked: boolean | null;
  /** The invitation that followed, without the url that accepts it. Null before. */
  invitation: Json | null;
  /** Clerk's created_at. Null when Clerk did not send it. */
  created_at: Date | null;
  /** Clerk's updated_at. Null when Clerk did not send it. */
  updated_at: Date | null;
  /** Fields that this release has no column for, as Clerk sent them. Null when there are none. */
  extra: Json | null;
  /** When Clerk deleted the object, by the time of the event. Null while it lives. A row that ended never changes again. */
  deleted_at: Date | null;
  /** Version, first part: updated_at of the state or delete that wrote the row, epoch milliseconds; 0 for a placeholder. */
  sync_updated_at_ms: string;
  /** Version, second part: time of the event, epoch milliseconds; 0 when the event had none. */
  sync_event_at_ms: string;
  /** Version, third part: the message (svix-id) that wrote the row; '' for a placeholder. Compares by bytes. */
  sync_message_id: string;
  /** Rises with every version of the row and may skip; 0 for a placeholder. */
  sync_revision: string;
  /** Which partition the writing record came from: rollcall.progress.id; 0 for a placeholder. */
  sync_writer: number;
  /** Offset of the writing record in that partition. */
  sync_offset: string;
  /** When Rollcall wrote this version (start of the writing transaction). */
  sync_committed_at: Date;
  /** When the content of the ended row was erased: what is left is the id, the owners, Clerk's times and the version. */
  erased_at: Date | null;
  /** Names of the columns, and of the lists with tables of their own, that lack a part of what the event that wrote the row said, since no row or change event can take it. Never content. Null when nothing is missing. */
  sync_incomplete: string[] | null;
}

/** E-mail domains of organizations. Ends with its organization. Live rows of clerk.organization_domains, with the columns that a tenant may read. */
export interface TenantDomainRow {
  /** Clerk's id, orgdmn_…. Never reused. */
  id: string;
  /** The organization: clerk.organizations.id. Null only in an ended row that never had a state. */
  organization_id: string;
  /** The domain, such as acme.com. */
  name: string | null;
  /** manual_invitation, automatic_invitation, automatic_suggestion or enterprise_sso. */
  enrollment_mode: "manual_invitation" | "automatic_invitation" | "automatic_suggestion" | "enterprise_sso" | (string & {}) | null;
  /** Open invitations by this domain, as of the event. */
  total_pending_invitations: string | null;
  /** Open suggestions by this domain, as of the event. */
  total_pending_suggestions: string | null;
  /** Clerk's created_at. Null when Clerk did not send it. */
  created_at: Date | null;
  /** Clerk's updated_at. Null when Clerk did not send it. */
  updated_at: Date | null;
  /** Names of the columns, and of the lists with tables of their own, that lack a part of what the event that wrote the row said, since no row or change event can take it. Never content. Null when nothing is missing. */
  sync_incomplete: string[] | null;
}

/** Invitations into organizations. Expiry has no event: compare expires_at. Ends with its organization. Live rows of clerk.organization_invitations, with the columns that a tenant may read. */
export interface TenantInvitationRow {
  /** Clerk's id, orginv_…. Never reused. */
  id: string;
  /** The organization: clerk.organizations.id. Null when Clerk did not name it. */
  organization_id: string | null;
  /** Who is invited. */
  email_address: string | null;
  /** Key of the role that the member will have, such as org:member. */
  role: string | null;
  /** Display name of that role. */
  role_name: string | null;
  /** Who invited: clerk.users.id. Null when an API call did, or for older events. */
  inviter_id: string | null;
  /** Who accepted: clerk.users.id. Null before. */
  user_id: string | null;
  /** pending, accepted, revoked or expired, as of the event. */
  status: "pending" | "accepted" | "revoked" | "expired" | (string & {}) | null;
  /** Metadata that browsers may read. */
  public_metadata: Json | null;
  /** When it can no longer be accepted. Null when it does not expire. */
  expires_at: Date | null;
  /** Clerk's created_at. Null when Clerk did not send it. */
  created_at: Date | null;
  /** Clerk's updated_at. Null when Clerk did not send it. */
  updated_at: Date | null;
  /** Names of the columns, and of the lists with tables of their own, that lack a part of what the event that wrote the row said, since no row or change event can take it. Never content. Null when nothing is missing. */
  sync_incomplete: string[] | null;
}

/** Memberships: users in organizations. Removing and adding a user again makes a new row. Ends with its organization or user. Live rows of clerk.organization_memberships, with the columns that a tenant may read. */
export interface TenantMembershipRow {
  /** Clerk's id, orgmem_…. Never reused. */
  id: string;
  /** The organization: clerk.organizations.id. Null only in an ended row whose delete did not name it. */
  organization_id: string;
  /** The user: clerk.users.id. Null only in an ended row whose delete did not name it. */
  user_id: string;
  /** Key of the role, such as org:admin. */
  role: string | null;
  /** Display name of the role. Null for older events. */
  role_name: string | null;
  /** Array of permission keys as of the event: a snapshot, not refreshed when the role changes. */
  permissions: Json | null;
  /** Metadata that browsers may read. */
  public_metadata: Json | null;
  /** Clerk's created_at. Null when Clerk did not send it. */
  created_at: Date | null;
  /** Clerk's updated_at. Null when Clerk did not send it. */
  updated_at: Date | null;
  /** Names of the columns, and of the lists with tables of their own, that lack a part of what the event that wrote the row said, since no row or change event can take it. Never content. Null when nothing is missing. */
  sync_incomplete: string[] | null;
}

/** Organizations: the tenants. One row per organization that Clerk ever announced. Live rows of clerk.organizations, with the columns that a tenant may read. */
export interface TenantOrganizationRow {
  /** Clerk's id, org_…. Never reused. */
  id: string;
  /** Display name. Null in an ended row that never had a state. */
  name: string | null;
  /** Name in URLs. Unique in Clerk, not enforced here: out of order it may briefly occur twice. */
  slug: string | null;
  /** Address of the logo. */
  image_url: string | null;
  /** Deprecated by Clerk, still sent by live instances; use image_url. */
  logo_url: string | null;
  /** Whether a logo was uploaded. */
  has_image: boolean | null;
  /** Number of members as of the event. Null when the event did not say: count clerk.organization_memberships instead. */
  members_count: string | null;
  /** Largest number of members; 0 for no limit. */
  max_allowed_memberships: string | null;
  /** Whether its administrators may delete it. */
  admin_delete_enabled: boolean | null;
  /** Metadata that browsers may read. */
  public_metadata: Json | null;
  /** Id of the user who created it. Null when the event did not say. */
  created_by: string | null;
  /** Last activity, to the day. */
  last_active_at: Date | null;
  /** Clerk's created_at. Null when Clerk did not send it. */
  created_at: Date | null;
  /** Clerk's updated_at. Null when Clerk did not send it. */
  updated_at: Date | null;
  /** Names of the columns, and of the lists with tables of their own, that lack a part of what the event that wrote the row said, since no row or change event can take it. Never content. Null when nothing is missing. */
  sync_incomplete: string[] | null;
}

/** Billing: attempts to charge. Live rows of clerk.payment_attempts, with the columns that a tenant may read. */
export interface TenantPaymentAttemptRow {
  /** Clerk's id, cpa_… or pa_…. Never reused. */
  id: string;
  /** The paying organization: clerk.organizations.id. Null when a user pays for itself. */
  organization_id: string | null;
  /** The paying user, or who acts for the paying organization: clerk.users.id. */
  user_id: string | null;
  /** pending, paid or failed. */
  status: "pending" | "paid" | "failed" | (string & {}) | null;
  /** checkout or recurring. */
  charge_type: "checkout" | "recurring" | (string & {}) | null;
  /** The day it is for. */
  billing_date: Date | null;
  /** When it was paid. */
  paid_at: Date | null;
  /** When it failed. */
  failed_at: Date | null;
  /** Why it failed. */
  failed_reason: Json | null;
  /** Amounts, in the smallest unit of the currency. */
  totals: Json | null;
  /** Clerk's created_at. Null when Clerk did not send it. */
  created_at: Date | null;
  /** Clerk's updated_at. Null when Clerk did not send it. */
  updated_at: Date | null;
  /** Names of the columns, and of the lists with tables of their own, that lack a part of what the event that wrote the row said, since no row or change event can take it. Never content. Null when nothing is missing. */
  sync_incomplete: string[] | null;
}

/** Permissions: instance-wide. Which role has which: clerk.role_permissions. Live rows of clerk.permissions, with the columns that a tenant may read. */
export interface TenantPermissionRow {
  /** Clerk's id, perm_…. Never reused. */
  id: string;
  /** Display name. */
  name: string | null;
  /** Its key, such as org:invoices:read. */
  key: string | null;
  /** Description. */
  description: string | null;
  /** system, or custom (user). */
  type: string | null;
  /** Clerk's created_at. Null when Clerk did not send it. */
  created_at: Date | null;
  /** Clerk's updated_at. Null when Clerk did not send it. */
  updated_at: Date | null;
  /** Names of the columns, and of the lists with tables of their own, that lack a part of what the event that wrote the row said, since no row or change event can take it. Never content. Null when nothing is missing. */
  sync_incomplete: string[] | null;
}

/** Which role has which permissions; rewritten whenever a newer state of the role arrives. Live rows of clerk.role_permissions, with the columns that a tenant may read. */
export interface TenantRolePermissionRow {
  /** The role: clerk.roles.id. */
  role_id: string;
  /** The permission: clerk.permissions.id; derived_… from the content when Clerk sent none. */
  id: string;
  /** Display name. */
  name: string | null;
  /** Its key as the role's own event has it, such as org:invoices:read. A permission that is renamed later has its present key in clerk.permissions.key; rollcall.has_permission() asks there. */
  key: string | null;
  /** Description. */
  description: string | null;
  /** system, or custom (user). */
  type: string | null;
  /** Clerk's created_at. Null when Clerk did not send it. */
  created_at: Date | null;
  /** Clerk's updated_at. Null when Clerk did not send it. */
  updated_at: Date | null;
}

/** Roles: instance-wide, shared by all organizations. Live rows of clerk.roles, with the columns that a tenant may read. */
export interface TenantRoleRow {
  /** Clerk's id, role_…. Never reused. */
  id: string;
  /** Display name. */
  name: string | null;
  /** What clerk.organization_memberships.role names, such as org:admin. */
  key: string | null;
  /** Description. Null when there is none. */
  description: string | null;
  /** Whether the creator of an organization may have it. */
  is_creator_eligible: boolean | null;
  /** Clerk's created_at. Null when Clerk did not send it. */
  created_at: Date | null;
  /** Clerk's updated_at. Null when Clerk did not send it. */
  updated_at: Date | null;
  /** Names of the columns, and of the lists with tables of their own, that lack a part of what the event that wrote the row said, since no row or change event can take it. Never content. Null when nothing is missing. */
  sync_incomplete: string[] | null;
}

/** Billing: items of subscriptions. Live rows of clerk.subscription_items, with the columns that a tenant may read. */
export interface TenantSubscriptionItemRow {
  /** Clerk's id, csub_item_…. Never reused. */
  id: string;
  /** The subscription: clerk.subscriptions.id. Null when Clerk did not name it. */
  subscription_id: string | null;
  /** The paying organization: clerk.organizations.id. Null when a user pays for itself. */
  organization_id: string | null;
  /** The paying user, or who acts for the paying organization: clerk.users.id. */
  user_id: string | null;
  /** upcoming, active, past_due, canceled, ended, abandoned or incomplete. */
  status: "upcoming" | "active" | "past_due" | "canceled" | "ended" | "abandoned" | "incomplete" | (string & {}) | null;
  /** Whether it is a free trial. */
  is_free_trial: boolean | null;
  /** The plan: cplan_…. */
  plan_id: string | null;
  /** The plan as of the event. Amounts are in the smallest unit of the currency. */
  plan: Json | null;
  /** month or annual. */
  interval: "month" | "annual" | (string & {}) | null;
  /** Start of the current period. */
  period_start: Date | null;
  /** Its end. Null for the default plan. */
  period_end: Date | null;
  /** Seats that were bought. */
  seats: Json | null;
  /** Clerk's created_at. Null when Clerk did not send it. */
  created_at: Date | null;
  /** Clerk's updated_at. Null when Clerk did not send it. */
  updated_at: Date | null;
  /** Names of the columns, and of the lists with tables of their own, that lack a part of what the event that wrote the row said, since no row or change event can take it. Never content. Null when nothing is missing. */
  sync_incomplete: string[] | null;
}

/** Billing: subscriptions of organizations and users. Live rows of clerk.subscriptions, with the columns that a tenant may read. */
export interface TenantSubscriptionRow {
  /** Clerk's id, csub_…. Never reused. */
  id: string;
  /** The paying organization: clerk.organizations.id. Null when a user pays for itself. */
  organization_id: string | null;
  /** The paying user, or who acts for the paying organization: clerk.users.id. */
  user_id: string | null;
  /** active, past_due, canceled, ended, abandoned or incomplete. */
  status: "active" | "past_due" | "canceled" | "ended" | "abandoned" | "incomplete" | (string & {}) | null;
  /** When it became active. */
  active_at: Date | null;
  /** When it was canceled. */
  canceled_at: Date | null;
  /** When it ended. */
  ended_at: Date | null;
  /** When a payment was overdue. */
  past_due_at: Date | null;
  /** Clerk's created_at. Null when Clerk did not send it. */
  created_at: Date | null;
  /** Clerk's updated_at. Null when Clerk did not send it. */
  updated_at: Date | null;
  /** Names of the columns, and of the lists with tables of their own, that lack a part of what the event that wrote the row said, since no row or change event can take it. Never content. Null when nothing is missing. */
  sync_incomplete: string[] | null;
}

/** E-mail addresses of users; rewritten whenever a newer state of the user arrives. Live rows of clerk.user_email_addresses, with the columns that a tenant may read. */
export interface TenantEmailAddressRow {
  /** The user: clerk.users.id. */
  user_id: string;
  /** Clerk's id, idn_…; derived_… from the content when Clerk sent none. */
  id: string;
  /** The address. Not unique: an account made again can hold it before the old one's delete arrives. */
  email_address: string | null;
  /** Whether it is reserved for a sign-up in progress. */
  reserved: boolean | null;
  /** Clerk's created_at. Null when Clerk did not send it. */
  created_at: Date | null;
  /** Clerk's updated_at. Null when Clerk did not send it. */
  updated_at: Date | null;
}

/** Users: people who can sign in, instance-wide. One row per user that Clerk ever announced. Live rows of clerk.users, with the columns that a tenant may read. */
export interface TenantUserRow {
  /** Clerk's id, user_…. Never reused. */
  id: string;
  /** Which row of clerk.user_email_addresses is primary. Null for users without e-mail. */
  primary_email_address_id: string | null;
  /** Which row of clerk.user_phone_numbers is primary. */
  primary_phone_number_id: string | null;
  /** User name. Null when the instance does not use them. */
  username: string | null;
  /** First name. */
  first_name: string | null;
  /** Last name. */
  last_name: string | null;
  /** Preferred language, BCP 47. */
  locale: string | null;
  /** Preferred time zone. Sent by newer instances only. */
  timezone: string | null;
  /** Deprecated by Clerk; use image_url. */
  profile_image_url: string | null;
  /** Address of the picture. */
  image_url: string | null;
  /** Whether a picture was uploaded. */
  has_image: boolean | null;
  /** Metadata that browsers may read. */
  public_metadata: Json | null;
  /** Last sign-in. */
  last_sign_in_at: Date | null;
  /** Whether the user is banned. */
  banned: boolean | null;
  /** Whether the user is locked out. A lock ends by time, and no event says so. */
  locked: boolean | null;
  /** Whether a directory (SCIM) disabled the user. Null for older events. */
  deprovisioned: boolean | null;
  /** Last activity, to the day. */
  last_active_at: Date | null;
  /** Clerk's created_at. Null when Clerk did not send it. */
  created_at: Date | null;
  /** Clerk's updated_at. Null when Clerk did not send it. */
  updated_at: Date | null;
  /** Names of the columns, and of the lists with tables of their own, that lack a part of what the event that wrote the row said, since no row or change event can take it. Never content. Null when nothing is missing. */
  sync_incomplete: string[] | null;
}

/** Rows by table, as Kysely takes them. */
export interface RollcallTables {
  "clerk.organization_domains": ClerkDomainRow;
  "clerk.organization_invitations": ClerkInvitationRow;
  "clerk.organization_memberships": ClerkMembershipRow;
  "clerk.organizations": ClerkOrganizationRow;
  "clerk.other_objects": ClerkOtherObjectRow;
  "clerk.payment_attempts": ClerkPaymentAttemptRow;
  "clerk.permissions": ClerkPermissionRow;
  "clerk.role_permissions": ClerkRolePermissionRow;
  "clerk.roles": ClerkRoleRow;
  "clerk.sessions": ClerkSessionRow;
  "clerk.subscription_items": ClerkSubscriptionItemRow;
  "clerk.subscriptions": ClerkSubscriptionRow;
  "clerk.user_email_addresses": ClerkEmailAddressRow;
  "clerk.user_external_accounts": ClerkExternalAccountRow;
  "clerk.user_phone_numbers": ClerkPhoneNumberRow;
  "clerk.users": ClerkUserRow;
  "clerk.waitlist_entries": ClerkWaitlistEntryRow;
  "clerk_tenant.organization_domains": TenantDomainRow;
  "clerk_tenant.organization_invitations": TenantInvitationRow;
  "clerk_tenant.organization_memberships": TenantMembershipRow;
  "clerk_tenant.organizations": TenantOrganizationRow;
  "clerk_tenant.payment_attempts": TenantPaymentAttemptRow;
  "clerk_tenant.permissions": TenantPermissionRow;
  "clerk_tenant.role_permissions": TenantRolePermissionRow;
  "clerk_tenant.roles": TenantRoleRow;
  "clerk_tenant.subscription_items": TenantSubscriptionItemRow;
  "clerk_tenant.subscriptions": TenantSubscriptionRow;
  "clerk_tenant.user_email_addresses": TenantEmailAddressRow;
  "clerk_tenant.users": TenantUserRow;
}

/** For tables.external of prisma.config.ts: what Rollcall owns. */
export const rollcallTables: (keyof RollcallTables)[] = [
  "clerk.organization_domains",
  "clerk.organization_invitations",
  "clerk.organization_memberships",
  "clerk.organizations",
  "clerk.other_objects",
  "clerk.payment_attempts",
  "clerk.permissions",
  "clerk.role_permissions",
  "clerk.roles",
  "clerk.sessions",
  "clerk.subscription_items",
  "clerk.subscriptions",
  "clerk.user_email_addresses",
  "clerk.user_external_accounts",
  "clerk.user_phone_numbers",
  "clerk.users",
  "clerk.waitlist_entries",
  "clerk_tenant.organization_domains",
  "clerk_tenant.organization_invitations",
  "clerk_tenant.organization_memberships",
  "clerk_tenant.organizations",
  "clerk_tenant.payment_attempts",
  "clerk_tenant.permissions",
  "clerk_tenant.role_permissions",
  "clerk_tenant.roles",
  "clerk_tenant.subscription_items",
  "clerk_tenant.subscriptions",
  "clerk_tenant.user_email_addresses",
  "clerk_tenant.users",
];
