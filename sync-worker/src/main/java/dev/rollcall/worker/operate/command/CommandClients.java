package dev.rollcall.worker.operate.command;

import dev.rollcall.startup.kafka.KafkaClients;
import dev.rollcall.startup.kafka.KafkaClientsConfiguration;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import org.springframework.beans.factory.BeanCreationException;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.ClassPathResource;

/** The commands' Kafka clients: the worker's, of a context that holds nothing else. */
final class CommandClients {

    private CommandClients() {}

    /**
     * Reads the settings that the worker would.
     *
     * @throws IllegalArgumentException with one line for the operator
     */
    static KafkaClients of(Map<String, String> variables) {
        try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
            MutablePropertySources sources = context.getEnvironment().getPropertySources();
            sources.forEach(given -> sources.remove(given.getName()));
            sources.addLast(new SystemEnvironmentPropertySource("systemEnvironment", new HashMap<>(variables)));
            new YamlPropertySourceLoader()
                    .load("application", new ClassPathResource("application.yaml"))
                    .forEach(sources::addLast);
            context.register(SslAutoConfiguration.class, KafkaAutoConfiguration.class, KafkaClientsConfiguration.class);
            context.refresh();
            return context.getBean(KafkaClients.class);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        } catch (BeanCreationException failed) {
            for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
                if (cause instanceof IllegalArgumentException refused) {
                    throw refused;
                }
            }
            throw failed;
        }
    }
}
