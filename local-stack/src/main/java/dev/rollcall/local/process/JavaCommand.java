package dev.rollcall.local.process;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Command lines of programs that run on the JDK of this process. */
public final class JavaCommand {

    private JavaCommand() {}

    /** {@code java <options> -jar <jar> <arguments>} */
    public static List<String> jar(Path jar, List<String> options, List<String> arguments) {
        List<String> command = start(options);
        command.add("-jar");
        command.add(jar.toString());
        command.addAll(arguments);
        return command;
    }

    /** {@code java <options> -cp <classPath> <mainClass> <arguments>} */
    public static List<String> main(String classPath, String mainClass, List<String> options, List<String> arguments) {
        List<String> command = start(options);
        command.add("-cp");
        command.add(classPath);
        command.add(mainClass);
        command.addAll(arguments);
        return command;
    }

    private static List<String> start(List<String> options) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        return command;
    }
}
