package dev.rollcall.gateway.receive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.gateway.answer.Answer;
import dev.rollcall.proving.servers.StandingClock;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AnswerWriterTest {

    private final AnswerWriter writer =
            new AnswerWriter(Clock.fixed(Instant.parse("2026-01-02T03:04:05.678Z"), ZoneOffset.UTC));

    @Test
    void writesAnAcceptance() {
        assertThat(write(Answer.STORED, true, true).split("\r\n", -1))
                .containsExactly(
                        "HTTP/1.1 202 Accepted", "date: Fri, 02 Jan 2026 03:04:05 GMT", "content-length: 0", "", "");
    }

    @Test
    void writesARefusalThatEndsTheConnection() {
        assertThat(write(Answer.NO_MATCHING_SIGNATURE, false, true).split("\r\n", -1))
                .containsExactly(
                        "HTTP/1.1 401 Unauthorized",
                        "date: Fri, 02 Jan 2026 03:04:05 GMT",
                        "content-type: application/json",
                        "content-length: 24",
                        "connection: close",
                        "",
                        "{\"error\":\"unauthorized\"}");
    }

    @Test
    void saysWhichMethodIsAllowed() {
        assertThat(write(Answer.METHOD, false, false))
                .contains("HTTP/1.1 405 ", "\r\nallow: POST\r\n")
                .endsWith("\r\n\r\n");
    }

    /** Without it Svix waits longer, and most 503s end their connection: while the gateway stops, and when it has no room. */
    @ParameterizedTest
    @EnumSource(Answer.class)
    void saysWhenToTryAgainWithEvery503AndWithNothingElse(Answer answer) {
        for (boolean persists : new boolean[] {true, false}) {
            for (boolean withBody : new boolean[] {true, false}) {
                List<String> lines = write(answer, persists, withBody).lines().toList();
                List<String> head = lines.subList(0, lines.indexOf(""));
                assertThat(head.stream()
                                .filter(line -> line.startsWith("retry-after:"))
                                .toList())
                        .as("%s, persists %s, with body %s", answer, persists, withBody)
                        .isEqualTo(answer.status() == 503 ? List.of("retry-after: 5") : List.of());
                assertThat(head.contains("connection: close")).isNotEqualTo(persists);
            }
        }
    }

    /** 410 switches the endpoint off, 429 makes the sender wait, and `webhook-delivery` is a command to it. */
    @ParameterizedTest
    @EnumSource(Answer.class)
    void writesNothingThatHarmsTheEndpoint(Answer answer) {
        String text = write(answer, true, true);
        assertThat(answer.status()).isIn(202, 400, 401, 404, 405, 408, 413, 415, 431, 503);
        assertThat(text.toLowerCase(java.util.Locale.ROOT)).doesNotContain("webhook-", "server:", "netty");
    }

    @ParameterizedTest
    @EnumSource(Answer.class)
    void givesEveryAnswerOfAStatusTheSameBytes(Answer answer) {
        for (Answer other : Answer.values()) {
            if (other.status() == answer.status()) {
                assertThat(write(other, true, true)).isEqualTo(write(answer, true, true));
            }
        }
    }

    @Test
    void theDateIsThatOfTheAnswerAndNotOfAnEarlierOne() {
        StandingClock clock = new StandingClock(Instant.parse("2026-12-31T23:59:58.999Z"));
        AnswerWriter moving = new AnswerWriter(clock);
        assertThat(text(moving.write(UnpooledByteBufAllocator.DEFAULT, Answer.STORED, true, true)))
                .contains("\r\ndate: Thu, 31 Dec 2026 23:59:58 GMT\r\n");
        clock.move(Duration.ofMillis(1));
        assertThat(text(moving.write(UnpooledByteBufAllocator.DEFAULT, Answer.STORED, true, true)))
                .contains("\r\ndate: Thu, 31 Dec 2026 23:59:59 GMT\r\n");
        clock.move(Duration.ofSeconds(1));
        assertThat(text(moving.write(UnpooledByteBufAllocator.DEFAULT, Answer.STORED, true, true)))
                .contains("\r\ndate: Fri, 01 Jan 2027 00:00:00 GMT\r\n");
    }

    /** Between its own head and body: nothing else may stand there, and the answer proper still follows. */
    @Test
    void asksASenderThatWaitsToGoOn() {
        assertThat(text(AnswerWriter.writeContinue(UnpooledByteBufAllocator.DEFAULT)))
                .isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
    }

    /** Made a thousand times a second: a buffer that has to grow is copied, and one that is too large is wasted. */
    @ParameterizedTest
    @EnumSource(Answer.class)
    void takesAsMuchMemoryAsTheAnswerHasBytes(Answer answer) {
        for (boolean persists : new boolean[] {true, false}) {
            ByteBuf buffer = writer.write(UnpooledByteBufAllocator.DEFAULT, answer, persists, true);
            assertThat(buffer.capacity()).isEqualTo(buffer.readableBytes());
            buffer.release();
        }
    }

    private String write(Answer answer, boolean persists, boolean withBody) {
        return text(writer.write(UnpooledByteBufAllocator.DEFAULT, answer, persists, withBody));
    }

    private static String text(ByteBuf buffer) {
        try {
            return buffer.toString(UTF_8);
        } finally {
            buffer.release();
        }
    }
}
