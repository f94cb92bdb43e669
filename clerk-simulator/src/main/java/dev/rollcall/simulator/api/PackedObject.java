package dev.rollcall.simulator.api;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** An object as it is, or in about a tenth of the memory. */
final class PackedObject {

    private final @Nullable ObjectNode open;
    private final byte[] packed;

    private PackedObject(@Nullable ObjectNode open, byte[] packed) {
        this.open = open;
        this.packed = packed;
    }

    static PackedObject of(ObjectNode object, boolean small) {
        return small ? new PackedObject(null, packed(object)) : new PackedObject(object.deepCopy(), new byte[0]);
    }

    /** A copy. */
    ObjectNode object() {
        if (open != null) {
            return open.deepCopy();
        }
        try (InputStream in = new InflaterInputStream(new ByteArrayInputStream(packed))) {
            return (ObjectNode) AnyDepth.MAPPER.readTree(in);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static byte[] packed(ObjectNode object) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new DeflaterOutputStream(bytes)) {
            out.write(AnyDepth.MAPPER.writeValueAsBytes(object));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }
}
