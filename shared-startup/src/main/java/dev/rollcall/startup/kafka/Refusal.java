package dev.rollcall.startup.kafka;

import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;
import org.jspecify.annotations.Nullable;

/**
 * Kafka's refusal of a client: of its credentials, or of a right on a named resource. Kafka's own messages often name
 * none ("Authorization failed."), and its clients may silently end their threads on it.
 */
public final class Refusal {

    private static final String RIGHTS = "; docs/kafka-rights.md lists the rights";

    private Refusal() {}

    /** Whether it is about the credentials or a right, at any depth. */
    public static boolean is(Throwable failed) {
        return of(failed) != null;
    }

    /** Whether it concerns more than single topics: then no batch can succeed. */
    public static boolean ofWhoAsks(Throwable failed) {
        Throwable refusal = of(failed);
        return refusal != null && !(refusal instanceof TopicAuthorizationException);
    }

    /** Whether Kafka took the offsets of a batch for those of a member that has been replaced. */
    public static boolean ofMember(Throwable failed) {
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            if (cause instanceof CommitFailedException) {
                return true;
            }
        }
        return false;
    }

    /**
     * What is refused and what to do, without data and without secrets; null when the failure is not a refusal.
     *
     * @param transactionalId of the client; null when it has none
     */
    public static @Nullable String sentence(Throwable failed, @Nullable String transactionalId) {
        return switch (of(failed)) {
            case null -> null;
            case GroupAuthorizationException group ->
                "Kafka refuses the consumer group " + named(group.groupId()) + ": allow READ on it" + RIGHTS;
            case RightMissingException missing -> ofTopic(listed(missing.unauthorizedTopics()), missing.right());
            case TopicAuthorizationException topics ->
                topics.unauthorizedTopics().isEmpty()
                        ? "Kafka refuses a topic: allow what is missing" + RIGHTS
                        : "Kafka refuses the topic " + listed(topics.unauthorizedTopics())
                                + ": allow READ or WRITE, and DESCRIBE on it" + RIGHTS;
            case TransactionalIdAuthorizationException id ->
                "Kafka refuses the transactional id " + named(transactionalId) + ": allow WRITE and DESCRIBE on it"
                        + RIGHTS;
            case ClusterAuthorizationException cluster ->
                "Kafka refuses the cluster, or every topic, to this user: allow what is missing" + RIGHTS;
            case SslAuthenticationException tls ->
                "the TLS handshake with Kafka failed: check the certificates, and ROLLCALL_KAFKA_PROPERTIES_FILE";
            case AuthenticationException credentials ->
                "Kafka does not accept the credentials: check the user, its password and ROLLCALL_KAFKA_PROPERTIES_FILE";
            default -> "Kafka refuses this user something: allow what is missing" + RIGHTS;
        };
    }

    /**
     * The same of a client that uses one topic, and asked for this right on it.
     *
     * @param right as Kafka's tools write it
     */
    public static @Nullable String sentence(Throwable failed, String topic, String right) {
        return switch (of(failed)) {
            case null -> null;
            case RightMissingException missing -> sentence(missing, null);
            case TopicAuthorizationException denied -> ofTopic(topic, right);
            // An idempotent producer is refused its id where it may write to no topic at all.
            case ClusterAuthorizationException cluster ->
                "Kafka lets this user write to no topic: allow WRITE on the topic " + topic + RIGHTS;
            default -> sentence(failed, null);
        };
    }

    private static String ofTopic(String topic, String right) {
        return "Kafka refuses the topic " + topic + " to this user: allow " + right + " on it" + RIGHTS;
    }

    private static @Nullable Throwable of(Throwable failed) {
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            if (cause instanceof AuthenticationException || cause instanceof AuthorizationException) {
                return cause;
            }
        }
        return null;
    }

    private static String named(@Nullable String resource) {
        return resource == null ? "of this client" : resource;
    }

    private static String listed(Set<String> topics) {
        return String.join(", ", new TreeSet<>(topics));
    }
}
