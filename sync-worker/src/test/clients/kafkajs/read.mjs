// node read.mjs <brokers> <group> <number of records> <topic>…: prints each record of the topics as a line of JSON.
// kafkajs as it comes: no codec is added, and its isolation level is its default, read_committed.
import kafkajs from "kafkajs";

const [brokers, groupId, number, ...topics] = process.argv.slice(2);
const kafka = new kafkajs.Kafka({ clientId: "feed-clients", brokers: brokers.split(","), logLevel: kafkajs.logLevel.ERROR });
const consumer = kafka.consumer({ groupId });
let left = Number(number);

const end = async (code) => {
  await consumer.disconnect();
  process.exit(code);
};

consumer.on(consumer.events.CRASH, ({ payload }) => {
  console.error(payload.error.message);
  end(1);
});
await consumer.connect();
await consumer.subscribe({ topics, fromBeginning: true });
await consumer.run({
  eachMessage: async ({ topic, partition, message }) => {
    console.log(
      JSON.stringify({
        topic,
        partition,
        offset: Number(message.offset),
        key: message.key.toString(),
        value: message.value === null ? null : message.value.toString(),
        id: message.headers.ce_id.toString(),
      }),
    );
    left -= 1;
    if (left === 0) {
      setImmediate(() => end(0));
    }
  },
});
