package dev.rollcall.worker.operate.deadletters;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.rollcall.model.failure.FailureCode;

/** What a replay of one dead letter would do, as the database stands now. */
public sealed interface Forecast {

    /** One sentence. */
    @JsonProperty
    String sentence();

    /** In one word, for programs. */
    @JsonProperty
    String verdict();

    /** It would be applied. */
    record Applies(String how) implements Forecast {
        @Override
        public String sentence() {
            return "A replay would apply it: " + how + ".";
        }

        @Override
        public String verdict() {
            return "applies";
        }
    }

    /** It would change nothing. */
    record NoEffect(String why) implements Forecast {
        @Override
        public String sentence() {
            return "A replay would change nothing: " + why + ".";
        }

        @Override
        public String verdict() {
            return "no_effect";
        }
    }

    /** It would become a dead letter again. */
    record DiesAgain(FailureCode code, String why) implements Forecast {
        @Override
        public String sentence() {
            return "It would die again with code " + code.label() + ": " + why + ".";
        }

        @Override
        public String verdict() {
            return "dies_again";
        }
    }

    /** It can be decoded, but PostgreSQL or Kafka refused it. */
    record Unforeseen(String why) implements Forecast {
        @Override
        public String sentence() {
            return "A replay would try again: " + why + ".";
        }

        @Override
        public String verdict() {
            return "unforeseen";
        }
    }

    /** Kafka no longer has the record. */
    record Gone() implements Forecast {
        @Override
        public String sentence() {
            return "It cannot be replayed: neither clerk.events nor clerk.events.dead-letter has its bytes any more.";
        }

        @Override
        public String verdict() {
            return "gone";
        }
    }
}
