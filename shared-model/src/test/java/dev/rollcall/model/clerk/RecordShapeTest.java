package dev.rollcall.model.clerk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.rollcall.model.event.Losses;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Shapes that are made anew: the reader's own are made once, before any test. */
class RecordShapeTest {

    private record Bare(String id) {}

    @Test
    void readsIdOwnersChildrenAndExtra() {
        User user = Records.of(
                User.class,
                RecordShape.of(User.class)
                        .read(
                                "user_1",
                                json(
                                        "{'id':'user_1','email_addresses':[{'id':'idn_1','email_address':'a@b.c'}],'other':1}"),
                                new Losses()));
        assertThat(user.id()).isEqualTo("user_1");
        assertThat(user.emailAddresses().getFirst().emailAddress()).isEqualTo("a@b.c");
        assertThat(user.extra()).hasToString("{\"other\":1}");
        assertThat(Records.of(
                                OrganizationMembership.class,
                                RecordShape.of(OrganizationMembership.class)
                                        .read(
                                                "orgmem_1",
                                                json("{'id':'orgmem_1','organization':{'id':'org_1'}}"),
                                                new Losses()))
                        .organizationId())
                .isEqualTo("org_1");
    }

    @Test
    void whatIsLeftOutIsLeftOutAndAnIdOfAChildIsAValueOfItsOwn() {
        ReadObject read = RecordShape.of(User.class)
                .read(
                        "user_1",
                        json("{'id':'user_1','object':'user','phone_numbers':[{'id':'idn_1','backup_codes':['1']}]}"),
                        new Losses());
        User user = Records.of(User.class, read);
        assertThat(user.extra()).isNull();
        assertThat(user.phoneNumbers().getFirst().id()).isEqualTo("idn_1");
        assertThat(user.phoneNumbers().getFirst().extra()).isNull();
        assertThat(read.incomplete()).isEmpty();
    }

    @Test
    void aRecordWithoutExtraIsADefect() {
        assertThatIllegalStateException()
                .isThrownBy(() -> RecordShape.ofChild(Bare.class))
                .withMessageContaining("has no component extra");
    }

    private static ObjectNode json(String text) {
        return (ObjectNode) JsonMapper.shared().readTree(text.replace('\'', '"'));
    }
}
