package dev.rollcall.proving.chaos.invariant;

import dev.rollcall.local.process.ClerkVariables;
import dev.rollcall.proving.chaos.load.AtClerk;
import dev.rollcall.proving.site.Running.CommandResult;
import dev.rollcall.proving.site.Site;
import dev.rollcall.simulator.api.LocalClerk;
import dev.rollcall.simulator.world.WorldSettings;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * I15: a dry survey, as an operator runs it, of what Clerk has by all that was sent. Everything was consumed before, so
 * nothing can be under way that a second look would wait for: what the first look finds is drift, and the survey is ended
 * there instead of after two or twelve minutes.
 */
public final class Drift {

    private static final int KEY_BYTES = 20;
    private static final int NOTHING_LEFT = 0;

    /** What a survey says before it waits. */
    private static final List<String> WAITS = List.of("looked at again in", "each is asked for twice");

    private static final String SUSPECTS = """
            select "table", verdict, id, organization_id, user_id from rollcall.survey_suspects
            where run = (select max(run) from rollcall.survey_runs) and outcome is distinct from 'settled'
            order by "table", verdict, id
            """;

    private Drift() {}

    private record Suspect(String what, List<String> ids) {}

    /** Once everything that was sent is consumed. */
    public static Finding of(Site site, AtClerk atClerk) throws InterruptedException, SQLException {
        byte[] random = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(random);
        String key = "sk_test_" + HexFormat.of().formatHex(random);
        try (LocalClerk clerk = LocalClerk.start(
                new LocalClerk.Settings(
                        0, WorldSettings.DEFAULT_INSTANCE_ID, Set.of(key), LocalClerk.PRODUCTION_REQUESTS),
                atClerk.objects())) {
            CommandResult survey = site.running()
                    .command(
                            Map.of(
                                    ClerkVariables.KEY,
                                    key,
                                    ClerkVariables.URL,
                                    clerk.url().toString()),
                            line -> WAITS.stream().anyMatch(line::contains),
                            "reconcile",
                            "--json",
                            "--rate",
                            "0");
            return survey.exitCode() == NOTHING_LEFT ? exact(survey) : left(site, atClerk, survey);
        } finally {
            // One that was ended would be gone on with by the next, and holds the lease for half a minute.
            site.database()
                    .execute(
                            "delete from rollcall.survey_lease",
                            "update rollcall.survey_runs set state = 'given_up', ended_at = now() where state = 'running'");
        }
    }

    private static Finding exact(CommandResult survey) {
        JsonNode report = survey.lines().stream()
                .filter(line -> line.startsWith("{\"run\""))
                .findFirst()
                .map(JsonMapper.shared()::readTree)
                .orElseThrow(() -> new IllegalStateException("a survey without a report: " + survey.lines()));
        long live = 0;
        int tables = 0;
        for (JsonNode table : report.path("tables")) {
            live += table.path("live").asLong(0);
            tables++;
        }
        return Finding.of(
                Invariant.I15,
                report.path("complete").asBoolean(false),
                "0 of %d rows left, %d tables".formatted(live, tables));
    }

    private static Finding left(Site site, AtClerk atClerk, CommandResult survey) throws SQLException {
        List<Suspect> suspects = suspects(site);
        List<Suspect> drift = suspects.stream()
                .filter(suspect -> atClerk.isPromised(suspect.ids().stream()))
                .toList();
        if (!suspects.isEmpty() && drift.isEmpty()) {
            return Finding.of(
                    Invariant.I15,
                    true,
                    suspects.size() + " objects differ, each by a message that was never acknowledged");
        }
        return Finding.of(
                Invariant.I15,
                false,
                drift.isEmpty()
                        ? "the survey ended with %d: %s"
                                .formatted(survey.exitCode(), String.join(" | ", survey.lines()))
                        : drift.size() + " objects differ: " + drift.getFirst().what());
    }

    private static List<Suspect> suspects(Site site) throws SQLException {
        try (Connection connection = site.database().administrator();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(SUSPECTS)) {
            List<Suspect> suspects = new ArrayList<>();
            while (rows.next()) {
                suspects.add(new Suspect(
                        rows.getString(1) + " " + rows.getString(2) + " " + rows.getString(3),
                        Stream.of(rows.getString(3), rows.getString(4), rows.getString(5))
                                .filter(Objects::nonNull)
                                .toList()));
            }
            return suspects;
        }
    }
}
