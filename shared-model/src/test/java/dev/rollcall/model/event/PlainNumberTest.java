package dev.rollcall.model.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlainNumberTest {

    @ParameterizedTest
    @CsvSource({
        "0,1",
        "-0,1",
        "7,1",
        "-7,1",
        "1234567890,10",
        "0.5,2",
        "0.001,4",
        "10.50,4",
        "1e3,4",
        "1E+3,4",
        "12.5e1,3",
        "12.5e0,3",
        "12.5e-1,3",
        "1e-3,4",
        "1e999,1000",
        "1e1000,1001",
        "1e-999,1000",
        "1e-1000,1001",
        "1.5e999,1000",
        "0.0001e1003,1000",
        "1e131071,131072",
        "1e99999999999,1000000001",
        "1e-99999999999,1000000001"
    })
    void digitsOfThePlainForm(String number, long digits) {
        assertThat(PlainNumber.digits(number)).isEqualTo(digits);
    }

    @Test
    void theyAreThoseThatJavaPrints() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int index = 0; index < 5_000; index++) {
            BigDecimal value =
                    new BigDecimal(new java.math.BigInteger(1 + random.nextInt(80), random), random.nextInt(200) - 100);
            if (value.signum() != 0) {
                long printed = value.toPlainString()
                        .chars()
                        .filter(character -> character != '.' && character != '-')
                        .count();
                assertThat(PlainNumber.digits(value.toString()))
                        .as("%s, seed %d", value, seed)
                        .isEqualTo(printed);
            }
        }
    }
}
