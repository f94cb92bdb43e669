package dev.rollcall.worker;

import dev.rollcall.startup.database.DatabaseUrl;
import dev.rollcall.worker.operate.command.WorkerCommand;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The commands of a survey, on the servers of a case. Their graces take as long as they take. */
final class SurveyCommandLine {

    final Map<String, String> environment = new HashMap<>();

    private final SurveyCase survey;
    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();

    SurveyCommandLine(SurveyCase survey) {
        this.survey = survey;
    }

    int run(String... arguments) {
        DatabaseUrl url = survey.worker.database.urlOf("rollcall_sync");
        environment.put(
                "ROLLCALL_DATABASE_URL",
                url.jdbcUrl() + (url.jdbcUrl().contains("?") ? "&" : "?") + "user=" + url.user() + "&password="
                        + url.password());
        environment.put("KAFKA_BOOTSTRAP_SERVERS", survey.worker.kafka.bootstrapServers());
        environment.put("ROLLCALL_TOPIC_PREFIX", survey.worker.topics.prefix());
        environment.put("CLERK_API_URL", survey.clerk.url().toString());
        environment.putIfAbsent("CLERK_SECRET_KEY", SurveyCase.KEY);
        output.reset();
        errors.reset();
        return WorkerCommand.run(
                List.of(arguments),
                environment,
                new PrintStream(output, true, StandardCharsets.UTF_8),
                new PrintStream(errors, true, StandardCharsets.UTF_8));
    }

    byte[] output() {
        return output.toByteArray();
    }

    String errors() {
        return errors.toString(StandardCharsets.UTF_8);
    }

    String said() {
        return output.toString(StandardCharsets.UTF_8) + errors();
    }
}
