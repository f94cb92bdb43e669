package dev.rollcall.startup.kafka;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.springframework.kafka.core.ProducerFactory;

/** A producer of one caller, of whose life a factory's listeners are told: those that read its metrics. */
final class ListenedProducer extends KafkaProducer<byte[], byte[]> {

    private final List<ProducerFactory.Listener<byte[], byte[]>> listeners;
    private final String id;

    ListenedProducer(Map<String, Object> settings, List<ProducerFactory.Listener<byte[], byte[]>> listeners) {
        super(settings, new ByteArraySerializer(), new ByteArraySerializer());
        this.listeners = List.copyOf(listeners);
        id = "kafkaProducerFactory." + settings.get(ProducerConfig.CLIENT_ID_CONFIG);
        this.listeners.forEach(listener -> listener.producerAdded(id, this));
    }

    /** Every other way to close comes here. */
    @Override
    public void close(Duration timeout) {
        listeners.forEach(listener -> listener.producerRemoved(id, this));
        super.close(timeout);
    }
}
