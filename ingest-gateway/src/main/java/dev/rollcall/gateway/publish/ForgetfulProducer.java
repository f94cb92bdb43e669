package dev.rollcall.gateway.publish;

import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Knows no broker: every record is acknowledged at once, and gone. For a rehearsal, which is to leave nothing behind. */
final class ForgetfulProducer extends MockProducer<byte[], byte[]> {

    ForgetfulProducer() {
        super(true, null, new ByteArraySerializer(), new ByteArraySerializer());
    }

    @Override
    public synchronized Future<RecordMetadata> send(
            ProducerRecord<byte[], byte[]> record, @Nullable Callback callback) {
        Future<RecordMetadata> acknowledged = super.send(record, callback);
        clear();
        return acknowledged;
    }
}
