package dev.rollcall.model.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class EntityVersionTest {

    private static final MessageId A = new MessageId("a");
    private static final MessageId B = new MessageId("b");

    @Test
    void comparesUpdatedAtThenTheEventThenTheMessage() {
        List<EntityVersion> ascending = List.of(
                EntityVersion.PLACEHOLDER,
                new EntityVersion(0, 0, A),
                new EntityVersion(0, 9, MessageId.NONE),
                new EntityVersion(5, 1, B),
                new EntityVersion(5, 2, A),
                new EntityVersion(5, 2, B),
                new EntityVersion(6, 0, MessageId.NONE),
                new EntityVersion(Long.MAX_VALUE, 0, MessageId.NONE));
        for (int left = 0; left < ascending.size(); left++) {
            for (int right = 0; right < ascending.size(); right++) {
                EntityVersion one = ascending.get(left);
                EntityVersion other = ascending.get(right);
                assertThat(Integer.signum(one.compareTo(other)))
                        .as("%s and %s", one, other)
                        .isEqualTo(Integer.compare(left, right));
                assertThat(one.isNewerThan(other)).isEqualTo(left > right);
            }
        }
    }

    @Test
    void theSameVersionIsNotNewerThanItself() {
        EntityVersion version = new EntityVersion(7, 8, A);
        assertThat(version.isNewerThan(new EntityVersion(7, 8, A))).isFalse();
        assertThat(version).isEqualByComparingTo(new EntityVersion(7, 8, A));
    }

    @Test
    void hasNoNegativeTimes() {
        assertThat(new EntityVersion(0, 0, A)).isNotNull();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new EntityVersion(-1, 0, A))
                .withMessageContaining("-1, 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new EntityVersion(0, -1, A))
                .withMessageContaining("0, -1");
    }
}
