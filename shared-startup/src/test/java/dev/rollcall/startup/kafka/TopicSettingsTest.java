package dev.rollcall.startup.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.startup.SettingRefusedException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class TopicSettingsTest {

    @Test
    void thePrefixStandsBeforeEveryTopic() {
        assertThat(bind(Map.of()).topics().events()).isEqualTo("clerk.events");
        assertThat(bind(Map.of("rollcall.kafka.topic-prefix", "test.")).topics().events())
                .isEqualTo("test.clerk.events");
    }

    @Test
    void refusesWhatNoTopicCanBeCalled() {
        assertThatThrownBy(() -> new TopicSettings("a b"))
                .isInstanceOf(SettingRefusedException.class)
                .hasMessageStartingWith(
                        "ROLLCALL_TOPIC_PREFIX cannot be part of a topic's name: use at most 100 letters");
    }

    private static TopicSettings bind(Map<String, String> properties) {
        return new Binder(new MapConfigurationPropertySource(properties))
                .bindOrCreate("rollcall.kafka", TopicSettings.class);
    }
}
