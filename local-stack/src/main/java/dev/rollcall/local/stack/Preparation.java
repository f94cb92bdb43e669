package dev.rollcall.local.stack;

import dev.rollcall.local.application.Applications;
import dev.rollcall.local.application.Role;
import dev.rollcall.local.application.Wiring;
import dev.rollcall.local.process.ChildCommand;
import dev.rollcall.startup.database.DatabaseUrl;
import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What has to stand before gateway and worker start. Each command ends with exit code 0. */
record Preparation(StackHome home, StackSettings settings, Applications applications) {

    /** They end before the second compiler's work could pay. */
    private static final List<String> SHORT = Applications.jvmOptions("-XX:TieredStopAtLevel=1");

    /** Creates roles and tables. */
    ChildCommand migrate(DatabaseUrl administrator) throws IOException {
        Map<Role, String> passwords = new EnumMap<>(Role.class);
        for (Role role : Role.values()) {
            passwords.put(role, home.rolePassword(role.label()));
        }
        return command(
                Wiring.INHERITED.migration(administrator.url(), passwords),
                Stream.concat(Stream.of("migrate"), settings.roleOptions().stream()));
    }

    /** Declares the topics. */
    ChildCommand topics(KafkaAccess kafka) {
        return command(Wiring.INHERITED.with(kafka.variables()), Stream.of("topics"));
    }

    private ChildCommand command(Wiring wiring, Stream<String> words) {
        String[] arguments = words.toArray(String[]::new);
        return wiring.command(
                arguments[0],
                applications.worker(),
                SHORT,
                home.logs().resolve(arguments[0] + ".log"),
                List.of(arguments));
    }
}
