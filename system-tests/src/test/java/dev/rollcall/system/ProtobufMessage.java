package dev.rollcall.system;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The length-delimited fields of a protobuf message (texts, bytes, messages within), by their number; numbers are passed
 * over. See protobuf.dev, "Encoding".
 */
record ProtobufMessage(Map<Integer, List<byte[]>> fields) {

    static ProtobufMessage of(byte[] bytes) {
        Map<Integer, List<byte[]>> fields = new TreeMap<>();
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            long tag = varint(buffer);
            switch ((int) (tag & 7)) {
                case 0 -> varint(buffer);
                case 1 -> buffer.position(buffer.position() + Long.BYTES);
                case 2 -> {
                    byte[] value = new byte[(int) varint(buffer)];
                    buffer.get(value);
                    fields.computeIfAbsent((int) (tag >>> 3), field -> new ArrayList<>())
                            .add(value);
                }
                case 5 -> buffer.position(buffer.position() + Integer.BYTES);
                default -> throw new IllegalArgumentException("not a wire type: " + tag);
            }
        }
        return new ProtobufMessage(fields);
    }

    List<byte[]> messages(int field) {
        return fields.getOrDefault(field, List.of());
    }

    private static long varint(ByteBuffer buffer) {
        long value = 0;
        int shift = 0;
        byte next;
        do {
            next = buffer.get();
            value |= (long) (next & 0x7f) << shift;
            shift += 7;
        } while (next < 0);
        return value;
    }
}
