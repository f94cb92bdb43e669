package dev.rollcall.proving.chaos.matrix;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Every row of the matrix, F1 to F44, those that cannot be run here with the reason. */
public final class Matrix {

    private static final String NO_OUTBOX =
            "architecture.md holds: there is no outbox and no relay. Its place, between the two commits, is F16";

    private static final List<Fault> ROWS = Stream.of(
                    GatewayFaults.all(),
                    KafkaFaults.all(),
                    TopicFaults.all(),
                    PostgresFaults.all(),
                    SessionFaults.all(),
                    WorkerFaults.all(),
                    SenderFaults.all(),
                    notRun())
            .flatMap(List::stream)
            .sorted(Comparator.comparingInt(Matrix::number))
            .toList();

    private Matrix() {}

    /** In the order of their numbers. */
    public static List<Fault> rows() {
        return ROWS;
    }

    /**
     * @param list such as {@code F9,F16}; empty for all
     * @throws IllegalArgumentException naming what is no row
     */
    public static List<Fault> only(String list) {
        Set<String> wanted = new TreeSet<>(Arrays.stream(list.split(",", -1))
                .map(part -> part.strip().toUpperCase(Locale.ROOT))
                .filter(part -> !part.isEmpty())
                .toList());
        if (wanted.isEmpty()) {
            return ROWS;
        }
        List<Fault> chosen = new ArrayList<>();
        for (Fault row : ROWS) {
            if (wanted.remove(row.id())) {
                chosen.add(row);
            }
        }
        if (!wanted.isEmpty()) {
            throw new IllegalArgumentException(
                    "unknown fault " + String.join(", ", wanted) + "; there are F1 to F" + ROWS.size());
        }
        return chosen;
    }

    /** A load and nothing else, for looking at the checks themselves. */
    public static Fault nothing() {
        return Fault.of("F0", "nothing").lasting(1).withEvents(120);
    }

    private static int number(Fault row) {
        return Integer.parseInt(row.id().substring(1));
    }

    private static List<Fault> notRun() {
        return List.of(
                Fault.notRun(
                        "F14",
                        "Kafka's log directory is full",
                        "a broker whose only log directory is full ends; what follows is F5 and F6"),
                Fault.notRun("F26", "the outbox publisher is killed", NO_OUTBOX),
                Fault.notRun("F27", "a long idle write transaction holds the outbox", NO_OUTBOX),
                Fault.notRun("F28", "two outbox publishers", NO_OUTBOX + ", two workers with one identity are F18"),
                Fault.notRun(
                        "F38",
                        "DNS fails, a broker's address changes",
                        "needs a name server or network namespaces of its own; everything here is on 127.0.0.1"),
                Fault.notRun(
                        "F39", "TLS certificates expire or rotate", "the servers of this command have no TLS listener"),
                Fault.notRun("F40", "rolling upgrade from N-1 to N", "there is no release before this one"),
                Fault.notRun(
                        "F41",
                        "a flipped bit in a topic's segment",
                        "not built: a lost or damaged log with one broker is outside what is claimed"));
    }
}
