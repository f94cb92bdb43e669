package dev.rollcall.local.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.local.process.StartFailedException;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrokerCacheIT {

    @TempDir
    private Path directory;

    @Test
    void isMadeOnceAndRefusedWhenAJarHasOtherBytesOfTheSameSizeAndDate() throws Exception {
        Path note = note("one way");
        BrokerCache cache = new BrokerCache(directory.resolve("kafka"), jars(note));
        assertThat(cache.ready()).isEmpty();

        cache.make();

        Path made = cache.ready().orElseThrow();
        FileTime date = Files.getLastModifiedTime(made);
        // The JVM refuses to start on a cache that does not fit when it is told to.
        cache.rehearse(directory.resolve("fits"), "-XX:AOTCache=" + made, "-XX:AOTMode=on");
        cache.make();
        assertThat(Files.getLastModifiedTime(made)).isEqualTo(date);

        FileTime jarDate = Files.getLastModifiedTime(note);
        long size = Files.size(note);
        note("another");
        Files.setLastModifiedTime(note, jarDate);
        assertThat(Files.size(note)).isEqualTo(size);
        assertThat(cache.ready()).isEmpty();

        // And one of another size by the JVM itself, which starts without it.
        note("a way that is longer");
        cache.rehearse(directory.resolve("without"), "-XX:AOTCache=" + made);
        assertThatThrownBy(() -> cache.rehearse(directory.resolve("refused"), "-XX:AOTCache=" + made, "-XX:AOTMode=on"))
                .isInstanceOf(StartFailedException.class);
    }

    @Test
    void whereItCannotBeMadeABrokerStartsAsItIs() throws Exception {
        Path taken = Files.writeString(directory.resolve("kafka"), "somebody else's");
        BrokerCache cache = new BrokerCache(taken, jars(note("any")));

        cache.make();

        assertThat(cache.ready()).isEmpty();
        assertThat(taken).hasContent("somebody else's");
    }

    @Test
    void isMadeOfJarsOnly() {
        assertThat(BrokerCache.ofThisProcess("a.jar" + File.pathSeparator + "classes"))
                .isEmpty();
        assertThat(BrokerCache.ofThisProcess("a.jar" + File.pathSeparator + "b.jar"))
                .isPresent();
    }

    /** Not packed, so that as many letters are as many bytes. */
    private Path note(String text) throws IOException {
        Path jar = directory.resolve("note.jar");
        try (OutputStream bytes = Files.newOutputStream(jar);
                JarOutputStream output = new JarOutputStream(bytes)) {
            output.setLevel(0);
            output.putNextEntry(new JarEntry("note"));
            output.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return jar;
    }

    /** The class path of this JVM, with jars in place of directories. */
    private String jars(Path more) throws IOException {
        List<String> jars = new ArrayList<>(List.of(more.toString()));
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            Path path = Path.of(entry);
            if (Files.isRegularFile(path)) {
                jars.add(entry);
            } else if (Files.isDirectory(path)) {
                jars.add(jar(path, jars.size()).toString());
            }
        }
        return String.join(File.pathSeparator, jars);
    }

    private Path jar(Path classes, int number) throws IOException {
        Path jar = directory.resolve("classes-" + number + ".jar");
        try (OutputStream bytes = Files.newOutputStream(jar);
                JarOutputStream output = new JarOutputStream(bytes);
                Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                output.putNextEntry(new JarEntry(classes.relativize(file).toString()));
                Files.copy(file, output);
            }
        }
        return jar;
    }
}
