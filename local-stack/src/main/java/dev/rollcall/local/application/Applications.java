package dev.rollcall.local.application;

import dev.rollcall.local.process.StartFailedException;
import dev.rollcall.local.process.Together;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Gateway and worker. */
public record Applications(Application gateway, Application worker) {

    /** Every application runs with these, as {@code deploy/containers/jvm.options}; docs/decisions/0005 says why this collector. */
    public static final List<String> JVM_OPTIONS = List.of(
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-Djdk.reflect.useNativeAccessorOnly=true",
            "-Xmx256m",
            "-XX:+UseParallelGC",
            "-XX:NewRatio=1",
            "-XX:+ExitOnOutOfMemoryError");

    /** More options of both JVMs, separated by spaces: a build starts many, each for a short time. */
    private static final String OPTIONS = "rollcall.application.options";

    private static final int SIGNING_KEY_BYTES = 24;

    /** The servers of the start that is learnt from: nothing answers there. */
    private static final String NOWHERE = "127.0.0.1:1";

    /** Those that the build puts below the top of the repository. */
    public static Applications builtIn(Path repository) {
        String version = Release.of(repository);
        return plain(jar(repository, "ingest-gateway", version), jar(repository, "sync-worker", version));
    }

    /** Those of a directory of the launcher, which keeps both without their version: it may be older than the repository. */
    public static Applications in(Path directory) {
        return plain(directory.resolve("ingest-gateway.jar"), directory.resolve("sync-worker.jar"));
    }

    /** {@link #JVM_OPTIONS} and more. */
    public static List<String> jvmOptions(String... more) {
        return Stream.concat(JVM_OPTIONS.stream(), Stream.of(more)).toList();
    }

    /** Of a process that is to work; what is learnt for a quick start is learnt without the build's own. */
    static List<String> workingOptions() {
        return jvmOptions(Pattern.compile(" +")
                .splitAsStream(System.getProperty(OPTIONS, ""))
                .filter(option -> !option.isEmpty())
                .toArray(String[]::new));
    }

    private static Applications plain(Path gateway, Path worker) {
        return new Applications(Application.plain(gateway), Application.plain(worker));
    }

    /** Whether {@link #prepared} has nothing left to do. */
    public boolean arePrepared() {
        return quickGateway().ready().isPresent() && quickWorker().ready().isPresent();
    }

    /**
     * The same, made ready for a quick start: see {@link QuickStart}. The first time for each build it takes as long as a
     * few starts, then nothing.
     *
     * @throws StartFailedException when they are not built
     */
    public Applications prepared() throws InterruptedException {
        CompletableFuture<Application> quickGateway = new CompletableFuture<>();
        CompletableFuture<Application> quickWorker = new CompletableFuture<>();
        requireBuilt(gateway.jar());
        requireBuilt(worker.jar());
        try {
            Together.run(List.of(
                    () -> quickGateway.complete(quickGateway().made()),
                    () -> quickWorker.complete(quickWorker().made())));
        } catch (InterruptedException | RuntimeException failed) {
            throw failed;
        } catch (Exception neither) {
            throw new IllegalStateException(neither);
        }
        return new Applications(quickGateway.join(), quickWorker.join());
    }

    /** The worker as {@link #prepared} left it, or plain where nobody has prepared it: for a short command. */
    public Application workerAtHand() {
        return quickWorker().ready().orElse(worker);
    }

    private QuickStart quickGateway() {
        byte[] key = new byte[SIGNING_KEY_BYTES];
        new SecureRandom().nextBytes(key);
        String secret = "whsec_" + Base64.getEncoder().encodeToString(key);
        return new QuickStart(
                gateway.jar(),
                Wiring.alone().signingSecrets(secret).kafka(NOWHERE).gatewayOn(0, 0));
    }

    private QuickStart quickWorker() {
        return new QuickStart(
                worker.jar(),
                Wiring.alone()
                        .database("postgresql://rollcall_sync@" + NOWHERE + "/away")
                        .kafka(NOWHERE)
                        .workerOn(0));
    }

    private static void requireBuilt(Path jar) {
        if (!Files.isRegularFile(jar)) {
            throw new StartFailedException(jar + " is missing; build it with: mvn -DskipTests package");
        }
    }

    private static Path jar(Path repository, String module, String version) {
        return repository.resolve(module).resolve("target").resolve("%s-%s-app.jar".formatted(module, version));
    }
}
