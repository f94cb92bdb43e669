package dev.rollcall.startup.kafka;

import net.jpountz.lz4.LZ4Factory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Kafka's client takes lz4's native code only when it is loaded already or the class path is the JVM's own; inside an
 * executable jar it is neither, and everything is compressed by the much slower Java code.
 */
public final class NativeCompression {

    private static final Logger LOG = LoggerFactory.getLogger(NativeCompression.class);

    private NativeCompression() {}

    /** Does without it where there is no native code for the machine, or nowhere to unpack it. */
    public static void load() {
        try {
            LZ4Factory.nativeInstance();
        } catch (LinkageError | RuntimeException slower) {
            LOG.info("lz4 runs without native code: {}", slower.toString());
        }
    }
}
