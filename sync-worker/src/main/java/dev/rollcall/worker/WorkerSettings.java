package dev.rollcall.worker;

import dev.rollcall.worker.copy.announce.ChangeValue;
import dev.rollcall.worker.operate.http.OpsDoor;
import dev.rollcall.worker.operate.http.OpsTokens;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The worker's settings. {@code docs/settings.md} is made of these comments and adds the environment variables.
 *
 * @param kafka what the topics are called; how the cluster is reached is in {@code spring.kafka.*}
 * @param worker who this worker is and how it works
 * @param personalData what is stored and announced of it, and for how long
 * @param ops who may use the management API
 * @param clerkInstanceId the one Clerk instance that the database is a copy of, {@code ins_…}; without it the instance
 *     of the first event that is surely live
 */
@ConfigurationProperties("rollcall")
record WorkerSettings(
        Kafka kafka,
        Worker worker,
        PersonalData personalData,
        Ops ops,
        @Nullable String clerkInstanceId) {

    private static final Duration LONGEST_HOLDBACK = Duration.ofDays(365);
    private static final Pattern GATEWAY = Pattern.compile("https?://[A-Za-z0-9.:_\\[\\]-]+/?");
    private static final Pattern TRAILING = Pattern.compile("/$");
    private static final Pattern INSTANCE = Pattern.compile("[A-Za-z0-9._-]{1,100}");

    /**
     * What is called how.
     *
     * @param topicPrefix put before the name of every topic and of the consumer group; the same for gateways, workers
     *     and commands
     */
    record Kafka(@DefaultValue("") String topicPrefix) {}

    /**
     * Who this worker is.
     *
     * @param instance stable name of this worker, which no other worker of the installation has
     * @param threads loops in this process, 1 to 12 (the partitions of {@code clerk.events})
     * @param batchRecords most records of one batch, 1 to 10,000; the heap bounds its bytes
     */
    record Worker(
            @DefaultValue("worker-0") String instance,
            @DefaultValue("2") int threads,
            @DefaultValue("1000") int batchRecords) {

        Worker {
            if (!INSTANCE.matcher(instance).matches()) {
                throw new WrongSettingException(
                        "ROLLCALL_WORKER_INSTANCE has to be 1 to 100 letters, digits, '.', '_' or '-';"
                                + " write for instance ROLLCALL_WORKER_INSTANCE=worker-0");
            }
            if (threads < 1 || threads > 12) {
                throw new WrongSettingException(
                        "ROLLCALL_WORKER_THREADS is " + threads + "; write a number from 1 to 12");
            }
            if (batchRecords < 1 || batchRecords > 10_000) {
                throw new WrongSettingException(
                        "rollcall.worker.batch-records is " + batchRecords + "; write a number from 1 to 10000");
            }
        }
    }

    /**
     * What is done with personal data.
     *
     * @param storePrivateMetadata false leaves {@code private_metadata} out of every table, at every depth
     * @param announce sensitive columns that change events carry all the same: some of {@code
     *     private_metadata,unsafe_metadata,extra}
     * @param erasureHoldback how long an ended row keeps its content, in case the delete was a mistake; 0s to 365d
     * @param historyMonths for how many whole months {@code rollcall.history} is kept, where it is switched on; 1 to
     *     1200
     */
    record PersonalData(
            @DefaultValue("true") boolean storePrivateMetadata,
            @DefaultValue Set<String> announce,
            @DefaultValue("7d") Duration erasureHoldback,
            @DefaultValue("13") int historyMonths) {

        PersonalData {
            announce = Set.copyOf(announce);
            if (!ChangeValue.LEFT_OUT.containsAll(announce)) {
                throw new WrongSettingException("ROLLCALL_ANNOUNCE names " + String.join(",", announce)
                        + "; write some of private_metadata,unsafe_metadata,extra");
            }
            if (erasureHoldback.isNegative() || erasureHoldback.compareTo(LONGEST_HOLDBACK) > 0) {
                throw new WrongSettingException(
                        "ROLLCALL_ERASURE_HOLDBACK is " + erasureHoldback + "; write a duration from 0s to 365d");
            }
            if (historyMonths < 1 || historyMonths > 1200) {
                throw new WrongSettingException(
                        "ROLLCALL_HISTORY_MONTHS is " + historyMonths + "; write a number from 1 to 1200");
            }
        }

        Set<String> leftOut() {
            return storePrivateMetadata ? Set.of() : Set.of("private_metadata");
        }
    }

    /**
     * The console and its API.
     *
     * @param token bearer tokens of the console and its API below {@code /ops}: {@code name:token} or the token alone,
     *     separated by commas; without any, loopback only
     * @param tokenFile path of a file with the same; read again when it changes
     * @param loopback whether requests from this machine need no token; without it, true where there are no tokens and
     *     false where there are
     * @param gateways management addresses of the gateways, separated by commas, such as {@code http://127.0.0.1:8081};
     *     the console's flow and {@code doctor} ask them
     */
    record Ops(
            @Nullable String token,
            @Nullable String tokenFile,
            @Nullable Boolean loopback,
            @DefaultValue List<String> gateways) {

        Ops {
            gateways = List.copyOf(gateways);
            for (String gateway : gateways) {
                if (!GATEWAY.matcher(gateway).matches()) {
                    throw new WrongSettingException("ROLLCALL_GATEWAY_MANAGEMENT_URL has to list addresses of gateways'"
                            + " management ports; write for instance"
                            + " ROLLCALL_GATEWAY_MANAGEMENT_URL=http://127.0.0.1:8081");
                }
            }
        }

        OpsDoor door() {
            return new OpsDoor(tokens(), loopback);
        }

        /** Of their metrics. */
        List<URI> gatewayMetrics() {
            return gateways.stream()
                    .map(gateway -> URI.create(TRAILING.matcher(gateway).replaceAll("") + "/actuator/prometheus"))
                    .toList();
        }

        private OpsTokens tokens() {
            try {
                return OpsTokens.of(token, tokenFile);
            } catch (IllegalArgumentException wrong) {
                throw new WrongSettingException(String.valueOf(wrong.getMessage()));
            }
        }

        /** Without the token. */
        @Override
        public String toString() {
            return "Ops[" + tokenFile + "]";
        }
    }

    WorkerSettings {
        if (clerkInstanceId != null && clerkInstanceId.isBlank()) {
            clerkInstanceId = null;
        }
        if (clerkInstanceId != null && !clerkInstanceId.startsWith("ins_")) {
            throw new WrongSettingException("CLERK_INSTANCE_ID has to be the id of a Clerk instance, such as"
                    + " CLERK_INSTANCE_ID=ins_2g7np7Hrk0SN6kj5");
        }
    }
}
