package dev.rollcall.local.application;

import dev.rollcall.local.process.JavaCommand;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The program of gateway or worker.
 *
 * @param jar executable
 * @param startCache what the JVM learnt in an earlier start of this jar; null for a start that learns it all again
 */
public record Application(Path jar, @Nullable Path startCache) {

    /** As the build makes it: one jar, and nothing learnt. */
    public static Application plain(Path jar) {
        return new Application(jar, null);
    }

    /** The command line with the options that every application runs with. */
    public List<String> command(String... arguments) {
        return command(Applications.workingOptions(), List.of(arguments));
    }

    /** The command line with options of one's own. A cache that does not fit them is not used, and nothing is said of it. */
    public List<String> command(List<String> jvmOptions, List<String> arguments) {
        List<String> options = new ArrayList<>(jvmOptions);
        if (startCache != null) {
            options.add("-XX:AOTCache=" + startCache);
            options.add("-Xlog:aot*=off");
        }
        return JavaCommand.jar(jar, options, arguments);
    }
}
