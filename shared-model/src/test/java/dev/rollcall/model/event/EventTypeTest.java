package dev.rollcall.model.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventTypeTest {

    @ParameterizedTest
    @CsvSource({
        "user.created,user,created,false",
        "user.deleted,user,deleted,true",
        "session.removed,session,removed,false",
        "a.b.deleted,a.b,deleted,true",
        "user,user,'',false",
        "deleted,deleted,'',false",
        "user.deleted.,user.deleted,'',false",
        "User.Deleted,User,Deleted,false",
        ".deleted,'',deleted,true"
    })
    void isAResourceAndAVerbAfterTheLastDot(String value, String resource, String verb, boolean delete) {
        EventType type = new EventType(value);
        assertThat(type.resource()).isEqualTo(resource);
        assertThat(type.verb()).isEqualTo(verb);
        assertThat(type.isDelete()).isEqualTo(delete);
        assertThat(type).hasToString(value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "user created", "user.\u0000", "user.\u007f", "usér.created", "a\n"})
    void refusesWhatIsNotPrintable(String value) {
        assertThat(EventType.isValid(value)).isFalse();
        assertThatIllegalArgumentException().isThrownBy(() -> new EventType(value));
    }

    @Test
    void takes200CharactersAndRefusesOneMore() {
        assertThat(EventType.isValid("!" + "~".repeat(199))).isTrue();
        assertThat(EventType.isValid("a".repeat(201))).isFalse();
    }
}
