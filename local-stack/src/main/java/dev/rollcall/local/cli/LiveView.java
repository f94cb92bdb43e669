package dev.rollcall.local.cli;

import dev.rollcall.local.process.RunningProcess;
import dev.rollcall.local.stack.RunState;
import dev.rollcall.local.stack.StackHome;
import dev.rollcall.local.stack.TunnelState;
import dev.rollcall.local.vitals.LiveLine;
import dev.rollcall.model.terminal.Mark;
import dev.rollcall.startup.database.DatabaseUrl;
import dev.rollcall.startup.database.StoredEvents;
import java.io.IOException;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;

/** The live line: every second in a terminal, every five seconds elsewhere. */
final class LiveView {

    private static final Duration IN_A_TERMINAL = Duration.ofSeconds(1);
    private static final Duration ELSEWHERE = Duration.ofSeconds(5);
    private static final String METRICS = "/actuator/prometheus";

    private final Terminal terminal;
    private final StackHome home;
    private final LiveLine line;

    LiveView(Terminal terminal, StackHome home, RunState.Connections connections) {
        this.terminal = terminal;
        this.home = home;
        this.line = new LiveLine(
                URI.create(connections.gatewayUrl() + METRICS),
                URI.create(connections.opsUrl() + METRICS),
                URI.create(connections.webhookUrl()),
                !holdsEvents(DatabaseUrl.parse(connections.backendDatabaseUrl())));
    }

    /** One that does not say is taken for empty: the wait ends with the next event at the latest. */
    static boolean holdsEvents(DatabaseUrl copy) {
        try (Connection connection = DriverManager.getConnection(copy.jdbcUrlWithLogin() + "&loginTimeout=10")) {
            return StoredEvents.any(connection);
        } catch (SQLException notNow) {
            return false;
        }
    }

    /** Until the thread is interrupted. */
    void show() throws IOException, InterruptedException {
        while (true) {
            look();
            pause();
        }
    }

    /**
     * Until the thread is interrupted or the stack ends, which is said then.
     *
     * @param supervisor of the stack that is watched; another one in the same directory is another stack
     * @param up what starts it again, as a user types it
     */
    void showUntilItEnds(RunningProcess supervisor, String up) throws IOException, InterruptedException {
        while (isRunBy(supervisor)) {
            look();
            pause();
        }
        terminal.clearLive();
        terminal.say("The stack in %s has ended, and this view with it. Start it again with: %s"
                .formatted(home.directory(), up));
    }

    private boolean isRunBy(RunningProcess supervisor) throws IOException {
        return RunState.ofRunning(home)
                .filter(state -> state.supervisor().equals(supervisor))
                .filter(state -> state.phase() != RunState.Phase.STOPPING)
                .isPresent();
    }

    private void look() throws IOException, InterruptedException {
        LiveLine.Shown asked = line.next();
        LiveLine.Shown now = TunnelState.of(home)
                .flatMap(TunnelState::trouble)
                .map(asked::beside)
                .orElse(asked);
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
    }

    private void pause() throws InterruptedException {
        Thread.sleep(terminal.isInteractive() ? IN_A_TERMINAL : ELSEWHERE);
    }
}
