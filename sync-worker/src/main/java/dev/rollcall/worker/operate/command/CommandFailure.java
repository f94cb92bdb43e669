package dev.rollcall.worker.operate.command;

import dev.rollcall.startup.kafka.Refusal;
import dev.rollcall.worker.prepare.database.CertificateRefusal;
import org.apache.kafka.common.errors.DisconnectException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Why a command failed, in one line that says what to do; Kafka's own words name neither a server nor a right. */
final class CommandFailure {

    private CommandFailure() {}

    static String line(Exception failed) {
        String refusal = Refusal.sentence(failed, null);
        if (refusal != null) {
            return refusal;
        }
        String certificate = CertificateRefusal.sentence(failed);
        if (certificate != null) {
            return certificate;
        }
        String unanswered = unanswered(failed);
        return unanswered != null ? unanswered : words(failed);
    }

    private static @Nullable String unanswered(Throwable failed) {
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            if (cause instanceof TimeoutException || cause instanceof DisconnectException) {
                return "Kafka does not answer: check KAFKA_BOOTSTRAP_SERVERS, and in ROLLCALL_KAFKA_PROPERTIES_FILE"
                        + " security.protocol (a port with TLS does not answer a client without)";
            }
        }
        return null;
    }

    /** The innermost cause that has a message. */
    private static String words(Throwable failed) {
        String words = failed.getClass().getSimpleName() + ", without a reason";
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            String message = cause.getMessage();
            if (message != null) {
                words = message.strip().lines().findFirst().orElse(words);
            }
        }
        return words;
    }
}
