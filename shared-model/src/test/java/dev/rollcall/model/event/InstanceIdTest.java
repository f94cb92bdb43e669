package dev.rollcall.model.event;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InstanceIdTest {

    private static final String REST = "bcdefghijklmnopqrstuvwxyzB";

    @ParameterizedTest
    @ValueSource(chars = {'a', 'z', 'A', 'Z', '0', '9', 'm', 'M', '5'})
    void isMadeOfLettersAndDigits(char character) {
        assertThat(InstanceId.isOfClerksForm("ins_" + character + REST)).isTrue();
        assertThat(InstanceId.isOfClerksForm("ins_" + REST + character)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(chars = {'`', '{', '@', '[', '/', ':', '_', '-', ' ', 'é'})
    void hasNoOtherCharacter(char character) {
        assertThat(InstanceId.isOfClerksForm("ins_" + character + REST)).isFalse();
        assertThat(InstanceId.isOfClerksForm("ins_" + REST + character)).isFalse();
    }

    @Test
    void hasItsPrefixAndItsLength() {
        assertThat(InstanceId.isOfClerksForm("ins_" + REST)).isFalse();
        assertThat(InstanceId.isOfClerksForm("ins_" + REST + "00")).isFalse();
        assertThat(InstanceId.isOfClerksForm("org_" + REST + "0")).isFalse();
        assertThat(InstanceId.isOfClerksForm("ins_123")).isFalse();
        assertThat(InstanceId.isOfClerksForm("")).isFalse();
    }
}
