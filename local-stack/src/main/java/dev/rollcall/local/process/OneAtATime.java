package dev.rollcall.local.process;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLockInterruptionException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/** What only one thread of one process on this machine may do at a time. */
public final class OneAtATime {

    /** A lock on a file is the process's; a second thread that asks for it is refused. */
    private static final Map<Path, ReentrantLock> IN_THIS_PROCESS = new ConcurrentHashMap<>();

    private OneAtATime() {}

    /** Work that uses files. */
    @FunctionalInterface
    public interface Work<T> {
        T run() throws IOException, InterruptedException;
    }

    /**
     * Waits for its turn.
     *
     * @param lock an empty file, which stays
     * @throws IOException also when the file cannot be made
     */
    public static <T> T run(Path lock, Work<T> work) throws IOException, InterruptedException {
        ReentrantLock ours = IN_THIS_PROCESS.computeIfAbsent(lock, first -> new ReentrantLock());
        ours.lockInterruptibly();
        try (FileChannel file = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            file.lock();
            return work.run();
        } catch (FileLockInterruptionException interrupted) {
            throw new InterruptedException(interrupted.getMessage());
        } finally {
            ours.unlock();
        }
    }
}
