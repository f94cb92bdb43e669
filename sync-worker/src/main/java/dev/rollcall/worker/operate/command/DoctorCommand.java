package dev.rollcall.worker.operate.command;

import com.zaxxer.hikari.HikariDataSource;
import dev.rollcall.startup.database.DatabaseUrl;
import dev.rollcall.startup.kafka.KafkaClients;
import dev.rollcall.worker.operate.doctor.DatabaseExamination;
import dev.rollcall.worker.operate.doctor.Finding;
import dev.rollcall.worker.operate.doctor.GatewayExamination;
import dev.rollcall.worker.operate.doctor.KafkaExamination;
import dev.rollcall.worker.prepare.kafka.KafkaUser;
import java.io.PrintStream;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.admin.Admin;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Looks for what is wrong, and says what to do. */
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        description =
                "Look at roles, row security, settings, columns, tenancy, instance, topics and rights in Kafka, and say what"
                        + " to do.",
        footer = {
            "",
            "Against what ROLLCALL_DATABASE_URL (as rollcall_sync) and KAFKA_BOOTSTRAP_SERVERS name, under ./rollcall",
            "else against the running stack.",
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

    DoctorCommand(CommandEnvironment settings, PrintStream out) {
        this.settings = settings;
        this.out = out;
    }

    @Override
    public Integer call() throws SQLException, InterruptedException {
        List<Finding> findings = new ArrayList<>();
        KafkaClients kafka = settings.kafka();
        DatabaseUrl url = settings.databaseUrl();
        try (HikariDataSource database = settings.openToRead();
                Admin admin = kafka.admin(Map.of())) {
            findings.addAll(new DatabaseExamination(database, url, settings.clock()).run());
            findings.addAll(new KafkaExamination(admin, kafka, settings.topics(), user).run());
        }
        findings.addAll(GatewayExamination.of(settings.variables().getOrDefault("ROLLCALL_GATEWAY_MANAGEMENT_URL", ""))
                .run());
        findings.forEach(out::println);
        return findings.stream().anyMatch(finding -> finding.level() == Finding.Level.FAIL) ? 1 : 0;
    }
}
