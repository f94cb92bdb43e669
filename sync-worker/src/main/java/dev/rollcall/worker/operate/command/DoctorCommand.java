package dev.rollcall.worker.operate.command;

import com.zaxxer.hikari.HikariDataSource;
import dev.rollcall.startup.database.DatabaseUrl;
import dev.rollcall.startup.kafka.KafkaClients;
import dev.rollcall.worker.operate.doctor.DatabaseExamination;
import dev.rollcall.worker.operate.doctor.Finding;
import dev.rollcall.worker.operate.doctor.GatewayExamination;
import dev.rollcall.worker.operate.doctor.KafkaExamination;
import dev.rollcall.worker.operate.doctor.OutsideExamination;
import dev.rollcall.worker.prepare.kafka.KafkaUser;
import java.io.PrintStream;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;

/** Looks for what is wrong, and says what to do. */
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        description =
                "Look at roles, row security, settings, columns, tenancy, instance, topics and rights in Kafka, and say what"
                        + " to do.",
        footer = {
            "",
            "Works on what ROLLCALL_DATABASE_URL (as rollcall_sync) and",
            "KAFKA_BOOTSTRAP_SERVERS name; rollcall without them on the running stack.",
            "Exit code 1 when something has to be done."
        })
final class DoctorCommand implements Callable<Integer> {

    private final CommandEnvironment settings;
    private final PrintStream out;

    @Option(
            names = "--as",
            paramLabel = "USER",
            description =
                    "Whose credentials ROLLCALL_KAFKA_PROPERTIES_FILE holds, and so whose rights in Kafka are asked"
                            + " for: ${COMPLETION-CANDIDATES} (default: worker).")
    private KafkaUser user = KafkaUser.WORKER;

    @Option(
            names = "--url",
            paramLabel = "URL",
            description =
                    "Also look at the gateway through this public address, as Clerk comes: name, certificate, tunnel"
                            + " or proxy, path.")
    private @Nullable String url;

    @Option(names = "--json", description = "An array with an object for each finding: level, what, advice.")
    private boolean json;

    DoctorCommand(CommandEnvironment settings, PrintStream out) {
        this.settings = settings;
        this.out = out;
    }

    @Override
    public Integer call() throws SQLException, InterruptedException {
        List<Finding> findings = new ArrayList<>();
        KafkaClients kafka = settings.kafka();
        DatabaseUrl databaseUrl = settings.databaseUrl();
        String outside = url;
        OutsideExamination fromOutside = outside == null ? null : OutsideExamination.of(outside);
        try (HikariDataSource database = settings.openToRead();
                Admin admin = kafka.admin(Map.of())) {
            findings.addAll(new DatabaseExamination(database, databaseUrl, settings.clock()).run(accepted()));
            findings.addAll(new KafkaExamination(admin, kafka, settings.topics(), user).run());
        }
        findings.addAll(GatewayExamination.of(
                        settings.variables().getOrDefault("ROLLCALL_GATEWAY_MANAGEMENT_URL", ""), settings.clock())
                .run());
        if (fromOutside != null) {
            findings.addAll(fromOutside.run());
        }
        if (json) {
            out.println(JsonMapper.shared().writeValueAsString(findings));
        } else {
            FindingLines.print(findings, out, FindingLines.marked(out, settings.variables()));
        }
        return findings.stream().anyMatch(finding -> finding.level() == Finding.Level.FAIL) ? 1 : 0;
    }

    /** As the console has it. */
    private Set<String> accepted() {
        return Arrays.stream(settings.variables()
                        .getOrDefault("ROLLCALL_ACCEPTED_FINDINGS", "")
                        .split(",", -1))
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .collect(Collectors.toSet());
    }
}
