import { readChange, type ChangeRecord } from "@rollcall/client/changes";
import { Kafka, logLevel } from "kafkajs";
import { backend } from "./database";
import { setting } from "./settings";

const TOPIC = "clerk.changes.organization_memberships";

/**
 * A token says what was true when it was made. When a membership ends or changes, tokens of before count no longer: the feed says
 * so, and this writes it down. Each change comes once or again; what is written is the same.
 */
export async function followMemberships(): Promise<void> {
  const kafka = new Kafka({
    clientId: "nextjs-prisma",
    brokers: setting("KAFKA_BOOTSTRAP_SERVERS").split(","),
    logLevel: logLevel.ERROR,
    retry: { retries: Number.MAX_SAFE_INTEGER, maxRetryTime: 10_000 }, // an outage is waited out
  });
  const consumer = kafka.consumer({ groupId: "nextjs-prisma-revocation" });
  await consumer.connect();
  await consumer.subscribe({ topic: TOPIC, fromBeginning: true });
  await consumer.run({ eachMessage: followChange });
}

/** One record of the feed. */
export async function followChange(record: ChangeRecord): Promise<void> {
  const change = readChange(record);
  if (change.operation !== "created") {
    await revoke(change.id);
  }
}

/** A deleted row's change has its id only; the table still knows whose it was, and when it ended. */
async function revoke(membershipId: string): Promise<void> {
  const membership = await backend().clerkMembership.findUnique({
    where: { id: membershipId },
    select: { userId: true, organizationId: true, updatedAt: true, deletedAt: true },
  });
  const since = membership?.deletedAt ?? membership?.updatedAt;
  if (membership?.userId && membership.organizationId && since) {
    const { userId, organizationId } = membership;
    await backend().$executeRaw`
      insert into revocations (user_id, organization_id, since) values (${userId}, ${organizationId}, ${since})
      on conflict (user_id, organization_id) do update set since = greatest(revocations.since, excluded.since)`;
  }
}
