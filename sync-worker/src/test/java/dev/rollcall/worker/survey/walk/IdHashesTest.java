package dev.rollcall.worker.survey.walk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class IdHashesTest {

    private static ObjectNode object(String id) {
        return JsonMapper.shared().createObjectNode().put("id", id);
    }

    @Test
    void knowsWhatWasAddedAndNothingElse() {
        IdHashes hashes = new IdHashes();
        for (int id = 0; id < 50_000; id++) {
            assertThat(hashes.add(IdHashes.of("user_" + id))).isTrue();
            assertThat(hashes.add(IdHashes.of("user_" + id / 2))).isFalse();
        }
        assertThat(hashes.size()).isEqualTo(50_000);
        for (int id = 0; id < 50_000; id++) {
            assertThat(hashes.contains("user_" + id)).isTrue();
            assertThat(hashes.contains("org_" + id)).isFalse();
        }
        hashes.clear();
        assertThat(hashes.size()).isZero();
        assertThat(hashes.contains("user_1")).isFalse();
    }

    /** Zero is a hash as any other; it marks a free place inside. */
    @Test
    void doesWhatASetDoes() {
        Random dice = new Random(3);
        IdHashes hashes = new IdHashes();
        Set<Long> set = new HashSet<>();
        for (int step = 0; step < 200_000; step++) {
            long hash = dice.nextInt(10) == 0 ? dice.nextInt(3) - 1 : dice.nextInt(60_000) * 0x9E3779B97F4A7C15L;
            assertThat(hashes.add(hash)).isEqualTo(set.add(hash));
        }
        assertThat(hashes.size()).isEqualTo(set.size());
    }

    @Test
    void pagesArePackedAndReadAgain() {
        List<ObjectNode> page = List.of(object("user_1"), object("user_2"));
        byte[] packed = IdHashes.pack(page);
        assertThat(packed).hasSize(2 * Long.BYTES);
        IdHashes hashes = new IdHashes();
        hashes.addPacked(packed);
        hashes.addPacked(new byte[0]);
        assertThat(hashes.contains("user_1")).isTrue();
        assertThat(hashes.contains("user_2")).isTrue();
        assertThat(hashes.size()).isEqualTo(2);
        assertThat(hashes.fresh(List.of(object("user_2"), object("user_3"), object("user_3"))))
                .extracting(object -> object.get("id").stringValue())
                .containsExactly("user_3");
    }
}
