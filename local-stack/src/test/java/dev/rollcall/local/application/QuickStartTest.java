package dev.rollcall.local.application;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.local.process.Together;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuickStartTest {

    private static final String CLASS = UnpackingApplication.class.getName();

    @TempDir
    private Path directory;

    @Test
    void isMadeOnceAndFitsTheJvmThatRunsIt() throws Exception {
        QuickStart start = of(jar("as built"));
        assertThat(start.ready()).isEmpty();

        Application made = start.made();

        assertThat(made.jar()).isEqualTo(directory.resolve("app/app.jar"));
        // The JVM refuses to start on a cache that does not fit when it is told to.
        assertThat(run(made, "-XX:AOTMode=on")).isEqualTo("started\n");
        assertThat(start.made()).isEqualTo(made);
        assertThat(start.ready()).contains(made);
        assertThat(unpackings()).isEqualTo(1);
    }

    @Test
    void isMadeAnewForAnotherBuildOfTheSameSizeAndDate() throws Exception {
        Path jar = jar("one way");
        var date = Files.getLastModifiedTime(jar);
        long size = Files.size(jar);
        of(jar).made();

        jar("another");
        Files.setLastModifiedTime(jar, date);
        assertThat(Files.size(jar)).isEqualTo(size);
        assertThat(of(jar).ready()).isEmpty();
        assertThat(run(of(jar).made(), "-XX:AOTMode=on")).isEqualTo("started\n");
        assertThat(unpackings()).isEqualTo(2);
    }

    @Test
    void twoAtTheSameTimeMakeItOnce() throws Exception {
        Path jar = jar("as built");
        Together.run(List.of(() -> of(jar).made(), () -> of(jar).made()));

        assertThat(unpackings()).isEqualTo(1);
        assertThat(of(jar).ready()).isPresent();
    }

    @Test
    void throwsAwayWhatAnInterruptedProcessLeft() throws Exception {
        QuickStart start = of(jar("as built"));
        Path left = Files.createDirectories(directory.resolve("app/lib")).resolve("half.jar");
        Files.writeString(left, "half");
        Files.writeString(directory.resolve("app/start.aot"), "half");

        assertThat(run(start.made(), "-XX:AOTMode=on")).isEqualTo("started\n");
        assertThat(left).doesNotExist();
    }

    @Test
    void aCacheThatIsCutOffIsPassedOverInSilence() throws Exception {
        Application made = of(jar("as built")).made();
        Path cache = Objects.requireNonNull(made.startCache());
        byte[] whole = Files.readAllBytes(cache);
        for (int length : List.of(0, 100, whole.length / 2)) {
            Files.write(cache, Arrays.copyOf(whole, length));
            assertThat(run(made)).isEqualTo("started\n");
        }
        Files.delete(cache);
        assertThat(run(made)).isEqualTo("started\n");
    }

    @Test
    void aStartThatFailsIsNotTriedAgainBeforeEveryOther() throws Exception {
        Path jar = jar("as built");
        QuickStart failing = new QuickStart(jar, Wiring.alone().with(UnpackingApplication.FAILS, "yes"));

        assertThat(failing.made().startCache()).isNull();
        assertThat(failing.ready()).contains(Application.plain(directory.resolve("app/app.jar")));
    }

    @Test
    void aJarOfAnotherKindAndOneThatCannotBeUnpackedStartAsTheyAre() throws Exception {
        Path other = jar("as built", false);
        assertThat(of(other).made()).isEqualTo(Application.plain(other));

        // Somebody else's file is in the way.
        Path jar = jar("as built");
        Files.createDirectory(directory.resolve("app.lock"));
        assertThat(of(jar).made()).isEqualTo(Application.plain(jar));
    }

    private static QuickStart of(Path jar) {
        return new QuickStart(jar, Wiring.alone());
    }

    private long unpackings() throws IOException {
        return Files.readAllLines(directory.resolve("unpacked")).size();
    }

    private Path jar(String note) throws IOException {
        return jar(note, true);
    }

    private Path jar(String note, boolean ofSpringBoot) throws IOException {
        Manifest manifest = new Manifest();
        Attributes main = manifest.getMainAttributes();
        main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        main.put(Attributes.Name.MAIN_CLASS, CLASS);
        if (ofSpringBoot) {
            main.put(new Attributes.Name("Start-Class"), CLASS);
        }
        Path jar = directory.resolve("app.jar");
        String file = CLASS.replace('.', '/') + ".class";
        try (OutputStream bytes = Files.newOutputStream(jar);
                JarOutputStream output = new JarOutputStream(bytes, manifest);
                InputStream code = QuickStartTest.class.getResourceAsStream("/" + file)) {
            output.putNextEntry(new JarEntry(file));
            Objects.requireNonNull(code).transferTo(output);
            output.putNextEntry(new JarEntry("note"));
            output.write(note.getBytes(StandardCharsets.UTF_8));
        }
        return jar;
    }

    private static String run(Application application, String... options) throws Exception {
        Process process = new ProcessBuilder(application.command(Applications.jvmOptions(options), List.of("started")))
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }
}
