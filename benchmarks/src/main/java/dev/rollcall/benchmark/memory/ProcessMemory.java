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
        return new ProcessMemory(megabytes(USED, collectAndDescribe(pid)), resident);
    }

    /** Both in one start of the program, which costs more than what it does. */
    private static String collectAndDescribe(long pid) throws IOException, InterruptedException {
        String program = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        Path commands = Files.createTempFile("rollcall-benchmark-", ".jcmd");
        try {
            Files.writeString(commands, "GC.run\nGC.heap_info\n");
            Process process = new ProcessBuilder(program, Long.toString(pid), "-f", commands.toString())
                    .redirectErrorStream(true)
                    .start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IOException("jcmd of process " + pid + ": " + output);
            }
            return output;
        } finally {
            Files.delete(commands);
        }
    }

    private static double megabytes(Pattern pattern, String text) throws IOException {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.find()) {
            throw new IOException(pattern + " is not in: " + text);
        }
        return Long.parseLong(matcher.group(1)) / 1024.0;
    }
}
