package dev.rollcall.local.cli;

import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Says what to order. Asks no server: it is of use before there is one. */
@Command(
        name = "size",
        mixinStandardHelpOptions = true,
        description =
                "Say what a load needs: processes, memory, connections, disk. docs/sizing.md says how that was measured.",
        footer = {"", "  ./rollcall size --users 1000000 --events-per-day 500000"})
final class SizeCommand implements Callable<Integer> {

    private static final String[] UNITS = {"B", "kB", "MB", "GB", "TB", "PB"};

    private final Surroundings surroundings;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--users", required = true, paramLabel = "N", description = "Users of the Clerk instance.")
    private long users;

    @Option(
            names = "--events-per-day",
            required = true,
            paramLabel = "N",
            description = "Webhooks a day, of all types that the endpoint subscribes to.")
    private long eventsPerDay;

    @Option(
            names = "--sessions-per-day",
            paramLabel = "N",
            description = "New sessions a day, where session events are subscribed to (default: ${DEFAULT-VALUE}).")
    private long sessionsPerDay;

    @Option(
            names = "--metadata-bytes",
            paramLabel = "N",
            description = "Metadata of a user, beyond 300 bytes (default: ${DEFAULT-VALUE}).")
    private long metadataBytes;

    @Option(
            names = "--peak",
            paramLabel = "N",
            description = "The busiest minutes, as a multiple of the average (default: ${DEFAULT-VALUE}).")
    private long peak = 10;

    @Option(names = "--replicas", paramLabel = "N", description = "Of Kafka's topics (default: ${DEFAULT-VALUE}).")
    private long replicas = 3;

    @Option(names = "--json", description = "For programs.")
    private boolean json;

    SizeCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        Sizing sizing = new Sizing(load());
        surroundings.terminal().say(json ? json(sizing.figures()) : text(sizing));
        return 0;
    }

    private Sizing.Load load() {
        try {
            return new Sizing.Load(users, eventsPerDay, sessionsPerDay, metadataBytes, peak, replicas);
        } catch (IllegalArgumentException wrong) {
            CommandSpec own = spec;
            if (own == null) {
                throw wrong;
            }
            throw new ParameterException(own.commandLine(), String.valueOf(wrong.getMessage()), wrong);
        }
    }

    private static String text(Sizing sizing) {
        return """
                At most          %,d events a second
                Gateways         %d, workers %d of 2 threads%s
                Memory           %,d MiB for these processes
                PostgreSQL       %s of tables (%s after a year), %d connections,
                                 at most %s of write-ahead log a day
                Kafka            %s for clerk.events, at most %s for the change topics, all replicas together

                Measured with small metadata, on small machines: docs/sizing.md. Add room for backups, for
                vacuum and for growth; history, where it is on, costs as much again for every change.""".formatted(
                        sizing.peakPerSecond(),
                        sizing.gateways(),
                        sizing.workers(),
                        sizing.isWithinPartitions()
                                ? ""
                                : " (more than 12 partitions are needed: docs/operating.md, \"topics\")",
                        sizing.memoryMebibytes(),
                        bytes(sizing.tableBytes()),
                        bytes(sizing.tableBytesAfterAYear()),
                        sizing.connections(),
                        bytes(sizing.writeAheadBytesPerDay()),
                        bytes(sizing.eventBytes()),
                        bytes(sizing.changeBytes()));
    }

    private static String json(Map<String, Object> figures) {
        StringBuilder members = new StringBuilder();
        figures.forEach((name, value) -> members.append(members.isEmpty() ? "{" : ", ")
                .append('"')
                .append(name)
                .append("\": ")
                .append(value));
        return members.append('}').toString();
    }

    /** Two digits are all that such an estimate has. */
    static String bytes(long bytes) {
        double value = bytes;
        int unit = 0;
        while (value >= 1000 && unit < UNITS.length - 1) {
            value /= 1000;
            unit++;
        }
        return String.format(Locale.ROOT, value < 10 && unit > 0 ? "%.1f %s" : "%.0f %s", value, UNITS[unit]);
    }
}
