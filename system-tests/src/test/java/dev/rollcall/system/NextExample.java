package dev.rollcall.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.local.process.ChildProcess;
import dev.rollcall.local.process.FreePort;
import dev.rollcall.local.server.DirectoryTree;
import dev.rollcall.proving.servers.NodeProject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * {@code examples/nextjs-prisma} as its README says to run it, on a stack that {@code ./rollcall up} started: installed,
 * migrated, built, and served beside its local Clerk. Prisma's schema engine is npm's build of it, since the program
 * itself cannot be fetched everywhere.
 */
final class NextExample {

    private static final Path REPOSITORY = Path.of("..").toAbsolutePath().normalize();
    private static final Duration LONGEST = Duration.ofMinutes(5);

    final NodeProject project;
    final Map<String, String> environment;
    final URI application;
    final URI clerk;
    private final RollcallCommand rollcall;
    private ChildProcess localClerk;
    private ChildProcess next;

    private NextExample(RollcallCommand rollcall, NodeProject project) throws IOException, InterruptedException {
        this.rollcall = rollcall;
        this.project = project;
        application = loopback();
        clerk = loopback();
        environment = environment();
    }

    /** @param directory for the stack */
    static NextExample start(Path directory) throws IOException, InterruptedException {
        Path target = Path.of("target", "nextjs-prisma");
        for (String ofAnEarlierRun : List.of("prisma", "src", "test")) {
            DirectoryTree.delete(target.resolve(ofAnEarlierRun));
        }
        NodeProject project = NodeProject.install(REPOSITORY.resolve("examples").resolve("nextjs-prisma"), target);
        RollcallCommand rollcall = RollcallCommand.in(directory);
        rollcall.up("--postgres-port=0", "--kafka-port=0");
        NextExample example = null;
        try {
            example = new NextExample(rollcall, project);
            example.prepare();
            example.serve();
            return example;
        } catch (IOException | InterruptedException | RuntimeException | Error failed) {
            if (example == null) {
                rollcall.run("down");
            } else {
                example.close();
            }
            throw failed;
        }
    }

    private static URI loopback() {
        return URI.create("http://127.0.0.1:" + FreePort.any());
    }

    /** What the file {@code environment} exports. */
    private Map<String, String> environment() throws IOException, InterruptedException {
        Map<String, String> given = new HashMap<>(Map.of(
                "ROLLCALL",
                rollcall.script(project.directory().resolve("rollcall-of-the-test"))
                        .toString(),
                "ROLLCALL_DATA_DIR",
                rollcall.dataDirectory().toString(),
                "ROLLCALL_REPOSITORY",
                REPOSITORY.toString(),
                "CLERK_API_URL",
                clerk.toString(),
                "APP_URL",
                application.toString(),
                "LOCAL_CLERK_STATE",
                rollcall.directory().resolve("clerk").resolve("state.json").toString()));
        Map<String, String> exported = Arrays.stream(project.require(given, "sh", "-c", ". ./environment && env -0")
                        .split("\0", -1))
                .filter(line -> line.contains("="))
                .map(line -> line.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
        exported.put(
                "PRISMA_SCHEMA_ENGINE_BINARY",
                project.directory()
                        .resolve(".client")
                        .resolve("schema-engine.mjs")
                        .toString());
        exported.put("PRISMA_HIDE_UPDATE_MESSAGE", "1");
        return Map.copyOf(exported);
    }

    private void prepare() throws IOException, InterruptedException {
        for (String script : List.of("client", "schema", "database")) {
            project.require(environment, "npm", "run", script);
        }
        project.require(environment, "prisma", "migrate", "deploy");
        project.require(environment, "prisma", "generate");
        project.require(environment, "next", "build");
    }

    private void serve() throws InterruptedException {
        localClerk = project.start("clerk", environment, "node", "local-clerk/server.mjs");
        localClerk.awaitHealthy(clerk.resolve("/sign-in"), LONGEST);
        next = project.start(
                "next",
                environment,
                "next",
                "start",
                "--hostname",
                application.getHost(),
                "--port",
                Integer.toString(application.getPort()));
        next.awaitHealthy(application.resolve("/health"), LONGEST);
    }

    /** Until it holds; asked again and again while the application runs. */
    void await(ChildProcess.Condition condition) throws InterruptedException {
        next.awaitUntil(condition, LONGEST);
    }

    /** Files that the browser is sent and that hold this text. */
    List<Path> inTheBrowsersFiles(String text) throws IOException {
        try (Stream<Path> files =
                Files.walk(project.directory().resolve(".next").resolve("static"))) {
            List<Path> found = new ArrayList<>();
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (Files.readString(file, StandardCharsets.ISO_8859_1).contains(text)) {
                    found.add(file);
                }
            }
            return found;
        }
    }

    /** As somebody at Clerk's dashboard would. */
    void removeAtClerk(String user, String organization) throws IOException, InterruptedException {
        HttpRequest removal = HttpRequest.newBuilder(clerk.resolve("/v1/organizations/"
                        + ask("select id from clerk.organizations where name = '" + organization + "'")
                        + "/memberships/"
                        + ask("select id from clerk.users where first_name = '" + user + "'")))
                .header("Authorization", "Bearer " + environment.get("CLERK_SECRET_KEY"))
                .DELETE()
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = client.send(removal, HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        }
    }

    /** As whom a variable's address names. */
    Connection connect(String variable) throws SQLException {
        URI url = URI.create(environment.get(variable));
        String[] login = url.getUserInfo().split(":", 2);
        return DriverManager.getConnection(
                "jdbc:postgresql://" + url.getHost() + ":" + url.getPort() + url.getPath(), login[0], login[1]);
    }

    /** What a back end reads: one value. */
    String ask(String sql) throws IOException, InterruptedException {
        RollcallCommand.Result result = rollcall.run("query", sql, "--value");
        assertThat(result.exitCode()).as(result.errors()).isZero();
        return result.output().strip();
    }

    void close() throws IOException, InterruptedException {
        if (next != null) {
            next.kill();
        }
        if (localClerk != null) {
            localClerk.kill();
        }
        rollcall.run("down");
    }
}
