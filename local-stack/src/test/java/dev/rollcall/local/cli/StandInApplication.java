package dev.rollcall.local.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.rollcall.startup.command.CommandOutline;
import dev.rollcall.startup.database.DatabaseUrl;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Stands in for gateway and worker, as far as the command line can tell: their settings, commands and endpoints. */
final class StandInApplication {

    private static final Map<String, String> ENVIRONMENT = System.getenv();

    private StandInApplication() {}

    public static void main(String[] arguments) throws Exception {
        switch (String.join("|", arguments)) {
            case "migrate" -> migrate();
            case "topics" -> declareTopics();
            case CommandOutline.OPTION -> outline();
            case "" -> serve();
            default -> tell(String.join("|", arguments));
        }
    }

    /** Writes down how it was called and with which servers, beside the modules. */
    private static void tell(String arguments) throws IOException {
        Path repository = Path.of(System.getProperty("java.class.path"))
                .resolve("../../..")
                .normalize();
        Files.writeString(repository.resolve("passed-on"), arguments);
        List<String> servers = Stream.of(
                        "ROLLCALL_DATABASE_URL", "ROLLCALL_MIGRATION_DATABASE_URL", "KAFKA_BOOTSTRAP_SERVERS")
                .map(ENVIRONMENT::get)
                .filter(Objects::nonNull)
                .toList();
        Files.write(repository.resolve("servers"), servers);
        Files.writeString(repository.resolve("key"), ENVIRONMENT.getOrDefault("CLERK_SECRET_KEY", "none"));
        System.exit(7);
    }

    private static void outline() {
        CommandSpec discard = CommandSpec.create()
                .addOption(OptionSpec.builder("--reason").arity("1").build());
        CommandSpec schema = CommandSpec.create()
                .addPositional(PositionalParamSpec.builder()
                        .index("0")
                        .completionCandidates(List.of("prisma", "drizzle"))
                        .build());
        System.out.print(CommandOutline.of(CommandSpec.create()
                .addSubcommand("dead-letters", CommandSpec.create().addSubcommand("discard", discard))
                .addSubcommand("schema", schema)
                .addSubcommand(
                        "of-a-later-release",
                        CommandSpec.create()
                                .addOption(OptionSpec.builder("--unknown-here").build()))));
    }

    private static void migrate() throws SQLException {
        String url =
                DatabaseUrl.parse(required("ROLLCALL_MIGRATION_DATABASE_URL")).jdbcUrlWithLogin();
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute("create schema if not exists clerk");
            statement.execute("create table if not exists clerk.users (id text primary key, first_name text)");
            for (String role : List.of("SYNC", "TENANT", "BACKEND")) {
                String name = "rollcall_" + role.toLowerCase(java.util.Locale.ROOT);
                statement.execute("""
                        do $$ begin
                            if to_regrole('%1$s') is null then create role %1$s; end if;
                        end $$
                        """.formatted(name));
                statement.execute("alter role %s login password '%s'"
                        .formatted(name, required("ROLLCALL_" + role + "_PASSWORD")));
                statement.execute("grant usage on schema clerk to " + name);
            }
            statement.execute("grant select on clerk.users to rollcall_backend");
            statement.execute("grant insert on clerk.users to rollcall_sync");
        }
    }

    private static void declareTopics() throws ExecutionException, InterruptedException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", required("KAFKA_BOOTSTRAP_SERVERS")))) {
            if (!admin.listTopics().names().get().contains("clerk.events")) {
                admin.createTopics(List.of(new NewTopic("clerk.events", Optional.of(1), Optional.empty())))
                        .all()
                        .get();
            }
        }
    }

    private static void serve() throws IOException, SQLException {
        if (ENVIRONMENT.containsKey("ROLLCALL_WORKER_PORT")) {
            String url = DatabaseUrl.parse(required("ROLLCALL_DATABASE_URL")).jdbcUrlWithLogin();
            try (Connection connection = DriverManager.getConnection(url);
                    Statement statement = connection.createStatement()) {
                statement.execute("insert into clerk.users values ('worker ' || gen_random_uuid(), 'Ada')");
            }
            listen(
                    required("ROLLCALL_WORKER_PORT"),
                    "rollcall_apply_events_total{table=\"users\",result=\"inserted\"} 2");
        } else {
            listen(required("ROLLCALL_GATEWAY_PORT"), required("CLERK_WEBHOOK_SIGNING_SECRET_FILE"));
            listen(
                    required("ROLLCALL_GATEWAY_MANAGEMENT_PORT"),
                    "rollcall_ingest_requests_total{outcome=\"acknowledged\",reason=\"stored\"} 3");
        }
        System.out.println("started with the Clerk instance " + ENVIRONMENT.get("CLERK_INSTANCE_ID"));
    }

    private static void listen(String port, String page) throws IOException {
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), Integer.parseInt(port)), 0);
        server.createContext("/", exchange -> answer(exchange, page));
        server.start();
    }

    private static void answer(HttpExchange exchange, String page) throws IOException {
        byte[] body = page.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private static String required(String variable) {
        String value = ENVIRONMENT.get(variable);
        if (value == null) {
            throw new IllegalStateException(variable + " is missing");
        }
        return value;
    }
}
