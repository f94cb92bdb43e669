package dev.rollcall.local.stack;

import java.io.IOException;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/** Asks a Kafka cluster whether it is there, with the client settings that worker and commands use. */
final class KafkaClient {

    private KafkaClient() {}

    /** Null when it answers within the time; else why it does not, in a few words. */
    static @Nullable String problem(KafkaAccess kafka, Duration patience) throws InterruptedException {
        String millis = Long.toString(patience.toMillis());
        Properties settings = new Properties();
        try {
            settings.putAll(kafka.settings());
            settings.setProperty(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers());
            settings.setProperty(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, millis);
            settings.setProperty(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, millis);
            try (Admin admin = Admin.create(settings)) {
                boolean none = admin.describeCluster()
                        .nodes()
                        .get(patience.toMillis(), TimeUnit.MILLISECONDS)
                        .isEmpty();
                return none ? "it has no brokers" : null;
            }
        } catch (ExecutionException refused) {
            return refused.getCause() instanceof org.apache.kafka.common.errors.TimeoutException
                    ? silence(patience)
                    : String.valueOf(refused.getCause() == null ? refused : refused.getCause());
        } catch (TimeoutException silent) {
            return silence(patience);
        } catch (KafkaException | IOException unusable) {
            return String.valueOf(
                    unusable instanceof KafkaException && unusable.getCause() != null
                            ? unusable.getCause().getMessage()
                            : unusable.getMessage());
        }
    }

    private static String silence(Duration patience) {
        return "it does not answer within %d s".formatted(patience.toSeconds());
    }
}
