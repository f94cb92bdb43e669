package dev.rollcall.model.clerk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Shapes that are made anew: the reader's own are made once, before any test. */
class RecordShapeTest {

    private record Bare(String id) {}

    @Test
    void fillsIdOwnersChildrenAndExtra() {
        User user = RecordShape.of(User.class)
                .read(json("{'id':'user_1','email_addresses':[{'id':'idn_1','email_address':'a@b.c'}],'other':1}"));
        assertThat(user.id()).isEqualTo("user_1");
        assertThat(user.emailAddresses().getFirst().emailAddress()).isEqualTo("a@b.c");
        assertThat(user.extra()).hasToString("{\"other\":1}");
        assertThat(RecordShape.of(OrganizationMembership.class)
                        .read(json("{'id':'orgmem_1','organization':{'id':'org_1'}}"))
                        .organizationId())
                .isEqualTo("org_1");
    }

    @Test
    void aRecordWithoutExtraIsADefect() {
        assertThatIllegalStateException()
                .isThrownBy(() -> RecordShape.of(Bare.class))
                .withMessageContaining("has no component extra");
    }

    private static ObjectNode json(String text) {
        return (ObjectNode) JsonMapper.shared().readTree(text.replace('\'', '"'));
    }
}
