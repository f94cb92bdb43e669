package dev.rollcall.gateway.answer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What the sender is told, and what it makes of it. */
class AnswerTest {

    private static Set<Answer> with(int status) {
        return Arrays.stream(Answer.values())
                .filter(answer -> answer.status() == status)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Answer.class)));
    }

    @Test
    void onlyTheStatusesOfTheContractAreGiven() {
        assertThat(Arrays.stream(Answer.values()).map(Answer::status).collect(Collectors.toSet()))
                .containsExactlyInAnyOrder(202, 400, 401, 404, 405, 408, 413, 415, 431, 503);
    }

    @Test
    void only202MeansThatNothingIsLostAndItSaysWhy() {
        assertThat(with(202))
                .allSatisfy(answer -> assertThat(answer.outcome())
                        .isEqualTo(answer == Answer.STORED ? Outcome.ACKNOWLEDGED : Outcome.EXCLUDED));
        assertThat(Arrays.stream(Answer.values()).filter(answer -> answer.outcome() == Outcome.ACKNOWLEDGED))
                .containsExactly(Answer.STORED);
    }

    @Test
    void whatIsOurFaultIsA503AndWhatIsTheSendersIsARefusal() {
        for (Answer answer : Answer.values()) {
            assertThat(answer.outcome() == Outcome.UNAVAILABLE)
                    .as(answer.name())
                    .isEqualTo(answer.status() == 503);
            assertThat(answer.outcome() == Outcome.REJECTED)
                    .as(answer.name())
                    .isEqualTo(answer.status() >= 400 && answer.status() < 500);
        }
    }

    @Test
    void theReasonIsTheNameInLowerCase() {
        assertThat(Answer.NO_MATCHING_SIGNATURE.reason()).isEqualTo("no_matching_signature");
        assertThat(Answer.STORED.outcome().label()).isEqualTo("acknowledged");
    }
}
