package dev.rollcall.local.cli;

import dev.rollcall.local.application.Variables;
import dev.rollcall.local.stack.RunState;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;

/** Says where the running stack has everything, in a form that a shell can evaluate. */
@Command(
        name = "env",
        mixinStandardHelpOptions = true,
        description = "Print export lines with the running stack's addresses, for a shell.",
        footer = {
            "",
            "  eval \"$(./rollcall env)\"",
            "sets ROLLCALL_WEBHOOK_URL, ROLLCALL_OPS_URL, KAFKA_BOOTSTRAP_SERVERS,",
            "DATABASE_URL (role rollcall_backend), TENANT_DATABASE_URL (rollcall_tenant),",
            "CLERK_WEBHOOK_SIGNING_SECRET and ROLLCALL_OPS_TOKEN. They hold passwords."
        })
final class EnvCommand implements Callable<Integer> {

    private final Surroundings surroundings;

    @Mixin
    private final DataDirectory dataDirectory = new DataDirectory();

    @Option(names = "--json", description = "The same as an object.")
    private boolean json;

    EnvCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException {
        RunState.Connections connections = dataDirectory.requireConnections(surroundings);
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("ROLLCALL_WEBHOOK_URL", connections.webhookUrl());
        variables.put("ROLLCALL_OPS_URL", connections.opsUrl());
        variables.put(Variables.KAFKA, connections.kafkaBootstrap());
        if (connections.kafkaProperties() != null) {
            variables.put(Variables.KAFKA_PROPERTIES_FILE, connections.kafkaProperties());
        }
        variables.put("DATABASE_URL", connections.backendDatabaseUrl());
        variables.put("TENANT_DATABASE_URL", connections.tenantDatabaseUrl());
        variables.put(Variables.SIGNING_SECRET, connections.currentSigningSecret());
        String opsToken = connections.opsToken();
        if (opsToken != null) {
            variables.put(Variables.OPS_TOKEN, opsToken);
        }
        if (json) {
            surroundings.terminal().say(JsonMapper.builder().build().writeValueAsString(variables));
            return 0;
        }
        variables.forEach((name, value) -> surroundings.terminal().say("export " + name + "=" + quoted(value)));
        return 0;
    }

    /** As people type it. */
    static String quotedIfNeeded(String value) {
        return value.matches("[A-Za-z0-9_./+:@%,=-]+") ? value : quoted(value);
    }

    /** For a POSIX shell: between apostrophes every character but the apostrophe is literal. */
    static String quoted(String value) {
        return "'" + value.replace("'", "'\\''") + "'";
    }
}
