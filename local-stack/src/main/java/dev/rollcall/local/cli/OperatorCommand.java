package dev.rollcall.local.cli;

import dev.rollcall.local.application.Variables;
import dev.rollcall.local.stack.PartName;
import dev.rollcall.local.stack.RunState;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;

/** What operators do to a copy: the worker's commands on its database and its Kafka. */
@Command
final class OperatorCommand extends PassedOn {

    /** Name, and what the list of commands says of it. */
    private record Line(String name, String summary) {}

    private static final List<Line> LINES = List.of(
            new Line(
                    "doctor",
                    "Look at roles, row security, settings, columns, tenancy and topics, and say what to do."),
            new Line("backfill", "Copy what Clerk has and the tables have not, through its Backend API."),
            new Line("reconcile", "Say how far the tables are from what Clerk has, and repair it when asked to."),
            new Line("refetch", "Fetch single objects from Clerk now, and publish what differs."),
            new Line("schema", "Print the tables as Prisma, Drizzle, TypeScript or a shadow database wants them."),
            new Line("announce", "Publish rows into their change topics again."),
            new Line("bind", "Make the database the copy of another Clerk instance, while it is nearly empty."),
            new Line("erase", "Erase a user, an organization or another object now, with all that belongs to it."),
            new Line("reprocess", "Move objects out of clerk.other_objects that this release has a table for."),
            new Line("dead-letters", "List, look at, replay or discard the events that could not be applied."),
            new Line("replay", "Publish the records of clerk.events since a time into it again."));

    @Mixin
    private final KafkaProperties kafkaProperties = new KafkaProperties();

    private OperatorCommand(Surroundings surroundings) {
        super(surroundings);
    }

    static void addTo(CommandLine commands, Surroundings surroundings) {
        for (Line line : LINES) {
            CommandSpec spec = CommandSpec.forAnnotatedObject(new OperatorCommand(surroundings))
                    .name(line.name());
            spec.usageMessage().description(line.summary());
            commands.addSubcommand(line.name(), spec);
        }
    }

    /**
     * A demo's own Clerk is the only one that its database is a copy of, whichever key the shell has; {@code bind}, which
     * changes that, goes by the shell's.
     */
    @Override
    Map<String, String> environment(String command) throws IOException {
        if (namedByShell(WorkerJar.DATABASE).isPresent()) {
            Path typed = kafkaProperties.typed();
            return typed == null ? Map.of() : Map.of(Variables.KAFKA_PROPERTIES_FILE, typed.toString());
        }
        RunState.Connections stack = dataDirectory.requireConnections(surroundings);
        Map<String, String> environment = new HashMap<>();
        environment.put(WorkerJar.DATABASE, stack.workerDatabaseUrl());
        environment.put(WorkerJar.PASSWORD_FILE, "");
        environment.putAll(stack.kafka().with(kafkaProperties.typed()).variables());
        environment.put(Variables.GATEWAY_MANAGEMENT_URL, stack.gatewayUrl());
        if (RunState.ofRunning(dataDirectory.home(surroundings))
                .filter(state -> state.hasOwn(PartName.POSTGRES))
                .isPresent()) {
            environment.put(Variables.ACCEPTED_FINDINGS, Variables.OUR_ADMINISTRATOR);
        }
        Map<String, String> localClerk = stack.localClerk();
        if (localClerk != null && WorkerJar.surveys(command)) {
            environment.putAll(localClerk);
        }
        return environment;
    }
}
