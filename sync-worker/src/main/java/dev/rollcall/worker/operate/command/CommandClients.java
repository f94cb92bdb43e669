package dev.rollcall.worker.operate.command;

import dev.rollcall.startup.kafka.KafkaClients;
import dev.rollcall.startup.kafka.KafkaClientsConfiguration;
import java.util.Map;
import org.springframework.beans.factory.BeanCreationException;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

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
            context.setEnvironment(CommandProperties.of(variables));
            context.register(SslAutoConfiguration.class, KafkaAutoConfiguration.class, KafkaClientsConfiguration.class);
            context.refresh();
            return context.getBean(KafkaClients.class);
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
