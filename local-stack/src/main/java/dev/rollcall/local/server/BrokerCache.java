package dev.rollcall.local.server;

import dev.rollcall.local.process.FreePort;
import dev.rollcall.local.process.OneAtATime;
import dev.rollcall.local.process.StartFailedException;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.CRC32;

/**
 * What the JVM of a broker learns in one start: classes loaded, linked and profiled (JEP 483, 514 and 515). With it a
 * broker is ready with half of the processor time.
 *
 * <p>It is made of jars only, once for their bytes: a file that is written last says what it was made of. The JVM looks at
 * their sizes and dates by itself, which a build may keep; and starts without the cache where it does not fit.
 *
 * @param directory to hold it; made when it is made
 * @param classPath of the broker
 */
record BrokerCache(Path directory, String classPath) {

    private static final String CACHE = "start.aot";
    private static final int BUFFER_BYTES = 1 << 18;

    /** Beside the directory that holds this program's jar; empty where it runs from something else than jars. */
    static Optional<BrokerCache> ofThisProcess(String classPath) {
        CodeSource source = BrokerCache.class.getProtectionDomain().getCodeSource();
        if (source == null || !entries(classPath).allMatch(entry -> entry.endsWith(".jar"))) {
            return Optional.empty();
        }
        try {
            URI jar = source.getLocation().toURI();
            Path beside = Path.of(jar).resolve("../../kafka").normalize();
            return Optional.of(new BrokerCache(beside, classPath));
        } catch (URISyntaxException | IllegalArgumentException noFile) {
            return Optional.empty();
        }
    }

    /** The cache that was made of these very jars; empty when that is still to be done, or has failed. */
    Optional<Path> ready() {
        return isMade() ? Optional.of(cache()).filter(Files::isRegularFile) : Optional.empty();
    }

    /** Whether it need not be tried any more with these jars. */
    boolean isMade() {
        try {
            return Files.isRegularFile(madeOf()) && Files.readString(madeOf()).equals(ingredients());
        } catch (IOException unreadable) {
            return false;
        }
    }

    /** Makes it when it is missing, in one start of a broker of its own; leaves it when that fails, since a slow start is a start. */
    void make() throws InterruptedException {
        if (isMade()) {
            return;
        }
        try {
            Files.createDirectories(directory);
            OneAtATime.run(directory.resolve("lock"), () -> {
                if (!isMade()) {
                    learn();
                }
                return true;
            });
        } catch (IOException | StartFailedException notPossible) {
            // As without it.
        }
    }

    private void learn() throws IOException, InterruptedException {
        Path scratch = directory.resolve("rehearsal");
        Files.deleteIfExists(madeOf());
        Files.deleteIfExists(cache());
        DirectoryTree.delete(scratch);
        String before = ingredients();
        try {
            rehearse(scratch, "-XX:AOTCacheOutput=" + cache());
        } finally {
            DirectoryTree.delete(scratch);
            // What the cache is made of, and as large.
            Files.deleteIfExists(directory.resolve(CACHE + ".config"));
        }
        Files.writeString(madeOf(), before);
    }

    /** One start and one end of a broker in a directory that nobody needs. */
    void rehearse(Path scratch, String... options) throws IOException, InterruptedException {
        KafkaServer.rehearse(scratch, KafkaNode.alone(FreePort.any()), classPath, List.of(options));
    }

    private String ingredients() throws IOException {
        StringBuilder ingredients = new StringBuilder();
        for (String entry : entries(classPath).toList()) {
            ingredients
                    .append(Long.toHexString(checksum(Path.of(entry))))
                    .append(' ')
                    .append(entry)
                    .append('\n');
        }
        return ingredients
                .append(System.getProperty("java.home"))
                .append('\n')
                .append(System.getProperty("java.vm.version"))
                .append('\n')
                .append(String.join(" ", KafkaStorage.JVM_OPTIONS))
                .append('\n')
                .toString();
    }

    private static long checksum(Path jar) throws IOException {
        CRC32 checksum = new CRC32();
        ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
        try (SeekableByteChannel bytes = Files.newByteChannel(jar)) {
            while (bytes.read(buffer.clear()) >= 0) {
                checksum.update(buffer.flip());
            }
        }
        return checksum.getValue();
    }

    private static Stream<String> entries(String classPath) {
        return Arrays.stream(classPath.split(File.pathSeparator));
    }

    private Path cache() {
        return directory.resolve(CACHE);
    }

    private Path madeOf() {
        return directory.resolve("made-of");
    }
}
