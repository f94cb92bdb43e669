package dev.rollcall.local.stack;

import dev.rollcall.startup.database.DatabaseUrl;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The options of {@code up}.
 *
 * @param ports on 127.0.0.1
 * @param database an administrator's direct address of a database to use; null to run a PostgreSQL of the stack's own
 * @param kafka to use; null to run one of the stack's own
 * @param signingSecrets null for a generated one
 * @param instanceId the one Clerk instance that may write, {@code ins_…}; null to bind to the first that does
 * @param consoleToken whether the console asks for a token on this machine, too
 * @param clerk what the worker gets to ask Clerk with, {@link ClerkAccess#NONE} where it need not
 * @param roleOptions options of {@code migrate} about the server's roles, such as {@code --take-roles}
 */
public record StackSettings(
        PortPlan ports,
        @Nullable DatabaseUrl database,
        @Nullable KafkaAccess kafka,
        @Nullable SigningSecrets signingSecrets,
        @Nullable String instanceId,
        boolean consoleToken,
        ClerkAccess clerk,
        List<String> roleOptions) {

    private static final Pattern INSTANCE = Pattern.compile("ins_[A-Za-z0-9_-]{1,250}");

    public StackSettings {
        roleOptions = List.copyOf(roleOptions);
        if (instanceId != null && !INSTANCE.matcher(instanceId).matches()) {
            throw new IllegalArgumentException("--instance-id (CLERK_INSTANCE_ID) has to be the id of a Clerk instance,"
                    + " such as ins_2g7np7Hrk0SN6kj5EDMLDaKNL0S");
        }
    }

    /** With other ports. */
    StackSettings with(PortPlan otherPorts) {
        return new StackSettings(
                otherPorts, database, kafka, signingSecrets, instanceId, consoleToken, clerk, roleOptions);
    }

    /** With another way to Clerk. */
    StackSettings with(ClerkAccess other) {
        return new StackSettings(ports, database, kafka, signingSecrets, instanceId, consoleToken, other, roleOptions);
    }

    /** Without the secrets. */
    @Override
    public String toString() {
        return "StackSettings[" + ports + ", database=" + database + ", kafka=" + kafka + "]";
    }
}
