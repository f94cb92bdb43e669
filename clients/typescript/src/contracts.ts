// Made of docs/contracts by json2ts; ReaderToolsIT keeps it current. Fields that are null are absent.

/**
 * E-mail domains of organizations. Ends with its organization. Here a live row. Fields that are null are absent; later releases add fields.
 */
export interface OrganizationDomain {
  /**
   * Clerk's id; also the key of the record.
   */
  id: string;
  /**
   * The organization: clerk.organizations.id. Null only in an ended row that never had a state.
   */
  organization_id: string;
  /**
   * The domain, such as acme.com.
   */
  name?: string;
  /**
   * manual_invitation, automatic_invitation, automatic_suggestion or enterprise_sso.
   */
  enrollment_mode?: ("manual_invitation" | "automatic_invitation" | "automatic_suggestion" | "enterprise_sso") | string;
  /**
   * The address by which the domain was verified.
   */
  affiliation_email_address?: string;
  /**
   * How and whether the affiliation was verified.
   */
  affiliation_verification?: {};
  /**
   * How and whether the ownership was verified.
   */
  ownership_verification?: {};
  /**
   * Deprecated by Clerk; use affiliation_verification.
   */
  verification?: {};
  /**
   * Open invitations by this domain, as of the event.
   */
  total_pending_invitations?: number;
  /**
   * Open suggestions by this domain, as of the event.
   */
  total_pending_suggestions?: number;
  /**
   * Clerk's created_at. Null when Clerk did not send it.
   */
  created_at?: string;
  /**
   * Clerk's updated_at. Null when Clerk did not send it.
   */
  updated_at?: string;
}

/**
 * Invitations into organizations. Expiry has no event: compare expires_at. Ends with its organization. Here a live row. Fields that are null are absent; later releases add fields.
 */
export interface OrganizationInvitation {
  /**
   * Clerk's id; also the key of the record.
   */
  id: string;
  /**
   * The organization: clerk.organizations.id. Null when Clerk did not name it.
   */
  organization_id?: string;
  /**
   * Who is invited.
   */
  email_address?: string;
  /**
   * Key of the role that the member will have, such as org:member.
   */
  role?: string;
  /**
   * Display name of that role.
   */
  role_name?: string;
  /**
   * Who invited: clerk.users.id. Null when an API call did, or for older events.
   */
  inviter_id?: string;
  /**
   * Who accepted: clerk.users.id. Null before.
   */
  user_id?: string;
  /**
   * pending, accepted, revoked or expired, as of the event.
   */
  status?: ("pending" | "accepted" | "revoked" | "expired") | string;
  /**
   * Metadata that browsers may read.
   */
  public_metadata?: {};
  /**
   * What Clerk adds when the invitation is accepted.
   */
  data?: {};
  /**
   * When it can no longer be accepted. Null when it does not expire.
   */
  expires_at?: string;
  /**
   * Clerk's created_at. Null when Clerk did not send it.
   */
  created_at?: string;
  /**
   * Clerk's updated_at. Null when Clerk did not send it.
   */
  updated_at?: string;
}

/**
 * Memberships: users in organizations. Removing and adding a user again makes a new row. Ends with its organization or user. Here a live row. Fields that are null are absent; later releases add fields.
 */
export interface OrganizationMembership {
  /**
   * Clerk's id; also the key of the record.
   */
  id: string;
  /**
   * The organization: clerk.organizations.id. Null only in an ended row whose delete did not name it.
   */
  organization_id: string;
  /**
   * The user: clerk.users.id. Null only in an ended row whose delete did not name it.
   */
  user_id: string;
  /**
   * Key of the role, such as org:admin.
   */
  role?: string;
  /**
   * Display name of the role. Null for older events.
   */
  role_name?: string;
  /**
   * Array of permission keys as of the event: a snapshot, not refreshed when the role changes.
   */
  permissions?: string[];
  /**
   * Metadata that browsers may read.
   */
  public_metadata?: {};
  /**
   * Clerk's created_at. Null when Clerk did not send it.
   */
  created_at?: string;
  /**
   * Clerk's updated_at. Null when Clerk did not send it.
   */
  updated_at?: string;
}

/**
 * Organizations: the tenants. One row per organization that Clerk ever announced, ended ones included (deleted_at). Here a live row. Fields that are null are absent; later releases add fields.
 */
export interface Organization {
  /**
   * Clerk's id; also the key of the record.
   */
  id: string;
  /**
   * Display name. Null in an ended row that never had a state.
   */
  name?: string;
  /**
   * Name in URLs. Unique in Clerk, not enforced here: out of order it may briefly occur twice.
   */
  slug?: string;
  /**
   * Address of the logo.
   */
  image_url?: string;
  /**
   * Deprecated by Clerk, still sent by live instances; use image_url.
   */
  logo_url?: string;
  /**
   * Whether a logo was uploaded.
   */
  has_image?: boolean;
  /**
   * Number of members as of the event. Null when the event did not say: count clerk.organization_memberships instead.
   */
  members_count?: number;
  /**
   * Clerk's flag that no member can administer the organization. Null when the event did not say.
   */
  missing_member_with_elevated_permissions?: boolean;
  /**
   * Number of open invitations as of the event. Null when the event did not say.
   */
  pending_invitations_count?: number;
  /**
   * Largest number of members; 0 for no limit.
   */
  max_allowed_memberships?: number;
  /**
   * Whether its administrators may delete it.
   */
  admin_delete_enabled?: boolean;
  /**
   * Metadata that browsers may read.
   */
  public_metadata?: {};
  /**
   * Id of the user who created it. Null when the event did not say.
   */
  created_by?: string;
  /**
   * Last activity, to the day.
   */
  last_active_at?: string;
  /**
   * Key of the role set that its members' roles come from.
   */
  role_set_key?: string;
  /**
   * Clerk's created_at. Null when Clerk did not send it.
   */
  created_at?: string;
  /**
   * Clerk's updated_at. Null when Clerk did not send it.
   */
  updated_at?: string;
}

/**
 * Billing: attempts to charge. Here a live row. Fields that are null are absent; later releases add fields.
 */
export interface PaymentAttempt {
  /**
   * Clerk's id; also the key of the record.
   */
  id: string;
  /**
   * Who pays: cpayer_….
   */
  payer_id?: string;
  /**
   * The paying organization: clerk.organizations.id. Null when a user pays for itself.
   */
  organization_id?: string;
  /**
   * The paying user, or who acts for the paying organization: clerk.users.id.
   */
  user_id?: string;
  /**
   * The payment: cpa_….
   */
  payment_id?: string;
  /**
   * Deprecated by Clerk.
   */
  invoice_id?: string;
  /**
   * The statement: stmt_….
   */
  statement_id?: string;
  /**
   * Id at the payment gateway. Not for tenants.
   */
  gateway_external_id?: string;
  /**
   * pending, paid or failed.
   */
  status?: ("pending" | "paid" | "failed") | string;
  /**
   * checkout or recurring.
   */
  charge_type?: ("checkout" | "recurring") | string;
  /**
   * The day it is for.
   */
  billing_date?: string;
  /**
   * When it was paid.
   */
  paid_at?: string;
  /**
   * When it failed.
   */
  failed_at?: string;
  /**
   * Why it failed.
   */
  failed_reason?: {};
  /**
   * Who is paid, with ids at the payment gateway. Not for tenants.
   */
  payee?: {};
  /**
   * Amounts, in the smallest unit of the currency.
   */
  totals?: {};
  /**
   * What was charged, with ids at the payment gateway. Not for tenants.
   */
  payment_source?: {};
  /**
   * Array of what was charged for.
   */
  subscription_items?: {}[];
  /**
   * Clerk's created_at. Null when Clerk did not send it.
   */
  created_at?: string;
  /**
   * Clerk's updated_at. Null when Clerk did not send it.
   */
  updated_at?: string;
}

/**
 * Permissions: instance-wide. Which role has which: clerk.role_permissions. Here a live row. Fields that are null are absent; later releases add fields.
 */
export interface Permission {
  /**
   * Clerk's id; also the key of the record.
   */
  id: string;
  /**
   * Display name.
   */
  name?: string;
  /**
   * Its key, such as org:invoices:read.
   */
  key?: string;
  /**
   * Description.
   */
  description?: string;
  /**
   * system, or custom (user).
   */
  type?: string;
  /**
   * Clerk's created_at. Null when Clerk did not send it.
   */
  created_at?: string;
  /**
   * Clerk's updated_at. Null when Clerk did not send it.
   */
  updated_at?: string;
}

/**
 * Roles: instance-wide, shared by all organizations. Here a live row. Fields that are null are absent; later releases add fields.
 */
export interface Role {
  /**
   * Clerk's id; also the key of the record.
   */
  id: string;
  /**
   * Display name.
   */
  name?: string;
  /**
   * What clerk.organization_memberships.role names, such as org:admin.
   */
  key?: string;
  /**
   * Description. Null when there is none.
   */
  description?: string;
  /**
   * Whether the creator of an organization may have it.
   */
  is_creator_eligible?: boolean;
  /**
   * Clerk's created_at. Null when Clerk did not send it.
   */
  created_at?: string;
  /**
   * Clerk's updated_at. Null when Clerk did not send it.
   */
  updated_at?: string;
  /**
   * Which role has which permissions; rewritten whenever a newer state of the role arrives.
   */
  permissions: RolePermission[];
}
export interface RolePermission {
  /**
   * The permission: clerk.permissions.id; derived_… from the content when Clerk sent none.
   */
  id: string;
  /**
   * Display name.
   */
  name?: string;
  /**
   * Its key as the role's own event has it, such as org:invoices:read. A permission that is renamed later has its present key in clerk.permissions.key; rollcall.has_permission() asks there.
   */
  key?: string;
  /**
   * Description.
   */
  description?: string;
  /**
   * system, or custom (user).
   */
  type?: string;
  /**
   * Clerk's created_at. Null when Clerk did not send it.
   */
  created_at?: string;
  /**
   * Clerk's updated_at. Null when Clerk did not send it.
   */
  updated_at?: string;
}

/**
 * Sessions of users. No event says that one expired, was abandoned or replaced: compare expire_at and abandon_at. Ends with its user. Here a live row. Fields that are null are absent; later releases add fields.
 */
export interface Session {
  /**
   * Clerk's id; also the key of the record.
   */
  id: string;
  /**
   * The user: clerk.users.id. Null only in an ended row that never had a state.
   */
  user_id: string;
  /**
   * The browser or device.
   */
  client_id?: string;
  /**
   * Who impersonates the user. Null in ordinary sessions.
   */
  actor?: {};
  /**
   * active, pending, revoked, ended, expired, removed, abandoned or replaced, as of the event.
   */
  status?: ("active" | "pending" | "revoked" | "ended" | "expired" | "removed" | "abandoned" | "replaced") | string;
  /**
   * The organization that was active last. It moves, and owns nothing.
   */
  last_active_organization_id?: string;
  /**
   * Last activity.
   */
  last_active_at?: string;
  /**
   * Device, address and place of the last activity: personal data.
   */
  latest_activity?: {};
  /**
   * What the user still has to do before the session is active.
   */
  tasks?: {}[];
  /**
   * When it expires.
   */
  expire_at?: string;
  /**
   * When it counts as abandoned.
   */
  abandon_at?: string;
  /**
   * Clerk's created_at. Null when Clerk did not send it.
   */
  created_at?: string;
  /**
   * Clerk's updated_at. Null when Clerk did not send it.
   */
  updated_at?: string;
}

/**
 * Billing: items of subscriptions. Here a live row. Fields that are null are absent; later releases add fields.
 */
export interface SubscriptionItem {
  /**
   * Clerk's id; also the key of the record.
   */
  id: string;
  /**
   * The subscription: clerk.subscriptions.id. Null when Clerk did not name it.
   */
  subscription_id?: string;
  /**
   * Who pays: cpayer_….
   */
  payer_id?: string;
  /**
   * The paying organization: clerk.organizations.id. Null when a user pays for itself.
   */
  organization_id?: string;
  /**
   * The paying user, or who acts for the paying organization: clerk.users.id.
   */
  user_id?: string;
  /**
   * upcoming, active, past_due, canceled, ended, abandoned or incomplete.
   */
  status?: ("upcoming" | "active" | "past_due" | "canceled" | "ended" | "abandoned" | "incomplete") | string;
  /**
   * Whether it is a free trial.
   */
  is_free_trial?: boolean;
  /**
   * The plan: cplan_….
   */
  plan_id?: string;
  /**
   * The plan as of the event. Amounts are in the smallest unit of the currency.
   */
  plan?: {};
  /**
   * month or annual.
   */
  interval?: ("month" | "annual") | string;
  /**
   * Start of the current period.
   */
  period_start?: string;
  /**
   * Its end. Null for the default plan.
   */
  period_end?: string;
  /**
   * Seats that were bought.
   */
  seats?: {};
  /**
   * Clerk's created_at. Null when Clerk did not send it.
   */
  created_at?: string;
  /**
   * Clerk's updated_at. Null when Clerk did not send it.
   */
  updated_at?: string;
}

/**
 * Billing: subscriptions of organizations and users. Here a live row. Fields that are null are absent; later releases add fields.
 */
export interface Subscription {
  /**
   * Clerk's id; also the key of the record.
   */
  id: string;
  /**
   * Who pays: cpayer_….
   */
  payer_id?: string;
  /**
   * The paying organization: clerk.organizations.id. Null when a user pays for itself.
   */
  organization_id?: string;
  /**
   * The paying user, or who acts for the paying organization: clerk.users.id.
   */
  user_id?: string;
  /**
   * active, past_due, canceled, ended, abandoned or incomplete.
   */
  status?: ("active" | "past_due" | "canceled" | "ended" | "abandoned" | "incomplete") | string;
  /**
   * When it became active.
   */
  active_at?: string;
  /**
   * When it was canceled.
   */
  canceled_at?: string;
  /**
   * When it ended.
   */
  ended_at?: string;
  /**
   * When a payment was overdue.
   */
  past_due_at?: string;
  /**
   * The last payment: cpa_….
   */
  latest_payment_id?: string;
  /**
   * What is charged: cps_….
   */
  payment_source_id?: string;
  /**
   * Array of its items as of the event; clerk.subscription_items has the latest of each.
   */
  items?: {}[];
  /**
   * Clerk's created_at. Null when Clerk did not send it.
   */
  created_at?: string;
  /**
   * Clerk's updated_at. Null when Clerk did not send it.
   */
  updated_at?: string;
}

/**
 * Users: people who can sign in, instance-wide. One row per user that Clerk ever announced, ended ones included (deleted_at). Here a live row. Fields that are null are absent; later releases add fields.
 */
export interface User {
  /**
   * Clerk's id; also the key of the record.
   */
  id: string;
  /**
   * Id in the application's own system, if it set one.
   */
  external_id?: string;
  /**
   * Which row of clerk.user_email_addresses is primary. Null for users without e-mail.
   */
  primary_email_address_id?: string;
  /**
   * Which row of clerk.user_phone_numbers is primary.
   */
  primary_phone_number_id?: string;
  /**
   * Which element of web3_wallets is primary.
   */
  primary_web3_wallet_id?: string;
  /**
   * User name. Null when the instance does not use them.
   */
  username?: string;
  /**
   * First name.
   */
  first_name?: string;
  /**
   * Last name.
   */
  last_name?: string;
  /**
   * Preferred language, BCP 47.
   */
  locale?: string;
  /**
   * Preferred time zone. Sent by newer instances only.
   */
  timezone?: string;
  /**
   * Deprecated by Clerk; use image_url.
   */
  profile_image_url?: string;
  /**
   * Address of the picture.
   */
  image_url?: string;
  /**
   * Whether a picture was uploaded.
   */
  has_image?: boolean;
  /**
   * Metadata that browsers may read.
   */
  public_metadata?: {};
  /**
   * Array of wallets as Clerk sends them.
   */
  web3_wallets?: {}[];
  /**
   * Array of passkeys (names and times, no secrets) as Clerk sends them.
   */
  passkeys?: {}[];
  /**
   * Whether the user has a password. No hash is ever sent.
   */
  password_enabled?: boolean;
  /**
   * Whether a second factor is on.
   */
  two_factor_enabled?: boolean;
  /**
   * Whether an authenticator app is on.
   */
  totp_enabled?: boolean;
  /**
   * Whether backup codes exist.
   */
  backup_code_enabled?: boolean;
  /**
   * When multi-factor sign-in was switched on.
   */
  mfa_enabled_at?: string;
  /**
   * When it was switched off.
   */
  mfa_disabled_at?: string;
  /**
   * When the password was changed last.
   */
  password_last_updated_at?: string;
  /**
   * Array of SAML accounts as Clerk sends them (deprecated by enterprise_accounts).
   */
  saml_accounts?: {}[];
  /**
   * Array of enterprise single sign-on accounts as Clerk sends them.
   */
  enterprise_accounts?: {}[];
  /**
   * Last sign-in.
   */
  last_sign_in_at?: string;
  /**
   * Whether the user is banned.
   */
  banned?: boolean;
  /**
   * Whether the user is locked out. A lock ends by time, and no event says so.
   */
  locked?: boolean;
  /**
   * Whether a directory (SCIM) disabled the user. Null for older events.
   */
  deprovisioned?: boolean;
  /**
   * Seconds until the lock ends, as of the event.
   */
  lockout_expires_in_seconds?: number;
  /**
   * Attempts left before a lock.
   */
  verification_attempts_remaining?: number;
  /**
   * Whether the user may delete the account.
   */
  delete_self_enabled?: boolean;
  /**
   * Whether the user may create organizations.
   */
  create_organization_enabled?: boolean;
  /**
   * How many organizations the user may create; null for no limit.
   */
  create_organizations_limit?: number;
  /**
   * Last activity, to the day.
   */
  last_active_at?: string;
  /**
   * When the terms were accepted.
   */
  legal_accepted_at?: string;
  /**
   * Whether sign-in skips the check of a new device.
   */
  bypass_client_trust?: boolean;
  /**
   * Directory data; only for users managed by a directory.
   */
  scim?: {};
  /**
   * Clerk's created_at. Null when Clerk did not send it.
   */
  created_at?: string;
  /**
   * Clerk's updated_at. Null when Clerk did not send it.
   */
  updated_at?: string;
  /**
   * E-mail addresses of users; rewritten whenever a newer state of the user arrives.
   */
  email_addresses: UserEmailAddress[];
  /**
   * Phone numbers of users; rewritten whenever a newer state of the user arrives. Backup codes are never stored.
   */
  phone_numbers: UserPhoneNumber[];
  /**
   * Accounts of users at other providers (OAuth); rewritten whenever a newer state of the user arrives.
   */
  external_accounts: UserExternalAccount[];
}
export interface UserEmailAddress {
  /**
   * Clerk's id, idn_…; derived_… from the content when Clerk sent none.
   */
  id: string;
  /**
   * The address. Not unique: an account made again can hold it before the old one's delete arrives.
   */
  email_address?: string;
  /**
   * Whether it is reserved for a sign-up in progress.
   */
  reserved?: boolean;
  /**
   * How and whether it was verified. Null when it was not.
   */
  verification?: {};
  /**
   * Array of the identifications that it is linked to.
   */
  linked_to?: {}[];
  /**
   * Whether its domain has a single sign-on connection.
   */
  matches_sso_connection?: boolean;
  /**
   * Clerk's created_at. Null when Clerk did not send it.
   */
  created_at?: string;
  /**
   * Clerk's updated_at. Null when Clerk did not send it.
   */
  updated_at?: string;
}
export interface UserPhoneNumber {
  /**
   * Clerk's id, idn_…; derived_… from the content when Clerk sent none.
   */
  id: string;
  /**
   * The number, E.164.
   */
  phone_number?: string;
  /**
   * Whether it serves as a second factor.
   */
  reserved_for_second_factor?: boolean;
  /**
   * Whether it is the default second factor.
   */
  default_second_factor?: boolean;
  /**
   * Whether it is reserved for a sign-up in progress.
   */
  reserved?: boolean;
  /**
   * How and whether it was verified.
   */
  verification?: {};
  /**
   * Array of the identifications that it is linked to.
   */
  linked_to?: {}[];
  /**
   * Clerk's created_at. Null when Clerk did not send it.
   */
  created_at?: string;
  /**
   * Clerk's updated_at. Null when Clerk did not send it.
   */
  updated_at?: string;
}
export interface UserExternalAccount {
  /**
   * Clerk's id, eac_… or idn_…; derived_… from the content when Clerk sent none.
   */
  id: string;
  /**
   * external_account, or the provider's own name such as google_account.
   */
  object?: string;
  /**
   * Provider, such as oauth_google.
   */
  provider?: string;
  /**
   * Clerk's id of the identification.
   */
  identification_id?: string;
  /**
   * The user's id at the provider.
   */
  provider_user_id?: string;
  /**
   * Scopes that were granted, separated by blanks.
   */
  approved_scopes?: string;
  /**
   * Address at the provider.
   */
  email_address?: string;
  /**
   * Whether the provider verified it. Null for older events.
   */
  email_address_verified?: boolean;
  /**
   * First name at the provider.
   */
  first_name?: string;
  /**
   * Last name at the provider.
   */
  last_name?: string;
  /**
   * Deprecated by Clerk; use image_url.
   */
  avatar_url?: string;
  /**
   * Address of the picture.
   */
  image_url?: string;
  /**
   * User name at the provider.
   */
  username?: string;
  /**
   * Phone number at the provider.
   */
  phone_number?: string;
  /**
   * Metadata of the account that browsers may read.
   */
  public_metadata?: {};
  /**
   * Label given by the user.
   */
  label?: string;
  /**
   * Only google_account: the user's id at Google.
   */
  google_id?: string;
  /**
   * Only google_account: first name.
   */
  given_name?: string;
  /**
   * Only google_account: last name.
   */
  family_name?: string;
  /**
   * Only google_account: address of the picture.
   */
  picture?: string;
  /**
   * How and whether it was verified.
   */
  verification?: {};
  /**
   * Clerk's created_at. Null when Clerk did not send it.
   */
  created_at?: string;
  /**
   * Clerk's updated_at. Null when Clerk did not send it.
   */
  updated_at?: string;
}

/**
 * Entries of the waiting list. Here a live row. Fields that are null are absent; later releases add fields.
 */
export interface WaitlistEntry {
  /**
   * Clerk's id; also the key of the record.
   */
  id: string;
  /**
   * Who waits.
   */
  email_address?: string;
  /**
   * pending, invited, rejected or completed.
   */
  status?: ("pending" | "invited" | "rejected" | "completed") | string;
  /**
   * Whether it is locked.
   */
  is_locked?: boolean;
  /**
   * The invitation that followed, without the url that accepts it. Null before.
   */
  invitation?: {};
  /**
   * Clerk's created_at. Null when Clerk did not send it.
   */
  created_at?: string;
  /**
   * Clerk's updated_at. Null when Clerk did not send it.
   */
  updated_at?: string;
}
