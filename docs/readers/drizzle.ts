// Written by ./rollcall schema drizzle from the database; make it again after an update of Rollcall.
// Rollcall owns these tables: keep this file out of what `schema` of drizzle.config.ts names.
// clerk…: schema clerk, for a back end. tenant…: what the organization or user that acts may see of it.
import { relations } from "drizzle-orm";
import { bigint, boolean, integer, jsonb, pgSchema, primaryKey, text, timestamp } from "drizzle-orm/pg-core";

export const clerk = pgSchema("clerk");
export const clerkTenant = pgSchema("clerk_tenant");

/** E-mail domains of organizations. Ends with its organization. */
export const clerkDomains = clerk.table("organization_domains", {
  /** Clerk's id, orgdmn_…. Never reused. */
  id: text("id").primaryKey(),
  /** The organization: clerk.organizations.id. Null only in an ended row that never had a state. */
  organizationId: text("organization_id"),
  /** The domain, such as acme.com. */
  name: text("name"),
  /** manual_invitation, automatic_invitation, automatic_suggestion or enterprise_sso. */
  enrollmentMode: text("enrollment_mode").$type<"manual_invitation" | "automatic_invitation" | "automatic_suggestion" | "enterprise_sso" | (string & {})>(),
  /** The address by which the domain was verified. */
  affiliationEmailAddress: text("affiliation_email_address"),
  /** How and whether the affiliation was verified. */
  affiliationVerification: jsonb("affiliation_verification"),
  /** How and whether the ownership was verified. */
  ownershipVerification: jsonb("ownership_verification"),
  /** Deprecated by Clerk; use affiliation_verification. */
  verification: jsonb("verification"),
  /** Open invitations by this domain, as of the event. */
  totalPendingInvitations: bigint("total_pending_invitations", { mode: "number" }),
  /** Open suggestions by this domain, as of the event. */
  totalPendingSuggestions: bigint("total_pending_suggestions", { mode: "number" }),
  /** Clerk's created_at. Null when Clerk did not send it. */
  createdAt: timestamp("created_at", { withTimezone: true }),
  /** Clerk's updated_at. Null when Clerk did not send it. */
  updatedAt: timestamp("updated_at", { withTimezone: true }),
  /** Fields that this release has no column for, as Clerk sent them. Null when there are none. */
  extra: jsonb("extra"),
  /** When Clerk deleted the object, by the time of the event. Null while it lives. A row that ended never changes again. */
  deletedAt: timestamp("deleted_at", { withTimezone: true }),
  /** Version, first part: updated_at of the state or delete that wrote the row, epoch milliseconds; 0 for a placeholder. */
  syncUpdatedAtMs: bigint("sync_updated_at_ms", { mode: "number" }).notNull(),
  /** Version, second part: time of the event, epoch milliseconds; 0 when the event had none. */
  syncEventAtMs: bigint("sync_event_at_ms", { mode: "number" }).notNull(),
  /** Version, third part: the message (svix-id) that wrote the row; '' for a placeholder. Compares by bytes. */
  syncMessageId: text("sync_message_id").notNull(),
  /** Rises with every version of the row and may skip; 0 for a placeholder. */
  syncRevision: bigint("sync_revision", { mode: "number" }).notNull(),
  /** Which partition the writing record came from: rollcall.progress.id; 0 for a placeholder. */
  syncWriter: integer("sync_writer").notNull(),
  /** Offset of the writing record in that partition. */
  syncOffset: bigint("sync_offset", { mode: "number" }).notNull(),
  /** When Rollcall wrote this version (start of the writing transaction). */
  syncCommittedAt: timestamp("sync_committed_at", { withTimezone: true }).notNull(),
  /** When the content of the ended row was erased: what is left is the id, the owners, Clerk's times and the version. */
  erasedAt: timestamp("erased_at", { withTimezone: true }),
  /** Names of the columns, and of the lists with tables of their own, that lack a part of what the event that wrote the row said, since no row or change event can take it. Never content. Null when nothing is missing. */
  syncIncomplete: text("sync_incomplete").array(),
});

/** Invitations into organizations. Expiry has no event: compare expires_at. Ends with its organization. */
export const clerkInvitations = clerk.table("organization_invitations", {
  /** Clerk's id, orginv_…. Never reused. */
  id: text("id").primaryKey(),
  /** The organization: clerk.organizations.id. Null when Clerk did not name it. */
  organizationId: text("organization_id"),
  /** Who is invited. */
  emailAddress: text("email_address"),
  /** Key of the role that the member will have, such as org:member. */
  role: text("role"),
  /** Display name of that role. */
  roleName: text("role_name"),
  /** Who invited: clerk.users.id. Null when an API call did, or for older events. */
  inviterId: text("inviter_id"),
  /** Who accepted: clerk.users.id. Null before. */
  userId: text("user_id"),
  /** pending, accepted, revoked or expired, as of the event. */
  status: text("status").$type<"pending" | "accepted" | "revoked" | "expired" | (string & {})>(),
  /** Metadata that browsers may read. */
  publicMetadata: jsonb("public_metadata"),
  /** Metadata for back ends only. Not for tenants. */
  privateMetadata: jsonb("private_metadata"),
  /** What Clerk adds when the invitation is accepted. */
  data: jsonb("data"),
  /** When it can no longer be accepted. Null when it does not expire. */
  expiresAt: timestamp("expires_at", { withTimezone: true }),
  /** Clerk's created_at. Null when Clerk did not send it. */
  createdAt: timestamp("created_at", { withTimezone: true }),
  /** Clerk's updated_at. Null when Clerk did not send it. */
  updatedAt: timestamp("updated_at", { withTimezone: true }),
  /** Fields that this release has no column for, as Clerk sent them. Null when there are none. */
  extra: jsonb("extra"),
  /** When Clerk deleted the object, by the time of the event. Null while it lives. A row that ended never changes again. */
  deletedAt: timestamp("deleted_at", { withTimezone: true }),
  /** Version, first part: updated_at of the state or delete that wrote the row, epoch milliseconds; 0 for a placeholder. */
  syncUpdatedAtMs: bigint("sync_updated_at_ms", { mode: "number" }).notNull(),
  /** Version, second part: time of the event, epoch milliseconds; 0 when the event had none. */
  syncEventAtMs: bigint("sync_event_at_ms", { mode: "number" }).notNull(),
  /** Version, third part: the message (svix-id) that wrote the row; '' for a placeholder. Compares by bytes. */
  syncMessageId: text("sync_message_id").notNull(),
  /** Rises with every version of the row and may skip; 0 for a placeholder. */
  syncRevision: bigint("sync_revision", { mode: "number" }).notNull(),
  /** Which partition the writing record came from: rollcall.progress.id; 0 for a placeholder. */
  syncWriter: integer("sync_writer").notNull(),
  /** Offset of the writing record in that partition. */
  syncOffset: bigint("sync_offset", { mode: "number" }).notNull(),
  /** When Rollcall wrote this version (start of the writing transaction). */
  syncCommittedAt: timestamp("sync_committed_at", { withTimezone: true }).notNull(),
  /** When the content of the ended row was erased: what is left is the id, the owners, Clerk's times and the version. */
  erasedAt: timestamp("erased_at", { withTimezone: true }),
  /** Names of the columns, and of the lists with tables of their own, that lack a part of what the event that wrote the row said, since no row or change event can take it. Never content. Null when nothing is missing. */
  syncIncomplete: text("sync_incomplete").array(),
});

/** Memberships: users in organizations. Removing and adding a user again makes a new row. Ends with its organization or user. */
export const clerkMemberships = clerk.table("organization_memberships", {
  /** Clerk's id, orgmem_…. Never reused. */
  id: text("id").primaryKey(),
  /** The organization: clerk.organizations.id. Null only in an ended row whose delete did not name it. */
  organizationId: text("organization_id"),
  /** The user: clerk.users.id. Null only in an ended row whose delete did not name it. */
  userId: text("user_id"),
  /** Key of the role, such as org:admin. */
  role: text("role"),
  /** Display name of the role. Null for older events. */
  roleName: text("role_name"),
  /** Array of permission keys as of the event: a snapshot, not refreshed when the role changes. */
  permissions: jsonb("permissions"),
  /** Metadata that browsers may read. */
  publicMetadata: jsonb("public_metadata"),
  /** Metadata for back ends only. Not for tenants. */
  privateMetadata: jsonb("private_metadata"),
  /** Clerk's created_at. Null when Clerk did not send it. */
  createdAt: timestamp("created_at", { withTimezone: true }),
  /** Clerk's updated_at. Null when Clerk did not send it. */
  updatedAt: timestamp("updated_at", { withTimezone: true }),
  /** Fields that this release has no column for, as Clerk sent them. Null when there are none. */
  extra: jsonb("extra"),
  /** When Clerk deleted the object, by the time of the event. Null while it lives. A row that ended never changes again. */
  deletedAt: timestamp("deleted_at", { withTimezone: true }),
  /** Version, first part: updated_at of the state or delete that wrote the row, epoch milliseconds; 0 for a placeholder. */
  syncUpdatedAtMs: bigint("sync_updated_at_ms", { mode: "number" }).notNull(),
  /** Version, second part: time of the event, epoch milliseconds; 0 when the event had none. */
  syncEventAtMs: bigint("sync_event_at_ms", { mode: "number" }).notNull(),
  /** Version, third part: the message (svix-id) that wrote the row; '' for a placeholder. Compares by bytes. */
  syncMessageId: text("sync_message_id").notNull(),
  /** Rises with every version of the row and may skip; 0 for a placeholder. */
  syncRevision: bigint("sync_revision", { mode: "number" }).notNull(),
  /** Which partition the writing record came from: rollcall.progress.id; 0 for a placeholder. */
  syncWriter: integer("sync_writer").notNull(),
  /** Offset of the writing record in that partition. */
  syncOffset: bigint("sync_offset", { mode: "number" }).notNull(),
  /** When Rollcall wrote this version (start of the writing transaction). */
  syncCommittedAt: timestamp("sync_committed_at", { withTimezone: true }).notNull(),
  /** When the content of the ended row was erased: what is left is the id, the owners, Clerk's times and the version. */
  erasedAt: timestamp("erased_at", { withTimezone: true }),
  /** Names of the columns, and of the lists with tables of their own, that lack a part of what the event that wrote the row said, since no row or change event can take it. Never content. Null when nothing is missing. */
  syncIncomplete: text("sync_incomplete").array(),
});

/** Organizations: the tenants. One row per organization that Clerk ever announced, ended ones included (deleted_at). */
export const clerkOrganizations = clerk.table("organizations", {
  /** Clerk's id, org_…. Never reused. */
  id: text("id").primaryKey(),
  /** Display name. Null in an ended row that never had a state. */
  name: text("name"),
  /** Name in URLs. Unique in Clerk, not enforced here: out of order it may briefly occur twice. */
  slug: text("slug"),
  /** Address of the logo. */
  imageUrl: text("image_url"),
  /** Deprecated by Clerk, still sent by live instances; use image_url. */
  logoUrl: text("logo_url"),
  /** Whether a logo was uploaded. */
  hasImage: boolean("has_image"),
  /** Number of members as of the event. Null when the event did not say: count clerk.organization_memberships instead. */
  membersCount: bigint("members_count", { mode: "number" }),
  /** Clerk's flag that no member can administer the organization. Null when the event did not say. */
  missingMemberWithElevatedPermissions: boolean("missing_member_with_elevated_permissions"),
  /** Number of open invitations as of the event. Null when the event did not say. */
  pendingInvitationsCount: bigint("pending_invitations_count", { mode: "number" }),
  /** Largest number of members; 0 for no limit. */
  maxAllowedMemberships: bigint("max_allowed_memberships", { mode: "number" }),
  /** Whether its administrators may delete it. */
  adminDeleteEnabled: boolean("admin_delete_enabled"),
  /** Metadata that browsers may read. */
  publicMetadata: jsonb("public_metadata"),
  /** Metadata for back ends only. Not for tenants. */
  privateMetadata: jsonb("private_metadata"),
  /** Id of the user who created it. Null when the event did not say. */
  createdBy: text("created_by"),
  /** Last activity, to the day. */
  lastActiveAt: timestamp("last_active_at", { withTimezone: true }),
  /** Key of the role set that its members' roles come from. */
  roleSetKey: text("role_set_key"),
  /** Clerk's created_at. Null when Clerk did not send it. */
  createdAt: timestamp("created_at", { withTimezone: true }),
  /** Clerk's updated_at. Null when Clerk did not send it. */
  updatedAt: timestamp("updated_at", { withTimezone: true }),
  /** Fields that this release has no column for, as Clerk sent them. Null when there are none. */
  extra: jsonb("extra"),
  /** When Clerk deleted the object, by the time of the event. Null while it lives. A row that ended never changes again. */
  deletedAt: timestamp("deleted_at", { withTimezone: true }),
  /** Version, first part: updated_at of the state or delete that wrote the row, epoch milliseconds; 0 for a placeholder. */
  syncUpdatedAtMs: bigint("sync_updated_at_ms", { mode: "number" }).notNull(),
  /** Version, second part: time of the event, epoch milliseconds; 0 when the event had none. */
  syncEventAtMs: bigint("sync_event_at_ms", { mode: "number" }).notNull(),
  /** Version, third part: the message (svix-id) that wrote the row; '' for a placeholder. Compares by bytes. */
  syncMessageId: text("sync_message_id").notNull(),
  /** Rises with every version of the row and may skip; 0 for a placeholder. */
  syncRevision: bigint("sync_revision", { mode: "number" }).notNull(),
  /** Which partition the writing record came from: rollcall.progress.id; 0 for a placeholder. */
  syncWriter: integer("sync_writer").notNull(),
  /** Offset of the writing record in that partition. */
  syncOffset: bigint("sync_offset", { mode: "number" }).notNull(),
  /** When Rollcall wrote this version (start of the writing transaction). */
  syncCommittedAt: timestamp("sync_committed_at", { withTimezone: true }).notNull(),
  /** When the content of the ended row was erased: what is left is the id, the owners, Clerk's times and the version. */
  erasedAt: timestamp("erased_at", { withTimezone: true }),
  /** Names of the columns, and of the lists with tables of their own, that lack a part of what the event that wrote the row said, since no row or change event can take it. Never content. Null when nothing is missing. */
  syncIncomplete: text("sync_incomplete").array(),
});

/** Objects of every type that has no table in this release, kept whole; they move to their table with a later release. Also what came of an object that has a table under a verb that this release does not know, when it was not the whole object. */
export const clerkOtherObjects = clerk.table("other_objects", {
  /** The part of the event type before its verb, such as session. */
  resource: text("resource").notNull(),
  /** Clerk's id; the message id when the object has none. */
  id: text("id").notNull(),
  /** The type of the event that wrote the row, such as session.ended. */
  eventType: text("event_type"),
  /** The object as Clerk sent it, without fields that let their holder sign in or act as somebody else (secret, token, ticket, url, backup_codes and the like), but for those inside its metadata. Null in an ended row that never had a state. */
  data: jsonb("data"),
  /** Ids of the users and organizations that any of its events named as its owner (user_id, organization_id, or its own id), stale ones included, sorted; the eight smallest. When one of them ends, so does the row; and a part of an object that has a table ends with that object, whose type and id it has. */
  owners: text("owners").array().notNull(),
  /** When Clerk deleted the object, by the time of the event. Null while it lives. A row that ended never changes again. */
  deletedAt: timestamp("deleted_at", { withTimezone: true }),
  /** Version, first part: updated_at of the state or delete that wrote the row, epoch milliseconds; 0 for a placeholder. */
  syncUpdatedAtMs: bigint("sync_updated_at_ms", { mode: "number" }).notNull(),
  /** Version, second part: time of the event, epoch milliseconds; 0 when the event had none. */
  syncEventAtMs: bigint("sync_event_at_ms", { mode: "number" }).notNull(),
  /** Version, third part: the message (svix-id) that wrote the row; '' for a placeholder. Compares by bytes. */
  syncMessageId: text("sync_message_id").notNull(),
  /** Rises with every version of the row and may skip; 0 for a placeholder. */
  syncRevision: bigint("sync_revision", { mode: "number" }).notNull(),
  /** Which partition the writing record came from: rollcall.progress.id; 0 for a placeholder. */
  syncWriter: integer("sync_writer").notNull(),
  /** Offset of the writing record in that partition. */
  syncOffset: bigint("sync_offset", { mode: "number" }).notNull(),
  /** When Rollcall wrote this version (start of the writing transaction). */
  syncCommittedAt: timestamp("sync_committed_at", { withTimezone: true }).notNull(),
  /** When the content of the ended row was erased: what is left is the id, the owners, Clerk's times and the version. */
  erasedAt: timestamp("erased_at", { withTimezone: true }),
  /** Names of the columns, and of the lists with tables of their own, that lack a part of what the event that wrote the row said, since no row or change event can take it. Never content. Null when nothing is missing. */
  syncIncomplete: text("sync_incomplete").array(),
}, (table) => [primaryKey({ columns: [table.resource, table.id] })]);

/** Billing: attempts to charge. */
export const clerkPaymentAttempts = clerk.table("payment_attempts", {
  /** Clerk's id, cpa_… or pa_…. Never reused. */
  id: text("id").primaryKey(),
  /** Who pays: cpayer_…. */
  payerId: text("payer_id"),
  /** The paying organization: clerk.organizations.id. Null when a user pays for itself. */
  organizationId: text("organization_id"),
  /** The paying user, or who acts for the paying organization: clerk.users.id. */
  userId: text("user_id"),
  /** The payment: cpa_…. */
  paymentId: text("payment_id"),
  /** Deprecated by Clerk. */
  invoiceId: text("invoice_id"),
  /** The statement: stmt_…. */
  statementId: text("statement_id"),
  /** Id at the payment gateway. Not for tenants. */
  gatewayExternalId: text("gateway_external_id"),
  /** pending, paid or failed. */
  status: text("status").$type<"pending" | "paid" | "failed" | (string & {})>(),
  /** checkout or recurring. */
  chargeType: text("charge_type").$type<"checkout" | "recurring" | (string & {})>(),
  /** The day it is for. */
  billingDate: timestamp("billing_date", { withTimezone: true }),
  /** When it was paid. */
  paidAt: timestamp("paid_at", { withTimezone: true }),
  /** When it failed. */
  failedAt: timestamp("failed_at", { withTimezone: true }),
  /** Why it failed. */
  failedReason: jsonb("failed_reason"),
  /** Who is paid, with ids at the payment gateway. Not for tenants. */
  payee: jsonb("payee"),
  /** Amounts, in the smallest unit of the currency. */
  totals: jsonb("totals"),
  /** What was charged, with ids at the payment gateway. Not for tenants. */
  paymentSource: jsonb("payment_source"),
  /** Array of what was charged for. */
  subscriptionItems: jsonb("subscription_items"),
  /** Clerk's created_at. Null when Clerk did not send it. */
  createdAt: timestamp("created_at", { withTimezone: true }),
  /** Clerk's updated_at. Null when Clerk did not send it. */
  updatedAt: timestamp("updated_at", { withTimezone: true }),
  /** Fields that this release has no column for, as Clerk sent them. Null when there are none. */
  extra: jsonb("extra"),
  /** When Clerk deleted the object, by the time of the event. Null while it lives. A row that ended never changes again. */
  deletedAt: timestamp("deleted_at", { withTimezone: true }),
  /** Version, first part: updated_at of the state or delete that wrote the row, epoch milliseconds; 0 for a placeholder. */
  syncUpdatedAtMs: bigint("sync_updated_at_ms", { mode: "number" }).notNull(),
  /** Version, second part: time of the event, epoch milliseconds; 0 when the event had none. */
  syncEventAtMs: bigint("sync_event_at_ms", { mode: "number" }).notNull(),
  /** Version, third part: the message (svix-id) that wrote the row; '' for a placeholder. Compares by bytes. */
  syncMessageId: text("sync_message_id").notNull(),
  /** Rises with every version of the row and may skip; 0 for a placeholder. */
  syncRevision: bigint("sync_revision", { mode: "number" }).notNull(),
  /** Which partition the writing record came from: rollcall.progress.id; 0 for a placeholder. */
  syncWriter: integer("sync_writer").notNull(),
  /** Offset of the writing record in that partition. */
  syncOffset: bigint("sync_offset", { mode: "number" }).notNull(),
  /** When Rollcall wrote this version (start of the writing transaction). */
  syncCommittedAt: timestamp("sync_committed_at", { withTimezone: true }).notNull(),
  /** When the content of the ended row was erased: what is left is the id, the owners, Clerk's times and the version. */
  erasedAt: timestamp("erased_at", { withTimezone: true }),
  /** Names of the columns, and of the lists with tables of their own, that lack a part of what the event that wrote the row said, since no row or change event can take it. Never content. Null when nothing is missing. */
  syncIncomplete: text("sync_incomplete").array(),
});

/** Permissions: instance-wide. Which role has which: clerk.role_permissions. */
export const clerkPermissions = clerk.table("permissions", {
  /** Clerk's id, perm_…. Never reused. */
  id: text("id").primaryKey(),
  /** Display name. */
  name: text("name"),
  /** Its key, such as org:invoices:read. */
  key: text("key"),
  /** Description. */
  description: text("description"),
  /** system, or custom (user). */
  type: text("type"),
  /** Clerk's created_at. Null when Clerk did not send it. */
  createdAt: timestamp("created_at", { withTimezone: true }),
  /** Clerk's updated_at. Null when Clerk did not send it. */
  updatedAt: timestamp("updated_at", { withTimezone: true }),
  /** Fields that this release has no column for, as Clerk sent them. Null when there are none. */
  extra: jsonb("extra"),
  /** When Clerk deleted the object, by the time of the event. Null while it lives. A row that ended never changes again. */
  deletedAt: timestamp("deleted_at", { withTimezone: true }),
  /** Version, first part: updated_at of the state or delete that wrote the row, epoch milliseconds; 0 for a placeholder. */
  syncUpdatedAtMs: bigint("sync_updated_at_ms", { mode: "number" }).notNull(),
  /** Version, second part: time of the event, epoch milliseconds; 0 when the event had none. */
  syncEventAtMs: bigint("sync_event_at_ms", { mode: "number" }).notNull(),
  /** Version, third part: the message (svix-id) that wrote the row; '' for a placeholder. Compares by bytes. */
  syncMessageId: text("sync_message_id").notNull(),
  /** Rises with every version of the row and may skip; 0 for a placeholder. */
  syncRevision: bigint("sync_revision", { mode: "number" }).notNull(),
  /** Which partition the writing record came from: rollcall.progress.id; 0 for a placeholder. */
  syncWriter: integer("sync_writer").notNull(),
  /** Offset of the writing record in that partition. */
  syncOffset: bigint("sync_offset", { mode: "number" }).notNull(),
  /** When Rollcall wrote this version (start of the writing transaction). */
  syncCommittedAt: timestamp("sync_committed_at", { withTimezone: true }).notNull(),
  /** When the content of the ended row was erased: what is left is the id, the owners, Clerk's times and the version. */
  erasedAt: timestamp("erased_at", { withTimezone: true }),
  /** Names of the columns, and of the lists with tables of their own, that lack a part of what the event that wrote the row said, since no row or change event can take it. Never content. Null when nothing is missing. */
  syncIncomplete: text("sync_incomplete").array(),
});

/** Which role has which permissions; rewritten whenever a newer state of the role arrives. */
export const clerkRolePermissions = clerk.table("role_permissions", {
  /** The role: clerk.roles.id. */
  roleId: text("role_id").notNull(),
  /** The permission: clerk.permissions.id; derived_… from the content when Clerk sent none. */
  id: text("id").notNull(),
  /** Display name. */
  name: text("name"),
  /** Its key as the role's own event has it, such as org:invoices:read. A permission that is renamed later has its present key in clerk.permissions.key; rollcall.has_permission() asks there. */
  key: text("key"),
  /** Description. */
  description: text("description"),
  /** system, or custom (user). */
  type: text("type"),
  /** Clerk's created_at. Null when Clerk did not send it. */
  createdAt: timestamp("created_at", { withTimezone: true }),
  /** Clerk's updated_at. Null when Clerk did not send it. */
  updatedAt: timestamp("updated_at", { withTimezone: true }),
  /** Fields that this release has no column for, as Clerk sent them. Null when there are none. */
  extra: jsonb("extra"),
}, (table) => [primaryKey({ columns: [table.roleId, table.id] })]);

/** Roles: instance-wide, shared by all organizations. */
export const clerkRoles = clerk.table("roles", {
  /** Clerk's id, role_…. Never reused. */
  id: text("id").primaryKey(),
  /** Display name. */
  name: text("name"),
  /** What clerk.organization_memberships.role names, such as org:admin. */
  key: text("key"),
  /** Description. Null when there is none. */
  description: text("description"),
  /** Whether the creator of an organization may have it. */
  isCreatorEligible: boolean("is_creator_eligible"),
  /** Clerk's created_at. Null when Clerk did not send it. */
  createdAt: timestamp("created_at", { withTimezone: true }),
  /** Clerk's updated_at. Null when Clerk did not send it. */
  updatedAt: timestamp("updated_at", { withTimezone: true }),
  /** Fields that this release has no column for, as Clerk sent them. Null when there are none. */
  extra: jsonb("extra"),
  /** When Clerk deleted the object, by the time of the event. Null while it lives. A row that ended never changes again. */
  deletedAt: timestamp("deleted_at", { withTimezone: true }),
  /** Version, first part: updated_at of the state or delete that wrote the row, epoch milliseconds; 0 for a placeholder. */
  syncUpdatedAtMs: bigint("sync_updated_at_ms", { mode: "number" }).notNull(),
  /** Version, second part: time of the event, epoch milliseconds; 0 when the event had none. */
  syncEventAtMs: bigint("sync_event_at_ms", { mode: "number" }).notNull(),
  /** Version, third part: the message (svix-id) that wrote the row; '' for a placeholder. Compares by bytes. */
  syncMessageId: text("sync_message_id").notNull(),
  /** Rises with every version of the row and may skip; 0 for a placeholder. */
  syncRevision: bigint("sync_revision", { mode: "number" }).notNull(),
  /** Which partition the writing record came from: rollcall.progress.id; 0 for a placeholder. */
  syncWriter: integer("sync_writer").notNull(),
  /** Offset of the writing record in that partition. */
  syncOffset: bigint("sync_offset", { mode: "number" }).notNull(),
  /** When Rollcall wrote this version (start of the writing transaction). */
  syncCommittedAt: timestamp("sync_committed_at", { withTimezone: true }).notNull(),
  /** When the content of the ended row was erased: what is left is the id, the owners, Clerk's times and the version. */
  erasedAt: timestamp("erased_at", { withTimezone: true }),
  /** Names of the columns, and of the lists with tables of their own, that lack a part of what the event that wrote the row said, since no row or change event can take it. Never content. Null when nothing is missing. */
  syncIncomplete: text("sync_incomplete").array(),
});

/** Sessions of users. No event says that one expired, was abandoned or replaced: compare expire_at and abandon_at. Ends with its user. */
export const clerkSessions = clerk.table("sessions", {
  /** Clerk's id, sess_…. Never reused. */
  id: text("id").primaryKey(),
  /** The user: clerk.users.id. Null only in an ended row that never had a state. */
  userId: text("user_id"),
  /** The browser or device. */
  clientId: text("client_id"),
  /** Who impersonates the user. Null in ordinary sessions. */
  actor: jsonb("actor"),
  /** active, pending, revoked, ended, expired, removed, abandoned or replaced, as of the event. */
  status: text("status").$type<"active" | "pending" | "revoked" | "ended" | "expired" | "removed" | "abandoned" | "replaced" | (string & {})>(),
  /** The organization that was active last. It moves, and owns nothing. */
  lastActiveOrganizationId: text("last_active_organization_id"),
  /** Last activity. */
  lastActiveAt: timestamp("last_active_at", { withTimezone: true }),
  /** Device, address and place of the last activity: personal data. */
  latestActivity: jsonb("latest_activity"),
  /** What the user still has to do before the session is active. */
  tasks: jsonb("tasks"),
  /** When it expires. */
  expireAt: timestamp("expire_at", { withTimezone: true }),
  /** When it counts as abandoned. */
  abandonAt: timestamp("abandon_at", { withTimezone: true }),
  /** Clerk's created_at. Null when Clerk did not send it. */
  createdAt: timestamp("created_at", { withTimezone: true }),
  /** Clerk's updated_at. Null when Clerk did not send it. */
  updatedAt: timestamp("updated_at", { withTimezone: true }),
  /** Fields that this release has no column for, as Clerk sent them. Null when there are none. */
  extra: jsonb("extra"),
  /** When Clerk deleted the object, by the time of the event. Null while it lives. A row that ended never changes again. */
  deletedAt: timestamp("deleted_at", { withTimezone: true }),
  /** Version, first part: updated_at of the state or delete that wrote the row, epoch milliseconds; 0 for a placeholder. */
  syncUpdatedAtMs: bigint("sync_updated_at_ms", { mode: "number" }).notNull(),
  /** Version, second part: time of the event, epoch milliseconds; 0 when the event had none. */
  syncEventAtMs: bigint("sync_event_at_ms", { mode: "number" }).notNull(),
  /** Version, third part: the message (svix-id) that wrote the row; '' for a placeholder. Compares by bytes. */
  syncMessageId: text("sync_message_id").notNull(),
  /** Rises with every version of the row and may skip; 0 for a placeholder. */
  syncRevision: bigint("sync_revision", { mode: "number" }).notNull(),
  /** Which partition the writing record came from: rollcall.progress.id; 0 for a placeholder. */
  syncWriter: integer("sync_writer").notNull(),
  /** Offset of the writing record in that partition. */
  syncOffset: bigint("sync_offset", { mode: "number" }).notNull(),
  /** When Rollcall wrote this version (start of the writing transaction). */
  syncCommittedAt: timestamp("sync_committed_at", { withTimezone: true }).notNull(),
  /** When the content of the ended row was erased: what is left is the id, the owners, Clerk's times and the version. */
  erasedAt: timestamp("erased_at", { withTimezone: true }),
  /** Names of the columns, and of the lists with tables of their own, that lack a part of what the event that wrote the row said, since no row or change event can take it. Never content. Null when nothing is missing. */
  syncIncomplete: text("sync_incomplete").array(),
});

/** Billing: items of subscriptions. */
export const clerkSubscriptionItems = clerk.table("subscription_items", {
  /** Clerk's id, csub_item_…. Never reused. */
  id: text("id").primaryKey(),
  /** The subscription: clerk.subscriptions.id. Null when Clerk did not name it. */
  subscriptionId: text("subscription_id"),
  /** Who pays: cpayer_…. */
  payerId: text("payer_id"),
  /** The paying organization: clerk.organizations.id. Null when a user pays for itself. */
  organizationId: text("organization_id"),
  /** The paying user, or who acts for the paying organization: clerk.users.id. */
  userId: text("user_id"),
  /** upcoming, active, past_due, canceled, ended, abandoned or incomplete. */
  status: text("status").$type<"upcoming" | "active" | "past_due" | "canceled" | "ended" | "abandoned" | "incomplete" | (string & {})>(),
  /** Whether it is a free trial. */
  isFreeTrial: boolean("is_free_trial"),
  /** The plan: cplan_…. */
  planId: text("plan_id"),
  /** The plan as of the event. Amounts are in the smallest unit of the currency. */
  plan: jsonb("plan"),
  /** month or annual. */
  interval: text("interval").$type<"month" | "annual" | (string & {})>(),
  /** Start of the current period. */
  periodStart: timestamp("period_start", { withTimezone: true }),
  /** Its end. Null for the default plan. */
  periodEnd: timestamp("period_end", { withTimezone: true }),
  /** Seats that were bought. */
  seats: jsonb("seats"),
  /** Clerk's created_at. Null when Clerk did not send it. */
  createdAt: timestamp("created_at", { withTimezone: true }),
  /** Clerk's updated_at. Null when Clerk did not send it. */
  updatedAt: timestamp("updated_at", { withTimezone: true }),
  /** Fields that this release has no column for, as Clerk sent them. Null when there are none. */
  extra: jsonb("extra"),
  /** When Clerk deleted the object, by the time of the event. Null while it lives. A row that ended never changes again. */
  deletedAt: timestamp("deleted_at", { withTimezone: true }),
  /** Version, first part: updated_at of the state or delete that wrote the row, epoch milliseconds; 0 for a placeholder. */
  syncUpdatedAtMs: bigint("sync_updated_at_ms", { mode: "number" }).notNull(),
  /** Version, second part: time of the event, epoch milliseconds; 0 when the event had none. */
  syncEventAtMs: bigint("sync_event_at_ms", { mode: "number" }).notNull(),
  /** Version, third part: the message (svix-id) that wrote the row; '' for a placeholder. Compares by bytes. */
  syncMessageId: text("sync_message_id").notNull(),
  /** Rises with every version of the row and may skip; 0 for a placeholder. */
  syncRevision: bigint("sync_revision", { mode: "number" }).notNull(),
  /** Which partition the writing record came from: rollcall.progress.id; 0 for a placeholder. */
  syncWriter: integer("sync_writer").notNull(),
  /** Offset of the writing record in that partition. */
  syncOffset: bigint("sync_offset", { mode: "number" }).notNull(),
  /** When Rollcall wrote this version (start of the writing transaction). */
  syncCommittedAt: timestamp("sync_committed_at", { withTimezone: true }).notNull(),
  /** When the content of the ended row was erased: what is left is the id, the owners, Clerk's times and the version. */
  erasedAt: timestamp("erased_at", { withTimezone: true }),
  /** Names of the columns, and of the lists with tables of their own, that lack a part of what the event that wrote the row said, since no row or change event can take it. Never content. Null when nothing is missing. */
  syncIncomplete: text("sync_incomplete").array(),
});

/** Billing: subscriptions of organizations and users. */
export const clerkSubscriptions = clerk.table("subscriptions", {
  /** Clerk's id, csub_…. Never reused. */
  id: text("id").primaryKey(),
  /** Who pays: cpayer_…. */
  payerId: text("payer_id"),
  /** The paying organization: clerk.organizations.id. Null when a user pays for itself. */
  organizationId: text("organization_id"),
  /** The paying user, or who acts for the paying organization: clerk.users.id. */
  userId: text("user_id"),
  /** active, past_due, canceled, ended, abandoned or incomplete. */
  status: text("status").$type<"active" | "past_due" | "canceled" | "ended" | "abandoned" | "incomplete" | (string & {})>(),
  /** When it became active. */
  activeAt: timestamp("active_at", { withTimezone: true }),
  /** When it was canceled. */
  canceledAt: timestamp("canceled_at", { withTimezone: true }),
  /** When it ended. */
  endedAt: timestamp("ended_at", { withTimezone: true }),
  /** When a payment was overdue. */
  pastDueAt: timestamp("past_due_at", { withTimezone: true }),
  /** The last payment: cpa_…. */
  latestPaymentId: text("latest_payment_id"),
  /** What is charged: cps_…. */
  paymentSourceId: text("payment_source_id"),
  /** Array of its items as of the event; clerk.subscription_items has the latest of each. */
  items: jsonb("items"),
  /** Clerk's created_at. Null when Clerk did not send it. */
  createdAt: timestamp("created_at", { withTimezone: true }),
  /** Clerk's updated_at. Null when Clerk did not send it. */
  updatedAt: timestamp("updated_at", { withTimezone: true }),
  /** Fields that this release has no column for, as Clerk sent them. Null when there are none. */
  extra: jsonb("extra"),
  /** When Clerk deleted the object, by the time of the event. Null while it lives. A row that ended never changes again. */
  deletedAt: timestamp("deleted_at", { withTimezone: true }),
  /** Version, first part: updated_at of the state or delete that wrote the row, epoch milliseconds; 0 for a placeholder. */
  syncUpdatedAtMs: bigint("sync_updated_at_ms", { mode: "number" }).notNull(),
  /** Version, second part: time of the event, epoch milliseconds; 0 when the event had none. */
  syncEventAtMs: bigint("sync_event_at_ms", { mode: "number" }).notNull(),
  /** Version, third part: the message (svix-id) that wrote the row; '' for a placeholder. Compares by bytes. */
  syncMessageId: text("sync_message_id").notNull(),
  /** Rises with every version of the row and may skip; 0 for a placeholder. */
  syncRevision: bigint("sync_revision", { mode: "number" }).notNull(),
  /** Which partition the writing record came from: rollcall.progress.id; 0 for a placeholder. */
  syncWriter: integer("sync_writer").notNull(),
  /** Offset of the writing record in that partition. */
  syncOffset: bigint("sync_offset", { mode: "number" }).notNull(),
  /** When Rollcall wrote this version (start of the writing transaction). */
  syncCommittedAt: timestamp("sync_committed_at", { withTimezone: true }).notNull(),
  /** When the content of the ended row was erased: what is left is the id, the owners, Clerk's times and the version. */
  erasedAt: timestamp("erased_at", { withTimezone: true }),
  /** Names of the columns, and of the lists with tables of their own, that lack a part of what the event that wrote the row said, since no row or change event can take it. Never content. Null when nothing is missing. */
  syncIncomplete: text("sync_incomplete").array(),
});

/** E-mail addresses of users; rewritten whenever a newer state of the user arrives. */
export const clerkEmailAddresses = clerk.table("user_email_addresses", {
  /** The user: clerk.users.id. */
  userId: text("user_id").notNull(),
  /** Clerk's id, idn_…; derived_… from the content when Clerk sent none. */
  id: text("id").notNull(),
  /** The address. Not unique: an account made again can hold it before the old one's delete arrives. */
  emailAddress: text("email_address"),
  /** Whether it is reserved for a sign-up in progress. */
  reserved: boolean("reserved"),
  /** How and whether it was verified. Null when it was not. */
  verification: jsonb("verification"),
  /** Array of the identifications that it is linked to. */
  linkedTo: jsonb("linked_to"),
  /** Whether its domain has a single sign-on connection. */
  matchesSsoConnection: boolean("matches_sso_connection"),
  /** Clerk's created_at. Null when Clerk did not send it. */
  createdAt: timestamp("created_at", { withTimezone: true }),
  /** Clerk's updated_at. Null when Clerk did not send it. */
  updatedAt: timestamp("updated_at", { withTimezone: true }),
  /** Fields that this release has no column for, as Clerk sent them. Null when there are none. */
  extra: jsonb("extra"),
}, (table) => [primaryKey({ columns: [table.userId, table.id] })]);

/** Accounts of users at other providers (OAuth); rewritten whenever a newer state of the user arrives. */
export const clerkExternalAccounts = clerk.table("user_external_accounts", {
  /** The user: clerk.users.id. */
  userId: text("user_id").notNull(),
  /** Clerk's id, eac_… or idn_…; derived_… from the content when Clerk sent none. */
  id: text("id").notNull(),
  /** external_account, or the provider's own name such as google_account. */
  object: text("object"),
  /** Provider, such as oauth_google. */
  provider: text("provider"),
  /** Clerk's id of the identification. */
  identificationId: text("identification_id"),
  /** The user's id at the provider. */
  providerUserId: text("provider_user_id"),
  /** Scopes that were granted, separated by blanks. */
  approvedScopes: text("approved_scopes"),
  /** Address at the provider. */
  emailAddress: text("email_address"),
  /** Whether the provider verified it. Null for older events. */
  emailAddressVerified: boolean("email_address_verified"),
  /** First name at the provider. */
  firstName: text("first_name"),
  /** Last name at the provider. */
  lastName: text("last_name"),
  /** Deprecated by Clerk; use image_url. */
  avatarUrl: text("avatar_url"),
  /** Address of the picture. */
  imageUrl: text("image_url"),
  /** User name at the provider. */
  username: text("username"),
  /** Phone number at the provider. */
  phoneNumber: text("phone_number"),
  /** Metadata of the account that browsers may read. */
  publicMetadata: jsonb("public_metadata"),
  /** Label given by the user. */
  label: text("label"),
  /** Only google_account: the user's id at Google. */
  googleId: text("google_id"),
  /** Only google_account: first name. */
  givenName: text("given_name"),
  /** Only google_account: last name. */
  familyName: text("family_name"),
  /** Only google_account: address of the picture. */
  picture: text("picture"),
  /** How and whether it was verified. */
  verification: jsonb("verification"),
  /** Clerk's created_at. Null when Clerk did not send it. */
  createdAt: timestamp("created_at", { withTimezone: true }),
  /** Clerk's updated_at. Null when Clerk did not send it. */
  updatedAt: timestamp("updated_at", { withTimezone: true }),
  /** Fields that this release has no column for, as Clerk sent them. Null when there are none. */
  extra: jsonb("extra"),
}, (table) => [primaryKey({ columns: [table.userId, table.id] })]);

/** Phone numbers of users; rewritten whenever a newer state of the user arrives. Backup codes are never stored. */
export const clerkPhoneNumbers = clerk.table("user_phone_numbers", {
  /** The user: clerk.users.id. */
  userId: text("user_id").notNull(),
  /** Clerk's id, idn_…; derived_… from the content when Clerk sent none. */
  id: text("id").notNull(),
  /** The number, E.164. */
  phoneNumber: text("phone_number"),
  /** Whether it serves as a second factor. */
  reservedForSecondFactor: boolean("reserved_for_second_factor"),
  /** Whether it is the default second factor. */
  defaultSecondFactor: boolean("default_second_factor"),
  /** Whether it is reserved for a sign-up in progress. */
  reserved: boolean("reserved"),
  /** How and whether it was verified. */
  verification: jsonb("verification"),
  /** Array of the identifications that it is linked to. */
  linkedTo: jsonb("linked_to"),
  /** Clerk's created_at. Null when Clerk did not send it. */
  createdAt: timestamp("created_at", { withTimezone: true }),
  /** Clerk's updated_at. Null when Clerk did not send it. */
  updatedAt: timestamp("updated_at", { withTimezone: true }),
  /** Fields that this release has no column for, as Clerk sent them. Null when there are none. */
  extra: jsonb("extra"),
}, (table) => [primaryKey({ columns: [table.userId, table.id] })]);

/** Users: people who can sign in, instance-wide. One row per user that Clerk ever announced, ended ones included (deleted_at). */
export const clerkUsers = clerk.table("users", {
  /** Clerk's id, user_…. Never reused. */
  id: text("id").primaryKey(),
  /** Id in the application's own system, if it set one. */
  externalId: text("external_id"),
  /** Which row of clerk.user_email_addresses is primary. Null for users without e-mail. */
  primaryEmailAddressId: text("primary_email_address_id"),
  /** Which row of clerk.user_phone_numbers is primary. */
  primaryPhoneNumberId: text("primary_phone_number_id"),
  /** Which element of web3_wallets is primary. */
  primaryWeb3WalletId: text("primary_web3_wallet_id"),
  /** User name. Null when the instance does not use them. */
  username: text("username"),
  /** First name. */
  firstName: text("first_name"),
  /** Last name. */
  lastName: text("last_name"),
  /** Preferred language, BCP 47. */
  locale: text("locale"),
  /** Preferred time zone. Sent by newer instances only. */
  timezone: text("timezone"),
  /** Deprecated by Clerk; use image_url. */
  profileImageUrl: text("profile_image_url"),
  /** Address of the picture. */
  imageUrl: text("image_url"),
  /** Whether a picture was uploaded. */
  hasImage: boolean("has_image"),
  /** Metadata that browsers may read. */
  publicMetadata: jsonb("public_metadata"),
  /** Metadata for back ends only. Not for tenants. */
  privateMetadata: jsonb("private_metadata"),
  /** Metadata that the user can write: never base a decision on it. */
  unsafeMetadata: jsonb("unsafe_metadata"),
  /** Array of wallets as Clerk sends them. */
  web3Wallets: jsonb("web3_wallets"),
  /** Array of passkeys (names and times, no secrets) as Clerk sends them. */
  passkeys: jsonb("passkeys"),
  /** Whether the user has a password. No hash is ever sent. */
  passwordEnabled: boolean("password_enabled"),
  /** Whether a second factor is on. */
  twoFactorEnabled: boolean("two_factor_enabled"),
  /** Whether an authenticator app is on. */
  totpEnabled: boolean("totp_enabled"),
  /** Whether backup codes exist. */
  backupCodeEnabled: boolean("backup_code_enabled"),
  /** When multi-factor sign-in was switched on. */
  mfaEnabledAt: timestamp("mfa_enabled_at", { withTimezone: true }),
  /** When it was switched off. */
  mfaDisabledAt: timestamp("mfa_disabled_at", { withTimezone: true }),
  /** When the password was changed last. */
  passwordLastUpdatedAt: timestamp("password_last_updated_at", { withTimezone: true }),
  /** Array of SAML accounts as Clerk sends them (deprecated by enterprise_accounts). */
  samlAccounts: jsonb("saml_accounts"),
  /** Array of enterprise single sign-on accounts as Clerk sends them. */
  enterpriseAccounts: jsonb("enterprise_accounts"),
  /** Last sign-in. */
  lastSignInAt: timestamp("last_sign_in_at", { withTimezone: true }),
  /** Whether the user is banned. */
  banned: boolean("banned"),
  /** Whether the user is locked out. A lock ends by time, and no event says so. */
  locked: boolean("locked"),
  /** Whether a directory (SCIM) disabled the user. Null for older events. */
  deprovisioned: boolean("deprovisioned"),
  /** Seconds until the lock ends, as of the event. */
  lockoutExpiresInSeconds: bigint("lockout_expires_in_seconds", { mode: "number" }),
  /** Attempts left before a lock. */
  verificationAttemptsRemaining: bigint("verification_attempts_remaining", { mode: "number" }),
  /** Whether the user may delete the account. */
  deleteSelfEnabled: boolean("delete_self_enabled"),
  /** Whether the user may create organizations. */
  createOrganizationEnabled: boolean("create_organization_enabled"),
  /** How many organizations the user may create; null for no limit. */
  createOrganizationsLimit: bigint("create_organizations_limit", { mode: "number" }),
  /** Last activity, to the day. */
  lastActiveAt: timestamp("last_active_at", { withTimezone: true }),
  /** When the terms were accepted. */
  legalAcceptedAt: timestamp("legal_accepted_at", { withTimezone: true }),
  /** Whether sign-in skips the check of a new device. */
  bypassClientTrust: boolean("bypass_client_trust"),
  /** Directory data; only for users managed by a directory. */
  scim: jsonb("scim"),
  /** Clerk's created_at. Null when Clerk did not send it. */
  createdAt: timestamp("created_at", { withTimezone: true }),
  /** Clerk's updated_at. Null when Clerk did not send it. */
  updatedAt: timestamp("updated_at", { withTimezone: true }),
  /** Fields that this release has no column for, as Clerk sent them. Null when there are none. */
  extra: jsonb("extra"),
  /** When Clerk deleted the object, by the time of the event. Null while it lives. A row that ended never changes again. */
  deletedAt: timestamp("deleted_at", { withTimezone: true }),
  /** Version, first part: updated_at of the state or delete that wrote the row, epoch milliseconds; 0 for a placeholder. */
  syncUpdatedAtMs: bigint("sync_updated_at_ms", { mode: "number" }).notNull(),
  /** Version, second part: time of the event, epoch milliseconds; 0 when the event had none. */
  syncEventAtMs: bigint("sync_event_at_ms", { mode: "number" }).notNull(),
  /** Version, third part: the message (svix-id) that wrote the row; '' for a placeholder. Compares by bytes. */
  syncMessageId: text("sync_message_id").notNull(),
  /** Rises with every version of the row and may skip; 0 for a placeholder. */
  syncRevision: bigint("sync_revision", { mode: "number" }).notNull(),
  /** Which partition the writing record came from: rollcall.progress.id; 0 for a placeholder. */
  syncWriter: integer("sync_writer").notNull(),
  /** Offset of the writing record in that partition. */
  syncOffset: bigint("sync_offset", { mode: "number" }).notNull(),
  /** When Rollcall wrote this version (start of the writing transaction). */
  syncCommittedAt: timestamp("sync_committed_at", { withTimezone: true }).notNull(),
  /** When the content of the ended row was erased: what is left is the id, the owners, Clerk's times and the version. */
  erasedAt: timestamp("erased_at", { withTimezone: true }),
  /** Names of the columns, and of the lists with tables of their own, that lack a part of what the event that wrote the row said, since no row or change event can take it. Never content. Null when nothing is missing. */
  syncIncomplete: text("sync_incomplete").array(),
});

/** Entries of the waiting list. */
export const clerkWaitlistEntries = clerk.table("waitlist_entries", {
  /** Clerk's id, wle_…. Never reused. */
  id: text("id").primaryKey(),
  /** Who waits. */
  emailAddress: text("email_address"),
  /** pending, invited, rejected or completed. */
  status: text("status").$type<"pending" | "invited" | "rejected" | "completed" | (string & {})>(),
  /** Whether it is locked. */
  isLocked: boolean("is_locked"),
  /** The invitation that followed, without the url that accepts it. Null before. */
  invitation: jsonb("invitation"),
  /** Clerk's created_at. Null when Clerk did not send it. */
  createdAt: timestamp("created_at", { withTimezone: true }),
  /** Clerk's updated_at. Null when Clerk did not send it. */
  updatedAt: timestamp("updated_at", { withTimezone: true }),
  /** Fields that this release has no column for, as Clerk sent them. Null when there are none. */
  extra: jsonb("extra"),
  /** When Clerk deleted the object, by the time of the event. Null while it lives. A row that ended never changes again. */
  deletedAt: timestamp("deleted_at", { withTimezone: true }),
  /** Version, first part: updated_at of the state or delete that wrote the row, epoch milliseconds; 0 for a placeholder. */
  syncUpdatedAtMs: bigint("sync_updated_at_ms", { mode: "number" }).notNull(),
  /** Version, second part: time of the event, epoch milliseconds; 0 when the event had none. */
  syncEventAtMs: bigint("sync_event_at_ms", { mode: "number" }).notNull(),
  /** Version, third part: the message (svix-id) that wrote the row; '' for a placeholder. Compares by bytes. */
  syncMessageId: text("sync_message_id").notNull(),
  /** Rises with every version of the row and may skip; 0 for a placeholder. */
  syncRevision: bigint("sync_revision", { mode: "number" }).notNull(),
  /** Which partition the writing record came from: rollcall.progress.id; 0 for a placeholder. */
  syncWriter: integer("sync_writer").notNull(),
  /** Offset of the writing record in that partition. */
  syncOffset: bigint("sync_offset", { mode: "number" }).notNull(),
  /** When Rollcall wrote this version (start of the writing transaction). */
  syncCommittedAt: timestamp("sync_committed_at", { withTimezone: true }).notNull(),
  /** When the content of the ended row was erased: what is left is the id, the owners, Clerk's times and the version. */
  erasedAt: timestamp("erased_at", { withTimezone: true }),
  /** Names of the columns, and of the lists with tables of their own, that lack a part of what the event that wrote the row said, since no row or change event can take it. Never content. Null when nothing is missing. */
  syncIncomplete: text("sync_incomplete").array(),
});

/** E-mail domains of organizations. Ends with its organization. Live rows of clerk.organization_domains, with the columns that a tenant may read. */
export const tenantDomains = clerkTenant.table("organization_domains", {
  /** Clerk's id, orgdmn_…. Never reused. */
  id: text("id").primaryKey(),
  /** The organization: clerk.organizations.id. Null only in an ended row that never had a state. */
  organizationId: text("organization_id").notNull(),
  /** The domain, such as acme.com. */
  name: text("name"),
  /** manual_invitation, automatic_invitation, automatic_suggestion or enterprise_sso. */
  enrollmentMode: text("enrollment_mode").$type<"manual_invitation" | "automatic_invitation" | "automatic_suggestion" | "enterprise_sso" | (string & {})>(),
  /** Open invitations by this domain, as of the event. */
  totalPendingInvitations: bigint("total_pending_invitations", { mode: "number" }),
  /** Open suggestions by this domain, as of the event. */
  totalPendingSuggestions: bigint("total_pending_suggestions", { mode: "number" }),
  /** Clerk's created_at. Null when Clerk did not send it. */
  createdAt: timestamp("created_at", { withTimezone: true }),
  /** Clerk's updated_at. Null when Clerk did not send it. */
  updatedAt: timestamp("updated_at", { withTimezone: true }),
  /** Names of the columns, and of the lists with tables of their own, that lack a part of what the event that wrote the row said, since no row or change event can take it. Never content. Null when nothing is missing. */
  syncIncomplete: text("sync_incomplete").array(),
});

/** Invitations into organizations. Expiry has no event: compare expires_at. Ends with its organization. Live rows of clerk.organization_invitations, with the columns that a tenant may read. */
export const tenantInvitations = clerkTenant.table("organization_invitations", {
  /** Clerk's id, orginv_…. Never reused. */
  id: text("id").primaryKey(),
  /** The organization: clerk.organizations.id. Null when Clerk did not name it. */
  organizationId: text("organization_id"),
  /** Who is invited. */
  emailAddress: text("email_address"),
  /** Key of the role that the member will have, such as org:member. */
  role: text("role"),
  /** Display name of that role. */
  roleName: text("role_name"),
  /** Who invited: clerk.users.id. Null when an API call did, or for older events. */
  inviterId: text("inviter_id"),
  /** Who accepted: clerk.users.id. Null before. */
  userId: text("user_id"),
  /** pending, accepted, revoked or expired, as of the event. */
  status: text("status").$type<"pending" | "accepted" | "revoked" | "expired" | (string & {})>(),
  /** Metadata that browsers may read. */
  publicMetadata: jsonb("public_metadata"),
  /** When it can no longer be accepted. Null when it does not expire. */
  expiresAt: timestamp("expires_at", { withTimezone: true }),
  /** Clerk's created_at. Null when Clerk did not send it. */
  createdAt: timestamp("created_at", { withTimezone: true }),
  /** Clerk's updated_at. Null when Clerk did not send it. */
  updatedAt: timestamp("updated_at", { withTimezone: true }),
  /** Names of the columns, and of the lists with tables of their own, that lack a part of what the event that wrote the row said, since no row or change event can take it. Never content. Null when nothing is missing. */
  syncIncomplete: text("sync_incomplete").array(),
});

/** Memberships: users in organizations. Removing and adding a user again makes a new row. Ends with its organization or user. Live rows of clerk.organization_memberships, with the columns that a tenant may read. */
export const tenantMemberships = clerkTenant.table("organization_memberships", {
  /** Clerk's id, orgmem_…. Never reused. */
  id: text("id").primaryKey(),
  /** The organization: clerk.organizations.id. Null only in an ended row whose delete did not name it. */
  organizationId: text("organization_id").notNull(),
  /** The user: clerk.users.id. Null only in an ended row whose delete did not name it. */
  userId: text("user_id").notNull(),
  /** Key of the role, such as org:admin. */
  role: text("role"),
  /** Display name of the role. Null for older events. */
  roleName: text("role_name"),
  /** Array of permission keys as of the event: a snapshot, not refreshed when the role changes. */
  permissions: jsonb("permissions"),
  /** Metadata that browsers may read. */
  publicMetadata: jsonb("public_metadata"),
  /** Clerk's created_at. Null when Clerk did not send it. */
  createdAt: timestamp("created_at", { withTimezone: true }),
  /** Clerk's updated_at. Null when Clerk did not send it. */
  updatedAt: timestamp("updated_at", { withTimezone: true }),
  /** Names of the columns, and of the lists with tables of their own, that lack a part of what the event that wrote the row said, since no row or change event can take it. Never content. Null when nothing is missing. */
  syncIncomplete: text("sync_incomplete").array(),
});

/** Organizations: the tenants. One row per organization that Clerk ever announced. Live rows of clerk.organizations, with the columns that a tenant may read. */
export const tenantOrganizations = clerkTenant.table("organizations", {
  /** Clerk's id, org_…. Never reused. */
  id: text("id").primaryKey(),
  /** Display name. Null in an ended row that never had a state. */
  name: text("name"),
  /** Name in URLs. Unique in Clerk, not enforced here: out of order it may briefly occur twice. */
  slug: text("slug"),
  /** Address of the logo. */
  imageUrl: text("image_url"),
  /** Deprecated by Clerk, still sent by live instances; use image_url. */
  logoUrl: text("logo_url"),
  /** Whether a logo was uploaded. */
  hasImage: boolean("has_image"),
  /** Number of members as of the event. Null when the event did not say: count clerk.organization_memberships instead. */
  membersCount: bigint("members_count", { mode: "number" }),
  /** Largest number of members; 0 for no limit. */
  maxAllowedMemberships: bigint("max_allowed_memberships", { mode: "number" }),
  /** Whether its administrators may delete it. */
  adminDeleteEnabled: boolean("admin_delete_enabled"),
  /** Metadata that browsers may read. */
  publicMetadata: jsonb("public_metadata"),
  /** Id of the user who created it. Null when the event did not say. */
  createdBy: text("created_by"),
  /** Last activity, to the day. */
  lastActiveAt: timestamp("last_active_at", { withTimezone: true }),
  /** Clerk's created_at. Null when Clerk did not send it. */
  createdAt: timestamp("created_at", { withTimezone: true }),
  /** Clerk's updated_at. Null when Clerk did not send it. */
  updatedAt: timestamp("updated_at", { withTimezone: true }),
  /** Names of the columns, and of the lists with tables of their own, that lack a part of what the event that wrote the row said, since no row or change event can take it. Never content. Null when nothing is missing. */
  syncIncomplete: text("sync_incomplete").array(),
});

/** Billing: attempts to charge. Live rows of clerk.payment_attempts, with the columns that a tenant may read. */
export const tenantPaymentAttempts = clerkTenant.table("payment_attempts", {
  /** Clerk's id, cpa_… or pa_…. Never reused. */
  id: text("id").primaryKey(),
  /** The paying organization: clerk.organizations.id. Null when a user pays for itself. */
  organizationId: text("organization_id"),
  /** The paying user, or who acts for the paying organization: clerk.users.id. */
  userId: text("user_id"),
  /** pending, paid or failed. */
  status: text("status").$type<"pending" | "paid" | "failed" | (string & {})>(),
  /** checkout or recurring. */
  chargeType: text("charge_type").$type<"checkout" | "recurring" | (string & {})>(),
  /** The day it is for. */
  billingDate: timestamp("billing_date", { withTimezone: true }),
  /** When it was paid. */
  paidAt: timestamp("paid_at", { withTimezone: true }),
  /** When it failed. */
  failedAt: timestamp("failed_at", { withTimezone: true }),
  /** Why it failed. */
  failedReason: jsonb("failed_reason"),
  /** Amounts, in the smallest unit of the currency. */
  totals: jsonb("totals"),
  /** Clerk's created_at. Null when Clerk did not send it. */
  createdAt: timestamp("created_at", { withTimezone: true }),
  /** Clerk's updated_at. Null when Clerk did not send it. */
  updatedAt: timestamp("updated_at", { withTimezone: true }),
  /** Names of the columns, and of the lists with tables of their own, that lack a part of what the event that wrote the row said, since no row or change event can take it. Never content. Null when nothing is missing. */
  syncIncomplete: text("sync_incomplete").array(),
});

/** Permissions: instance-wide. Which role has which: clerk.role_permissions. Live rows of clerk.permissions, with the columns that a tenant may read. */
export const tenantPermissions = clerkTenant.table("permissions", {
  /** Clerk's id, perm_…. Never reused. */
  id: text("id").primaryKey(),
  /** Display name. */
  name: text("name"),
  /** Its key, such as org:invoices:read. */
  key: text("key"),
  /** Description. */
  description: text("description"),
  /** system, or custom (user). */
  type: text("type"),
  /** Clerk's created_at. Null when Clerk did not send it. */
  createdAt: timestamp("created_at", { withTimezone: true }),
  /** Clerk's updated_at. Null when Clerk did not send it. */
  updatedAt: timestamp("updated_at", { withTimezone: true }),
  /** Names of the columns, and of the lists with tables of their own, that lack a part of what the event that wrote the row said, since no row or change event can take it. Never content. Null when nothing is missing. */
  syncIncomplete: text("sync_incomplete").array(),
});

/** Which role has which permissions; rewritten whenever a newer state of the role arrives. Live rows of clerk.role_permissions, with the columns that a tenant may read. */
export const tenantRolePermissions = clerkTenant.table("role_permissions", {
  /** The role: clerk.roles.id. */
  roleId: text("role_id").notNull(),
  /** The permission: clerk.permissions.id; derived_… from the content when Clerk sent none. */
  id: text("id").notNull(),
  /** Display name. */
  name: text("name"),
  /** Its key as the role's own event has it, such as org:invoices:read. A permission that is renamed later has its present key in clerk.permissions.key; rollcall.has_permission() asks there. */
  key: text("key"),
  /** Description. */
  description: text("description"),
  /** system, or custom (user). */
  type: text("type"),
  /** Clerk's created_at. Null when Clerk did not send it. */
  createdAt: timestamp("created_at", { withTimezone: true }),
  /** Clerk's updated_at. Null when Clerk did not send it. */
  updatedAt: timestamp("updated_at", { withTimezone: true }),
}, (table) => [primaryKey({ columns: [table.roleId, table.id] })]);

/** Roles: instance-wide, shared by all organizations. Live rows of clerk.roles, with the columns that a tenant may read. */
export const tenantRoles = clerkTenant.table("roles", {
  /** Clerk's id, role_…. Never reused. */
  id: text("id").primaryKey(),
  /** Display name. */
  name: text("name"),
  /** What clerk.organization_memberships.role names, such as org:admin. */
  key: text("key"),
  /** Description. Null when there is none. */
  description: text("description"),
  /** Whether the creator of an organization may have it. */
  isCreatorEligible: boolean("is_creator_eligible"),
  /** Clerk's created_at. Null when Clerk did not send it. */
  createdAt: timestamp("created_at", { withTimezone: true }),
  /** Clerk's updated_at. Null when Clerk did not send it. */
  updatedAt: timestamp("updated_at", { withTimezone: true }),
  /** Names of the columns, and of the lists with tables of their own, that lack a part of what the event that wrote the row said, since no row or change event can take it. Never content. Null when nothing is missing. */
  syncIncomplete: text("sync_incomplete").array(),
});

/** Billing: items of subscriptions. Live rows of clerk.subscription_items, with the columns that a tenant may read. */
export const tenantSubscriptionItems = clerkTenant.table("subscription_items", {
  /** Clerk's id, csub_item_…. Never reused. */
  id: text("id").primaryKey(),
  /** The subscription: clerk.subscriptions.id. Null when Clerk did not name it. */
  subscriptionId: text("subscription_id"),
  /** The paying organization: clerk.organizations.id. Null when a user pays for itself. */
  organizationId: text("organization_id"),
  /** The paying user, or who acts for the paying organization: clerk.users.id. */
  userId: text("user_id"),
  /** upcoming, active, past_due, canceled, ended, abandoned or incomplete. */
  status: text("status").$type<"upcoming" | "active" | "past_due" | "canceled" | "ended" | "abandoned" | "incomplete" | (string & {})>(),
  /** Whether it is a free trial. */
  isFreeTrial: boolean("is_free_trial"),
  /** The plan: cplan_…. */
  planId: text("plan_id"),
  /** The plan as of the event. Amounts are in the smallest unit of the currency. */
  plan: jsonb("plan"),
  /** month or annual. */
  interval: text("interval").$type<"month" | "annual" | (string & {})>(),
  /** Start of the current period. */
  periodStart: timestamp("period_start", { withTimezone: true }),
  /** Its end. Null for the default plan. */
  periodEnd: timestamp("period_end", { withTimezone: true }),
  /** Seats that were bought. */
  seats: jsonb("seats"),
  /** Clerk's created_at. Null when Clerk did not send it. */
  createdAt: timestamp("created_at", { withTimezone: true }),
  /** Clerk's updated_at. Null when Clerk did not send it. */
  updatedAt: timestamp("updated_at", { withTimezone: true }),
  /** Names of the columns, and of the lists with tables of their own, that lack a part of what the event that wrote the row said, since no row or change event can take it. Never content. Null when nothing is missing. */
  syncIncomplete: text("sync_incomplete").array(),
});

/** Billing: subscriptions of organizations and users. Live rows of clerk.subscriptions, with the columns that a tenant may read. */
export const tenantSubscriptions = clerkTenant.table("subscriptions", {
  /** Clerk's id, csub_…. Never reused. */
  id: text("id").primaryKey(),
  /** The paying organization: clerk.organizations.id. Null when a user pays for itself. */
  organizationId: text("organization_id"),
  /** The paying user, or who acts for the paying organization: clerk.users.id. */
  userId: text("user_id"),
  /** active, past_due, canceled, ended, abandoned or incomplete. */
  status: text("status").$type<"active" | "past_due" | "canceled" | "ended" | "abandoned" | "incomplete" | (string & {})>(),
  /** When it became active. */
  activeAt: timestamp("active_at", { withTimezone: true }),
  /** When it was canceled. */
  canceledAt: timestamp("canceled_at", { withTimezone: true }),
  /** When it ended. */
  endedAt: timestamp("ended_at", { withTimezone: true }),
  /** When a payment was overdue. */
  pastDueAt: timestamp("past_due_at", { withTimezone: true }),
  /** Clerk's created_at. Null when Clerk did not send it. */
  createdAt: timestamp("created_at", { withTimezone: true }),
  /** Clerk's updated_at. Null when Clerk did not send it. */
  updatedAt: timestamp("updated_at", { withTimezone: true }),
  /** Names of the columns, and of the lists with tables of their own, that lack a part of what the event that wrote the row said, since no row or change event can take it. Never content. Null when nothing is missing. */
  syncIncomplete: text("sync_incomplete").array(),
});

/** E-mail addresses of users; rewritten whenever a newer state of the user arrives. Live rows of clerk.user_email_addresses, with the columns that a tenant may read. */
export const tenantEmailAddresses = clerkTenant.table("user_email_addresses", {
  /** The user: clerk.users.id. */
  userId: text("user_id").notNull(),
  /** Clerk's id, idn_…; derived_… from the content when Clerk sent none. */
  id: text("id").notNull(),
  /** The address. Not unique: an account made again can hold it before the old one's delete arrives. */
  emailAddress: text("email_address"),
  /** Whether it is reserved for a sign-up in progress. */
  reserved: boolean("reserved"),
  /** Clerk's created_at. Null when Clerk did not send it. */
  createdAt: timestamp("created_at", { withTimezone: true }),
  /** Clerk's updated_at. Null when Clerk did not send it. */
  updatedAt: timestamp("updated_at", { withTimezone: true }),
}, (table) => [primaryKey({ columns: [table.userId, table.id] })]);

/** Users: people who can sign in, instance-wide. One row per user that Clerk ever announced. Live rows of clerk.users, with the columns that a tenant may read. */
export const tenantUsers = clerkTenant.table("users", {
  /** Clerk's id, user_…. Never reused. */
  id: text("id").primaryKey(),
  /** Which row of clerk.user_email_addresses is primary. Null for users without e-mail. */
  primaryEmailAddressId: text("primary_email_address_id"),
  /** Which row of clerk.user_phone_numbers is primary. */
  primaryPhoneNumberId: text("primary_phone_number_id"),
  /** User name. Null when the instance does not use them. */
  username: text("username"),
  /** First name. */
  firstName: text("first_name"),
  /** Last name. */
  lastName: text("last_name"),
  /** Preferred language, BCP 47. */
  locale: text("locale"),
  /** Preferred time zone. Sent by newer instances only. */
  timezone: text("timezone"),
  /** Deprecated by Clerk; use image_url. */
  profileImageUrl: text("profile_image_url"),
  /** Address of the picture. */
  imageUrl: text("image_url"),
  /** Whether a picture was uploaded. */
  hasImage: boolean("has_image"),
  /** Metadata that browsers may read. */
  publicMetadata: jsonb("public_metadata"),
  /** Last sign-in. */
  lastSignInAt: timestamp("last_sign_in_at", { withTimezone: true }),
  /** Whether the user is banned. */
  banned: boolean("banned"),
  /** Whether the user is locked out. A lock ends by time, and no event says so. */
  locked: boolean("locked"),
  /** Whether a directory (SCIM) disabled the user. Null for older events. */
  deprovisioned: boolean("deprovisioned"),
  /** Last activity, to the day. */
  lastActiveAt: timestamp("last_active_at", { withTimezone: true }),
  /** Clerk's created_at. Null when Clerk did not send it. */
  createdAt: timestamp("created_at", { withTimezone: true }),
  /** Clerk's updated_at. Null when Clerk did not send it. */
  updatedAt: timestamp("updated_at", { withTimezone: true }),
  /** Names of the columns, and of the lists with tables of their own, that lack a part of what the event that wrote the row said, since no row or change event can take it. Never content. Null when nothing is missing. */
  syncIncomplete: text("sync_incomplete").array(),
});


export const clerkDomainsRelations = relations(clerkDomains, ({ one }) => ({
  organization: one(clerkOrganizations, { fields: [clerkDomains.organizationId], references: [clerkOrganizations.id], relationName: "ClerkDomain_organization" }),
}));

export const clerkInvitationsRelations = relations(clerkInvitations, ({ one }) => ({
  organization: one(clerkOrganizations, { fields: [clerkInvitations.organizationId], references: [clerkOrganizations.id], relationName: "ClerkInvitation_organization" }),
  inviter: one(clerkUsers, { fields: [clerkInvitations.inviterId], references: [clerkUsers.id], relationName: "ClerkInvitation_inviter" }),
  user: one(clerkUsers, { fields: [clerkInvitations.userId], references: [clerkUsers.id], relationName: "ClerkInvitation_user" }),
}));

export const clerkMembershipsRelations = relations(clerkMemberships, ({ one }) => ({
  organization: one(clerkOrganizations, { fields: [clerkMemberships.organizationId], references: [clerkOrganizations.id], relationName: "ClerkMembership_organization" }),
  user: one(clerkUsers, { fields: [clerkMemberships.userId], references: [clerkUsers.id], relationName: "ClerkMembership_user" }),
}));

export const clerkOrganizationsRelations = relations(clerkOrganizations, ({ many }) => ({
  domains: many(clerkDomains, { relationName: "ClerkDomain_organization" }),
  invitations: many(clerkInvitations, { relationName: "ClerkInvitation_organization" }),
  memberships: many(clerkMemberships, { relationName: "ClerkMembership_organization" }),
  paymentAttempts: many(clerkPaymentAttempts, { relationName: "ClerkPaymentAttempt_organization" }),
  subscriptionItems: many(clerkSubscriptionItems, { relationName: "ClerkSubscriptionItem_organization" }),
  subscriptions: many(clerkSubscriptions, { relationName: "ClerkSubscription_organization" }),
}));

export const clerkPaymentAttemptsRelations = relations(clerkPaymentAttempts, ({ one }) => ({
  organization: one(clerkOrganizations, { fields: [clerkPaymentAttempts.organizationId], references: [clerkOrganizations.id], relationName: "ClerkPaymentAttempt_organization" }),
  user: one(clerkUsers, { fields: [clerkPaymentAttempts.userId], references: [clerkUsers.id], relationName: "ClerkPaymentAttempt_user" }),
}));

export const clerkPermissionsRelations = relations(clerkPermissions, ({ many }) => ({
  rolePermissions: many(clerkRolePermissions, { relationName: "ClerkRolePermission_permission" }),
}));

export const clerkRolePermissionsRelations = relations(clerkRolePermissions, ({ one }) => ({
  role: one(clerkRoles, { fields: [clerkRolePermissions.roleId], references: [clerkRoles.id], relationName: "ClerkRolePermission_role" }),
  permission: one(clerkPermissions, { fields: [clerkRolePermissions.id], references: [clerkPermissions.id], relationName: "ClerkRolePermission_permission" }),
}));

export const clerkRolesRelations = relations(clerkRoles, ({ many }) => ({
  rolePermissions: many(clerkRolePermissions, { relationName: "ClerkRolePermission_role" }),
}));

export const clerkSessionsRelations = relations(clerkSessions, ({ one }) => ({
  user: one(clerkUsers, { fields: [clerkSessions.userId], references: [clerkUsers.id], relationName: "ClerkSession_user" }),
}));

export const clerkSubscriptionItemsRelations = relations(clerkSubscriptionItems, ({ one }) => ({
  subscription: one(clerkSubscriptions, { fields: [clerkSubscriptionItems.subscriptionId], references: [clerkSubscriptions.id], relationName: "ClerkSubscriptionItem_subscription" }),
  organization: one(clerkOrganizations, { fields: [clerkSubscriptionItems.organizationId], references: [clerkOrganizations.id], relationName: "ClerkSubscriptionItem_organization" }),
  user: one(clerkUsers, { fields: [clerkSubscriptionItems.userId], references: [clerkUsers.id], relationName: "ClerkSubscriptionItem_user" }),
}));

export const clerkSubscriptionsRelations = relations(clerkSubscriptions, ({ many, one }) => ({
  subscriptionItems: many(clerkSubscriptionItems, { relationName: "ClerkSubscriptionItem_subscription" }),
  organization: one(clerkOrganizations, { fields: [clerkSubscriptions.organizationId], references: [clerkOrganizations.id], relationName: "ClerkSubscription_organization" }),
  user: one(clerkUsers, { fields: [clerkSubscriptions.userId], references: [clerkUsers.id], relationName: "ClerkSubscription_user" }),
}));

export const clerkEmailAddressesRelations = relations(clerkEmailAddresses, ({ one }) => ({
  user: one(clerkUsers, { fields: [clerkEmailAddresses.userId], references: [clerkUsers.id], relationName: "ClerkEmailAddress_user" }),
  primaryOf: one(clerkUsers, { fields: [clerkEmailAddresses.userId, clerkEmailAddresses.id], references: [clerkUsers.id, clerkUsers.primaryEmailAddressId], relationName: "ClerkUser_primaryEmailAddress_opposite" }),
}));

export const clerkExternalAccountsRelations = relations(clerkExternalAccounts, ({ one }) => ({
  user: one(clerkUsers, { fields: [clerkExternalAccounts.userId], references: [clerkUsers.id], relationName: "ClerkExternalAccount_user" }),
}));

export const clerkPhoneNumbersRelations = relations(clerkPhoneNumbers, ({ one }) => ({
  user: one(clerkUsers, { fields: [clerkPhoneNumbers.userId], references: [clerkUsers.id], relationName: "ClerkPhoneNumber_user" }),
  primaryOf: one(clerkUsers, { fields: [clerkPhoneNumbers.userId, clerkPhoneNumbers.id], references: [clerkUsers.id, clerkUsers.primaryPhoneNumberId], relationName: "ClerkUser_primaryPhoneNumber_opposite" }),
}));

export const clerkUsersRelations = relations(clerkUsers, ({ many, one }) => ({
  invitationsAsInviter: many(clerkInvitations, { relationName: "ClerkInvitation_inviter" }),
  invitations: many(clerkInvitations, { relationName: "ClerkInvitation_user" }),
  memberships: many(clerkMemberships, { relationName: "ClerkMembership_user" }),
  paymentAttempts: many(clerkPaymentAttempts, { relationName: "ClerkPaymentAttempt_user" }),
  sessions: many(clerkSessions, { relationName: "ClerkSession_user" }),
  subscriptionItems: many(clerkSubscriptionItems, { relationName: "ClerkSubscriptionItem_user" }),
  subscriptions: many(clerkSubscriptions, { relationName: "ClerkSubscription_user" }),
  emailAddresses: many(clerkEmailAddresses, { relationName: "ClerkEmailAddress_user" }),
  externalAccounts: many(clerkExternalAccounts, { relationName: "ClerkExternalAccount_user" }),
  phoneNumbers: many(clerkPhoneNumbers, { relationName: "ClerkPhoneNumber_user" }),
  primaryEmailAddress: one(clerkEmailAddresses, { fields: [clerkUsers.id, clerkUsers.primaryEmailAddressId], references: [clerkEmailAddresses.userId, clerkEmailAddresses.id], relationName: "ClerkUser_primaryEmailAddress" }),
  primaryPhoneNumber: one(clerkPhoneNumbers, { fields: [clerkUsers.id, clerkUsers.primaryPhoneNumberId], references: [clerkPhoneNumbers.userId, clerkPhoneNumbers.id], relationName: "ClerkUser_primaryPhoneNumber" }),
}));

export const tenantDomainsRelations = relations(tenantDomains, ({ one }) => ({
  organization: one(tenantOrganizations, { fields: [tenantDomains.organizationId], references: [tenantOrganizations.id], relationName: "TenantDomain_organization" }),
}));

export const tenantInvitationsRelations = relations(tenantInvitations, ({ one }) => ({
  organization: one(tenantOrganizations, { fields: [tenantInvitations.organizationId], references: [tenantOrganizations.id], relationName: "TenantInvitation_organization" }),
  inviter: one(tenantUsers, { fields: [tenantInvitations.inviterId], references: [tenantUsers.id], relationName: "TenantInvitation_inviter" }),
  user: one(tenantUsers, { fields: [tenantInvitations.userId], references: [tenantUsers.id], relationName: "TenantInvitation_user" }),
}));

export const tenantMembershipsRelations = relations(tenantMemberships, ({ one }) => ({
  organization: one(tenantOrganizations, { fields: [tenantMemberships.organizationId], references: [tenantOrganizations.id], relationName: "TenantMembership_organization" }),
  user: one(tenantUsers, { fields: [tenantMemberships.userId], references: [tenantUsers.id], relationName: "TenantMembership_user" }),
}));

export const tenantOrganizationsRelations = relations(tenantOrganizations, ({ many }) => ({
  domains: many(tenantDomains, { relationName: "TenantDomain_organization" }),
  invitations: many(tenantInvitations, { relationName: "TenantInvitation_organization" }),
  memberships: many(tenantMemberships, { relationName: "TenantMembership_organization" }),
  paymentAttempts: many(tenantPaymentAttempts, { relationName: "TenantPaymentAttempt_organization" }),
  subscriptionItems: many(tenantSubscriptionItems, { relationName: "TenantSubscriptionItem_organization" }),
  subscriptions: many(tenantSubscriptions, { relationName: "TenantSubscription_organization" }),
}));

export const tenantPaymentAttemptsRelations = relations(tenantPaymentAttempts, ({ one }) => ({
  organization: one(tenantOrganizations, { fields: [tenantPaymentAttempts.organizationId], references: [tenantOrganizations.id], relationName: "TenantPaymentAttempt_organization" }),
  user: one(tenantUsers, { fields: [tenantPaymentAttempts.userId], references: [tenantUsers.id], relationName: "TenantPaymentAttempt_user" }),
}));

export const tenantPermissionsRelations = relations(tenantPermissions, ({ many }) => ({
  rolePermissions: many(tenantRolePermissions, { relationName: "TenantRolePermission_permission" }),
}));

export const tenantRolePermissionsRelations = relations(tenantRolePermissions, ({ one }) => ({
  role: one(tenantRoles, { fields: [tenantRolePermissions.roleId], references: [tenantRoles.id], relationName: "TenantRolePermission_role" }),
  permission: one(tenantPermissions, { fields: [tenantRolePermissions.id], references: [tenantPermissions.id], relationName: "TenantRolePermission_permission" }),
}));

export const tenantRolesRelations = relations(tenantRoles, ({ many }) => ({
  rolePermissions: many(tenantRolePermissions, { relationName: "TenantRolePermission_role" }),
}));

export const tenantSubscriptionItemsRelations = relations(tenantSubscriptionItems, ({ one }) => ({
  subscription: one(tenantSubscriptions, { fields: [tenantSubscriptionItems.subscriptionId], references: [tenantSubscriptions.id], relationName: "TenantSubscriptionItem_subscription" }),
  organization: one(tenantOrganizations, { fields: [tenantSubscriptionItems.organizationId], references: [tenantOrganizations.id], relationName: "TenantSubscriptionItem_organization" }),
  user: one(tenantUsers, { fields: [tenantSubscriptionItems.userId], references: [tenantUsers.id], relationName: "TenantSubscriptionItem_user" }),
}));

export const tenantSubscriptionsRelations = relations(tenantSubscriptions, ({ many, one }) => ({
  subscriptionItems: many(tenantSubscriptionItems, { relationName: "TenantSubscriptionItem_subscription" }),
  organization: one(tenantOrganizations, { fields: [tenantSubscriptions.organizationId], references: [tenantOrganizations.id], relationName: "TenantSubscription_organization" }),
  user: one(tenantUsers, { fields: [tenantSubscriptions.userId], references: [tenantUsers.id], relationName: "TenantSubscription_user" }),
}));

export const tenantEmailAddressesRelations = relations(tenantEmailAddresses, ({ one }) => ({
  user: one(tenantUsers, { fields: [tenantEmailAddresses.userId], references: [tenantUsers.id], relationName: "TenantEmailAddress_user" }),
  primaryOf: one(tenantUsers, { fields: [tenantEmailAddresses.userId, tenantEmailAddresses.id], references: [tenantUsers.id, tenantUsers.primaryEmailAddressId], relationName: "TenantUser_primaryEmailAddress_opposite" }),
}));

export const tenantUsersRelations = relations(tenantUsers, ({ many, one }) => ({
  invitationsAsInviter: many(tenantInvitations, { relationName: "TenantInvitation_inviter" }),
  invitations: many(tenantInvitations, { relationName: "TenantInvitation_user" }),
  memberships: many(tenantMemberships, { relationName: "TenantMembership_user" }),
  paymentAttempts: many(tenantPaymentAttempts, { relationName: "TenantPaymentAttempt_user" }),
  subscriptionItems: many(tenantSubscriptionItems, { relationName: "TenantSubscriptionItem_user" }),
  subscriptions: many(tenantSubscriptions, { relationName: "TenantSubscription_user" }),
  emailAddresses: many(tenantEmailAddresses, { relationName: "TenantEmailAddress_user" }),
  primaryEmailAddress: one(tenantEmailAddresses, { fields: [tenantUsers.id, tenantUsers.primaryEmailAddressId], references: [tenantEmailAddresses.userId, tenantEmailAddresses.id], relationName: "TenantUser_primaryEmailAddress" }),
}));
