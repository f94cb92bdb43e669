package dev.rollcall.gateway.receive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.gateway.answer.Answer;
import dev.rollcall.gateway.metrics.IngestMetrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BodyBufferTest {

    private final BodyMemory memory = new BodyMemory(new IngestMetrics(new SimpleMeterRegistry()), System::nanoTime);

    @Test
    void collectsPiecesInTheirOrder() {
        BodyBuffer body = body(-1);
        byte[] expected = new byte[100_000];
        for (int index = 0; index < expected.length; index++) {
            expected[index] = (byte) (index * 31);
        }
        for (int from = 0; from < expected.length; from += 1000) {
            assertThat(body.add(Unpooled.wrappedBuffer(expected, from, 1000))).isNull();
        }
        assertThat(body.finish()).isEqualTo(expected);
        body.release();
        assertThat(memory.used()).isZero();
    }

    @Test
    void takesNoMemoryForWhatIsOnlyAnnounced() {
        List<BodyBuffer> bodies = new ArrayList<>();
        for (int index = 0; index < 1000; index++) {
            bodies.add(body(RequestHead.MOST_BODY_BYTES));
        }
        assertThat(memory.used()).isZero();
        bodies.forEach(BodyBuffer::release);
        assertThat(memory.used()).isZero();
    }

    @Test
    void refusesMoreThanWasAnnounced() {
        assertThat(body(3).add(Unpooled.wrappedBuffer(new byte[4]))).isEqualTo(Answer.TOO_LARGE);
    }

    @Test
    void takesNothingWhenNothingIsToCome() {
        BodyBuffer body = body(0);
        assertThat(body.add(Unpooled.wrappedBuffer(new byte[1]))).isEqualTo(Answer.TOO_LARGE);
        assertThat(body.finish()).isEmpty();
    }

    @Test
    void theFirstBytesOfABodyAreFreeAndBeyondThemItGrowsTwofoldAsItComes() {
        BodyBuffer body = body(RequestHead.MOST_BODY_BYTES);
        assertThat(body.add(Unpooled.wrappedBuffer(new byte[BodyMemory.FREE_BYTES])))
                .isNull();
        assertThat(memory.used()).isZero();
        assertThat(body.add(Unpooled.wrappedBuffer(new byte[1]))).isNull();
        assertThat(memory.used()).isEqualTo(BodyMemory.FREE_BYTES);
        byte[] large = new byte[100_000];
        assertThat(body.add(Unpooled.wrappedBuffer(large))).isNull();
        assertThat(memory.used()).as("or as far as a large piece needs").isEqualTo(large.length + 1L);
        assertThat(body.finish()).hasSize(BodyMemory.FREE_BYTES + 1 + large.length);
        body.release();
        assertThat(memory.used()).isZero();
    }

    @Test
    void aBodyNeverTakesMoreThanItAnnounced() {
        int announced = BodyMemory.FREE_BYTES + 10;
        BodyBuffer body = body(announced);
        assertThat(body.add(Unpooled.wrappedBuffer(new byte[BodyMemory.FREE_BYTES + 1])))
                .isNull();
        assertThat(memory.used()).isEqualTo(10);
        assertThat(body.add(Unpooled.wrappedBuffer(new byte[9]))).isNull();
        assertThat(body.finish()).hasSize(announced);
        body.release();
        assertThat(memory.used()).isZero();
    }

    @Test
    void refusesMoreThanTheCapWhenNothingWasAnnounced() {
        BodyBuffer body = body(-1);
        assertThat(body.add(Unpooled.wrappedBuffer(new byte[RequestHead.MOST_BODY_BYTES])))
                .isNull();
        assertThat(body.add(Unpooled.wrappedBuffer(new byte[1]))).isEqualTo(Answer.TOO_LARGE);
        body.release();
        assertThat(memory.used()).isZero();
    }

    @Test
    void refusesLargeBodiesButNoUsualOneWhenMemoryIsUsedUp() {
        List<BodyBuffer> bodies = new ArrayList<>();
        BodyBuffer large = body(RequestHead.MOST_BODY_BYTES);
        while (large.add(Unpooled.wrappedBuffer(new byte[RequestHead.MOST_BODY_BYTES])) == null) {
            bodies.add(large);
            large = body(RequestHead.MOST_BODY_BYTES);
        }
        assertThat(memory.used()).isBetween(BodyMemory.MOST_BYTES - RequestHead.MOST_BODY_BYTES, BodyMemory.MOST_BYTES);
        assertThat(body(BodyMemory.FREE_BYTES).add(Unpooled.wrappedBuffer(new byte[BodyMemory.FREE_BYTES])))
                .isNull();
        large.release();
        bodies.forEach(BodyBuffer::release);
        assertThat(memory.used()).isZero();
    }

    /** Of a sender that nobody makes give way. */
    private BodyBuffer body(int announced) {
        HandMadePlace connection = new HandMadePlace();
        connection.isEarned = true;
        return new BodyBuffer(memory, connection, announced);
    }
}
