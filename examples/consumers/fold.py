"""Folds the memberships' change topic: python3 fold.py localhost:9092 [topic]"""
import json
import sys
import uuid

from confluent_kafka import Consumer, KafkaError, TopicPartition

brokers = sys.argv[1] if len(sys.argv) > 1 else "localhost:9092"
topic = sys.argv[2] if len(sys.argv) > 2 else "clerk.changes.organization_memberships"
consumer = Consumer({
    "bootstrap.servers": brokers,
    "group.id": f"fold-{uuid.uuid4()}",
    "enable.auto.commit": False,
    "enable.partition.eof": True,  # says where the topic ends now, which is where this program does
    # librdkafka reads committed records by default.
})
partitions = list(consumer.list_topics(topic).topics[topic].partitions)
consumer.assign([TopicPartition(topic, partition, 0) for partition in partitions])

rows = {}
left = set(partitions)
while left:
    record = consumer.poll(10)
    if record is None:
        continue
    if record.error():
        if record.error().code() != KafkaError._PARTITION_EOF:
            raise SystemExit(str(record.error()))
        left.discard(record.partition())
    elif record.value() is None:  # the row ended
        rows.pop(record.key().decode(), None)
    else:
        rows[record.key().decode()] = json.loads(record.value())
consumer.close()

for row in rows.values():
    print(json.dumps({name: row.get(name) for name in ("id", "organization_id", "user_id", "role")}))
