package dev.rollcall.benchmark.freshness;

import dev.rollcall.benchmark.load.LoadClient;
import dev.rollcall.benchmark.load.SignedRequest;
import dev.rollcall.benchmark.load.Signer;
import dev.rollcall.benchmark.report.Figures;
import dev.rollcall.benchmark.report.Section;
import dev.rollcall.benchmark.stack.App;
import dev.rollcall.benchmark.stack.Servers;
import dev.rollcall.model.clerk.Resource;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * One organization with many members is deleted: how long until every membership is ended in the table and announced in
 * the feed, and how old meanwhile the rows are of others, who send a hundred events a second.
 */
public final class CascadeBenchmark {

    private static final int ROUNDS = 3;
    private static final int PER_SECOND = 100;
    private static final int QUIET_EVENTS = 20 * PER_SECOND;

    /** Of events that are sent meanwhile. */
    private static final int MOST_EVENTS = 120 * PER_SECOND;

    private final Servers servers;
    private final int members;

    /** @param members of each organization */
    public CascadeBenchmark(Servers servers, int members) {
        this.servers = servers;
        this.members = members;
    }

    public Section run() throws SQLException, InterruptedException {
        Section section = new Section("cascade");
        double[] seconds = new double[ROUNDS];
        double[] highest = new double[ROUNDS];
        List<String[]> rows = new ArrayList<>();
        try (App gateway = servers.gateway();
                App worker = servers.worker();
                Membership memberships = new Membership(servers)) {
            for (int round = 0; round < ROUNDS; round++) {
                String organization = "org_cascade" + round;
                double done = worker.metric(App.CONSUMED, "");
                memberships.join(organization, members);
                worker.await(App.CONSUMED, done + members);
                // The gateway closes connections on which nothing comes while the memberships are applied.
                LoadClient client = new LoadClient(gateway.port(), 8);
                Window quiet = Window.measure(servers, client, "quiet" + round, QUIET_EVENTS, PER_SECOND);

                Window meanwhile;
                try (FeedReader feed = new FeedReader(servers, Resource.ORGANIZATION_MEMBERSHIP)) {
                    CompletableFuture<Double> cascade =
                            CompletableFuture.supplyAsync(() -> delete(gateway.port(), feed, organization));
                    meanwhile = Window.measure(
                            servers, client, "meanwhile" + round, MOST_EVENTS, PER_SECOND, () -> !cascade.isDone());
                    seconds[round] = cascade.join();
                }
                client.close();
                memberships.requireEnded(organization, members);
                highest[round] = meanwhile.committed(99);
                rows.add(new String[] {
                    "organization " + (round + 1),
                    Figures.ratio(seconds[round]),
                    Figures.millis(meanwhile.committed(50)),
                    Figures.millis(highest[round]),
                    Figures.millis(meanwhile.committed(100)),
                    Figures.millis(quiet.committed(50)),
                    Figures.millis(quiet.committed(99))
                });
                System.out.println("  " + String.join("  ", rows.getLast()));
            }
        }
        section.text(
                        "**%s s** until all of %,d memberships are ended and announced; **p99 %s ms** for others meanwhile."
                                .formatted(
                                        Figures.ratio(Figures.median(seconds)),
                                        members,
                                        Figures.millis(Figures.median(highest))))
                .head(
                        "",
                        "s until announced",
                        "others' p50 ms",
                        "others' p99 ms",
                        "others' slowest ms",
                        "p50 ms before",
                        "p99 ms before");
        rows.forEach(section::row);
        return section.text(
                "%d users/s by others, from the POST to the committed row; the bold figures are medians of %d organizations."
                        .formatted(PER_SECOND, ROUNDS));
    }

    /** Returns the seconds from the POST until the feed has given the end of every membership. */
    private double delete(int port, FeedReader feed, String organization) {
        try (LoadClient client = new LoadClient(port, 1)) {
            long begun = System.nanoTime();
            client.send(
                    SignedRequest.of(
                            new Signer(Servers.SECRET), "delete-" + organization, Membership.end(organization)),
                    nanos -> {});
            client.awaitAnswers();
            for (int number = 0; number < members; number++) {
                feed.given(Membership.id(organization, number));
            }
            return (System.nanoTime() - begun) / 1e9;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new CompletionException(stopped);
        }
    }
}
