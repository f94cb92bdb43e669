package dev.rollcall.local.cli;

import dev.rollcall.local.stack.RunState;
import dev.rollcall.local.vitals.LiveLine;
import dev.rollcall.model.terminal.Mark;
import dev.rollcall.startup.database.DatabaseUrl;
import dev.rollcall.startup.database.StoredEvents;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The live line: every second in a terminal, every five seconds elsewhere. */
final class LiveView {

    private static final Duration IN_A_TERMINAL = Duration.ofSeconds(1);
    private static final Duration ELSEWHERE = Duration.ofSeconds(5);
    private static final String METRICS = "/actuator/prometheus";

    private final Terminal terminal;
    private final LiveLine line;

    LiveView(Terminal terminal, RunState.Connections connections) {
        this.terminal = terminal;
        this.line = new LiveLine(
                URI.create(connections.gatewayUrl() + METRICS),
                URI.create(connections.opsUrl() + METRICS),
                URI.create(connections.webhookUrl()),
                !holdsEvents(DatabaseUrl.parse(connections.backendDatabaseUrl())));
    }

    /** One that does not say is taken for empty: the wait ends with the next event at the latest. */
    private static boolean holdsEvents(DatabaseUrl copy) {
        try (Connection connection = DriverManager.getConnection(copy.jdbcUrlWithLogin() + "&loginTimeout=10")) {
            return StoredEvents.any(connection);
        } catch (SQLException notNow) {
            return false;
        }
    }

    /** Until the thread is interrupted. */
    void show() throws InterruptedException {
        show(new CountDownLatch(1));
    }

    /** Until the thread is interrupted or the latch is open. */
    void show(CountDownLatch end) throws InterruptedException {
        Duration pause = terminal.isInteractive() ? IN_A_TERMINAL : ELSEWHERE;
        do {
            LiveLine.Shown now = line.next();
            String news = now.news();
            if (news != null) {
                terminal.say(now.newsIsGood() ? Mark.GOOD : Mark.BAD, news);
            }
            terminal.live(
                    switch (now.look()) {
                        case WAITING -> Mark.WAITING;
                        case GOOD -> Mark.GOOD;
                        case TROUBLE -> Mark.BAD;
                    },
                    now.text());
        } while (!end.await(pause.toMillis(), TimeUnit.MILLISECONDS));
    }
}
