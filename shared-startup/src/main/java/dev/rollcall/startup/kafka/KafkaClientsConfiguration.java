package dev.rollcall.startup.kafka;

import java.util.Map;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.kafka.autoconfigure.DefaultKafkaProducerFactoryCustomizer;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.kafka.core.ProducerFactory;

/** The Kafka clients of both applications, and of the worker's commands, on Spring Boot's factories. */
@Configuration(proxyBeanMethods = false)
public class KafkaClientsConfiguration {

    private static final int CLOSE_SECONDS = 15;

    @Bean
    static KafkaClientSettings kafkaClientSettings(Environment environment, ObjectProvider<SslBundles> bundles) {
        return new KafkaClientSettings(environment, bundles);
    }

    /** What is buffered is waited for so long, as everywhere. */
    @Bean
    DefaultKafkaProducerFactoryCustomizer producersCloseInTime() {
        return factory -> factory.setPhysicalCloseTimeout(CLOSE_SECONDS);
    }

    @Bean
    KafkaClients kafkaClients(
            ConsumerFactory<byte[], byte[]> consumers,
            ProducerFactory<byte[], byte[]> producers,
            KafkaAdmin admins,
            KafkaProperties properties,
            ObjectProvider<SslBundles> bundles) {
        String bundle = properties.getSsl().getBundle();
        return new KafkaClients(
                consumers,
                producers,
                admins,
                bundle == null
                        ? Map.of()
                        : Map.of(SslBundle.class.getName(), new CurrentSslBundle(bundles.getObject(), bundle)));
    }
}
