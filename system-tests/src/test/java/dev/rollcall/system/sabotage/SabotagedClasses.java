package dev.rollcall.system.sabotage;

import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** The classes of the modules that a sabotage changes, with the change in them; the repository stays as it is. */
final class SabotagedClasses {

    private static final String MAIN = "/src/main/";

    private final Path directory;
    private final Map<String, Path> byModule = new HashMap<>();

    SabotagedClasses(Sabotage sabotage, Path directory) throws IOException, InterruptedException {
        this.directory = directory;
        for (String file : sabotage.files()) {
            Path copy = directory.resolve(file);
            Files.createDirectories(copy.getParent());
            Files.copy(Repository.ROOT.resolve(file), copy);
        }
        Repository.run(directory, "git", "apply", sabotage.patch().toString());
        Map<String, List<Path>> sources = new HashMap<>();
        for (String file : sabotage.files()) {
            String module = file.substring(0, file.indexOf(MAIN));
            if (!byModule.containsKey(module)) {
                Path classes = directory.resolve(module + "-classes");
                Repository.copy(Repository.ROOT.resolve(module + "/target/classes"), classes);
                byModule.put(module, classes);
            }
            String inside = file.substring(file.indexOf(MAIN) + MAIN.length());
            if (inside.startsWith("resources/")) {
                Files.copy(
                        directory.resolve(file),
                        byModule.get(module).resolve(inside.substring("resources/".length())),
                        StandardCopyOption.REPLACE_EXISTING);
            } else {
                sources.computeIfAbsent(module, each -> new ArrayList<>()).add(directory.resolve(file));
            }
        }
        for (Map.Entry<String, List<Path>> module : sources.entrySet()) {
            compile(module.getKey(), module.getValue());
        }
    }

    private void compile(String module, List<Path> sources) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter problems = new StringWriter();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            List<String> options = List.of(
                    "-parameters",
                    "-proc:none",
                    "-nowarn",
                    "-d",
                    byModule.get(module).toString(),
                    "-cp",
                    classPath(module));
            if (!compiler.getTask(problems, files, null, options, null, files.getJavaFileObjectsFromPaths(sources))
                    .call()) {
                throw new IOException("the sabotage does not compile\n" + problems);
            }
        }
    }

    /** What a module's tests run with; the profile writes the list of its dependencies. */
    String classPath(String module) throws IOException {
        List<String> entries = new ArrayList<>();
        entries.add(Repository.ROOT.resolve(module + "/target/test-classes").toString());
        entries.add(classesOf(module).toString());
        for (String entry : Files.readString(Repository.ROOT.resolve(module + "/target/test.classpath"))
                .strip()
                .split(File.pathSeparator)) {
            Path path = Path.of(entry);
            entries.add(
                    path.startsWith(Repository.ROOT)
                            ? classesOf(Repository.ROOT
                                            .relativize(path)
                                            .getName(0)
                                            .toString())
                                    .toString()
                            : entry);
        }
        return String.join(File.pathSeparator, entries);
    }

    private Path classesOf(String module) {
        return byModule.getOrDefault(module, Repository.ROOT.resolve(module + "/target/classes"));
    }

    Path directory() {
        return directory;
    }
}
