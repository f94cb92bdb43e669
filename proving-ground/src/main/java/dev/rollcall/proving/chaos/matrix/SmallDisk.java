package dev.rollcall.proving.chaos.matrix;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A tmpfs, which only root may mount. */
record SmallDisk(Path mountPoint) {

    static SmallDisk mount(Path mountPoint, int megabytes) throws IOException, InterruptedException {
        if (!"root".equals(System.getProperty("user.name")) || !Files.isExecutable(Path.of("/usr/bin/mount"))) {
            throw new NotPossibleException("only root can mount a small disk (tmpfs) on Linux");
        }
        Files.createDirectories(mountPoint);
        if (run("/usr/bin/mount", "-t", "tmpfs", "-o", "size=" + megabytes + "m", "tmpfs", mountPoint.toString())
                != 0) {
            throw new NotPossibleException("mount of a tmpfs is not permitted here");
        }
        SmallDisk disk = new SmallDisk(mountPoint);
        Files.createDirectories(disk.tables());
        return disk;
    }

    Path tables() {
        return mountPoint.resolve("tables");
    }

    void fill() {
        byte[] block = new byte[64 * 1024];
        try (OutputStream out = Files.newOutputStream(mountPoint.resolve("filler"))) {
            while (true) {
                out.write(block);
            }
        } catch (IOException full) {
            // That is what was wanted.
        }
    }

    void free() throws IOException {
        Files.delete(mountPoint.resolve("filler"));
    }

    /** Lazily: a server may still hold a file that was deleted there. */
    void close() throws IOException, InterruptedException {
        run("/usr/bin/umount", "--lazy", mountPoint.toString());
    }

    private static int run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }
}
