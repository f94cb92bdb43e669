package dev.rollcall.model.terminal;

import java.io.ByteArrayOutputStream;
import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The one way to standard output and error: UTF-8 whatever the locale, everything through {@link TerminalText#visible}.
 * ArchUnit rules of the modules hold that commands print nowhere else.
 */
public final class TerminalStream extends PrintStream {

    private static final byte[] BEGIN_AND_CLEAR = "\r\u001B[K".getBytes(StandardCharsets.US_ASCII);

    private static final String DEVICE = "unix:rdev";

    private final OutputStream to;

    private TerminalStream(OutputStream to) {
        super(new Escaping(to), true, StandardCharsets.UTF_8);
        this.to = to;
    }

    /** Standard output of this process. */
    public static TerminalStream out() {
        return new TerminalStream(new FileOutputStream(FileDescriptor.out));
    }

    /** Standard error of this process. */
    public static TerminalStream err() {
        return new TerminalStream(new FileOutputStream(FileDescriptor.err));
    }

    /** Before any other stream, for what is encoded in UTF-8. */
    public static TerminalStream before(OutputStream to) {
        return new TerminalStream(to);
    }

    /** Whether a person looks at this process. */
    public static boolean isWatched() {
        // Null again, since release 25, where there is none.
        return Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
    }

    /** Whether he sees standard error too: not where it goes elsewhere than standard output. */
    public static boolean areBothWatched() {
        return isWatched() && isOneDevice(Path.of("/dev/fd/1"), Path.of("/dev/fd/2"));
    }

    /** By the number that a terminal has and a file has not; nothing is opened. */
    static boolean isOneDevice(Path one, Path other) {
        try {
            Object device = Files.getAttribute(one, DEVICE);
            return !device.equals(0L) && device.equals(Files.getAttribute(other, DEVICE));
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException unknown) {
            return false;
        }
    }

    /** As no-color.org has it: any value but an empty one is a no. */
    public static boolean wantsColours(@Nullable String noColour) {
        return noColour == null || noColour.isEmpty();
    }

    /** A line with a mark in colour in front; only where {@link #isWatched}. The line itself can colour nothing. */
    public synchronized void say(Mark mark, String line) {
        try {
            flush();
            to.write(mark.painted(mark.sign()).getBytes(StandardCharsets.UTF_8));
        } catch (IOException gone) {
            setError();
            return;
        }
        println(" " + line);
        flush();
    }

    /** Shows the line in place of the one that was begun; only where {@link #isWatched}. The cursor stays at its end. */
    public synchronized void overwrite(String line) {
        try {
            flush();
            to.write(BEGIN_AND_CLEAR);
        } catch (IOException gone) {
            setError();
            return;
        }
        print(TerminalText.onOneLine(line));
        flush();
    }

    /** Works on whole characters: what arrives may end within one. */
    private static final class Escaping extends FilterOutputStream {

        private static final int LONGEST_CHARACTER = 4;

        private final ByteArrayOutputStream begun = new ByteArrayOutputStream();

        private Escaping(OutputStream to) {
            super(to);
        }

        @Override
        public synchronized void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public synchronized void write(byte[] bytes, int from, int length) throws IOException {
            begun.write(bytes, from, length);
            byte[] all = begun.toByteArray();
            int whole = wholeCharacters(all);
            begun.reset();
            begun.write(all, whole, all.length - whole);
            pass(all, whole);
        }

        /** Half a character stays here: a print stream flushes wherever its buffer was full. */
        @Override
        public synchronized void flush() throws IOException {
            out.flush();
        }

        @Override
        public synchronized void close() throws IOException {
            byte[] rest = begun.toByteArray();
            begun.reset();
            pass(rest, rest.length);
            super.close();
        }

        private void pass(byte[] bytes, int length) throws IOException {
            String text = new String(bytes, 0, length, StandardCharsets.UTF_8);
            out.write(TerminalText.visible(text).getBytes(StandardCharsets.UTF_8));
        }

        /** How many bytes end with a whole character; a carriage return waits for what comes behind it. */
        private static int wholeCharacters(byte[] bytes) {
            int end = bytes.length;
            for (int back = 1; back <= Math.min(LONGEST_CHARACTER, bytes.length); back++) {
                int lead = bytes[bytes.length - back] & 0xff;
                if (lead < 0x80 || lead >= 0xc0) {
                    int size = lead < 0xc0 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : LONGEST_CHARACTER;
                    end = size > back ? bytes.length - back : bytes.length;
                    break;
                }
            }
            return end > 0 && end == bytes.length && bytes[end - 1] == '\r' ? end - 1 : end;
        }
    }
}
