package dev.rollcall.local.stack;

import dev.rollcall.local.database.DatabaseAddress;
import org.jspecify.annotations.Nullable;

/**
 * What {@code up} was asked for.
 *
 * @param ports on 127.0.0.1
 * @param database an administrator's direct address of a database to use; null to run a PostgreSQL of the stack's own
 * @param kafkaBootstrap {@code host:port}, comma-separated, of a Kafka to use; null to run one of the stack's own
 * @param signingSecrets {@code whsec_…}, comma-separated, the first is current; null for a generated one
 * @param instanceId the one Clerk instance that may write, {@code ins_…}; null to bind to the first that does
 */
public record StackSettings(
        PortPlan ports,
        @Nullable DatabaseAddress database,
        @Nullable String kafkaBootstrap,
        @Nullable String signingSecrets,
        @Nullable String instanceId) {

    /** With other ports. */
    StackSettings with(PortPlan otherPorts) {
        return new StackSettings(otherPorts, database, kafkaBootstrap, signingSecrets, instanceId);
    }

    /** Without the secrets. */
    @Override
    public String toString() {
        return "StackSettings[" + ports + ", database=" + database + ", kafkaBootstrap=" + kafkaBootstrap + "]";
    }
}
