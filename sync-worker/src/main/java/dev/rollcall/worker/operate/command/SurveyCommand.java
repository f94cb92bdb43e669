package dev.rollcall.worker.operate.command;

import com.zaxxer.hikari.HikariDataSource;
import dev.rollcall.startup.kafka.KafkaClients;
import dev.rollcall.worker.copy.store.CopiedWith;
import dev.rollcall.worker.operate.replay.EventPublisher;
import dev.rollcall.worker.survey.api.ClerkApi;
import dev.rollcall.worker.survey.run.Requests;
import dev.rollcall.worker.survey.run.Survey;
import dev.rollcall.worker.survey.run.SurveyOptions;
import dev.rollcall.worker.survey.run.SurveyReport;
import dev.rollcall.worker.survey.run.SurveyServices;
import dev.rollcall.worker.survey.run.SurveySettings;
import dev.rollcall.worker.survey.run.SurveyStoppedException;
import dev.rollcall.worker.survey.run.SurveyTime;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.PrintStream;
import java.sql.SQLException;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** What backfill, reconcile and refetch share: whom they ask, and with which exit code they end. */
final class SurveyCommand {

    /** Nothing differs any more. */
    static final int EXACT = 0;

    static final int DRIFT = 3;
    static final int INCOMPLETE = 4;

    private final CommandEnvironment settings;
    private final @Nullable Double perSecond;

    /** @param perSecond see {@link ClerkSettings#client} */
    SurveyCommand(CommandEnvironment settings, @Nullable Double perSecond) {
        this.settings = settings;
        this.perSecond = perSecond;
    }

    /** What is done with whom a survey asks. */
    interface Work<T> {
        T with(SurveyServices services, SurveySettings where)
                throws InterruptedException, SurveyStoppedException, SQLException;
    }

    <T> T open(Work<T> work) throws SQLException, InterruptedException, SurveyStoppedException {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        ClerkApi clerk = ClerkSettings.client(settings.variables(), perSecond, registry);
        KafkaClients kafka = settings.kafka();
        // One connection for the survey, one for its lease.
        try (HikariDataSource database = settings.openToSurvey();
                Admin admin = kafka.admin(Map.of());
                EventPublisher publisher = new EventPublisher(kafka, settings.topics(), settings.clock())) {
            return work.with(
                    new SurveyServices(
                            clerk, new Requests(registry), database, admin, publisher, SurveyTime.of(settings.clock())),
                    where());
        }
    }

    /**
     * @param progress where it says how far it is, and why it stopped
     * @return the exit code
     */
    int run(SurveyOptions options, boolean json, PrintStream out, PrintStream progress)
            throws SQLException, InterruptedException {
        try {
            SurveyReport report = open((services, where) -> {
                SurveyProgressLines lines = new SurveyProgressLines(progress, services.requests());
                try {
                    return new Survey(services, where, options, lines).run();
                } finally {
                    lines.end();
                }
            });
            if (json) {
                out.println(SurveyText.json(report));
            } else {
                SurveyText.lines(report, options).forEach(out::println);
            }
            if (!report.complete()) {
                return INCOMPLETE;
            }
            return report.drift() > 0 ? DRIFT : EXACT;
        } catch (SurveyStoppedException stopped) {
            progress.println("Stopped: " + stopped.getMessage());
            return INCOMPLETE;
        }
    }

    private SurveySettings where() {
        Environment environment = CommandProperties.of(settings.variables());
        String instance = settings.variables().getOrDefault("CLERK_INSTANCE_ID", "");
        boolean privateMetadata =
                environment.getProperty("rollcall.personal-data.store-private-metadata", Boolean.class, true);
        return new SurveySettings(
                settings.topics().events(),
                settings.topics().workerGroup(),
                instance.isBlank() ? null : instance,
                CopiedWith.ofThisRelease(privateMetadata));
    }

    /**
     * Options of which one may be wrong in itself.
     *
     * @throws ParameterException where it is: the command line is wrong, and nothing was done
     */
    static SurveyOptions options(@Nullable CommandSpec command, Supplier<SurveyOptions> given) {
        try {
            return given.get();
        } catch (IllegalArgumentException wrong) {
            CommandSpec own = Objects.requireNonNull(command, "picocli sets it");
            throw new ParameterException(own.commandLine(), String.valueOf(wrong.getMessage()), wrong);
        }
    }
}
