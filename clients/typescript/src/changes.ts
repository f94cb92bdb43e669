import type * as contracts from "./contracts.js";

/** The value of each change topic, by table. */
export interface Tables {
  organization_domains: contracts.OrganizationDomain;
  organization_invitations: contracts.OrganizationInvitation;
  organization_memberships: contracts.OrganizationMembership;
  organizations: contracts.Organization;
  payment_attempts: contracts.PaymentAttempt;
  permissions: contracts.Permission;
  roles: contracts.Role;
  sessions: contracts.Session;
  subscription_items: contracts.SubscriptionItem;
  subscriptions: contracts.Subscription;
  users: contracts.User;
  waitlist_entries: contracts.WaitlistEntry;
}

export type Table = keyof Tables;

/** A record as kafkajs gives it to `eachMessage`; other clients' are made of it in a line. */
export interface ChangeRecord {
  topic: string;
  partition: number;
  message: {
    offset: string;
    key: Uint8Array | string | null;
    value: Uint8Array | string | null;
    headers?: Record<string, Uint8Array | string | (Uint8Array | string)[] | undefined>;
  };
}

interface About<T extends Table> {
  table: T;
  /** The entity's id. */
  id: string;
  topic: string;
  partition: number;
  offset: bigint;
  /** Rises with every version of the row and may skip. */
  revision: bigint;
  /** The organization that the row belongs to, or is, where there is one. */
  organizationId: string | undefined;
  /** The message of Clerk's that caused it. */
  messageId: string;
  /** Where a survey of Clerk brought the change and no webhook: a fact that was late, no news. */
  origin: string | undefined;
  /** Names of what is missing in the value. Look here before you grant rights by it. */
  incomplete: string[];
  /** Whether it repeats a version that was announced before. */
  again: boolean;
}

/** The row as it is now, or that it ended. */
export type ChangeOf<T extends Table> = About<T> & ({ operation: "created" | "updated"; row: Tables[T] } | { operation: "deleted"; row: null });
export type Change = { [T in Table]: ChangeOf<T> }[Table];

const TOPIC = /(?:^|\.)clerk\.changes\.([a-z_]+)$/;

/** Reads a record of a change topic. @throws Error for a record of any other topic, which is none of a table's */
export function readChange(record: ChangeRecord): Change {
  const table = TOPIC.exec(record.topic)?.[1] as Table | undefined;
  if (!table || record.message.key === null) {
    throw new Error(`${record.topic} holds no change of a table: subscribe to clerk.changes.<table>`);
  }
  const { message } = record;
  const header = (name: string) => {
    const value = message.headers?.[name];
    return value === undefined ? undefined : text(Array.isArray(value) ? value[0]! : value);
  };
  const about = {
    table,
    id: text(message.key!),
    topic: record.topic,
    partition: record.partition,
    offset: BigInt(message.offset),
    revision: BigInt(header("ce_revision") ?? "0"),
    organizationId: header("ce_organizationid"),
    messageId: header("ce_messageid") ?? "",
    origin: header("rollcall-origin"),
    incomplete: header("rollcall-incomplete")?.split(",").filter(Boolean) ?? [],
    again: header("rollcall-announced") === "again",
  };
  if (message.value === null) {
    return { ...about, operation: "deleted", row: null } as Change;
  }
  const operation = header("ce_type")?.endsWith(".created") ? "created" : "updated";
  return { ...about, operation, row: JSON.parse(text(message.value)) } as Change;
}

function text(bytes: Uint8Array | string): string {
  return typeof bytes === "string" ? bytes : new TextDecoder().decode(bytes);
}

/**
 * The live rows, folded from the topics: the last value of each id. Goes by position, which is exact: what it has seen of a
 * partition it skips, so records that come again after a crash change nothing. Start from `next` of each partition.
 */
export class Fold {
  readonly #rows = new Map<Table, Map<string, Tables[Table]>>();
  readonly #next = new Map<string, bigint>();

  /** @returns whether it was not seen before */
  apply(change: Change): boolean {
    const place = `${change.topic}/${change.partition}`;
    if (change.offset < (this.#next.get(place) ?? 0n)) {
      return false;
    }
    this.#next.set(place, change.offset + 1n);
    let rows = this.#rows.get(change.table);
    if (!rows) {
      this.#rows.set(change.table, (rows = new Map()));
    }
    if (change.row === null) {
      rows.delete(change.id);
    } else {
      rows.set(change.id, change.row);
    }
    return true;
  }

  rows<T extends Table>(table: T): ReadonlyMap<string, Tables[T]> {
    return (this.#rows.get(table) ?? new Map()) as ReadonlyMap<string, Tables[T]>;
  }

  /** The offset to read next of a partition; 0 of one that it has seen nothing of. */
  next(topic: string, partition: number): bigint {
    return this.#next.get(`${topic}/${partition}`) ?? 0n;
  }
}
