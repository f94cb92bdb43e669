package dev.rollcall.worker.copy.consume;

import dev.rollcall.startup.SettingRefusedException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Who this worker is, and how it consumes.
 *
 * @param instance stable name of this worker, which no other worker of the installation has; '' for the host's name
 * @param threads loops in this process, 1 to 12 (the partitions of {@code clerk.events})
 * @param leaveOnStop whether a stop gives its partitions to other workers at once; otherwise they wait for its restart,
 *     up to 15 s
 * @param batchRecords most records of one batch, 1 to 10,000; the heap bounds its bytes
 */
@ConfigurationProperties("rollcall.worker")
public record WorkerSettings(
        @DefaultValue("") String instance,
        @DefaultValue("2") int threads,
        @DefaultValue("false") boolean leaveOnStop,
        @DefaultValue("1000") int batchRecords) {

    private static final Pattern INSTANCE = Pattern.compile("[A-Za-z0-9._-]{1,100}");
    private static final int MOST_THREADS = 12;
    private static final int MOST_RECORDS = 10_000;

    public WorkerSettings {
        instance = instance.isEmpty() ? hostName() : instance;
        if (!INSTANCE.matcher(instance).matches()) {
            throw new SettingRefusedException(
                    "ROLLCALL_WORKER_INSTANCE",
                    "is no name that a worker can have",
                    "write 1 to 100 letters, digits, '.', '_' or '-', such as worker-0");
        }
        if (threads < 1 || threads > MOST_THREADS) {
            throw new SettingRefusedException(
                    "ROLLCALL_WORKER_THREADS", "is " + threads, "write a number from 1 to " + MOST_THREADS);
        }
        if (batchRecords < 1 || batchRecords > MOST_RECORDS) {
            throw new SettingRefusedException(
                    "rollcall.worker.batch-records", "is " + batchRecords, "write a number from 1 to " + MOST_RECORDS);
        }
    }

    /** Two hosts of one unit file or image are two workers without a word about it. */
    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException unnamed) {
            throw new SettingRefusedException(
                    "ROLLCALL_WORKER_INSTANCE", "is not set, and this host has no name", "write one, such as worker-0");
        }
    }
}
