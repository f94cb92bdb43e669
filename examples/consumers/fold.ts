import { Fold, readChange } from "@rollcall/client/changes";
import kafkajs from "kafkajs";

const [brokers = "localhost:9092", topic = "clerk.changes.organization_memberships"] = process.argv.slice(2);
const kafka = new kafkajs.Kafka({ clientId: "fold", brokers: brokers.split(","), logLevel: kafkajs.logLevel.ERROR });

// Where the topic ends now, which is where this program does.
const admin = kafka.admin();
await admin.connect();
const left = new Map((await admin.fetchTopicOffsets(topic)).filter(({ high, low }) => high !== low).map(({ partition, high }) => [partition, BigInt(high)]));
await admin.disconnect();

const fold = new Fold();
const consumer = kafka.consumer({ groupId: `fold-${process.pid}-${Date.now()}` }); // reads committed records: kafkajs' default
await consumer.connect();
await consumer.subscribe({ topics: [topic], fromBeginning: true });
const caughtUp = new Promise<void>((resolve, reject) => {
  consumer.on(consumer.events.CRASH, ({ payload }) => reject(payload.error));
  // Not at the last record: the end of a transaction takes an offset too.
  consumer.on(consumer.events.END_BATCH_PROCESS, ({ payload }) => {
    if (BigInt(payload.lastOffset) + 2n >= (left.get(payload.partition) ?? 0n)) {
      left.delete(payload.partition);
    }
    if (left.size === 0) {
      resolve();
    }
  });
});
await consumer.run({
  eachMessage: async ({ topic, partition, message }) => {
    fold.apply(readChange({ topic, partition, message }));
  },
});
if (left.size > 0) {
  await caughtUp;
}
await consumer.disconnect();
for (const { id, organization_id, user_id, role } of fold.rows("organization_memberships").values()) {
  console.log(JSON.stringify({ id, organization_id, user_id, role }));
}
