package dev.rollcall.benchmark.memory;

import dev.rollcall.benchmark.stack.App;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a process holds at one moment.
 *
 * @param heapMegabytes used after a full collection
 * @param residentMegabytes physical memory, as the system sees it
 */
record ProcessMemory(double heapMegabytes, double residentMegabytes) {

    private static final Pattern USED = Pattern.compile("heap.* used (\\d+)K");
    private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");

    /** Has the process collect its garbage first; resident memory is read before that. */
    static ProcessMemory of(App app) throws IOException, InterruptedException {
        long pid = app.process().pid();
        double resident = megabytes(RESIDENT, Files.readString(Path.of("/proc/" + pid + "/status")));
        command(pid, "GC.run");
        return new ProcessMemory(megabytes(USED, command(pid, "GC.heap_info")), resident);
    }

    private static String command(long pid, String command) throws IOException, InterruptedException {
        String program = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        Process process = new ProcessBuilder(program, Long.toString(pid), command)
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException("jcmd " + command + " of process " + pid + ": " + output);
        }
        return output;
    }

    private static double megabytes(Pattern pattern, String text) throws IOException {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.find()) {
            throw new IOException(pattern + " is not in: " + text);
        }
        return Long.parseLong(matcher.group(1)) / 1024.0;
    }
}
