package dev.rollcall.local.application;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Unpacks itself as an executable jar of Spring Boot does, and notes beside the jar each time that it does so. */
final class UnpackingApplication {

    static final String FAILS = "UNPACKING_APPLICATION_FAILS";

    private UnpackingApplication() {}

    public static void main(String[] arguments) throws IOException {
        if ("tools".equals(System.getProperty("jarmode"))) {
            Path jar = Path.of(System.getProperty("java.class.path"));
            Path directory = Path.of(arguments[2]);
            Files.createDirectory(directory);
            Files.copy(jar, directory.resolve(jar.getFileName()));
            Files.writeString(
                    jar.resolveSibling("unpacked"), "once\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } else if ("yes".equals(System.getenv(FAILS))) {
            System.exit(1);
        } else if (arguments.length > 0) {
            System.out.println(arguments[0]);
        }
    }
}
