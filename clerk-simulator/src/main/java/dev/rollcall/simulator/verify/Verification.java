package dev.rollcall.simulator.verify;

import dev.rollcall.model.topic.Topics;
import dev.rollcall.simulator.world.Forgeries;
import dev.rollcall.simulator.world.World;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Compares a world with the tables and the change topics, as soon as everything has arrived. */
public final class Verification {

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(300);

    /** While announcements keep coming, comparing everything would only slow the worker down. */
    private static final Duration LONGEST_WITHOUT_COMPARING = Duration.ofSeconds(10);

    private Verification() {}

    /**
     * Waits until the tables and topics equal the world, or until nothing changes any more, or until the limit.
     *
     * @throws VerificationException when the database or Kafka cannot be read, with one line that says what to do
     * @throws InterruptedException when the calling thread is interrupted
     */
    public static VerificationReport run(VerificationSettings settings, VerificationListener listener)
            throws InterruptedException {
        long start = System.nanoTime();
        Oracle oracle = Oracle.of(World.of(settings.world()), settings.undelivered(), settings.lost());
        Set<String> forgedUsers =
                oracle.forgeries().stream().map(Forgeries.Names::userId).collect(Collectors.toSet());
        try (PostgresTables tables = PostgresTables.open(settings.jdbcUrl());
                ChangeTopics topics = ChangeTopics.open(
                        settings.kafkaBootstrap(),
                        settings.kafkaClient(),
                        new Topics(settings.topicPrefix()),
                        (resource, id) -> oracle.find(resource, id) != null || forgedUsers.contains(id))) {
            Patience patience = new Patience(settings.limit(), settings.quiet());
            while (true) {
                awaitPause(topics, start, settings.limit());
                VerificationReport report = Comparison.of(oracle, tables, topics.folds(), () -> since(start));
                listener.onCompared(report.differences(), report.elapsed());
                if (patience.isOver(report.isEqual(), seen(report), since(start))) {
                    return report;
                }
                Thread.sleep(BETWEEN_LOOKS);
            }
        }
    }

    /** Returns when no announcement came between two looks, or after a while anyway. */
    private static void awaitPause(ChangeTopics topics, long start, Duration limit) throws InterruptedException {
        Duration latest = since(start).plus(LONGEST_WITHOUT_COMPARING);
        long reached = -1;
        long end = topics.readOn();
        while (end != reached
                && since(start).compareTo(latest) < 0
                && since(start).compareTo(limit) < 0) {
            reached = end;
            Thread.sleep(BETWEEN_LOOKS);
            end = topics.readOn();
        }
    }

    /** What stands still when nothing happens any more. */
    private static Object seen(VerificationReport report) {
        return List.of(
                report.differences(),
                report.feedRecords(),
                report.deadLettersFound(),
                report.tableDifferences(),
                report.feedDifferences());
    }

    private static Duration since(long startNanos) {
        return Duration.ofNanos(System.nanoTime() - startNanos);
    }
}
